package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// inEachPartition returns the verdict where it is the same in all partitions that the policy may be in, else a doubt.
func (t Target) inEachPartition(row service, document *policy.Document, resources []resource) Verdict {
	partitions, named := t.partitions(document)
	if len(partitions) == 1 {
		t.supposed = partitions[0]
		return t.inEitherVersion(row, document, resources, t.worst(row, document, resources))
	}
	reason := Reason{
		At: document.At, Cause: Region,
		Text: "it can't be told whether the resource is in " + strings.Join(partitions, " or ") + " (give --region)",
	}
	var verdict Verdict
	for i, each := range partitions {
		t.supposed = each
		if named {
			t.Partition = each // a statement on an ARN of another partition is not on the resource
		}
		there := t.resources(row, document)
		found := t.inEitherVersion(row, document, there, t.worst(row, document, there))
		switch {
		case found.Level == Undecided:
			return found
		case i == 0:
			verdict = found
		default:
			verdict = verdict.unless(found, reason)
		}
	}
	return verdict
}

// unless returns what is proved both ways, and for the rest the reason why it is not.
func (v Verdict) unless(other Verdict, reason Reason) Verdict {
	if v.Level != other.Level {
		if max(rank[v.Level], rank[other.Level]) > rank[DataPlane] {
			doubtful := Verdict{Level: Undecided, Reasons: []Reason{reason}, On: v.On}
			for _, level := range []Level{v.Level, other.Level} {
				if level.locks() {
					doubtful.Strongest = level
				}
			}
			return doubtful
		}
		v.Level, v.Denied, v.DeniedCore = None, nil, nil
	}
	if v.Data != other.Data {
		v.Data, v.DataCore, v.DataActions = false, nil, nil
		v.DataReasons = []Reason{reason}
	}
	if v.Deployer && !other.Deployer {
		v.Deployer, v.DeployerCore = false, nil
	}
	return v
}

// partition returns the one that the policy is taken to be in: the first of those that it may be in.
func (t Target) partition(document *policy.Document) string {
	found, _ := t.partitions(document)
	return found[0]
}

// partitions returns the partitions that the policy may be in, sorted: the one that was given or that the Region is
// in, else those that the ARNs of the resource name, else those of principals, else all that the policy names. The ARN
// of a principal or a source may be of another partition, in a text that is meant for several. It reports whether the
// ARNs of the resource name them.
func (t Target) partitions(document *policy.Document) (found []string, named bool) {
	region, _ := t.Region.Literal()
	switch {
	case t.Partition != "":
		return []string{t.Partition}, true
	case t.supposed != "":
		return []string{t.supposed}, false
	case region != "":
		return []string{value.PartitionOf(region)}, true
	}
	var own, callers, all []string
	for _, name := range t.Resources {
		for _, form := range name {
			own = append(own, t.written(form)...)
		}
	}
	for i := range document.Statements {
		statement := &document.Statements[i]
		for _, text := range append(slices.Clone(statement.Resources), statement.NotResources...) {
			own, callers = append(own, t.written(text.Source)...), append(callers, partitionIn(text.Source)...)
		}
		for _, principal := range append(slices.Clone(statement.Principals), statement.NotPrincipals...) {
			callers = append(callers, partitionIn(principal.Source)...)
		}
		for _, condition := range statement.Conditions {
			for _, text := range condition.Values {
				all = append(all, partitionIn(text.Source)...)
				if condition.Key == keyPrincipalARN {
					callers = append(callers, partitionIn(text.Source)...)
				}
			}
		}
	}
	switch {
	case len(own) > 0:
		found = own
	case len(callers) > 0:
		found = callers
	case len(all) > 0:
		found = all
	default:
		found = []string{"aws"}
	}
	slices.Sort(found)
	return slices.Compact(found), len(own) > 0
}

// written returns the partition in an ARN as far as it stands there in so many words. In a template "aws" may be what
// is assumed for AWS::Partition.
func (t Target) written(arn *value.Value) []string {
	found := partitionIn(arn)
	if len(found) == 0 || found[0] != "aws" || len(t.Resources) == 0 {
		return found
	}
	if node := arn.Origin.Node; node == nil || !strings.HasPrefix(node.Value, "arn:aws:") {
		return nil
	}
	return found
}

// partitionIn returns the partition in an ARN, nothing where there is none that AWS has.
func partitionIn(arn *value.Value) []string {
	if fields := policy.Split(arn, ":", arnFields); len(fields) > 1 {
		start, _ := fields[0].Literal()
		if text, _ := fields[1].Literal(); start == "arn" && value.IsPartition(text) {
			return []string{text}
		}
	}
	return nil
}

// inAnyPartition returns the ARN with a symbol for its partition, which matches every partition.
func inAnyPartition(arn *value.Value) *value.Value {
	fields := policy.Split(arn, ":", arnFields)
	if len(fields) < arnFields {
		return arn
	}
	parts := []*value.Value{fields[0], value.OfText(":"), symbolFor("partition")}
	for _, field := range fields[2:] {
		parts = append(parts, value.OfText(":"), field)
	}
	return value.Join(parts...)
}
