package syntax

import "strings"

// place says what may stand where a node is expected.
type place uint8

const (
	inFlow place = iota
	inBlock
	inBlockMapping // the dashes of a list may stand in the column of the key
)

// builder makes the documents of a YAML text from its lexemes, by the grammar of YAML 1.2, chapters
// 7 to 9.
type builder struct {
	text    *text
	tree    *Tree
	lexemes []lexeme
	index   int
	// current is the lexeme at index. What it closes and opens is taken off step by step.
	current lexeme
	// end is where the last lexeme ended that belongs to a node.
	end int
	// path leads to the node that is built.
	path  []step
	depth int
	references
}

// build adds the documents to the tree.
func (b *builder) build() error {
	b.move(0)
	mayBegin := true // without a marker
	for {
		for b.ahead() == documentEnd {
			b.take()
			mayBegin = true
		}
		directives := b.ahead() == directive
		for b.ahead() == directive {
			b.take()
		}
		switch {
		case b.ahead() == documentStart:
			b.take()
		case directives || !mayBegin && b.ahead() != endOfText:
			return b.unexpected("a document must begin with ---")
		}
		if b.ahead() == endOfText {
			return nil
		}
		if err := b.document(); err != nil {
			return err
		}
		mayBegin = false
	}
}

// document builds one document, if it has content.
func (b *builder) document() error {
	if b.ahead().isOne(documentStart, documentEnd, directive) {
		return nil
	}
	b.anchors = nil
	root, err := b.node(inBlock)
	if err != nil {
		return err
	}
	b.tree.Documents = append(b.tree.Documents, root)
	if !b.ahead().isOne(documentStart, documentEnd, directive, endOfText) {
		return b.unexpected("the value before this is complete, nothing more may follow it")
	}
	return nil
}

// ahead returns the kind of what comes next.
func (b *builder) ahead() lexemeKind {
	switch {
	case b.current.closes > 0:
		return closeBlock
	case b.current.opens == Sequence:
		return openBlockSequence
	case b.current.opens == Mapping:
		return openBlockMapping
	case b.current.isKey:
		return keyMark
	default:
		return b.current.kind
	}
}

// take moves over what comes next.
func (b *builder) take() {
	switch {
	case b.current.closes > 0:
		b.current.closes--
	case b.current.opens != 0:
		b.current.opens = 0
	case b.current.isKey:
		b.current.isKey = false
	default:
		b.end = b.current.end
		b.move(b.index + 1)
	}
}

// move makes the lexeme at index the current one, or the next that is no comment.
func (b *builder) move(index int) {
	for b.lexemes[index].kind == comment {
		index++
	}
	b.index, b.current = index, b.lexemes[index]
}

// node builds the node that comes next.
func (b *builder) node(in place) (*Node, error) {
	if b.ahead() == aliasName {
		return b.alias()
	}
	p, err := b.properties()
	if err != nil {
		return nil, err
	}
	target := b.beginAnchor(p.anchor)
	node, err := b.bare(in, p)
	if err != nil {
		return nil, err
	}
	if p.end > 0 {
		node.Tag, node.Start = p.tag, b.text.offset(p.start)
	}
	b.endAnchor(target, node)
	return node, nil
}

// properties are what may stand before the content of a node. end is 0 where there are none.
type properties struct {
	tag, anchor string
	start, end  int
}

func (b *builder) properties() (properties, error) {
	p := properties{start: b.current.start}
	for b.ahead().isOne(tagName, anchorName) {
		property := &p.tag
		if b.ahead() == anchorName {
			property = &p.anchor
		}
		if *property != "" {
			return p, b.unexpected("a value may have one tag and one anchor")
		}
		*property = b.current.value
		p.end = b.current.end
		b.take()
	}
	return p, nil
}

// bare builds a node without its properties.
func (b *builder) bare(in place, p properties) (*Node, error) {
	switch next := b.ahead(); {
	case next.isOne(plainScalar, singleQuoted, doubleQuoted, blockScalar):
		return b.scalar(), nil
	case next == openSequence:
		return b.collection(b.flowSequence)
	case next == openMapping:
		return b.collection(b.flowMapping)
	case next == openBlockSequence && in != inFlow:
		return b.collection(b.blockSequence)
	case next == openBlockMapping && in != inFlow:
		return b.collection(b.blockMapping)
	case next == dash && in == inBlockMapping:
		return b.collection(b.items)
	case p.end > 0:
		return b.empty(p.end), nil
	default:
		return nil, b.unexpected("a value is expected here")
	}
}

// collection builds a mapping or sequence with the given method.
func (b *builder) collection(fill func(*Node) error) (*Node, error) {
	if b.depth++; b.depth > maxDepth {
		return nil, tooDeep(b.current.start)
	}
	b.deepest = max(b.deepest, b.depth)
	b.count++
	node := &Node{Start: b.text.offset(b.current.start)}
	if err := fill(node); err != nil {
		return nil, err
	}
	b.depth--
	node.End = b.text.offset(b.end)
	return node, nil
}

func (b *builder) scalar() *Node {
	b.count++
	node := &Node{
		Kind:  Scalar,
		Style: b.style(),
		Value: b.current.value,
		Start: b.text.offset(b.current.start),
		End:   b.text.offset(b.current.end),
	}
	b.take()
	return node
}

func (b *builder) style() Style {
	switch b.text.content[b.current.start] {
	case '\'':
		return SingleQuoted
	case '"':
		return DoubleQuoted
	case '|':
		return Literal
	case '>':
		return Folded
	default:
		return Plain
	}
}

// empty returns the node for a value that is not written.
func (b *builder) empty(pos int) *Node {
	b.count++
	offset := b.text.offset(pos)
	return &Node{Kind: Scalar, Style: Plain, Start: offset, End: offset}
}

// unexpected returns the fault that what comes next may not stand here.
func (b *builder) unexpected(message string) error {
	return b.faultAt(message, b.current.start, b.current.end)
}

// faultAt returns a fault whose place ends with its first line.
func (b *builder) faultAt(message string, start, end int) error {
	if n := strings.IndexByte(b.text.content[start:end], '\n'); n >= 0 {
		end = start + n
	}
	return &fault{message, start, end}
}
