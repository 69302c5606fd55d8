package fix

import (
	"sort"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// isFlow reports whether a collection stands in braces or brackets.
func isFlow(tree *syntax.Tree, node *syntax.Node) bool {
	if node == nil || node.Kind == syntax.Scalar || node.Start >= node.End || node.End > len(tree.File.Content) {
		return false
	}
	last := tree.File.Content[node.End-1]
	switch tree.File.Content[bodyOf(tree, node)] {
	case '{':
		return node.Kind == syntax.Mapping && last == '}'
	case '[':
		return node.Kind == syntax.Sequence && last == ']'
	default:
		return false
	}
}

// bodyOf returns the offset of a node without its tag and anchor.
func bodyOf(tree *syntax.Tree, node *syntax.Node) int {
	content := tree.File.Content
	offset := node.Start
	for node.Tag != "" && offset < node.End && (content[offset] == '!' || content[offset] == '&') {
		for offset < node.End && !isSpace(content[offset]) {
			offset++
		}
		for offset < node.End && isSpace(content[offset]) {
			offset++
		}
	}
	return min(offset, len(content)-1)
}

func isSpace(char byte) bool {
	return char == ' ' || char == '\t' || char == '\n' || char == '\r'
}

// isAlias reports whether an alias stands where the node does.
func isAlias(tree *syntax.Tree, node *syntax.Node) bool {
	return node.Start < node.End && tree.File.Content[node.Start] == '*'
}

// columnOf returns the number of characters before the offset in its line.
func columnOf(tree *syntax.Tree, offset int) int {
	return tree.File.Position(offset).Column - 1
}

// lineStart returns the offset at which the line of an offset starts, after a byte order mark.
func lineStart(tree *syntax.Tree, offset int) int {
	start := tree.File.LineStart(tree.File.Position(offset).Line)
	if start == 0 && strings.HasPrefix(string(tree.File.Content[:min(3, len(tree.File.Content))]), "\ufeff") {
		return 3
	}
	return start
}

// lineEnd returns the offset at which the line of an offset ends, before its line end.
func lineEnd(tree *syntax.Tree, offset int) int {
	end := nextLine(tree, offset)
	for end > offset && (tree.File.Content[end-1] == '\n' || tree.File.Content[end-1] == '\r') {
		end--
	}
	return end
}

// nextLine returns the offset at which the next line starts; the end of the file after the last.
func nextLine(tree *syntax.Tree, offset int) int {
	return tree.File.LineStart(tree.File.Position(offset).Line + 1)
}

// indentOf returns the blanks that the line of an offset starts with, and whether nothing else stands before it.
func indentOf(tree *syntax.Tree, offset int) (indent string, alone bool) {
	start := lineStart(tree, offset)
	end := start
	for end < offset && (tree.File.Content[end] == ' ' || tree.File.Content[end] == '\t') {
		end++
	}
	return string(tree.File.Content[start:end]), end == offset
}

// commentAt returns the comment that holds the offset or starts at it.
func commentAt(tree *syntax.Tree, offset int) (syntax.Comment, bool) {
	index := sort.Search(len(tree.Comments), func(i int) bool { return tree.Comments[i].End > offset })
	if index < len(tree.Comments) && tree.Comments[index].Start <= offset {
		return tree.Comments[index], true
	}
	return syntax.Comment{}, false
}

// commentsIn counts the comments that start from start on and before end.
func commentsIn(tree *syntax.Tree, start, end int) int {
	from := func(offset int) int {
		return sort.Search(len(tree.Comments), func(i int) bool { return tree.Comments[i].Start >= offset })
	}
	return max(0, from(end)-from(start))
}

// dashBefore returns the offset of the dash of an item that starts at an offset, -1 where there is none.
func dashBefore(tree *syntax.Tree, start int) int {
	content := tree.File.Content
	for offset := start - 1; offset >= 0; offset-- {
		if comment, isComment := commentAt(tree, offset); isComment {
			offset = comment.Start
			continue
		}
		switch char := content[offset]; {
		case isSpace(char):
		case char == '-':
			return offset
		default:
			return -1
		}
	}
	return -1
}

// ownComment returns the start of a comment that has the line before the given offset's line to itself, and stands
// in the same column.
func ownComment(tree *syntax.Tree, offset int) (start int, found bool) {
	line := lineStart(tree, offset)
	if line == 0 || tree.File.Position(line).Line == 1 {
		return 0, false
	}
	before := lineStart(tree, line-1)
	start = before
	for start < line && (tree.File.Content[start] == ' ' || tree.File.Content[start] == '\t') {
		start++
	}
	comment, isComment := commentAt(tree, start)
	return start, isComment && comment.Start == start && columnOf(tree, start) == columnOf(tree, offset)
}

// leadOf returns where what belongs to a node above it starts: the comments directly over it, in its column.
func leadOf(tree *syntax.Tree, offset int) int {
	for {
		start, found := ownComment(tree, offset)
		if !found {
			return offset
		}
		offset = start
	}
}

// afterComment returns the end of the comment that follows an offset on its line, else the offset.
func afterComment(tree *syntax.Tree, offset int) int {
	end := offset
	for end < len(tree.File.Content) && (tree.File.Content[end] == ' ' || tree.File.Content[end] == '\t') {
		end++
	}
	if comment, found := commentAt(tree, end); found && comment.Start == end {
		return comment.End
	}
	return offset
}
