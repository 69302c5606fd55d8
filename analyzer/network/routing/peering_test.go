package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
)

// connected are two VPCs with a peering connection.
var connected = vpc + res("Peer", "VPC", "CidrBlock: 10.1.0.0/16") + place("Data", "Peer", "") +
	res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer")

// spare is a table that no subnet uses.
var spare = res("Spare", "RouteTable", "VpcId: !Ref Peer")

var (
	there = route("There", "App", "10.1.0.0/16", "VpcPeeringConnectionId: !Ref Pcx")
	back  = route("Back", "Data", "10.0.0.0/16", "VpcPeeringConnectionId: !Ref Pcx")
)

func TestOneSidedPeering(t *testing.T) {
	t.Parallel()
	const parameter = "Parameters: {P: {Type: String}}\n"
	try(t, "one-sided-peering", map[string]probe{
		"there only": {resources: connected + there, want: []string{"Pcx"}},
		"back only":  {resources: connected + back, want: []string{"Pcx"}},
		"both ways":  {resources: connected + there + back},
		"back in a table that no subnet uses": {
			resources: connected + there + spare + res("Back", "Route", "RouteTableId: !Ref Spare, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Pcx"),
			want:      []string{"Pcx"},
		},
		"back in a table that a subnet elsewhere uses": {
			before: parameter,
			resources: connected + there + spare + res("Back", "Route", "RouteTableId: !Ref Spare, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Pcx") +
				res("SpareTie", "SubnetRouteTableAssociation", "SubnetId: !Ref P, RouteTableId: !Ref Spare"),
		},
		"no routes":       {resources: connected},
		"beyond the peer": {resources: connected + route("There", "App", "10.2.0.0/16", "VpcPeeringConnectionId: !Ref Pcx")},
		"beyond the other side": {
			resources: connected + there + route("Beyond", "Data", "192.168.0.0/16", "VpcPeeringConnectionId: !Ref Pcx"),
			want:      []string{"Pcx"},
		},
		"an unknown target": {before: parameter, resources: connected + route("There", "App", "!Ref P", "VpcPeeringConnectionId: !Ref Pcx"), want: []string{"Pcx"}},
		"the main route table": {
			resources: vpc + res("Peer", "VPC", "CidrBlock: 10.1.0.0/16") + res("Data", "Subnet", "VpcId: !Ref Peer") +
				res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer") + there,
			want: []string{"Pcx"},
		},
		"an empty peer": {
			resources: vpc + res("Peer", "VPC", "CidrBlock: 10.1.0.0/16") +
				res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer") + there,
		},
		"a subnet on a table that is not known": {
			before: parameter,
			resources: connected + there + res("More", "Subnet", "VpcId: !Ref Peer") +
				res("MoreTie", "SubnetRouteTableAssociation", "SubnetId: !Ref More, RouteTableId: !Ref P"),
			want: []string{"? the route table of More is not declared: parameter P has no default"},
		},
		"one's own peer":    {resources: vpc + res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Vpc") + there},
		"an external peer":  {resources: vpc + res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: vpc-1") + there},
		"a custom resource": {resources: connected + there + custom("X: y"), want: []string{"Pcx (1 weaker)"}},
		"an exported peer":  {resources: connected + there + "Outputs: {V: {Value: !Ref Peer, Export: {Name: v}}}\n", want: []string{"Pcx (1 weaker)"}},
		"internet back":     {resources: connected + there + route("Out", "Data", "0.0.0.0/0", "GatewayId: igw-1"), want: []string{"Pcx"}},
		"back by a transit gateway": {
			resources: connected + there + route("Out", "Data", "0.0.0.0/0", "TransitGatewayId: tgw-1"),
			want:      []string{"? traffic to Vpc may take the route Out"},
		},
		"back to elsewhere by a transit gateway": {
			resources: connected + there + route("Out", "Data", "192.168.0.0/16", "TransitGatewayId: tgw-1"),
			want:      []string{"Pcx"},
		},
		"back to an address that is not known": {
			before: parameter, resources: connected + there + route("Back", "Data", "!Ref P", "VpcPeeringConnectionId: !Ref Pcx"),
		},
		"back in a table that is not known": {
			before: parameter,
			resources: connected + there +
				res("Back", "Route", "RouteTableId: !Ref P, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: !Ref Pcx"),
			want: []string{"? the route Back may be in a route table of Peer"},
		},
		"a route that may not exist": {
			before: parameter + "Conditions: {C: !Equals [!Ref P, x]}\n",
			resources: connected + "  There: {Type: AWS::EC2::Route, Condition: C, Properties: {RouteTableId: !Ref AppTable, " +
				"DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Pcx}}\n",
			want: []string{"? it can't be decided whether the routes over Pcx exist"},
		},
		"a list without entries": {
			resources: connected + there + res("None", "PrefixList", "Entries: []") +
				res("Out", "Route", "RouteTableId: !Ref DataTable, DestinationPrefixListId: !Ref None, TransitGatewayId: tgw-1"),
			want: []string{"Pcx"},
		},
	})
}

func TestRouteBackIsAddedToTheTablesOfSubnets(t *testing.T) {
	t.Parallel()
	issue := only(t, "one-sided-peering", connected+there+res("Spare", "RouteTable", "VpcId: !Ref Peer"))
	want := []fact.Edit{fact.Add("app.yaml#/Resources/DataTableToVpc", map[string]any{
		"Type": "AWS::EC2::Route",
		"Properties": map[string]any{
			"RouteTableId":           map[string]any{"Ref": "DataTable"},
			"DestinationCidrBlock":   map[string]any{"Fn::GetAtt": []any{"Vpc", "CidrBlock"}},
			"VpcPeeringConnectionId": map[string]any{"Ref": "Pcx"},
		},
	})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestTransitivePeering(t *testing.T) {
	t.Parallel()
	to := func(destination string) string {
		return route("Out", "App", destination, "VpcPeeringConnectionId: !Ref Pcx")
	}
	try(t, "transitive-peering", map[string]probe{
		"the internet":           {resources: connected + to("0.0.0.0/0"), want: []string{"Out default"}},
		"the internet, external": {resources: vpc + route("Out", "App", "0.0.0.0/0", "VpcPeeringConnectionId: pcx-1"), want: []string{"Out default"}},
		"the IPv6 internet":      {resources: connected + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '::/0', VpcPeeringConnectionId: !Ref Pcx"), want: []string{"Out default"}},
		"a third VPC":            {resources: connected + to("10.2.0.0/16") + res("Third", "VPC", "CidrBlock: 10.2.0.0/16"), want: []string{"Out"}},
		"on premises":            {resources: connected + to("192.168.0.0/16"), want: []string{"Out"}},
		"the accepting side":     {resources: connected + route("Out", "Data", "192.168.0.0/16", "VpcPeeringConnectionId: !Ref Pcx"), want: []string{"Out"}},
		"the peer":               {resources: connected + to("10.1.0.0/16")},
		"a part of the peer":     {resources: connected + to("10.1.7.0/24")},
		"more than the peer":     {resources: connected + to("10.0.0.0/8")},
		"its own VPC":            {resources: connected + to("10.0.1.0/24")},
		"an external peer":       {resources: vpc + res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: vpc-1") + to("10.2.0.0/16")},
		"a table of no side":     {resources: connected + res("Third", "VPC", "CidrBlock: 10.3.0.0/16") + place("Far", "Third", "") + route("Out", "Far", "10.2.0.0/16", "VpcPeeringConnectionId: !Ref Pcx")},
		"another block":          {resources: connected + to("10.2.0.0/16") + res("More", "VPCCidrBlock", "VpcId: !Ref Peer, CidrBlock: 10.2.0.0/16")},
		"a block AWS chooses":    {resources: connected + to("10.2.0.0/16") + res("More", "VPCCidrBlock", "VpcId: !Ref Peer, Ipv4IpamPoolId: pool")},
		"an exported peer":       {resources: connected + to("10.2.0.0/16") + "Outputs: {V: {Value: !Ref Peer, Export: {Name: v}}}\n", want: []string{"Out (1 weaker)"}},
		"IPv6 of the peer":       {resources: connected + res("Six", "VPCCidrBlock", "VpcId: !Ref Peer, AmazonProvidedIpv6CidrBlock: true") + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '2600::/56', VpcPeeringConnectionId: !Ref Pcx")},
	})
}

func TestOverlappingPeers(t *testing.T) {
	t.Parallel()
	pair := func(a, b string) string {
		return res("Vpc", "VPC", a) + res("Peer", "VPC", b) + res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer")
	}
	try(t, "overlapping-peers", map[string]probe{
		"equal":             {resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/16"), want: []string{"Pcx"}},
		"one in the other":  {resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.3.7/20"), want: []string{"Pcx"}},
		"a second block":    {resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.1.0.0/16") + res("More", "VPCCidrBlock", "VpcId: !Ref Peer, CidrBlock: 10.0.0.0/24"), want: []string{"Pcx"}},
		"apart":             {resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.1.0.0/16")},
		"not known":         {before: "Parameters: {P: {Type: String}}\n", resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: !Ref P")},
		"chosen by AWS":     {resources: pair("Ipv4IpamPoolId: a", "Ipv4IpamPoolId: a")},
		"in another choice": {before: "Parameters: {P: {Type: String, AllowedValues: [x, y], Default: x}}\nConditions: {C: !Equals [!Ref P, z]}\n", resources: pair("CidrBlock: 10.0.0.0/16", "CidrBlock: !If [C, 10.0.0.0/16, 10.1.0.0/16]")},
	})
}

func TestOverlapIsReportedOnce(t *testing.T) {
	t.Parallel()
	diagnosis := diagnose(t, "", vpc+res("Peer", "VPC", "CidrBlock: 10.0.0.0/16")+place("Data", "Peer", "")+
		res("Pcx", "VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Peer")+
		route("There", "App", "10.0.0.0/16", "VpcPeeringConnectionId: !Ref Pcx"))
	var kinds []string
	for _, issue := range diagnosis.Issues {
		kinds = append(kinds, issue.Kind)
	}
	if diff := cmp.Diff([]string{"routing/overlapping-peers"}, kinds); diff != "" {
		t.Errorf("kinds mismatch (-want +got):\n%s", diff)
	}
}
