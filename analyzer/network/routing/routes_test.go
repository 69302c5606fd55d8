package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
)

func TestDestinationsAreNamedForPeople(t *testing.T) {
	t.Parallel()
	list := res("List", "PrefixList", "Entries: [{Cidr: 192.168.0.0/16}]")
	tests := map[string]struct{ resources, destination, want string }{
		"a block":                    {"", "DestinationCidrBlock: 192.168.7.0/16", "192.168.0.0/16"},
		"a declared list":            {list, "DestinationPrefixListId: !Ref List", "prefix list List"},
		"the id of a list":           {"", "DestinationPrefixListId: pl-1", "pl-1"},
		"a list that is imported":    {"", "DestinationPrefixListId: !ImportValue l", "a prefix list"},
		"a block that is not known":  {"", "DestinationCidrBlock: !ImportValue l", "destinations that are not known"},
		"a block that is a mistake":  {"", "DestinationCidrBlock: office", "destinations that are not known"},
		"a block in another version": {"", "DestinationIpv6CidrBlock: '2600:0::/20'", "2600::/20"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			issue := only(t, "source-dest-check-on-router", vpc+test.resources+res("Vpn", "Instance", "SubnetId: !Ref App")+
				res("Out", "Route", "RouteTableId: !Ref AppTable, InstanceId: !Ref Vpn, "+test.destination))
			if got := issue.Words["destination"]; got != test.want {
				t.Errorf("the destination is named %q, want %q", got, test.want)
			}
			want := []fact.Hop{{At: "app.yaml#/Resources/Out", Message: "Out sends " + test.want + " to Vpn"}}
			if diff := cmp.Diff(want, issue.Flow); diff != "" {
				t.Errorf("flow mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDuplicateRoute(t *testing.T) {
	t.Parallel()
	first := route("First", "App", "10.9.0.0/16", "TransitGatewayId: tgw-1")
	const conditions = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x], D: !Not [!Condition C]}\n"
	when := func(name, condition string) string {
		return "  " + name + ": {Type: AWS::EC2::Route, Condition: " + condition +
			", Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 10.9.0.0/16, NatGatewayId: nat-1}}\n"
	}
	try(t, "duplicate-route", map[string]probe{
		"the same block":          {resources: vpc + first + route("Second", "App", "10.9.0.0/16", "NatGatewayId: nat-1"), want: []string{"Second"}},
		"the same route":          {resources: vpc + first + route("Second", "App", "10.9.0.0/16", "TransitGatewayId: tgw-1"), want: []string{"Second"}},
		"another spelling":        {resources: vpc + first + route("Second", "App", "10.9.8.7/16", "NatGatewayId: nat-1"), want: []string{"Second"}},
		"three of them":           {resources: vpc + first + route("Second", "App", "10.9.0.0/16", "NatGatewayId: nat-1") + route("Third", "App", "10.9.0.0/16", "NatGatewayId: nat-1"), want: []string{"Second", "Third"}},
		"IPv6":                    {resources: vpc + res("First", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '::/0', GatewayId: igw-1") + res("Second", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '0:0::/0', GatewayId: igw-1"), want: []string{"Second"}},
		"a more specific block":   {resources: vpc + first + route("Second", "App", "10.9.0.0/24", "NatGatewayId: nat-1")},
		"another table":           {resources: vpc + first + place("Data", "Vpc", "") + route("Second", "Data", "10.9.0.0/16", "NatGatewayId: nat-1")},
		"one parameter":           {before: conditions, resources: vpc + route("First", "App", "!Ref P", "NatGatewayId: nat-1") + route("Second", "App", "!Ref P", "NatGatewayId: nat-1"), want: []string{"Second"}},
		"two parameters":          {before: "Parameters: {P: {Type: String}, Q: {Type: String}}\n", resources: vpc + route("First", "App", "!Ref P", "NatGatewayId: nat-1") + route("Second", "App", "!Ref Q", "NatGatewayId: nat-1")},
		"an imported table":       {resources: res("First", "Route", "RouteTableId: !ImportValue t, DestinationCidrBlock: 10.9.0.0/16, NatGatewayId: nat-1") + res("Second", "Route", "RouteTableId: !ImportValue t, DestinationCidrBlock: 10.9.0.0/16, NatGatewayId: nat-2"), want: []string{"Second"}},
		"a prefix list":           {resources: vpc + res("First", "Route", "RouteTableId: !Ref AppTable, DestinationPrefixListId: pl-1, NatGatewayId: nat-1") + res("Second", "Route", "RouteTableId: !Ref AppTable, DestinationPrefixListId: pl-1, TransitGatewayId: tgw-1"), want: []string{"Second"}},
		"exclusive conditions":    {before: conditions, resources: vpc + when("First", "C") + when("Second", "D")},
		"a route that may be":     {before: conditions, resources: vpc + first + when("Second", "C")},
		"a propagation beside it": {resources: vpc + first + res("Take", "VPNGatewayRoutePropagation", "RouteTableIds: [!Ref AppTable], VpnGatewayId: vgw-1")},
	})
}

func TestRouteInsideOwnCIDR(t *testing.T) {
	t.Parallel()
	try(t, "route-inside-own-cidr", map[string]probe{
		"more specific":      {resources: vpc + route("Out", "App", "10.0.1.0/24", "VpcPeeringConnectionId: pcx-1"), want: []string{"Out"}},
		"equal":              {resources: vpc + route("Out", "App", "10.0.0.0/16", "TransitGatewayId: tgw-1"), want: []string{"Out"}},
		"an internet route":  {resources: vpc + route("Out", "App", "10.0.0.0/17", "GatewayId: igw-1"), want: []string{"Out"}},
		"by attribute":       {resources: vpc + route("Out", "App", "!GetAtt Vpc.CidrBlock", "GatewayId: vgw-1"), want: []string{"Out"}},
		"a second block":     {resources: vpc + res("More", "VPCCidrBlock", "VpcId: !Ref Vpc, CidrBlock: 10.5.0.0/16") + route("Out", "App", "10.5.1.0/24", "TransitGatewayId: tgw-1"), want: []string{"Out"}},
		"less specific":      {resources: vpc + route("Out", "App", "10.0.0.0/8", "TransitGatewayId: tgw-1")},
		"elsewhere":          {resources: vpc + route("Out", "App", "10.1.0.0/16", "TransitGatewayId: tgw-1")},
		"an interface":       {resources: vpc + route("Out", "App", "10.0.1.0/24", "NetworkInterfaceId: eni-1")},
		"a NAT gateway":      {resources: vpc + route("Out", "App", "10.0.1.0/24", "NatGatewayId: nat-1")},
		"a firewall":         {resources: vpc + route("Out", "App", "10.0.1.0/24", "VpcEndpointId: vpce-1")},
		"an external VPC":    {before: "Parameters: {P: {Type: String}}\n", resources: res("AppTable", "RouteTable", "VpcId: !Ref P") + route("Out", "App", "10.0.1.0/24", "TransitGatewayId: tgw-1")},
		"an unknown address": {before: "Parameters: {P: {Type: String}}\n", resources: vpc + route("Out", "App", "!Ref P", "TransitGatewayId: tgw-1")},
	})
}

func TestSourceDestCheckOnRouter(t *testing.T) {
	t.Parallel()
	const parameter = "Parameters: {P: {Type: String}}\n"
	vpn := func(more string) string { return vpc + res("Vpn", "Instance", "SubnetId: !Ref App"+more) }
	out := route("Out", "App", "192.168.0.0/16", "InstanceId: !Ref Vpn")
	byEni := route("Out", "App", "192.168.0.0/16", "NetworkInterfaceId: !Ref Eni")
	eni := func(more string) string { return vpc + res("Eni", "NetworkInterface", "SubnetId: !Ref App"+more) }
	holder := func(more string) string {
		return res("Vpn", "Instance", "NetworkInterfaces: [{NetworkInterfaceId: !Ref Eni, DeviceIndex: 0}]"+more)
	}
	try(t, "source-dest-check-on-router", map[string]probe{
		"by default":                   {resources: vpn("") + out, want: []string{"Vpn"}},
		"written":                      {resources: vpn(", SourceDestCheck: 'true'") + out, want: []string{"Vpn"}},
		"two routes":                   {resources: vpn("") + out + route("More", "App", "172.16.0.0/12", "InstanceId: !Ref Vpn"), want: []string{"Vpn"}},
		"an interface":                 {resources: eni("") + byEni, want: []string{"Eni"}},
		"off":                          {resources: vpn(", SourceDestCheck: false") + out},
		"off as a text":                {resources: vpn(", SourceDestCheck: 'False'") + out},
		"an interface, off":            {resources: eni(", SourceDestCheck: false") + byEni},
		"off at the instance":          {resources: eni("") + byEni + holder(", SourceDestCheck: false")},
		"off at the interface":         {resources: eni(", SourceDestCheck: false") + holder("") + out},
		"on at both":                   {resources: eni("") + holder("") + out, want: []string{"Vpn"}},
		"an interface not declared":    {resources: vpc + res("Vpn", "Instance", "NetworkInterfaces: [{NetworkInterfaceId: eni-1, DeviceIndex: 0}]") + out},
		"turned off by user data":      {resources: vpn(", UserData: !Base64 'aws ec2 modify-instance-attribute --no-source-dest-check'") + out},
		"turned off by other code":     {resources: vpn("") + out + custom("Instance: !Ref Vpn")},
		"a custom resource for others": {resources: vpn("") + out + custom("X: y"), want: []string{"Vpn (1 weaker)"}},
		"no route":                     {resources: vpn("")},
		"a literal interface":          {resources: vpc + route("Out", "App", "192.168.0.0/16", "NetworkInterfaceId: eni-1")},
		"not known":                    {before: parameter, resources: vpn(", SourceDestCheck: !Ref P") + out, want: []string{"? it can't be decided whether Vpn checks addresses"}},
		"a route that may not be": {
			before: parameter + "Conditions: {C: !Equals [!Ref P, x]}\n",
			resources: vpn("") + "  Out: {Type: AWS::EC2::Route, Condition: C, Properties: {RouteTableId: !Ref AppTable, " +
				"DestinationCidrBlock: 192.168.0.0/16, InstanceId: !Ref Vpn}}\n",
			want: []string{"? it can't be decided whether Vpn checks addresses"},
		},
	})
}
