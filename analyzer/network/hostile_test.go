package network_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// whole is a template with every resource that the network reads and every property it looks at.
const whole = isolated + public + managed + `
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref PubSub, AllocationId: !GetAtt Ip.AllocationId}}
  Ip: {Type: AWS::EC2::EIP, Properties: {InstanceId: !Ref Web}}
  Bind: {Type: AWS::EC2::EIPAssociation, Properties: {InstanceId: !Ref Web, NetworkInterfaceId: !Ref Eni}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
  Six:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Eigw}
  ByList:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationPrefixListId: !Ref List, VpcPeeringConnectionId: !Ref Pcx}
  List: {Type: AWS::EC2::PrefixList, Properties: {Entries: [{Cidr: 10.0.0.0/8}]}}
  Pcx: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Vpc}}
  Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
  Vgw: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  Announce:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    Properties: {RouteTableIds: [!Ref PubTable], VpnGatewayId: !Ref Vgw}
  Block: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.1.0.0/16}}
  SubnetBlock: {Type: AWS::EC2::SubnetCidrBlock, Properties: {SubnetId: !Ref Sub, Ipv6CidrBlock: '2600::/64'}}
  Ssm:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.x.ssm, VpcEndpointType: Interface, SubnetIds: [!Ref Sub]}
  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: corp.example, VPCs: [{VPCId: !Ref Vpc}]}}
  Profiled: {Type: AWS::Route53Profiles::ProfileAssociation, Properties: {ResourceId: !Ref Vpc}}
  Rule: {Type: AWS::Route53Resolver::ResolverRule, Properties: {DomainName: corp.example}}
  Ruled:
    Type: AWS::Route53Resolver::ResolverRuleAssociation
    Properties: {ResolverRuleId: !Ref Rule, VPCId: !Ref Vpc}
  Eni:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref Sub, GroupSet: [!Ref Group], Ipv6AddressCount: 1}
  Plug: {Type: AWS::EC2::NetworkInterfaceAttachment, Properties: {InstanceId: !Ref Web, NetworkInterfaceId: !Ref Eni}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: icmp, FromPort: 8, ToPort: 0, CidrIp: 0.0.0.0/1}]}
  In:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: icmp, FromPort: 8, ToPort: 0, CidrIp: 128.0.0.0/1}
  Egress:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: {GroupId: !Ref Group, IpProtocol: '-1', DestinationPrefixListId: !Ref List}
  Fleet:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {VPCZoneIdentifier: [!Ref Sub], LaunchTemplate: {LaunchTemplateId: !Ref Launch}}
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {NetworkInterfaces: [{SubnetId: !Ref Sub, Groups: [!Ref Group]}]}}
  Old:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {VPCZoneIdentifier: [!Ref Sub], LaunchConfigurationName: !Ref Conf}
  Conf: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {IamInstanceProfile: !Ref Profile, UserData: x}}
  Doc: {Type: AWS::SSM::Association, Properties: {Name: Doc, Targets: [{Key: 'tag:a', Values: [b]}]}}
  More:
    Type: AWS::IAM::Policy
    Properties: {Roles: [!Ref Role], PolicyDocument: {Statement: [{Effect: Allow, Action: ['ssm:*']}]}}
`

// odd are values that a property does not expect.
var odd = []*value.Value{
	{Kind: value.Null},
	{Kind: value.String},
	{Kind: value.List, Items: []*value.Value{{Kind: value.Null}, {Kind: value.List}, {Kind: value.String, Text: "x"}}},
	{Kind: value.Map, Fields: []value.Field{{Key: "Ref", Value: &value.Value{Kind: value.Null}}}},
	{Kind: value.Reference, Resource: "app.yaml#Nat", Attribute: "SubnetId"},
	{Kind: value.Reference, Resource: "app.yaml#Nowhere"},
	{Kind: value.Text, Parts: []*value.Value{{Kind: value.Unresolved}, {Kind: value.String, Text: "."}}},
	{Kind: value.Unresolved, Reason: "it is not known"},
	{Kind: value.Unresolved, Symbol: "parameter app.yaml#X", Reason: "parameter X has no default"},
}

// TestBuildTakesValuesOfAnyShape puts odd values in the place of every property, one at a time, and
// leaves every property out once.
func TestBuildTakesValuesOfAnyShape(t *testing.T) {
	t.Parallel()
	sound := read("app.yaml", whole)
	if len(sound.Problems) > 0 || len(sound.Tree.Problems) > 0 {
		t.Fatalf("the test's template is wrong: %v %v", sound.Problems, sound.Tree.Problems)
	}
	for i, resource := range sound.Resources {
		for _, field := range resource.Properties.Fields {
			for _, strange := range append([]*value.Value{nil}, odd...) {
				changed := with(sound, i, field.Key, strange)
				first, second := document(t, changed), document(t, changed)
				if diff := cmp.Diff(first, second); diff != "" {
					t.Errorf("%s.%s: two builds differ:\n%s", resource.Name, field.Key, diff)
				}
				if strings.Contains(first, `"answer":"undecided"}`) {
					t.Errorf("%s.%s as %v: an undecided answer has no reason", resource.Name, field.Key, strange)
				}
			}
		}
	}
}

// with returns the template with another value for one property, nil to leave it out.
func with(sound *template.Template, index int, key string, strange *value.Value) *template.Template {
	changed, resource := *sound, *sound.Resources[index]
	properties := *resource.Properties
	properties.Fields = nil
	for _, field := range resource.Properties.Fields {
		if field.Key == key {
			field.Value = strange
		}
		if field.Value != nil {
			properties.Fields = append(properties.Fields, field)
		}
	}
	resource.Properties = &properties
	changed.Resources = append([]*template.Resource(nil), sound.Resources...)
	changed.Resources[index] = &resource
	return &changed
}

func document(t *testing.T, read *template.Template) string {
	t.Helper()
	text, err := json.Marshal(network.Build([]*template.Template{read}, template.Environment{}))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
