package picture

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// sketcher says what is to be drawn of a network, without places.
type sketcher struct {
	network *network.Network
	panel   *panel

	vpcs    map[string]*vpcBox
	subnets map[string]*subnetBox
	// drawn are the nodes that stand for a resource, or for something that is not declared.
	drawn    map[string][]*node
	internet *node
}

// sketch returns what is to be drawn of a network; nil where there is nothing.
func sketch(input Input) *panel {
	s := &sketcher{
		network: input.Network, panel: &panel{title: input.Title, network: input.Network, notes: scenarioNotes(input)},
		vpcs: map[string]*vpcBox{}, subnets: map[string]*subnetBox{}, drawn: map[string][]*node{},
	}
	for _, vpc := range s.network.VPCs {
		s.declareVPC(vpc)
	}
	for _, subnet := range s.network.Subnets {
		s.declareSubnet(subnet)
	}
	s.drawGateways()
	s.drawMembers()
	s.drawEndpoints()
	for _, vpc := range s.panel.vpcs {
		vpc.assignZones()
	}
	for _, subnet := range s.network.Subnets {
		s.drawRoutes(s.subnets[subnet.ID])
	}
	s.drawTransits()
	s.drawPeerings()
	if len(s.panel.vpcs) == 0 {
		return nil
	}
	s.drawInternet()
	s.mark(input.Issues)
	s.describe()
	for _, vpc := range s.panel.vpcs {
		vpc.arrange()
		slices.SortStableFunc(vpc.border, func(a, b *node) int { return borderOrder[a.kind] - borderOrder[b.kind] })
	}
	return s.panel
}

// borderOrder puts gateways to the internet beside each other, so that lines to other places need not cross
// theirs.
var borderOrder = map[kind]int{kindGateway: 0, kindEgress: 1, kindNAT: 2, kindInterface: 3, kindUnknown: 4, kindVPN: 5}

// scenarioNotes say which scenario is drawn.
func scenarioNotes(input Input) []string {
	notes := []string{"Default scenario: parameters have the values given, else their defaults."}
	for _, told := range []struct {
		word  string
		names []string
	}{{"Conditions that hold: ", input.Conditions.Hold}, {"Conditions that are not decided: ", input.Conditions.Open}} {
		if len(told.names) > 0 {
			notes = append(notes, told.word+strings.Join(told.names, ", "))
		}
	}
	return notes
}

func nodeOf(item network.Item, is kind, what string) node {
	return node{
		kind: is, ref: item.ID, name: item.Name, what: what, isLoose: item.Exists != value.Yes, resource: item.Resource,
	}
}

func (s *sketcher) declareVPC(vpc *network.VPC) {
	box := &vpcBox{node: nodeOf(vpc.Item, kindVPC, "VPC")}
	if len(vpc.CIDRs) > 0 {
		box.what += ", " + strings.Join(vpc.CIDRs, ", ")
	}
	if vpc.DNSSupport.Answer == value.No {
		box.says = append(box.says, line{text: "DNS support is off"})
	}
	s.addVPC(vpc.ID, box)
}

func (s *sketcher) addVPC(id string, box *vpcBox) {
	s.vpcs[id] = box
	s.panel.vpcs = append(s.panel.vpcs, box)
	s.remember(&box.node)
}

// remember notes that a node stands for its resource.
func (s *sketcher) remember(n *node) *node {
	if n.ref != "" {
		s.drawn[n.ref] = append(s.drawn[n.ref], n)
	}
	return n
}

// vpc returns the box of the VPC that a link names.
func (s *sketcher) vpc(link stack.Link) *vpcBox {
	id := string(link.Standing) + " " + link.ID
	if link.Standing == stack.Declared {
		id = link.ID
	}
	if box := s.vpcs[id]; box != nil {
		return box
	}
	box := &vpcBox{node: node{kind: kindVPC, name: nameOf(link), what: "VPC, not declared here", isLoose: true}}
	switch {
	case link.Standing == stack.Default:
		box.name, box.what = "Default VPC", "of the account"
	case box.name == "":
		box.name = "VPC that is not known"
	}
	s.addVPC(id, box)
	return box
}

func (s *sketcher) declareSubnet(subnet *network.Subnet) {
	box := &subnetBox{
		node: nodeOf(subnet.Item, kindSubnet, ""), declared: subnet, tier: tierOf(subnet),
		zoneName: zoneName(stack.Property(subnet.Resource, "AvailabilityZone")),
	}
	if box.zoneName == "" {
		box.zoneName = zoneName(stack.Property(subnet.Resource, "AvailabilityZoneId"))
	}
	s.addSubnet(subnet.ID, s.vpc(subnet.VPC), box)
}

func (s *sketcher) addSubnet(id string, vpc *vpcBox, box *subnetBox) {
	box.vpc = vpc
	vpc.subnets = append(vpc.subnets, box)
	s.subnets[id] = box
	s.remember(&box.node)
}

// tierOf tells whether a subnet is public, private or isolated, by how it reaches the internet.
func tierOf(subnet *network.Subnet) tier {
	classes := []network.Class{subnet.Egress.IPv4.Class, subnet.Egress.IPv6.Class}
	switch {
	case slices.Contains(classes, network.InternetGateway):
		return public
	case subnet.Egress.IPv4.Class == network.Unknown:
		return undecided
	case subnet.Egress.IPv4.Internet.Answer == value.No && subnet.Egress.IPv6.Internet.Answer == value.No:
		return isolated
	default:
		return private
	}
}

// maxLoose bounds the columns of subnets whose zone is not known.
const maxLoose = 4

// assignZones puts every subnet into a column: that of its zone where it is known, else the one that its name
// tells, as in PublicSubnet1 and PrivateSubnet1, and where not all names do, side by side, tier by tier.
func (v *vpcBox) assignZones() {
	byName := map[string]*zoneBox{}
	isNamed := true
	for _, subnet := range v.subnets {
		if subnet.zoneName == "" {
			byName[nameEnding(subnet.name)] = nil
			isNamed = isNamed && nameEnding(subnet.name) != ""
		}
	}
	isNamed = isNamed && len(byName) <= 2*maxLoose
	for _, subnet := range v.subnets {
		ending := nameEnding(subnet.name)
		switch {
		case subnet.zoneName != "" || !isNamed:
			subnet.zone = v.zone(subnet)
		case byName[ending] == nil:
			byName[ending] = v.addZone("")
			subnet.zone = byName[ending]
		default:
			subnet.zone = byName[ending]
		}
		subnet.zone.subnets = append(subnet.zone.subnets, subnet)
	}
}

// nameEnding is the number or capital letter at the end of a name, which often tells subnets of one tier apart.
func nameEnding(name string) string {
	name = strings.TrimRight(name, "]")
	digits := strings.TrimRight(name, "0123456789")
	if len(digits) < len(name) {
		return name[len(digits):]
	}
	if len(name) > 1 && name[len(name)-1] >= 'A' && name[len(name)-1] <= 'F' && strings.ToUpper(name) != name {
		return name[len(name)-1:]
	}
	return ""
}

// zone returns the column of a subnet. Subnets whose zone is not known stand side by side, tier by tier.
func (v *vpcBox) zone(subnet *subnetBox) *zoneBox {
	if subnet.zoneName != "" {
		for _, z := range v.zones {
			if z.label == subnet.zoneName {
				return z
			}
		}
		return v.addZone(subnet.zoneName)
	}
	var best *zoneBox
	columns := 0
	for _, z := range v.zones {
		if z.label != "" {
			continue
		}
		columns++
		if best == nil || z.count(subnet.tier) < best.count(subnet.tier) {
			best = z
		}
	}
	if best != nil && (best.count(subnet.tier) == 0 || columns == maxLoose) {
		return best
	}
	return v.addZone("")
}

func (v *vpcBox) addZone(label string) *zoneBox {
	made := &zoneBox{node: node{kind: kindZone, name: label, what: "Availability Zone"}, label: label}
	v.zones = append(v.zones, made)
	return made
}

func (z *zoneBox) count(of tier) int {
	count := 0
	for _, s := range z.subnets {
		if s.tier == of {
			count++
		}
	}
	return count
}

// subnet returns the box of a subnet that a workload names. One that is not declared is put into the VPC.
func (s *sketcher) subnet(link stack.Link, vpc *vpcBox) *subnetBox {
	if box := s.subnets[link.ID]; box != nil && link.Standing == stack.Declared {
		return box
	}
	id := vpc.name + "\x00" + vpc.ref + "\x00" + string(link.Standing) + "\x00" + link.ID
	if box := s.subnets[id]; box != nil {
		return box
	}
	box := &subnetBox{
		node: node{kind: kindSubnet, name: nameOf(link), what: "subnet, not declared here", isLoose: true},
		tier: undecided,
	}
	switch {
	case link.Standing == stack.Default:
		box.name, box.what = "Default subnet", "of the account"
	case box.name == "":
		box.name = "Subnet that is not known"
	}
	s.addSubnet(id, vpc, box)
	return box
}

// arrange puts the subnets into rows: public ones on top, in every zone.
func (v *vpcBox) arrange() {
	heights := [undecided + 1]int{}
	for _, z := range v.zones {
		for t := public; t <= undecided; t++ {
			heights[t] = max(heights[t], z.count(t))
		}
	}
	slices.SortStableFunc(v.zones, func(a, b *zoneBox) int {
		if (a.label == "") != (b.label == "") {
			return len(b.label) - len(a.label)
		}
		return strings.Compare(a.label, b.label)
	})
	for _, z := range v.zones {
		slices.SortStableFunc(z.subnets, func(a, b *subnetBox) int { return int(a.tier) - int(b.tier) })
		next, before := 0, public
		base := 0
		for _, subnet := range z.subnets {
			for ; before < subnet.tier; before++ {
				base += heights[before]
				next = 0
			}
			subnet.row = base + next
			next++
		}
	}
	for _, height := range heights {
		v.rows += height
	}
}
