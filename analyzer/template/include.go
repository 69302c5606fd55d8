package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// transformName is the function that hands a part of a template to a macro.
const transformName = "Fn::Transform"

// includeMacro is the macro that puts a file in the place of its call (CloudFormation Template
// Reference, AWS::Include transform).
const includeMacro = "AWS::Include"

// maxIncludes bounds how many files a template includes, which may include each other.
const maxIncludes = 256

// transform is Fn::Transform where a value stands.
func (r *reader) transform(key *syntax.Node, function call, at source.At) *value.Value {
	included, reason := r.include(function.argument)
	if reason != "" {
		return unresolved(reason)
	}
	return r.resolve(key, included, at)
}

// includeMembers is Fn::Transform among the members of a mapping, which the file's members join.
func (r *reader) includeMembers(entry syntax.Entry) (made []syntax.Entry, unknown string) {
	included, reason := r.include(entry.Value)
	switch {
	case reason != "":
		return nil, reason
	case included.Kind != syntax.Mapping:
		return nil, "an included file is not a mapping"
	}
	return r.unroll(included)
}

// include returns the content of the file that a call of AWS::Include names, with all of it at the
// text of the call, or why it is not known.
func (r *reader) include(argument *syntax.Node) (included *syntax.Node, reason string) {
	name := scalarText(argument.Get("Name"))
	if name != includeMacro {
		return nil, strings.Join(strings.Fields("the macro "+name+" is not run"), " ")
	}
	at := source.NewAt(r.file)
	location, ok := r.resolve(nil, argument.Get("Parameters").Get("Location"), at).Literal()
	if !ok {
		return nil, "the place of an included file is not known"
	}
	if r.includes++; r.env.Include == nil || r.includes > maxIncludes {
		return nil, "the included file " + location + " is not read"
	}
	tree := r.env.Include(r.file, location)
	if tree == nil || tree.Root == nil || len(tree.Problems) > 0 || !r.spend(nodes(tree.Root), len(tree.File.Content)) {
		return nil, "the included file " + location + " is not read"
	}
	return moveTo(argument, tree.Root), ""
}

// moveTo returns a copy of the node in which everything has the span of the place it is put in: spans
// are of one file.
func moveTo(place, node *syntax.Node) *syntax.Node {
	moved := *node
	moved.Start, moved.End = place.Start, place.End
	moved.Items = slices.Clone(node.Items)
	for i, item := range node.Items {
		moved.Items[i] = moveTo(place, item)
	}
	moved.Entries = slices.Clone(node.Entries)
	for i, entry := range node.Entries {
		moved.Entries[i] = syntax.Entry{Key: moveTo(place, entry.Key), Value: moveTo(place, entry.Value)}
	}
	return &moved
}

// isInclude reports whether a transform of the template as a whole is a call of AWS::Include.
func isInclude(node *syntax.Node) bool {
	return scalarText(node.Get("Name")) == includeMacro
}

// withIncluded returns the template with the files that it includes as a whole: their sections join
// those it has. Files that are not read leave the gap that every macro leaves.
func (r *reader) withIncluded(root *syntax.Node) *syntax.Node {
	transform := root.Get("Transform")
	if transform == nil || r.env.Include == nil {
		return root
	}
	calls := []*syntax.Node{transform}
	if transform.Kind == syntax.Sequence {
		calls = transform.Items
	}
	for _, place := range calls {
		if !isInclude(place) {
			continue
		}
		if included, reason := r.include(place); reason == "" && included.Kind == syntax.Mapping {
			r.included++
			root = mergeSections(root, included)
		}
	}
	return root
}

// mergeSections adds sections to a template. Where both have a section, the template's own members are
// in force.
func mergeSections(root, included *syntax.Node) *syntax.Node {
	merged := *root
	merged.Entries = slices.Clone(root.Entries)
	for _, entry := range included.Entries {
		isSame := func(own syntax.Entry) bool { return own.Key.Value == entry.Key.Value }
		index := slices.IndexFunc(merged.Entries, isSame)
		if index < 0 {
			merged.Entries = append(merged.Entries, entry)
			continue
		}
		own := merged.Entries[index].Value
		if own.Kind != syntax.Mapping || entry.Value.Kind != syntax.Mapping {
			continue
		}
		section := *own
		section.Entries = slices.Concat(entry.Value.Entries, own.Entries)
		merged.Entries[index].Value = &section
	}
	return &merged
}
