package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// leave follows traffic from a workload to what is outside of the VPCs.
func (w *walk) leave(src, dst spot) {
	w.admit(src, Outbound, dst.bare())
	w.guard(src.subnet, Outbound, w.traffic, dst.addresses)
	way := w.Lookup(src.subnet, dst.addresses)
	if dst.isPublic {
		way = withoutLocal(way)
	}
	w.routes(way, src.workload.At, func(sub *walk, leg Leg) {
		target := Addresses{Family: w.family, Set: leg.Set}
		if leg.Route == nil && !leg.Local {
			sub.noRoute(way, src, describeAddresses(dst))
			return
		}
		sub.exit(exit{from: src, to: target, isPublic: dst.isPublic, table: way.RouteTable, leg: leg})
	})
	w.guard(src.subnet, Inbound, w.traffic.Reply(), dst.addresses)
}

func describeAddresses(s spot) string {
	if s.isPublic {
		return "the internet"
	}
	prefixes := s.addresses.Set.Prefixes()
	if len(prefixes) == 1 {
		return prefixes[0].String()
	}
	return "the addresses"
}

// exit is a route out of a VPC, with the part of the traffic that takes it.
type exit struct {
	from     spot
	to       Addresses
	isPublic bool
	table    *RouteTable
	leg      Leg
	// isReply says that the traffic comes in, and that the route is the one of its replies.
	isReply bool
}

// exit follows a route to its target.
func (w *walk) exit(x exit) {
	if x.leg.Local {
		w.doubt(ExternalUnknown, x.from.workload.At, "what has the address in the VPC is not known")
		return
	}
	route := x.leg.Route
	switch target := route.Target; target.Kind {
	case ToInternet:
		w.internetGateway(x)
	case ToNAT:
		w.nat(x)
	case ToEgressOnly:
		w.follows(w.builder.throughEgressOnly(target, x.table, w.family), route.At)
	case ToPeer:
		w.beyondPeer(x)
	case ToVPN:
		w.privateGateway(x)
	case ToMiddlebox, ToUnknown:
		reason := route.Name + " sends the traffic to the " + target.describe() + ", and where it goes on is not known"
		w.aside(route.At, reason)
	case ToLocal:
		w.doubt(ExternalUnknown, route.At, "what has the address in the VPC is not known")
	case ToTransit, ToCore:
		w.beyondTransit(x)
	case ToCarrier:
		w.doubt(ExternalUnknown, route.At, "what lies behind the "+target.describe()+" is not known")
	}
}

// follows takes over what is known of the egress through a gateway.
func (w *walk) follows(egress Egress, at source.At) {
	w.path.Hops = append(w.path.Hops, egress.Hops...)
	w.path.Weaker = fact.Join(w.path.Weaker, egress.Weaker)
	switch egress.Internet.Answer {
	case value.Undecided:
		w.doubt(ExternalUnknown, at, egress.Internet.Reason)
	case value.No:
		if len(egress.Hops) > 0 {
			at = egress.Hops[len(egress.Hops)-1].At
		}
		w.block(egress.Blocker, at, egress.Internet.Reason)
	case value.Yes:
	}
}

// internetGateway leaves through an internet gateway, which serves public addresses only.
func (w *walk) internetGateway(x exit) {
	if !x.isPublic && !hasPublic(w.family, x.to.Set) {
		if code, what := droppedBy(x.to.Set, Inbound); x.isReply {
			w.block(code, x.leg.Route.At, "an internet gateway drops traffic from and to "+what)
			return
		}
		code, what := droppedBy(x.to.Set, Outbound)
		w.block(code, x.leg.Route.At, "an internet gateway drops traffic for "+what)
		return
	}
	if !x.isPublic {
		w.doubt(ExternalUnknown, x.leg.Route.At, "only a part of the addresses is public")
	}
	w.attached(x.leg.Route.Target, x.table)
	w.publicAccess(x.from.declared, Outbound)
	w.sourceAddress(x.from)
}

// sourceAddress asks whether a workload has an address that an internet gateway serves.
func (w *walk) sourceAddress(from spot) {
	has, code := from.workload.PublicIPv4, NoPublicAddress
	reason := from.workload.Name + " has no public IPv4 address, and an internet gateway serves no other"
	if w.family == IPv6 {
		has, code, reason = from.workload.IPv6, NoSource, from.workload.Name+" has no IPv6 address"
	}
	w.require(has, code, from.workload.At, reason)
}

// require goes on where a fact holds.
func (w *walk) require(has fact.Fact, code Blocker, at source.At, reason string) {
	switch has.Answer {
	case value.No:
		w.block(code, at, reason)
	case value.Undecided:
		w.doubt(code, at, has.Reason)
	case value.Yes:
	}
}

// attached asks whether the internet gateway of a route is attached to the VPC of its table.
func (w *walk) attached(target Target, table *RouteTable) {
	gateway := w.builder.Declared(target.value, "AWS::EC2::InternetGateway")
	if gateway == nil {
		w.doubt(ExternalUnknown, "", "the internet gateway is not declared: "+target.Reason)
		return
	}
	attached, by := w.builder.attachment(gateway, w.builder.tableVPC(table))
	switch {
	case attached.Answer == value.No:
		w.block(DetachedGateway, gateway.At, attached.Reason)
	case attached.Answer == value.Undecided:
		w.doubt(DetachedGateway, gateway.At, attached.Reason)
	case gateway.Exists != value.Yes:
		w.doubt(ExternalUnknown, gateway.At, "it can't be decided whether "+gateway.Name+" exists")
	default:
		w.pass(by.At, by.Name+" attaches "+gateway.Name+" to the VPC")
	}
}

// publicAccess asks whether VPC Block Public Access lets the traffic pass.
func (w *walk) publicAccess(subnet *Subnet, direction Direction) {
	if subnet == nil {
		return
	}
	switch blocks := w.BlocksPublic(subnet, direction); blocks.Answer {
	case value.Yes:
		w.block(PublicAccessCode, w.PublicAccess.At, blocks.Reason)
	case value.Undecided:
		w.doubt(PublicAccessCode, w.PublicAccess.At, blocks.Reason)
	case value.No:
	}
}

// nat leaves through a NAT gateway, and goes on from its subnet.
func (w *walk) nat(x exit) {
	nat := w.builder.Declared(x.leg.Route.Target.value, "AWS::EC2::NatGateway")
	if nat == nil {
		w.doubt(ExternalUnknown, x.leg.Route.At, "the NAT gateway is not declared: "+x.leg.Route.Target.Reason)
		return
	}
	private, regional := natPrivate(nat), natRegional(nat)
	switch {
	case w.family == IPv6:
		w.doubt(ExternalUnknown, nat.At, "a NAT gateway serves IPv6 only where names resolve to NAT64 addresses")
	case !isSure(nat):
		w.doubt(ExternalUnknown, nat.At, "it can't be decided whether "+nat.Name+" exists")
	case !x.isPublic:
		w.doubt(ExternalUnknown, nat.At, "what "+nat.Name+" reaches besides the internet is not looked at")
	case private.Answer == value.Undecided || regional.Answer == value.Undecided:
		w.doubt(ExternalUnknown, nat.At, "it can't be decided what kind of NAT gateway "+nat.Name+" is")
	case regional.Answer == value.Yes:
		started := Egress{Class: PublicNAT, Internet: fact.Yes("")}
		w.follows(w.builder.throughRegionalNAT(started, nat, x.table), nat.At)
	default:
		w.zonalNAT(x, nat, private)
	}
}

// zonalNAT goes on from a NAT gateway in a subnet, whose network ACL sees both sides of the translation.
func (w *walk) zonalNAT(x exit, nat *template.Resource, private fact.Fact) {
	link := w.builder.Link(stack.Property(nat, "SubnetId"), "AWS::EC2::Subnet")
	subnet := w.subnets[link.ID]
	if subnet == nil {
		w.doubt(ExternalUnknown, nat.At, "the subnet of "+nat.Name+" is not declared")
		return
	}
	w.pass(nat.At, nat.Name+" stands in subnet "+subnet.Name)
	if private.Answer == value.Yes {
		w.follows(throughPrivateNAT(nat, w.builder.egressOf(subnet, IPv4)), nat.At)
		return
	}
	own := w.sub()
	inner := spot{workload: x.from.workload, subnet: link, declared: subnet}
	way := withoutLocal(w.Lookup(link, x.to))
	own.routes(way, nat.At, func(sub *walk, leg Leg) { sub.afterNAT(way, leg, nat, inner) })
	if link.ID != x.from.subnet.ID {
		own.guard(link, Inbound, w.traffic, x.from.addresses)
		own.guard(link, Outbound, w.traffic.Reply(), x.from.addresses)
	}
	own.guard(link, Outbound, w.traffic, x.to)
	own.guard(link, Inbound, w.traffic.Reply(), x.to)
	w.add(own)
}

// afterNAT asks for an internet gateway right behind a public NAT gateway.
func (w *walk) afterNAT(way Way, leg Leg, nat *template.Resource, inner spot) {
	message := "NAT gateway " + nat.Name + " stands in subnet " + inner.subnet.Name + ", which itself has no way out"
	switch {
	case leg.Route == nil:
		w.path.Weaker = fact.Join(w.path.Weaker, way.Weaker)
		w.block(NATWithoutEgress, nat.At, message)
	case leg.Route.Target.Kind == ToInternet:
		w.attached(leg.Route.Target, way.RouteTable)
		w.publicAccess(inner.declared, Outbound)
	case leg.Route.Target.Kind == ToNAT && w.builder.Declared(leg.Route.Target.value, nat.Type) == nat:
		w.block(NATWithoutEgress, nat.At, message+": its route leads back to "+nat.Name)
	case leg.Route.Target.Kind == ToPeer:
		w.block(NATWithoutEgress, nat.At, message)
	default:
		w.aside(leg.Route.At, "no internet gateway stands right behind NAT gateway "+nat.Name)
	}
}

// beyondPeer leaves through a peering connection, behind which only the peer VPC's own blocks are reached (Amazon VPC
// Peering Guide, limitations).
func (w *walk) beyondPeer(x exit) {
	route := x.leg.Route
	reason := "a peering connection carries traffic for the peer VPC alone"
	if x.isPublic {
		w.block(BeyondPeer, route.At, reason+", never for the internet")
		return
	}
	peering := w.Peering(route.Target.ID)
	if peering == nil {
		w.doubt(ExternalUnknown, route.At, "the peering connection is not declared: "+route.Target.Reason)
		return
	}
	other, isOurs := peering.Other(x.from.vpc())
	blocks := w.VPCAddresses(other, w.family)
	switch {
	case !isOurs || blocks.Unknown != "" || peering.Exists != value.Yes:
		w.doubt(ExternalUnknown, peering.At, "the VPC behind "+peering.Name+" is not known")
	case IsEmpty(intersect(blocks.Set, x.to.Set)):
		w.block(BeyondPeer, route.At, reason)
	default:
		w.doubt(ExternalUnknown, peering.At, "what has the address in the peer VPC is not known")
	}
}

// privateGateway leaves through a virtual private gateway. The templates end at its VPN connection.
func (w *walk) privateGateway(x exit) {
	target := x.leg.Route.Target
	gateway := w.builder.Declared(target.value, "AWS::EC2::VPNGateway")
	isKnown := w.isOnPremises(x)
	switch {
	case gateway == nil && isKnown:
		w.pass(x.leg.Route.At, "the network on premises lies behind the "+target.describe())
		return
	case gateway == nil:
		w.doubt(ExternalUnknown, x.leg.Route.At, "the virtual private gateway is not declared: "+target.Reason)
		return
	}
	isAttached := false
	for _, vpc := range w.builder.attachedTo(gateway, "VpnGatewayId") {
		isAttached = isAttached || vpc.ID != "" && vpc.ID == x.from.vpc().ID
	}
	for _, connection := range w.builder.OfType("AWS::EC2::VPNConnection") {
		own := w.builder.Declared(stack.Property(connection, "VpnGatewayId"), gateway.Type) == gateway
		if own && isAttached && isSure(connection) && isSure(gateway) {
			w.pass(connection.At, connection.Name+" leads from "+gateway.Name+" to the customer's network")
			return
		}
	}
	if isKnown && isAttached && isSure(gateway) {
		w.pass(gateway.At, "the network on premises lies behind "+gateway.Name)
		return
	}
	w.doubt(ExternalUnknown, gateway.At, "what lies behind the "+target.describe()+" is not known")
}

// arrive follows traffic from what is outside of the VPCs to a workload.
func (w *walk) arrive(src, dst spot) {
	if src.isPublic {
		w.entrance(src, dst)
	} else {
		w.backdoor(src, dst)
	}
	w.guard(dst.subnet, Inbound, w.traffic, src.addresses)
	w.admit(dst, Inbound, src.bare())
	w.guard(dst.subnet, Outbound, w.traffic.Reply(), src.addresses)
}

// entrance comes in through an internet gateway: by a public address, and with replies that leave the same way.
func (w *walk) entrance(src, dst spot) {
	has, code := dst.workload.PublicIPv4, NoPrivateAddress
	reason := dst.workload.Name + " has no public IPv4 address"
	if w.family == IPv6 {
		has, code, reason = dst.workload.IPv6, NoSource, dst.workload.Name+" has no IPv6 address"
	}
	w.require(has, code, dst.workload.At, reason)
	for _, edge := range w.builder.OfType("AWS::EC2::GatewayRouteTableAssociation") {
		w.aside(edge.At, edge.Name+" may send what comes in to a network appliance")
	}
	way := withoutLocal(w.Lookup(dst.subnet, src.addresses))
	w.routes(way, dst.workload.At, func(sub *walk, leg Leg) {
		if leg.Route == nil {
			sub.noRoute(way, dst, "the internet")
			return
		}
		switch target := leg.Route.Target; target.Kind {
		case ToInternet:
			sub.attached(target, way.RouteTable)
			sub.publicAccess(dst.declared, Inbound)
		case ToNAT, ToEgressOnly, ToPeer, ToLocal:
			reason := "replies go to the " + target.describe() + ", so nothing can be reached from outside"
			sub.block(NoRoute, leg.Route.At, reason)
		case ToVPN, ToTransit, ToCore, ToMiddlebox, ToCarrier, ToUnknown:
			sub.aside(leg.Route.At, "replies go to the "+target.describe()+", so the traffic may come that way, too")
		}
	})
}

// backdoor comes in from a network that some gateway leads to, by the way that replies take.
func (w *walk) backdoor(src, dst spot) {
	way := w.Lookup(dst.subnet, src.addresses)
	w.routes(way, dst.workload.At, func(sub *walk, leg Leg) {
		if leg.Route == nil && !leg.Local {
			sub.noRoute(way, dst, describeAddresses(src))
			return
		}
		target := Addresses{Family: w.family, Set: leg.Set}
		sub.exit(exit{from: dst, to: target, table: way.RouteTable, leg: leg, isReply: true})
	})
}
