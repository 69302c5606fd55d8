package network

import (
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// coversInstances answers whether a statement of a policy is about instances, as the agent's actions are:
// ssm:UpdateInstanceInformation takes the ARN of an instance or of a managed instance, the actions of
// ssmmessages and ec2messages take no ARN at all (Service Authorization Reference). A statement without
// Resource, or with NotResource, counts as one about everything.
func coversInstances(statement *value.Value) value.Truth {
	resources := dig(statement, "Resource")
	if resources == nil {
		return value.Yes
	}
	covers := value.No
	for _, resource := range resources.List() {
		covers = covers.Or(coversInstance(resource))
	}
	return covers
}

// gap stands for the parts of an ARN that are not known.
const gap = "\x00"

// coversInstance answers whether the pattern of an ARN may match the ARN of an instance.
func coversInstance(arn *value.Value) value.Truth {
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
	if strings.HasPrefix(text.String(), gap) {
		return value.Undecided
	}
	fields := strings.SplitN(text.String(), ":", 6)
	if len(fields) > 2 && !strings.Contains(fields[2], gap) && !matchesAny(fields[2], "ssm", "ec2") {
		return value.No
	}
	if len(fields) < 6 {
		return value.TruthOf(strings.HasSuffix(text.String(), "*"))
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
