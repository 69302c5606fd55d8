package fix

import (
	"bytes"
	"cmp"
	"maps"
	"reflect"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Changes returns the smallest changes of a file's text that make all the edits and the changes of text, in the order
// of the file. Edits of other files don't concern it. Where they can't be made it returns the reason, in a phrase
// that reads after "not written:".
func Changes(tree *syntax.Tree, fixes ...finding.Fix) (changes []finding.Replacement, refusal string) {
	wanted, pieces, refusal := about(tree, fixes)
	if refusal != "" {
		return nil, refusal
	}
	if tree.Root == nil && len(wanted) > 0 {
		return nil, "the file does not parse"
	}
	all := &change{}
	if len(wanted) > 0 {
		if all, refusal = gather(tree.Root, wanted); refusal != "" {
			return nil, refusal
		}
		made, refusal := edits(tree, all)
		if refusal != "" {
			return nil, refusal
		}
		pieces = append(pieces, made...)
	}
	if pieces, refusal = inLine(pieces); refusal != "" {
		if len(fixes) == 1 && len(wanted) > 1 && len(fixes[0].Text) == 0 {
			return stepwise(tree, wanted, all)
		}
		return nil, refusal
	}
	changes = make([]finding.Replacement, len(pieces))
	for i, each := range pieces {
		span := tree.File.Span(each.start, each.end)
		changes[i] = finding.Replacement{File: tree.File.Name, Span: span, Text: each.text}
	}
	return changes, check(tree, all, changes)
}

// about returns what fixes change in a file: edits, and changes of text.
func about(tree *syntax.Tree, fixes []finding.Fix) (wanted []finding.Edit, pieces []piece, refusal string) {
	for _, fix := range fixes {
		if fix.Refusal != "" {
			return nil, nil, fix.Refusal
		}
		for _, edit := range fix.Edits {
			if edit.At.IsIn(tree.File.Name) {
				wanted = append(wanted, edit)
			}
		}
		for _, text := range fix.Text {
			if text.File == tree.File.Name {
				pieces = append(pieces, whole(tree, text))
			}
		}
	}
	return wanted, pieces, ""
}

// whole widens the removal of a comment: to the line when nothing else is on it, else to the blanks before it.
func whole(tree *syntax.Tree, text finding.Replacement) piece {
	made := piece{text.Span.Start.Offset, text.Span.End.Offset, text.Text}
	comment, found := commentAt(tree, made.start)
	if made.text != "" || !found || comment.Start != made.start || comment.End != made.end {
		return made
	}
	if _, alone := indentOf(tree, made.start); alone {
		made.start, made.end = lineStart(tree, made.start), nextLine(tree, made.start)
		return made
	}
	for made.start > 0 && (tree.File.Content[made.start-1] == ' ' || tree.File.Content[made.start-1] == '\t') {
		made.start--
	}
	return made
}

// inLine puts changes of bytes in the order of the text. What is inserted at a place comes before what is taken away
// there. The same change twice is one.
func inLine(pieces []piece) (ordered []piece, refusal string) {
	slices.SortStableFunc(pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(min(1, a.end-a.start), min(1, b.end-b.start)))
	})
	pieces = slices.CompactFunc(pieces, func(a, b piece) bool { return a == b && a.start < a.end })
	for i := 1; i < len(pieces); i++ {
		if pieces[i].start < pieces[i-1].end {
			return nil, overlaps
		}
	}
	return pieces, ""
}

// Apply returns the content with the changes, which are in order and don't overlap.
func Apply(content []byte, changes []finding.Replacement) []byte {
	var changed bytes.Buffer
	at := 0
	for _, change := range changes {
		changed.Write(content[at:change.Span.Start.Offset])
		changed.WriteString(change.Text)
		at = change.Span.End.Offset
	}
	changed.Write(content[at:])
	return changed.Bytes()
}

// check returns why the changes don't do what they should, "" when they do: the new text parses, it is the old
// document with the change and nothing else, and only comments that went with what they are about are gone.
func check(tree *syntax.Tree, all *change, changes []finding.Replacement) (refusal string) {
	fixed := syntax.Parse(source.New(tree.File.Name, Apply(tree.File.Content, changes)))
	switch {
	case len(fixed.Problems) > 0:
		return "the result would not parse"
	case len(fixed.Documents) != len(tree.Documents) || len(fixed.Duplicates) > len(tree.Duplicates):
		return "the result would be another document"
	}
	for i, document := range tree.Documents {
		want := plain(document)
		if i == 0 {
			want = all.applied(document)
		}
		if !reflect.DeepEqual(plain(fixed.Documents[i]), want) {
			return "the result would be another document"
		}
	}
	if !slices.Equal(comments(fixed, nil), comments(tree, changes)) {
		return "a comment would be lost"
	}
	return ""
}

// comments returns the texts of the comments that changes leave, with what they change in them.
func comments(tree *syntax.Tree, changes []finding.Replacement) []string {
	var left []string
	for _, comment := range tree.Comments {
		var text []byte
		at := comment.Start
		for _, change := range changes {
			start, end := change.Span.Start.Offset, change.Span.End.Offset
			if end <= at || start >= comment.End {
				continue
			}
			text = append(text, tree.File.Content[at:max(at, start)]...)
			if comment.Start <= start && end <= comment.End {
				text = append(text, change.Text...)
			}
			at = min(end, comment.End)
		}
		if text = append(text, tree.File.Content[at:comment.End]...); len(text) > 0 {
			left = append(left, string(text))
		}
	}
	return left
}

// applied returns a node as a value to compare, with the change.
func (c *change) applied(node *syntax.Node) any {
	if c.replaced {
		return normal(c.value)
	}
	value := plain(node)
	if c.isEmpty() {
		return value
	}
	switch value := value.(type) {
	case map[string]any:
		value = maps.Clone(value)
		for key, below := range c.members {
			delete(value, key)
			if !below.removed {
				value[cmp.Or(below.key, key)] = below.applied(node.Get(key))
			}
		}
		for _, added := range c.added {
			value[added.key] = normal(added.value)
		}
		return value
	case []any:
		items := make([]any, 0, len(value)+len(c.appended))
		for i, item := range value {
			switch below := c.items[i]; {
			case below == nil:
				items = append(items, item)
			case !below.removed:
				items = append(items, below.applied(node.Items[i]))
			}
		}
		for _, added := range c.appended {
			items = append(items, normal(added))
		}
		return items
	default:
		return value
	}
}

// Replacements returns a function that turns the fixes of a report's files into changes of text, for formats that
// carry them. It returns none for a fix that can't be written. It is not for several goroutines at once.
func Replacements(files map[string]*source.File) func(finding.Fix) []finding.Replacement {
	trees := map[string]*syntax.Tree{}
	return func(fix finding.Fix) []finding.Replacement {
		var all []finding.Replacement
		for _, name := range Files(fix, files) {
			if trees[name] == nil {
				trees[name] = syntax.Parse(files[name])
			}
			changes, refusal := Changes(trees[name], fix)
			if refusal != "" {
				return nil
			}
			all = append(all, changes...)
		}
		return all
	}
}

// Files returns the names of the files that a fix changes, of those that are known, in order.
func Files(fix finding.Fix, files map[string]*source.File) []string {
	var names []string
	for name := range files {
		isEdited := func(edit finding.Edit) bool { return edit.At.IsIn(name) }
		isChanged := func(text finding.Replacement) bool { return text.File == name }
		if slices.ContainsFunc(fix.Edits, isEdited) || slices.ContainsFunc(fix.Text, isChanged) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
