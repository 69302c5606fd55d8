package network_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// TestRoutesToEndpointsInAnotherVPC asks for the way of an agent to endpoints that are known to be in another VPC.
func TestRoutesToEndpointsInAnotherVPC(t *testing.T) {
	t.Parallel()
	const (
		office = "192.168.0.0/16"
		hub    = "10.9.0.0/16"
		open   = "undecided [] undecided"
		none   = "no [ssm ssmmessages] no"
		way    = "yes [] yes"
		toTgw  = "TransitGatewayId: !Ref Tgw"
		toVgw  = "GatewayId: !Ref Vgw"
	)
	transit := res("Tgw", "EC2::TransitGateway", "Description: hub") + routeTo("Out", hub, toTgw)
	join := res("Join", "EC2::TransitGatewayAttachment", toTgw+", VpcId: !Ref Vpc, SubnetIds: [!Ref Sub]")
	joinOther := other + res("Join", "EC2::TransitGatewayAttachment", toTgw+", VpcId: !Ref Vpc2, SubnetIds: [!Ref Sub2]")
	ownTable := res("Own", "EC2::TransitGatewayRouteTable", toTgw)
	gateway := res("Vgw", "EC2::VPNGateway", "Type: ipsec.1")
	tied := res("Tied", "EC2::VPCGatewayAttachment", "VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw")
	tiedElsewhere := res("Tied", "EC2::VPCGatewayAttachment", "VpcId: !ImportValue vpc, VpnGatewayId: !Ref Vgw")
	spread := res("Spread", "EC2::VPNGatewayRoutePropagation", "VpnGatewayId: !Ref Vgw, RouteTableIds: [!Ref Table]")
	sixth := res("Six", "EC2::Route", "RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '2001:db8::/32', TransitGatewayId: tgw-1")
	block := res("Block", "EC2::SubnetCidrBlock", "SubnetId: !Ref Sub, Ipv6CidrBlock: '2600:1f14::/64'") + sixth
	var inPeer strings.Builder
	for _, service := range []string{"ssm", "ssmmessages"} {
		inPeer.WriteString(res("P"+service, "EC2::VPCEndpoint", "VpcId: !Ref Vpc2, VpcEndpointType: Interface, SubnetIds: [!Ref Sub2], "+
			"SecurityGroupIds: [!Ref Far2], ServiceName: com.amazonaws.eu-west-1."+service))
	}
	inPeer.WriteString(res("Far2", "EC2::SecurityGroup", "VpcId: !Ref Vpc2, SecurityGroupIngress: [{IpProtocol: -1, CidrIp: 10.0.0.0/8}]"))
	behindPeer := peered + inPeer.String()
	private := res("Nat", "EC2::NatGateway", "ConnectivityType: private, SubnetId: !Ref NatSub") +
		res("NatSub", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.5.0/24") +
		res("NatTable", "EC2::RouteTable", "VpcId: !Ref Vpc") +
		res("NatTie", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref NatSub, RouteTableId: !Ref NatTable") +
		routeTo("Out", hub, "NatGatewayId: !Ref Nat")
	beyondNAT := func(to string) string {
		return private + strings.Replace(routeTo("Beyond", to, "TransitGatewayId: tgw-1"), "Ref Table", "Ref NatTable", 1)
	}
	group := func(to string) string {
		return strings.Replace(openGroup, "Ref Vpc,",
			"Ref Vpc, SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: "+to+"}],", 1)
	}
	tests := map[string]struct {
		template      string
		onPremises    string
		before, after string
	}{
		"a transit gateway":                          {transit + join, "", open, way},
		"a transit gateway without the VPC":          {transit, "", open, none},
		"a transit gateway of another VPC":           {transit + joinOther, "", open, none},
		"an exported one without the VPC":            {transit + "Outputs: {Tgw: {Value: !Ref Tgw, Export: {Name: tgw}}}\n", "", open, open},
		"one with route tables of its own":           {transit + join + ownTable, "", open, open},
		"a gateway that is attached":                 {gateway + tied + routeTo("Out", hub, toVgw), "", open, way},
		"a gateway that is never attached":           {gateway + routeTo("Out", hub, toVgw), "", open, none},
		"one that may be attached":                   {gateway + tiedElsewhere + routeTo("Out", hub, toVgw), "", open, open},
		"what a gateway may propagate":               {gateway + tied + spread, "", open, open},
		"an IPv6 route without IPv6 addresses":       {sixth, "", open, none},
		"an IPv6 route with IPv6 addresses":          {"|six" + openGroup + block, "", open, open},
		"a route for the VPC itself":                 {routeTo("Out", "10.0.1.0/24", "TransitGatewayId: tgw-1"), "", open, none},
		"a route to networks on premises":            {routeTo("Out", office, "TransitGatewayId: tgw-1"), office, open, none},
		"a route to more than these":                 {routeTo("Out", "192.0.0.0/8", "TransitGatewayId: tgw-1"), office, open, way},
		"a more specific route to nowhere":           {routeTo("Out", hub, "TransitGatewayId: tgw-1") + routeTo("Low", "10.9.0.0/17", "GatewayId: igw-1") + routeTo("High", "10.9.128.0/17", "GatewayId: igw-1"), "", open, none},
		"an appliance":                               {routeTo("Out", hub, "InstanceId: i-1"), "", open, open},
		"a peer that has them and leads back":        {behindPeer + back, "", open, way},
		"a peer that has them without a way back":    {behindPeer, "", open, none},
		"a peer without any":                         {peered + back, "", none, none},
		"a peer that is not declared":                {routeTo("Out", hub, "VpcPeeringConnectionId: pcx-1"), "", open, way},
		"past a private NAT gateway":                 {beyondNAT("10.0.0.0/8"), "", open, way},
		"past a private NAT gateway, elsewhere":      {beyondNAT("172.16.0.0/12"), "", open, none},
		"security groups for the VPC alone":          {"|" + group("10.0.0.0/16") + routeTo("Out", "10.0.0.0/8", "TransitGatewayId: tgw-1"), "", open, open},
		"security groups for where the route leads":  {"|" + group(hub) + routeTo("Out", hub, "TransitGatewayId: tgw-1"), "", open, way},
		"security groups for a part of that":         {"|" + group(hub) + routeTo("Out", "10.0.0.0/8", "TransitGatewayId: tgw-1"), "", open, open},
		"a second subnet that has no route of these": {"|second" + openGroup + routeTo("Out", hub, "TransitGatewayId: tgw-1"), "", open, open},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := isolated + agent + agentRole
			switch more, is := strings.CutPrefix(test.template, "|"); {
			case is && strings.HasPrefix(more, "six"):
				text = strings.Replace(text, "SubnetId: !Ref Sub, Iam", "Ipv6AddressCount: 1, SubnetId: !Ref Sub, Iam", 1) +
					strings.TrimPrefix(more, "six")
			case is && strings.HasPrefix(more, "second"):
				text = strings.Replace(text, "SubnetId: !Ref Sub, IamInstanceProfile: !Ref Prof,\n    SecurityGroupIds: [!Ref Open]",
					"IamInstanceProfile: !Ref Prof, NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Sub, GroupSet: [!Ref Open]}, "+
						"{DeviceIndex: 1, SubnetId: !Ref Sub9, GroupSet: [!Ref Open]}]", 1) +
					res("Sub9", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24") +
					res("Table9", "EC2::RouteTable", "VpcId: !Ref Vpc") +
					res("Tie9", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Sub9, RouteTableId: !Ref Table9") +
					strings.TrimPrefix(more, "second")
			case is:
				text += more
			default:
				text += openGroup + test.template
			}
			known := template.Known{Endpoints: []string{"ssm", "ssmmessages"}}
			if test.onPremises != "" {
				known.OnPremises = []netip.Prefix{netip.MustParsePrefix(test.onPremises)}
			}
			before, _ := askAgent(t, template.Known{}, text)
			after, _ := askAgent(t, known, text)
			if diff := cmp.Diff([]string{test.before, test.after}, []string{before, after}); diff != "" {
				t.Errorf("answers before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReachNamesTheRouteToAnotherVPC follows an agent to endpoints that are known to be behind a transit gateway.
func TestReachNamesTheRouteToAnotherVPC(t *testing.T) {
	t.Parallel()
	text := isolated + agent + agentRole + openGroup + res("Tgw", "EC2::TransitGateway", "Description: hub") +
		routeTo("Out", "10.9.0.0/16", "TransitGatewayId: !Ref Tgw") +
		res("Join", "EC2::TransitGatewayAttachment", "TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Sub]")
	_, hops := askAgent(t, template.Known{Endpoints: []string{"ssm", "ssmmessages"}}, text)
	want := []string{
		"Out leads to the transit gateway Tgw", "Join attaches the VPC of Agent",
		"endpoints in another VPC are known to provide ssm", "endpoints in another VPC are known to provide ssmmessages",
		"role AgentRole has the managed policy AmazonSSMManagedInstanceCore",
	}
	if diff := cmp.Diff(want, hops); diff != "" {
		t.Errorf("hops differ (-want +got):\n%s", diff)
	}
}
