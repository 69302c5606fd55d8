package policy

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ConditionsHold answers whether all conditions of the statement hold for a request, as all have to.
// See [Condition.Holds].
func (s *Statement) ConditionsHold(context Context, variables bool) value.Truth {
	truth := value.Yes
	if _, is := s.IsUnresolved(wholeStatement); is {
		truth = value.Undecided
	}
	for i := range s.Conditions {
		truth = truth.And(s.Conditions[i].Holds(context, variables))
	}
	return truth
}

// Holds answers whether the condition holds for a request. The policy variables in its values are
// looked up in the request where variables says that the document knows them, see
// [Document.HasVariables], and are literal text elsewhere.
//
// For a key that the request lacks a positive operator fails and a negated one holds; IfExists and
// ForAllValues hold, and ForAnyValue fails (IAM User Guide, Condition operators and Multivalued context
// keys). An operator that is not qualified fails for a key with several values; a negated one is
// Undecided there, as no document says that it fails, too.
func (c *Condition) Holds(context Context, variables bool) value.Truth {
	operator, ok := ParseOperator(c.Operator)
	if !ok || c.Unresolved != "" || c.Key == "" {
		return value.Undecided
	}
	t := test{Operator: operator, comparison: comparisons[operator.Base]}
	if operator.Base == null {
		return t.isNull(context.lookup(c.Key), c.Values)
	}
	t.expand(c.Values, expansion{context: context, variables: variables})
	entry := context.lookup(c.Key)
	switch entry.Presence {
	case value.Yes:
		return t.present(entry)
	case value.No:
		return t.absent()
	case value.Undecided:
		return agreed(t.present(entry), t.absent())
	default:
		return agreed(t.present(entry), t.absent())
	}
}

// agreed is the answer that holds either way.
func agreed(a, b value.Truth) value.Truth {
	if a == b {
		return a
	}
	return value.Undecided
}

// test is an operator with the values of the policy.
type test struct {
	Operator
	comparison

	wanted []*value.Value
	// broken says that a variable in the values has no value in the request. Such a value matches
	// nothing; for a negated operator it is not documented whether that satisfies it.
	broken value.Truth
}

func (t *test) expand(texts []Text, with expansion) {
	t.broken = value.No
	t.wanted = make([]*value.Value, 0, len(texts))
	for i := range texts {
		expanded, complete := with.expand(texts[i].Source)
		t.broken = t.broken.Or(complete.Not())
		switch {
		case complete == value.No:
		case t.Wildcards():
			t.wanted = append(t.wanted, expanded)
		default:
			t.wanted = append(t.wanted, withoutEscapes(expanded))
		}
	}
}

func (t *test) absent() value.Truth {
	switch {
	case t.IfExists:
		return value.Yes
	case t.Qualifier == ForAllValues:
		return value.Yes
	case t.Qualifier == ForAnyValue:
		return value.No
	case t.negated && t.broken != value.No:
		return value.Undecided
	default:
		return value.TruthOf(t.negated)
	}
}

func (t *test) present(entry Entry) value.Truth {
	switch {
	case len(entry.Values) == 0:
		return t.absent()
	case t.Qualifier == ForAllValues:
		return t.all(entry.Values)
	case t.Qualifier == ForAnyValue:
		return t.some(entry.Values)
	case !entry.Multivalued && len(entry.Values) == 1:
		return t.satisfied(entry.Values[0])
	case t.negated:
		return value.Undecided
	default:
		return value.No
	}
}

// all takes a single empty text for no value at all, as IAM does in ForAllValues.
func (t *test) all(given []*value.Value) value.Truth {
	truth := value.Yes
	for _, v := range given {
		truth = truth.And(t.satisfied(v))
	}
	if text, is := given[0].Literal(); len(given) == 1 && is && text == "" {
		return value.Yes
	}
	return truth
}

func (t *test) some(given []*value.Value) value.Truth {
	truth := value.No
	for _, v := range given {
		truth = truth.Or(t.satisfied(v))
	}
	return truth
}

// satisfied answers for one value of the request. The values of the policy are alternatives; a
// negated operator asks for none of them.
func (t *test) satisfied(given *value.Value) value.Truth {
	matched := value.No
	for _, wanted := range t.wanted {
		matched = matched.Or(t.matches(given, wanted))
	}
	if !t.negated {
		return matched
	}
	if matched != value.Yes && (t.broken != value.No || len(t.wanted) == 0) {
		return value.Undecided // what a negation of nothing does is not documented
	}
	return matched.Not()
}

// isNull answers for the operator Null: "true" asks that the key is absent, "false" that it is
// there. With a qualifier it always, or never, holds (IAM Access Analyzer, Null with qualifier).
func (t *test) isNull(entry Entry, texts []Text) value.Truth {
	switch t.Qualifier {
	case ForAllValues:
		return value.Yes
	case ForAnyValue:
		return value.No
	case Unqualified:
	}
	absent := entry.Presence.Not()
	if entry.Presence == value.Yes && len(entry.Values) == 0 {
		absent = value.Undecided
	}
	truth := value.No
	for i := range texts {
		text, _ := texts[i].Source.Literal()
		switch strings.ToLower(text) {
		case "true":
			truth = truth.Or(absent)
		case "false":
			truth = truth.Or(absent.Not())
		default:
			truth = truth.Or(value.Undecided)
		}
	}
	return truth
}
