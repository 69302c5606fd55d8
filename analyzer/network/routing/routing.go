// Package routing finds what is wrong with routes, gateways and what connects networks.
package routing

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Types of resources that several questions are about.
const (
	vpcType      = "AWS::EC2::VPC"
	subnetType   = "AWS::EC2::Subnet"
	tableType    = "AWS::EC2::RouteTable"
	igwType      = "AWS::EC2::InternetGateway"
	vgwType      = "AWS::EC2::VPNGateway"
	natType      = "AWS::EC2::NatGateway"
	tgwType      = "AWS::EC2::TransitGateway"
	instanceType = "AWS::EC2::Instance"
	eniType      = "AWS::EC2::NetworkInterface"
	routeType    = "AWS::EC2::Route"
	attachType   = "AWS::EC2::VPCGatewayAttachment"
)

// Diagnose reports what is wrong with the routing of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	x := newSurvey(n, d)
	x.mainTables()
	x.natGateways()
	x.internetGateways()
	x.dependencies()
	x.peerings()
	x.transit()
	x.routes()
	x.routers()
	x.vpns()
}

// placed is a route in its table.
type placed struct {
	*network.Route

	table *network.RouteTable
}

// survey is what the questions look up, each thing by what it is of.
type survey struct {
	*network.Diagnosis

	n     *network.Network
	index *stack.Index

	// subnetsOn are the subnets that surely use a table, by its id.
	subnetsOn map[string][]*network.Subnet
	// subnetsOf are the subnets of a VPC, by its id.
	subnetsOf map[string][]*network.Subnet
	// workloadsIn are the workloads in a subnet, by its id.
	workloadsIn map[string][]*network.Workload
	// tablesOf are the declared tables of a VPC, by its id.
	tablesOf map[string][]*network.RouteTable
	// routesTo are the routes to a declared target, by its id.
	routesTo map[string][]placed
	// peeringOf are the peering connections, by their ids.
	peeringOf map[string]peering
	// loose are the routes whose table is not declared.
	loose []placed
}

func newSurvey(n *network.Network, d *network.Diagnosis) *survey {
	x := &survey{
		Diagnosis: d, n: n, index: n.Index,
		subnetsOn: map[string][]*network.Subnet{}, subnetsOf: map[string][]*network.Subnet{},
		workloadsIn: map[string][]*network.Workload{}, tablesOf: map[string][]*network.RouteTable{},
		routesTo: map[string][]placed{}, peeringOf: map[string]peering{},
	}
	for _, subnet := range n.Subnets {
		x.subnetsOf[subnet.VPC.ID] = append(x.subnetsOf[subnet.VPC.ID], subnet)
		if table := subnet.Table(); table != nil {
			x.subnetsOn[table.ID] = append(x.subnetsOn[table.ID], subnet)
		}
	}
	for _, workload := range n.Workloads {
		for _, link := range workload.Subnets {
			if link.Standing == stack.Declared {
				x.workloadsIn[link.ID] = append(x.workloadsIn[link.ID], workload)
			}
		}
	}
	for _, table := range n.RouteTables {
		if table.Standing == stack.Declared {
			x.tablesOf[table.VPC.ID] = append(x.tablesOf[table.VPC.ID], table)
		}
		for _, route := range table.Routes {
			x.addRoute(placed{Route: route, table: table})
		}
	}
	return x
}

func (x *survey) addRoute(route placed) {
	if route.table.Standing != stack.Declared {
		x.loose = append(x.loose, route)
	}
	if route.Target.Standing == stack.Declared {
		x.routesTo[route.Target.ID] = append(x.routesTo[route.Target.ID], route)
	}
}

// exists reports whether all resources surely exist.
func exists(resources ...*template.Resource) bool {
	for _, resource := range resources {
		if resource == nil || resource.Exists != value.Yes {
			return false
		}
	}
	return true
}

// isReal reports whether a route surely exists, and in a table that does.
func (r placed) isReal() bool {
	return r.Exists == value.Yes && r.table.Exists == value.Yes && r.Resource.Type == routeType
}

// property is the handle of a property of a resource. It may be absent: then it stands for the resource.
func property(at source.At, keys ...string) source.At {
	at = at.Child("Properties")
	for _, key := range keys {
		at = at.Child(key)
	}
	return at
}

// destinationAt is the handle of the route's destination.
func (r placed) destinationAt() source.At {
	for _, key := range []string{"DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"} {
		if stack.Property(r.Resource, key) != nil {
			return property(r.At, key)
		}
	}
	return r.At
}

// sends says what a route does.
func (r placed) sends(to string) fact.Hop {
	return fact.Hop{At: r.At, Message: r.Name + " sends " + r.what() + " to " + to}
}

// what names the destination for a message.
func (r placed) what() string {
	list := stack.Property(r.Resource, "DestinationPrefixListId")
	_, name, isDeclared := strings.Cut(r.Destination, "#")
	switch {
	case list != nil && isDeclared:
		return "prefix list " + name
	case list != nil && !strings.HasPrefix(r.Destination, "pl-"):
		return "a prefix list"
	case r.Destination == "":
		return "destinations that are not known"
	}
	return r.Destination
}

// affected names the workloads in subnets, each once.
func (x *survey) affected(subnets []*network.Subnet, message string) []fact.Hop {
	var hops []fact.Hop
	seen := map[string]bool{}
	for _, subnet := range subnets {
		for _, workload := range x.workloadsIn[subnet.ID] {
			if !seen[workload.ID] {
				seen[workload.ID] = true
				hops = append(hops, fact.Hop{At: workload.At, Message: workload.Name + " " + message})
			}
		}
	}
	return hops
}

// homeOf tells the stacks apart: only within one of them resources can name each other.
func homeOf(resource *template.Resource) string {
	return strings.TrimSuffix(resource.ID, resource.Name)
}

// addResource is an edit that declares a resource beside another one. The name stands for the purpose; it is
// made longer where it is taken.
func (x *survey) addResource(beside *template.Resource, name string, body map[string]any) fact.Edit {
	for x.index.Resource(homeOf(beside)+name) != nil {
		name += "Added"
	}
	return fact.Add(source.NewAt(beside.At.File(), "Resources", name), body)
}

// ref is the intrinsic function that names a resource of the same template.
func ref(resource *template.Resource) map[string]any { return map[string]any{"Ref": resource.Name} }

// getAtt is the intrinsic function that gives an attribute of a resource of the same template.
func getAtt(resource *template.Resource, attribute string) map[string]any {
	return map[string]any{"Fn::GetAtt": []any{resource.Name, attribute}}
}

// isPlain reports whether a property is written where it stands, and not by a parameter or a function that
// chooses, so that it may be written anew.
func isPlain(v *value.Value) bool {
	return v != nil && v.Kind != value.Unresolved && len(v.Via) == 0
}
