package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// endpointKeys are in requests through a VPC endpoint, and aws:SourceIp is in all others (IAM User Guide, AWS
// global condition context keys).
var endpointKeys = []string{"aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip", "aws:sourcevpcarn"}

// presences are the keys that conditions want in a request, or want away.
type presences map[string]value.Truth

// want notes what a part wants of the presence of its key, and reports whether that contradicts the others.
func (p presences) want(part part, in sense) (contradicts bool) {
	if part.condition == nil {
		return false
	}
	key, wanted := part.condition.Key, wantedPresence(part.condition, in)
	if wanted == value.Undecided {
		return false
	}
	if p[key] == wanted.Not() && p[key] != value.Undecided {
		return true
	}
	p[key] = wanted
	throughEndpoint := slices.ContainsFunc(endpointKeys, func(key string) bool { return p[key] == value.Yes })
	return throughEndpoint && p["aws:sourceip"] == value.Yes
}

// wantedPresence answers whether a condition can only be met, or in the other sense failed, by a request with
// its key: No stands for one without it, and Undecided for either.
func wantedPresence(c *policy.Condition, in sense) value.Truth {
	operator, known := policy.ParseOperator(c.Operator)
	switch {
	case !known || operator.Qualifier != policy.Unqualified:
		return value.Undecided
	case operator.Base == "Null":
		read := reading{operator: operator, sense: in, values: texts(c.Values)}
		return value.TruthOf(!strings.HasSuffix(read.null(), "absent"))
	}
	holdsWithout := operator.IfExists || operator.Negated()
	if holdsWithout == (in == asWritten) {
		return value.Undecided
	}
	return value.Yes
}

// contradict reports whether denials can't all be spared: each of them can in one way only, and the ways
// exclude each other.
func contradict(denials []held) bool {
	wanted := presences{}
	for _, denial := range denials {
		if len(denial.parts) == 1 && wanted.want(denial.parts[0], inverted) {
			return true
		}
	}
	return false
}
