package syntax

import "strings"

// blockSequence builds a sequence whose dashes stand deeper than the collection around it.
func (b *builder) blockSequence(node *Node) error {
	b.take()
	if err := b.items(node); err != nil {
		return err
	}
	if b.ahead() != closeBlock {
		return b.unexpected("the list goes on here, so a - is expected")
	}
	b.take()
	return nil
}

// items builds the items of a block sequence.
func (b *builder) items(node *Node) error {
	node.Kind = Sequence
	for b.ahead() == dash {
		b.take()
		b.path = append(b.path, step{index: len(node.Items)})
		item, err := b.nodeAfter(inBlock)
		if err != nil {
			return err
		}
		b.path = b.path[:len(b.path)-1]
		node.Items = append(node.Items, item)
	}
	return nil
}

// blockMapping builds a mapping without braces.
func (b *builder) blockMapping(node *Node) error {
	node.Kind = Mapping
	b.take()
	for b.ahead() != closeBlock {
		if !b.ahead().isOne(keyMark, question, colon) {
			return b.unexpected("the mapping goes on here, so a key is expected")
		}
		if err := b.entry(node, inBlockMapping); err != nil {
			return err
		}
	}
	b.take()
	b.completeMapping(node)
	return nil
}

// nodeAfter builds the node after a dash, a colon, a question mark or where a key is announced. It
// need not be written.
func (b *builder) nodeAfter(in place) (*Node, error) {
	next := b.ahead()
	switch {
	case next.isOne(closeBlock, keyMark, question, colon),
		in == inBlock && next == dash,
		in == inFlow && next.isOne(comma, closeSequence, closeMapping):
		return b.empty(b.end), nil
	default:
		return b.node(in)
	}
}

// entry builds an entry that begins with the mark of a key or with a question mark.
func (b *builder) entry(node *Node, in place) error {
	if b.ahead() == colon {
		return b.unexpected("a key is missing before this colon")
	}
	start := b.current.start
	b.take()
	key, err := b.nodeAfter(in)
	if err != nil {
		return err
	}
	if key.Kind != Scalar {
		return b.keyFault(start)
	}
	return b.value(node, key, in)
}

// value builds the value of the key, and adds both to the mapping.
func (b *builder) value(node, key *Node, in place) error {
	entry := Entry{Key: key}
	if b.ahead() != colon {
		entry.Value = b.empty(b.end)
	} else {
		b.take()
		b.path = append(b.path, step{key: key.Value, index: inMapping})
		start := b.current.start
		value, err := b.nodeAfter(in)
		if err != nil {
			return err
		}
		if isMergeKey(key) && !isMergeable(value) {
			return b.faultAt("a merge key << needs a mapping or a list of mappings", start, max(start, b.end))
		}
		b.path = b.path[:len(b.path)-1]
		entry.Value = value
	}
	node.Entries = append(node.Entries, entry)
	return nil
}

// keyFault returns the fault for a key that is a collection.
func (b *builder) keyFault(start int) error {
	if strings.HasPrefix(b.text.content[max(0, start-1):], "{{") {
		return placeholder(start - 1)
	}
	return b.faultAt("a key must be a single value, not a list or mapping", start, b.end)
}
