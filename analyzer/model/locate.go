package model

import (
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Place is the text that a handle stands for.
type Place struct {
	// File is the name of the file that holds the text.
	File string
	// Path is the JSON Pointer of the node, as far as it exists.
	Path string
	Span source.Span
	// Via says how the value at the handle came about, as in the parameter whose default it is;
	// nearest first.
	Via []value.Step
}

// Locate returns the text that a handle stands for: of a scalar the scalar, of a mapping or sequence
// the key it stands under, of a mapping in a list its first member. Where the last steps do not
// exist, as for a property that is missing, it is the place of the deepest step that does. It
// reports false for a handle into a file that is not part of the assembly. It is not for several
// goroutines at once.
func (d *Document) Locate(at source.At) (Place, bool) {
	member, ok := d.member(at)
	if !ok {
		return Place{}, false
	}
	tree := member.Tree
	if index, isProblem := at.Problem(); isProblem {
		if index < 0 || index >= len(tree.Problems) {
			return Place{}, false
		}
		return Place{File: tree.File.Name, Span: tree.Problems[index].Span}, true
	}
	found, path, via := origin(member, at.Steps())
	place := Place{File: tree.File.Name, Path: path, Via: via}
	if occurrence, isKey := at.KeyMark(); isKey {
		place.Span = d.keySpan(tree, found, occurrence, at)
	} else {
		place.Span = narrow(tree, found)
	}
	return place, true
}

// Construct returns the path of the CDK construct that made the resource which a handle is in, "" for a
// resource that a person wrote. CDK notes it in the resource's metadata as aws:cdk:path.
func (d *Document) Construct(at source.At) string {
	member, ok := d.member(at)
	name, isInResource := at.Resource()
	if !ok || member.Template == nil || !isInResource {
		return ""
	}
	for _, resource := range member.Template.Resources {
		if resource.Name == name {
			construct, _ := resource.Metadata.Get("aws:cdk:path").Literal()
			return construct
		}
	}
	return ""
}

// origin follows the steps through the resolved values where there are some, else through the text.
func origin(m assembly.Member, steps []string) (found value.Origin, path string, via []value.Step) {
	at := source.NewAt("")
	found = value.Origin{Tree: m.Tree, Node: m.Tree.Root}
	resolved := m.Policy
	if m.Template != nil {
		resolved = m.Template.Body
	}
	for i, step := range steps {
		next := child(resolved, step)
		if next == nil {
			if i == 0 || resolved == nil {
				found, path = follow(m.Tree, found, at, steps[i:])
				return found, path, nil
			}
			// The resolved document ends here. A member that is there in the text, but has no value, is
			// the better place; an item is not, since its number counts what is left.
			if found.Node != nil && found.Node.Tag == "" && found.Node.Entry(step) != nil {
				found, path = follow(m.Tree, found, at, steps[i:])
				return found, path, via
			}
			break
		}
		at = at.Child(step)
		resolved = next
		if next.Origin.Node != nil || next.Origin.Key != nil {
			found = next.Origin
		}
		via = append(append([]value.Step(nil), next.Via...), via...)
	}
	return found, at.Pointer(), via
}

// follow goes on through the text of sections that are not resolved, such as Parameters.
func follow(tree *syntax.Tree, origin value.Origin, at source.At, steps []string) (value.Origin, string) {
	for _, step := range steps {
		node := origin.Node
		if node == nil {
			break
		}
		if entry := node.Entry(step); entry != nil {
			origin = value.Origin{Tree: tree, Key: entry.Key, Node: entry.Value}
		} else if item, ok := index(len(node.Items), step); ok {
			origin = value.Origin{Tree: tree, Node: node.Items[item]}
		} else {
			break
		}
		at = at.Child(step)
	}
	return origin, at.Pointer()
}

func child(v *value.Value, step string) *value.Value {
	if v == nil {
		return nil
	}
	if v.Kind == value.List {
		if item, ok := index(len(v.Items), step); ok {
			return v.Items[item]
		}
		return nil
	}
	return v.Get(step)
}

// index returns the position that a step of digits names in a list of the given length.
func index(length int, step string) (int, bool) {
	number := 0
	for _, digit := range step {
		if digit < '0' || digit > '9' || number > length {
			return 0, false
		}
		number = number*10 + int(digit-'0')
	}
	return number, step != "" && number < length
}

// narrow returns the part of a node's text that a reader wants marked.
func narrow(tree *syntax.Tree, origin value.Origin) source.Span {
	key, node := origin.Key, origin.Node
	switch {
	case node == nil && key == nil:
		return tree.File.Span(0, 0)
	case node == nil:
		return tree.File.Span(key.Start, key.End)
	case node.Kind == syntax.Scalar && node.End > node.Start && (key == nil || !isBlock(node)):
		return firstLine(tree, node.Start, node.End)
	case key != nil:
		return tree.File.Span(key.Start, key.End)
	case len(node.Entries) > 0:
		return entrySpan(tree, node.Entries[0])
	default:
		return firstLine(tree, node.Start, node.End)
	}
}

func isBlock(node *syntax.Node) bool {
	return node.Style == syntax.Literal || node.Style == syntax.Folded
}

// entrySpan marks a member: key and value when both stand on one line, else the key.
func entrySpan(tree *syntax.Tree, entry syntax.Entry) source.Span {
	span := tree.File.Span(entry.Key.Start, entry.Value.End)
	if entry.Value.Kind != syntax.Scalar || span.Start.Line != span.End.Line {
		return tree.File.Span(entry.Key.Start, entry.Key.End)
	}
	return span
}

// firstLine keeps a span from running over the end of its first line: code scanning shows an
// annotation only when every line of it is part of a change.
func firstLine(tree *syntax.Tree, start, end int) source.Span {
	span := tree.File.Span(start, end)
	if span.Start.Line == span.End.Line {
		return span
	}
	next := tree.File.LineStart(span.Start.Line + 1)
	for next > start && isLineEnd(tree.File.Content[next-1]) {
		next--
	}
	return tree.File.Span(start, next)
}

func isLineEnd(char byte) bool {
	return char == '\n' || char == '\r' || char == ' ' || char == '\t'
}

// keySpan returns the place of the key of a node, or of one of the occurrences of a repeated key.
func (d *Document) keySpan(tree *syntax.Tree, origin value.Origin, occurrence int, at source.At) source.Span {
	if occurrences := d.occurrences(at); occurrence > 0 && occurrence <= len(occurrences) {
		key := occurrences[occurrence-1].Key
		return tree.File.Span(key.Start, key.End)
	}
	if origin.Key == nil {
		return narrow(tree, origin)
	}
	return tree.File.Span(origin.Key.Start, origin.Key.End)
}

// occurrences returns the members with the repeated key that the handle means, if it is one.
func (d *Document) occurrences(at source.At) []syntax.Entry {
	if d.repeated == nil {
		d.repeated = map[string][]syntax.Entry{}
		for _, member := range d.members {
			for _, duplicate := range member.Tree.Duplicates {
				d.repeated[duplicate.At.File()+"#"+duplicate.At.Pointer()] = duplicate.Occurrences
			}
		}
	}
	return d.repeated[at.File()+"#"+at.Pointer()]
}
