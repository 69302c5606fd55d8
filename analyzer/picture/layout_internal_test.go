package picture

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// laidOut returns the drawing of a made-up network.
func laidOut(t *testing.T, seed uint64, size int) *panel {
	t.Helper()
	text := townOf(seed, size)
	p := sketch(Input{Title: "net.yaml", Network: read(t, text), Issues: issuesOf(text)})
	if p == nil {
		t.Fatal("there is nothing to draw")
	}
	number([]*panel{p})
	p.layout(0)
	return p
}

// eachTown runs a test on made-up networks of all sizes.
func eachTown(t *testing.T, test func(p *panel, complain func(format string, values ...any))) {
	t.Helper()
	for _, size := range []int{5, 10, 20, 60, 120, 200} {
		for seed := range uint64(25) {
			t.Run(fmt.Sprintf("%d resources, town %d", size, seed), func(t *testing.T) {
				t.Parallel()
				test(laidOut(t, seed, size), t.Errorf)
			})
		}
	}
}

func (r rect) overlaps(other rect) bool {
	return r.x < other.right() && other.x < r.right() && r.y < other.bottom() && other.y < r.bottom()
}

func (r rect) holds(other rect) bool {
	return r.x <= other.x && r.y <= other.y && other.right() <= r.right() && other.bottom() <= r.bottom()
}

// siblings are the groups of boxes that stand beside each other.
func siblings(p *panel) [][]*node {
	var top []*node
	top = slices.Concat(p.outside, p.below, p.beyond)
	groups := [][]*node{}
	for _, vpc := range p.vpcs {
		top = append(top, &vpc.node)
		inside := slices.Concat(vpc.border, vpc.side)
		for _, z := range vpc.zones {
			inside = append(inside, &z.node)
			var subnets []*node
			for _, s := range z.subnets {
				subnets = append(subnets, &s.node)
				groups = append(groups, s.chips)
			}
			groups = append(groups, subnets)
		}
		groups = append(groups, inside)
	}
	return append(groups, top)
}

func TestNoTwoBoxesOverlap(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		for _, group := range siblings(p) {
			for i, a := range group {
				for _, b := range group[:i] {
					if a.overlaps(b.rect) {
						complain("%s %v and %s %v overlap", a.name, a.rect, b.name, b.rect)
					}
				}
			}
		}
		for _, vpc := range p.vpcs {
			for _, gateway := range vpc.border {
				for _, n := range slices.Concat(p.outside, p.below) {
					if gateway.overlaps(n.rect) {
						complain("%s and %s overlap", gateway.name, n.name)
					}
				}
			}
		}
	})
}

func TestBoxesStandInTheirContainers(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		inside := func(outer, inner *node) {
			if !outer.holds(inner.rect) {
				complain("%s %v is not in %s %v", inner.name, inner.rect, outer.name, outer.rect)
			}
		}
		page := &node{name: "the page", rect: rect{w: p.width, h: p.height}}
		for n := range p.nodes {
			if n.kind != kindZone || n.name != "" {
				inside(page, n)
			}
		}
		for _, vpc := range p.vpcs {
			for _, n := range vpc.side {
				inside(&vpc.node, n)
			}
			for _, z := range vpc.zones {
				inside(&vpc.node, &z.node)
				for _, s := range z.subnets {
					inside(&z.node, &s.node)
					for _, chip := range s.chips {
						inside(&s.node, chip)
					}
				}
			}
		}
	})
}

// place is the room that a text takes.
func (t text) place() rect {
	return rect{t.x, t.y - t.style.size, t.style.width(t.text), t.style.size + 2}
}

func TestTextStandsInItsBox(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		for n := range p.nodes {
			for i, said := range n.texts {
				if !n.holds(said.place()) {
					complain("%q %v leaves %s %v", said.text, said.place(), n.name, n.rect)
				}
				for _, other := range n.texts[:i] {
					if said.place().overlaps(other.place()) {
						complain("%q and %q overlap", said.text, other.text)
					}
				}
				for _, b := range n.badgePlaces() {
					if said.place().overlaps(rect{b.x - 7, b.y - 7, 14, 14}) {
						complain("%q runs into the number of an issue at %s", said.text, n.name)
					}
				}
			}
		}
		page := rect{w: p.width, h: p.height}
		for _, said := range slices.Concat(p.frame.head, p.frame.foot) {
			if !page.holds(said.place()) {
				complain("%q leaves the page", said.text)
			}
		}
		for _, s := range p.frame.swatches {
			if !page.holds(s.label.place()) {
				complain("%q leaves the page", s.label.text)
			}
		}
	})
}

// segments are the straight parts of a way, one pixel wide.
func (w *way) segments() []rect {
	var parts []rect
	for i := range len(w.points) - 1 {
		a, b := w.points[i], w.points[i+1]
		parts = append(parts, rect{min(a.x, b.x), min(a.y, b.y), max(a.x, b.x) - min(a.x, b.x) + 1, max(a.y, b.y) - min(a.y, b.y) + 1})
	}
	return parts
}

// inset is a box without its edge.
func (r rect) inset() rect { return rect{r.x + 1, r.y + 1, r.w - 2, r.h - 2} }

func TestLinesCrossNoBoxAndNoText(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		where := p.whereabouts()
		for _, w := range p.ways {
			for _, part := range w.segments() {
				for n := range p.nodes {
					isContainer := n.kind == kindVPC || n.kind == kindZone
					target := where.chips[w.to]
					if !isContainer && n != w.from && n != w.to && (target == nil || n != &target.node) && part.overlaps(n.inset()) {
						complain("the line from %s to %s %v crosses %s %v", w.from.name, w.to.name, part, n.name, n.rect)
					}
					for _, b := range n.badgePlaces() {
						if part.overlaps(rect{b.x - 7, b.y - 7, 14, 14}) {
							complain("the line from %s to %s %v crosses the number at %s", w.from.name, w.to.name, part, n.name)
						}
					}
					for _, said := range n.texts {
						if part.overlaps(said.place()) {
							complain("the line from %s to %s %v crosses the text %q %v", w.from.name, w.to.name, part, said.text, said.place())
						}
					}
				}
			}
		}
	})
}

func TestLinesToDifferentTargetsDoNotLieOnEachOther(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		for i, a := range p.ways {
			for _, b := range p.ways[:i] {
				if a.course.net == b.course.net || a.course.kind == noCourse || b.course.kind == noCourse || a.to == b.to && a.course.kind != toBorder && a.course.kind != toChip {
					continue
				}
				for _, x := range a.segments() {
					for _, y := range b.segments() {
						if x.overlaps(y) && (x.w == 1 && y.w == 1 && min(x.bottom(), y.bottom())-max(x.y, y.y) > 2 || x.h == 1 && y.h == 1 && min(x.right(), y.right())-max(x.x, y.x) > 2) {
							complain("the lines %s to %s and %s to %s lie on each other: %v %v", a.from.name, a.to.name, b.from.name, b.to.name, x, y)
						}
					}
				}
			}
		}
	})
}

func TestEveryWayThatCanBeDrawnIsDrawn(t *testing.T) {
	t.Parallel()
	eachTown(t, func(p *panel, complain func(string, ...any)) {
		for _, w := range p.ways {
			if len(w.points) < 2 && w.course.kind != noCourse {
				complain("the way from %s to %s is not drawn", w.from.name, w.to.name)
			}
		}
	})
}

func TestAPictureIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	draw := func(format Format, text string) string {
		t.Helper()
		var out strings.Builder
		if err := Write(&out, format, []Input{{Title: "net.yaml", Network: read(t, text), Issues: issuesOf(text)}}); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for seed := range uint64(8) {
		text := townOf(seed, 120)
		for _, format := range []Format{SVG, HTML, Mermaid, DOT} {
			first := draw(format, text)
			for range 4 {
				if draw(format, text) != first {
					t.Fatalf("%s of town %d differs from run to run", format, seed)
				}
			}
		}
	}
}
