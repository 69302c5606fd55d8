package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/routing"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// inPub is a subnet with a route to the internet gateway that waits for its attachment.
var inPub = vpc + public

func TestMissingAttachmentDependency(t *testing.T) {
	t.Parallel()
	const toInternet = "RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw"
	try(t, "missing-attachment-dependency", map[string]probe{
		"a route":                       {resources: vpc + attached + res("Out", "Route", toInternet), want: []string{"Out"}},
		"a route for IPv6":              {resources: vpc + attached + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationIpv6CidrBlock: '::/0', GatewayId: !Ref Igw"), want: []string{"Out"}},
		"two routes":                    {resources: vpc + attached + res("Out", "Route", toInternet) + res("Also", "Route", toInternet), want: []string{"Out several"}},
		"a route that waits":            {resources: vpc + attached + after("Out", "Route", "Attach", toInternet)},
		"a route with a list":           {resources: vpc + attached + after("Out", "Route", "[Igw, Attach]", toInternet)},
		"a route that waits for others": {resources: vpc + attached + after("Out", "Route", "[Igw, AppTable]", toInternet), want: []string{"Out"}},
		"an attribute":                  {resources: inPub},
		"waiting by way of another":     {resources: vpc + attached + after("Ip", "EIP", "Attach", "") + after("Out", "Route", "Ip", toInternet)},
		"waiting by a reference":        {resources: vpc + attached + after("Ip", "EIP", "Attach", "") + res("Out", "Route", toInternet+", Description: !Sub '${Ip}'")},
		"an attachment that waits":      {resources: vpc + res("Igw", "InternetGateway", "") + after("Attach", "VPCGatewayAttachment", "Out", "VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw") + res("Out", "Route", toInternet)},
		"an attachment elsewhere":       {resources: vpc + res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: igw-1")},
		"an address of a NAT gateway":   {resources: inPub + res("Ip", "EIP", "Domain: vpc") + res("Nat", "NatGateway", "SubnetId: !Ref Pub, AllocationId: !GetAtt Ip.AllocationId"), want: []string{"Ip"}},
		"a NAT gateway that waits":      {resources: inPub + res("Ip", "EIP", "Domain: vpc") + after("Nat", "NatGateway", "PubOut", "SubnetId: !Ref Pub, AllocationId: !GetAtt Ip.AllocationId")},
		"an address nobody uses":        {resources: inPub + res("Ip", "EIP", "Domain: vpc")},
		"an address of an instance":     {resources: inPub + res("Ip", "EIP", "InstanceId: !Ref Web") + res("Web", "Instance", "SubnetId: !Ref Pub"), want: []string{"Ip"}},
		"an instance that waits":        {resources: inPub + res("Ip", "EIP", "InstanceId: !Ref Web") + after("Web", "Instance", "Attach", "SubnetId: !Ref Pub")},
		"an association":                {resources: inPub + res("Ip", "EIP", "") + res("Bind", "EIPAssociation", "AllocationId: !GetAtt Ip.AllocationId, InstanceId: !Ref Web") + res("Web", "Instance", "SubnetId: !Ref Pub"), want: []string{"Ip"}},
		"an association that waits":     {resources: inPub + res("Ip", "EIP", "") + after("Bind", "EIPAssociation", "PubOut", "AllocationId: !GetAtt Ip.AllocationId, InstanceId: !Ref Web") + res("Web", "Instance", "SubnetId: !Ref Pub")},
		"an address of an interface":    {resources: inPub + res("Ip", "EIP", "") + res("Bind", "EIPAssociation", "AllocationId: !GetAtt Ip.AllocationId, NetworkInterfaceId: !Ref Eni") + res("Eni", "NetworkInterface", "SubnetId: !Ref Pub"), want: []string{"Ip"}},
		"an address in another VPC":     {resources: inPub + res("Ip", "EIP", "InstanceId: !Ref Web") + res("Web", "Instance", "SubnetId: subnet-1")},
		"a public instance":             {resources: inPub + res("Web", "Instance", "NetworkInterfaces: [{SubnetId: !Ref Pub, AssociatePublicIpAddress: 'true'}]"), want: []string{"Web"}},
		"a public instance that waits":  {resources: inPub + after("Web", "Instance", "PubOut", "NetworkInterfaces: [{SubnetId: !Ref Pub, AssociatePublicIpAddress: true}]")},
		"a private instance":            {resources: inPub + res("Web", "Instance", "SubnetId: !Ref Pub")},
		"a public address by firewall":  {resources: inPub + res("Web", "Instance", "NetworkInterfaces: [{SubnetId: !Ref App, AssociatePublicIpAddress: true}]")},
		"a virtual private gateway": {
			resources: vpc + res("Vgw", "VPNGateway", "Type: ipsec.1") +
				res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw") +
				res("Out", "Route", "RouteTableId: !Ref AppTable, DestinationCidrBlock: 192.168.0.0/16, GatewayId: !Ref Vgw"),
		},
	})
}

func TestNoDependencyReachesIntoAnotherFile(t *testing.T) {
	t.Parallel()
	net := syntax.Parse(source.New("net.yaml", []byte("Resources:\n"+vpc+attached)))
	app := syntax.Parse(source.New("app.yaml", []byte("Resources:\n"+
		res("Table", "RouteTable", "VpcId: !ImportValue vpc")+
		res("Out", "Route", "RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !ImportValue gateway"))))
	imports := map[string]*value.Value{
		"vpc":     {Kind: value.Reference, Resource: "net.yaml#Vpc"},
		"gateway": {Kind: value.Reference, Resource: "net.yaml#Igw"},
	}
	templates := []*template.Template{
		template.Read(net, template.Environment{}), template.Read(app, template.Environment{Imports: imports}),
	}
	var diagnosis network.Diagnosis
	routing.Diagnose(network.Build(templates, template.Environment{}), &diagnosis)
	if len(diagnosis.Issues) > 0 {
		t.Errorf("there are issues: %v", diagnosis.Issues)
	}
}

func TestDependencyKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	const at = "app.yaml#/Resources/Out/DependsOn"
	tests := map[string]struct {
		waits string
		want  fact.Edit
	}{
		"nothing": {"[]", fact.Add(at, "Attach")},
		"a text":  {"AppTable", fact.Replace(at, []any{"AppTable", "Attach"})},
		"a list":  {"[AppTable, Igw]", fact.Replace(at, []any{"AppTable", "Igw", "Attach"})},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			issue := only(t, "missing-attachment-dependency", vpc+attached+after("Out", "Route", test.waits,
				"RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw"))
			if diff := cmp.Diff([]fact.Edit{test.want}, issue.Edits); diff != "" {
				t.Errorf("edits mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissingTransitDependency(t *testing.T) {
	t.Parallel()
	tgw := res("Tgw", "TransitGateway", "")
	const on = "TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref App]"
	const away = "RouteTableId: !Ref AppTable, DestinationCidrBlock: 192.168.0.0/16, "
	vgw := res("Vgw", "VPNGateway", "Type: ipsec.1") +
		res("Attach", "VPCGatewayAttachment", "VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw")
	try(t, "missing-transit-dependency", map[string]probe{
		"a route":                 {resources: vpc + tgw + res("Attach", "TransitGatewayAttachment", on) + res("Out", "Route", away+"TransitGatewayId: !Ref Tgw"), want: []string{"Out"}},
		"the other type":          {resources: vpc + tgw + res("Attach", "TransitGatewayVpcAttachment", on) + res("Out", "Route", away+"TransitGatewayId: !Ref Tgw"), want: []string{"Out"}},
		"a route that waits":      {resources: vpc + tgw + res("Attach", "TransitGatewayAttachment", on) + after("Out", "Route", "Attach", away+"TransitGatewayId: !Ref Tgw")},
		"another VPC":             {resources: vpc + tgw + res("Other", "VPC", "CidrBlock: 10.1.0.0/16") + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: !Ref Tgw, VpcId: !Ref Other") + res("Out", "Route", away+"TransitGatewayId: !Ref Tgw")},
		"a literal gateway":       {resources: vpc + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: tgw-1, VpcId: !Ref Vpc") + res("Out", "Route", away+"TransitGatewayId: tgw-1"), want: []string{"Out"}},
		"a VPC given by both":     {before: "Parameters: {V: {Type: String}}\n", resources: res("AppTable", "RouteTable", "VpcId: !Ref V") + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: tgw-1, VpcId: !Ref V") + res("Out", "Route", away+"TransitGatewayId: tgw-1"), want: []string{"Out"}},
		"a VPC nobody knows":      {resources: res("AppTable", "RouteTable", "VpcId: !Select [!Ref X, [a, b]]") + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: tgw-1, VpcId: !Select [!Ref X, [a, b]]") + res("Out", "Route", away+"TransitGatewayId: tgw-1")},
		"gateways nobody knows":   {resources: vpc + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: !Select [!Ref X, [a, b]], VpcId: !Ref Vpc") + res("Out", "Route", away+"TransitGatewayId: !Select [!Ref X, [a, b]]")},
		"another gateway":         {resources: vpc + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: tgw-1, VpcId: !Ref Vpc") + res("Out", "Route", away+"TransitGatewayId: tgw-2")},
		"a route to a VPN":        {resources: vpc + vgw + res("Out", "Route", away+"GatewayId: !Ref Vgw"), want: []string{"Out"}},
		"a propagation":           {resources: vpc + vgw + res("Take", "VPNGatewayRoutePropagation", "RouteTableIds: [!Ref AppTable], VpnGatewayId: !Ref Vgw"), want: []string{"Take"}},
		"a propagation waiting":   {resources: vpc + vgw + after("Take", "VPNGatewayRoutePropagation", "Attach", "RouteTableIds: [!Ref AppTable], VpnGatewayId: !Ref Vgw")},
		"an attribute":            {resources: vpc + vgw + res("Take", "VPNGatewayRoutePropagation", "RouteTableIds: [!Ref AppTable], VpnGatewayId: !GetAtt Attach.VpnGatewayId")},
		"a gateway given by both": {before: "Parameters: {T: {Type: String}}\n", resources: vpc + res("Attach", "TransitGatewayAttachment", "TransitGatewayId: !Ref T, VpcId: !Ref Vpc") + res("Out", "Route", away+"TransitGatewayId: !Ref T"), want: []string{"Out"}},
	})
}
