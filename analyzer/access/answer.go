package access

import (
	"errors"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Ask answers a question about one request in each of several scenarios, of which there is at least one. Where the
// answers differ, it gives each of them with the scenarios that it holds in. Those that do not declare what the
// question names count only where all do not. The error is a [*QuestionError].
func Ask(scenarios []Scenario, question Question) (*Reply, error) {
	if service, name, found := strings.Cut(question.Action, ":"); !found || service == "" || name == "" ||
		strings.ContainsAny(question.Action, "*? ") {
		return nil, misunderstood("action", "%q is no action; want one as in s3:GetObject", question.Action)
	}
	var found outcomes[*Reply]
	var missing *QuestionError
	var who string
	all := make([]truths, len(scenarios))
	for i, scenario := range scenarios {
		all[i] = scenario.conditions
		asked, err := newRequest(scenario.Inputs, question)
		if problem, is := errors.AsType[*QuestionError](err); is && problem.isMissing {
			if missing == nil {
				missing = problem
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		who = asked.asker.name(question)
		reply := asked.reply()
		found.add(i, reply.identity(), reply)
	}
	if len(found.all) == 0 {
		return nil, missing
	}
	replies := make([]Reply, len(found.all))
	for i, each := range found.all {
		replies[i] = *each.said
		replies[i].Scenarios = alternatives(all, each.in)
	}
	if len(replies) == 1 {
		return &replies[0], nil
	}
	return together(replies, who, question.what()), nil
}

// identity is equal for replies that say the same.
func (r *Reply) identity() string {
	return identityOf([]any{r.Outcome, r.Text, r.Statements, r.Reasons, r.Changes, r.Assumed})
}

// together returns one reply from those for different scenarios: what all of them say.
func together(replies []Reply, who, what string) *Reply {
	made := &Reply{
		Version: Version, Outcome: common(replies), Request: replies[0].Request,
		Scenarios: []map[string]bool{}, Replies: replies,
		Statements: []Deciding{}, Reasons: []Reason{}, Changes: []Change{}, Policies: []Looked{}, Assumed: []string{},
	}
	for _, reply := range replies {
		if made.Request.Owner != nil && (reply.Request.Owner == nil || *reply.Request.Owner != *made.Request.Owner) {
			made.Request.Owner = nil
		}
		for _, looked := range reply.Policies {
			if !slices.Contains(made.Policies, looked) {
				made.Policies = append(made.Policies, looked)
			}
		}
		made.Assumed = value.Distinct(append(made.Assumed, reply.Assumed...))
	}
	made.Text = made.overall(who, what)
	return made
}

// overall says in one sentence what several replies have in common.
func (r *Reply) overall(who, what string) string {
	const always = " whatever the conditions of the templates are"
	isDecided := func(reply Reply) bool { return reply.Outcome != policy.NotDecided }
	switch {
	case r.Outcome == policy.Allowed:
		return who + " may call " + what + always
	case r.Outcome != policy.NotDecided:
		return who + " may not call " + what + always
	case slices.ContainsFunc(r.Replies, isDecided):
		return "whether " + who + " may call " + what + " hangs on the conditions of the templates"
	default:
		return "whether " + who + " may call " + what + " can't be told from what is given"
	}
}

// common returns the outcome that replies have in common, [policy.NotDecided] where there is none. Of those that
// all deny, it is explicit only where all are.
func common(replies []Reply) policy.Outcome {
	isDenied := func(reply Reply) bool {
		return reply.Outcome == policy.ExplicitDeny || reply.Outcome == policy.ImplicitDeny
	}
	outcome := replies[0].Outcome
	for _, reply := range replies[1:] {
		switch {
		case reply.Outcome == outcome:
		case isDenied(reply) && isDenied(replies[0]):
			outcome = policy.ImplicitDeny
		default:
			return policy.NotDecided
		}
	}
	return outcome
}
