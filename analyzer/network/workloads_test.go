package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
)

// web is an instance in the public subnet.
func web(properties string) string {
	return res("Web", "EC2::Instance", "ImageId: ami-1, SubnetId: !Ref PubSub, "+properties)
}

func TestPublicAddress(t *testing.T) {
	t.Parallel()
	mapped := res("PubSub", "EC2::Subnet", "VpcId: !Ref Vpc, MapPublicIpOnLaunch: 'true'")
	plain := res("PubSub", "EC2::Subnet", "VpcId: !Ref Vpc")
	iface := func(properties string) string {
		return res("Web", "EC2::Instance", "NetworkInterfaces: [{DeviceIndex: '0', "+properties+"}]")
	}
	eni := res("Eni", "EC2::NetworkInterface", "SubnetId: !Ref PubSub")
	cases := map[string]struct {
		resources, want string
	}{
		"the subnet gives one":             {mapped + web(""), "yes"},
		"the subnet gives none by default": {plain + web(""), "no"},
		"the subnet is not declared":       {iface("SubnetId: subnet-1"), "undecided"},
		"the instance asks for one": {
			plain + iface("SubnetId: !Ref PubSub, AssociatePublicIpAddress: true"), "yes",
		},
		"the instance declines the subnet's": {
			mapped + iface("SubnetId: !Ref PubSub, AssociatePublicIpAddress: false"), "no",
		},
		"an interface of its own gets none": {mapped + eni + iface("NetworkInterfaceId: !Ref Eni"), "no"},
		"it is in the default VPC": {
			res("Web", "EC2::Instance", "ImageId: ami-1"), "undecided",
		},
		"an Elastic IP names the instance": {
			plain + web("") + res("Ip", "EC2::EIP", "InstanceId: !Ref Web"), "yes",
		},
		"an Elastic IP names another instance": {
			plain + web("") + res("Ip", "EC2::EIP", "InstanceId: i-1"), "no",
		},
		"an Elastic IP is not used by anything": {plain + web("") + "  Ip: {Type: AWS::EC2::EIP}\n", "undecided"},
		"an Elastic IP is a NAT gateway's": {
			plain + web("") + "  Ip: {Type: AWS::EC2::EIP}\n" +
				res("Nat", "EC2::NatGateway", "AllocationId: !GetAtt Ip.AllocationId, SubnetId: !Ref PubSub"),
			"no",
		},
		"an association ties an address to its interface": {
			plain + eni + iface("NetworkInterfaceId: !Ref Eni") +
				res("Tied", "EC2::EIPAssociation", "AllocationId: eipalloc-1, NetworkInterfaceId: !Ref Eni"),
			"yes",
		},
		"the user data associates one itself": {
			plain + web(`UserData: {"Fn::Base64": "aws ec2 associate-address --instance-id $ID"}`), "undecided",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := build(t, "Resources:\n  Vpc: {Type: AWS::EC2::VPC}\n", test.resources).Workloads[0].PublicIPv4
			if got.Answer.String() != test.want {
				t.Errorf("public address: got %v (%s), want %s", got.Answer, got.Reason, test.want)
			}
		})
	}
}

func TestWorkloadEgress(t *testing.T) {
	t.Parallel()
	nat := res("Nat", "EC2::NatGateway", "SubnetId: !Ref PubSub") + route("NatGatewayId: !Ref Nat")
	group := func(subnets string) string {
		return `
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      VPCZoneIdentifier: ` + subnets + `
      LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: '1'}
  Launch: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-1}}}
`
	}
	cases := map[string]struct {
		resources, class, internet string
	}{
		"in a subnet that leads nowhere": {
			res("Web", "EC2::Instance", "SubnetId: !Ref Sub"), "none", "no",
		},
		"with a public address": {
			web("") + res("Ip", "EC2::EIP", "InstanceId: !Ref Web"), "igw", "yes",
		},
		"without a public address an internet gateway is no way": {web(""), "none", "no"},
		"behind NAT no public address is needed": {
			nat + res("Web", "EC2::Instance", "SubnetId: !Ref Sub"), "nat-public", "yes",
		},
		"a second interface may be the way out": {
			"  Web: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [" +
				"{DeviceIndex: '0', SubnetId: !Ref Sub}, " +
				"{DeviceIndex: '1', SubnetId: !Ref PubSub, AssociatePublicIpAddress: true}]}}\n",
			"unknown", "undecided",
		},
		"an attached interface may be the way out": {
			nat + web("") + `
  Eni: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Sub}}
  Plug:
    Type: AWS::EC2::NetworkInterfaceAttachment
    Properties: {InstanceId: !Ref Web, NetworkInterfaceId: !Ref Eni, DeviceIndex: '1'}
`, "unknown", "undecided",
		},
		"a group in one subnet":                {group("[!Ref Sub]"), "none", "no"},
		"a group in subnets that differ":       {nat + group("[!Ref Sub, !Ref PubSub]"), "unknown", "undecided"},
		"a group in subnets joined by a comma": {group("[!Join [',', [!Ref Sub, !Ref Sub]]]"), "none", "no"},
		"a group in subnets of a parameter":    {group("!ImportValue Subnets"), "unknown", "undecided"},
		"a group by a launch configuration": {`
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {VPCZoneIdentifier: [!Ref PubSub], LaunchConfigurationName: !Ref Launch}
  Launch: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {AssociatePublicIpAddress: true}}
`, "igw", "yes"},
		"an instance by a launch template that names the subnet": {`
  Web: {Type: AWS::EC2::Instance, Properties: {LaunchTemplate: {LaunchTemplateName: web, Version: '1'}}}
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateName: web
      LaunchTemplateData: {NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Sub}]}
`, "none", "no"},
		"an instance by a launch template of others": {
			res("Web", "EC2::Instance", "LaunchTemplate: {LaunchTemplateId: lt-1, Version: '1'}"),
			"unknown", "undecided",
		},
		"an instance in a nested stack's subnet": {
			res("Child", "CloudFormation::Stack", "TemplateURL: x") +
				res("Web", "EC2::Instance", "SubnetId: !GetAtt Child.Outputs.Subnet"), "unknown", "undecided",
		},
		"an instance in a subnet named by an interface": {
			res("Eni", "EC2::NetworkInterface", "SubnetId: !Ref Sub") +
				res("Web", "EC2::Instance", "SubnetId: !GetAtt Eni.SubnetId"), "none", "no",
		},
		"a group by a launch configuration of others": {
			res("Group", "AutoScaling::AutoScalingGroup",
				"LaunchConfigurationName: web, VPCZoneIdentifier: [!Ref PubSub]"),
			"igw", "undecided",
		},
		"an instance that may not exist": {`
  Web: {Type: AWS::EC2::Instance, Condition: Maybe, Properties: {SubnetId: !Ref Sub}}
Conditions: {Maybe: !Equals [!ImportValue Kind, web]}
`, "unknown", "undecided"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			workloads := build(t, isolated, public, test.resources).Workloads
			if len(workloads) != 1 {
				t.Fatalf("got %d workloads, want 1", len(workloads))
			}
			egress := workloads[0].Egress.IPv4
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
		})
	}
}

func TestWorkloadEgressIPv6(t *testing.T) {
	t.Parallel()
	dual := func(subnet string) string {
		return `
Resources:
  Vpc: {Type: AWS::EC2::VPC}
  Sub: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, Ipv6CidrBlock: '2600::/64', ` + subnet + `}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Tie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub, RouteTableId: !Ref Table}}
  Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
  Six:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Eigw}
`
	}
	instance := func(properties string) string {
		return res("Web", "EC2::Instance", "SubnetId: !Ref Sub, "+properties)
	}
	cases := map[string]struct {
		template, class, internet string
	}{
		"no address":                {dual("") + instance(""), "none", "no"},
		"an address asked for":      {dual("") + instance("Ipv6AddressCount: 1"), "eigw", "yes"},
		"addresses listed":          {dual("") + instance("Ipv6Addresses: [{Ipv6Address: '2600::1'}]"), "eigw", "yes"},
		"an address of the subnet":  {dual("AssignIpv6AddressOnCreation: true") + instance(""), "eigw", "yes"},
		"a count that is not known": {dual("") + instance("Ipv6AddressCount: !ImportValue Count"), "eigw", "undecided"},
		"an address of the interface": {
			dual("") + "  Web: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: " +
				"[{DeviceIndex: '0', SubnetId: !Ref Sub, Ipv6AddressCount: 1}]}}\n", "eigw", "yes",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			egress := build(t, test.template).Workloads[0].Egress.IPv6
			if diff := cmp.Diff([]string{test.class, test.internet}, answer(egress)); diff != "" {
				t.Errorf("egress (-want +got):\n%s%s", diff, egress.Internet.Reason)
			}
		})
	}
}

func TestWorkloadLinks(t *testing.T) {
	t.Parallel()
	workload := build(t, isolated, `
  Web:
    Type: AWS::EC2::Instance
    Properties:
      SubnetId: !Ref Sub
      SecurityGroupIds: [!Ref Group, !GetAtt Group.GroupId, !GetAtt Vpc.DefaultSecurityGroup, sg-1]
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web}}
`).Workloads[0]
	declared := func(name string) stack.Link {
		return stack.Link{Standing: stack.Declared, ID: "app.yaml#" + name, Name: name}
	}
	want := []stack.Link{
		declared("Group"),
		{Standing: stack.Default, ID: "app.yaml#Vpc.DefaultSecurityGroup", Reason: "it comes with the VPC"},
		{Standing: stack.External, ID: "sg-1", Reason: "sg-1 is not declared in the templates"},
	}
	if diff := cmp.Diff(want, workload.SecurityGroups); diff != "" {
		t.Errorf("security groups (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(declared("Vpc"), workload.VPC); diff != "" {
		t.Errorf("VPC (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]stack.Link{declared("Sub")}, workload.Subnets); diff != "" {
		t.Errorf("subnets (-want +got):\n%s", diff)
	}
}

func TestGroupProvesTheWayOfEachSubnet(t *testing.T) {
	t.Parallel()
	second := res("Second", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.7.0/24")
	group := res("Group", "AutoScaling::AutoScalingGroup", "VPCZoneIdentifier: [!Ref Sub, !Ref Second, !Ref Sub]")
	way := build(t, isolated, second, group).Workloads[0].Egress.IPv4
	want := []string{
		"Group starts in subnets Sub and Second",
		"Tie ties subnet Sub to route table Table",
		"route table Table has no route to the internet",
		"subnet Second has no route table association, so it uses the VPC's main route table",
		"the main route table of Vpc holds only the local route",
	}
	if diff := cmp.Diff(want, messages(way.Hops)); diff != "" {
		t.Errorf("hops (-want +got):\n%s", diff)
	}
	reason := "route table Table has no route to the internet and the VPC's main route table has only the local route"
	if way.Internet.Reason != reason {
		t.Errorf("reason: got %q, want %q", way.Internet.Reason, reason)
	}
}

func TestGroupInManySubnetsNamesTheFirst(t *testing.T) {
	t.Parallel()
	var subnets strings.Builder
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		subnets.WriteString(res(name, "EC2::Subnet", "VpcId: !Ref Vpc"))
	}
	group := res("Group", "AutoScaling::AutoScalingGroup", "VPCZoneIdentifier: [!Ref A, !Ref B, !Ref C, !Ref D, !Ref E]")
	got := build(t, isolated, subnets.String(), group).Workloads[0].Egress.IPv4.Hops[0].Message
	if want := "Group starts in subnets A, B, C and 2 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
