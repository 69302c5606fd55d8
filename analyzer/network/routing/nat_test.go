package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
)

func TestPublicResourceOnMainTable(t *testing.T) {
	t.Parallel()
	loose := res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + res("Sub", "Subnet", "VpcId: !Ref Vpc")
	balancer := "  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {"
	mapped := res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + res("Sub", "Subnet", "VpcId: !Ref Vpc, MapPublicIpOnLaunch: yes")
	try(t, "public-resource-on-main-table", map[string]probe{
		"public addresses":           {resources: mapped, want: []string{"Sub addresses"}},
		"a NAT gateway":              {resources: loose + res("Nat", "NatGateway", "SubnetId: !Ref Sub, AllocationId: a"), want: []string{"Sub nat"}},
		"a private NAT gateway":      {resources: loose + res("Nat", "NatGateway", "SubnetId: !Ref Sub, ConnectivityType: private")},
		"an instance":                {resources: loose + res("Web", "Instance", "NetworkInterfaces: [{SubnetId: !Ref Sub, AssociatePublicIpAddress: true}]"), want: []string{"Sub instance"}},
		"a private instance":         {resources: loose + res("Web", "Instance", "SubnetId: !Ref Sub")},
		"a load balancer":            {resources: loose + balancer + "SubnetMappings: [{SubnetId: !Ref Sub}]}}\n", want: []string{"Sub load-balancer"}},
		"a load balancer for others": {resources: loose + balancer + "Type: gateway, Subnets: [!Ref Sub]}}\n"},
		"an internal load balancer":  {resources: loose + balancer + "Scheme: internal, Subnets: [!Ref Sub]}}\n"},
		"a classic load balancer": {
			resources: loose + "  Elb: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {Subnets: [!Ref Sub]}}\n",
			want:      []string{"Sub load-balancer"},
		},
		"an associated subnet": {
			resources: mapped + res("Table", "RouteTable", "VpcId: !Ref Vpc") +
				res("Tie", "SubnetRouteTableAssociation", "SubnetId: !Ref Sub, RouteTableId: !Ref Table"),
		},
		"a custom resource":      {resources: mapped + custom("Vpc: other")},
		"a VPC that is exported": {resources: mapped + "Outputs: {Vpc: {Value: !Ref Vpc, Export: {Name: vpc}}}\n", want: []string{"Sub addresses (1 weaker)"}},
		"an external VPC": {
			before:    "Parameters: {Vpc: {Type: String}}\n",
			resources: res("Sub", "Subnet", "VpcId: !Ref Vpc, MapPublicIpOnLaunch: true"),
		},
		"a setting that is not known": {
			before:    "Parameters: {Map: {Type: String}}\n",
			resources: res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + res("Sub", "Subnet", "VpcId: !Ref Vpc, MapPublicIpOnLaunch: !Ref Map"),
		},
	})
}

func TestPublicSubnetIsTiedToTheOnlyPublicTable(t *testing.T) {
	t.Parallel()
	issue := only(t, "public-resource-on-main-table",
		vpc+public+res("Sub", "Subnet", "VpcId: !Ref Vpc, MapPublicIpOnLaunch: true"))
	want := []fact.Edit{fact.Add("app.yaml#/Resources/SubRouteTableAssociation", map[string]any{
		"Type": "AWS::EC2::SubnetRouteTableAssociation",
		"Properties": map[string]any{
			"SubnetId": map[string]any{"Ref": "Sub"}, "RouteTableId": map[string]any{"Ref": "PubTable"},
		},
	})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestNATInPrivateSubnet(t *testing.T) {
	t.Parallel()
	nat := res("Nat", "NatGateway", "SubnetId: !Ref App, AllocationId: a")
	client := place("Data", "Vpc", "") + route("DataOut", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat")
	try(t, "nat-in-private-subnet", map[string]probe{
		"no route":             {resources: vpc + nat, want: []string{"Nat"}},
		"the main route table": {resources: vpc + res("Sub", "Subnet", "VpcId: !Ref Vpc") + res("Nat", "NatGateway", "SubnetId: !Ref Sub, AllocationId: a"), want: []string{"Nat"}},
		"a loop":               {resources: vpc + nat + route("Out", "App", "0.0.0.0/0", "NatGatewayId: !Ref Nat"), want: []string{"Nat"}},
		"a peer":               {resources: vpc + nat + client + route("Out", "App", "0.0.0.0/0", "VpcPeeringConnectionId: pcx-1"), want: []string{"Nat"}},
		"two NAT gateways behind each other": {
			resources: vpc + nat + client + route("Out", "App", "0.0.0.0/0", "NatGatewayId: !Ref Other") + res("Other", "NatGateway", "SubnetId: !Ref Data, AllocationId: b"),
			want:      []string{"Nat", "Other"},
		},
		"a public subnet":                       {resources: vpc + public + res("Nat", "NatGateway", "SubnetId: !Ref Pub, AllocationId: a")},
		"an internet gateway that is detached":  {resources: vpc + nat + client + res("Igw", "InternetGateway", "") + route("Out", "App", "0.0.0.0/0", "GatewayId: !Ref Igw")},
		"a firewall":                            {resources: vpc + nat + client + route("Out", "App", "0.0.0.0/0", "VpcEndpointId: vpce-1")},
		"a transit gateway":                     {resources: vpc + nat + client + route("Out", "App", "0.0.0.0/0", "TransitGatewayId: tgw-1")},
		"a transit gateway to other networks":   {resources: vpc + nat + route("Out", "App", "10.0.0.0/8", "TransitGatewayId: tgw-1")},
		"other networks, and internet clients":  {resources: vpc + nat + client + route("Out", "App", "10.0.0.0/8", "TransitGatewayId: tgw-1"), want: []string{"Nat"}},
		"a target that is not known":            {before: "Parameters: {Gw: {Type: String}}\n", resources: vpc + nat + route("Out", "App", "0.0.0.0/0", "GatewayId: !Ref Gw")},
		"a private NAT gateway":                 {resources: vpc + res("Nat", "NatGateway", "SubnetId: !Ref App, ConnectivityType: private")},
		"a regional NAT gateway":                {resources: vpc + res("Nat", "NatGateway", "VpcId: !Ref Vpc, AvailabilityMode: regional")},
		"a subnet that is not declared":         {before: "Parameters: {Sub: {Type: String}}\n", resources: vpc + res("Nat", "NatGateway", "SubnetId: !Ref Sub, AllocationId: a")},
		"a table that is exported":              {resources: vpc + nat + "Outputs: {T: {Value: !Ref AppTable, Export: {Name: t}}}\n", want: []string{"Nat (1 weaker)"}},
		"a route of another stack":              {before: "Parameters: {T: {Type: String}}\n", resources: vpc + nat + res("Out", "Route", "RouteTableId: !If [C, !Ref AppTable, !Ref T], DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1")},
		"a gateway on an undecidable condition": {before: "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n", resources: vpc + "  Nat: {Type: AWS::EC2::NatGateway, Condition: C, Properties: {SubnetId: !Ref App, AllocationId: a}}\n"},
	})
}

func TestNATMovesToThePublicSubnetOfItsZone(t *testing.T) {
	t.Parallel()
	zones := place("Other", "Vpc", ", AvailabilityZone: b") + route("OtherOut", "Other", "0.0.0.0/0", "GatewayId: !Ref Igw")
	issue := only(t, "nat-in-private-subnet", vpc+public+zones+place("Data", "Vpc", ", AvailabilityZone: b")+
		res("Nat", "NatGateway", "SubnetId: !Ref Data, AllocationId: a"))
	want := []fact.Edit{fact.Replace("app.yaml#/Resources/Nat/Properties/SubnetId", map[string]any{"Ref": "Other"})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestPrivateNATGivesWayToThePublicOne(t *testing.T) {
	t.Parallel()
	issue := only(t, "private-nat-to-internet", vpc+public+place("Data", "Vpc", "")+
		res("Nat", "NatGateway", "SubnetId: !Ref Pub, ConnectivityType: private")+
		res("Good", "NatGateway", "SubnetId: !Ref Pub, AllocationId: a")+
		route("Out", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat"))
	want := []fact.Edit{fact.Replace("app.yaml#/Resources/Out/Properties/NatGatewayId", map[string]any{"Ref": "Good"})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestNATWithoutAddress(t *testing.T) {
	t.Parallel()
	try(t, "nat-without-address", map[string]probe{
		"public by default":      {resources: vpc + res("Nat", "NatGateway", "SubnetId: !Ref App"), want: []string{"Nat"}},
		"an external subnet":     {resources: res("Nat", "NatGateway", "SubnetId: subnet-1"), want: []string{"Nat"}},
		"an address":             {resources: res("Nat", "NatGateway", "SubnetId: subnet-1, AllocationId: a")},
		"an address by a choice": {before: "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n", resources: res("Nat", "NatGateway", "SubnetId: subnet-1, AllocationId: !If [C, a, b]")},
		"private":                {resources: res("Nat", "NatGateway", "SubnetId: subnet-1, ConnectivityType: private")},
		"regional":               {resources: res("Nat", "NatGateway", "VpcId: vpc-1, AvailabilityMode: regional")},
		"regional by its form":   {resources: res("Nat", "NatGateway", "VpcId: vpc-1")},
		"a kind that is not known": {
			before:    "Parameters: {Kind: {Type: String}}\n",
			resources: res("Nat", "NatGateway", "SubnetId: subnet-1, ConnectivityType: !Ref Kind"),
			want:      []string{"? it can't be decided whether Nat is a public NAT gateway of one zone"},
		},
	})
}

func TestAddressStandsUnderTheConditionOfItsGateway(t *testing.T) {
	t.Parallel()
	diagnosis := diagnose(t, "Conditions: {C: !Equals [a, a]}\n",
		"  Nat: {Type: AWS::EC2::NatGateway, Condition: C, Properties: {SubnetId: subnet-1}}\n")
	want := []fact.Edit{
		fact.Add("app.yaml#/Resources/NatAddress", map[string]any{
			"Type": "AWS::EC2::EIP", "Condition": "C", "Properties": map[string]any{"Domain": "vpc"},
		}),
		fact.Add("app.yaml#/Resources/Nat/Properties/AllocationId", map[string]any{
			"Fn::GetAtt": []any{"NatAddress", "AllocationId"},
		}),
	}
	if diff := cmp.Diff(want, diagnosis.Issues[0].Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestNATRouteLoop(t *testing.T) {
	t.Parallel()
	nat := res("Nat", "NatGateway", "SubnetId: !Ref App, AllocationId: a")
	try(t, "nat-route-loop", map[string]probe{
		"its own table":      {resources: vpc + nat + route("Out", "App", "0.0.0.0/0", "NatGatewayId: !Ref Nat"), want: []string{"Out"}},
		"by attribute":       {resources: vpc + nat + route("Out", "App", "0.0.0.0/0", "NatGatewayId: !GetAtt Nat.NatGatewayId"), want: []string{"Out"}},
		"a part of it all":   {resources: vpc + nat + route("Out", "App", "8.0.0.0/8", "NatGatewayId: !Ref Nat"), want: []string{"Out"}},
		"a private one":      {resources: vpc + res("Nat", "NatGateway", "SubnetId: !Ref App, ConnectivityType: private") + route("Out", "App", "0.0.0.0/0", "NatGatewayId: !Ref Nat"), want: []string{"Out"}},
		"another table":      {resources: vpc + nat + place("Data", "Vpc", "") + route("Out", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat")},
		"NAT64":              {resources: vpc + nat + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: !Ref Nat")},
		"an unknown address": {before: "Parameters: {To: {Type: String}}\n", resources: vpc + nat + route("Out", "App", "!Ref To", "NatGatewayId: !Ref Nat")},
		"two tables": {
			resources: vpc + nat + res("Tie", "SubnetRouteTableAssociation", "SubnetId: !Ref App, RouteTableId: other") +
				route("Out", "App", "0.0.0.0/0", "NatGatewayId: !Ref Nat"),
		},
		"a route that may not exist": {
			before:    "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n",
			resources: vpc + nat + "  Out: {Type: AWS::EC2::Route, Condition: C, Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}}\n",
		},
	})
}

func TestPrivateNATToInternet(t *testing.T) {
	t.Parallel()
	private := func(in string) string {
		return res("Nat", "NatGateway", "SubnetId: !Ref "+in+", ConnectivityType: private") +
			place("Data", "Vpc", "") + route("Out", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat")
	}
	try(t, "private-nat-to-internet", map[string]probe{
		"an internet gateway":           {resources: vpc + public + private("Pub"), want: []string{"Out"}},
		"nothing":                       {resources: vpc + private("App"), want: []string{"Out"}},
		"a transit gateway":             {resources: vpc + private("App") + route("On", "App", "10.0.0.0/8", "TransitGatewayId: tgw-1")},
		"a virtual private gateway":     {resources: vpc + public + private("Pub") + route("On", "Pub", "10.0.0.0/8", "GatewayId: vgw-1")},
		"routes that are not known":     {before: "Parameters: {To: {Type: String}, Gw: {Type: String}}\n", resources: vpc + private("App") + route("On", "App", "!Ref To", "GatewayId: !Ref Gw")},
		"a public NAT gateway":          {resources: vpc + public + res("Nat", "NatGateway", "SubnetId: !Ref Pub, AllocationId: a") + place("Data", "Vpc", "") + route("Out", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat")},
		"private addresses":             {resources: vpc + public + private("Pub") + route("Local", "Data", "192.168.0.0/16", "NatGatewayId: !Ref Nat"), want: []string{"Out"}},
		"a table that may hold routes":  {resources: vpc + private("App") + "Outputs: {T: {Value: !Ref AppTable, Export: {Name: t}}}\n", want: []string{"Out (1 weaker)"}},
		"a kind that can't be told yet": {before: "Parameters: {Kind: {Type: String}}\n", resources: vpc + public + res("Nat", "NatGateway", "SubnetId: !Ref Pub, ConnectivityType: !Ref Kind") + place("Data", "Vpc", "") + route("Out", "Data", "0.0.0.0/0", "NatGatewayId: !Ref Nat")},
	})
}
