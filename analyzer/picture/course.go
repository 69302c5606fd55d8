package picture

import "slices"

// courseKind says between what a way runs.
type courseKind uint8

const (
	noCourse  courseKind = iota // it can't be drawn, and only the text of its subnet tells of it
	toBorder                    // from a subnet to a gateway on the edge of its VPC
	toChip                      // from a subnet to what stands in one
	toOutside                   // from a subnet, or a VPC as a whole, to what stands above the VPCs
	toBelow                     // to what stands beneath them
	upward                      // from a gateway to what stands above
	downward                    // from what stands beneath the VPCs to what stands beyond
)

// course is how a way runs.
type course struct {
	kind courseKind
	net  net
	vpc  *vpcBox
	// up says that it leaves its subnet through the upper edge.
	up bool
	// first is the channel it enters from the subnet, last the one from which it reaches its target. Between
	// two channels it runs beside the subnets of its zone.
	first, last int
	passage     *passage
}

// whereabouts tells where nodes stand.
type whereabouts struct {
	chips   map[*node]*subnetBox
	borders map[*node]*vpcBox
	vpcs    map[*node]*vpcBox
	outside map[*node]bool
	below   map[*node]bool
}

func (p *panel) whereabouts() whereabouts {
	found := whereabouts{
		chips: map[*node]*subnetBox{}, borders: map[*node]*vpcBox{}, vpcs: map[*node]*vpcBox{},
		outside: map[*node]bool{}, below: map[*node]bool{},
	}
	for _, n := range p.outside {
		found.outside[n] = true
	}
	for _, n := range p.below {
		found.below[n] = true
	}
	for _, vpc := range p.vpcs {
		found.vpcs[&vpc.node] = vpc
		for _, n := range vpc.border {
			found.borders[n] = vpc
		}
		for _, z := range vpc.zones {
			for _, s := range z.subnets {
				for _, chip := range s.chips {
					found.chips[chip] = s
				}
			}
		}
	}
	return found
}

// setCourses decides how every way runs, and so what the channels and edges have to hold.
func (p *panel) setCourses(order map[*node]int) {
	where := p.whereabouts()
	for _, vpc := range p.vpcs {
		vpc.clear()
	}
	targets, count := map[*node]bool{}, map[*node]int{}
	for _, w := range p.ways {
		count[w.to]++
	}
	for _, w := range p.ways {
		w.course, w.isAlone = where.course(w), count[w.to] == 1
		if w.course.kind == toChip {
			targets[w.to] = true
		}
		w.reserve()
	}
	for _, vpc := range p.vpcs {
		for _, z := range vpc.zones {
			z.plan.gutter.assign(order)
			for _, s := range z.subnets {
				s.sortChips(targets)
			}
		}
	}
}

// clear makes empty channels.
func (v *vpcBox) clear() {
	v.plan.channels = make([]*lanes, v.rows+1)
	for i := range v.plan.channels {
		v.plan.channels[i] = &lanes{}
	}
	for _, z := range v.zones {
		z.plan.gutter = &lanes{}
	}
}

// sortChips tells what routes lead to from the rest.
func (s *subnetBox) sortChips(targets map[*node]bool) {
	for _, chip := range s.chips {
		if targets[chip] {
			s.plan.targets = append(s.plan.targets, chip)
		} else {
			s.plan.plain = append(s.plan.plain, chip)
		}
	}
}

func (w whereabouts) course(drawn *way) course {
	made := course{net: net{to: drawn.to, isBroken: drawn.isBroken}}
	if source := drawn.source; source != nil {
		return w.fromSubnet(source, made)
	}
	made.vpc = w.vpcs[drawn.from]
	switch {
	case made.vpc != nil && w.outside[drawn.to]:
		made.kind = toOutside
	case made.vpc != nil && w.below[drawn.to]:
		made.kind = toBelow
	case w.borders[drawn.from] != nil && w.outside[drawn.to]:
		made.kind = upward
	case w.below[drawn.from]:
		made.kind = downward
	}
	return made
}

func (w whereabouts) fromSubnet(source *subnetBox, made course) course {
	made.vpc = source.vpc
	target := w.chips[made.net.to]
	switch {
	case w.borders[made.net.to] == source.vpc:
		made.kind, made.up = toBorder, true
	case w.outside[made.net.to]:
		made.kind, made.up = toOutside, true
	case w.below[made.net.to]:
		made.kind, made.last = toBelow, source.vpc.rows
	case target != nil && target.vpc == source.vpc:
		made.kind, made.up, made.last = toChip, source.row > target.row, target.row+1
	default:
		return made
	}
	made.first = source.row + 1
	if made.up {
		made.first = source.row
	}
	return made
}

// reserve notes what the way needs: a port at its subnet, a line beside its subnet, a passage.
func (w *way) reserve() {
	c := &w.course
	switch c.kind {
	case toOutside:
		c.passage = reservePassage(&c.vpc.plan.passages, c.net)
	case toBelow:
		c.passage = reservePassage(&c.vpc.plan.exits, c.net)
	case noCourse, toBorder, toChip, upward, downward:
	}
	if w.source == nil || c.kind == noCourse {
		return
	}
	ports := &w.source.plan.down
	if c.up {
		ports = &w.source.plan.up
	}
	if !slices.Contains(*ports, c.net) {
		*ports = append(*ports, c.net)
	}
	if c.first != c.last {
		// Lines that end in one channel must not share a place, so that the channels count as taken.
		w.source.zone.plan.gutter.use(c.net, laneStep*2*c.first, laneStep*2*c.last)
	}
}

func reservePassage(passages *[]*passage, through net) *passage {
	for _, known := range *passages {
		if known.net == through {
			return known
		}
	}
	made := &passage{net: through}
	*passages = append(*passages, made)
	return made
}

// port returns where a net leaves the edge of a subnet.
func (s *subnetBox) port(c course) int {
	ports, slot := s.plan.down, slotBottom
	if c.up {
		ports, slot = s.plan.up, slotTop
	}
	return snap(s.right()-channelEdge-slices.Index(ports, c.net)*laneStep, slot)
}

// side returns where a net runs beside the subnets of a zone.
func (z *zoneBox) sideline(through net) int {
	return z.x + z.plan.gutter.offset(through)
}

// entry returns where a way reaches its target, or the edge of its VPC.
func (w *way) entry() int {
	aside := 2 * laneStep * rank(w.course.net.isBroken) // beside the line of the ways on which something gets through
	if port, is := w.straight(); is {
		return port
	}
	switch w.course.kind {
	case toBorder, upward:
		at := w.to
		if w.course.kind == upward {
			at = w.from
		}
		return snap(at.middle()+aside, slotBorder)
	case toChip:
		return snap(w.to.x+2*laneStep+aside, slotChip)
	case toOutside, toBelow:
		return w.course.passage.x
	case noCourse, downward:
		return w.from.middle()
	default:
		return w.from.middle()
	}
}

// straight returns where the way leaves its subnet, if it can run straight up to a gateway from there.
func (w *way) straight() (port int, is bool) {
	if w.course.kind != toBorder || !w.isAlone || w.course.first != w.course.last {
		return 0, false
	}
	port = w.source.port(w.course)
	return port, port >= w.to.x+laneStep && port <= w.to.right()-laneStep
}

// landing returns where a line that comes from x reaches a box above or beneath the VPCs: straight on where it can.
func landing(n *node, x int) int {
	if x >= n.x+laneStep && x <= n.right()-laneStep {
		return x
	}
	return snap(max(n.x+2*laneStep, min(x, n.right()-laneStep)), slotTop)
}

// upperEnds are where the lines to what stands above the VPCs come from.
func (p *panel) upperEnds() map[*node][]int {
	ends := map[*node][]int{}
	for _, w := range p.ways {
		if w.course.kind == upward || w.course.kind == toOutside {
			ends[w.to] = append(ends[w.to], w.entry())
		}
	}
	return ends
}

// lowerEnds are the middles of the VPCs that a box beneath them is tied to.
func (p *panel) lowerEnds() map[*node][]int {
	ends := map[*node][]int{}
	seen := map[*passage]bool{}
	for _, w := range p.ways {
		if w.course.kind == toBelow && !seen[w.course.passage] {
			seen[w.course.passage] = true
			ends[w.to] = append(ends[w.to], w.course.vpc.middle())
		}
	}
	return ends
}

func (p *panel) beyondEnds() map[*node][]int {
	ends := map[*node][]int{}
	for _, w := range p.ways {
		if w.course.kind == downward {
			ends[w.to] = append(ends[w.to], w.from.middle())
		}
	}
	return ends
}

// fillChannels notes which lines run in which channels, and gives each its place there.
func (p *panel) fillChannels(order map[*node]int) {
	p.above, p.beneath, p.farther = &lanes{}, &lanes{}, &lanes{}
	for _, w := range p.ways {
		c := w.course
		if w.source != nil && c.kind != noCourse {
			w.fill()
		}
		x := w.entry()
		switch c.kind {
		case upward, toOutside:
			bend(p.above, c.net, x, landing(w.to, x))
		case toBelow:
			bend(p.beneath, c.net, x, landing(w.to, x))
		case downward:
			bend(p.farther, net{to: w.to}, x, landing(w.to, x))
		case noCourse, toBorder, toChip:
		}
	}
	for _, channel := range []*lanes{p.above, p.beneath, p.farther} {
		channel.assign(order)
	}
	for _, vpc := range p.vpcs {
		for _, channel := range vpc.plan.channels {
			channel.assign(order)
		}
	}
}

func bend(channel *lanes, through net, from, to int) {
	if from != to {
		channel.use(through, from, to)
	}
}

// fill notes the channels of a way from a subnet.
func (w *way) fill() {
	c, channels := w.course, w.course.vpc.plan.channels
	port, entry := w.source.port(c), w.entry()
	if c.first == c.last {
		channels[c.first].use(c.net, port, entry)
		return
	}
	beside := w.source.zone.sideline(c.net)
	channels[c.first].use(c.net, port, beside)
	channels[c.last].use(c.net, beside, entry)
}
