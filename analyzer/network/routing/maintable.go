package routing

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// publicUse is why a subnet is meant to be public.
type publicUse struct {
	variant string
	who     string
	hop     fact.Hop
}

// mainTables finds subnets that are meant to be public and use the main route table of a declared VPC.
// CloudFormation can't add routes to that one, so it holds the local route alone (Amazon VPC User Guide, main
// route table).
func (x *survey) mainTables() {
	uses := x.publicUses()
	for _, subnet := range x.n.Subnets {
		isMain, weaker, hops := subnet.OnMainTable()
		if !isMain || !exists(subnet.Resource) || len(uses[subnet.ID]) == 0 {
			continue
		}
		first := uses[subnet.ID][0]
		issue := network.Issue{
			Kind: "routing/public-resource-on-main-table", At: subnet.At, Name: subnet.Name, Variant: first.variant,
			Words: map[string]string{"who": first.who}, Flow: hops, Weaker: weaker,
			Codes: []network.Blocker{network.MainTableOnly}, Edits: x.associate(subnet),
		}
		for _, use := range uses[subnet.ID] {
			issue.Related = append(issue.Related, use.hop)
		}
		x.Report(issue)
	}
}

// publicUses are the reasons why subnets are meant to be public, the strongest first, by the subnet's id.
func (x *survey) publicUses() map[string][]publicUse {
	uses := map[string][]publicUse{}
	for _, gateway := range x.n.Gateways {
		if isZonalPublicNAT(gateway) {
			x.use(uses, stack.Property(gateway.Resource, "SubnetId"), gateway.Resource, "nat", " stands in it")
		}
	}
	for _, balancer := range x.balancers() {
		scheme := stack.Property(balancer, "Scheme")
		text, _ := scheme.Literal()
		if scheme != nil && text != "internet-facing" {
			continue
		}
		for _, subnet := range balancerSubnets(balancer) {
			x.use(uses, subnet, balancer, "load-balancer", " faces the internet from it")
		}
	}
	for _, subnet := range x.n.Subnets {
		for _, workload := range x.workloadsIn[subnet.ID] {
			if workload.PublicIPv4.Answer == value.Yes && exists(workload.Resource) {
				hop := fact.Hop{At: workload.At, Message: workload.Name + " has a public IPv4 address in it"}
				uses[subnet.ID] = append(uses[subnet.ID], publicUse{variant: "instance", who: workload.Name, hop: hop})
			}
		}
		if subnet.PublicIPv4.Answer == value.Yes {
			hop := fact.Hop{
				At:      property(subnet.At, "MapPublicIpOnLaunch"),
				Message: subnet.Name + " gives public IPv4 addresses",
			}
			uses[subnet.ID] = append(uses[subnet.ID], publicUse{variant: "addresses", hop: hop})
		}
	}
	return uses
}

func (x *survey) use(uses map[string][]publicUse, in *value.Value, by *template.Resource, variant, does string) {
	subnet := x.index.Declared(in, subnetType)
	if subnet == nil || !exists(by) {
		return
	}
	hop := fact.Hop{At: by.At, Message: by.Name + does}
	uses[subnet.ID] = append(uses[subnet.ID], publicUse{variant: variant, who: by.Name, hop: hop})
}

// balancers are the load balancers that have listeners of their own, which face the internet by default: those for
// gateways do not.
func (x *survey) balancers() []*template.Resource {
	balancers := slices.Clone(x.index.OfType("AWS::ElasticLoadBalancing::LoadBalancer"))
	for _, balancer := range x.index.OfType("AWS::ElasticLoadBalancingV2::LoadBalancer") {
		if kind, _ := stack.Property(balancer, "Type").Literal(); kind != "gateway" {
			balancers = append(balancers, balancer)
		}
	}
	return balancers
}

func balancerSubnets(balancer *template.Resource) []*value.Value {
	subnets := stack.Property(balancer, "Subnets").List()
	for _, mapping := range stack.Property(balancer, "SubnetMappings").List() {
		subnets = append(subnets, stack.Dig(mapping, "SubnetId"))
	}
	return subnets
}

// associate ties the subnet to the only route table of its VPC and file with a way to an internet gateway.
func (x *survey) associate(subnet *network.Subnet) []fact.Edit {
	var public []*network.RouteTable
	for _, table := range x.tablesOf[subnet.VPC.ID] {
		if table.Resource != nil && homeOf(table.Resource) == homeOf(subnet.Resource) && leadsToInternet(table) {
			public = append(public, table)
		}
	}
	if len(public) != 1 {
		return nil
	}
	return []fact.Edit{x.addResource(subnet.Resource, subnet.Name+"RouteTableAssociation", map[string]any{
		"Type": "AWS::EC2::SubnetRouteTableAssociation",
		"Properties": map[string]any{
			"SubnetId": ref(subnet.Resource), "RouteTableId": ref(public[0].Resource),
		},
	})}
}

// leadsToInternet reports whether the table has a route that sends internet addresses to an internet gateway.
func leadsToInternet(table *network.RouteTable) bool {
	for _, route := range table.Routes {
		if route.Target.Kind == network.ToInternet && route.LeadsOut() && route.Exists == value.Yes {
			return true
		}
	}
	return false
}
