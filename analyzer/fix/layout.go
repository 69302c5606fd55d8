package fix

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// layout is how a file is written, as far as new text has to look alike. Votes are counted over the whole file.
type layout struct {
	json bool
	// eol is the line end.
	eol string
	// step is how far a member of a block mapping stands to the right of its owner, and dash how far a dash does.
	step, dash int
	// gap is the number of blanks between a dash and a single value, deepGap that before a collection.
	gap, deepGap int
	// unit is the indentation of one level in JSON and other flow collections that span lines; colon is what stands
	// between a key and its value there, and comma what follows an item on the same line.
	unit, colon, comma string
	// spansLines says that the outermost flow collection does.
	spansLines bool
	// flowLists says that most lists of single values stand in brackets, inlineLists and inlineMaps that most lists
	// of single values and most small mappings of a flow collection stand on one line.
	flowLists, inlineLists, inlineMaps bool
	// pad is the blank inside of braces on one line, if there is one.
	pad string
	// quote is the style of strings that need quotes.
	quote syntax.Style
	// habit is how most strings are written that need no quotes.
	habit style
	// isOpen says that the last line has no end, so that a block scalar at the end would lose its own.
	isOpen bool
	// isTemplate says that functions have a meaning.
	isTemplate bool
}

// votes are what a walk over a tree counts.
type votes struct {
	steps, dashes           map[int]int
	gaps, deepGaps          map[int]int
	units, colons, commas   map[string]int
	flow, block             int
	inlineList, tallList    int
	inlineMap, tallMap      int
	padded, unpadded        int
	singleQuote, doubleQuot int
	bareKeys, bareTexts     map[syntax.Style]int
}

// newLayout looks at how a file is written.
func newLayout(tree *syntax.Tree) layout {
	content := bytes.TrimPrefix(tree.File.Content, []byte("\ufeff"))
	v := votes{
		steps: map[int]int{}, dashes: map[int]int{}, gaps: map[int]int{}, deepGaps: map[int]int{},
		units: map[string]int{}, colons: map[string]int{}, commas: map[string]int{},
		bareKeys: map[syntax.Style]int{}, bareTexts: map[syntax.Style]int{},
	}
	s := &survey{tree: tree, votes: &v}
	s.node(tree.Root, -1)
	flow := isFlow(tree, tree.Root)
	l := layout{
		json: flow && json.Valid(content), eol: "\n",
		step: most(v.steps, 2), dash: most(v.dashes, most(v.steps, 2)),
		gap: most(v.gaps, most(v.deepGaps, 1)), deepGap: most(v.deepGaps, most(v.gaps, 1)),
		unit: most(v.units, "  "), colon: most(v.colons, ": "), comma: most(v.commas, " "),
		spansLines:  flow && bytes.ContainsAny(bytes.TrimSpace(content), "\n\r"),
		flowLists:   v.flow > v.block,
		inlineLists: v.inlineList > v.tallList || v.inlineList+v.tallList == 0 && v.inlineMap > v.tallMap,
		inlineMaps:  v.inlineMap > v.tallMap,
		habit:       style{key: most(v.bareKeys, syntax.Plain), text: most(v.bareTexts, syntax.Plain)},
		quote:       syntax.DoubleQuoted, isTemplate: tree.Root.Get("Resources") != nil,
		isOpen: !bytes.HasSuffix(content, []byte("\n")),
	}
	if end := bytes.IndexAny(content, "\r\n"); end >= 0 {
		l.eol = string(content[end : end+1])
		if bytes.HasPrefix(content[end:], []byte("\r\n")) {
			l.eol = "\r\n"
		}
	}
	if v.singleQuote > v.doubleQuot {
		l.quote = syntax.SingleQuoted
	}
	if v.padded > v.unpadded {
		l.pad = " "
	}
	return l
}

// most returns the key with the most votes, of several the least, or the default without votes.
func most[K int | string | syntax.Style](counts map[K]int, otherwise K) K {
	best, found := otherwise, false
	for key, count := range counts {
		if !found || count > counts[best] || count == counts[best] && key < best {
			best, found = key, true
		}
	}
	return best
}

// survey walks over a tree and counts.
type survey struct {
	tree  *syntax.Tree
	votes *votes
}

// node counts a node and what is below it. owner is the column of what a block stands under, -1 for nothing.
func (s *survey) node(node *syntax.Node, owner int) {
	switch {
	case node == nil || isAlias(s.tree, node):
	case node.Kind == syntax.Scalar:
		s.scalar(node)
	case isFlow(s.tree, node):
		s.flow(node)
	default:
		s.block(node, owner)
	}
}

func (s *survey) scalar(node *syntax.Node) {
	if isBare(node) {
		s.votes.bareTexts[node.Style]++
	}
	switch node.Style {
	case syntax.SingleQuoted:
		s.votes.singleQuote++
	case syntax.DoubleQuoted:
		s.votes.doubleQuot++
	case syntax.Plain, syntax.Literal, syntax.Folded:
	}
}

func (s *survey) key(node *syntax.Node) {
	if isBare(node) {
		s.votes.bareKeys[node.Style]++
	}
}

func (s *survey) block(node *syntax.Node, owner int) {
	for _, entry := range node.Entries {
		if entry.Key.Start < node.Start || entry.Key.Start >= node.End {
			continue // brought by a merge key
		}
		s.key(entry.Key)
		column := columnOf(s.tree, entry.Key.Start)
		if owner >= 0 {
			s.votes.steps[column-owner]++
			owner = -1
		}
		s.node(entry.Value, column)
	}
	for i, item := range node.Items {
		dash := dashBefore(s.tree, item.Start)
		if dash < 0 {
			return
		}
		column := columnOf(s.tree, dash)
		if i == 0 && owner >= 0 {
			s.votes.dashes[column-owner]++
		}
		switch gap := gapAfter(s.tree, dash, item); {
		case gap > 0 && isDeep(s.tree, item):
			s.votes.deepGaps[gap]++
		case gap > 0:
			s.votes.gaps[gap]++
		}
		s.node(item, -1)
	}
	if len(node.Items) > 0 && onlyScalars(node.Items) {
		s.votes.block++
	}
}

// gapAfter returns the number of blanks between a dash and an item on its line, 0 for another item.
func gapAfter(tree *syntax.Tree, dash int, item *syntax.Node) int {
	between := tree.File.Content[dash+1 : item.Start]
	if !isBlank(between) {
		return 0
	}
	return len(between)
}

// isDeep reports whether a node is a block collection.
func isDeep(tree *syntax.Tree, node *syntax.Node) bool {
	return node.Kind != syntax.Scalar && node.Tag == "" && !isFlow(tree, node)
}

func (s *survey) flow(node *syntax.Node) {
	content := s.tree.File.Content
	spans := bytes.ContainsAny(content[node.Start:node.End], "\r\n")
	for _, entry := range node.Entries {
		if entry.Value.Start >= entry.Key.End && entry.Value.End > entry.Value.Start {
			if between := string(content[entry.Key.End:entry.Value.Start]); isBlankOr(between, ":") {
				s.votes.colons[between]++
			}
		}
		s.key(entry.Key)
		s.node(entry.Value, -1)
	}
	for _, item := range node.Items {
		s.node(item, -1)
	}
	elements := elementsOf(node)
	if len(elements) == 0 {
		return
	}
	s.unit(node, elements[0].start)
	s.size(node, spans)
	if after := afterFirst(s.tree, node); after != "none" {
		s.votes.commas[after]++
	}
	if node.Kind == syntax.Mapping && !spans {
		if content[node.Start+1] == ' ' {
			s.votes.padded++
		} else {
			s.votes.unpadded++
		}
	}
}

// unit counts how much deeper than its bracket the first element of a collection stands, if it has a line of its own.
func (s *survey) unit(node *syntax.Node, first int) {
	indent, alone := indentOf(s.tree, first)
	outer, _ := indentOf(s.tree, node.Start)
	if unit, isDeeper := strings.CutPrefix(indent, outer); alone && isDeeper && unit != "" {
		s.votes.units[unit]++
	}
}

// size counts whether small collections stand on one line.
//
//nolint:revive // spans is what is counted
func (s *survey) size(node *syntax.Node, spans bool) {
	switch {
	case len(node.Items) > 0 && onlyScalars(node.Items):
		s.votes.flow++
		if spans {
			s.votes.tallList++
		} else {
			s.votes.inlineList++
		}
	case len(node.Entries) == 1:
		if spans {
			s.votes.tallMap++
		} else {
			s.votes.inlineMap++
		}
	}
}

// afterFirst returns the blanks after the comma that follows the first of several elements on one line, "none" where
// there are none.
func afterFirst(tree *syntax.Tree, node *syntax.Node) string {
	elements := elementsOf(node)
	if len(elements) < 2 || elements[0].end > elements[1].start {
		return "none"
	}
	between := string(tree.File.Content[elements[0].end:elements[1].start])
	blanks, isComma := strings.CutPrefix(between, ",")
	if !isComma || strings.Trim(blanks, " ") != "" {
		return "none"
	}
	return blanks
}

func onlyScalars(nodes []*syntax.Node) bool {
	for _, node := range nodes {
		if node.Kind != syntax.Scalar {
			return false
		}
	}
	return true
}

func isBlank(text []byte) bool {
	return len(bytes.Trim(text, " ")) == 0
}

func isBlankOr(text, allowed string) bool {
	return strings.Trim(text, " \t"+allowed) == "" && strings.Count(text, allowed) == 1
}
