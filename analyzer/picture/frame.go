package picture

import (
	"fmt"
	"slices"
	"strings"
)

// swatch is an entry of the legend.
type swatch struct {
	rect

	class string
	label text
}

// frame is what stands around a drawing: its title above, the legend and the issues beneath.
type frame struct {
	head, foot []text
	badges     []badge
	swatches   []swatch
}

// badge is a number in a circle.
type badge struct {
	x, y int
	mark *mark
}

// headHeight writes the title and returns how much room it takes.
func (p *panel) headHeight() int {
	width := p.width - 2*margin
	y := p.top + margin + styleTitle.size
	p.frame.head = []text{{x: margin, y: y, style: styleTitle, text: styleTitle.fit(visible(p.title), width)}}
	for _, note := range p.notes {
		lines := styleSmall.wrap(visible(note), min(width, maxNoteWidth))
		if len(lines) > maxNoteLines {
			lines = append(lines[:maxNoteLines-1], "…")
		}
		for _, said := range lines {
			y += lineStep
			p.frame.head = append(p.frame.head, text{x: margin, y: y, style: styleSmall, text: said})
		}
	}
	return y - p.top - margin + 2*pad
}

// These bound the notes, such as a long list of conditions, and the lines beneath the picture.
const (
	maxNoteLines = 3
	maxNoteWidth = 900
)

// legendHeight writes the legend and the issues from the bottom of the drawing on, and returns how much room they
// take.
func (p *panel) legendHeight() int {
	start := p.drawn + margin
	x, y := margin, start
	for _, entry := range p.legend() {
		width := 22 + styleSmall.width(entry.label) + 16
		if x+width > p.width-margin && x > margin {
			x, y = margin, y+20
		}
		p.frame.swatches = append(p.frame.swatches, swatch{
			rect: rect{x, y, 16, 12}, class: entry.class,
			label: text{x: x + 22, y: y + 10, style: styleSmall, text: entry.label},
		})
		x += width
	}
	y += 20
	for _, issue := range p.marks {
		y = p.writeIssue(issue, y)
	}
	return y - p.drawn + margin/2
}

func (p *panel) writeIssue(issue *mark, y int) int {
	width := min(p.width-2*margin-badgeWidth-8, maxNoteWidth)
	x := margin + badgeWidth + 4
	p.frame.badges = append(p.frame.badges, badge{x: margin + 8, y: y + 12, mark: issue})
	p.frame.foot = append(p.frame.foot, text{
		x: x, y: y + 16, style: styleBad, text: styleBad.fit(visible(issue.Severity+" "+issue.Rule), width),
	})
	for _, said := range styleSmall.wrap(visible(issue.Message+" ("+issue.Place+")"), width) {
		y += lineStep
		p.frame.foot = append(p.frame.foot, text{x: x, y: y + 16, style: styleSmall, text: said})
	}
	return y + lineStep + 6
}

// entry is a line of the legend.
type entry struct{ class, label string }

// legend explains the looks that the drawing uses.
func (p *panel) legend() []entry {
	has := map[string]bool{}
	for n := range p.nodes {
		has["loose"] = has["loose"] || n.isLoose
		has["affected"] = has["affected"] || len(n.affected)+len(n.here) > 0
	}
	for _, vpc := range p.vpcs {
		for _, z := range vpc.zones {
			has["zone"] = has["zone"] || z.label != ""
			for _, s := range z.subnets {
				has[s.tier.String()] = true
			}
		}
	}
	for _, w := range p.ways {
		has["broken"] = has["broken"] || w.isBroken
	}
	all := []entry{
		{"public", "public subnet: routes to an internet gateway"},
		{"private", "private subnet: another way out"},
		{"isolated", "isolated subnet: no way to the internet"},
		{"undecided", "subnet whose way out is not known"},
		{"loose", "dashed: not declared here, or not sure to exist"},
		{"broken", "broken, or part of a finding"},
	}
	has["broken"] = has["broken"] || has["affected"]
	return slices.DeleteFunc(all, func(e entry) bool { return !has[e.class] })
}

// label says all there is to say about a node, for those who hear the picture.
func (n *node) label() string {
	parts := []string{n.name}
	for _, l := range n.small() {
		parts = append(parts, l.text)
	}
	if n.isLoose {
		parts = append(parts, "not declared here, or not sure to exist")
	}
	for _, issue := range slices.Concat(n.here, n.affected) {
		parts = append(parts, fmt.Sprintf("finding %d, %s: %s", issue.number, issue.Rule, issue.Message))
	}
	return strings.Join(parts, "; ")
}

// describe puts the panel into sentences.
func (p *panel) summary() string {
	var said []string
	for _, vpc := range p.vpcs {
		counts := map[tier]int{}
		running := map[string]bool{}
		for _, z := range vpc.zones {
			for _, s := range z.subnets {
				counts[s.tier]++
				for _, chip := range s.chips {
					running[chip.ref] = true
				}
			}
		}
		var parts []string
		for t := public; t <= undecided; t++ {
			if counts[t] > 0 {
				parts = append(parts, plural(counts[t], tierWords[t]+" subnet"))
			}
		}
		parts = append(parts, plural(len(running), "thing")+" in them")
		if len(vpc.border) > 0 {
			parts = append(parts, plural(len(vpc.border), "gateway")+" at its edge")
		}
		if len(vpc.side) > 0 {
			parts = append(parts, plural(len(vpc.side), "endpoint"))
		}
		said = append(said, "VPC "+vpc.name+": "+strings.Join(parts, ", ")+".")
	}
	if len(p.marks) > 0 {
		said = append(said, plural(len(p.marks), "finding")+".")
	}
	return strings.Join(append(said, p.notes...), " ")
}

var tierWords = map[tier]string{
	public: "public", private: "private", isolated: "isolated", undecided: "undecided",
}
