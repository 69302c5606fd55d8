package picture

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// mermaidText makes a text harmless in a quoted label of Mermaid, which reads HTML, Markdown and codes such as
// "#35;" there: all but a few characters are written as such codes.
func mermaidText(text string) string {
	var safe strings.Builder
	for _, char := range visible(text) {
		switch {
		case unicode.IsLetter(char), unicode.IsDigit(char), strings.ContainsRune(" .,:/-+→", char):
			safe.WriteRune(char)
		default:
			fmt.Fprintf(&safe, "#%d;", char)
		}
	}
	return safe.String()
}

// mermaid writes a flowchart.
type mermaid struct {
	pen

	classes map[string][]string // ids by class
	links   int
	// isFolded puts together what is alike in a subnet and has nothing to do with a way or an issue.
	isFolded bool
	ends     map[*node]bool
	broken   []string // numbers of links
}

// mermaidClasses are the looks of nodes. Fill, line and text are given together, so that they can be read in
// GitHub's light and dark themes.
var mermaidClasses = []struct{ name, style string }{
	{"vpc", "fill:#fbfaff,stroke:#6d4fc2,color:#1d2330"},
	{"zone", "fill:#f3f4f7,stroke:#d0d5de,color:#1d2330"},
	{"public", "fill:#e7f4e4,stroke:#3f8a3a,color:#1d2330"},
	{"private", "fill:#e3eefb,stroke:#2f6fb3,color:#1d2330"},
	{"isolated", "fill:#eceef1,stroke:#767d89,color:#1d2330"},
	{"undecided", "fill:#fbf5e6,stroke:#96742a,color:#1d2330"},
	{"thing", "fill:#ffffff,stroke:#8a92a0,color:#1d2330"},
	{"loose", "stroke-dasharray:6 4"},
	{"found", "stroke:#c4141e,stroke-width:2px"},
}

// maxMermaid is the length of text up to which Mermaid draws (its setting maxTextSize).
const maxMermaid = 50_000

// writeMermaid writes a flowchart that GitHub renders. Where it would be too long, what is alike in a subnet is
// put together.
func writeMermaid(panels []*panel) string {
	text := mermaidOf(panels, &mermaid{})
	if len(text) > maxMermaid {
		text = mermaidOf(panels, &mermaid{isFolded: true})
	}
	return text
}

func mermaidOf(panels []*panel, m *mermaid) string {
	m.classes = map[string][]string{}
	m.put("%%%% Network of %s\n", mermaidText(titles(panels)))
	for _, p := range panels {
		for _, note := range p.notes {
			m.put("%%%% %s\n", mermaidText(note))
		}
	}
	m.add("flowchart BT\n")
	for _, p := range panels {
		m.panel(p)
	}
	for _, class := range mermaidClasses {
		if ids := m.classes[class.name]; len(ids) > 0 {
			m.put("  classDef %s %s\n  class %s %s\n", class.name, class.style, strings.Join(ids, ","), class.name)
		}
	}
	if m.links > 0 {
		m.add("  linkStyle default stroke:#767d89\n") // seen on light and on dark
	}
	if len(m.broken) > 0 {
		m.put("  linkStyle %s stroke:#c4141e,stroke-width:2px\n", strings.Join(m.broken, ","))
	}
	return m.String()
}

func (m *mermaid) panel(p *panel) {
	m.ends = map[*node]bool{}
	for _, w := range p.ways {
		m.ends[w.to] = true
	}
	for _, vpc := range p.vpcs {
		m.box(&vpc.node, "vpc", "  ", func(indent string) {
			for _, n := range slices.Concat(vpc.border, vpc.side) {
				m.leaf(n, indent)
			}
			for _, z := range vpc.zones {
				m.zone(z, indent)
			}
		})
	}
	for _, n := range slices.Concat(p.outside, p.below, p.beyond) {
		m.leaf(n, "  ")
	}
	for _, w := range p.ways {
		m.way(w)
	}
	for _, issue := range p.marks {
		said := fmt.Sprintf("%d: %s %s: %s (%s)", issue.number, issue.Severity, issue.Rule, issue.Message, issue.Place)
		m.put("  %%%% %s\n", mermaidText(said))
	}
}

func (m *mermaid) zone(z *zoneBox, indent string) {
	inside := func(indent string) {
		for _, s := range z.subnets {
			m.subnet(s, indent)
		}
	}
	if z.label == "" {
		inside(indent)
		return
	}
	m.box(&z.node, "zone", indent, inside)
}

// subnet writes a subnet: one in which nothing stands as a node, since Mermaid draws no empty box.
func (m *mermaid) subnet(s *subnetBox, indent string) {
	if len(s.chips) == 0 {
		m.node(&s.node, s.tier.String(), indent)
		return
	}
	m.box(&s.node, s.tier.String(), indent, func(indent string) {
		for _, chip := range m.folded(s) {
			m.leaf(chip, indent)
		}
	})
}

// folded returns what stands in a subnet, put together where the drawing would be too long.
func (m *mermaid) folded(s *subnetBox) []*node {
	if !m.isFolded {
		return s.chips
	}
	var kept []*node
	first, count := map[string]*node{}, map[string]int{}
	for _, chip := range s.chips {
		if m.ends[chip] || len(chip.here)+len(chip.affected) > 0 {
			kept = append(kept, chip)
			continue
		}
		if count[chip.what]++; count[chip.what] == 1 {
			group := *chip
			first[chip.what] = &group
			kept = append(kept, &group)
		}
	}
	for what, group := range first {
		if count[what] > 1 {
			group.name, group.says = fmt.Sprintf("%s and %d more", group.name, count[what]-1), nil
		}
	}
	return kept
}

// label is what a node says, with the rules that found something there.
func (m *mermaid) label(n *node) string {
	parts := []string{mermaidText(n.name)}
	for _, l := range n.small() {
		parts = append(parts, mermaidText(l.text))
	}
	if numbers := affectedText(n); numbers != "" {
		parts = append(parts, mermaidText(numbers))
	}
	return strings.Join(parts, "<br/>")
}

// affectedText names the issues that matter for a node and stand elsewhere.
func affectedText(n *node) string {
	if len(n.affected) == 0 {
		return ""
	}
	var rules []string
	for _, issue := range n.affected {
		if !slices.Contains(rules, issue.Rule) {
			rules = append(rules, issue.Rule)
		}
	}
	return "see " + strings.Join(rules, ", ")
}

func (m *mermaid) box(n *node, class, indent string, inside func(indent string)) {
	m.classify(n, class)
	title := mermaidText(n.name)
	if n.what != "" && n.kind != kindZone {
		title += ", " + mermaidText(n.what)
	}
	m.put("%ssubgraph %s[\"%s\"]\n", indent, n.id, title) // a title has one line
	before := m.Len()
	for _, issue := range n.here {
		id := fmt.Sprintf("%s_%d", n.id, issue.number)
		m.classes["thing"] = append(m.classes["thing"], id)
		m.classes["found"] = append(m.classes["found"], id)
		m.put("%s  %s{{\"%s\"}}\n", indent, id, mermaidText(issue.Rule))
	}
	inside(indent + "  ")
	if m.Len() == before {
		m.put("%s  %s_[\" \"]\n", indent, n.id) // Mermaid draws no empty box
	}
	m.put("%send\n", indent)
}

func (m *mermaid) leaf(n *node, indent string) { m.node(n, "thing", indent) }

func (m *mermaid) node(n *node, class, indent string) {
	m.classify(n, class)
	left, right := "[", "]"
	if n.kind == kindInternet {
		left, right = "([", "])"
	}
	m.put("%s%s%s\"%s\"%s\n", indent, n.id, left, m.label(n), right)
}

// classify gives a node its looks. A VPC with a finding holds a node that tells it.
func (m *mermaid) classify(n *node, class string) {
	m.classes[class] = append(m.classes[class], n.id)
	if n.isLoose {
		m.classes["loose"] = append(m.classes["loose"], n.id)
	}
	if len(n.here)+len(n.affected) > 0 && n.kind != kindVPC {
		m.classes["found"] = append(m.classes["found"], n.id)
	}
}

func (m *mermaid) way(w *way) {
	arrow := "-->"
	switch {
	case w.isBroken:
		arrow = "-.-x"
		m.broken = append(m.broken, strconv.Itoa(m.links))
	case w.isLoose:
		arrow = "-.->"
	case w.from.kind == kindVPC || w.to.kind == kindOutside && w.from.kind == kindPeering:
		arrow = "---"
	}
	label := ""
	if said := w.text(); said != "" {
		label = "|\"" + mermaidText(said) + "\"|"
	}
	m.put("  %s %s%s %s\n", w.outer().id, arrow, label, w.to.id)
	m.links++
}

// outer is where the way starts for those who can't draw a line from a box to what stands in it: such a line goes
// round.
func (w *way) outer() *node {
	if w.source != nil && slices.Contains(w.source.chips, w.to) {
		return w.to
	}
	return w.from
}

// text is what a line says: the destinations that take it, and what is wrong.
func (w *way) text() string {
	parts := slices.Clone(w.routes)
	if len(parts) > maxRoutes {
		parts = append(parts[:maxRoutes-1], plural(len(parts)-maxRoutes+1, "more route"))
	}
	for _, issue := range w.marks {
		parts = append(parts, issue.Rule)
	}
	if w.code != "" && len(w.marks) == 0 {
		parts = append(parts, w.code)
	}
	return strings.Join(parts, ", ")
}
