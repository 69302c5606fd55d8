package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// reached are how answers are shown.
var reached = map[value.Truth]struct {
	tone       report.Tone
	word, verb string
}{
	value.Yes:       {report.Good, "reachable", "reaches"},
	value.No:        {report.Bad, "not reachable", "does not reach"},
	value.Undecided: {report.Doubtful, "undecided", "may reach"},
}

// renderReach writes for people whether one thing reaches another.
func renderReach(reply *analyzer.ReachReply, files map[string]*source.File, options report.Options) string {
	page := report.NewPage(options)
	for i, each := range reply.Cases {
		if i > 0 {
			page.Blank()
		}
		shown := reached[each.Answer]
		text := reply.From + " " + shown.verb + " " + reply.To
		if reply.Traffic != "" {
			text += " on " + reply.Traffic
		}
		page.Heading(shown.tone, shown.word, text+where(each.Conditions))
		renderCase(page, each, files)
	}
	return page.String()
}

// where says under which conditions a case holds.
func where(conditions map[string]bool) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(conditions)) {
		truth := " is false"
		if conditions[name] {
			truth = " is true"
		}
		parts = append(parts, name+truth)
	}
	if len(parts) == 0 {
		return ""
	}
	return ", where " + fact.Enumerate(parts)
}

func renderCase(page *report.Page, each analyzer.ReachCase, files map[string]*source.File) {
	shown := reached[each.Answer]
	steps, label := each.Hops, "by"
	switch each.Answer {
	case value.No:
		steps, label = each.Blockers, "because"
	case value.Undecided:
		steps, label = each.Doubts, "not known"
	case value.Yes:
	}
	steps = told(steps)
	page.Excerpt(shown.tone, placed(steps), files)
	for _, step := range steps {
		if _, ok := step.Step(); !ok {
			page.Note(label, step.Text)
		}
	}
	has := func(way string) bool {
		return slices.ContainsFunc(each.Blockers, func(step analyzer.ReachStep) bool { return step.Way == way })
	}
	if has(network.OverInternet) && has(network.ByEndpoints) {
		page.Note("either", "one way is enough: over the internet, or through endpoints")
	}
	for _, reason := range each.Weaker {
		page.Note("unless", reason)
	}
}

// ways are how the ways of which one would do are told.
var ways = map[string]string{
	network.OverInternet: "over the internet: ", network.ByEndpoints: "through endpoints: ",
}

// told are the steps as people are told of them: an excerpt shows them in the order of the file, so that those of a
// path have numbers, and others their code.
func told(steps []analyzer.ReachStep) []analyzer.ReachStep {
	steps = slices.Clone(steps)
	for i, each := range steps {
		switch {
		case each.Code != "":
			steps[i].Text = ways[each.Way] + each.Text + " [" + string(each.Code) + "]"
		case len(steps) > 1:
			steps[i].Text = fmt.Sprintf("%d. %s", i+1, each.Text)
		}
	}
	return steps
}

// placed are the steps that have a place. What several steps say of one place stands there once.
func placed(steps []analyzer.ReachStep) []finding.Step {
	var all []finding.Step
	for _, each := range steps {
		step, ok := each.Step()
		if ok && !slices.Contains(all, step) {
			all = append(all, step)
		}
	}
	return all
}
