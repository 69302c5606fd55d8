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
	transit := res("Tgw", "EC2::TransitGateway", "Description: hub") + routeTo("Out", office, "TransitGatewayId: !Ref Tgw")
	join := res("Join", "EC2::TransitGatewayAttachment", "TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Sub]")
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
		"one with route tables of its own":         {transit + join + res("Own", "EC2::TransitGatewayRouteTable", "TransitGatewayId: !Ref Tgw"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"Cloud WAN":                                {routeTo("Out", office, "CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/c'"), []string{office}, "App", office, value.Undecided, value.Yes},
		"Direct Connect":                           {gateway + attached + routeTo("Out", office, "GatewayId: !Ref Vgw"), []string{office}, "App", office, value.Undecided, value.Yes},
		"a gateway that is not attached":           {gateway + routeTo("Out", office, "GatewayId: !Ref Vgw"), []string{office}, "App", office, value.Undecided, value.Undecided},
		"routes that are propagated":               {gateway + attached + spread, []string{office}, "App", office, value.Undecided, value.Yes},
		"other routes that are propagated":         {gateway + attached + spread, []string{office}, "App", "172.16.0.0/12", value.Undecided, value.Undecided},
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
				n := networktest.BuildKnowing(t, env, isolated+openGroup+app+test.template)
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
		"with a route that others may add":   {openGroup + exported, both, "no [ssm ssmmessages] no", "yes [] undecided"},
		"security groups let nothing out":    {shut + hub, both, "undecided [] undecided", "undecided [] undecided"},
		"without a resolver":                 {"EnableDnsSupport: false|" + openGroup + hub, both, "undecided [] undecided", "undecided [] undecided"},
		"beside endpoints without a name":    {"EnableDnsHostnames: true|" + openGroup + hub + services(", SecurityGroupIds: [!Ref Open]"), both, "undecided [] no", "yes [] yes"},
		"one here, with its name, one there": {"EnableDnsHostnames: true|" + openGroup + hub + services(", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Open]"), both, "yes [] yes", "yes [] yes"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := func(known []string) string {
				facts := func(string) template.Known { return template.Known{Endpoints: known} }
				env := template.Environment{Region: "eu-west-1", Facts: facts}
				text := isolated + agent + agentRole
				if attribute, rest, is := strings.Cut(test.template, "|"); is {
					text = strings.Replace(text, "10.0.0.0/16", "10.0.0.0/16, "+attribute, 1) + rest
				} else {
					text += test.template
				}
				n := networktest.BuildKnowing(t, env, text)
				ssm := n.Workloads[0].SSM
				reached := n.Reach(party(t, n, "Agent"), party(t, n, "ssm"), network.TCP(443))
				return ssm.Path.Answer.String() + " [" + strings.Join(ssm.Missing, " ") + "] " + reached.Answer.String()
			}
			if diff := cmp.Diff([]string{test.before, test.after}, []string{ask(nil), ask(test.known)}); diff != "" {
				t.Errorf("answers before and after differ (-want +got):\n%s", diff)
			}
		})
	}
}

// exported is what lets other stacks add routes.
const exported = "Outputs: {Table: {Value: !Ref Table, Export: {Name: table}}}\n"
