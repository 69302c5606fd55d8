package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// changes says what would have to be otherwise for another outcome of a request that is decided.
func (r request) changes(main hypothesis) []Change {
	switch main.decision.Outcome {
	case policy.Allowed, policy.NotDecided:
		return []Change{}
	case policy.ExplicitDeny:
		return r.withoutDenials(main)
	case policy.ImplicitDeny:
		return append(r.nearMisses(main), r.allowances(main)...)
	default:
		return []Change{}
	}
}

// withoutDenials says what would spare the request each denial, and what would become of it then.
func (r request) withoutDenials(main hypothesis) []Change {
	changes := []Change{}
	var denials []source.At
	for _, deciding := range main.decision.Statements {
		denials = append(denials, deciding.At)
		in, known := r.policyAt(deciding.Layer, deciding.At)
		if !known {
			continue
		}
		statement := in.statement(deciding.At)
		if len(statement.Conditions) == 0 {
			continue
		}
		said := make([]string, len(statement.Conditions))
		for i := range statement.Conditions {
			said[i] = phrase(&statement.Conditions[i], inverted)
		}
		place := in.locate(statement.At)
		text := Name(statement) + " would not apply if " + strings.Join(said, ", or ")
		changes = append(changes, Change{Location: &place, Text: text})
	}
	decision := policy.Evaluate(main.request, without(main.policies, denials))
	noun := "this statement"
	if len(denials) > 1 {
		noun = "these statements"
	}
	text := "without " + noun + " the request would be " + outcomeWords[decision.Outcome]
	if decision.Outcome == policy.Allowed && len(decision.Statements) > 0 {
		text += r.by(decision.Statements)
	}
	return append(changes, Change{Text: text})
}

// by names the statements that allow something.
func (r request) by(statements []policy.Deciding) string {
	var named []string
	for _, deciding := range statements {
		if in, known := r.policyAt(deciding.Layer, deciding.At); known {
			named = append(named, Name(in.statement(deciding.At))+" of "+in.name())
		}
	}
	if len(named) == 0 {
		return ""
	}
	return ", by " + enumerate(named, " and ")
}

// nearMisses says of statements that allow the action why they do not allow the request.
func (r request) nearMisses(main hypothesis) []Change {
	changes := []Change{}
	for _, each := range r.policies {
		if !slices.Contains(main.decision.Missing, each.layer) || each.entry == nil {
			continue
		}
		for i := range each.entry.Statements {
			statement := &each.entry.Statements[i]
			if statement.Effect != "Allow" || statement.MatchesAction(r.question.Action) == value.No {
				continue
			}
			renamed := each.in(r.names(first(accountIn(main.request.Caller), main.owner)))
			text := r.miss(main, each.layer, renamed, statement, i)
			if text == "" {
				continue
			}
			place := each.locate(statement.At)
			text = Name(statement) + " of " + each.name() + " allows it " + text
			changes = append(changes, Change{Location: &place, Text: text})
		}
	}
	return changes
}

// miss says what a statement that allows the action asks beyond that, and what is not so; "" for nothing.
func (r request) miss(
	main hypothesis, layer policy.Layer, document *policy.Document, statement *policy.Statement, index int,
) string {
	renamed := &document.Statements[index]
	context, variables := completed(main.request, renamed), document.HasVariables()
	var asks []string
	hasResource := renamed.Resources != nil || renamed.NotResources != nil
	on := main.request.Resource
	if on == nil {
		on = value.OfText("*")
	}
	if hasResource && renamed.MatchesResource(on, context, variables) != value.Yes {
		asks = append(asks, "on "+listed(statement.Resources, statement.NotResources, "everything"))
	}
	for i := range renamed.Conditions {
		if renamed.Conditions[i].Holds(context, variables) != value.Yes {
			asks = append(asks, "if "+phrase(&statement.Conditions[i], asWritten))
		}
	}
	isOnPrincipals := layer == policy.LayerResource || layer == policy.LayerEndpoint
	if isOnPrincipals && renamed.MatchesCaller(main.request.Caller, value.No) != value.Yes {
		if len(asks) > 0 {
			return "" // two steps away from the request
		}
		asks = append(asks, "to "+principals(statement))
	}
	if len(asks) == 0 {
		return ""
	}
	return "only " + strings.Join(asks, ", and only ")
}

// grantors are what would have to allow a request, by layer.
var grantors = map[policy.Layer]string{
	policy.LayerIdentity: "an identity policy", policy.LayerResource: "the policy of the resource",
	policy.LayerBoundary: "the permissions boundary", policy.LayerSession: "the session policy",
	policy.LayerSCP:      "every level of the service control policies",
	policy.LayerEndpoint: "the policy of the VPC endpoint",
}

// allowances says which policies would have to allow the request. In the account of the resource its policy
// does instead of all policies of the principal.
func (r request) allowances(main hypothesis) []Change {
	var named []string
	alone := false
	for _, layer := range r.needed(main) {
		if layer == policy.LayerResource && main.isOwn == value.Yes && len(main.decision.Missing) > 1 {
			alone = true
			continue
		}
		named = append(named, grantors[layer])
	}
	text := enumerate(named, " and ") + " would have to allow it"
	switch {
	case len(named) == 0:
		return nil
	case alone:
		text += ", or else the policy of the resource"
	}
	return []Change{{Text: text}}
}

// settling says how the facts are given that would decide the request.
func (r request) settling(main hypothesis) []Change {
	changes := []Change{}
	var named []string
	for _, doubt := range main.decision.Reasons {
		in, known := r.policyAt(doubt.Layer, doubt.At)
		if !known {
			continue
		}
		condition := conditionAt(in.statement(doubt.At), doubt.At)
		if condition == nil || condition.Unresolved != "" || slices.Contains(named, condition.Key) {
			continue
		}
		named = append(named, condition.Key)
		key := keyName(condition.Key)
		text := "give --context " + key + "=VALUE, or --context " + key + "= where the request lacks it"
		changes = append(changes, Change{Text: text})
	}
	return changes
}

// without returns the policies without some of their statements.
func without(policies policy.Policies, statements []source.At) policy.Policies {
	isCut := func(statement policy.Statement) bool { return slices.Contains(statements, statement.At) }
	cut := func(documents []*policy.Document) []*policy.Document {
		kept := make([]*policy.Document, len(documents))
		for i, document := range documents {
			copied := *document
			copied.Statements = slices.DeleteFunc(slices.Clone(document.Statements), isCut)
			kept[i] = &copied
		}
		return kept
	}
	rest := policy.Policies{
		Identity: cut(policies.Identity), Boundary: cut(policies.Boundary), Session: cut(policies.Session),
		Resource: cut(policies.Resource), RCPs: cut(policies.RCPs), Endpoint: cut(policies.Endpoint),
	}
	for _, level := range policies.SCPs {
		rest.SCPs = append(rest.SCPs, cut(level))
	}
	return rest
}
