package routing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
)

const toTransit = "TransitGatewayId: !Ref Tgw"

func attach(name, vpc, subnet string) string {
	return res(name, "TransitGatewayAttachment", toTransit+", VpcId: !Ref "+vpc+", SubnetIds: [!Ref "+subnet+"]")
}

func TestTransitGatewayWithoutAttachment(t *testing.T) {
	t.Parallel()
	tgw := res("Tgw", "TransitGateway", "")
	out := route("Out", "App", "10.0.0.0/8", toTransit)
	const parameter = "Parameters: {P: {Type: String}}\n"
	zones := func(subnet, link string) string {
		return tgw + res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16") + place("App", "Vpc", ", AvailabilityZone: "+subnet) +
			place("Link", "Vpc", ", AvailabilityZone: "+link) + attach("Attach", "Vpc", "Link") + out
	}
	try(t, "transit-gateway-without-attachment", map[string]probe{
		"no attachment":               {resources: vpc + tgw + out, want: []string{"Out"}},
		"two routes":                  {resources: vpc + tgw + out + route("More", "App", "172.16.0.0/12", toTransit), want: []string{"Out"}},
		"attached":                    {resources: vpc + tgw + out + attach("Attach", "Vpc", "App")},
		"attached by the other type":  {resources: vpc + tgw + out + res("Attach", "TransitGatewayVpcAttachment", toTransit+", VpcId: !Ref Vpc, SubnetIds: [!Ref App]")},
		"another VPC is attached":     {resources: vpc + tgw + out + res("Other", "VPC", "") + place("Far", "Other", "") + attach("Attach", "Other", "Far"), want: []string{"Out"}},
		"an external gateway":         {resources: vpc + route("Out", "App", "10.0.0.0/8", "TransitGatewayId: tgw-1")},
		"an external VPC":             {before: parameter, resources: tgw + res("AppTable", "RouteTable", "VpcId: !Ref P") + out},
		"an exported gateway":         {resources: vpc + tgw + out + "Outputs: {T: {Value: !Ref Tgw, Export: {Name: t}}}\n", want: []string{"Out (1 weaker)"}},
		"other zones":                 {resources: zones("eu-west-1a", "eu-west-1b"), want: []string{"Attach zone"}},
		"other zones of the list":     {resources: zones("!Select [0, !GetAZs '']", "!Select [1, !GetAZs {Ref: 'AWS::Region'}]"), want: []string{"Attach zone"}},
		"zones with a known ending":   {resources: zones("!Sub '${AWS::Region}a'", "!Sub '${AWS::Region}b'"), want: []string{"Attach zone"}},
		"the same zone":               {resources: zones("!Select [0, !GetAZs '']", "!Select [0, !GetAZs '']")},
		"zones that are not known":    {before: parameter, resources: zones("!Ref P", "eu-west-1b")},
		"zones of a list given":       {before: "Parameters: {P: {Type: CommaDelimitedList}}\n", resources: zones("!Select [0, !Ref P]", "!Select [1, !Ref P]")},
		"attachment subnets not told": {before: parameter, resources: zones("a", "b") + res("More", "TransitGatewayAttachment", toTransit+", VpcId: !Ref Vpc, SubnetIds: !Ref P")},
	})
}

func TestTransitAttachmentTakesASubnetOfEveryZone(t *testing.T) {
	t.Parallel()
	issue := only(t, "transit-gateway-without-attachment", res("Tgw", "TransitGateway", "")+
		res("Vpc", "VPC", "CidrBlock: 10.0.0.0/16")+place("One", "Vpc", ", AvailabilityZone: a")+
		place("Two", "Vpc", ", AvailabilityZone: b")+place("Three", "Vpc", ", AvailabilityZone: a")+
		route("Out", "One", "10.0.0.0/8", toTransit))
	want := []fact.Edit{fact.Add("app.yaml#/Resources/VpcTransitAttachment", map[string]any{
		"Type": "AWS::EC2::TransitGatewayAttachment",
		"Properties": map[string]any{
			"TransitGatewayId": map[string]any{"Ref": "Tgw"}, "VpcId": map[string]any{"Ref": "Vpc"},
			"SubnetIds": []any{map[string]any{"Ref": "One"}, map[string]any{"Ref": "Two"}},
		},
	})}
	if diff := cmp.Diff(want, issue.Edits); diff != "" {
		t.Errorf("edits mismatch (-want +got):\n%s", diff)
	}
}

func TestOneSidedTransit(t *testing.T) {
	t.Parallel()
	vpcs := vpc + res("Other", "VPC", "CidrBlock: 10.1.0.0/16") + place("Data", "Other", "") +
		attach("Attach", "Vpc", "App") + attach("AttachOther", "Other", "Data")
	hub := vpcs + res("Tgw", "TransitGateway", "")
	out := route("Out", "App", "10.1.0.0/16", toTransit)
	bare := func(more string) string {
		return vpc + res("Tgw", "TransitGateway", more) + attach("Attach", "Vpc", "App")
	}
	const off = "DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable"
	taken := res("Taken", "TransitGatewayRouteTableAssociation", "TransitGatewayAttachmentId: !Ref Attach, TransitGatewayRouteTableId: t")
	known := res("Known", "TransitGatewayRouteTablePropagation", "TransitGatewayAttachmentId: !Ref Attach, TransitGatewayRouteTableId: t")
	try(t, "one-sided-transit", map[string]probe{
		"one way":                {resources: hub + out, want: []string{"Out"}},
		"one way for more":       {resources: hub + route("Out", "App", "10.0.0.0/8", toTransit), want: []string{"Out"}},
		"both ways":              {resources: hub + out + route("Back", "Data", "10.0.0.0/16", toTransit)},
		"back by default":        {resources: hub + out + route("Back", "Data", "0.0.0.0/0", toTransit)},
		"back by a firewall":     {resources: hub + out + route("Back", "Data", "0.0.0.0/0", "VpcEndpointId: vpce-1")},
		"back by the internet":   {resources: hub + out + route("Back", "Data", "0.0.0.0/0", "GatewayId: igw-1"), want: []string{"Out"}},
		"back in another table":  {resources: hub + out + res("Back", "Route", "RouteTableId: rtb-1, DestinationCidrBlock: 10.0.0.0/16, VpcPeeringConnectionId: pcx-1")},
		"internet in another":    {resources: hub + out + res("Back", "Route", "RouteTableId: rtb-1, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1"), want: []string{"Out"}},
		"a subnet not told":      {resources: hub + out + res("More", "Subnet", "VpcId: !Ref Other") + res("MoreTie", "SubnetRouteTableAssociation", "SubnetId: !Ref More, RouteTableId: rtb-1")},
		"the default route":      {resources: hub + route("Out", "App", "0.0.0.0/0", toTransit)},
		"elsewhere":              {resources: hub + route("Out", "App", "192.168.0.0/16", toTransit)},
		"nobody is attached":     {resources: vpc + res("Tgw", "TransitGateway", "") + res("Other", "VPC", "CidrBlock: 10.1.0.0/16") + out},
		"an exported VPC":        {resources: hub + out + "Outputs: {V: {Value: !Ref Other, Export: {Name: v}}}\n", want: []string{"Out (1 weaker)"}},
		"an exported table":      {resources: hub + out + "Outputs: {V: {Value: !Ref DataTable, Export: {Name: v}}}\n", want: []string{"Out (1 weaker)"}},
		"default tables":         {resources: bare("")},
		"enabled tables":         {resources: bare("DefaultRouteTableAssociation: enable, DefaultRouteTablePropagation: enable")},
		"no table":               {resources: bare(off), want: []string{"Attach association"}},
		"association alone":      {resources: bare(off) + taken, want: []string{"Attach propagation"}},
		"propagation alone":      {resources: bare(off) + known, want: []string{"Attach association"}},
		"association, static":    {resources: bare(off) + taken + res("Static", "TransitGatewayRoute", "TransitGatewayAttachmentId: !GetAtt Attach.Id, DestinationCidrBlock: 10.0.0.0/16")},
		"an exported attachment": {resources: bare(off) + known + "Outputs: {A: {Value: !Ref Attach, Export: {Name: a}}}\n", want: []string{"Attach association (1 weaker)"}},
	})
}
