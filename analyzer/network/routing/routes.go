package routing

import (
	"net/netip"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// routes finds routes that AWS refuses.
func (x *survey) routes() {
	for _, table := range x.n.RouteTables {
		first := map[string]placed{}
		for _, route := range table.Routes {
			one := placed{Route: route, table: table}
			if !one.isReal() {
				continue
			}
			x.duplicate(one, first)
			x.insideOwn(one)
		}
	}
}

// duplicate finds routes with a destination that another route of the table has: AWS refuses the second
// (CreateRoute, RouteAlreadyExists).
func (x *survey) duplicate(route placed, first map[string]placed) {
	key := x.identityOf(route)
	if key == "" {
		return
	}
	before, found := first[key]
	if !found {
		first[key] = route
		return
	}
	if before.At == route.At {
		return // one text that makes two stacks
	}
	issue := network.Issue{
		Kind: "routing/duplicate-route", At: route.destinationAt(), Name: route.Name,
		Words:   map[string]string{"first": before.Name, "table": tableName(route.table)},
		Related: append([]fact.Hop{before.sends(targetName(before))}, route.Via...),
	}
	if route.Unknown() == "" {
		issue.Words["destination"] = route.what()
	}
	issue.Related = append(issue.Related, before.Via...)
	x.Report(issue)
}

// identityOf is a text that is equal for routes whose destinations surely are; empty where nothing can be said.
func (x *survey) identityOf(route placed) string {
	if route.Unknown() == "" && route.Destination != "" {
		return string(route.Family) + route.Destination
	}
	for _, key := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		if v := stack.Property(route.Resource, key); v != nil {
			return value.Identity(x.index.Follow(v))
		}
	}
	return ""
}

func tableName(table *network.RouteTable) string {
	if table.Standing == stack.Declared {
		return table.Name
	}
	return "its route table"
}

func targetName(route placed) string {
	if route.Target.Name != "" {
		return route.Target.Name
	}
	return "another target"
}

// outside are the targets that AWS refuses for destinations in the VPC itself: these may be sent to network
// interfaces, NAT gateways and Gateway Load Balancer endpoints alone (Amazon VPC User Guide, route tables). The
// properties name them.
var outside = map[network.TargetKind]string{
	network.ToInternet: "GatewayId", network.ToVPN: "GatewayId", network.ToPeer: "VpcPeeringConnectionId",
	network.ToTransit: "TransitGatewayId", network.ToCore: "CoreNetworkArn",
	network.ToEgressOnly: "EgressOnlyInternetGatewayId",
}

// insideOwn finds routes out of the VPC for destinations in the VPC, which its local route is for.
func (x *survey) insideOwn(route placed) {
	vpc := x.n.VPC(route.table.VPC.ID)
	if _, isOutside := outside[route.Target.Kind]; !isOutside || vpc == nil || route.Unknown() != "" {
		return
	}
	block := x.blockAround(vpc, route)
	if !block.IsValid() || x.isAmongOverlapping(route) {
		return
	}
	issue := network.Issue{
		Kind: "routing/route-inside-own-cidr", At: route.destinationAt(), Name: route.Name,
		Words: map[string]string{
			"destination": route.what(), "block": block.String(), "vpc": vpc.Name, "target": string(route.Target.Kind),
		},
		Related: append(route.Via, fact.Hop{
			At: property(vpc.At, "CidrBlock"), Message: vpc.Name + " has the addresses " + block.String(),
		}),
		Codes: []network.Blocker{network.LocalRouteOnly},
	}
	issue.Related = append(issue.Related, fact.Steps(stack.Property(vpc.Resource, "CidrBlock"))...)
	x.Report(issue)
}

// blockAround returns the block of the VPC that holds the whole destination; an invalid one where none does.
func (x *survey) blockAround(vpc *network.VPC, route placed) netip.Prefix {
	for _, prefix := range route.Prefixes() {
		for _, text := range vpc.CIDRs {
			block, err := netip.ParsePrefix(text)
			if err == nil && block.Bits() <= prefix.Bits() && block.Contains(prefix.Addr()) {
				return block
			}
		}
	}
	return netip.Prefix{}
}

// isAmongOverlapping reports whether the route leads to a peer that has addresses in common with its VPC: that is
// reported of the peering connection.
func (x *survey) isAmongOverlapping(route placed) bool {
	over := x.peeringOf[route.Target.ID]
	a, b := over.sides[0], over.sides[1]
	return route.Target.Kind == network.ToPeer && a != nil && b != nil && a != b && x.common(a, b).IsValid()
}
