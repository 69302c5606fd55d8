package picture

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// drawing writes SVG.
type drawing struct {
	pen
	// isPage says that the drawing is a part of a page, in which its parts take the focus.
	isPage bool
}

// escape makes a text from a template harmless in XML and HTML.
func escape(text string) string { return html.EscapeString(visible(text)) }

// writeSVG draws the panels beneath each other.
func writeSVG(panels []*panel) string {
	width, height := 0, 0
	for _, p := range panels {
		p.layout(height)
		width, height = max(width, p.width), height+p.height
	}
	d := &drawing{}
	d.put(`<svg xmlns="http://www.w3.org/2000/svg" class="net" role="img" aria-labelledby="title desc" `+
		`width="%d" height="%d" viewBox="0 0 %d %d">`+"\n", width, height, width, height)
	d.put("<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n",
		escape("Network of "+titles(panels)), escape(summaries(panels)))
	d.put("<style>\n%s</style>\n", sheet())
	d.put(`<rect class="back" width="%d" height="%d"/>`+"\n", width, height)
	for _, p := range panels {
		d.panel(p)
	}
	d.add("</svg>\n")
	return d.String()
}

// titles names what is drawn.
func titles(panels []*panel) string {
	var all []string
	for _, p := range panels {
		all = append(all, p.title)
	}
	return strings.Join(all, ", ")
}

func summaries(panels []*panel) string {
	var all []string
	for _, p := range panels {
		all = append(all, p.summary())
	}
	return strings.Join(all, " ")
}

func (d *drawing) panel(p *panel) {
	for _, t := range p.frame.head {
		d.text(t)
	}
	for _, n := range p.outside {
		d.leaf(n, "outer")
	}
	for _, vpc := range p.vpcs {
		d.vpc(vpc)
	}
	for _, n := range slices.Concat(p.below, p.beyond) {
		d.leaf(n, "outer")
	}
	d.add("<g aria-hidden=\"true\">\n")
	for _, w := range p.ways {
		d.way(w)
	}
	for _, dot := range p.joints() {
		d.put(`<circle class="head %s" cx="%d" cy="%d" r="2.5"/>`+"\n", dot.class, dot.x, dot.y)
	}
	d.add("</g>\n")
	for _, s := range p.frame.swatches {
		d.put(`<rect class="swatch %s" x="%d" y="%d" width="%d" height="%d" rx="2"/>`+"\n",
			s.class, s.x, s.y, s.w, s.h)
		d.text(s.label)
	}
	for _, b := range p.frame.badges {
		d.badge(b)
	}
	for _, t := range p.frame.foot {
		d.text(t)
	}
}

func (d *drawing) vpc(v *vpcBox) {
	d.open(&v.node, "vpc", "group")
	for _, n := range v.border {
		d.leaf(n, "gate")
	}
	for _, z := range v.zones {
		d.zone(z)
	}
	for _, n := range v.side {
		d.leaf(n, "chip")
	}
	d.add("</g>\n")
}

func (d *drawing) zone(z *zoneBox) {
	if z.label != "" {
		d.open(&z.node, "zone", "group")
	}
	for _, s := range z.subnets {
		d.open(&s.node, "subnet "+s.tier.String(), "group")
		for _, chip := range s.chips {
			d.leaf(chip, "chip")
		}
		d.add("</g>\n")
	}
	if z.label != "" {
		d.add("</g>\n")
	}
}

// open begins the group of a box, with the box and its texts.
func (d *drawing) open(n *node, class, role string) {
	class = "node " + class
	if n.isLoose {
		class += " loose"
	}
	if len(n.here)+len(n.affected) > 0 {
		class += " found"
	}
	focus := ""
	if d.isPage && n.kind != kindZone {
		focus = ` tabindex="0"`
	}
	d.put(`<g id="%s" class="%s" role="%s" aria-label="%s"%s>`+"\n",
		n.id, class, role, escape(n.label()), focus)
	if n.kind != kindZone {
		d.put("<title>%s</title>\n", escape(n.label()))
	}
	radius := 5
	if n.kind == kindInternet {
		radius = n.h / 2
	}
	d.put(`<rect class="box" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`+"\n", n.x, n.y, n.w, n.h, radius)
	if icon := icons[n.kind]; icon != "" {
		d.put(`<path class="icon" transform="translate(%d %d)" d="%s"/>`+"\n", n.x+8, n.y+n.iconOffset(), icon)
	}
	for _, t := range n.texts {
		d.text(t)
	}
	for _, b := range n.badgePlaces() {
		d.badge(b)
	}
	if rest := len(n.here) + len(n.affected) - maxBadges; rest > 0 {
		more := fmt.Sprintf("+%d", rest)
		d.text(text{
			x: n.badgeEdge() - 8 - styleNumber.width(more)/2, y: n.y + 17, style: style{class: "t4 bad"}, text: more,
		})
	}
}

func (d *drawing) leaf(n *node, class string) {
	d.open(n, class+" "+string(n.kind), "img")
	d.add("</g>\n")
}

// badgePlaces are the places of the numbers of a node's issues, at its upper right.
func (n *node) badgePlaces() []badge {
	all := slices.Concat(n.here, n.affected)
	x := n.badgeEdge() - 12
	if len(all) > maxBadges {
		all = all[:maxBadges]
		x = n.badgeEdge() - styleNumber.width("+999") - 8
	}
	places := make([]badge, len(all))
	for i, issue := range all {
		places[i] = badge{x: x - (len(all)-1-i)*badgeWidth, y: n.y + 13, mark: issue}
	}
	return places
}

// badgeEdge is where the numbers end: at the right of a box, and behind the name of a VPC, whose upper edge is for
// gateways and lines.
func (n *node) badgeEdge() int {
	if n.kind == kindVPC {
		return n.x + pad + min(styleVPC.width(visible(n.name)), maxHeader) + badges(n) + 4
	}
	return n.right()
}

// badge writes the number of an issue. Its link is for pointers: whoever uses the keyboard has the list of issues.
func (d *drawing) badge(b badge) {
	open, end := "", "\n"
	if d.isPage && b.mark.Link != "" {
		open, end = fmt.Sprintf(`<a href="%s" tabindex="-1">`, escape(b.mark.Link)), "</a>\n"
	}
	d.put(`%s<g class="badge"><circle cx="%d" cy="%d" r="8"/><text class="t4" x="%d" y="%d">%d</text></g>%s`,
		open, b.x, b.y, b.x, b.y+4, b.mark.number, end)
}

func (d *drawing) text(t text) {
	d.put(`<text class="%s" x="%d" y="%d">%s</text>`+"\n", t.style.class, t.x, t.y, escape(t.text))
}

// class is what gives a way its looks.
func (w *way) class() string {
	class := "to-" + string(w.to.kind)
	if w.isBroken {
		class += " broken"
	}
	if w.isLoose {
		class += " loose"
	}
	return class
}

func (d *drawing) way(w *way) {
	if len(w.points) < 2 {
		return
	}
	d.put(`<g id="%s" class="way" data-from="%s" data-to="%s"><path class="line %s" d="`,
		w.id, w.from.id, w.to.id, w.class())
	for i, at := range w.points {
		d.put("%c%d %d", "ML"[min(i, 1)], at.x, at.y)
	}
	d.add(`"/>`)
	if w.course.kind != downward && w.from.kind != kindVPC {
		d.arrow(w)
	}
	if len(w.marks) > 0 {
		at := w.badgePlace()
		d.badge(badge{x: at.x, y: at.y, mark: w.marks[0]})
	}
	d.add("</g>\n")
}

// badgePlace is where the number of a way's issue stands: beside the corner nearest to the subnet.
func (w *way) badgePlace() point {
	count := len(w.points)
	corner := w.points[count-2]
	if count < 3 {
		return point{corner.x, (corner.y + w.points[count-1].y) / 2}
	}
	before := w.points[count-3]
	switch {
	case before.x < corner.x-3*badgeWidth/2:
		return point{corner.x - badgeWidth, corner.y}
	case before.x > corner.x+3*badgeWidth/2:
		return point{corner.x + badgeWidth, corner.y}
	default:
		return corner
	}
}

// arrow draws the head of an arrow at the target, or a cross where nothing gets there.
func (d *drawing) arrow(w *way) {
	at, from := w.points[0], w.points[1]
	back := 8
	if from.y < at.y {
		back = -8
	}
	if w.isBroken {
		d.put(`<path class="cross" d="M%d %dl10 10M%d %dl-10 10"/>`, at.x-5, at.y+back-5, at.x+5, at.y+back-5)
		return
	}
	d.put(`<path class="head %s" d="M%d %dL%d %dL%d %dZ"/>`,
		w.class(), at.x, at.y, at.x-4, at.y+back, at.x+4, at.y+back)
}

// joint is where lines of one net meet.
type joint struct {
	point

	class string
}

// joints returns where ways to one target branch, which tells them from lines that only cross.
func (p *panel) joints() []joint {
	var all []joint
	nets := map[net][]*way{}
	var order []net
	for _, w := range p.ways {
		if nets[w.course.net] == nil {
			order = append(order, w.course.net)
		}
		nets[w.course.net] = append(nets[w.course.net], w)
	}
	for _, through := range order {
		seen := map[point]bool{}
		for _, w := range nets[through] {
			for _, at := range w.points {
				if !seen[at] && branches(nets[through], at) > 2 {
					all = append(all, joint{point: at, class: w.class()})
				}
				seen[at] = true
			}
		}
	}
	return all
}

// branches counts in how many directions lines lead away from a point.
func branches(ways []*way, at point) int {
	var directions [4]bool
	for _, w := range ways {
		for i := range len(w.points) - 1 {
			a, b := w.points[i], w.points[i+1]
			if isUpright := a.x == b.x; isUpright && at.x == b.x && between(at.y, a.y, b.y) {
				directions[0] = directions[0] || min(a.y, b.y) < at.y
				directions[1] = directions[1] || max(a.y, b.y) > at.y
			}
			if isLevel := a.y == b.y; isLevel && at.y == b.y && between(at.x, a.x, b.x) {
				directions[2] = directions[2] || min(a.x, b.x) < at.x
				directions[3] = directions[3] || max(a.x, b.x) > at.x
			}
		}
	}
	count := 0
	for _, is := range directions {
		count += rank(is)
	}
	return count
}

func between(at, a, b int) bool { return min(a, b) <= at && at <= max(a, b) }
