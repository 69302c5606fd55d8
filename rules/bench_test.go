package rules_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/rules"
)

// BenchmarkPrepare measures what the rules cost at each start, with all of them on.
func BenchmarkPrepare(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		known, err := engine.Load(rules.FS())
		if err != nil {
			b.Fatal(err)
		}
		started, err := engine.New(known, rules.FS())
		if err != nil {
			b.Fatal(err)
		}
		present := map[string]bool{}
		for _, described := range known {
			for _, resource := range described.Resources {
				present[resource] = true
			}
		}
		if _, err := started.Prepare(b.Context(), present); err != nil {
			b.Fatal(err)
		}
	}
}
