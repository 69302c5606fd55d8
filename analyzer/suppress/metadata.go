package suppress

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// loop begins the key of a loop, whose third item holds resources (Fn::ForEach of the language extensions).
const loop = "Fn::ForEach::"

// metadataReader reads the Metadata of a template and of its resources.
type metadataReader struct {
	tree  *syntax.Tree
	found []*Suppression
}

// readMetadata returns the suppressions in metadata: of the template, which are about all of it, and of resources.
func readMetadata(tree *syntax.Tree) []*Suppression {
	reader := metadataReader{tree: tree}
	root := source.NewAt(tree.File.Name)
	reader.read(tree.Root, root, coversFile(tree.File.Name))
	reader.resources(tree.Root.Get("Resources"), root.Child("Resources"), source.At.Pointer)
	return reader.found
}

// resources reads the resources in a mapping, and in the loops in it. The path of a resource in the resolved document
// is what pathOf says; that of what a loop makes can't be told, so its place alone counts.
func (r *metadataReader) resources(mapping *syntax.Node, at source.At, pathOf func(source.At) string) {
	if mapping == nil {
		return
	}
	for _, entry := range mapping.Entries {
		below := at.Child(entry.Key.Value)
		if strings.HasPrefix(entry.Key.Value, loop) && len(entry.Value.Items) == 3 {
			r.resources(entry.Value.Items[2], below.Item(2), func(source.At) string { return "" })
			continue
		}
		end := max(entry.Key.End, entry.Value.End)
		about := target{start: entry.Key.Start, end: end, path: pathOf(below)}
		r.read(entry.Value, below, about.covers(r.tree.File.Name))
	}
}

// read reads the metadata of a node.
func (r *metadataReader) read(owner *syntax.Node, at source.At, covers func(finding.Location) bool) {
	metadata := owner.Get("Metadata")
	ours := metadata.Entry(keyword)
	if ours == nil {
		return
	}
	at = at.Child("Metadata")
	removal := at // nothing of ours is left behind, and nothing of others is taken along
	if len(metadata.Entries) > 1 {
		removal = at.Child(keyword)
	}
	at = at.Child(keyword)
	list := ours.Value.Entry("ignore")
	if list == nil || list.Value.Kind != syntax.Sequence {
		r.unclear(at, *ours, `want ignore with a list of {rule, reason, until}`)
		return
	}
	for _, other := range ours.Value.Entries {
		if other.Key.Value != "ignore" {
			key := other.Key.Value
			r.unclear(at.Child(key).Key(), other, key+" is not understood: want ignore")
			removal = at.Child("ignore")
		}
	}
	items := at.Child("ignore")
	for i, item := range list.Value.Items {
		if len(list.Value.Items) > 1 {
			removal = items.Item(i)
		}
		r.item(item, items.Item(i), removal, covers)
	}
}

// unclear keeps something in metadata that is not understood.
func (r *metadataReader) unclear(at source.At, entry syntax.Entry, detail string) {
	made := &Suppression{At: at, Location: r.location(at, entry.Key.Start, entry.Key.End), Covers: coversNothing}
	made.mistake(UnknownRule, "Metadata.latchkey: "+detail)
	r.found = append(r.found, made)
}

func (r *metadataReader) location(at source.At, start, end int) finding.Location {
	return finding.Location{File: r.tree.File.Name, Path: at.Pointer(), Span: r.tree.File.Span(start, end)}
}

// item reads one {rule, reason, until}.
func (r *metadataReader) item(item *syntax.Node, at, removal source.At, covers func(finding.Location) bool) {
	made := &Suppression{
		At: at, Location: r.location(at, item.Start, lineEnd(r.tree.File, item)), Covers: covers,
		removal: finding.Fix{
			Title: "remove the suppression", Safe: true,
			Edits: []finding.Edit{{Op: "remove", At: removal, Written: removal}}, // nothing here is resolved
		},
	}
	r.found = append(r.found, made)
	name, isText := text(item.Get("rule"))
	if !isText || name == "" {
		made.mistake(UnknownRule, "Metadata.latchkey: want rule with the id of a rule, or a family as in nacl/*")
		return
	}
	made.Rules = []string{name}
	if reason, isText := text(item.Get("reason")); isText {
		made.Reason = strings.TrimSpace(reason)
	}
	for _, entry := range item.Entries {
		switch key := entry.Key.Value; key {
		case "rule", "reason":
		case "until":
			day, _ := text(entry.Value)
			date, mistake := readDate(day)
			if made.Until = date; mistake != "" {
				made.mistake(Expired, mistake)
			}
		default:
			made.mistake(Expired, unknownOption(key))
		}
	}
}

// text returns the text of a scalar.
func text(node *syntax.Node) (string, bool) {
	if node == nil || node.Kind != syntax.Scalar || node.IsNull() || node.Tag != "" && node.Tag != "!!str" {
		return "", false
	}
	return node.Value, true
}

// lineEnd returns the end of the part of a node that stands on its first line: code scanning shows an annotation only
// when every line of it is part of a change.
func lineEnd(file *source.File, node *syntax.Node) int {
	next := file.LineStart(file.Position(node.Start).Line + 1)
	end := min(node.End, next)
	for end > node.Start && strings.IndexByte(" \t\r\n", file.Content[end-1]) >= 0 {
		end--
	}
	return end
}
