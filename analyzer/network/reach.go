package network

import (
	"cmp"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Party is one end of a path: a workload, the internet, blocks of addresses or Systems Manager.
type Party struct {
	// Workload is a member of the network; nil for what is none.
	Workload *Workload
	// Blocks are addresses outside of the VPCs, such as those of an office; public ones count as the internet's.
	Blocks []netip.Prefix
	// SSM stands for AWS Systems Manager, which is only reached, at the ports it needs.
	SSM bool
}

// Internet is all public addresses.
var Internet = Party{}

// At is the member as a party.
func At(member *Workload) Party { return Party{Workload: member} }

// In are blocks of addresses as a party.
func In(blocks ...netip.Prefix) Party { return Party{Blocks: blocks} }

// addresses returns the party's addresses of the family, and whether they are on the internet.
func (p Party) addresses(family Family) (addresses Addresses, isPublic bool) {
	if p.Blocks == nil {
		return InternetAddresses(family), true
	}
	addresses = AddressesOf(family, p.Blocks...)
	isPublic = slices.ContainsFunc(p.Blocks, func(block netip.Prefix) bool { return block.Bits() == 0 }) ||
		covers(public[family], addresses.Set)
	if isPublic {
		addresses.Set = intersect(addresses.Set, public[family])
	}
	return addresses, isPublic && !IsEmpty(addresses.Set)
}

// nowhere says why nothing has the party's addresses; empty where something may.
func (p Party) nowhere() string {
	reason := ""
	for _, block := range p.Blocks {
		kind := boundedKind(block)
		if kind == "" {
			return ""
		}
		reason = block.String() + " lies among the " + kind
	}
	return reason
}

// Reach answers whether traffic from one party arrives at another and is answered. At least one of them is a
// workload. Where a workload has several subnets the answer holds for all of them, and a way by IPv4 or by IPv6
// is enough.
//
// What the templates do not tell, such as what a network appliance does with packets, leaves the answer undecided.
func (n *Network) Reach(from, to Party, traffic Traffic) Path {
	if to.SSM && from.Workload != nil {
		return n.reachSSM(from.Workload)
	}
	path := n.reach(from, to, traffic)
	if path.Answer == value.Undecided {
		return n.inParts(path, from, to, traffic)
	}
	return path
}

// reach answers for traffic as a whole.
func (n *Network) reach(from, to Party, traffic Traffic) Path {
	w := n.walk(traffic, IPv4)
	if reason := from.nowhere(); reason != "" {
		w.block(NoSource, placeOf(to), reason)
	}
	if reason := to.nowhere(); reason != "" {
		w.block(NoPossibleDestination, placeOf(from), reason)
	}
	if w.isBlocked() {
		return w.result()
	}
	var paths []Path
	for _, family := range []Family{IPv4, IPv6} {
		if path, is := n.reachBy(from, to, traffic, family); is {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		w.block(NoSource, placeOf(from, to), "the two have no family of addresses in common for "+traffic.String())
		return w.result()
	}
	return either(paths)
}

func placeOf(parties ...Party) source.At {
	for _, party := range parties {
		if party.Workload != nil {
			return party.Workload.At
		}
	}
	return ""
}

// isOf reports whether there may be traffic of the kind in the family.
func (t Traffic) isOf(family Family) bool {
	return t.Protocol != map[Family]string{IPv4: "icmpv6", IPv6: "icmp"}[family]
}

// reachBy answers for one family. It reports false where one of the parties surely has no address of it.
func (n *Network) reachBy(from, to Party, traffic Traffic, family Family) (path Path, is bool) {
	if !traffic.isOf(family) {
		return Path{}, false
	}
	sources, hasSource := n.spots(from, family)
	targets, hasTarget := n.spots(to, family)
	if !hasSource || !hasTarget {
		return Path{}, false
	}
	var paths []Path
	for _, src := range sources {
		for _, dst := range targets {
			w := n.walk(traffic, family)
			w.follow(src, dst)
			paths = append(paths, w.result())
		}
	}
	return whole(paths), true
}

// spot is where a party has addresses: a workload's subnet, or somewhere outside of the VPCs.
type spot struct {
	// workload is nil for what is outside.
	workload  *Workload
	subnet    stack.Link
	declared  *Subnet
	groups    []stack.Link
	addresses Addresses
	// isPublic says of what is outside that it is on the internet.
	isPublic bool
}

// vpc is the VPC that the spot is in.
func (s spot) vpc() stack.Link {
	if s.declared != nil {
		return s.declared.VPC
	}
	return s.workload.VPC
}

// spots returns where a party is, and whether it has addresses of the family at all.
func (n *Network) spots(party Party, family Family) (spots []spot, has bool) {
	workload := party.Workload
	if workload == nil {
		addresses, public := party.addresses(family)
		return []spot{{addresses: addresses, isPublic: public}}, !IsEmpty(addresses.Set)
	}
	if family == IPv6 && workload.IPv6.Answer == value.No {
		return nil, false
	}
	groups := n.GroupsOf(workload)
	seen := map[stack.Link]bool{}
	for _, link := range workload.Subnets {
		declared := n.subnets[link.ID]
		if seen[link] || declared != nil && family == IPv4 && declared.IPv4.Answer == value.No {
			continue
		}
		seen[link] = true
		addresses := n.SubnetAddresses(link, family)
		if own := n.AddressesOf(workload, family); own.Unknown == "" && len(workload.Subnets) == 1 {
			addresses = own
		}
		spots = append(spots, spot{
			workload: workload, subnet: link, declared: declared, groups: groups, addresses: addresses,
		})
	}
	if len(workload.Subnets) == 0 {
		unknown := stack.Link{Standing: stack.External, Reason: workload.Name + " names no subnet"}
		spots = append(spots, spot{
			workload: workload, subnet: unknown, groups: groups, addresses: n.AddressesOf(workload, family),
		})
	}
	return spots, len(spots) > 0
}

// follow follows the traffic from one spot to another.
func (w *walk) follow(src, dst spot) {
	for _, end := range []spot{src, dst} {
		if end.workload != nil && end.workload.Exists != value.Yes {
			reason := "it can't be decided whether " + end.workload.Name + " exists"
			w.doubt(ExternalUnknown, end.workload.At, reason)
			w.open = reason
		}
	}
	switch {
	case src.workload == nil && dst.workload == nil:
		w.doubt(ExternalUnknown, "", "neither end is in the templates")
	case src.workload == nil:
		w.accepts(dst.workload)
		w.arrive(src, dst)
	case dst.workload == nil:
		w.leave(src, dst)
	default:
		w.accepts(dst.workload)
		w.between(src, dst)
	}
}

// accepts asks whether a workload takes connections at the port at all.
func (w *walk) accepts(workload *Workload) {
	if workload.Kind == LambdaFunction || workload.Kind == ConnectEndpoint {
		w.block(NoPossibleDestination, workload.At, workload.Name+" takes no connections at its network interface")
	}
	if workload.Kind == InterfaceEndpoint && w.traffic.Protocol != "tcp" {
		// AWS PrivateLink guide: an interface endpoint supports TCP only.
		w.block(NoPossibleDestination, workload.At, workload.Name+" is an endpoint, which takes TCP alone")
	}
	balancer := w.balancers[workload.ID]
	if balancer == nil || !w.traffic.hasPorts() || balancer.Type == "gateway" {
		return
	}
	for _, listener := range balancer.Listeners {
		switch {
		case listener.Port == 0 || listener.Exists != value.Yes:
			reason := "it can't be decided whether " + listener.Name + " listens on " + w.traffic.String()
			w.doubt(ListenerPort, listener.At, reason)
			return
		case w.traffic.From == listener.Port && w.traffic.To == listener.Port:
			return
		case w.traffic.From <= listener.Port && listener.Port <= w.traffic.To:
			w.doubt(ListenerPort, listener.At, balancer.Name+" listens on a part of "+w.traffic.String())
			return
		}
	}
	if balancer.Unknown != "" {
		w.doubt(ListenerPort, balancer.At, balancer.Unknown)
		return
	}
	code := ListenerPort
	if balancer.Kind == ClassicLoadBalancer {
		code = ClassicListenerPort
	}
	w.path.Weaker = fact.Join(w.path.Weaker, balancer.Weaker)
	w.block(code, balancer.At, balancer.Name+" has no listener on "+w.traffic.String())
}

// admit asks the security groups of a spot.
func (w *walk) admit(at spot, direction Direction, other Side) {
	if at.workload.Groupless {
		return
	}
	admission := w.Admits(at.groups, direction, w.traffic, other)
	place := admission.At()
	subject := ""
	if isDefault := len(at.workload.SecurityGroups) == 0 && len(at.groups) > 0; isDefault || place == "" {
		place, subject = at.workload.At, at.workload.Name+" names no security group: "
	}
	switch admission.Answer {
	case value.Yes:
		w.pass(place, subject+admission.Reason)
	case value.Undecided:
		w.doubt(ExternalUnknown, place, "security groups of "+at.workload.Name+": "+admission.Reason)
	case value.No:
		w.path.Weaker = fact.Join(w.path.Weaker, admission.Weaker)
		var messages []string
		if admission.Code == ReferencesNotPreserved {
			messages = w.references(at, direction)
		}
		if len(messages) == 0 {
			for _, hop := range admission.Hops {
				messages = append(messages, hop.Message)
			}
		}
		if admission.Code == EgressRevoked {
			place = admission.Hops[len(admission.Hops)-1].At
		}
		w.block(admission.Code, place, subject+fact.Enumerate(fact.Join(messages)))
	}
}

// references says of the groups of a spot that they admit the traffic of members of other groups alone.
func (w *walk) references(at spot, direction Direction) []string {
	var messages []string
	for _, link := range at.groups {
		group := w.groups[link.ID]
		if group == nil {
			continue
		}
		var names []string
		for _, rule := range group.Rules {
			covers := span{protocol: rule.Protocol, from: rule.From, to: rule.To}.covers(w.traffic)
			for _, peer := range rule.Peers {
				if rule.Direction == direction && covers != value.No && peer.Kind == GroupPeer {
					names = append(names, cmp.Or(peer.Group.Name, "another security group"))
				}
			}
		}
		switch {
		case len(names) == 0:
		case direction == Inbound:
			messages = append(messages, group.Name+" admits only members of "+fact.Enumerate(fact.Join(names))+
				" on "+w.traffic.String())
		default:
			messages = append(messages, group.Name+" lets "+w.traffic.String()+" out only to members of "+
				fact.Enumerate(fact.Join(names)))
		}
	}
	return messages
}

// guard asks the network ACL of a subnet.
func (w *walk) guard(subnet stack.Link, direction Direction, traffic Traffic, remote Addresses) {
	guard := w.Guard(subnet)
	passage := w.Passes(guard, direction, traffic, remote)
	place := passage.Hop.At
	if place == "" {
		place = guard.At
	}
	if traffic != w.traffic && guard.ACL != nil {
		passage.Reason += ", which replies need"
	}
	switch passage.Answer {
	case value.Yes:
		if guard.ACL.Standing == stack.Declared {
			w.pass(place, passage.Reason)
		}
	case value.Undecided:
		w.doubt(ACLCode, place, passage.Reason)
	case value.No:
		w.path.Weaker = fact.Join(w.path.Weaker, passage.Weaker)
		w.block(ACLCode, place, passage.Reason)
	}
}

// side is a spot as the security groups of the other one see it.
func (s spot) side() Side { return Side{Groups: s.groups, Addresses: s.addresses} }

// bare is a side of which groups see the addresses alone.
func (s spot) bare() Side { return Side{Addresses: s.addresses} }

// between follows traffic between two workloads.
func (w *walk) between(src, dst spot) {
	switch isSameVPC(src, dst) {
	case value.Yes:
		w.within(src, dst)
	case value.Undecided:
		reason := "it is not known how the VPCs of " + src.workload.Name + " and " + dst.workload.Name + " relate"
		w.aside(src.workload.At, reason)
	case value.No:
		w.across(src, dst)
	}
}

func isSameVPC(src, dst spot) value.Truth {
	a, b := src.vpc(), dst.vpc()
	switch {
	case a.ID != "" && a.ID == b.ID, src.subnet.ID != "" && src.subnet.ID == dst.subnet.ID:
		return value.Yes
	case a.Standing == stack.Declared && b.Standing == stack.Declared:
		return value.No
	default:
		return value.Undecided
	}
}

// within follows traffic inside of a VPC. Network ACLs stand between subnets, not inside of one.
func (w *walk) within(src, dst spot) {
	isOneSubnet := src.subnet.ID != "" && src.subnet.ID == dst.subnet.ID
	w.admit(src, Outbound, dst.side())
	if !isOneSubnet {
		w.guard(src.subnet, Outbound, w.traffic, dst.addresses)
		w.diverted(src, dst)
		w.pass(src.workload.At, "the local route leads from "+nameOf(src)+" to "+nameOf(dst))
		w.guard(dst.subnet, Inbound, w.traffic, src.addresses)
	}
	w.admit(dst, Inbound, src.side())
	if !isOneSubnet {
		w.guard(dst.subnet, Outbound, w.traffic.Reply(), src.addresses)
		w.diverted(dst, src)
		w.guard(src.subnet, Inbound, w.traffic.Reply(), dst.addresses)
	}
}

func nameOf(s spot) string {
	if s.subnet.Name != "" {
		return "subnet " + s.subnet.Name
	}
	return "a subnet that is not declared"
}

// diverted finds routes that are more specific than the local one, as those to network appliances between subnets
// are: each is for the block of one subnet (Amazon VPC User Guide, middlebox routing).
func (w *walk) diverted(from, to spot) {
	table := w.Table(from.subnet).RouteTable
	if table == nil {
		return
	}
	local := w.VPCAddresses(from.vpc(), w.family)
	for _, route := range table.Routes {
		isOther := route.Family != w.family && route.Family != ""
		if isOther || route.Target.Kind == ToLocal || route.Target.Kind == ToVPN {
			continue
		}
		for _, prefix := range route.prefixes {
			isInside := local.Unknown != "" && prefix.Bits() > 0
			for _, block := range local.Set.Prefixes() {
				isInside = isInside || block.Bits() < prefix.Bits() && block.Overlaps(prefix)
			}
			if isInside && to.addresses.Bounds().OverlapsPrefix(prefix) {
				w.aside(route.At, route.Name+" sends traffic for "+nameOf(to)+" to the "+route.Target.describe())
			}
		}
	}
}

// routes follows each route that a part of the traffic takes. Ways out of a table that may hold more than is known
// are not closed.
func (w *walk) routes(way Way, at source.At, follow func(sub *walk, leg Leg)) {
	w.path.Hops = append(w.path.Hops, way.Hops...)
	var ways []*walk
	for _, leg := range way.Legs {
		sub := w.sub()
		if leg.Route != nil {
			sub.pass(leg.Route.At, sends(leg.Route))
		}
		follow(sub, leg)
		if leg.Route == nil && !leg.Local && len(sub.path.Blockers) > 0 {
			sub.path.Weaker = fact.Join(sub.path.Weaker, way.Weaker)
		}
		if leg.Unknown != "" {
			sub.path.Blockers = nil
			sub.doubt(ExternalUnknown, at, leg.Unknown)
		}
		if way.Unknown != "" {
			sub.weaken(at, way.Unknown)
		}
		ways = append(ways, sub)
	}
	w.every(ways)
}

// noRoute blocks traffic that no route is for.
func (w *walk) noRoute(way Way, from spot, what string) {
	table := way.RouteTable
	if table == nil {
		at := from.workload.At
		if from.declared != nil {
			at = from.declared.At
		}
		w.block(MainTableOnly, at, nameOf(from)+" uses the VPC's main route table, which has only the local route")
		return
	}
	w.block(NoRoute, table.At, "route table "+table.Name+" has no route to "+what)
}

// withoutLocal drops the legs that stay in the VPC: public addresses in a VPC's own block are none of the internet's.
func withoutLocal(way Way) Way {
	way.Legs = slices.DeleteFunc(slices.Clone(way.Legs), func(leg Leg) bool { return leg.Local })
	return way
}

// hasPublic reports whether a set holds addresses of the internet.
func hasPublic(family Family, set *netipx.IPSet) bool {
	return !IsEmpty(intersect(set, routable[family]))
}
