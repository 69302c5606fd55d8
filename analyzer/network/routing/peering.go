package routing

import (
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
)

// peering is a connection of two VPCs.
type peering struct {
	*network.PeeringConnection

	// sides are the VPC that asks and the one that accepts, as far as they are declared.
	sides [2]*network.VPC
}

// peerings finds peering connections that can't be made or can't answer, and routes over them that lead nowhere.
func (x *survey) peerings() {
	for _, connection := range x.n.Peerings {
		one := peering{PeeringConnection: connection}
		for i, vpc := range connection.VPCs {
			one.sides[i] = x.n.VPC(vpc.ID)
		}
		x.peeringOf[connection.ID] = one
		if !exists(connection.Resource) || one.sides[0] == nil || one.sides[1] == nil || one.sides[0] == one.sides[1] {
			continue
		}
		if !x.overlapping(one) {
			x.oneSided(one)
		}
	}
	for _, table := range x.n.RouteTables {
		for _, route := range table.Routes {
			if route.Target.Kind == network.ToPeer {
				x.beyondPeer(placed{Route: route, table: table}, x.peeringOf[route.Target.ID])
			}
		}
	}
}

// families are the families of addresses.
var families = []network.Family{network.IPv4, network.IPv6}

func (x *survey) addressesOf(vpc *network.VPC, family network.Family) network.Addresses {
	return x.n.VPCAddresses(stack.Link{Standing: stack.Declared, ID: vpc.ID, Name: vpc.Name}, family)
}

// common returns the block that is in both VPCs; an invalid one where none is known.
func (x *survey) common(a, b *network.VPC) netip.Prefix {
	for _, family := range families {
		var both netipx.IPSetBuilder
		both.AddSet(x.addressesOf(a, family).Set)
		both.Intersect(x.addressesOf(b, family).Set)
		if set, err := both.IPSet(); err == nil && len(set.Prefixes()) > 0 {
			return set.Prefixes()[0]
		}
	}
	return netip.Prefix{}
}

// overlapping finds peering connections of VPCs that have addresses in common, which AWS refuses (Amazon VPC
// Peering Guide, limitations).
func (x *survey) overlapping(one peering) bool {
	common := x.common(one.sides[0], one.sides[1])
	if !common.IsValid() {
		return false
	}
	issue := network.Issue{
		Kind: "routing/overlapping-peers", At: property(one.At, "PeerVpcId"), Name: one.Name,
		Words: map[string]string{
			"vpc": one.sides[0].Name, "peer": one.sides[1].Name, "block": common.String(),
		},
	}
	for _, vpc := range one.sides {
		block := stack.Property(vpc.Resource, "CidrBlock")
		message := vpc.Name + " has the addresses " + strings.Join(vpc.CIDRs, ", ")
		issue.Related = append(issue.Related, fact.Hop{At: property(vpc.At, "CidrBlock"), Message: message})
		issue.Related = append(issue.Related, fact.Steps(block)...)
	}
	x.Report(issue)
	return true
}

// oneSided finds peering connections over which the routes of one VPC lead to the other, and none leads back.
func (x *survey) oneSided(one peering) {
	there := x.routesOver(one, one.sides[0], one.sides[1])
	back := x.routesOver(one, one.sides[1], one.sides[0])
	switch {
	case len(back) == 0:
		x.noReturn(one, there, one.sides[0], one.sides[1])
	case len(there) == 0:
		x.noReturn(one, back, one.sides[1], one.sides[0])
	}
}

// routesOver are the routes over a peering connection, in the tables of a VPC, that lead to the other.
func (x *survey) routesOver(one peering, vpc, other *network.VPC) []placed {
	var routes []placed
	for _, route := range x.routesTo[one.ID] {
		isIts := route.table.VPC.ID == vpc.ID && route.table.Standing == stack.Declared && !x.isIdle(route.table)
		if isIts && x.leadsTo(route, other) {
			routes = append(routes, route)
		}
	}
	return routes
}

// isIdle reports whether surely no subnet uses a declared route table, though its VPC has subnets.
func (x *survey) isIdle(table *network.RouteTable) bool {
	if table.Resource == nil || len(x.subnetsOn[table.ID]) > 0 || len(x.subnetsOf[table.VPC.ID]) == 0 {
		return false
	}
	for _, kind := range []string{"AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::GatewayRouteTableAssociation"} {
		for _, tie := range x.index.OfType(kind) {
			id := stack.Property(tie, "RouteTableId")
			if x.index.Declared(id, table.Resource.Type) == table.Resource || x.index.MayBe(id, table.Resource) {
				return false
			}
		}
	}
	unknown, weaker := x.index.Absence(table.Resource)
	return unknown == "" && len(weaker) == 0
}

func (x *survey) noReturn(one peering, there []placed, from, silent *network.VPC) {
	const kind = "routing/one-sided-peering"
	if len(x.subnetsOf[silent.ID])+len(x.tablesOf[silent.ID]) == 0 {
		return // nothing there that could answer
	}
	if len(there) == 0 {
		return
	}
	there = slices.DeleteFunc(there, func(route placed) bool { return !route.isReal() })
	if len(there) == 0 {
		x.Doubt(kind, one.At, "it can't be decided whether the routes over "+one.Name+" exist")
		return
	}
	first := there[0]
	if reason := x.mayReturn(one, from, silent); reason != "" {
		x.Doubt(kind, one.At, reason)
		return
	}
	unknown, weaker := x.index.Absence(silent.Resource)
	if unknown != "" {
		x.Doubt(kind, one.At, unknown)
		return
	}
	issue := network.Issue{
		Kind: kind, At: one.At, Name: one.Name, Words: map[string]string{"from": from.Name, "silent": silent.Name},
		Codes: []network.Blocker{network.NoRoute}, Weaker: weaker,
		Flow: []fact.Hop{
			first.sends("peering connection " + one.Name),
			{At: one.At, Message: one.Name + " connects " + from.Name + " and " + silent.Name},
		},
	}
	tables := x.tablesOf[silent.ID]
	for _, table := range tables {
		if x.isIdle(table) {
			message := "no subnet uses route table " + table.Name
			issue.Related = append(issue.Related, fact.Hop{At: table.At, Message: message})
			continue
		}
		hop := fact.Hop{At: table.At, Message: "route table " + table.Name + " has no route back to " + from.Name}
		issue.Flow = append(issue.Flow, hop)
		issue.Weaker = fact.Join(issue.Weaker, table.Weaker())
	}
	if len(tables) == 0 {
		hop := fact.Hop{At: silent.At, Message: "the main route table of " + silent.Name + " has no route back"}
		issue.Flow = append(issue.Flow, hop)
	}
	for _, route := range there[1:] {
		issue.Related = append(issue.Related, route.sends("peering connection "+one.Name))
	}
	issue.Related = append(issue.Related, x.affected(x.subnetsOf[silent.ID], "can't answer "+from.Name)...)
	issue.Edits = x.routeBack(one, from, silent)
	x.Report(issue)
}

// leadsTo reports whether a route may be for addresses of the VPC. Others are for what lies behind it, where peering
// does not lead.
func (x *survey) leadsTo(route placed, vpc *network.VPC) bool {
	return route.Unknown() != "" ||
		len(route.Prefixes()) > 0 && x.addressesOf(vpc, route.Family).Bounds().Overlaps(route.Set())
}

// mayReturn says why traffic of the silent VPC may come back after all; empty where it can't.
func (x *survey) mayReturn(one peering, from, silent *network.VPC) string {
	for _, route := range x.loose {
		if route.Target.ID == one.ID || x.index.MayBe(route.Target.Value(), one.Resource) {
			return "the route " + route.Name + " may be in a route table of " + silent.Name
		}
	}
	for _, subnet := range x.subnetsOf[silent.ID] {
		if reason := subnet.TableUnknown(); reason != "" {
			return reason
		}
	}
	for _, table := range x.tablesOf[silent.ID] {
		if x.isIdle(table) {
			continue
		}
		if table.Unknown() != "" {
			return table.Unknown()
		}
		for _, route := range table.Routes {
			if reason := x.mayLead(placed{Route: route, table: table}, one, from); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// mayLead says why a route may lead to a VPC other than by the peering connection.
func (x *survey) mayLead(route placed, one peering, to *network.VPC) string {
	switch route.Target.Kind {
	case network.ToTransit, network.ToCore, network.ToVPN, network.ToMiddlebox, network.ToCarrier, network.ToUnknown:
	case network.ToPeer:
		if !x.index.MayBe(route.Target.Value(), one.Resource) {
			return ""
		}
	case network.ToInternet, network.ToNAT, network.ToEgressOnly, network.ToLocal:
		return ""
	}
	if route.Unknown() != "" {
		return route.Unknown()
	}
	if x.leadsTo(route, to) {
		return "traffic to " + to.Name + " may take the route " + route.Name
	}
	return ""
}

// routeBack adds a route to every table of the silent VPC that its subnets use.
func (x *survey) routeBack(one peering, to, silent *network.VPC) []fact.Edit {
	if homeOf(to.Resource) != homeOf(one.Resource) || stack.Property(to.Resource, "CidrBlock") == nil {
		return nil
	}
	var edits []fact.Edit
	for _, table := range x.tablesOf[silent.ID] {
		if len(x.subnetsOn[table.ID]) == 0 || homeOf(table.Resource) != homeOf(one.Resource) {
			continue
		}
		edits = append(edits, x.addResource(table.Resource, table.Name+"To"+to.Name, map[string]any{
			"Type": "AWS::EC2::Route",
			"Properties": map[string]any{
				"RouteTableId": ref(table.Resource), "DestinationCidrBlock": getAtt(to.Resource, "CidrBlock"),
				"VpcPeeringConnectionId": ref(one.Resource),
			},
		}))
	}
	return edits
}

// beyondPeer finds routes over a peering connection to what is not in the peer VPC. Peering is not transitive, and
// the peer's gateways serve the peer alone (Amazon VPC Peering Guide, limitations).
func (x *survey) beyondPeer(route placed, over peering) {
	const kind = "routing/transitive-peering"
	if !route.isReal() || len(route.Prefixes()) == 0 || route.Unknown() != "" {
		return
	}
	issue := network.Issue{
		Kind: kind, At: route.destinationAt(), Name: route.Name,
		Words: map[string]string{"destination": route.what(), "connection": route.Target.Name},
		Codes: []network.Blocker{network.BeyondPeer}, Related: route.Via,
		Flow: []fact.Hop{route.sends(strings.TrimSpace("peering connection " + route.Target.Name))},
	}
	affected := x.affected(x.subnetsOn[route.table.ID], "has no way there")
	if route.Prefixes()[0].Bits() == 0 {
		issue.Variant, issue.Related = "default", append(issue.Related, affected...)
		x.Report(issue)
		return
	}
	peer := over.peerOf(route.table.VPC.ID)
	if peer == nil {
		return
	}
	own := x.n.VPC(route.table.VPC.ID)
	if x.addressesOf(peer, route.Family).Bounds().Overlaps(route.Set()) ||
		x.addressesOf(own, route.Family).Set.Overlaps(route.Set()) {
		return // the peer's, or a route inside the VPC itself
	}
	unknown, weaker := x.index.Absence(peer.Resource)
	if unknown != "" {
		x.Doubt(kind, issue.At, unknown)
		return
	}
	issue.Words["peer"], issue.Weaker = peer.Name, weaker
	message := peer.Name + " has the addresses " + strings.Join(peer.CIDRs, ", ")
	issue.Related = append(issue.Related, fact.Hop{At: property(peer.At, "CidrBlock"), Message: message})
	issue.Related = append(issue.Related, fact.Steps(stack.Property(peer.Resource, "CidrBlock"))...)
	if owner := x.ownerOf(route, peer); owner != nil {
		message := route.what() + " is in " + owner.Name
		issue.Related = append(issue.Related, fact.Hop{At: property(owner.At, "CidrBlock"), Message: message})
	}
	issue.Related = append(issue.Related, affected...)
	x.Report(issue)
}

// peerOf is the declared VPC on the other side; nil where the one with the id is on neither, or on both.
func (p peering) peerOf(vpc string) *network.VPC {
	for i, side := range p.sides {
		other := p.sides[1-i]
		if side != nil && side.ID == vpc && other != nil && other != side && vpc != "" {
			return other
		}
	}
	return nil
}

// ownerOf is the declared VPC that a destination is in, other than the peer and the route's own.
func (x *survey) ownerOf(route placed, peer *network.VPC) *network.VPC {
	for _, vpc := range x.n.VPCs {
		if vpc != peer && vpc.ID != route.table.VPC.ID && x.addressesOf(vpc, route.Family).Set.Overlaps(route.Set()) {
			return vpc
		}
	}
	return nil
}
