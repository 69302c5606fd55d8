package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
)

func TestDetachedInternetGateway(t *testing.T) {
	t.Parallel()
	floating := res("Igw", "InternetGateway", "")
	out := route("Out", "App", "0.0.0.0/0", "GatewayId: !Ref Igw")
	try(t, "detached-internet-gateway", map[string]probe{
		"no attachment":          {resources: vpc + floating + out, want: []string{"Igw"}},
		"two routes":             {resources: vpc + floating + out + route("More", "App", "8.0.0.0/8", "GatewayId: !Ref Igw"), want: []string{"Igw"}},
		"another VPC":            {resources: vpc + floating + out + res("Other", "VPC", "CidrBlock: 10.1.0.0/16") + res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Other, InternetGatewayId: !Ref Igw"), want: []string{"Out elsewhere"}},
		"attached":               {resources: vpc + attached + out},
		"no route":               {resources: vpc + floating},
		"a VPN attachment":       {resources: vpc + floating + out + res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Vpc, VpnGatewayId: vgw-1"), want: []string{"Igw"}},
		"an exported gateway":    {resources: vpc + floating + out + "Outputs: {G: {Value: !Ref Igw, Export: {Name: g}}}\n"},
		"a custom resource":      {resources: vpc + floating + out + custom("Gateway: !Ref Igw")},
		"a table of a VPC given": {before: "Parameters: {V: {Type: String}}\n", resources: res("AppTable", "RouteTable", "VpcId: !Ref V") + floating + out, want: []string{"Igw"}},
		"a VPC that is given": {
			before:    "Parameters: {V: {Type: String}}\n",
			resources: vpc + floating + out + res("Attach", "VPCGatewayAttachment", "VpcId: !Ref V, InternetGatewayId: !Ref Igw"),
		},
		"an attachment on an undecidable condition": {
			before: "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n",
			resources: vpc + floating + out + "  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Condition: C, " +
				"Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}\n",
		},
	})
}

func TestGatewayIsAttachedToTheVPCOfTheRoute(t *testing.T) {
	t.Parallel()
	issue := only(t, "detached-internet-gateway", vpc+res("Igw", "InternetGateway", "")+
		route("Out", "App", "0.0.0.0/0", "GatewayId: !Ref Igw")+res("IgwAttachment", "EIP", ""))
	want := []fact.Edit{fact.Add("app.yaml#/Resources/IgwAttachmentAdded", map[string]any{
		"Type": "AWS::EC2::VPCGatewayAttachment",
		"Properties": map[string]any{
			"VpcId": map[string]any{"Ref": "Vpc"}, "InternetGatewayId": map[string]any{"Ref": "Igw"},
		},
	})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestWrongFamilyGateway(t *testing.T) {
	t.Parallel()
	six := func(destination string) string {
		return res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '"+destination+"', NatGatewayId: nat-1")
	}
	try(t, "wrong-family-gateway", map[string]probe{
		"egress-only for IPv4":         {resources: vpc + route("Out", "App", "0.0.0.0/0", "EgressOnlyInternetGatewayId: eigw-1"), want: []string{"Out egress-only"}},
		"egress-only for unknown IPv4": {before: "Parameters: {To: {Type: String}}\n", resources: vpc + route("Out", "App", "!Ref To", "EgressOnlyInternetGatewayId: eigw-1"), want: []string{"Out egress-only"}},
		"NAT for IPv6":                 {resources: vpc + six("::/0"), want: []string{"Out nat"}},
		"NAT64":                        {resources: vpc + six("64:ff9b::/96")},
		"a part of NAT64":              {resources: vpc + six("64:ff9b::808:0/112")},
		"DNS64":                        {resources: res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + place("App", "Vpc", ", EnableDns64: true") + six("::/0")},
		"DNS64 that is not known":      {before: "Parameters: {P: {Type: String}}\n", resources: res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + place("App", "Vpc", ", EnableDns64: !Ref P") + six("::/0")},
		"a table that is not declared": {resources: res("Out", "Route", "RouteTableId: rtb-1, DestinationIpv6CidrBlock: '::/0', NatGatewayId: nat-1")},
		"egress-only for IPv6":         {resources: vpc + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: eigw-1")},
		"NAT for IPv4":                 {resources: vpc + route("Out", "App", "0.0.0.0/0", "NatGatewayId: nat-1")},
	})
}

func TestExposedIPv6(t *testing.T) {
	t.Parallel()
	base := res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + attached
	block := ", Ipv6CidrBlock: '2600:1f14::/64'"
	out := func(subnet string) string {
		return res("Out", "Route", "RouteTableId: !Ref "+subnet+"Table, DestinationIpv6CidrBlock: '::/0', GatewayId: !Ref Igw")
	}
	const assign = ", AssignIpv6AddressOnCreation: true"
	try(t, "ipv6-exposed-private-subnet", map[string]probe{
		"named private":                  {resources: base + place("PrivateA", "Vpc", block+assign) + out("PrivateA"), want: []string{"Out"}},
		"tagged private":                 {resources: base + place("A", "Vpc", block+assign+", Tags: [{Key: Name, Value: !Sub '${AWS::StackName}-Private'}]") + out("A"), want: []string{"Out"}},
		"an instance with an address":    {resources: base + place("PrivateA", "Vpc", block) + out("PrivateA") + res("Web", "Instance", "SubnetId: !Ref PrivateA, Ipv6AddressCount: 1"), want: []string{"Out"}},
		"an instance without an address": {resources: base + place("PrivateA", "Vpc", block) + out("PrivateA") + res("Web", "Instance", "SubnetId: !Ref PrivateA")},
		"no IPv6 block":                  {resources: base + place("PrivateA", "Vpc", assign) + out("PrivateA")},
		"named priv":                     {resources: base + place("PrivA", "Vpc", block+assign) + out("PrivA"), want: []string{"Out"}},
		"named for privileges":           {resources: base + place("PrivilegedA", "Vpc", block+assign) + out("PrivilegedA")},
		"named otherwise":                {resources: base + place("A", "Vpc", block+assign) + out("A")},
		"public addresses":               {resources: base + place("PrivateA", "Vpc", block+assign+", MapPublicIpOnLaunch: true") + out("PrivateA")},
		"by a NAT gateway": {
			resources: base + place("Pub", "Vpc", "") + route("PubOut", "Pub", "0.0.0.0/0", "GatewayId: !Ref Igw") +
				res("Nat", "NatGateway", "SubnetId: !Ref Pub, AllocationId: a") + place("A", "Vpc", block+assign) +
				route("AOut", "A", "0.0.0.0/0", "NatGatewayId: !Ref Nat") + out("A"),
			want: []string{"Out"},
		},
		"a load balancer": {
			resources: base + place("PrivateA", "Vpc", block+assign) + out("PrivateA") +
				"  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref PrivateA]}}\n",
		},
		"an internal load balancer": {
			resources: base + place("PrivateA", "Vpc", block+assign) + out("PrivateA") +
				"  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal, Subnets: [!Ref PrivateA]}}\n",
			want: []string{"Out"},
		},
	})
}

func TestExposedSubnetGetsAnEgressOnlyGateway(t *testing.T) {
	t.Parallel()
	issue := only(t, "ipv6-exposed-private-subnet", res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16")+attached+
		place("PrivateA", "Vpc", ", Ipv6CidrBlock: '2600:1f14::/64', AssignIpv6AddressOnCreation: true")+
		res("Out", "Route", "RouteTableId: !Ref PrivateATable, DestinationIpv6CidrBlock: '::/0', GatewayId: !Ref Igw"))
	want := []fact.Edit{
		fact.Remove("app.yaml#/Resources/Out/Properties/GatewayId"),
		fact.Add("app.yaml#/Resources/VpcEgressOnlyGateway", map[string]any{
			"Type": "AWS::EC2::EgressOnlyInternetGateway", "Properties": map[string]any{"VpcId": map[string]any{"Ref": "Vpc"}},
		}),
		fact.Add("app.yaml#/Resources/Out/Properties/EgressOnlyInternetGatewayId", map[string]any{"Ref": "VpcEgressOnlyGateway"}),
	}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}
