package model

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// secondSubject is the subject of a document with two policies for one resource.
const secondSubject = verdictSubject + "second"

// Second is a resource that a policy is on though another one, which stands before it, is as well.
type Second struct {
	// At is where the policy names the resource.
	At source.At `json:"at"`
	// Noun is what the resource is, as in "bucket", and Resource what it is called.
	Noun     string `json:"noun"`
	Resource string `json:"resource"`
	// First is the name of the resource that holds the policy before, and FirstAt where that one names what it
	// is on.
	First   string    `json:"first"`
	FirstAt source.At `json:"first_at"`
}

// single are the services whose resources have one policy, which whoever puts another replaces as a whole: that of a
// bucket (Amazon S3 API Reference, PutBucketPolicy), and the Policy attribute of a queue (Amazon SQS API Reference,
// SetQueueAttributes) and of a topic (Amazon SNS API Reference, SetTopicAttributes). So each document is decided
// alone: whichever of two is in force, it is not joined with the other.
var single = map[string]string{"s3": "AWS::S3::Bucket", "sqs": "AWS::SQS::Queue", "sns": "AWS::SNS::Topic"}

// stackedPolicy is a policy with the resource that holds it, in one of the stacks of an assembly.
type stackedPolicy struct {
	*Policy

	index, stack int
	resource     *template.Resource
}

// addSeconds notes the resources that have a policy already.
func addSeconds(members []assembly.Member, found []Policy, stacked []stackedPolicy) {
	types, repeats := declaredTypes(members)
	var earlier []stackedPolicy
	for _, later := range stacked {
		later.Policy = &found[later.index]
		resourceType := single[later.Service]
		if resourceType == "" {
			continue
		}
		isOne := func(a, b lockout.Name) bool {
			return areOne(a[0], b[0], func(id string) bool { return types[id] == resourceType }) || areNamedAlike(a, b)
		}
		rivals := slices.DeleteFunc(slices.Clone(earlier), func(first stackedPolicy) bool {
			isElsewhere := repeats && first.stack != later.stack
			return first.Service != later.Service || isElsewhere || !areTogether(first, later)
		})
		for _, name := range later.Target.Resources {
			if second := secondOf(rivals, later, name, isOne); second != nil {
				later.Seconds = append(later.Seconds, *second)
			}
		}
		earlier = append(earlier, later)
	}
}

// declaredTypes returns the types of all resources by their ids, and whether several stacks of one template are
// among them, whose resources have the same ids.
func declaredTypes(members []assembly.Member) (types map[string]string, repeats bool) {
	types = map[string]string{}
	for _, read := range templates(members) {
		for _, resource := range read.Resources {
			repeats = repeats || types[resource.ID] != ""
			types[resource.ID] = resource.Type
		}
	}
	return types, repeats
}

// secondOf returns what says that one of the earlier policies is on the named resource of a later one; nil where
// that is not sure.
func secondOf(
	earlier []stackedPolicy, later stackedPolicy, name lockout.Name, isOne func(a, b lockout.Name) bool,
) *Second {
	for _, first := range earlier {
		for _, other := range first.Target.Resources {
			if !isOne(name, other) {
				continue
			}
			row, _ := lockout.Find(later.Service)
			return &Second{
				At: placeOf(name, later), Noun: row.Noun, Resource: resourceName(name[0]), First: first.Name,
				FirstAt: placeOf(other, first),
			}
		}
	}
	return nil
}

// areTogether reports whether two policies surely exist side by side: without a condition that can't be decided, or
// under one and the same.
func areTogether(first, later stackedPolicy) bool {
	if first.Exists == value.Yes && later.Exists == value.Yes {
		return true
	}
	return first.stack == later.stack && first.Exists == later.Exists && first.resource.Condition != "" &&
		first.resource.Condition == later.resource.Condition
}

// areOne reports whether two values refer to one declared resource, by whichever attributes.
func areOne(a, b *value.Value, isOfType func(id string) bool) bool {
	return a.Is(value.Reference) && b.Is(value.Reference) && a.Resource == b.Resource && isOfType(a.Resource)
}

// areNamedAlike reports whether two names are surely of one resource, whatever the parameters are.
func areNamedAlike(name, other lockout.Name) bool {
	for _, form := range certainForms(name) {
		for _, another := range certainForms(other) {
			areSame := value.Same(form, another) == value.Yes
			if areSame && slices.Equal(assumptions(form), assumptions(another)) {
				return true
			}
		}
	}
	return false
}

// certainForms returns what a property says, and the name that the resource it refers to is given. A reference to a
// resource that merely has the same name is left out: that name may be the default of a parameter.
func certainForms(name lockout.Name) []*value.Value {
	forms := []*value.Value{name[0]}
	for _, form := range name[1:] {
		if !form.Is(value.Reference) {
			forms = append(forms, form)
		}
	}
	return forms
}

// assumptions returns the places of all that a value was taken from and that may be another at deployment: values
// that have them in common stay equal.
func assumptions(v *value.Value) []source.At {
	var all []source.At
	for _, step := range v.Via {
		if step.Assumed {
			all = append(all, step.At)
		}
	}
	for _, part := range v.Parts {
		all = append(all, assumptions(part)...)
	}
	return all
}

// placeOf returns where a policy names the resource: where the property stands, for a value that has no place.
func placeOf(name lockout.Name, of stackedPolicy) source.At {
	if name[0].At != "" {
		return name[0].At
	}
	return of.resource.At
}

// resourceName returns the logical id of a declared resource, and other values as they are written.
func resourceName(v *value.Value) string {
	if v.Is(value.Reference) {
		_, id, _ := strings.Cut(v.Resource, "#")
		return id
	}
	return policy.Show(v)
}
