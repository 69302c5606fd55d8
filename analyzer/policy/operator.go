package policy

import "strings"

// Qualifier says how an operator treats a condition key that holds a list.
type Qualifier string

// The qualifiers of operators.
const (
	// Unqualified operators are meant for keys with one value.
	Unqualified Qualifier = ""
	// ForAnyValue asks for one value of the request that satisfies the operator.
	ForAnyValue Qualifier = "ForAnyValue"
	// ForAllValues asks that all values of the request do, so that none at all will do, too.
	ForAllValues Qualifier = "ForAllValues"
)

// Operator is a condition operator as read, such as "ForAnyValue:StringLikeIfExists".
type Operator struct {
	// Base is the canonical name without prefix and suffix, as in "StringLike".
	Base      string
	Qualifier Qualifier
	// IfExists says that the operator is satisfied by a request without the key.
	IfExists bool
}

// null is the operator that asks whether a key is there at all.
const null = "Null"

const ifExists = "IfExists"

// operators maps the usual and the lower-case form of every operator to the operator. There are no
// more of them than the IAM User Guide lists: IfExists goes with all but Null.
var operators = allOperators()

func allOperators() map[string]Operator {
	operators := map[string]Operator{}
	for base := range comparisons {
		for _, qualifier := range []Qualifier{Unqualified, ForAnyValue, ForAllValues} {
			forms := []Operator{{Base: base, Qualifier: qualifier}}
			if base != null {
				forms = append(forms, Operator{Base: base, Qualifier: qualifier, IfExists: true})
			}
			for _, operator := range forms {
				operators[operator.String()] = operator
				operators[strings.ToLower(operator.String())] = operator
			}
		}
	}
	return operators
}

// ParseOperator reads an operator without regard to case. It fails for what the IAM User Guide does
// not list, such as "NullIfExists" and "StringEqual".
func ParseOperator(text string) (operator Operator, ok bool) {
	if operator, ok = operators[text]; ok {
		return operator, true
	}
	operator, ok = operators[strings.ToLower(text)]
	return operator, ok
}

// Negated reports whether the operator asks for values that are not among those listed, such as
// StringNotEquals and NotIpAddress.
func (o Operator) Negated() bool {
	return comparisons[o.Base].negated
}

// Wildcards reports whether "*" and "?" in the operator's values are wildcards (IAM User Guide, IAM
// JSON policy elements: Condition operators). Elsewhere they stand for themselves.
func (o Operator) Wildcards() bool {
	return strings.HasSuffix(o.Base, "Like") || strings.HasPrefix(o.Base, "Arn")
}

// String returns the operator as the IAM User Guide spells it.
func (o Operator) String() string {
	text := o.Base
	if o.Qualifier != Unqualified {
		text = string(o.Qualifier) + ":" + text
	}
	if o.IfExists {
		text += ifExists
	}
	return text
}
