// Package endpoint finds what is wrong with VPC endpoints: endpoints that AWS refuses to create, that nobody
// uses, or that anybody may use.
package endpoint

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Diagnose reports what is wrong with the endpoints of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	for _, endpoint := range n.Endpoints {
		for _, ask := range []func(*network.Network, *network.Endpoint, *network.Diagnosis){
			gatewayType, withoutRouteTable, twoInOneZone,
		} {
			ask(n, endpoint, d)
		}
	}
	privateNames(n, d)
	openServices(n, d)
	gatewayClients(n, d)
	connectEndpoints(n, d)
}

// gatewayServices are the services that gateway endpoints exist for (AWS PrivateLink guide, gateway
// endpoints).
var gatewayServices = []string{"s3", "dynamodb", "s3express"}

// gatewayType finds endpoints of the type Gateway, which is the default, for services that have none.
func gatewayType(_ *network.Network, endpoint *network.Endpoint, d *network.Diagnosis) {
	const kind = "endpoint/gateway-type-for-interface-service"
	if endpoint.Type != "Gateway" || endpoint.Service == "" || slices.Contains(gatewayServices, endpoint.Service) {
		return
	}
	if !endpoint.IsOfAWS() {
		return // the service of somebody else, whose name says nothing
	}
	if endpoint.Exists != value.Yes {
		d.Doubt(kind, endpoint.At, "it can't be decided whether "+endpoint.Name+" exists")
		return
	}
	issue := network.Issue{
		Kind: kind, Name: endpoint.Name, At: at(endpoint, "ServiceName"),
		Words: map[string]string{"service": endpoint.Service}, Related: endpoint.Via,
	}
	if stack.Property(endpoint.Resource, "VpcEndpointType") != nil {
		issue.Variant, issue.At = "written", at(endpoint, "VpcEndpointType")
	}
	// Without subnets an interface endpoint is refused as well.
	hasSubnets := len(stack.Property(endpoint.Resource, "SubnetIds").List()) > 0
	if hasSubnets {
		issue.Edits = stack.Set(endpoint.Resource, "Interface", "VpcEndpointType")
	}
	d.Report(issue)
}

// withoutRouteTable finds gateway endpoints that no route table leads to.
func withoutRouteTable(n *network.Network, endpoint *network.Endpoint, d *network.Diagnosis) {
	const kind = "endpoint/gateway-without-route-table"
	if endpoint.Type != "Gateway" || !slices.Contains(gatewayServices, endpoint.Service) {
		return
	}
	tables := stack.Property(endpoint.Resource, "RouteTableIds")
	switch {
	case tables.Is(value.Unresolved) || len(tables.List()) > 0:
		return
	case endpoint.Exists != value.Yes:
		d.Doubt(kind, endpoint.At, "it can't be decided whether "+endpoint.Name+" exists")
		return
	}
	unknown, weaker := n.Index.Absence(endpoint.Resource)
	if unknown != "" {
		d.Doubt(kind, endpoint.At, unknown)
		return
	}
	d.Report(network.Issue{
		Kind: kind, Name: endpoint.Name, At: at(endpoint, "RouteTableIds"), Weaker: weaker,
		Words: map[string]string{"service": endpoint.Service}, Related: endpoint.Via,
	})
}

// twoInOneZone finds interface endpoints with two subnets of one Availability Zone, which AWS refuses
// (EC2 API, CreateVpcEndpoint: one subnet for each zone).
func twoInOneZone(n *network.Network, endpoint *network.Endpoint, d *network.Diagnosis) {
	const kind = "endpoint/two-subnets-in-one-zone"
	if endpoint.Type != "Interface" || endpoint.Exists != value.Yes {
		return
	}
	type place struct {
		subnet *network.Subnet
		id     *value.Value
	}
	var before []place
	for _, id := range stack.Property(endpoint.Resource, "SubnetIds").List() {
		resource := n.Index.Declared(id, "AWS::EC2::Subnet")
		if resource == nil || resource.Exists != value.Yes {
			continue
		}
		subnet := n.Subnet(resource.ID)
		for _, other := range before {
			if other.subnet == subnet || !inOneZone(n, other.subnet, subnet) {
				continue
			}
			zone := stack.Property(resource, "AvailabilityZone")
			d.Report(network.Issue{
				Kind: kind, Name: endpoint.Name, At: id.At,
				Words: map[string]string{"subnet": subnet.Name, "other": other.subnet.Name},
				Related: append([]fact.Hop{
					{At: zoneAt(other.subnet), Message: other.subnet.Name + " stands in the zone"},
					{At: zoneAt(subnet), Message: subnet.Name + " stands in the same zone"},
				}, fact.Steps(zone)...),
			})
			return
		}
		before = append(before, place{subnet: subnet, id: id})
	}
}

// maxFollow bounds chains of subnets that name each other's zones.
const maxFollow = 8

// zoneOf returns the zone of a subnet. That of another subnet, as in `!GetAtt A.AvailabilityZone`, is followed.
func zoneOf(n *network.Network, subnet *network.Subnet, key string) *value.Value {
	zone := stack.Property(subnet.Resource, key)
	for range maxFollow {
		if !zone.Is(value.Reference) || zone.Attribute != key {
			return zone
		}
		other := n.Subnet(zone.Resource)
		if other == nil || stack.Property(other.Resource, key) == nil {
			return zone
		}
		zone = stack.Property(other.Resource, key)
	}
	return zone
}

// inOneZone reports whether two subnets surely stand in one Availability Zone.
func inOneZone(n *network.Network, one, other *network.Subnet) bool {
	for _, key := range []string{"AvailabilityZone", "AvailabilityZoneId"} {
		first, second := zoneOf(n, one, key), zoneOf(n, other, key)
		if first != nil && second != nil && value.Same(first, second) == value.Yes {
			return true
		}
	}
	return false
}

func zoneAt(subnet *network.Subnet) source.At {
	if stack.Property(subnet.Resource, "AvailabilityZone") == nil {
		return stack.PropertyAt(subnet.Resource, "AvailabilityZoneId")
	}
	return stack.PropertyAt(subnet.Resource, "AvailabilityZone")
}

// agentServices are those of Systems Manager, about whose private names the family ssm speaks.
var agentServices = []string{"ssm", "ssmmessages", "ec2messages"}

// privateNames finds VPCs whose DNS attributes keep interface endpoints from private DNS: AWS refuses such
// an endpoint (AWS PrivateLink guide, prerequisites of private DNS).
func privateNames(n *network.Network, d *network.Diagnosis) {
	const kind = "endpoint/vpc-dns-disabled"
	byVPC := map[string][]*network.Endpoint{}
	for _, endpoint := range n.Endpoints {
		wanted := stack.Property(endpoint.Resource, "PrivateDnsEnabled").TruthOr(value.No)
		isOther := !slices.Contains(agentServices, endpoint.Service)
		if endpoint.Type == "Interface" && isOther && wanted == value.Yes && endpoint.Exists == value.Yes {
			byVPC[endpoint.VPC.ID] = append(byVPC[endpoint.VPC.ID], endpoint)
		}
	}
	for _, vpc := range n.VPCs {
		endpoints := byVPC[vpc.ID]
		if len(endpoints) == 0 {
			continue
		}
		var users []fact.Hop
		for _, endpoint := range endpoints {
			users = append(users, fact.Hop{
				At: at(endpoint, "PrivateDnsEnabled"), Message: endpoint.Name + " asks for private DNS names",
			})
		}
		n.ReportNamesOff(d, vpc, network.Issue{
			Kind: kind, Words: map[string]string{"user": endpoints[0].Name}, Related: users,
		})
	}
}

// openServices finds endpoint services that anybody in AWS may use: every principal has the permission, and
// no connection has to be accepted.
func openServices(n *network.Network, d *network.Diagnosis) {
	const kind = "endpoint/service-open-to-everyone"
	for _, permissions := range n.Index.OfType("AWS::EC2::VPCEndpointServicePermissions") {
		service := n.Index.Declared(stack.Property(permissions, "ServiceId"), "AWS::EC2::VPCEndpointService")
		everyone := anyone(stack.Property(permissions, "AllowedPrincipals"))
		if service == nil || everyone == nil || permissions.Exists != value.Yes || service.Exists != value.Yes {
			continue
		}
		required := stack.Property(service, "AcceptanceRequired")
		place := stack.PropertyAt(service, "AcceptanceRequired")
		switch required.TruthOr(value.Yes) { // no page of AWS tells the default
		case value.Yes:
		case value.Undecided:
			d.Doubt(kind, place, "it can't be decided whether "+service.Name+" requires acceptance")
		case value.No:
			open := fact.Hop{At: everyone.At, Message: permissions.Name + " lets every principal connect"}
			d.Report(network.Issue{
				Kind: kind, Name: service.Name, At: place, Words: map[string]string{"permissions": permissions.Name},
				Related: append([]fact.Hop{open}, fact.Steps(required)...),
				Edits:   stack.Set(service, true, "AcceptanceRequired"),
			})
		}
	}
}

// anyone returns the principal that stands for everybody; nil where there is none.
func anyone(principals *value.Value) *value.Value {
	for _, principal := range principals.List() {
		if text, ok := principal.Literal(); ok && text == "*" {
			return principal
		}
	}
	return nil
}

func at(endpoint *network.Endpoint, key string) source.At {
	return stack.PropertyAt(endpoint.Resource, key)
}
