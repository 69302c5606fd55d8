package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// newRequest finds all that takes part in the answer to a question about one request under the policies of the
// inputs, with everything else that the question gives. The error is a [*QuestionError].
func newRequest(inputs []Input, question Question) (request, error) {
	who, err := newAsker(inputs, question)
	if err != nil {
		return request{}, err
	}
	on, err := newThing(inputs, question)
	if err != nil {
		return request{}, err
	}
	gathering := gatherer{inputs: inputs, question: question, asker: who, thing: on}
	asked := request{question: question, asker: who, thing: on, policies: gathering.gather()}
	if err := asked.checkNone(); err != nil {
		return request{}, err
	}
	return asked, asked.checkContext()
}

// request is a question with all that takes part in the answer.
type request struct {
	question Question
	asker    asker
	thing    thing
	policies []layered
}

// documents returns the documents that take part, as written.
func (r request) documents() []*policy.Document {
	var documents []*policy.Document
	for _, each := range r.policies {
		if each.entry != nil {
			documents = append(documents, each.entry.Document)
		}
	}
	return documents
}

// reply answers the question: with what becomes of the request whoever owns the resource, else undecided.
func (r request) reply() *Reply {
	all := r.hypotheses()
	main := all[0]
	isOpen := slices.ContainsFunc(all, func(other hypothesis) bool {
		return other.decision.Outcome != main.decision.Outcome
	})
	made := &Reply{
		Version: Version, Outcome: main.decision.Outcome, Request: r.shown(all),
		Scenarios: []map[string]bool{}, Replies: []Reply{},
		Statements: []Deciding{}, Reasons: []Reason{}, Changes: []Change{},
		Policies: r.looked(), Assumed: r.assumed(),
	}
	if isOpen {
		made.Outcome = policy.NotDecided
		text := "it is not known which account owns the " + r.noun() + " (--account)"
		made.doubt([]Reason{{Text: text}}, r.byOwner(all))
	}
	if made.Outcome == policy.NotDecided {
		for _, each := range all {
			if each.decision.Outcome == policy.NotDecided {
				made.doubt(r.reasons(each.decision), r.settling(each))
			}
		}
	} else {
		made.Statements = r.deciding(main.decision)
		made.Reasons = r.reasons(main.decision)
		made.Changes = r.changes(main)
	}
	made.Text = r.sentence(made, main)
	return made
}

// doubt adds what is not known, and how it is told, each once.
func (r *Reply) doubt(reasons []Reason, changes []Change) {
	isNewReason := func(added Reason) bool {
		return !slices.ContainsFunc(r.Reasons, func(known Reason) bool { return known.same(added) })
	}
	for _, reason := range reasons {
		if isNewReason(reason) {
			r.Reasons = append(r.Reasons, reason)
		}
	}
	for _, change := range changes {
		if !slices.Contains(r.Changes, change) {
			r.Changes = append(r.Changes, change)
		}
	}
}

// noun is what a sentence calls what the request is on.
func (r request) noun() string {
	if r.thing.assumesRole() {
		return "role"
	}
	return "resource"
}

// shown returns the request as it was understood.
func (r request) shown(all []hypothesis) Request {
	shown := Request{
		Principal: r.question.Principal, Action: r.question.Action, Resource: r.question.Resource,
		Context: map[string][]string{},
	}
	for key, values := range r.question.Context {
		shown.Context[keyName(strings.ToLower(key))] = append([]string{}, values...)
	}
	if owner := all[0].owner; len(all) == 1 && (owner == r.question.Account || owner == r.thing.account()) {
		shown.Owner = &owner
	}
	return shown
}

// byOwner says what becomes of the request by the account that owns the resource.
func (r request) byOwner(all []hypothesis) []Change {
	var changes []Change
	for i, each := range all {
		owner := "account " + each.owner
		switch {
		case i == len(all)-1 && i > 0:
			owner = "any other account"
		case r.asker.caller.ARN == nil:
			owner = "the account of " + r.question.Principal
		}
		text := "where " + owner + " owns the " + r.noun() + ", it is " + outcomeWords[each.decision.Outcome]
		changes = append(changes, Change{Text: text})
	}
	return changes
}

// outcomeWords are what becomes of a request, after "it is".
var outcomeWords = map[policy.Outcome]string{
	policy.Allowed: "allowed", policy.ExplicitDeny: "denied explicitly",
	policy.ImplicitDeny: "denied, as nothing allows it", policy.NotDecided: "undecided",
}

// looked lists the documents that take part.
func (r request) looked() []Looked {
	looked := []Looked{}
	for _, each := range r.policies {
		if each.entry != nil {
			looked = append(looked, Looked{Layer: each.layer, Name: each.name(), File: each.locate(each.entry.At).File})
		}
	}
	return looked
}

// layerNouns are what a person calls the policies of a layer.
var layerNouns = map[policy.Layer]string{
	policy.LayerIdentity: "identity policy", policy.LayerResource: "resource policy",
	policy.LayerBoundary: "permissions boundary", policy.LayerSession: "session policy",
	policy.LayerSCP: "SCP", policy.LayerRCP: "RCP", policy.LayerEndpoint: "endpoint policy",
}

// assumed says what was taken for granted: that what was not given does not exist, and how the request is made.
func (r request) assumed() []string {
	said := []string{}
	for _, layer := range []policy.Layer{
		policy.LayerIdentity, policy.LayerResource, policy.LayerBoundary, policy.LayerSession, policy.LayerSCP,
		policy.LayerRCP, policy.LayerEndpoint,
	} {
		isMoot := !r.asker.hasIdentity() && (layer == policy.LayerIdentity || layer == policy.LayerBoundary)
		if !r.has(layer) && !isMoot {
			said = append(said, "no "+layerNouns[layer])
		}
	}
	if shown := len(r.mentioned()); shown > mostMentioned && r.question.Account == "" && r.thing.account() == "" {
		said = append(said, "none of the accounts that the policies name owns the resource, but for the caller's")
	}
	for _, each := range r.policies {
		if each.isTaken {
			said = append(said, each.name()+" is one of the principal's")
		}
	}
	direct := true
	for key := range r.question.Context {
		direct = direct && !slices.Contains([]string{"aws:viaawsservice", "aws:securetransport"}, strings.ToLower(key))
	}
	if direct {
		said = append(said, "a direct call over HTTPS")
	}
	return said
}
