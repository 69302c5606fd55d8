package policy_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func parse(tb testing.TB, text string) *policy.Document {
	tb.Helper()
	return policy.Parse(valuetest.Build(tb, text))
}

// contextOf reads a context from JSON: a list is a key that is multivalued, null one that is absent, and a
// key that ends in "?" may be there.
func contextOf(tb testing.TB, text string) policy.Context {
	tb.Helper()
	context := policy.Context{}
	for _, field := range valuetest.Build(tb, text).Fields {
		key, isDoubtful := strings.CutSuffix(field.Key, "?")
		entry := policy.Present(field.Value.List()...)
		entry.Multivalued = field.Value.Is(value.List)
		if isDoubtful {
			entry.Presence = value.Undecided
		}
		if field.Value.Is(value.Null) {
			entry.Presence = value.No
		}
		context[key] = entry
	}
	return context
}

// holds answers whether the Condition element holds in a document of version 2012-10-17.
func holds(tb testing.TB, condition, context string) value.Truth {
	tb.Helper()
	document := parse(tb, `{"Version": "2012-10-17", "Statement": {"Condition": `+condition+`}}`)
	return document.Statements[0].ConditionsHold(contextOf(tb, context), document.HasVariables())
}
