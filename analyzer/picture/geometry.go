package picture

import (
	"cmp"
	"slices"
)

// rect is the place of a box.
type rect struct{ x, y, w, h int }

func (r rect) right() int  { return r.x + r.w }
func (r rect) bottom() int { return r.y + r.h }
func (r rect) middle() int { return r.x + r.w/2 }

// point is a corner of a line.
type point struct{ x, y int }

// The measures, in pixels.
const (
	margin    = 24 // around the picture
	pad       = 10 // inside boxes
	gap       = 10 // between chips
	lineStep  = 16 // between lines of text
	laneStep  = 12 // between parallel lines
	vpcGap    = 48
	zoneGap   = 14
	zoneHead  = 24
	gateGap   = 28
	minWidth  = 560
	maxText   = 230 // of a line in a chip
	maxHeader = 300 // of a line in a subnet or VPC
)

// Lines that belong to different targets and run in one direction never lie on each other: each sort has
// positions of its own in a step.
const (
	slotTop    = 0
	slotBottom = 6
	slotChip   = 3
	slotBorder = 9
	slotZone   = 3 // which leaves 1 for the lines beside the subnets of a zone, channelEdge further on
)

// snap moves a position down to the next of its sort.
func snap(x, slot int) int {
	x -= slot
	return x - ((x%laneStep)+laneStep)%laneStep + slot
}

// net is all ways to one target. They run together as far as they can; those on which nothing gets through
// run by themselves.
type net struct {
	to       *node
	isBroken bool
}

// lanes are the parallel lines in a channel. Each net has one, and those that do not meet share one.
type lanes struct {
	spans map[net]*span
	count int
}

type span struct {
	to         net
	start, end int
	lane       int
}

// use notes that the line to a target passes the positions.
func (l *lanes) use(to net, positions ...int) {
	if l.spans == nil {
		l.spans = map[net]*span{}
	}
	s := l.spans[to]
	if s == nil {
		s = &span{to: to, start: positions[0], end: positions[0]}
		l.spans[to] = s
	}
	for _, at := range positions {
		s.start, s.end = min(s.start, at), max(s.end, at)
	}
}

// assign gives every line its lane. Order decides between lines that start together.
func (l *lanes) assign(order map[*node]int) {
	all := make([]*span, 0, len(l.spans))
	for _, s := range l.spans {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *span) int {
		return cmp.Or(a.start-b.start, a.end-b.end, order[a.to.to]-order[b.to.to],
			rank(b.to.isBroken)-rank(a.to.isBroken))
	})
	var ends []int
	for _, s := range all {
		s.lane = slices.IndexFunc(ends, func(end int) bool { return end+laneStep < s.start })
		if s.lane < 0 {
			s.lane = len(ends)
			ends = append(ends, 0)
		}
		ends[s.lane] = s.end
	}
	l.count = len(ends)
}

// offset returns how far from the start of the channel the line to a target runs.
func (l *lanes) offset(to net) int {
	if s := l.spans[to]; s != nil {
		return channelEdge + s.lane*laneStep
	}
	return channelEdge
}

// channelEdge is the room between a channel's lines and what is beside it.
const channelEdge = 10

// size returns the room that the channel needs, at least the room given.
func (l *lanes) size(atLeast int) int {
	if l.count == 0 {
		return atLeast
	}
	return max(atLeast, 2*channelEdge+(l.count-1)*laneStep)
}

// rank sorts what is so behind what is not.
//
//nolint:revive // turning a truth into a number is all it does
func rank(is bool) int {
	if is {
		return 1
	}
	return 0
}
