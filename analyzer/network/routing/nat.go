package routing

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// natGateways finds NAT gateways that can't work, and routes to them that can't.
func (x *survey) natGateways() {
	for _, gateway := range x.n.Gateways {
		if gateway.Kind != network.ToNAT {
			continue
		}
		x.natAddress(gateway)
		if gateway.Subnet == nil || !exists(gateway.Resource) {
			continue
		}
		if subnet := x.n.Subnet(gateway.Subnet.ID); subnet != nil {
			x.natPlace(gateway, subnet)
			x.natLoop(gateway, subnet)
			x.privateNAT(gateway, subnet)
		}
	}
}

func isZonalPublicNAT(gateway *network.Gateway) bool {
	return gateway.Kind == network.ToNAT && gateway.Private.Answer == value.No && gateway.Regional.Answer == value.No
}

// natAddress finds public zonal NAT gateways without the Elastic IP address they need (AWS::EC2::NatGateway,
// AllocationId).
func (x *survey) natAddress(gateway *network.Gateway) {
	const kind = "routing/nat-without-address"
	if stack.Property(gateway.Resource, "AllocationId") != nil ||
		gateway.Private.Answer == value.Yes || gateway.Regional.Answer == value.Yes {
		return
	}
	if !isZonalPublicNAT(gateway) || !exists(gateway.Resource) {
		x.Doubt(kind, gateway.At, "it can't be decided whether "+gateway.Name+" is a public NAT gateway of one zone")
		return
	}
	body := map[string]any{"Type": "AWS::EC2::EIP", "Properties": map[string]any{"Domain": "vpc"}}
	if condition := gateway.Resource.Condition; condition != "" {
		body["Condition"] = condition
	}
	address := x.addResource(gateway.Resource, gateway.Name+"Address", body)
	name := address.At.Steps()[1]
	x.Report(network.Issue{
		Kind: kind, At: property(gateway.At, "AllocationId"), Name: gateway.Name,
		Edits: []fact.Edit{address, fact.Add(property(gateway.At, "AllocationId"), map[string]any{
			"Fn::GetAtt": []any{name, "AllocationId"},
		})},
	})
}

// natPlace finds public NAT gateways in a subnet without a way to an internet gateway. Traffic to networks
// behind a transit or VPN gateway is no reason for one there, but it may be all that is meant.
func (x *survey) natPlace(gateway *network.Gateway, subnet *network.Subnet) {
	const kind = "routing/nat-in-private-subnet"
	egress := subnet.Egress.IPv4
	if !isZonalPublicNAT(gateway) || egress.Internet.Answer != value.No || egress.Blocker == network.DetachedGateway {
		return
	}
	clients := x.clientsOf(gateway)
	if len(clients) == 0 && leavesOtherwise(subnet.Table()) {
		return
	}
	issue := network.Issue{
		Kind: kind, At: property(gateway.At, "SubnetId"), Name: gateway.Name,
		Words: map[string]string{"subnet": subnet.Name}, Flow: egress.Hops, Weaker: egress.Weaker,
		Codes: []network.Blocker{network.NATWithoutEgress}, Edits: x.moveNAT(gateway, subnet),
	}
	for _, client := range clients {
		issue.Related = append(issue.Related, client.sends(gateway.Name))
		issue.Related = append(issue.Related, x.affected(x.subnetsOn[client.table.ID], "relies on it")...)
	}
	x.Report(issue)
}

// clientsOf are the routes that send internet addresses to the gateway.
func (x *survey) clientsOf(gateway *network.Gateway) []placed {
	var clients []placed
	for _, route := range x.routesTo[gateway.ID] {
		if route.isReal() && route.LeadsOut() {
			clients = append(clients, route)
		}
	}
	return clients
}

// leavesOtherwise reports whether a table may send anything out of the VPC other than by an internet or a NAT
// gateway.
func leavesOtherwise(table *network.RouteTable) bool {
	if table == nil {
		return false
	}
	if table.Unknown() != "" {
		return true
	}
	for _, route := range table.Routes {
		switch route.Target.Kind {
		case network.ToTransit, network.ToVPN, network.ToCore, network.ToPeer, network.ToMiddlebox,
			network.ToCarrier, network.ToUnknown:
			return true
		case network.ToInternet, network.ToNAT, network.ToEgressOnly, network.ToLocal:
		}
	}
	return false
}

// moveNAT puts the gateway into a public subnet of the same VPC and file, in the same zone if there is one.
func (x *survey) moveNAT(gateway *network.Gateway, from *network.Subnet) []fact.Edit {
	if !isPlain(stack.Property(gateway.Resource, "SubnetId")) {
		return nil
	}
	zone := stack.Property(from.Resource, "AvailabilityZone")
	var chosen *network.Subnet
	for _, subnet := range x.subnetsOf[from.VPC.ID] {
		egress := subnet.Egress.IPv4
		if egress.Class != network.InternetGateway || egress.Internet.Answer != value.Yes ||
			homeOf(subnet.Resource) != homeOf(gateway.Resource) {
			continue
		}
		if value.Same(zone, stack.Property(subnet.Resource, "AvailabilityZone")) == value.Yes {
			chosen = subnet
			break
		}
		if chosen == nil {
			chosen = subnet
		}
	}
	if chosen == nil {
		return nil
	}
	return []fact.Edit{fact.Replace(property(gateway.At, "SubnetId"), ref(chosen.Resource))}
}

// natLoop finds routes that send a NAT gateway's own traffic back to it: those in the table of the subnet it
// stands in.
func (x *survey) natLoop(gateway *network.Gateway, subnet *network.Subnet) {
	table := subnet.Table()
	if table == nil || !exists(subnet.Resource) {
		return
	}
	for _, route := range x.routesTo[gateway.ID] {
		if route.table != table || !route.isReal() || route.Family != network.IPv4 || route.Unknown() != "" {
			continue
		}
		x.Report(network.Issue{
			Kind: "routing/nat-route-loop", At: property(route.At, "NatGatewayId"), Name: route.Name,
			Words: map[string]string{
				"destination": route.what(), "gateway": gateway.Name, "subnet": subnet.Name, "table": table.Name,
			},
			Flow: []fact.Hop{
				{At: property(gateway.At, "SubnetId"), Message: gateway.Name + " stands in subnet " + subnet.Name},
				{At: table.At, Message: subnet.Name + " uses route table " + table.Name},
				route.sends(gateway.Name),
			},
			Related: x.affected(x.subnetsOn[table.ID], "has its traffic sent in the loop"),
			Codes:   []network.Blocker{network.NATWithoutEgress},
		})
	}
}

// privateNAT finds routes that send internet addresses to a private NAT gateway which stands where only an
// internet gateway, or nothing, leads out. An internet gateway drops what a private NAT gateway sends (Amazon
// VPC User Guide, NAT gateways).
func (x *survey) privateNAT(gateway *network.Gateway, subnet *network.Subnet) {
	egress := subnet.Egress.IPv4
	isDead := egress.Class == network.InternetGateway && egress.Internet.Answer == value.Yes ||
		egress.Class == network.None && egress.Internet.Answer == value.No
	if gateway.Private.Answer != value.Yes || !isDead || leavesOtherwise(subnet.Table()) {
		return
	}
	for _, client := range x.clientsOf(gateway) {
		if client.Unknown() != "" || client.Family != network.IPv4 {
			continue
		}
		flow := []fact.Hop{client.sends(gateway.Name), {
			At:      property(gateway.At, "ConnectivityType"),
			Message: gateway.Name + " translates to private addresses only",
		}}
		x.Report(network.Issue{
			Kind: "routing/private-nat-to-internet", At: property(client.At, "NatGatewayId"), Name: client.Name,
			Words:   map[string]string{"destination": client.what(), "gateway": gateway.Name, "subnet": subnet.Name},
			Flow:    append(flow, egress.Hops...),
			Related: x.affected(x.subnetsOn[client.table.ID], "has no way to the internet"),
			Codes:   []network.Blocker{network.NATIsPrivate}, Weaker: egress.Weaker,
			Edits: x.publicNAT(client, gateway.Resource),
		})
	}
}

// publicNAT sends the route to the only public NAT gateway of the VPC and file.
func (x *survey) publicNAT(route placed, private *template.Resource) []fact.Edit {
	var public []*network.Gateway
	for _, gateway := range x.n.Gateways {
		if isZonalPublicNAT(gateway) && len(gateway.VPCs) == 1 && gateway.VPCs[0].ID == route.table.VPC.ID &&
			homeOf(gateway.Resource) == homeOf(private) && homeOf(private) == homeOf(route.Resource) {
			public = append(public, gateway)
		}
	}
	if len(public) != 1 || !isPlain(stack.Property(route.Resource, "NatGatewayId")) {
		return nil
	}
	return []fact.Edit{fact.Replace(property(route.At, "NatGatewayId"), ref(public[0].Resource))}
}
