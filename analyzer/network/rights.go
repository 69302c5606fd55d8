package network

import (
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// coversInstances answers whether a statement of a policy is about instances, as the agent's actions are:
// ssm:UpdateInstanceInformation takes the ARN of an instance or of a managed instance, the actions of
// ssmmessages and ec2messages take no ARN at all (Service Authorization Reference). A statement without
// Resource, or with NotResource, counts as one about everything.
func coversInstances(statement *value.Value) value.Truth {
	named := stack.Dig(statement, "Resource")
	if named == nil {
		return value.Yes
	}
	covers := value.No
	for _, resource := range named.List() {
		covers = covers.Or(coversInstance(resource))
	}
	return covers
}

// gap stands for the parts of an ARN that are not known.
const gap = "\x00"

// withGaps returns the text of an ARN with gaps for its parts that are not known.
func withGaps(arn *value.Value) string {
	parts := []*value.Value{arn}
	if arn.Is(value.Text) {
		parts = arn.Parts
	}
	var text strings.Builder
	for _, part := range parts {
		literal, ok := part.Literal()
		if !ok {
			literal = gap
		}
		text.WriteString(literal)
	}
	return text.String()
}

// coversInstance answers whether the pattern of an ARN may match the ARN of an instance.
func coversInstance(arn *value.Value) value.Truth {
	text := withGaps(arn)
	if strings.HasPrefix(text, gap) {
		return value.Undecided
	}
	fields := strings.SplitN(text, ":", 6)
	if len(fields) > 2 && !strings.Contains(fields[2], gap) && !matchesAny(fields[2], "ssm", "ec2") {
		return value.No
	}
	if len(fields) < 6 {
		return value.TruthOf(strings.HasSuffix(text, "*"))
	}
	kind, _, _ := strings.Cut(fields[5], "/")
	if strings.Contains(fields[2]+kind, gap) {
		return value.Undecided
	}
	return value.TruthOf(matchesAny(kind, "instance", "managed-instance"))
}

// matchesAny reports whether the pattern matches one of the names.
func matchesAny(pattern string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	})
}
