package validation

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about lists and objects that hold nothing.
const (
	EmptyArrayAction                Code = "empty-array-action"
	EmptyArrayResource              Code = "empty-array-resource"
	EmptyArrayPrincipal             Code = "empty-array-principal"
	EmptyArrayCondition             Code = "empty-array-condition"
	EmptyArrayConditionForAllValues Code = "empty-array-condition-forallvalues"
	EmptyArrayConditionForAnyValue  Code = "empty-array-condition-foranyvalue"
	EmptyArrayConditionIfExists     Code = "empty-array-condition-ifexists"
	EmptyObjectPrincipal            Code = "empty-object-principal"
)

var emptyElements = map[string]Code{
	"Action": EmptyArrayAction, "NotAction": EmptyArrayAction,
	"Resource": EmptyArrayResource, "NotResource": EmptyArrayResource,
}

func isEmptyList(v *value.Value) bool {
	return v.Is(value.List) && len(v.Items) == 0
}

func (c *checker) checkEmpty(s *statement) {
	for _, name := range listElements {
		if v := s.source.Get(name); isEmptyList(v) {
			c.add(emptyElements[name], v.At, name)
		}
	}
	c.checkEmptyPrincipals(s)
	for _, operator := range fields(s.source.Get("Condition")) {
		for _, key := range fields(operator.Value) {
			if isEmptyList(key.Value) {
				c.add(emptyCode(operator.Key), key.Value.At, key.Key).Detail = operator.Key
			}
		}
	}
}

func (c *checker) checkEmptyPrincipals(s *statement) {
	for _, name := range []string{"Principal", "NotPrincipal"} {
		element := s.source.Get(name)
		switch {
		case element.Is(value.Map) && len(element.Fields) == 0:
			c.add(EmptyObjectPrincipal, element.At, name)
		case isEmptyList(element):
			c.add(EmptyArrayPrincipal, element.At, name)
		}
		for _, field := range fields(element) {
			if isEmptyList(field.Value) {
				c.add(EmptyArrayPrincipal, field.Value.At, field.Key)
			}
		}
	}
}

// emptyCode returns the code for a key without values: what it means hangs on the operator.
func emptyCode(written string) Code {
	operator, _ := policy.ParseOperator(written)
	switch {
	case operator.Qualifier == policy.ForAllValues:
		return EmptyArrayConditionForAllValues
	case operator.Qualifier == policy.ForAnyValue:
		return EmptyArrayConditionForAnyValue
	case operator.IfExists:
		return EmptyArrayConditionIfExists
	default:
		return EmptyArrayCondition
	}
}
