package picture

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// marker finds what an issue is about in the picture.
type marker struct {
	*sketcher
	// byName are the ids of what is drawn by file and logical id: several where a template makes several stacks.
	byName map[Resource][]string
	// users are the drawn nodes that name a resource which is not drawn, by its id.
	users map[string][]*node
	ways  map[string][]*way
	// systems stands for Systems Manager; nil as long as nothing is said of it.
	systems *node
}

// mark numbers the issues and notes where they stand. Those about nothing that is drawn are told beneath the
// picture all the same.
func (s *sketcher) mark(issues []Issue) {
	m := &marker{
		sketcher: s, byName: map[Resource][]string{}, users: map[string][]*node{}, ways: map[string][]*way{},
	}
	if len(issues) > 0 {
		m.index()
	}
	for i, issue := range issues {
		made := &mark{Issue: issue, number: i + 1}
		s.panel.marks = append(s.panel.marks, made)
		m.place(made)
	}
}

func (m *marker) index() {
	x := m.network.Index
	for drawn := range m.panel.nodes {
		if drawn.resource != nil {
			name := Resource{File: drawn.resource.At.File(), Name: drawn.resource.Name}
			if !slices.Contains(m.byName[name], drawn.ref) {
				m.byName[name] = append(m.byName[name], drawn.ref)
			}
			x.Mentions(drawn.resource.Properties, func(id string) { m.use(id, drawn) })
		}
	}
	for _, member := range m.network.Members {
		for _, group := range member.SecurityGroups {
			for _, chip := range m.drawn[member.ID] {
				m.use(group.ID, chip)
			}
		}
	}
	for _, subnet := range m.network.Subnets {
		if box := m.subnets[subnet.ID]; subnet.RouteTable.ID != "" {
			m.use(subnet.RouteTable.ID, &box.node)
		}
	}
	for _, w := range m.panel.ways {
		for _, ref := range w.refs {
			m.ways[ref] = append(m.ways[ref], w)
		}
	}
}

func (m *marker) use(id string, by *node) {
	if !slices.Contains(m.users[id], by) {
		m.users[id] = append(m.users[id], by)
	}
}

// ids returns the ids of the resources that a name stands for.
func (m *marker) ids(name Resource) []string {
	if known := m.byName[name]; len(known) > 0 {
		return known
	}
	return []string{name.File + "#" + name.Name}
}

func (m *marker) place(issue *mark) {
	for _, id := range m.ids(issue.At) {
		m.placeAt(issue, id)
	}
	defer m.missingWays(issue)
	for _, related := range issue.Related {
		for _, id := range m.ids(related) {
			for _, drawn := range m.drawn[id] {
				if drawn.kind != kindVPC {
					affect(drawn, issue)
				}
			}
			for _, w := range m.ways[id] {
				if w.isBroken {
					w.addMark(issue)
				}
			}
		}
	}
}

// missingWays draws the ways that the subnets of workloads lack: to Systems Manager, or to the internet from what
// was to be reached from there. The routes tell of no such way, which is what is wrong.
func (m *marker) missingWays(issue *mark) {
	family, _, _ := strings.Cut(issue.Rule, "/")
	if family != "ssm" && family != "reachability" {
		return
	}
	for _, vpc := range m.panel.vpcs {
		for _, z := range vpc.zones {
			for _, s := range z.subnets {
				if s.declared == nil || !s.isCutOff(issue) {
					continue
				}
				to := m.theInternet
				if family == "ssm" {
					to = m.manager
				}
				lost := m.panel.way(&s.node, to())
				lost.source, lost.isBroken = s, true
				lost.addMark(issue)
			}
		}
	}
}

// isCutOff reports whether the issue is about something in the subnet, which surely has no way to the internet.
func (s *subnetBox) isCutOff(issue *mark) bool {
	return slices.ContainsFunc(s.chips, func(chip *node) bool {
		if !slices.Contains(chip.affected, issue) && !slices.Contains(chip.here, issue) {
			return false
		}
		return s.declared.Egress.IPv4.Internet.Answer == value.No
	})
}

// manager is the node that stands for Systems Manager.
func (m *marker) manager() *node {
	if m.systems == nil {
		m.systems = &node{kind: kindOutside, name: "Systems Manager", what: "AWS service"}
		m.panel.outside = append(m.panel.outside, m.systems)
	}
	return m.systems
}

// placeAt marks what a resource is in the picture: a box, a way, or the boxes that use it or that it is about.
func (m *marker) placeAt(issue *mark, id string) {
	drawn := m.drawn[id]
	for _, n := range drawn {
		n.here = append(n.here, issue)
	}
	for _, w := range m.ways[id] {
		w.isBroken = w.isBroken || issue.Closes
		w.addMark(issue)
	}
	if len(drawn) > 0 || len(m.ways[id]) > 0 {
		return
	}
	if users := m.users[id]; len(users) > 0 {
		for _, n := range users {
			affect(n, issue)
		}
		return
	}
	resource := m.network.Index.Resource(id)
	if resource == nil {
		return
	}
	m.placeByMention(issue, resource)
}

// placeByMention marks what a resource names, such as the gateway of an attachment or the users of the group
// that a rule is of.
func (m *marker) placeByMention(issue *mark, resource *template.Resource) {
	m.network.Index.Mentions(resource.Properties, func(id string) {
		found := m.drawn[id]
		if len(found) == 0 {
			found = m.users[id]
		}
		for _, n := range found {
			if n.kind != kindVPC {
				affect(n, issue)
			}
		}
	})
}

func affect(n *node, issue *mark) {
	if !slices.Contains(n.here, issue) && !slices.Contains(n.affected, issue) {
		n.affected = append(n.affected, issue)
	}
}

func (w *way) addMark(issue *mark) {
	if !slices.Contains(w.marks, issue) {
		w.marks = append(w.marks, issue)
	}
}

// describe writes what boxes say besides their names.
func (s *sketcher) describe() {
	routes := map[*subnetBox][]line{}
	for _, w := range s.panel.ways {
		if w.source != nil {
			for _, said := range w.lines() {
				if !slices.Contains(routes[w.source], said) {
					routes[w.source] = append(routes[w.source], said)
				}
			}
		}
	}
	for _, vpc := range s.panel.vpcs {
		for _, z := range vpc.zones {
			for _, subnet := range z.subnets {
				subnet.describe(routes[subnet])
			}
		}
	}
	for n := range s.panel.nodes {
		for _, issue := range n.here {
			n.says = append(n.says, line{text: issue.Rule, isBad: true})
		}
	}
}

// maxRoutes bounds the routes that a subnet lists.
const maxRoutes = 5

func (s *subnetBox) describe(routes []line) {
	if s.declared == nil {
		return
	}
	s.what = s.tier.String() + " subnet"
	if s.tier == undecided {
		s.what = "subnet, way out not known"
	}
	if blocks := subnetBlocks(s.declared); blocks != "" {
		s.what += ", " + blocks
	}
	switch {
	case len(routes) > maxRoutes:
		more := "and " + plural(len(routes)-maxRoutes+1, "more route")
		s.says = append(s.says, append(slices.Clip(routes[:maxRoutes-1]), line{text: more})...)
	case len(routes) > 0:
		s.says = append(s.says, routes...)
	case s.tier == undecided:
		s.says = append(s.says, line{text: "routes are not known"})
	case s.declared.RouteTable.Standing == stack.Default:
		s.says = append(s.says, line{text: "main route table, local routes only"})
	default:
		s.says = append(s.says, line{text: "local routes only"})
	}
}

func subnetBlocks(subnet *network.Subnet) string {
	var blocks []string
	for _, key := range []string{"CidrBlock", "Ipv6CidrBlock"} {
		if text, ok := stack.Property(subnet.Resource, key).Literal(); ok {
			blocks = append(blocks, text)
		}
	}
	if len(blocks) < 2 && subnet.IPv6.Answer == value.Yes {
		blocks = append(blocks, "IPv6")
	}
	return strings.Join(blocks, ", ")
}

// lines say where the way's routes lead, with what is wrong.
func (w *way) lines() []line {
	text := strings.Join(w.routes, ", ") + " → " + w.to.name
	if len(w.routes) == 0 {
		text = "no way to " + w.to.name
	}
	said := []line{{text: text, isBad: w.isBroken || len(w.marks) > 0}}
	for _, issue := range w.marks {
		said = append(said, line{text: issue.Rule, isBad: true})
	}
	if w.code != "" && len(w.marks) == 0 {
		said = append(said, line{text: w.code, isBad: true})
	}
	return said
}
