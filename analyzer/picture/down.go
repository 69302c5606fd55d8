package picture

import "slices"

// placeDown sets all vertical places.
func (p *panel) placeDown(top int) {
	p.top, p.frame = top, frame{}
	y := top + margin + p.headHeight()
	if len(p.outside) > 0 {
		for _, n := range p.outside {
			n.h = tallest(p.outside)
			n.y = y
		}
		y += tallest(p.outside)
		p.aboveY = y
		y += p.above.size(2 * laneStep)
	}
	edge := 0
	for _, vpc := range p.vpcs {
		edge = max(edge, tallest(vpc.border))
	}
	bottom := 0
	for _, vpc := range p.vpcs {
		vpc.placeDown(y, edge)
		bottom = max(bottom, vpc.bottom())
	}
	p.beneathY = bottom
	if len(p.below) > 0 {
		y = bottom + p.beneath.size(2*laneStep)
		bottom = placeLine(p.below, y)
	}
	p.fartherY = bottom
	if len(p.beyond) > 0 {
		bottom = placeLine(p.beyond, bottom+p.farther.size(2*laneStep))
	}
	p.drawn = bottom
	p.height = bottom + p.legendHeight() - top
}

func placeLine(row []*node, y int) (bottom int) {
	height := tallest(row)
	for _, n := range row {
		n.y, n.h = y, height
	}
	return y + height
}

// placeDown sets the vertical places of a VPC. The gateways, which are at most as high as edge, straddle its
// upper edge.
func (v *vpcBox) placeDown(y, edge int) {
	v.y = y + edge/2
	for _, n := range v.border {
		n.h = edge
		n.y = y
	}
	below := v.plan.headerHeight + pad
	if len(v.border) > 0 {
		below = max(below, edge-edge/2)
	}
	body := v.y + below
	v.plan.channelY = []int{body}
	at := body + v.plan.channels[0].size(pad)
	zoneTop := at
	at += v.zoneHead()
	for row := range v.rows {
		height := 0
		for _, z := range v.zones {
			for _, s := range z.subnets {
				if s.row == row {
					s.y = at
					height = s.h
					s.placeChipsDown()
				}
			}
		}
		at += height
		if row < v.rows-1 {
			v.plan.channelY = append(v.plan.channelY, at)
			at += v.plan.channels[row+1].size(pad + 4)
		}
	}
	for _, z := range v.zones {
		z.y, z.h = zoneTop, at+pad-zoneTop
	}
	if v.rows > 0 {
		at += pad
		v.plan.channelY = append(v.plan.channelY, at)
		at += v.plan.channels[v.rows].size(pad)
	}
	v.plan.sideTop = zoneTop
	at = max(at, v.placeSide(zoneTop+zoneHead)+pad)
	v.h = at - v.y
}

// zoneHead is the room for the names of zones.
func (v *vpcBox) zoneHead() int {
	if slices.ContainsFunc(v.zones, func(z *zoneBox) bool { return z.label != "" }) {
		return zoneHead
	}
	return 0
}

// placeSide sets the vertical places of the endpoints and returns where they end.
func (v *vpcBox) placeSide(y int) (bottom int) {
	if len(v.side) == 0 {
		return y - zoneHead
	}
	height := tallest(v.side)
	for i, chip := range v.side {
		chip.h = height
		chip.y = y + i%v.plan.sideRows*(height+gap)
		bottom = max(bottom, chip.bottom())
	}
	return bottom
}

// placeChipsDown sets the vertical places of what stands in a subnet: what routes lead to at the bottom.
func (s *subnetBox) placeChipsDown() {
	y := s.y + s.plan.headerHeight
	for row, chips := range slices.Collect(slices.Chunk(s.plan.plain, max(s.plan.columns, 1))) {
		for _, chip := range chips {
			chip.y, chip.h = y, s.plan.rowHeights[row]
		}
		y += s.plan.rowHeights[row] + gap
	}
	for _, chip := range s.plan.targets {
		chip.h = s.plan.targetHeight
		chip.y = s.bottom() - pad - chip.h
	}
}

// drawLines draws the ways between the boxes, each from its target to its source.
func (p *panel) drawLines() {
	for _, w := range p.ways {
		c := w.course
		var points []point
		x := w.entry()
		switch c.kind {
		case toBorder:
			points = []point{{x, w.to.bottom()}}
		case toChip:
			points = []point{{x, w.to.bottom()}}
		case toOutside:
			points = p.lineAbove(w, x, c.vpc.y)
		case upward:
			points = p.lineAbove(w, x, w.from.y)
		case toBelow:
			at := landing(w.to, x)
			points = bent(point{at, w.to.y}, point{x, c.vpc.bottom()}, p.beneathY+p.beneath.offset(c.net))
		case downward:
			at := landing(w.to, x)
			points = bent(point{at, w.to.y}, point{x, w.from.bottom()}, p.fartherY+p.farther.offset(net{to: w.to}))
		case noCourse:
		}
		if w.source != nil && c.kind != noCourse {
			points = append(points, w.inside(x)...)
		}
		w.points = straightened(points)
	}
}

func (p *panel) lineAbove(w *way, x, from int) []point {
	return bent(point{landing(w.to, x), w.to.bottom()}, point{x, from}, p.aboveY+p.above.offset(w.course.net))
}

// bent runs from one point to the other, over to the side at the height y.
func bent(from, to point, y int) []point {
	if from.x == to.x {
		return []point{from, to}
	}
	return []point{from, {from.x, y}, {to.x, y}, to}
}

// inside runs through the channels of the VPC, from the entry of the target to the subnet.
func (w *way) inside(entry int) []point {
	c, plan := w.course, w.course.vpc.plan
	level := func(channel int) int { return plan.channelY[channel] + plan.channels[channel].offset(c.net) }
	port := w.source.port(c)
	end := point{port, w.source.bottom()}
	if c.up {
		end = point{port, w.source.y}
	}
	if c.first == c.last {
		return []point{{entry, level(c.first)}, {port, level(c.first)}, end}
	}
	beside := w.source.zone.sideline(c.net)
	return []point{
		{entry, level(c.last)}, {beside, level(c.last)}, {beside, level(c.first)}, {port, level(c.first)}, end,
	}
}

// straightened leaves out the points at which a line does not bend.
func straightened(points []point) []point {
	var kept []point
	for i, at := range points {
		if len(kept) > 0 && kept[len(kept)-1] == at {
			continue
		}
		if len(kept) > 1 && i > 0 {
			a, b := kept[len(kept)-2], kept[len(kept)-1]
			if a.x == b.x && b.x == at.x && (b.y-a.y)*(at.y-b.y) > 0 ||
				a.y == b.y && b.y == at.y && (b.x-a.x)*(at.x-b.x) > 0 {
				kept[len(kept)-1] = at
				continue
			}
		}
		kept = append(kept, at)
	}
	return kept
}
