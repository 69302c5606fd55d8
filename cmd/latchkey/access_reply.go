package main

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// outcomes are how outcomes are shown.
var outcomes = map[policy.Outcome]struct {
	tone report.Tone
	word string
}{
	policy.Allowed:      {report.Good, "allowed"},
	policy.ExplicitDeny: {report.Bad, "denied explicitly"},
	policy.ImplicitDeny: {report.Bad, "denied implicitly"},
	policy.NotDecided:   {report.Doubtful, "undecided"},
}

// renderReply writes for people what becomes of a request.
func renderReply(reply *access.Reply, files map[string]*source.File, options report.Options) string {
	page := report.NewPage(options)
	if len(reply.Replies) == 0 {
		renderAnswer(page, reply, files)
		if len(reply.Scenarios) > 0 { // in all others there is no such principal or resource
			page.Note("when", scenarios(reply.Scenarios))
		}
		page.Note("looked at", looked(reply))
		page.Note("assumed", strings.Join(reply.Assumed, ", "))
		return page.String()
	}
	shown := outcomes[reply.Outcome]
	if shown.tone == report.Bad {
		shown.word = "denied"
	}
	page.Heading(shown.tone, shown.word, reply.Text)
	for _, each := range reply.Replies {
		page.Blank()
		page.Title("when " + scenarios(each.Scenarios))
		renderAnswer(page, &each, files)
	}
	page.Blank()
	page.Note("looked at", looked(reply))
	page.Note("assumed", strings.Join(reply.Assumed, ", "))
	return page.String()
}

// renderAnswer writes the reply to a request, as far as it is one of several.
func renderAnswer(page *report.Page, reply *access.Reply, files map[string]*source.File) {
	shown := outcomes[reply.Outcome]
	page.Heading(shown.tone, shown.word, reply.Text)
	page.Excerpt(shown.tone, steps(reply), files)
	for _, reason := range reply.Reasons {
		if reason.Location == nil {
			page.Note("because", reason.Text)
		}
	}
	for _, change := range reply.Changes {
		if change.Location == nil || reply.Outcome == policy.ExplicitDeny {
			page.Note(changeLabel(reply.Outcome), change.Text)
		}
	}
}

// changeLabel says how the changes of an outcome are meant.
func changeLabel(outcome policy.Outcome) string {
	if outcome == policy.NotDecided {
		return "to know"
	}
	return "to change"
}

// steps are the places that an excerpt shows: the statements that decide, else what is not known, else what
// comes close to allowing the request.
func steps(reply *access.Reply) []finding.Step {
	var all []finding.Step
	for _, deciding := range reply.Statements {
		all = append(all, finding.Step{Location: deciding.Location.Finding(), Message: deciding.Text})
	}
	for _, reason := range reply.Reasons {
		if reason.Location != nil {
			all = append(all, finding.Step{Location: reason.Location.Finding(), Message: reason.Text})
		}
	}
	for _, change := range reply.Changes {
		if change.Location != nil && reply.Outcome != policy.ExplicitDeny {
			all = append(all, finding.Step{Location: change.Location.Finding(), Message: change.Text})
		}
	}
	return all
}

// looked names the policies that took part, by their layers.
func looked(reply *access.Reply) string {
	var layers []policy.Layer
	named := map[policy.Layer][]string{}
	for _, each := range reply.Policies {
		if !slices.Contains(layers, each.Layer) {
			layers = append(layers, each.Layer)
		}
		named[each.Layer] = append(named[each.Layer], each.Name)
	}
	said := make([]string, len(layers))
	for i, layer := range layers {
		said[i] = strings.Join(named[layer], " and ") + " (" + string(layer) + ")"
	}
	if len(said) == 0 {
		return "no policy"
	}
	return strings.Join(said, ", ")
}
