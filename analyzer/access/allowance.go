package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// allowance bounds the work on the tables of an assembly, so that many policies that take long to read together
// cost no more than a few.
type allowance struct {
	left int
}

// largestAllowance is what a policy with twenty conditions takes for some thousand answers.
const largestAllowance = 1 << 23

func newAllowance() *allowance {
	return &allowance{left: largestAllowance}
}

// perValue is what a value of a condition costs by itself, in characters of a pattern.
const perValue = 64

// weight is what one answer costs under a document: that of the values that requests are compared with. Every
// wildcard of a pattern may be tried at every place of a text.
func weight(document *policy.Document) int {
	total := 0
	for i := range document.Statements {
		for _, condition := range document.Statements[i].Conditions {
			for _, text := range condition.Values {
				total += perValue + len(text.Value)*strings.Count(text.Value, "*")
			}
		}
	}
	return total
}
