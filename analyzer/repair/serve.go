package repair

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// serviceKeys are in what AWS services ask for as themselves, and in no request of a principal (IAM User Guide, AWS
// global condition context keys): a denial of all others is meant for the use of the resource.
var serviceKeys = []string{
	"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:principalservicename",
	"aws:principalservicenameslist",
}

// endpointKeys are in what comes through a VPC endpoint alone. CloudFormation and the console never do.
var endpointKeys = []string{"aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip"}

// serving proposes to deny the use of the resource alone where a denial of everything spares services: they do not
// manage the policy, so that to exempt a principal would not be what was meant.
func (f *finder) serving(accepts func(lockout.Verdict) bool) *change {
	edits := f.improve(accepts, func(statement place) []edit {
		actions := statement.child("Action")
		if !spares(statement, serviceKeys) || !f.isOnEverything(actions) || !f.reachesData(statement) {
			return nil
		}
		return []edit{replace(actions, oneOrMore(literals(f.row.Data)))}
	})
	if edits == nil {
		return nil
	}
	data := strings.Join(f.row.Data, " and ")
	title := "deny " + data + " alone, since the condition is about services that use the " + f.row.Noun
	return &change{title: title, edits: edits}
}

// guarding proposes to leave the actions that manage the policy out of denials that spare VPC endpoints: what is
// meant to be closed to other networks stays closed.
func (f *finder) guarding(accepts func(lockout.Verdict) bool) *change {
	edits := f.improve(accepts, func(statement place) []edit {
		if !spares(statement, endpointKeys) {
			return nil
		}
		return f.narrow(statement)
	})
	if edits == nil {
		return nil
	}
	return &change{title: narrowTitle, edits: edits}
}

// spares reports whether a denial leaves out requests by one of the keys: those with some of its values, or those
// that have it or lack it.
func spares(statement place, keys []string) bool {
	return slices.ContainsFunc(conditionsOf(statement), func(entry condition) bool {
		operator, isKnown := policy.ParseOperator(entry.operator)
		isListed := slices.Contains(keys, strings.ToLower(entry.key))
		return isKnown && isListed && (operator.Negated() || operator.Base == "Null")
	})
}

// isOnEverything reports whether the one pattern stands for all actions of the service.
func (f *finder) isOnEverything(actions place) bool {
	patterns := actions.members()
	if len(patterns) != 1 {
		return false
	}
	text, isLiteral := patterns[0].value.Literal()
	return isLiteral && f.isEverything(text)
}

// reachesData reports whether the Resource of a statement surely covers what the data actions are on: Amazon S3
// refuses a statement whose actions apply to none of its resources.
func (f *finder) reachesData(statement place) bool {
	resource := statement.child("Resource").value
	if len(f.row.Data) == 0 || resource == nil || f.tries == 0 {
		return false
	}
	f.tries--
	alone := object(
		member{"Effect", literal("Deny")}, member{"Principal", literal("*")},
		member{"Action", list(literals(f.row.Data)...)}, member{"Resource", term{means: resource}},
	)
	document := apply(f.root.value, []edit{replace(f.root.child("Statement"), list(alone))})
	return lockout.Decide(policy.Parse(document), f.Target).Data
}

func literals(texts []string) []term {
	terms := make([]term, 0, len(texts))
	for _, text := range texts {
		terms = append(terms, literal(text))
	}
	return terms
}
