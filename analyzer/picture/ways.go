package picture

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// drawRoutes draws the ways that the routes of a subnet make.
func (s *sketcher) drawRoutes(box *subnetBox) {
	table := s.network.RouteTable(box.declared.RouteTable.ID)
	if table == nil {
		return
	}
	for _, route := range table.Routes {
		if route.Target.Kind == network.ToLocal {
			continue
		}
		target := s.target(route, box.vpc)
		drawn := s.panel.way(&box.node, target)
		drawn.source = box
		drawn.refs = append(drawn.refs, route.ID)
		if text := destinationOf(route); !slices.Contains(drawn.routes, text) {
			drawn.routes = append(drawn.routes, text)
		}
		drawn.isLoose = drawn.isLoose || route.Exists != value.Yes || table.Exists != value.Yes
		if code := brokenBy(box.declared, route); code != "" {
			drawn.isBroken, drawn.code = true, code
		}
	}
}

func destinationOf(route *network.Route) string {
	switch {
	case route.Destination == "":
		return "unknown destination"
	case route.Family == "" && symbolName(route.Destination) != "":
		return symbolName(route.Destination)
	default:
		return route.Destination
	}
}

// brokenBy returns what closes the subnet's way out where the route is a part of it.
func brokenBy(subnet *network.Subnet, route *network.Route) string {
	egress := subnet.Egress.IPv4
	if route.Family == network.IPv6 {
		egress = subnet.Egress.IPv6
	}
	if egress.Internet.Answer != value.No || route.Destination != "0.0.0.0/0" && route.Destination != "::/0" {
		return ""
	}
	closes := map[network.Blocker]network.TargetKind{
		network.DetachedGateway: network.ToInternet, network.NATWithoutEgress: network.ToNAT,
		network.NATIsPrivate: network.ToNAT, network.BeyondPeer: network.ToPeer,
	}
	if kind, closed := closes[egress.Blocker]; closed && kind == route.Target.Kind {
		return string(egress.Blocker)
	}
	if egress.Blocker == network.DetachedGateway && route.Target.Kind == network.ToNAT {
		return string(egress.Blocker)
	}
	return ""
}

// target returns the box that a route leads to, made where nothing stands for it.
func (s *sketcher) target(route *network.Route, vpc *vpcBox) *node {
	target := route.Target
	if target.Standing == stack.Declared {
		for _, candidate := range s.drawn[target.ID] {
			return candidate
		}
	}
	id := string(target.Kind) + " " + string(target.Standing) + " " + target.ID
	isShared := target.Kind == network.ToTransit || target.Kind == network.ToCore || target.Kind == network.ToPeer
	if !isShared {
		id += " in " + vpc.ref + vpc.name
	}
	if known := s.drawn[id]; len(known) > 0 {
		return known[0]
	}
	made := &node{
		kind: targetKind(target.Kind), ref: id, name: nameOf(target.Link), what: gatewayWords[target.Kind],
		isLoose: target.Standing != stack.Declared,
	}
	if target.Standing == stack.Declared {
		made.ref, made.resource = target.ID, s.network.Index.Resource(target.ID)
	}
	if made.name == "" {
		made.name, made.what = made.what, "not declared"
	}
	switch {
	case target.Kind == network.ToPeer:
		s.panel.below = append(s.panel.below, made)
	case isShared:
		s.panel.outside = append(s.panel.outside, made)
	default:
		vpc.border = append(vpc.border, made)
	}
	s.drawn[id] = append(s.drawn[id], made)
	if made.ref != id {
		s.remember(made)
	}
	return made
}

func targetKind(target network.TargetKind) kind {
	switch target {
	case network.ToNAT:
		return kindNAT
	case network.ToTransit, network.ToCore:
		return kindTransit
	case network.ToPeer:
		return kindPeering
	case network.ToMiddlebox:
		return kindInterface
	case network.ToUnknown, network.ToLocal:
		return kindUnknown
	case network.ToEgressOnly:
		return kindEgress
	case network.ToVPN:
		return kindVPN
	case network.ToInternet, network.ToCarrier:
		return kindGateway
	default:
		return kindUnknown
	}
}

// drawTransits draws transit gateways, tied to the VPCs that are attached.
func (s *sketcher) drawTransits() {
	for _, transit := range s.network.Transits {
		id := transit.ID
		if transit.Standing != stack.Declared {
			id = string(network.ToTransit) + " " + string(stack.External) + " " + transit.ID
		}
		var hub *node
		if known := s.drawn[id]; len(known) > 0 {
			hub = known[0]
		} else {
			made := nodeOf(transit.Item, kindTransit, "Transit gateway")
			made.ref = id
			if transit.Standing != stack.Declared {
				made.isLoose, made.name = true, nameOf(stack.Link{Standing: stack.External, ID: transit.ID})
			}
			if made.name == "" {
				made.name, made.what = "Transit gateway", "not declared"
			}
			hub = s.remember(&made)
			s.panel.outside = append(s.panel.outside, hub)
		}
		for _, attachment := range transit.Attachments {
			vpc := s.vpc(attachment.VPC)
			if !s.hasWay(vpc, hub) {
				tie := s.panel.way(&vpc.node, hub)
				tie.refs = append(tie.refs, attachment.ID)
			}
		}
	}
}

// hasWay reports whether a way leads from the VPC, or from one of its subnets, to the node.
func (s *sketcher) hasWay(vpc *vpcBox, to *node) bool {
	return slices.ContainsFunc(s.panel.ways, func(w *way) bool {
		return w.to == to && (w.from == &vpc.node || w.source != nil && w.source.vpc == vpc)
	})
}

// drawPeerings draws peering connections between their VPCs. A VPC that is not declared stands beyond.
func (s *sketcher) drawPeerings() {
	for _, peering := range s.network.Peerings {
		var hub *node
		if known := s.drawn[peering.ID]; len(known) > 0 {
			hub = known[0]
		} else {
			made := nodeOf(peering.Item, kindPeering, "Peering connection")
			hub = s.remember(&made)
			s.panel.below = append(s.panel.below, hub)
		}
		hub.isLoose = peering.Exists != value.Yes
		if peering.OtherRegion.Answer == value.Yes {
			hub.says = append(hub.says, line{text: "to another Region"})
		}
		if peering.OtherAccount.Answer == value.Yes {
			hub.says = append(hub.says, line{text: "to another account"})
		}
		if s.known(peering.VPCs[0]) == nil && s.known(peering.VPCs[1]) == nil {
			s.vpc(peering.VPCs[0])
		}
		for _, link := range peering.VPCs {
			s.tiePeer(hub, link)
		}
	}
}

// known returns the box of a VPC if there is one.
func (s *sketcher) known(link stack.Link) *vpcBox {
	if box := s.vpcs[link.ID]; box != nil {
		return box
	}
	return s.vpcs[string(link.Standing)+" "+link.ID]
}

func (s *sketcher) tiePeer(hub *node, link stack.Link) {
	if box := s.known(link); box != nil {
		if !s.hasWay(box, hub) {
			s.panel.way(&box.node, hub)
		}
		return
	}
	other := &node{kind: kindOutside, name: nameOf(link), what: "VPC, not declared", isLoose: true}
	if other.name == "" {
		other.name = "Another VPC"
	}
	s.panel.beyond = append(s.panel.beyond, other)
	s.panel.way(hub, other)
}

// drawInternet draws what lies behind the gateways of the VPCs.
func (s *sketcher) drawInternet() {
	var customer *node
	for _, vpc := range s.panel.vpcs {
		for _, gateway := range vpc.border {
			switch {
			case gateway.kind == kindVPN:
				if customer == nil {
					customer = &node{
						kind: kindOutside, name: "Customer network", what: "VPN or Direct Connect", isLoose: true,
					}
					s.panel.outside = append(s.panel.outside, customer)
				}
				s.panel.way(gateway, customer)
			case gateway.kind == kindEgress, gateway.what == "Regional NAT gateway",
				gateway.kind == kindGateway && !isCarrier(gateway):
				s.panel.way(gateway, s.theInternet())
			}
		}
	}
}

// isCarrier reports whether a gateway leads to the network of a carrier or of a place of one's own.
func isCarrier(gateway *node) bool {
	word := gatewayWords[network.ToCarrier]
	return gateway.what == word || gateway.name == word
}

func (s *sketcher) theInternet() *node {
	if s.internet == nil {
		s.internet = &node{kind: kindInternet, name: "Internet"}
		s.panel.outside = append([]*node{s.internet}, s.panel.outside...)
	}
	return s.internet
}
