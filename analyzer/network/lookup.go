package network

import (
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Leg is a part of a destination, and the route that its packets take.
type Leg struct {
	// Set holds the addresses of the part.
	Set *netipx.IPSet
	// Route is the route they take; nil for the local route and where there is none.
	Route *Route
	// Local says that they stay in the VPC, by its local route.
	Local bool
	// Unknown says why they may take another way; empty where they surely take this one.
	Unknown string
}

// Table is the route table that a subnet uses, as far as it is known.
type Table struct {
	// RouteTable is nil for a VPC's main route table, and where it is not known.
	RouteTable *RouteTable
	// Unknown says why it is not known which table the subnet uses, or what the table holds.
	Unknown string
	// Weaker are reasons why it may be another table, or hold more, after all.
	Weaker []string
	// Hops say how the subnet comes to its table.
	Hops []fact.Hop
}

// Table returns the route table that a subnet uses.
func (n *Network) Table(subnet stack.Link) Table {
	declared := n.subnets[subnet.ID]
	if declared == nil {
		return Table{Unknown: "the routes of a subnet that is not declared are not known: " + subnet.Reason}
	}
	place := declared.place
	table := Table{RouteTable: place.table, Unknown: place.unknown, Weaker: place.weaker, Hops: place.hops}
	switch {
	case table.Unknown != "" || place.table == nil:
	case place.table.Exists != value.Yes:
		table.Unknown = "it can't be decided whether route table " + place.table.Name + " exists"
	default:
		table.Unknown = place.table.unknown
		table.Weaker = fact.Join(table.Weaker, place.table.weaker)
	}
	return table
}

// Way is where the packets of a subnet to some destination go.
type Way struct {
	Table
	// Legs are the parts of the destination, the most specific routes first. The last one is without a route,
	// where there is none for some addresses. Where the table may hold more, they are what is known.
	Legs []Leg
}

// Lookup finds the routes that packets of a subnet take to a destination: the longest prefix wins, address by
// address.
func (n *Network) Lookup(subnet stack.Link, to Addresses) Way {
	way := Way{Table: n.Table(subnet)}
	rest := to.Bounds()
	candidates := n.candidates(subnet, way.RouteTable, to.Family)
	for _, candidate := range candidates {
		part := intersect(rest, candidate.set)
		if IsEmpty(part) {
			continue
		}
		leg := Leg{Set: part, Route: candidate.route, Local: candidate.route == nil, Unknown: candidate.unknown}
		if candidate.isLocalRoute() {
			leg.Local = true
		}
		way.Legs = append(way.Legs, leg)
		if candidate.unknown == "" {
			rest = subtract(rest, part)
		}
	}
	if !IsEmpty(rest) {
		leg := Leg{Set: rest}
		for _, candidate := range candidates {
			if candidate.unknown != "" && leg.Unknown == "" {
				leg.Unknown = candidate.unknown
			}
		}
		way.Legs = append(way.Legs, leg)
	}
	way.dropAnnounced()
	way.doubtOverlaps(candidates)
	return way
}

// doubtOverlaps notes which sure legs a route that may not exist, or whose destination is not known, may take
// over.
func (w *Way) doubtOverlaps(candidates []candidate) {
	for i := range w.Legs {
		leg := &w.Legs[i]
		if leg.Unknown != "" {
			continue
		}
		for _, other := range candidates {
			if other.unknown != "" && other.route != leg.Route && !IsEmpty(intersect(leg.Set, other.set)) &&
				other.bits >= bitsOf(candidates, leg.Route) {
				leg.Unknown = other.unknown
				break
			}
		}
	}
}

func bitsOf(candidates []candidate, route *Route) int {
	bits := 0
	for _, candidate := range candidates {
		if candidate.route == route {
			bits = max(bits, candidate.bits)
		}
	}
	return bits
}

// candidate is a route, or one prefix of it.
type candidate struct {
	route   *Route
	set     *netipx.IPSet
	bits    int
	unknown string
}

func (c candidate) isLocalRoute() bool { return c.route == nil || c.route.Target.Kind == ToLocal }

// anyBits is the length of a prefix that is not known: it may be the longest.
const anyBits = 129

// candidates are the routes of a subnet's table and the local ones, the longest prefix first.
func (n *Network) candidates(subnet stack.Link, table *RouteTable, family Family) []candidate {
	var found []candidate
	if declared := n.subnets[subnet.ID]; declared != nil {
		local := n.VPCAddresses(declared.VPC, family)
		for _, prefix := range local.Set.Prefixes() {
			found = append(found, candidate{set: setOf(prefix), bits: prefix.Bits()})
		}
		if local.Unknown != "" {
			found = append(found, candidate{set: likelyLocal[family], bits: anyBits, unknown: local.Unknown})
		}
	}
	if table != nil {
		for _, route := range table.Routes {
			if route.Family == family || route.Family == "" {
				found = append(found, n.announced(route, family)...)
				found = append(found, route.candidates(family)...)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return b.bits - a.bits })
	return found
}

// likelyLocal are the addresses that a VPC whose blocks are not known may well have: the private ones. A block of
// public IPv4 addresses is rare enough to be declared, and one of IPv6 that AWS chooses is not what anything else
// is named by.
var likelyLocal = map[Family]*netipx.IPSet{
	IPv4: subtract(everything[IPv4], public[IPv4]), IPv6: setOf(netip.MustParsePrefix("fc00::/7")),
}

func (r *Route) candidates(family Family) []candidate {
	unknown := r.unknown
	if unknown == "" && r.Exists != value.Yes {
		unknown = "it can't be decided whether the route " + r.Name + " exists"
	}
	if len(r.prefixes) == 0 {
		if unknown == "" {
			unknown = "the destination of " + r.Name + " is not known"
		}
		return []candidate{{route: r, set: everything[family], bits: anyBits, unknown: unknown}}
	}
	var found []candidate
	for _, prefix := range r.prefixes {
		if familyOf(prefix) == family {
			found = append(found, candidate{route: r, set: setOf(prefix), bits: prefix.Bits(), unknown: unknown})
		}
	}
	return found
}

func setOf(prefix netip.Prefix) *netipx.IPSet {
	return AddressesOf(familyOf(prefix), prefix).Set
}
