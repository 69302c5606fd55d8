package loadbalancer

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// placements finds load balancers that face the internet from subnets that no route leads to it from. Where the
// default route goes to a firewall, a network interface or another network, the way back is not known.
func (a *survey) placements() {
	for _, balancer := range a.network.Balancers {
		if balancer.Type != gateway && balancer.Type != "" && balancer.Internet.Answer == value.Yes {
			a.placement(balancer)
		}
	}
}

func (a *survey) placement(balancer *network.Balancer) {
	const kind = "load-balancer/internet-facing-in-private-subnet"
	var issue network.Issue
	var names []string
	for _, subnet := range balancer.Subnets {
		private := a.isPrivate(subnet, familyOf(balancer))
		if private.Answer == value.Undecided && private.Reason != "" {
			a.diagnosis.Doubt(kind, balancer.At, private.Reason)
		}
		if private.Answer != value.Yes {
			continue
		}
		if issue.Kind == "" {
			issue = network.Issue{
				Kind: kind, Name: balancer.Name, At: a.subnetAt(balancer, subnet),
				Codes: []network.Blocker{network.NoRoute},
				Flow: append([]fact.Hop{
					hop(balancer.At, balancer.Name+" faces the internet and stands in "+subnet.Name),
				}, private.hops...),
			}
		}
		names = append(names, subnet.Name)
		issue.Related = append(issue.Related, private.hops...)
		issue.Weaker = fact.Join(issue.Weaker, private.weaker)
	}
	switch {
	case issue.Kind == "":
	case !exists(balancer.Item):
		a.diagnosis.Doubt(kind, balancer.At, perhaps(balancer.Name))
	default:
		issue.Words = map[string]string{"subnets": fact.Enumerate(fact.Join(names))}
		a.diagnosis.Report(issue)
	}
}

// isCutOff reports whether the internet surely reaches none of the subnets of a load balancer.
func (a *survey) isCutOff(balancer *network.Balancer) bool {
	for _, subnet := range balancer.Subnets {
		if a.isPrivate(subnet, familyOf(balancer)).Answer != value.Yes {
			return false
		}
	}
	return len(balancer.Subnets) > 0
}

// familyOf returns the family of a load balancer's public addresses.
func familyOf(balancer *network.Balancer) network.Family {
	if text(stack.Property(balancer.Resource, "IpAddressType")) == "dualstack-without-public-ipv4" {
		return network.IPv6
	}
	return network.IPv4
}

// privacy is whether no packet of a subnet can reach the internet by an internet gateway.
type privacy struct {
	fact.Fact

	hops   []fact.Hop
	weaker []string
}

// isPrivate answers whether every internet address is surely routed elsewhere than to an internet gateway, and
// never beyond what the templates tell. An undecided answer without a reason is not worth a doubt.
func (a *survey) isPrivate(subnet stack.Link, family network.Family) privacy {
	declared := a.network.Subnet(subnet.ID)
	if declared == nil || !exists(declared.Item) || a.inspected[declared.VPC.ID] {
		return privacy{Fact: fact.Undecided("")}
	}
	way := a.network.Lookup(subnet, network.InternetAddresses(family))
	for _, leg := range way.Legs {
		if answer := leadsNowhere(leg); answer.Answer != value.Yes {
			return privacy{Fact: answer}
		}
	}
	if way.Unknown != "" {
		return privacy{Fact: fact.Undecided(way.Unknown)}
	}
	private := privacy{Fact: fact.Yes(""), hops: way.Hops, weaker: way.Weaker}
	for _, leg := range way.Legs {
		if leg.Route != nil {
			message := leg.Route.Name + " sends traffic for the internet to " + describe(leg.Route.Target)
			private.hops = append(private.hops, hop(leg.Route.At, message))
		}
	}
	if way.RouteTable != nil && way.Legs[len(way.Legs)-1].Route == nil {
		message := way.RouteTable.Name + " has no route to an internet gateway"
		private.hops = append(private.hops, hop(way.RouteTable.At, message))
	}
	return private
}

// describe names the target of a route.
func describe(target network.Target) string {
	what := map[network.TargetKind]string{
		network.ToNAT: "NAT gateway", network.ToEgressOnly: "egress-only internet gateway",
		network.ToPeer: "peering connection",
	}[target.Kind]
	if target.Name == "" {
		return "a " + what
	}
	return what + " " + target.Name
}

// leadsNowhere answers whether packets that take the leg surely do not come to an internet gateway: there is no
// route, or it leads to a device that connections can't come in by.
func leadsNowhere(leg network.Leg) fact.Fact {
	switch {
	case leg.Unknown != "" || leg.Local:
		return fact.Undecided("")
	case leg.Route == nil:
		return fact.Yes("")
	}
	kind := leg.Route.Target.Kind
	if kind == network.ToNAT || kind == network.ToEgressOnly || kind == network.ToPeer {
		return fact.Yes("")
	}
	return fact.Undecided("")
}

// subnetAt returns the place where the load balancer names the subnet.
func (a *survey) subnetAt(balancer *network.Balancer, subnet stack.Link) source.At {
	for _, id := range stack.Property(balancer.Resource, "Subnets").List() {
		if declared := a.Declared(id, "AWS::EC2::Subnet"); declared != nil && declared.ID == subnet.ID {
			return id.At
		}
	}
	for _, mapping := range stack.Property(balancer.Resource, "SubnetMappings").List() {
		id := stack.Dig(mapping, "SubnetId")
		if declared := a.Declared(id, "AWS::EC2::Subnet"); declared != nil && declared.ID == subnet.ID {
			return id.At
		}
	}
	return stack.PropertyAt(balancer.Resource, "Subnets")
}

// inspectedVPCs returns the ids of VPCs with firewall endpoints, which routes that no template lists may lead
// through.
func inspectedVPCs(n *network.Network) map[string]bool {
	inspected := map[string]bool{}
	for _, endpoint := range n.Endpoints {
		if endpoint.Type == "GatewayLoadBalancer" {
			inspected[endpoint.VPC.ID] = true
		}
	}
	for _, firewall := range n.Index.OfType("AWS::NetworkFirewall::Firewall") {
		inspected[n.Index.Link(stack.Property(firewall, "VpcId"), "AWS::EC2::VPC").ID] = true
	}
	return inspected
}
