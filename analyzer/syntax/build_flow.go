package syntax

// flowSequence builds a sequence in brackets.
func (b *builder) flowSequence(node *Node) error {
	node.Kind = Sequence
	return b.elements(closeSequence, func() error {
		b.path = append(b.path, step{index: len(node.Items)})
		item, err := b.flowItem()
		if err != nil {
			return err
		}
		b.path = b.path[:len(b.path)-1]
		node.Items = append(node.Items, item)
		return nil
	})
}

// flowItem builds an item in brackets. It may be a mapping of one entry without braces.
func (b *builder) flowItem() (*Node, error) {
	if !b.ahead().isOne(keyMark, question, colon) {
		return b.node(inFlow)
	}
	return b.collection(func(node *Node) error {
		node.Kind = Mapping
		err := b.entry(node, inFlow)
		b.completeMapping(node)
		return err
	})
}

// flowMapping builds a mapping in braces.
func (b *builder) flowMapping(node *Node) error {
	node.Kind = Mapping
	err := b.elements(closeMapping, func() error { return b.flowEntry(node) })
	b.completeMapping(node)
	return err
}

// flowEntry builds an entry in braces. It may be a key alone.
func (b *builder) flowEntry(node *Node) error {
	if b.ahead().isOne(keyMark, question, colon) {
		return b.entry(node, inFlow)
	}
	start := b.current.start
	key, err := b.node(inFlow)
	if err != nil {
		return err
	}
	switch {
	case key.Kind != Scalar:
		return b.keyFault(start)
	case b.ahead() == colon:
		return b.unexpected("a key and its colon must stand on one line")
	default:
		return b.value(node, key, inFlow)
	}
}

// elements builds what stands between brackets, up to the closing one, with commas in between.
func (b *builder) elements(closer lexemeKind, build func() error) error {
	b.take()
	for b.ahead() != closer {
		if err := build(); err != nil {
			return err
		}
		if b.ahead() == comma {
			b.take()
		} else if b.ahead() != closer {
			return b.unexpected("a comma or the closing bracket is expected here")
		}
	}
	b.take()
	return nil
}
