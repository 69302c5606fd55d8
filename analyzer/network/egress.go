package network

import (
	"fmt"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Class says by what kind of way traffic leaves for the internet.
type Class string

// The classes of egress.
const (
	// InternetGateway is a route to an attached internet gateway.
	InternetGateway Class = "igw"
	// PublicNAT is a route to a NAT gateway that translates to public addresses.
	PublicNAT Class = "nat-public"
	// PrivateNAT is a route to a NAT gateway that translates to private addresses.
	PrivateNAT Class = "nat-private"
	// EgressOnly is a route to an egress-only internet gateway, for IPv6.
	EgressOnly Class = "eigw"
	// TransitGateway is a route to a transit gateway.
	TransitGateway Class = "tgw"
	// CloudWAN is a route to a core network of Cloud WAN.
	CloudWAN Class = "cloudwan"
	// Peering is a route to a peering connection, behind which no internet can be reached.
	Peering Class = "peering"
	// PrivateGateway is a route to a virtual private gateway, so to a VPN or Direct Connect.
	PrivateGateway Class = "vgw"
	// Middlebox is a route to an instance, a network interface or a Gateway Load Balancer endpoint.
	Middlebox Class = "middlebox"
	// Carrier is a route to a carrier gateway or a local gateway.
	Carrier Class = "carrier"
	// None is no way at all, or one that leads nowhere.
	None Class = "none"
	// Unknown is a way that can't be known.
	Unknown Class = "unknown"
)

// Egress is where traffic to the internet goes, in one family of addresses.
type Egress struct {
	// Class is the kind of the widest way out: "igw", "nat-public", "nat-private", "eigw", "tgw",
	// "cloudwan", "peering", "vgw", "middlebox", "carrier", "none" or "unknown".
	Class Class `json:"class"`
	// Internet says whether traffic reaches the internet: "undecided" for ways that leave the
	// templates, such as a transit gateway.
	Internet fact.Fact `json:"internet"`
	// Blocker is a code for what closes the way where the internet is not reached. Names are those of
	// VPC Reachability Analyzer where it has one.
	Blocker Blocker `json:"blocker,omitempty"`
	// Hops are the steps that lead out, or that prove that none does.
	Hops []fact.Hop `json:"hops"`
	// Weaker are reasons why a "no" may be wrong after all, such as an exported route table.
	Weaker []string `json:"weaker,omitempty"`
}

// Blocker is a code for what closes a way.
type Blocker string

// The blockers. The first four are explanation codes of VPC Reachability Analyzer.
const (
	NoRoute          Blocker = "NO_ROUTE_TO_DESTINATION"
	NoPublicAddress  Blocker = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
	BeyondPeer       Blocker = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
	NoSource         Blocker = "NO_SOURCE_OR_DESTINATION"
	MainTableOnly    Blocker = "MAIN_ROUTE_TABLE_ONLY"
	DetachedGateway  Blocker = "IGW_NOT_ATTACHED"
	NATWithoutEgress Blocker = "NAT_NOT_IN_PUBLIC_SUBNET"
	NATIsPrivate     Blocker = "NAT_PRIVATE"
)

// then puts hops in front of the way.
func (e Egress) then(before ...fact.Hop) Egress {
	e.Hops = append(slices.Clip(before), e.Hops...)
	return e
}

// unsure takes back an answer for a reason, unless there is no way whatever the reason.
func (e Egress) unsure(reason string) Egress {
	if e.Internet.Answer == value.Yes {
		e.Internet = fact.Undecided(reason)
	}
	return e
}

func unknownEgress(reason string) Egress {
	return Egress{Class: Unknown, Internet: fact.Undecided(reason), Hops: []fact.Hop{}}
}

func nowhere(blocker Blocker, reason string) Egress {
	return Egress{Class: None, Internet: fact.No(reason), Blocker: blocker, Hops: []fact.Hop{}}
}

type egressKey struct {
	subnet string
	family Family
}

func (b *builder) readEgress() {
	for _, subnet := range b.network.Subnets {
		subnet.Egress = Families{IPv4: b.egressOf(subnet, IPv4), IPv6: b.egressOf(subnet, IPv6)}
	}
}

// egressOf returns where the subnet's traffic goes. A subnet whose way leads back to itself has none.
func (b *builder) egressOf(subnet *Subnet, family Family) Egress {
	key := egressKey{subnet: subnet.ID, family: family}
	if egress, done := b.egress[key]; done {
		return egress
	}
	if b.open[key] {
		return nowhere(NATWithoutEgress, "the way leads back to subnet "+subnet.Name)
	}
	b.open[key] = true
	egress := b.leave(subnet, family)
	delete(b.open, key)
	b.egress[key] = egress
	return egress
}

func (b *builder) leave(subnet *Subnet, family Family) Egress {
	has := subnet.IPv4
	if family == IPv6 {
		has = subnet.IPv6
	}
	if has.Answer == value.No {
		return nowhere(NoSource, has.Reason).then(fact.Hop{At: subnet.At, Message: subnet.Name + ": " + has.Reason})
	}
	place := subnet.place
	var egress Egress
	switch {
	case place.unknown != "":
		egress = unknownEgress(place.unknown)
	case place.table == nil:
		egress = nowhere(MainTableOnly, "the VPC's main route table has only the local route")
		egress.Weaker = place.weaker
	default:
		egress = b.leaveTable(place.table, family)
	}
	if has.Answer == value.Undecided {
		egress = egress.unsure(has.Reason)
	}
	return egress.then(place.hops...)
}

// lead is a route that may carry traffic to the internet, and where it leads.
type lead struct {
	route  *Route
	share  *netipx.IPSet
	egress Egress
}

// sure reports whether the route surely exists and its destination is known.
func (l lead) sure() bool {
	return l.route.unknown == "" && l.route.Exists == value.Yes
}

func (b *builder) leaveTable(table *RouteTable, family Family) Egress {
	if table.Exists != value.Yes {
		return unknownEgress("it can't be decided whether route table " + table.Name + " exists")
	}
	leads := b.leads(table, family)
	egress, found := widest(leads, func(l lead) bool { return l.egress.Internet.Answer != value.No })
	if found {
		return decide(egress, leads, family)
	}
	if table.unknown != "" {
		return unknownEgress(table.unknown)
	}
	dead, found := widest(leads, lead.sure)
	result := dead.egress
	if !found {
		result = nowhere(NoRoute, "route table "+table.Name+" has no route to the internet").then(fact.Hop{
			At: table.At, Message: "route table " + table.Name + " has no route to the internet",
		})
	}
	result.Weaker = fact.Join(table.weaker, result.Weaker)
	return result
}

// leads follows every route of the table that may carry traffic to the internet.
func (b *builder) leads(table *RouteTable, family Family) []lead {
	var leads []lead
	for _, route := range table.Routes {
		if route.Family != family && route.Family != "" {
			continue
		}
		found := lead{route: route, share: &netipx.IPSet{}}
		if route.unknown == "" {
			if found.share = table.share(route); len(found.share.Ranges()) == 0 {
				continue
			}
		}
		found.egress = b.through(route, table, family).then(fact.Hop{At: route.At, Message: sends(route)})
		leads = append(leads, found)
	}
	return leads
}

func sends(route *Route) string {
	destination := route.Destination
	if destination == "" {
		destination = "destinations that are not known"
	}
	return fmt.Sprintf("%s sends %s to %s", route.Name, destination, route.Target.describe())
}

// describe names the target for a message.
func (t Target) describe() string {
	kind := map[TargetKind]string{
		ToInternet: "internet gateway", ToNAT: "NAT gateway", ToEgressOnly: "egress-only internet gateway",
		ToVPN: "virtual private gateway", ToTransit: "transit gateway", ToCore: "core network",
		ToPeer: "peering connection", ToMiddlebox: "network appliance", ToCarrier: "carrier or local gateway",
		ToLocal: "the VPC itself", ToUnknown: "a target that is not known",
	}[t.Kind]
	if t.Name == "" {
		return kind
	}
	return kind + " " + t.Name
}

// widest returns the lead with the largest destination among those wanted. One whose destination is
// known comes before one whose is not.
func widest(leads []lead, wanted func(lead) bool) (best lead, found bool) {
	for _, candidate := range leads {
		if !wanted(candidate) {
			continue
		}
		better := candidate.route.unknown == "" && (best.route == nil || best.route.unknown != "")
		if !better && best.route != nil && (best.route.unknown == "") == (candidate.route.unknown == "") {
			better = candidate.route.width() < best.route.width()
		}
		if !found || better {
			best, found = candidate, true
		}
	}
	return best, found
}

// decide answers whether the internet is reached, given the widest way out: only when routes that
// surely exist and lead there hold every address.
func decide(best lead, leads []lead, family Family) Egress {
	egress := best.egress
	var covered []netip.Prefix
	for _, candidate := range leads {
		if candidate.sure() && candidate.egress.Internet.Answer == value.Yes {
			covered = append(covered, candidate.share.Prefixes()...)
		}
	}
	switch {
	case egress.Internet.Answer != value.Yes || coversInternet(family, covered):
		return egress
	case best.route.unknown != "":
		egress.Class = Unknown
		return egress.unsure(best.route.unknown)
	case best.route.Exists != value.Yes:
		return egress.unsure("it can't be decided whether the route " + best.route.Name + " exists")
	default:
		return egress.unsure("only a part of the internet is routed by " + best.route.Name)
	}
}
