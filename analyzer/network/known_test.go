package network_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func routeTo(name, to, target string) string {
	return res(name, "EC2::Route", "RouteTableId: !Ref Table, DestinationCidrBlock: "+to+", "+target)
}

// TestNetworksOnPremises follows traffic without and with the knowledge of what lies behind a gateway.
func TestNetworksOnPremises(t *testing.T) {
	t.Parallel()
	const (
		office   = "192.168.0.0/16"
		attached = "  Tied: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw}}\n"
		spread   = "  Spread: {Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: {VpnGatewayId: !Ref Vgw, RouteTableIds: [!Ref Table]}}\n"
	)
	gateway := res("Vgw", "EC2::VPNGateway", "Type: ipsec.1")
	vpn := func(more string) string {
		return gateway + attached + spread + res("Vpn", "EC2::VPNConnection", "Type: ipsec.1, CustomerGatewayId: cgw-1, VpnGatewayId: !Ref Vgw"+more)
	}
	static := func(to string) string {
		return vpn(", StaticRoutesOnly: true") + res("To"+strings.NewReplacer(".", "", "/", "").Replace(to), "EC2::VPNConnectionRoute",
			"VpnConnectionId: !Ref Vpn, DestinationCidrBlock: "+to)
	}
	transit := res("Tgw", "EC2::TransitGateway", "Description: hub") + routeTo("Out", office, "TransitGatewayId: !Ref Tgw")
	join := res("Join", "EC2::TransitGatewayAttachment", "TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Sub]")
	zoned := func(zone string) string {
		return "zoned" + transit + strings.Replace(join, "[!Ref Sub]", "[!Ref There2]", 1) +
			res("There2", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24, AvailabilityZone: eu-west-1"+zone)
	}
	tests := map[string]struct {
		template      string
		known         []string
		from, to      string
		before, after value.Truth
	}{
		"out through a transit gateway":            {routeTo("Out", office, "TransitGatewayId: tgw-1"), []string{office}, "App", office, value.Undecided, value.Yes},
		"in through a transit gateway":             {routeTo("Out", office, "TransitGatewayId: tgw-1"), []string{office}, office, "App", value.Undecided, value.Yes},
		"a part of what is known":                  {routeTo("Out", "0.0.0.0/0", "TransitGatewayId: tgw-1"), []string{office}, "App", "192.168.7.0/24", value.Undecided, value.Yes},
		"more than is known":                       {routeTo("Out", "192.0.0.0/8", "TransitGatewayId: tgw-1"), []string{"192.168.7.0/24"}, "App", office, value.Undecided, value.Undecided},
		"another network":                          {routeTo("Out", office, "TransitGatewayId: tgw-1"), []string{"172.16.0.0/12"}, "App", office, value.Undecided, value.Undecided},
		"a declared transit gateway":               {transit + join, []string{office}, "App", office, value.Undecided, value.Yes},
		"one that the VPC is not attached to":      {transit, []string{office}, "App", office, value.Undecided, value.No},
		"an attachment in another zone":            {zoned("b"), []string{office}, "App", office, value.Undecided, value.No},
		"an attachment in the same zone":           {zoned("a"), []string{office}, "App", office, value.Undecided, value.Yes},
		"one with route tables of its own":         {transit + join + res("Own", "EC2::TransitGatewayRouteTable", "TransitGatewayId: !Ref Tgw"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"Cloud WAN":                                {routeTo("Out", office, "CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/c'"), []string{office}, "App", office, value.Undecided, value.Yes},
		"Direct Connect":                           {gateway + attached + routeTo("Out", office, "GatewayId: !Ref Vgw"), []string{office}, "App", office, value.Undecided, value.Yes},
		"a gateway that is not attached":           {gateway + routeTo("Out", office, "GatewayId: !Ref Vgw"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"routes that are propagated":               {gateway + attached + spread, []string{office}, "App", office, value.Undecided, value.Yes},
		"other routes that are propagated":         {gateway + attached + spread, []string{office}, "App", "172.16.0.0/12", value.Undecided, value.Undecided},
		"routes of a dynamic connection":           {vpn(""), []string{office}, "App", office, value.Undecided, value.Yes},
		"a static connection without routes":       {vpn(", StaticRoutesOnly: true"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"a static connection with a route there":   {static("192.168.0.0/16"), []string{office}, "App", office, value.Undecided, value.Yes},
		"a static connection with another route":   {static("172.16.0.0/12"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"no route":                                 {"", []string{office}, "App", office, value.No, value.No},
		"a peering connection carries no such":     {peered + routeTo("Out", office, "VpcPeeringConnectionId: !Ref Peer"), []string{office}, "App", office, value.No, value.No},
		"what an appliance does is not known":      {routeTo("Out", office, "InstanceId: i-1"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"a route that is more specific may differ": {gateway + attached + spread + routeTo("Out", "192.168.7.0/24", "InstanceId: i-1"), []string{office}, "App", "192.168.7.0/24", value.Undecided, value.Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var known template.Known
			env := template.Environment{Facts: func(string) template.Known { return known }}
			ask := func() value.Truth {
				text := isolated + openGroup + app
				if more, is := strings.CutPrefix(test.template, "zoned"); is {
					text = strings.Replace(text, "10.0.1.0/24", "10.0.1.0/24, AvailabilityZone: eu-west-1a", 1) + more
				} else {
					text += test.template
				}
				n := networktest.BuildKnowing(t, env, text)
				return n.Reach(party(t, n, test.from), party(t, n, test.to), network.TCP(443)).Answer
			}
			before := ask()
			for _, block := range test.known {
				known.OnPremises = append(known.OnPremises, netip.MustParsePrefix(block))
			}
			got := []value.Truth{before, ask()}
			if diff := cmp.Diff([]value.Truth{test.before, test.after}, got); diff != "" {
				t.Errorf("answers before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEndpointsInAnotherVPC asks for the way of an agent without and with the knowledge of what a hub provides.
func TestEndpointsInAnotherVPC(t *testing.T) {
	t.Parallel()
	both := []string{"ssm", "ssmmessages"}
	hub := routeTo("Hub", "10.9.0.0/16", "TransitGatewayId: tgw-1")
	everywhere := routeTo("Hub", "0.0.0.0/0", "TransitGatewayId: tgw-1")
	shut := strings.Replace(openGroup, "Ref Vpc,", "Ref Vpc, SecurityGroupEgress: [{IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 127.0.0.1/32}],", 1)
	tests := map[string]struct {
		template      string
		known         []string
		before, after string // the path, the services that lack an endpoint, and the answer of reach
	}{
		"behind a route":                     {openGroup + hub, both, "undecided [] undecided", "yes [] yes"},
		"behind the default route":           {openGroup + everywhere, both, "undecided [] undecided", "yes [] yes"},
		"one of the two":                     {openGroup + hub, both[:1], "undecided [] undecided", "undecided [] undecided"},
		"other services":                     {openGroup + hub, []string{"s3", "ec2messages"}, "undecided [] undecided", "undecided [] undecided"},
		"without a route there":              {openGroup, both, "no [ssm ssmmessages] no", "no [ssm ssmmessages] no"},
		"with a route that others may add":   {openGroup + exported, both, "no [ssm ssmmessages] no", "undecided [] undecided"},
		"security groups let nothing out":    {shut + hub, both, "undecided [] undecided", "undecided [] undecided"},
		"without a resolver":                 {"EnableDnsSupport: false|" + openGroup + hub, both, "undecided [] undecided", "undecided [] undecided"},
		"beside endpoints without a name":    {"EnableDnsHostnames: true|" + openGroup + hub + services(", SecurityGroupIds: [!Ref Open]"), both, "undecided [] no", "yes [] yes"},
		"one here, with its name, one there": {"EnableDnsHostnames: true|" + openGroup + hub + services(", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Open]"), both, "yes [] yes", "yes [] yes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := func(known []string) string {
				text := isolated + agent + agentRole
				if attribute, rest, is := strings.Cut(test.template, "|"); is {
					text = strings.Replace(text, "10.0.0.0/16", "10.0.0.0/16, "+attribute, 1) + rest
				} else {
					text += test.template
				}
				answer, _ := askAgent(t, template.Known{Endpoints: known}, text)
				return answer
			}
			if diff := cmp.Diff([]string{test.before, test.after}, []string{ask(nil), ask(test.known)}); diff != "" {
				t.Errorf("answers before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}

// askAgent returns the path of an agent, the services that lack an endpoint, and the answer of reach, with its hops.
func askAgent(t *testing.T, known template.Known, text string) (answer string, hops []string) {
	t.Helper()
	facts := func(string) template.Known { return known }
	n := networktest.BuildKnowing(t, template.Environment{Region: "eu-west-1", Facts: facts}, text)
	ssm := n.Workloads[0].SSM
	reached := n.Reach(party(t, n, "Agent"), party(t, n, "ssm"), network.TCP(443))
	for _, hop := range reached.Hops {
		hops = append(hops, hop.Message)
	}
	missing := strings.Join(ssm.Missing, " ")
	return ssm.Path.Answer.String() + " [" + missing + "] " + reached.Answer.String(), hops
}

// exported is what lets other stacks add routes.
const exported = "Outputs: {Table: {Value: !Ref Table, Export: {Name: table}}}\n"
