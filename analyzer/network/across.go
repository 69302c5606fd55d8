package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// across follows traffic between workloads of two VPCs: by private addresses, else by the public address of the
// target.
func (w *walk) across(src, dst spot) {
	private := w.sub()
	private.crossing(src, dst)
	public := dst.workload.PublicIPv4
	if w.family == IPv6 {
		public = dst.workload.IPv6
	}
	if private.result().Answer == value.Yes || public.Answer == value.No {
		w.add(private)
		return
	}
	outer := w.overInternet(src, dst)
	switch {
	case private.isBlocked() && outer.isBlocked():
		w.add(private)
		w.add(&walk{path: Path{Blockers: outer.path.Blockers, Weaker: outer.path.Weaker}})
	case private.isBlocked(), outer.result().Answer == value.Yes:
		w.add(outer)
	default:
		w.add(private)
	}
}

// overInternet follows traffic from one workload to the public address of another. Which address either is seen
// under is not known; no reference to a group counts.
func (w *walk) overInternet(src, dst spot) *walk {
	unknown := UnknownAddresses(w.family, "the public address is not known before deployment")
	outside := spot{addresses: unknown, isPublic: true}
	way := w.sub()
	way.leave(src, outside)
	way.arrive(outside, dst)
	return way
}

// crossing follows traffic between the private addresses of two VPCs.
func (w *walk) crossing(src, dst spot) {
	way, keeps := w.sub(), newKept()
	way.cross(src, dst, keeps)
	w.admitAcross(src, Outbound, dst, keeps.outbound)
	w.guard(src.subnet, Outbound, w.traffic, dst.addresses)
	w.add(way)
	w.guard(dst.subnet, Inbound, w.traffic, src.addresses)
	w.admitAcross(dst, Inbound, src, keeps.inbound)
	w.guard(dst.subnet, Outbound, w.traffic.Reply(), src.addresses)
	back := w.sub()
	back.cross(dst, src, newKept())
	back.path.Hops = nil // replies are told of only where they fail
	w.add(back)
	w.guard(src.subnet, Inbound, w.traffic.Reply(), dst.addresses)
}

// kept says whether references to security groups hold on the way.
type kept struct{ outbound, inbound fact.Fact }

func newKept() *kept {
	gone := fact.No("references to security groups do not hold on this way")
	return &kept{outbound: gone, inbound: gone}
}

// admitAcross asks the security groups of a workload about one in another VPC.
func (w *walk) admitAcross(at spot, direction Direction, other spot, keeps fact.Fact) {
	switch keeps.Answer {
	case value.Yes:
		w.admit(at, direction, other.side())
	case value.No:
		w.admit(at, direction, other.bare())
	case value.Undecided:
		without, with := w.sub(), w.sub()
		without.admit(at, direction, other.bare())
		with.admit(at, direction, other.side())
		switch {
		case !without.isBlocked() || with.isBlocked():
			w.add(without)
		default:
			w.doubt(ReferencesNotPreserved, at.workload.At, keeps.Reason)
		}
	}
}

// cross follows the routes from one VPC to another.
func (w *walk) cross(from, to spot, keeps *kept) {
	way := w.Lookup(from.subnet, to.addresses)
	w.routes(way, from.workload.At, func(sub *walk, leg Leg) {
		switch {
		case leg.Local:
			sub.doubt(ExternalUnknown, from.workload.At, "the two VPCs may have addresses in common")
		case leg.Route == nil:
			sub.noRoute(way, from, nameOf(to))
		case leg.Route.Target.Kind == ToPeer:
			sub.overPeering(from, to, leg.Route, keeps)
		case leg.Route.Target.Kind == ToTransit:
			sub.overTransit(from, to, leg.Route, keeps)
		case leg.Route.Target.Kind == ToInternet:
			sub.dropped(leg, to)
		case leg.Route.Target.Kind == ToEgressOnly:
			sub.block(NoRoute, leg.Route.At, "an egress-only internet gateway leads to no other VPC")
		default:
			reason := "where the " + leg.Route.Target.describe() + " sends traffic for " + nameOf(to) + " is not known"
			sub.aside(leg.Route.At, reason)
		}
	})
}

// dropped ends at an internet gateway, which takes no traffic for private addresses.
func (w *walk) dropped(leg Leg, to spot) {
	if to.addresses.Unknown != "" || hasPublic(w.family, leg.Set) {
		w.doubt(ExternalUnknown, leg.Route.At, "the addresses of "+nameOf(to)+" are not known to be private")
		return
	}
	w.block(NotOnTheInternet, leg.Route.At, leg.Route.Name+" sends the private addresses of "+nameOf(to)+
		" to an internet gateway, which drops them")
}

// overPeering goes through a peering connection: to the VPC behind it, and no further. Groups may be referenced where
// both VPCs are in one Region (Amazon VPC Peering Guide).
func (w *walk) overPeering(from, to spot, route *Route, keeps *kept) {
	peering := w.Peering(route.Target.ID)
	if peering == nil {
		w.doubt(ExternalUnknown, route.At, "the peering connection is not declared: "+route.Target.Reason)
		return
	}
	other, isOurs := peering.Other(from.vpc())
	switch {
	case peering.Exists != value.Yes:
		w.doubt(ExternalUnknown, peering.At, "it can't be decided whether "+peering.Name+" exists")
	case other.ID == to.vpc().ID && isOurs:
		w.pass(peering.At, peering.Name+" connects the two VPCs")
		keeps.outbound = fact.Fact{Answer: peering.OtherRegion.Answer.Not(), Reason: peering.OtherRegion.Reason}
		keeps.inbound = keeps.outbound
		if peering.OtherAccount.Answer != value.No && stack.Property(peering.Resource, "PeerRoleArn") == nil {
			w.doubt(ExternalUnknown, peering.At, "whether the other account accepts "+peering.Name+" is not known")
		}
	case isOurs && other.Standing == stack.Declared:
		w.block(BeyondPeer, route.At, peering.Name+" leads to another VPC, and no further than that")
	default:
		w.doubt(ExternalUnknown, peering.At, "which VPCs "+peering.Name+" connects is not known")
	}
}

// overTransit goes through a transit gateway: both VPCs have to be attached. Groups are referenced in inbound rules
// only, and only where the gateway is told to (Amazon VPC Transit Gateways, security group referencing).
func (w *walk) overTransit(from, to spot, route *Route, keeps *kept) {
	transit := w.Transit(route.Target.ID)
	if transit == nil {
		w.doubt(ExternalUnknown, route.At, "the transit gateway is not declared: "+route.Target.Reason)
		return
	}
	for _, end := range []spot{from, to} {
		w.transitEnd(transit, end)
	}
	if transit.OwnTables.Answer != value.No {
		w.doubt(ExternalUnknown, route.At, "the route tables of transit gateway "+transit.Name+" are not looked at")
	}
	keeps.inbound = transit.References
	w.pass(route.At, "the transit gateway "+transit.Name+" connects the two VPCs")
}

// transitEnd asks whether a VPC is attached to the transit gateway, in the zone of the workload.
func (w *walk) transitEnd(transit *Transit, end spot) {
	var attachment *TransitAttachment
	for _, candidate := range transit.Attachments {
		switch {
		case candidate.VPC.ID != "" && candidate.VPC.ID == end.vpc().ID:
			attachment = candidate
		case candidate.VPC.Standing != stack.Declared && attachment == nil:
			w.doubt(ExternalUnknown, candidate.At, "which VPC "+candidate.Name+" attaches is not known")
		}
	}
	name := "the VPC of " + end.workload.Name
	switch {
	case attachment == nil && transit.unknown != "":
		w.doubt(NotAttachedToTransit, end.workload.At, "whether "+name+" is attached is not known: "+transit.unknown)
	case attachment == nil:
		w.block(NotAttachedToTransit, transit.At, name+" is not attached to transit gateway "+transit.Name)
	case attachment.Exists != value.Yes:
		w.doubt(NotAttachedToTransit, attachment.At, "it can't be decided whether "+attachment.Name+" exists")
	case w.isOutOfZone(attachment, end):
		w.block(TransitZone, attachment.At, attachment.Name+" has no subnet in the zone of "+nameOf(end))
	case !w.isInZone(attachment, end):
		w.doubt(TransitZone, attachment.At,
			"whether "+attachment.Name+" has a subnet in the zone of "+nameOf(end)+" is not known")
	default:
		w.pass(attachment.At, attachment.Name+" attaches "+name)
	}
}

// isInZone reports whether an attachment surely has a subnet in the zone of the workload's.
func (w *walk) isInZone(attachment *TransitAttachment, end spot) bool {
	for _, link := range attachment.Subnets {
		if link.ID != "" && link.ID == end.subnet.ID {
			return true
		}
		other := w.subnets[link.ID]
		acl := w.Guard(link).ACL
		if other == nil || end.declared == nil || acl == nil || acl.Standing != stack.Default {
			continue
		}
		zone := stack.Property(end.declared.Resource, "AvailabilityZone")
		same := stack.Property(other.Resource, "AvailabilityZone")
		if zone != nil && same != nil && value.Same(zone, same) == value.Yes {
			return true
		}
	}
	return false
}

// isOutOfZone reports whether an attachment surely has no subnet in the zone of the workload's: a transit gateway takes
// traffic of zones where the attachment has one (Amazon VPC Transit Gateways, VPC attachments).
func (w *walk) isOutOfZone(attachment *TransitAttachment, end spot) bool {
	if end.declared == nil || len(attachment.Subnets) == 0 {
		return false
	}
	zone := stack.Property(end.declared.Resource, "AvailabilityZone")
	for _, link := range attachment.Subnets {
		other := w.subnets[link.ID]
		if other == nil || !AreApart(zone, stack.Property(other.Resource, "AvailabilityZone")) {
			return false
		}
	}
	return true
}

// AreApart reports whether two Availability Zones surely are different ones.
func AreApart(a, b *value.Value) bool {
	if value.Same(a, b) == value.No {
		return true
	}
	if !a.Is(value.Unresolved) || !b.Is(value.Unresolved) || a.Symbol == b.Symbol {
		return false
	}
	// Two items of the list of zones are two zones.
	_, listA, foundA := strings.Cut(a.Symbol, " ?zones of ")
	_, listB, foundB := strings.Cut(b.Symbol, " ?zones of ")
	isItem := strings.HasPrefix(a.Symbol, "Fn::Select ") && strings.HasPrefix(b.Symbol, "Fn::Select ")
	return foundA && foundB && isItem && listA == listB
}
