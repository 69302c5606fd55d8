package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// answer is a three-valued truth that knows, when it is undecided, why. Its reasons may be shared with
// other answers, so they are never changed in place.
type answer struct {
	truth   value.Truth
	reasons []Reason
}

var (
	yes = answer{truth: value.Yes}
	no  = answer{truth: value.No}
)

// doubt is the answer to a question that can't be settled.
func doubt(reason Reason) answer {
	return answer{reasons: []Reason{reason}}
}

// decide is truth, with the reason for the case that it is undecided.
func decide(truth value.Truth, reason Reason) answer {
	if truth == value.Undecided {
		return doubt(reason)
	}
	return answer{truth: truth}
}

func (a answer) and(other answer) answer {
	return combine(a.truth.And(other.truth), a, other)
}

func (a answer) or(other answer) answer {
	return combine(a.truth.Or(other.truth), a, other)
}

func (a answer) not() answer {
	return answer{truth: a.truth.Not(), reasons: a.reasons}
}

// combine keeps the reasons only where they still matter.
func combine(truth value.Truth, a, b answer) answer {
	if truth != value.Undecided {
		return answer{truth: truth}
	}
	return answer{reasons: merge(a.reasons, b.reasons)}
}

// mostReasons is how many reasons an answer keeps: more than anyone reads, and few enough that an
// element with any number of unresolved items can be told of.
const mostReasons = 20

// merge returns the reasons of both lists, each once and the first mostReasons of them.
func merge(a, b []Reason) []Reason {
	if len(b) == 0 {
		return a
	}
	merged := a
	for _, reason := range b {
		if len(merged) < mostReasons && !slices.ContainsFunc(merged, reason.isSame) {
			merged = append(slices.Clip(merged), reason)
		}
	}
	return merged
}

// isSame reports whether both reasons read the same.
func (r Reason) isSame(other Reason) bool {
	return r.At == other.At && r.Cause == other.Cause && r.Text == other.Text
}
