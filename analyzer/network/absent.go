package network

import (
	"net/netip"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// absentWays are the resources that would make a way for the workload and do not exist under the scenario:
// endpoints, routes, and what ties its subnets to a route table. Only those count whose text names what
// they are for, since nothing of an absent resource is resolved.
func (a *agents) absentWays(ssm *SSM, workload *Workload, vpc *VPC) []fact.Hop {
	var hops []fact.Hop
	for _, resource := range a.Absent {
		what := ""
		switch resource.Type {
		case "AWS::EC2::VPCEndpoint":
			if names(resource, "VpcId", vpc.Resource) {
				what = absentService(resource, ssm.Missing)
			}
		case "AWS::EC2::Route":
			what = a.absentRoute(resource, workload)
		case "AWS::EC2::SubnetRouteTableAssociation":
			what = a.absentTie(resource, workload)
		}
		if what != "" {
			when := "does not exist where the condition " + resource.Condition + " is false"
			hops = append(hops, fact.Hop{At: resource.At, Message: resource.Name + ", " + what + ", " + when})
		}
	}
	return hops
}

// absentService describes an endpoint for one of the services.
func absentService(endpoint *template.Resource, services []string) string {
	what := ""
	stack.Words(written(endpoint, "ServiceName"), func(word string) {
		if slices.Contains(services, word) {
			what = "an endpoint for " + word
		}
	})
	return what
}

// absentRoute describes a route in a table of the workload's subnets that may lead to the internet.
func (a *agents) absentRoute(route *template.Resource, workload *Workload) string {
	for _, link := range workload.Subnets {
		subnet := a.subnets[link.ID]
		if subnet == nil || subnet.place.table == nil || subnet.place.table.Resource == nil {
			continue
		}
		table := subnet.place.table.Resource
		if names(route, "RouteTableId", table) && mayLeadOut(route) {
			return "a route of " + table.Name
		}
	}
	return ""
}

// mayLeadOut reports whether the destination of an absent route is none of private addresses only.
func mayLeadOut(route *template.Resource) bool {
	mayLead := true
	for _, key := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock"} {
		stack.EachText(written(route, key), func(text string) {
			if prefix, err := netip.ParsePrefix(text); err == nil {
				mayLead = routable[familyOf(prefix)].OverlapsPrefix(prefix.Masked())
			}
		})
	}
	return mayLead
}

// absentTie describes an association of one of the workload's subnets.
func (a *agents) absentTie(association *template.Resource, workload *Workload) string {
	for _, link := range workload.Subnets {
		if subnet := a.subnets[link.ID]; subnet != nil && names(association, "SubnetId", subnet.Resource) {
			return "a route table association of " + subnet.Name
		}
	}
	return ""
}

// names reports whether the text of an absent resource's property holds the logical id of a resource of
// the same file.
func names(absent *template.Resource, key string, resource *template.Resource) bool {
	isNamed := false
	if absent.At.File() == resource.At.File() {
		stack.Words(written(absent, key), func(word string) { isNamed = isNamed || word == resource.Name })
	}
	return isNamed
}

// written returns the text of an absent resource's property, as a value without anything resolved.
func written(absent *template.Resource, key string) *value.Value {
	node := absent.Origin.Node.Get("Properties").Get(key)
	return &value.Value{Kind: value.Unresolved, Origin: value.Origin{Tree: absent.Origin.Tree, Node: node}}
}
