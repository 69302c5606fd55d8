package picture

// The places of texts in boxes.
const (
	iconSize   = 16
	chipText   = 30 // where the text of a chip starts
	badgeWidth = 18
	maxBadges  = 3
)

// badges is the room that the numbers of a node's issues take.
func badges(n *node) int {
	count := len(n.here) + len(n.affected)
	if count > maxBadges {
		return maxBadges*badgeWidth + styleNumber.width("+999")
	}
	return count * badgeWidth
}

// styleOf returns how a line is set.
func styleOf(l line) style {
	if l.isBad {
		return styleBad
	}
	return styleSmall
}

// small are the lines beneath the name.
func (n *node) small() []line {
	var lines []line
	if n.what != "" {
		lines = append(lines, line{text: n.what})
	}
	return append(lines, n.says...)
}

// chipSize returns the size of a small box.
func chipSize(n *node) (width, height int) {
	width = min(styleName.width(visible(n.name)), maxText) + badges(n)
	for _, l := range n.small() {
		width = max(width, min(styleOf(l).width(visible(l.text)), maxText))
	}
	lines := len(n.small())
	return chipText + width + pad, max(pad+lineStep+lines*lineStep-lines, 34)
}

// headerSize returns the size of what stands on top of a subnet or VPC.
func headerSize(n *node, name style) (width, height int) {
	width = min(name.width(visible(n.name)), maxHeader) + badges(n)
	for _, l := range n.small() {
		width = max(width, min(styleOf(l).width(visible(l.text)), maxHeader))
	}
	return width + 4, (1+len(n.small()))*lineStep + pad
}

// write places the lines of text in the box.
func (n *node) write() {
	n.texts = nil
	if n.kind == kindZone {
		return // written by its VPC
	}
	if n.kind == kindVPC {
		n.writeLines(n.x+pad, n.y+pad-2, styleVPC, maxHeader+badges(n), lineStep)
		return
	}
	if n.kind == kindSubnet {
		n.writeLines(n.x+pad, n.y+5, styleName, n.w-2*pad, lineStep)
		return
	}
	n.writeLines(n.x+chipText, n.y+n.textOffset(), styleName, n.w-chipText-6, lineStep-1)
}

// textOffset is where the text of a small box starts: in the middle where there is one line.
func (n *node) textOffset() int {
	if len(n.small()) == 0 {
		return n.h/2 - 9
	}
	return 4
}

// iconOffset is where its icon starts.
func (n *node) iconOffset() int {
	if len(n.small()) == 0 {
		return n.h/2 - iconSize/2
	}
	return 8
}

func (n *node) writeLines(x, y int, name style, width, step int) {
	n.texts = append(n.texts, text{x: x, y: y + 13, style: name, text: name.fit(visible(n.name), width-badges(n))})
	for _, l := range n.small() {
		y += step
		set := styleOf(l)
		fit := width
		if n.kind == kindVPC {
			fit = maxHeader // numbers stand beside the name alone
		}
		n.texts = append(n.texts, text{x: x, y: y + 13, style: set, text: set.fit(visible(l.text), fit)})
	}
}

// writeSide writes the headings of the zones and of the endpoints.
func (v *vpcBox) writeSide() {
	for _, z := range v.zones {
		if z.label != "" {
			label := styleSmall.fit(visible(z.label), z.plan.column)
			z.texts = []text{{x: z.plan.left, y: z.y + 17, style: styleSmall, text: label}}
		}
	}
	if len(v.side) > 0 {
		v.texts = append(v.texts, text{x: v.side[0].x, y: v.plan.sideTop + 17, style: styleSmall, text: "Endpoints"})
	}
}
