package lockout

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// denies answers whether the statement is a denial at all. What stands under a condition that can't be read may
// be none.
func denies(statement *policy.Statement) answer {
	return hasEffect(statement, "Deny").and(isReadable(statement))
}

// allows is denies for statements that allow.
func allows(statement *policy.Statement) answer {
	return hasEffect(statement, "Allow").and(isReadable(statement))
}

func hasEffect(statement *policy.Statement, effect string) answer {
	if unresolved, is := statement.IsUnresolved("Effect"); is {
		text := "the " + strings.ToLower(unresolved.Element) + " is unresolved: " + unresolved.Reason
		return doubt(Reason{At: unresolved.At, Cause: Unresolved, Text: text})
	}
	return decide(value.TruthOf(statement.Effect == effect), Reason{})
}

// isReadable answers whether all conditions of the statement can be looked at. Where one can't be, the statement
// may or may not match.
func isReadable(statement *policy.Statement) answer {
	readable := yes
	for i := range statement.Conditions {
		condition := &statement.Conditions[i]
		if condition.Unresolved != "" {
			text := "the condition is unresolved: " + condition.Unresolved
			readable = readable.and(doubt(Reason{At: condition.At, Cause: Unresolved, Text: text}))
		}
	}
	return readable
}

// covers answers whether the statement is about the class.
func (p *proof) covers(statement *policy.Statement, of *caller) answer {
	switch {
	case statement.NotPrincipals != nil:
		return p.isExempt(statement.NotPrincipals, of).not()
	case statement.Principals != nil:
		covered := no
		for i := range statement.Principals {
			covered = covered.or(p.includes(&statement.Principals[i], of))
		}
		return covered
	default:
		return lacks(statement, "Principal")
	}
}

// coversEveryone answers whether the statement is about every caller there is, those of other
// accounts and services included.
func coversEveryone(statement *policy.Statement) answer {
	switch {
	case statement.NotPrincipals != nil:
		return no // whoever is listed is someone
	case statement.Principals != nil:
		covered := no
		for i := range statement.Principals {
			principal := &statement.Principals[i]
			if principal.Kind == policy.Anyone {
				return yes
			}
			if principal.Kind == policy.Unclear {
				covered = covered.or(doubt(unclear(principal)))
			}
		}
		return covered
	default:
		return lacks(statement, "Principal")
	}
}

// lacks is the answer about an element that ought to be there. Whether the service refuses such a
// statement is its own affair; nothing is proven from it.
func lacks(statement *policy.Statement, element string) answer {
	if unresolved, is := statement.IsUnresolved(element); is {
		text := "the statement is unresolved: " + unresolved.Reason
		return doubt(Reason{At: unresolved.At, Cause: Unresolved, Text: text})
	}
	return doubt(Reason{At: statement.At, Cause: Incomplete, Text: "the statement has no " + element})
}

// isAbout answers whether the statement names the action.
func isAbout(statement *policy.Statement, action string) answer {
	names := func(text policy.Text) answer {
		reason := Reason{At: text.At, Cause: Unresolved, Text: describe("action", text)}
		return decide(policy.MatchAction(text.Source, action), reason)
	}
	switch {
	case statement.NotActions != nil:
		return some(statement.NotActions, names).not()
	case statement.Actions != nil:
		return some(statement.Actions, names)
	default:
		return lacks(statement, "Action")
	}
}

// isOn answers whether the statement names what one of the ARNs names; they are all names of the
// same thing.
func (p *proof) isOn(statement *policy.Statement, arns []*value.Value) answer {
	names := func(text policy.Text) answer {
		reason := Reason{At: text.At, Cause: Unresolved, Text: describe("resource", text)}
		return decide(p.matches(text, arns), reason)
	}
	switch {
	case statement.NotResources != nil:
		return some(statement.NotResources, names).not()
	case statement.Resources != nil:
		return some(statement.Resources, names)
	case p.row.bare && !isUnresolved(statement):
		return yes
	default:
		return lacks(statement, "Resource")
	}
}

// isUnresolved reports whether nothing is known of the statement.
func isUnresolved(statement *policy.Statement) bool {
	_, is := statement.IsUnresolved("Resource")
	return is
}

// matches holds a pattern against all names of one thing: what is sure of one is sure of the thing.
func (p *proof) matches(text policy.Text, arns []*value.Value) value.Truth {
	pattern := p.row.pattern(p.resource.place, text.Source)
	truth := value.Undecided
	for _, arn := range arns {
		switch matchARN(pattern, arn) {
		case value.Yes:
			return value.Yes
		case value.No:
			truth = value.No
		case value.Undecided:
		}
	}
	return truth
}

// matchARN is the function of the policy package, which does not know that two declared resources are two.
func matchARN(pattern, arn *value.Value) value.Truth {
	if pattern.Is(value.Reference) && arn.Is(value.Reference) && value.Same(pattern, arn) == value.No {
		return value.No
	}
	if shorter, prefix, both := withoutSuffix(pattern, arn); both {
		return policy.MatchARN(shorter, prefix)
	}
	return policy.MatchARN(pattern, arn)
}

func some(texts []policy.Text, holds func(policy.Text) answer) answer {
	result := no
	for _, text := range texts {
		result = result.or(holds(text))
	}
	return result
}
