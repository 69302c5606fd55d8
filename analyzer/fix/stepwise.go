package fix

import (
	"bytes"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// stepwise makes the edits of one fix one after the other, where they touch each other in the text: a new last member
// beside the one that goes, for example. What goes does so last, from the end on, so that handles of items stay what
// they are. The result is one change of whole lines.
func stepwise(
	tree *syntax.Tree, wanted []finding.Edit, all *change,
) (changes []finding.Replacement, refusal string) {
	isRemoval := func(edit finding.Edit) bool { return edit.Op == "remove" }
	removals := slices.DeleteFunc(slices.Clone(wanted), func(edit finding.Edit) bool { return !isRemoval(edit) })
	slices.Reverse(removals)
	ordered := append(slices.DeleteFunc(slices.Clone(wanted), isRemoval), removals...)
	now := tree
	for _, edit := range ordered {
		made, refusal := Changes(now, finding.Fix{Edits: []finding.Edit{edit}})
		if refusal != "" {
			return nil, refusal
		}
		now = syntax.Parse(source.New(tree.File.Name, Apply(now.File.Content, made)))
	}
	changes = []finding.Replacement{between(tree.File, now.File.Content)}
	return changes, check(tree, all, changes)
}

// between is the change of whole lines that turns the content of a file into another.
func between(file *source.File, content []byte) finding.Replacement {
	before, after := bytes.SplitAfter(file.Content, []byte("\n")), bytes.SplitAfter(content, []byte("\n"))
	start, end := 0, len(file.Content)
	for len(before) > 0 && len(after) > 0 && bytes.Equal(before[0], after[0]) {
		start += len(before[0])
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && bytes.Equal(before[len(before)-1], after[len(after)-1]) {
		end -= len(before[len(before)-1])
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return finding.Replacement{
		File: file.Name, Span: file.Span(start, end), Text: string(bytes.Join(after, nil)),
	}
}
