package picture

import (
	"slices"
)

// vpcPlan is what is worked out about a VPC before it has its place.
type vpcPlan struct {
	headerWidth, headerHeight int
	// channels run above each row of subnets, and beneath the last.
	channels []*lanes
	// passages lead through the upper edge to what stands above the VPCs, exits through the lower one.
	passages, exits []*passage
	// zonesRight is where the zones end and the endpoints begin.
	zonesRight int
	sideColumn int // the width of a column of endpoints; 0 where there are none
	sideRows   int
	// channelY is where the channels begin, sideTop where the endpoints do.
	channelY []int
	sideTop  int
}

// passage is where a net crosses the edge of a VPC.
type passage struct {
	net net
	x   int
}

type zonePlan struct {
	gutter *lanes
	column int // the width of its subnets
	left   int // where they start
}

type subnetPlan struct {
	columns int
	// plain are the chips above, targets those at the bottom that routes lead to.
	plain, targets []*node
	headerHeight   int
	rowHeights     []int // of the plain chips
	targetHeight   int
	height         int
	// up and down are the nets that leave through the upper and lower edge.
	up, down []net
}

// layout gives everything its place. The upper left corner of the panel is at (0, top).
func (p *panel) layout(top int) {
	order := map[*node]int{}
	for n := range p.nodes {
		order[n] = len(order)
	}
	p.setCourses(order)
	for _, vpc := range p.vpcs {
		vpc.measure()
	}
	p.placeAcross()
	p.fillChannels(order)
	p.placeDown(top)
	p.drawLines()
	for n := range p.nodes {
		n.write()
	}
	for _, vpc := range p.vpcs {
		vpc.writeSide()
	}
}

// measure works out the sizes of all that stands in the VPC.
func (v *vpcBox) measure() {
	v.plan.headerWidth, v.plan.headerHeight = headerSize(&v.node, styleVPC)
	for _, n := range v.border {
		n.w, n.h = chipSize(n)
	}
	for _, n := range v.side {
		n.w, n.h = chipSize(n)
		v.plan.sideColumn = max(v.plan.sideColumn, n.w)
	}
	rowHeights := make([]int, v.rows)
	for _, z := range v.zones {
		z.plan.column = 0
		for _, s := range z.subnets {
			s.measure()
			z.plan.column = max(z.plan.column, s.w, styleName.width(z.label)+len(s.plan.up)*laneStep+24)
			rowHeights[s.row] = max(rowHeights[s.row], s.plan.height)
		}
	}
	for _, z := range v.zones {
		for _, s := range z.subnets {
			s.h = rowHeights[s.row]
		}
	}
}

// measure works out how much room a subnet needs, and how its chips are put into rows.
func (s *subnetBox) measure() {
	plan := &s.plan
	headerWidth, headerHeight := headerSize(&s.node, styleName)
	plan.headerHeight = headerHeight
	widest := 0
	for _, chip := range s.chips {
		chip.w, chip.h = chipSize(chip)
		widest = max(widest, chip.w)
	}
	plan.columns = max(columnsFor(len(plan.plain)), len(plan.targets))
	ports := max(len(plan.up), len(plan.down))*laneStep + 48
	s.w = max(150, ports, headerWidth+2*pad)
	if len(s.chips) > 0 {
		s.w = max(s.w, plan.columns*widest+(plan.columns-1)*gap+2*pad)
	}
	plan.height = headerHeight
	plan.rowHeights = nil
	for row := range slices.Chunk(plan.plain, plan.columns) {
		plan.rowHeights = append(plan.rowHeights, tallest(row))
		plan.height += tallest(row) + gap
	}
	plan.targetHeight = tallest(plan.targets)
	if plan.targetHeight > 0 {
		plan.height += plan.targetHeight + gap
	}
}

func tallest(nodes []*node) int {
	height := 0
	for _, n := range nodes {
		height = max(height, n.h)
	}
	return height
}

// columnsFor keeps a subnet with many chips from getting long.
func columnsFor(chips int) int {
	switch {
	case chips <= 4:
		return 1
	case chips <= 10:
		return 2
	case chips <= 24:
		return 3
	case chips <= 60:
		return 4
	default:
		return 6
	}
}

// placeAcross sets all horizontal places.
func (p *panel) placeAcross() {
	x := margin
	for _, vpc := range p.vpcs {
		vpc.placeAcross(x)
		x = vpc.right() + vpcGap
	}
	right := x - vpcGap
	p.settleRow(p.outside, p.upperEnds())
	p.settleRow(p.below, p.lowerEnds())
	for _, vpc := range p.vpcs {
		vpc.placeExits()
	}
	p.settleRow(p.beyond, p.beyondEnds())
	for _, n := range slices.Concat(p.outside, p.below, p.beyond) {
		right = max(right, n.right())
	}
	p.width = max(right+margin, minWidth)
}

// placeAcross sets the horizontal places of a VPC and what is in it.
func (v *vpcBox) placeAcross(x int) {
	v.x = x
	extra := 0
	if need, has := v.borderWidth(), v.contentWidth(); need > has {
		extra = (need - has + max(len(v.zones), 1) - 1) / max(len(v.zones), 1)
	}
	at := x + pad
	for _, z := range v.zones {
		z.x = snap(at+laneStep-1, slotZone)
		z.plan.column += extra
		z.plan.left = z.x + z.plan.gutter.size(pad)
		z.w = z.plan.left + z.plan.column + pad - z.x
		at = z.right() + zoneGap
		for _, s := range z.subnets {
			s.x, s.w = z.plan.left, z.plan.column
			s.placeChips()
		}
	}
	if len(v.zones) > 0 {
		at -= zoneGap
	}
	v.plan.zonesRight = at
	if columns := v.sideColumns(); columns > 0 {
		at += zoneGap
		for i, chip := range v.side {
			chip.w = v.plan.sideColumn
			chip.x = at + i/v.plan.sideRows*(chip.w+gap)
		}
		at += columns*(v.plan.sideColumn+gap) - gap
	}
	v.w = max(at+pad-x, v.borderWidth(), 220)
	v.placeBorder()
}

// contentWidth is the width that the zones and endpoints need.
func (v *vpcBox) contentWidth() int {
	width := 2 * pad
	for _, z := range v.zones {
		width += z.plan.gutter.size(pad) + z.plan.column + pad + zoneGap + laneStep
	}
	return width + v.sideColumns()*(v.plan.sideColumn+gap)
}

// sideColumns works out how many columns of endpoints stand beside the zones.
func (v *vpcBox) sideColumns() int {
	if len(v.side) == 0 {
		return 0
	}
	height := 0
	for _, z := range v.zones {
		sum := 0
		for _, s := range z.subnets {
			sum += s.h + 2*channelEdge
		}
		height = max(height, sum)
	}
	v.plan.sideRows = max(1, min(len(v.side), max(height, 240)/(tallest(v.side)+gap)))
	return (len(v.side) + v.plan.sideRows - 1) / v.plan.sideRows
}

// borderWidth is the width that the upper edge needs: the header, the gateways and the passages.
func (v *vpcBox) borderWidth() int {
	width := v.plan.headerWidth + 3*pad
	if inner := v.edgeWidth(); inner > 0 {
		width += inner + 2*gateGap
	}
	return width
}

func (v *vpcBox) edgeWidth() int {
	width := -gateGap
	for _, n := range v.border {
		width += n.w + gateGap
	}
	width += len(v.plan.passages) * 2 * laneStep
	return max(width, 0)
}

// placeBorder spreads the gateways on the upper edge, right of the header.
func (v *vpcBox) placeBorder() {
	start := max(v.x+v.plan.headerWidth+2*pad+gateGap, v.middle()-v.edgeWidth()/2)
	start = max(min(start, v.right()-pad-v.edgeWidth()), v.x+v.plan.headerWidth+2*pad)
	for _, n := range v.border {
		n.x = start
		start = n.right() + gateGap
	}
	for _, passage := range v.plan.passages {
		passage.x = snap(start+laneStep, slotBorder)
		start += 2 * laneStep
	}
}

// placeExits spreads the exits on the lower edge, each as near to its target as may be.
func (v *vpcBox) placeExits() {
	left, right := v.x+3*pad, max(v.plan.zonesRight, v.x+v.w/2)-2*pad
	slices.SortStableFunc(v.plan.exits, func(a, b *passage) int { return a.net.to.x - b.net.to.x })
	next := left
	for i, exit := range v.plan.exits {
		room := (len(v.plan.exits) - 1 - i) * laneStep
		exit.x = snap(max(next, min(exit.net.to.middle(), right-room)), slotBorder)
		next = exit.x + laneStep
	}
}

// placeChips sets the horizontal places of what stands in a subnet.
func (s *subnetBox) placeChips() {
	columns := s.plan.columns
	width := (s.w - 2*pad - (columns-1)*gap) / max(columns, 1)
	for _, chips := range [][]*node{s.plan.plain, s.plan.targets} {
		for i, chip := range chips {
			chip.w = width
			chip.x = s.x + pad + i%columns*(width+gap)
		}
	}
}

// settleRow puts boxes into a row, each as near to what it is tied to as may be.
func (p *panel) settleRow(row []*node, ends map[*node][]int) {
	if len(row) == 0 {
		return
	}
	wanted := map[*node]int{}
	for i, n := range row {
		n.w, n.h = chipSize(n)
		n.w = max(n.w, 120)
		if n.kind == kindInternet {
			n.w = 180 // much leads there
		}
		wanted[n] = margin + i
		if at := ends[n]; len(at) > 0 {
			sum := 0
			for _, x := range at {
				sum += x
			}
			wanted[n] = sum / len(at)
		}
	}
	slices.SortStableFunc(row, func(a, b *node) int { return wanted[a] - wanted[b] })
	next := margin
	for _, n := range row {
		n.x = max(next, wanted[n]-n.w/2)
		next = n.right() + gateGap
	}
	p.pullBack(row)
}

// pullBack moves boxes left again that had to give way, as far as there is room.
func (p *panel) pullBack(row []*node) {
	limit := margin
	for _, vpc := range p.vpcs {
		limit = max(limit, vpc.right())
	}
	for i, n := range slices.Backward(row) {
		if n.right() > limit {
			lowest := margin
			for _, other := range row[:i] {
				lowest += other.w + gateGap
			}
			n.x = max(limit-n.w, lowest)
		}
		limit = n.x - gateGap
	}
}
