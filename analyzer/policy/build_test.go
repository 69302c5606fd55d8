package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func parse(tb testing.TB, text string) *policy.Document {
	tb.Helper()
	return policy.Parse(valuetest.Build(tb, text))
}
