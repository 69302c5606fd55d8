package routing

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// internetGateways finds routes to internet gateways that lead nowhere, or further than they are meant to.
func (x *survey) internetGateways() {
	for _, gateway := range x.n.Gateways {
		if gateway.Kind == network.ToInternet && exists(gateway.Resource) {
			x.detached(gateway)
		}
	}
	facing := x.facingSubnets()
	for _, table := range x.n.RouteTables {
		for _, route := range table.Routes {
			x.wrongFamily(placed{Route: route, table: table})
			x.exposedIPv6(placed{Route: route, table: table}, facing)
		}
	}
}

// detached finds an internet gateway that routes lead to and that is not attached to the VPC of their tables.
func (x *survey) detached(gateway *network.Gateway) {
	var dead []placed
	var reason string
	for _, route := range x.routesTo[gateway.ID] {
		if !route.isReal() {
			continue
		}
		if attached := x.n.Attached(gateway.Resource, network.VPCOf(route.table)); attached.Answer == value.No {
			dead, reason = append(dead, route), attached.Reason
		}
	}
	if len(dead) == 0 {
		return
	}
	_, weaker := x.index.Absence(gateway.Resource)
	first := dead[0]
	issue := network.Issue{
		Kind: "routing/detached-internet-gateway", At: gateway.At, Name: gateway.Name,
		Words: map[string]string{"route": first.Name}, Weaker: weaker,
		Flow:  []fact.Hop{first.sends("internet gateway " + gateway.Name), {At: gateway.At, Message: reason}},
		Codes: []network.Blocker{network.DetachedGateway},
	}
	if len(gateway.VPCs) > 0 {
		issue.Variant, issue.Name, issue.At = "elsewhere", first.Name, property(first.At, "GatewayId")
		issue.Words = map[string]string{"gateway": gateway.Name}
	} else {
		issue.Edits = x.attach(gateway, first)
	}
	for i, route := range dead {
		if i > 0 {
			issue.Related = append(issue.Related, route.sends("internet gateway "+gateway.Name))
		}
		affected := x.affected(x.subnetsOn[route.table.ID], "is cut off from the internet")
		issue.Related = append(issue.Related, affected...)
	}
	issue.Related = unique(issue.Related)
	x.Report(issue)
}

func unique(hops []fact.Hop) []fact.Hop {
	var all []fact.Hop
	for _, hop := range hops {
		if !slices.Contains(all, hop) {
			all = append(all, hop)
		}
	}
	return all
}

// attach attaches the gateway to the VPC of the route's table, where all are in one file.
func (x *survey) attach(gateway *network.Gateway, route placed) []fact.Edit {
	vpc := x.n.VPC(route.table.VPC.ID)
	if vpc == nil || homeOf(vpc.Resource) != homeOf(gateway.Resource) {
		return nil
	}
	return []fact.Edit{x.addResource(gateway.Resource, gateway.Name+"Attachment", map[string]any{
		"Type":       attachType,
		"Properties": map[string]any{"VpcId": ref(vpc.Resource), "InternetGatewayId": ref(gateway.Resource)},
	})}
}

// translated is the block that NAT gateways turn into IPv4 addresses (Amazon VPC User Guide, DNS64 and NAT64).
var translated = netip.MustParsePrefix("64:ff9b::/96")

// wrongFamily finds egress-only internet gateways as targets of IPv4 routes, and NAT gateways as targets of
// IPv6 routes in tables of subnets whose names are not translated to NAT64 addresses.
func (x *survey) wrongFamily(route placed) {
	if !route.isReal() {
		return
	}
	issue := network.Issue{
		Kind: "routing/wrong-family-gateway", Name: route.Name,
		Words:   map[string]string{"destination": route.what(), "gateway": route.Target.Name},
		Related: append(route.Via, x.affected(x.subnetsOn[route.table.ID], "has no way there")...),
	}
	hasIPv4 := stack.Property(route.Resource, "DestinationCidrBlock") != nil
	hasIPv6 := stack.Property(route.Resource, "DestinationIpv6CidrBlock") != nil
	switch {
	case route.Target.Kind == network.ToEgressOnly && route.Family == network.IPv4 && hasIPv4 && !hasIPv6:
		issue.Variant, issue.At = "egress-only", property(route.At, "EgressOnlyInternetGatewayId")
	case route.Target.Kind == network.ToNAT && route.Family == network.IPv6 && hasIPv6 && !hasIPv4:
		if len(route.Prefixes()) != 1 || isTranslated(route.Prefixes()[0]) || x.mayTranslate(route.table) {
			return
		}
		issue.Variant, issue.At, issue.Weaker = "nat", property(route.At, "NatGatewayId"), route.table.Weaker()
		issue.Edits = x.egressOnly(route, "NatGatewayId")
	default:
		return
	}
	x.Report(issue)
}

func isTranslated(prefix netip.Prefix) bool {
	return prefix.Bits() >= translated.Bits() && translated.Contains(prefix.Addr())
}

// mayTranslate reports whether a subnet of the table may have the names of IPv4 hosts answered with NAT64
// addresses, which a NAT gateway takes.
func (x *survey) mayTranslate(table *network.RouteTable) bool {
	if table.Standing != stack.Declared || table.Unknown() != "" {
		return true
	}
	return slices.ContainsFunc(x.subnetsOn[table.ID], func(subnet *network.Subnet) bool {
		return stack.Property(subnet.Resource, "EnableDns64").Truth() != value.No
	})
}

// facingSubnets are the ids of subnets that load balancers may face the internet from.
func (x *survey) facingSubnets() map[string]bool {
	facing := map[string]bool{}
	for _, balancer := range x.balancers() {
		if scheme, _ := stack.Property(balancer, "Scheme").Literal(); scheme == "internal" {
			continue
		}
		for _, in := range balancerSubnets(balancer) {
			if subnet := x.index.Declared(in, subnetType); subnet != nil {
				facing[subnet.ID] = true
			}
		}
	}
	return facing
}

// exposedIPv6 finds routes that send all IPv6 traffic of a private subnet to an internet gateway. IPv6 addresses
// are public, so such a gateway lets the internet in as well (Amazon VPC User Guide, egress-only internet
// gateways).
func (x *survey) exposedIPv6(route placed, facing map[string]bool) {
	isDefault := len(route.Prefixes()) == 1 && route.Prefixes()[0].Bits() == 0
	if !route.isReal() || route.Target.Kind != network.ToInternet || route.Family != network.IPv6 || !isDefault {
		return
	}
	var private []*network.Subnet
	var names []string
	for _, subnet := range x.subnetsOn[route.table.ID] {
		if !facing[subnet.ID] && isPrivate(subnet) && x.startsIPv6(subnet) {
			private, names = append(private, subnet), append(names, subnet.Name)
		}
	}
	if len(private) == 0 {
		return
	}
	issue := network.Issue{
		Kind: "routing/ipv6-exposed-private-subnet", At: property(route.At, "GatewayId"), Name: route.Name,
		Words:   map[string]string{"subnets": fact.Enumerate(names), "gateway": route.Target.Name},
		Related: x.affected(private, "has an IPv6 address there"),
	}
	for _, subnet := range private {
		issue.Flow = append(issue.Flow, fact.Hop{
			At: subnet.At, Message: subnet.Name + " uses route table " + route.table.Name,
		})
	}
	issue.Flow = append(issue.Flow, route.sends("internet gateway "+route.Target.Name))
	if len(private) == len(x.subnetsOn[route.table.ID]) {
		issue.Edits = x.egressOnly(route, "GatewayId")
	}
	x.Report(issue)
}

// isPrivate reports whether a subnet is meant to be private: its IPv4 traffic goes by a NAT gateway, or it is
// named so. One that gives public addresses is not.
func isPrivate(subnet *network.Subnet) bool {
	if subnet.PublicIPv4.Answer != value.No {
		return false
	}
	if subnet.Egress.IPv4.Class == network.PublicNAT {
		return true
	}
	names := []string{subnet.Name}
	for _, tag := range stack.Property(subnet.Resource, "Tags").List() {
		if key, _ := stack.Dig(tag, "Key").Literal(); key == "Name" {
			stack.EachText(stack.Dig(tag, "Value"), func(text string) { names = append(names, text) })
		}
	}
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(network.WordsOf(name), func(word string) bool {
			return slices.Contains(privateWords, strings.TrimRight(word, "0123456789"))
		}) || strings.Contains(strings.ToLower(name), "private")
	})
}

// privateWords mark a subnet that is not meant for the internet.
var privateWords = []string{"private", "priv", "internal", "isolated", "intranet", "backend"}

// startsIPv6 reports whether instances with IPv6 addresses surely are in the subnet, or get them there.
func (x *survey) startsIPv6(subnet *network.Subnet) bool {
	if subnet.IPv6.Answer != value.Yes {
		return false
	}
	if stack.Property(subnet.Resource, "AssignIpv6AddressOnCreation").Truth() == value.Yes {
		return true
	}
	return slices.ContainsFunc(x.workloadsIn[subnet.ID], func(workload *network.Workload) bool {
		return workload.IPv6.Answer == value.Yes
	})
}

// egressOnly sends the route to the VPC's egress-only internet gateway in place of the target under the key. One
// is added where there is none in the file.
func (x *survey) egressOnly(route placed, key string) []fact.Edit {
	vpc := x.n.VPC(route.table.VPC.ID)
	if vpc == nil || homeOf(vpc.Resource) != homeOf(route.Resource) ||
		!isPlain(stack.Property(route.Resource, key)) {
		return nil
	}
	edits := []fact.Edit{fact.Remove(property(route.At, key))}
	target := property(route.At, "EgressOnlyInternetGatewayId")
	for _, gateway := range x.n.Gateways {
		if gateway.Kind == network.ToEgressOnly && exists(gateway.Resource) &&
			homeOf(gateway.Resource) == homeOf(route.Resource) && gateway.VPCs[0].ID == vpc.ID {
			return append(edits, fact.Add(target, ref(gateway.Resource)))
		}
	}
	added := x.addResource(vpc.Resource, vpc.Name+"EgressOnlyGateway", map[string]any{
		"Type": "AWS::EC2::EgressOnlyInternetGateway", "Properties": map[string]any{"VpcId": ref(vpc.Resource)},
	})
	return append(edits, added, fact.Add(target, map[string]any{"Ref": added.At.Steps()[1]}))
}
