package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// route is a default route of Table to what the target property and value say.
func route(target string) string {
	return "\n  Out: {Type: AWS::EC2::Route, Properties: " +
		"{RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, " + target + "}}\n"
}

func TestEgress(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		resources, class, internet string
	}{
		"no route leads out": {``, "none", "no"},
		"a default route leads to an attached internet gateway": {
			attached + route("GatewayId: !Ref Igw"), "igw", "yes",
		},
		"the gateway is named through its attachment": {
			attached + route("GatewayId: !GetAtt Attach.InternetGatewayId"), "igw", "yes",
		},
		"the internet gateway is attached to nothing": {
			"  Igw: {Type: AWS::EC2::InternetGateway}\n" + route("GatewayId: !Ref Igw"), "none", "no",
		},
		"it can't be decided whether the gateway is attached": {
			"  Igw: {Type: AWS::EC2::InternetGateway}\n" + route("GatewayId: !Ref Igw") +
				"  C: {Type: Custom::Attach, Properties: {ServiceToken: arn}}\n", "igw", "undecided",
		},
		"the internet gateway is attached to another VPC": {
			strings.Replace(attached, "!Ref Vpc", "vpc-1", 1) + route("GatewayId: !Ref Igw"), "igw", "undecided",
		},
		"the internet gateway is attached to another VPC of ours": {
			res("Other", "EC2::VPC", "CidrBlock: 10.9.0.0/16") +
				strings.Replace(attached, "!Ref Vpc", "!Ref Other", 1) + route("GatewayId: !Ref Igw"), "none", "no",
		},
		"the attachment may be of this gateway": {
			strings.Replace(attached, "!Ref Igw", "!If [Maybe, !Ref Igw, igw-1]", 1) + route("GatewayId: !Ref Igw") +
				"Conditions: {Maybe: !Equals [!ImportValue Kind, public]}\n", "igw", "undecided",
		},
		"the internet gateway is exported": {
			"  Igw: {Type: AWS::EC2::InternetGateway}\n" + route("GatewayId: !Ref Igw") +
				"Outputs: {I: {Value: !Ref Igw, Export: {Name: igw}}}\n", "igw", "undecided",
		},
		"the route leads into the VPC": {route("GatewayId: local"), "none", "no"},
		"the route names no target":    {route("Ignored: x"), "unknown", "undecided"},
		"the route names no destination": {
			attached + res("Out", "EC2::Route", "RouteTableId: !Ref Table, GatewayId: !Ref Igw"), "unknown",
			"undecided",
		},
		"the internet gateway is a literal": {route("GatewayId: igw-0123"), "igw", "undecided"},
		"a virtual private gateway is named by GatewayId": {
			"  Vgw: {Type: AWS::EC2::VPNGateway}\n" + route("GatewayId: !Ref Vgw"), "vgw", "undecided",
		},
		"two halves make a default route": {attached + `
  Low:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/1, GatewayId: !Ref Igw}
  High:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 128.0.0.0/1, GatewayId: !Ref Igw}
`, "igw", "yes"},
		"half of the internet is no default route": {attached + `
  Low:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/1, GatewayId: !Ref Igw}
`, "igw", "undecided"},
		"private destinations do not matter": {`
  Hub:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.0.0.0/8, TransitGatewayId: tgw-1}
`, "none", "no"},
		"private destinations take nothing from a default route": {
			attached + route("GatewayId: !Ref Igw") + `
  Hub:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.0.0.0/8, TransitGatewayId: tgw-1}
`, "igw", "yes",
		},
		"a more specific route takes a public block away": {
			attached + route("GatewayId: !Ref Igw") + `
  Peer:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 52.0.0.0/8, VpcPeeringConnectionId: pcx-1}
`, "igw", "undecided",
		},
		"the destination of a route is not known": {attached + `
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: !ImportValue Cidr, GatewayId: !Ref Igw}
`, "unknown", "undecided"},
		"the destination is a declared prefix list": {attached + `
  List: {Type: AWS::EC2::PrefixList, Properties: {AddressFamily: IPv4, Entries: [{Cidr: 0.0.0.0/0}]}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationPrefixListId: !Ref List, GatewayId: !Ref Igw}
`, "igw", "yes"},
		"the destination is another's prefix list": {attached + `
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationPrefixListId: pl-1, GatewayId: !Ref Igw}
`, "unknown", "undecided"},
		"the route names two targets": {
			attached + route("GatewayId: !Ref Igw, TransitGatewayId: tgw-1"), "unknown", "undecided",
		},
		"a transit gateway":                {route("TransitGatewayId: tgw-1"), "tgw", "undecided"},
		"a core network":                   {route("CoreNetworkArn: arn:aws:x"), "cloudwan", "undecided"},
		"a network interface":              {route("NetworkInterfaceId: eni-1"), "middlebox", "undecided"},
		"an instance":                      {route("InstanceId: i-1"), "middlebox", "undecided"},
		"a Gateway Load Balancer endpoint": {route("VpcEndpointId: vpce-1"), "middlebox", "undecided"},
		"an endpoint named by GatewayId":   {route("GatewayId: vpce-1"), "middlebox", "undecided"},
		"a carrier gateway":                {route("CarrierGatewayId: cagw-1"), "carrier", "undecided"},
		"a peering connection is one hop":  {route("VpcPeeringConnectionId: pcx-1"), "peering", "no"},
		"the gateway is a parameter":       {route("GatewayId: !ImportValue Gateway"), "unknown", "undecided"},
		"the NAT gateway is not declared":  {route("NatGatewayId: nat-1"), "unknown", "undecided"},
		"an egress-only gateway for IPv4":  {route("EgressOnlyInternetGatewayId: eigw-1"), "eigw", "undecided"},
		"the route exists only as the case may be": {attached + `
  Out:
    Type: AWS::EC2::Route
    Condition: Maybe
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
Conditions: {Maybe: !Equals [!ImportValue Kind, public]}
`, "igw", "undecided"},
		"a virtual private gateway announces routes": {`
  Vgw: {Type: AWS::EC2::VPNGateway}
  Announce:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    Properties: {RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw}
`, "vgw", "undecided"},
		"public access is blocked": {
			attached + route("GatewayId: !Ref Igw") + `
  Block: {Type: AWS::EC2::VPCBlockPublicAccessOptions, Properties: {InternetGatewayBlockMode: block-bidirectional}}
`, "igw", "undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, isolated, test.resources).Subnets[0].Egress.IPv4
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
			if egress.Internet.Answer.String() != "yes" && egress.Internet.Reason == "" {
				t.Error("the answer has no reason")
			}
		})
	}
}

func answer(egress network.Egress) []string {
	return []string{string(egress.Class), egress.Internet.Answer.String()}
}

func TestEgressThroughNAT(t *testing.T) {
	t.Parallel()
	toNAT := route("NatGatewayId: !Ref Nat")
	nat := func(properties string) string {
		return res("Nat", "EC2::NatGateway", properties)
	}
	privateRoute := func(target string) string {
		return `
  Inner: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24}}
  InnerTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  InnerTie:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Inner, RouteTableId: !Ref InnerTable}
  InnerOut:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref InnerTable, DestinationCidrBlock: 0.0.0.0/0, ` + target + `}
`
	}
	cases := map[string]struct {
		resources, class, internet string
	}{
		"it stands in a public subnet":     {public + nat("SubnetId: !Ref PubSub"), "nat-public", "yes"},
		"it stands in the client's subnet": {public + nat("SubnetId: !Ref Sub"), "none", "no"},
		"it stands in a subnet without a route": {
			res("Inner", "EC2::Subnet", "VpcId: !Ref Vpc") + nat("SubnetId: !Ref Inner"), "none", "no",
		},
		"it stands in a subnet that is not declared": {nat("SubnetId: subnet-1"), "nat-public", "undecided"},
		"it stands behind a firewall": {
			privateRoute("VpcEndpointId: vpce-1") + nat("SubnetId: !Ref Inner"), "nat-public", "undecided",
		},
		"it is private behind an internet gateway": {
			public + nat("SubnetId: !Ref PubSub, ConnectivityType: private"), "nat-private", "no",
		},
		"it is private behind a transit gateway": {
			privateRoute("TransitGatewayId: tgw-1") + nat("SubnetId: !Ref Inner, ConnectivityType: private"),
			"nat-private", "undecided",
		},
		"it is regional": {
			attached + nat("VpcId: !Ref Vpc, AvailabilityMode: regional"), "nat-public", "yes",
		},
		"it is regional by its form": {attached + nat("VpcId: !Ref Vpc"), "nat-public", "yes"},
		"it is regional without a gateway": {
			nat("VpcId: !Ref Vpc, AvailabilityMode: regional"), "nat-public", "undecided",
		},
		"its kind is not known": {
			public + nat("SubnetId: !Ref PubSub, ConnectivityType: !ImportValue Kind"), "unknown", "undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, isolated, test.resources, toNAT).Subnets[0].Egress.IPv4
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
		})
	}
}

func TestEgressHops(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		resources string
		want      []string
		blocker   network.Blocker
	}{
		"a way through a NAT gateway": {
			public + res("Nat", "EC2::NatGateway", "SubnetId: !Ref PubSub") + route("NatGatewayId: !Ref Nat"),
			[]string{
				"Tie ties subnet Sub to route table Table",
				"Out sends 0.0.0.0/0 to NAT gateway Nat",
				"Nat stands in subnet PubSub",
				"PubTie ties subnet PubSub to route table PubTable",
				"PubRoute sends 0.0.0.0/0 to internet gateway Igw",
				"Attach attaches Igw to the VPC",
			},
			"",
		},
		"a route table without a route": {``, []string{
			"Tie ties subnet Sub to route table Table",
			"route table Table has no route to the internet",
		}, network.NoRoute},
		"a default route to a peer": {
			res("Pcx", "EC2::VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: vpc-1") +
				route("VpcPeeringConnectionId: !Ref Pcx"),
			[]string{
				"Tie ties subnet Sub to route table Table",
				"Out sends 0.0.0.0/0 to peering connection Pcx",
				"a peering connection carries traffic for the peer VPC alone, never for the internet",
			},
			network.BeyondPeer,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, isolated, test.resources).Subnets[0].Egress.IPv4
			if diff := cmp.Diff(test.want, messages(egress.Hops)); diff != "" {
				t.Errorf("hops (-want +got):\n%s", diff)
			}
			if egress.Blocker != test.blocker {
				t.Errorf("blocker: got %q, want %q", egress.Blocker, test.blocker)
			}
		})
	}
}

// unassociated is a subnet that no association names.
const unassociated = `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
`

func TestEgressByClosedWorld(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		template, class, internet string
		weaker                    []string
	}{
		"the main table of a declared VPC leads nowhere": {unassociated, "none", "no", nil},
		"the main table of a VPC that is not declared is not known": {
			"Resources:\n  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1}}\n", "unknown", "undecided", nil,
		},
		"a custom resource may change the main table": {
			unassociated + "  C: {Type: Custom::Routes, Properties: {ServiceToken: arn}}\n", "unknown", "undecided",
			nil,
		},
		"a custom resource makes a declared table less sure": {
			isolated + "  C: {Type: Custom::Routes, Properties: {ServiceToken: arn}}\n", "none", "no",
			[]string{"the custom resource C may change the network"},
		},
		"a custom resource that is handed the table may add routes": {
			isolated + "  C: {Type: Custom::Routes, Properties: {Table: !Ref Table}}\n", "unknown", "undecided", nil,
		},
		"a custom resource that is handed the VPC may add routes": {
			isolated + "  C: {Type: Custom::Routes, Properties: {Vpc: !Sub 'x-${Vpc}'}}\n", "unknown", "undecided", nil,
		},
		"a nested stack that is handed the table may add routes": {
			isolated + res("Child", "CloudFormation::Stack", "Parameters: {T: !Ref Table}"),
			"unknown", "undecided", nil,
		},
		"a nested stack that is handed nothing of it adds none": {
			isolated + res("Child", "CloudFormation::Stack", "Parameters: {S: x}"), "none", "no", nil,
		},
		"an exported table may get routes from its importers": {
			isolated + "Outputs: {T: {Value: !Ref Table, Export: {Name: table}}}\n", "none", "no",
			[]string{"Table is exported, so another stack may add to it"},
		},
		"an exported subnet may get a table from its importers": {
			unassociated + "Outputs: {S: {Value: !Join [',', [!Ref Sub]], Export: {Name: subnets}}}\n", "none", "no",
			[]string{"Sub is exported, so another stack may add to it"},
		},
		"a macro may add anything": {
			"Transform: Routes\n" + isolated[1:], "unknown", "undecided", nil,
		},
		"SAM adds no route": {"Transform: AWS::Serverless-2016-10-31\n" + isolated[1:], "none", "no", nil},
		"a route of an unknown table may be in this one": {
			isolated + attached + `
  Out:
    Type: AWS::EC2::Route
    Properties:
      RouteTableId: !If [Maybe, !Ref Table, rtb-1]
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Igw
Conditions: {Maybe: !Equals [!ImportValue Kind, public]}
`, "unknown", "undecided", nil,
		},
		"a route of an imported table is in none of ours": {
			isolated + attached + `
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !ImportValue T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}
`, "none", "no", nil,
		},
		"two tables for one subnet": {
			isolated + `
  Other: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Again: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Other}}
`, "unknown", "undecided", nil,
		},
		"the table is not declared": {
			unassociated + res("Tie", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Sub, RouteTableId: rtb-1"),
			"unknown", "undecided", nil,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, test.template).Subnets[0].Egress.IPv4
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
			if diff := cmp.Diff(test.weaker, egress.Weaker); diff != "" {
				t.Errorf("weaker (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExportedTableWithItsImporter(t *testing.T) {
	t.Parallel()
	exporting := read("net.yaml", isolated+"Outputs: {T: {Value: !Ref Table, Export: {Name: table}}}\n")
	importing := read("app.yaml", `
Resources:
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !ImportValue table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1}
`)
	egress := network.Build([]*template.Template{exporting, importing}, template.Environment{}).Subnets[0].Egress.IPv4
	if diff := cmp.Diff([]string{"unknown", "undecided"}, answer(egress)); diff != "" {
		t.Errorf("a route that is not linked may be in any exported table (-want +got):\n%s", diff)
	}
}

func TestEgressIPv6(t *testing.T) {
	t.Parallel()
	dual := `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, Ipv6CidrBlock: 2600:1f14:abcd:1200::/64}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Table}}
  Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
`
	out := func(destination, target string) string {
		return "  Out: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '" +
			destination + "', " + target + "}}\n"
	}
	cases := map[string]struct {
		template, class, internet string
	}{
		"a subnet without IPv6 has no way": {isolated, "none", "no"},
		"a subnet with a block of its own resource": {
			isolated + res("Six", "EC2::SubnetCidrBlock", "SubnetId: !Ref Sub, Ipv6CidrBlock: '2600::/64'") +
				attached + out("::/0", "GatewayId: !Ref Igw"), "igw", "yes",
		},
		"an egress-only gateway": {dual + out("::/0", "EgressOnlyInternetGatewayId: !Ref Eigw"), "eigw", "yes"},
		"all zeros spelt out": {
			dual + out("0:0:0:0:0:0:0:0/0", "EgressOnlyInternetGatewayId: !Ref Eigw"), "eigw", "yes",
		},
		"global unicast is everything": {
			dual + out("2000::/3", "EgressOnlyInternetGatewayId: !Ref Eigw"), "eigw", "yes",
		},
		"an egress-only gateway of another VPC": {
			dual + out("::/0", "EgressOnlyInternetGatewayId: eigw-1"), "eigw", "undecided",
		},
		"an IPv4 default route says nothing": {dual + attached + route("GatewayId: !Ref Igw"), "none", "no"},
		"NAT64 reaches IPv4 at best": {
			dual + res("Nat", "EC2::NatGateway", "SubnetId: !Ref Sub") +
				out("64:ff9b::/96", "NatGatewayId: !Ref Nat"), "nat-public", "undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, test.template).Subnets[0].Egress.IPv6
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
		})
	}
}
