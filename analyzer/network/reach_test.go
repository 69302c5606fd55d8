package network_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/networktest"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// party reads an end of a path: a logical id, "internet", "ssm" or a block.
func party(t *testing.T, n *network.Network, name string) network.Party {
	t.Helper()
	switch {
	case name == "internet":
		return network.Internet
	case name == "ssm":
		return network.Party{SSM: true}
	case strings.Contains(name, "/"):
		return network.In(netip.MustParsePrefix(name))
	}
	member := n.Member("app.yaml#" + name)
	if member == nil {
		t.Fatalf("there is no member %s", name)
	}
	return network.At(member)
}

const (
	openGroup = "  Open: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, SecurityGroupIngress: " +
		"[{IpProtocol: -1, CidrIp: 0.0.0.0/0}, {IpProtocol: -1, CidrIpv6: '::/0'}]}}\n"
	// webServer is an instance with a public address in the public subnet, app one in the private subnet.
	webServer = "  Web: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: 0, " +
		"AssociatePublicIpAddress: true, SubnetId: !Ref PubSub, GroupSet: [!Ref Open]}]}}\n"
	app = "  App: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Open]}}\n"
	nat = "  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref PubSub, AllocationId: a}}\n" +
		"  ToNat: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, " +
		"NatGatewayId: !Ref Nat}}\n"
	// other is a second VPC with an instance, peered a connection to it.
	other = "  Vpc2: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}\n" +
		"  Sub2: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc2, CidrBlock: 10.1.1.0/24}}\n" +
		"  Table2: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc2}}\n" +
		"  Tie2: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Sub2, RouteTableId: !Ref Table2}}\n" +
		"  Open2: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc2, SecurityGroupIngress: " +
		"[{IpProtocol: -1, SourceSecurityGroupId: !Ref Open}]}}\n" +
		"  Far: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub2, SecurityGroupIds: [!Ref Open2]}}\n"
	peered = other + "  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Vpc2}}\n" +
		"  There: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.1.0.0/16, " +
		"VpcPeeringConnectionId: !Ref Peer}}\n"
	back = "  Back: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table2, DestinationCidrBlock: 10.0.0.0/16, " +
		"VpcPeeringConnectionId: !Ref Peer}}\n"
)

// agent is an instance in the private subnet whose role lets its agent in; services are the endpoints it needs.
const agent = `
  Agent: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Sub, IamInstanceProfile: !Ref Prof,
    SecurityGroupIds: [!Ref Open]}}
  Prof: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref AgentRole]}}
`

const agentRole = `
  AgentRole: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore']}}
`

// services are the endpoints that the agent needs, with more properties.
func services(more string) string {
	var text strings.Builder
	for _, service := range []string{"ssm", "ssmmessages"} {
		text.WriteString(res("E"+service, "EC2::VPCEndpoint", "VpcId: !Ref Vpc, VpcEndpointType: Interface, "+
			"SubnetIds: [!Ref Sub], ServiceName: com.amazonaws.eu-west-1."+service+more))
	}
	return text.String()
}

func acl(entries ...string) string {
	var text strings.Builder
	text.WriteString(res("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc") +
		res("AclTie", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref PubSub, NetworkAclId: !Ref Acl"))
	for i, entry := range entries {
		text.WriteString(res("Entry"+string(rune('A'+i)), "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, "+
			"RuleAction: allow, RuleNumber: 100, CidrBlock: 0.0.0.0/0, "+entry))
	}
	return text.String()
}

func TestReach(t *testing.T) {
	t.Parallel()
	hostnames := strings.Replace(isolated, "CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true", 1)
	private := ", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Open]"
	for name, test := range map[string]struct {
		template string
		from, to string
		traffic  network.Traffic
		want     value.Truth
		blockers []network.Blocker
		doubts   []network.Blocker
	}{
		"the internet reaches a public instance": {
			template: isolated + public + openGroup + webServer, from: "internet", to: "Web", want: value.Yes,
		},
		"an instance behind NAT reaches the internet": {
			template: isolated + public + openGroup + app + nat, from: "App", to: "internet", want: value.Yes,
		},
		"instances of two subnets reach each other": {
			template: isolated + public + openGroup + webServer + app, from: "Web", to: "App", want: value.Yes,
		},
		"an Instance Connect endpoint takes no connections": {
			template: isolated + public + openGroup + app + res("Connect", "EC2::InstanceConnectEndpoint",
				"SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Open]"),
			from: "App", to: "Connect", want: value.No, blockers: []network.Blocker{network.NoPossibleDestination},
		},
		"an appliance on the way back alone": {
			template: isolated + public + openGroup + webServer + app + res("Through", "EC2::Route",
				"RouteTableId: !Ref PubTable, DestinationCidrBlock: 10.0.1.0/24, NetworkInterfaceId: eni-1"),
			from: "App", to: "Web", want: value.Undecided, doubts: []network.Blocker{"EXTERNAL_UNKNOWN"},
		},
		"the internet does not reach an instance behind NAT": {
			template: isolated + public + openGroup + app + nat, from: "internet", to: "App", want: value.No,
			blockers: []network.Blocker{network.NoPrivateAddress, network.NoRoute},
		},
		"every blocker is told": {
			template: isolated + public + acl() + res("Web", "EC2::Instance", "SubnetId: !Ref PubSub, SecurityGroupIds: [!Ref G]") +
				res("G", "EC2::SecurityGroup", "VpcId: !Ref Vpc"),
			from: "internet", to: "Web", want: value.No,
			blockers: []network.Blocker{network.NoPrivateAddress, network.ACLCode, network.GroupWithoutRule, network.ACLCode},
		},
		"a group that admits members of a group": {
			template: isolated + public + openGroup + strings.Replace(webServer, "!Ref Open", "!Ref G", 1) +
				res("G", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, "+
					"ToPort: 80, SourceSecurityGroupId: !Ref Open}]"),
			from: "internet", to: "Web", want: value.No, blockers: []network.Blocker{network.ReferencesNotPreserved},
		},
		"replies that a network ACL keeps back": {
			template: isolated + public + openGroup + webServer + acl("Protocol: 6, PortRange: {From: 80, To: 80}",
				"Protocol: 6, Egress: true, PortRange: {From: 80, To: 80}"),
			from: "internet", to: "Web", want: value.No, blockers: []network.Blocker{network.ACLCode},
		},
		"replies that a network ACL lets pass": {
			template: isolated + public + openGroup + webServer + acl("Protocol: 6, PortRange: {From: 80, To: 80}",
				"Protocol: 6, Egress: true, PortRange: {From: 1024, To: 65535}"),
			from: "internet", to: "Web", want: value.Yes,
		},
		"a gateway that is not attached": {
			template: isolated + strings.Replace(public, "VpcId: !Ref Vpc, InternetGatewayId", "VpcId: !Ref Vpc2, InternetGatewayId", 1) +
				other + openGroup + webServer,
			from: "internet", to: "Web", want: value.No, blockers: []network.Blocker{network.DetachedGateway},
		},
		"a main route table": {
			template: "Resources:\n" + res("Vpc", "EC2::VPC", "CidrBlock: 10.0.0.0/16") +
				res("Sub", "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24") + openGroup + app,
			from: "App", to: "internet", want: value.No, blockers: []network.Blocker{network.MainTableOnly},
		},
		"a private NAT gateway": {
			template: isolated + public + openGroup + app + strings.Replace(nat, "AllocationId: a", "ConnectivityType: private", 1),
			from:     "App", to: "internet", want: value.No, blockers: []network.Blocker{network.NATIsPrivate},
		},
		"a NAT gateway in a private subnet": {
			template: isolated + public + openGroup + app + strings.Replace(nat, "!Ref PubSub", "!Ref Sub", 1),
			from:     "App", to: "internet", want: value.No, blockers: []network.Blocker{network.NATWithoutEgress},
		},
		"no public address": {
			template: isolated + public + openGroup + strings.Replace(app, "!Ref Sub", "!Ref PubSub", 1),
			from:     "App", to: "internet", want: value.No, blockers: []network.Blocker{network.NoPublicAddress},
		},
		"egress that a rule of its own revokes": {
			template: isolated + public + openGroup + webServer + res("Out", "EC2::SecurityGroupEgress",
				"GroupId: !Ref Open, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0"),
			from: "Web", to: "internet", want: value.No, blockers: []network.Blocker{network.EgressRevoked},
		},
		"public access that is blocked": {
			template: isolated + public + openGroup + webServer +
				res("Block", "EC2::VPCBlockPublicAccessOptions", "InternetGatewayBlockMode: block-bidirectional"),
			from: "internet", to: "Web", want: value.No, blockers: []network.Blocker{network.PublicAccessCode},
		},
		"a peer": {
			template: isolated + openGroup + app + peered + back, from: "App", to: "Far", want: value.Yes,
		},
		"a peer without a route back": {
			template: isolated + openGroup + app + peered, from: "App", to: "Far", want: value.No,
			blockers: []network.Blocker{network.NoRoute},
		},
		"a peer in another Region, by reference to a group": {
			template: isolated + openGroup + app +
				strings.Replace(peered, "PeerVpcId: !Ref Vpc2", "PeerVpcId: !Ref Vpc2, PeerRegion: us-east-1", 1) + back,
			from: "App", to: "Far", want: value.Undecided, doubts: []network.Blocker{network.ReferencesNotPreserved},
		},
		"two VPCs that nothing connects": {
			template: isolated + openGroup + app + other, from: "App", to: "Far", want: value.No,
			blockers: []network.Blocker{network.NoRoute, network.ReferencesNotPreserved, network.NoRoute},
		},
		"the internet through a peer": {
			template: isolated + openGroup + app + strings.Replace(peered, "10.1.0.0/16, VpcPeer", "0.0.0.0/0, VpcPeer", 1),
			from:     "App", to: "internet", want: value.No, blockers: []network.Blocker{network.BeyondPeer},
		},
		"a network appliance": {
			template: isolated + openGroup + app + res("Out", "EC2::Route",
				"RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref App"),
			from: "App", to: "internet", want: value.Undecided, doubts: []network.Blocker{network.ExternalUnknown},
		},
		"private addresses through an internet gateway": {
			template: isolated + public + openGroup + webServer, from: "Web", to: "192.168.0.0/16", want: value.No,
			blockers: []network.Blocker{network.NotOnTheInternet},
		},
		"a function": {
			template: isolated + openGroup + app + res("Fn", "Lambda::Function",
				"VpcConfig: {SubnetIds: [!Ref Sub], SecurityGroupIds: [!Ref Open]}"),
			from: "App", to: "Fn", want: value.No, blockers: []network.Blocker{network.NoPossibleDestination},
		},
		"a load balancer without a listener on the port": {
			template: isolated + public + openGroup + res("Lb", "ElasticLoadBalancingV2::LoadBalancer",
				"Subnets: [!Ref PubSub], SecurityGroups: [!Ref Open]") + res("Listener", "ElasticLoadBalancingV2::Listener",
				"LoadBalancerArn: !Ref Lb, Port: '443', Protocol: HTTPS, DefaultActions: []"),
			from: "internet", to: "Lb", want: value.No, blockers: []network.Blocker{network.ListenerPort},
		},
		"a subnet that is a parameter": {
			template: "Parameters: {P: {Type: String}}" + isolated + openGroup + strings.Replace(app, "!Ref Sub", "!Ref P", 1),
			from:     "App", to: "internet", want: value.Undecided, doubts: []network.Blocker{network.ACLCode, network.ExternalUnknown},
		},
		"Systems Manager by endpoints": {
			template: hostnames + openGroup + agent + agentRole + services(private), from: "Agent", to: "ssm", want: value.Yes,
		},
		"Systems Manager over NAT": {
			template: isolated + public + nat + openGroup + agent + agentRole, from: "Agent", to: "ssm", want: value.Yes,
		},
		"Systems Manager by IPv6 alone": {
			template: strings.Replace(hostnames, "CidrBlock: 10.0.1.0/24", "CidrBlock: 10.0.1.0/24, "+
				"Ipv6CidrBlock: '2001:db8::/64', AssignIpv6AddressOnCreation: true", 1) + openGroup + agent + agentRole +
				res("Eigw", "EC2::EgressOnlyInternetGateway", "VpcId: !Ref Vpc") + res("Out", "EC2::Route",
				"RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Eigw"),
			from: "Agent", to: "ssm", want: value.Undecided,
			doubts: []network.Blocker{network.ExternalUnknown},
		},
		"Systems Manager without a way": {
			template: hostnames + openGroup + agent + agentRole, from: "Agent", to: "ssm", want: value.No,
			blockers: []network.Blocker{network.NoRoute, network.MissingService, network.MissingService},
		},
		"endpoints without private DNS": {
			template: hostnames + openGroup + agent + agentRole + services(""), from: "Agent", to: "ssm", want: value.No,
			blockers: []network.Blocker{
				network.NoRoute, network.PrivateDNSDisabled, network.GroupMismatch, network.PrivateDNSDisabled,
				network.GroupMismatch,
			},
		},
		"a VPC without DNS host names": {
			template: isolated + openGroup + agent + agentRole + services(private), from: "Agent", to: "ssm", want: value.No,
			blockers: []network.Blocker{network.NoRoute, network.VPCDNSDisabled},
		},
		"DNS servers of one's own": {
			template: hostnames + openGroup + agent + agentRole + services(private) +
				res("Dhcp", "EC2::DHCPOptions", "DomainNameServers: [10.0.0.5]") +
				res("DhcpTie", "EC2::VPCDHCPOptionsAssociation", "VpcId: !Ref Vpc, DhcpOptionsId: !Ref Dhcp"),
			from: "Agent", to: "ssm", want: value.Undecided, doubts: []network.Blocker{network.CustomResolver},
		},
		"a policy of the endpoint for other calls": {
			template: hostnames + openGroup + agent + agentRole + services(private+", PolicyDocument: {Statement: "+
				"[{Effect: Allow, Principal: '*', Action: 's3:*', Resource: '*'}]}"),
			from: "Agent", to: "ssm", want: value.No,
			blockers: []network.Blocker{network.EndpointPolicyCode, network.EndpointPolicyCode},
		},
		"a role for other calls": {
			template: hostnames + openGroup + agent + services(private) + res("AgentRole", "IAM::Role",
				"ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess']"),
			from: "Agent", to: "ssm", want: value.No, blockers: []network.Blocker{network.MissingPermission},
		},
		"a block for documentation": {
			template: isolated + public + openGroup + webServer, from: "203.0.113.0/24", to: "Web", want: value.Yes,
		},
		"a block for documentation that a group admits": {
			template: isolated + public + strings.Replace(openGroup, "CidrIp: 0.0.0.0/0", "CidrIp: 198.51.100.0/24", 1) +
				webServer, from: "198.51.100.7/32", to: "Web", want: value.Yes,
		},
		"a block for documentation that a group does not admit": {
			template: isolated + public + strings.Replace(openGroup, "CidrIp: 0.0.0.0/0", "CidrIp: 198.51.100.0/24", 1) +
				webServer, from: "192.0.2.1/32", to: "Web", want: value.No, blockers: []network.Blocker{network.GroupMismatch},
		},
		"out to a block for documentation": {
			template: isolated + public + openGroup + webServer, from: "Web", to: "192.0.2.0/24", want: value.Yes,
		},
		"private addresses in through an internet gateway": {
			template: isolated + public + openGroup + webServer, from: "192.168.0.0/16", to: "Web", want: value.No,
			blockers: []network.Blocker{network.FromPrivate},
		},
		"shared addresses in through an internet gateway": {
			template: isolated + public + openGroup + webServer, from: "100.64.1.0/24", to: "Web", want: value.No,
			blockers: []network.Blocker{network.FromShared},
		},
		"shared addresses out through an internet gateway": {
			template: isolated + public + openGroup + webServer, from: "Web", to: "100.64.1.0/24", want: value.No,
			blockers: []network.Blocker{network.SharedNotOnTheInternet},
		},
		"loopback addresses": {
			template: isolated + public + openGroup + webServer, from: "127.0.0.1/32", to: "Web", want: value.No,
			blockers: []network.Blocker{network.NoSource},
		},
		"link-local addresses": {
			template: isolated + public + openGroup + webServer, from: "Web", to: "169.254.10.0/24", want: value.No,
			blockers: []network.Blocker{network.NoPossibleDestination},
		},
		"multicast addresses": {
			template: isolated + public + openGroup + webServer, from: "Web", to: "224.0.0.5/32", want: value.No,
			blockers: []network.Blocker{network.NoPossibleDestination},
		},
		"the default group of an endpoint": {
			template: hostnames + openGroup + agent + agentRole + services(", PrivateDnsEnabled: true"),
			from:     "Agent", to: "ssm", want: value.No,
			blockers: []network.Blocker{network.GroupMismatch, network.GroupMismatch},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := build(t, test.template)
			traffic := test.traffic
			if traffic == (network.Traffic{}) {
				traffic = network.TCP(80)
			}
			got := n.Reach(party(t, n, test.from), party(t, n, test.to), traffic)
			if got.Answer != test.want {
				t.Errorf("got %s (%s), want %s", got.Answer, got.Reason, test.want)
			}
			if diff := cmp.Diff(test.blockers, codes(got.Blockers)); diff != "" {
				t.Errorf("blockers (-want +got):\n%s\n%v", diff, got.Blockers)
			}
			if diff := cmp.Diff(test.doubts, codes(got.Doubts)); test.want == value.Undecided && diff != "" {
				t.Errorf("doubts (-want +got):\n%s\n%v", diff, got.Doubts)
			}
		})
	}
}

func codes(met []network.Obstacle) []network.Blocker {
	var codes []network.Blocker
	for _, each := range met {
		codes = append(codes, each.Code)
	}
	return codes
}

// ranged is a public instance whose group has the rules for ports.
func ranged(rules ...string) string {
	return isolated + public + strings.Replace(webServer, "!Ref Open", "!Ref Ports", 1) + res("Ports", "EC2::SecurityGroup",
		"VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, CidrIp: 0.0.0.0/0, "+
			strings.Join(rules, "}, {IpProtocol: tcp, CidrIp: 0.0.0.0/0, ")+"}]")
}

func TestReachByRangesOfPorts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		template, traffic string
		want              value.Truth
		reason            string
	}{
		"a range that is open": {ranged("FromPort: 8000, ToPort: 8100"), "8000-8100", value.Yes, ""},
		"a range that two rules open": {
			ranged("FromPort: 8000, ToPort: 8050", "FromPort: 8051, ToPort: 8100"), "8000-8100", value.Yes, "",
		},
		"a range of which a part is open": {
			ranged("FromPort: 8000, ToPort: 8050"), "8000-8100", value.No, "Ports has no ingress rule for 8051-8100/tcp",
		},
		"a range with a gap": {
			ranged("FromPort: 8000, ToPort: 8050", "FromPort: 8052, ToPort: 8100"), "8000-8100", value.No,
			"Ports has no ingress rule for 8051/tcp",
		},
		"all traffic, of which one port is open": {
			ranged("FromPort: 80, ToPort: 80"), "all", value.No, "Ports has no ingress rule for 0-79/tcp",
		},
		"a range of which a network ACL closes a part": {
			ranged("FromPort: 8000, ToPort: 8100") + acl("Protocol: 6, PortRange: {From: 8000, To: 8050}",
				"Protocol: 6, Egress: true, PortRange: {From: 1024, To: 65535}"), "8000-8100", value.No,
			"Acl does not let 8051-8100/tcp in",
		},
		"a range of which a rule is a parameter": {
			"Parameters: {P: {Type: Number}}" + ranged("FromPort: 8000, ToPort: 8050", "FromPort: 8051, ToPort: !Ref P"),
			"8000-8100", value.Undecided, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := build(t, test.template)
			traffic, err := network.ParseTraffic(test.traffic)
			if err != nil {
				t.Fatal(err)
			}
			got := n.Reach(network.Internet, party(t, n, "Web"), traffic)
			if got.Answer != test.want || test.reason != "" && got.Reason != test.reason {
				t.Errorf("got %s (%s), want %s (%s)", got.Answer, got.Reason, test.want, test.reason)
			}
		})
	}
}

func TestReachTellsWaysApart(t *testing.T) {
	t.Parallel()
	n := build(t, isolated+openGroup+agent+agentRole+services(", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Closed]")+
		res("Closed", "EC2::SecurityGroup", "VpcId: !Ref Vpc"))
	var got []string
	for _, met := range n.Reach(party(t, n, "Agent"), party(t, n, "ssm"), network.TCP(443)).Blockers {
		got = append(got, met.Way+": "+met.Message)
	}
	want := []string{
		"internet: route table Table has no route to the internet",
		"endpoints: Vpc does not give DNS host names",
		"endpoints: Closed has no ingress rule for 443/tcp",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReachNamesWhoIsAdmitted(t *testing.T) {
	t.Parallel()
	n := build(t, isolated+public+openGroup+strings.Replace(webServer, "!Ref Open", "!Ref G", 1)+
		res("G", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, "+
			"ToPort: 80, SourceSecurityGroupId: !Ref Open}]"))
	got := n.Reach(network.Internet, party(t, n, "Web"), network.TCP(80)).Reason
	if want := "G admits only members of Open on 80/tcp"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUsualTrafficOfALoadBalancerIsThatOfItsTarget(t *testing.T) {
	t.Parallel()
	n := build(t, isolated+public+openGroup+webServer+app+
		res("Lb", "ElasticLoadBalancingV2::LoadBalancer", "Subnets: [!Ref PubSub], SecurityGroups: [!Ref Open]")+
		res("Listener", "ElasticLoadBalancingV2::Listener", "LoadBalancerArn: !Ref Lb, Port: 443, Protocol: HTTPS, "+
			"DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]")+
		res("Targets", "ElasticLoadBalancingV2::TargetGroup", "VpcId: !Ref Vpc, Port: 8080, Protocol: HTTP, "+
			"Targets: [{Id: !Ref App}]"))
	for name, want := range map[string]string{"App": "8080/tcp", "Web": "443/tcp"} {
		if got := n.UsualTrafficBetween(party(t, n, "Lb"), party(t, n, name)).String(); got != want {
			t.Errorf("got %s for %s, want %s", got, name, want)
		}
	}
}

func TestEndpointsForAnotherRegionAreNoWay(t *testing.T) {
	t.Parallel()
	text := strings.Replace(isolated, "CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true", 1) +
		openGroup + agent + agentRole + services(", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Open]")
	for region, want := range map[string]value.Truth{"eu-west-1": value.Yes, "us-east-1": value.No, "": value.Yes} {
		n := networktest.Build(t, region, text)
		got := n.Reach(party(t, n, "Agent"), party(t, n, "ssm"), network.TCP(443))
		if got.Answer != want {
			t.Errorf("got %s in %q (%s), want %s", got.Answer, region, got.Reason, want)
		}
		if want == value.No && !strings.Contains(got.Blockers[1].Message, "Essm is for that of eu-west-1") {
			t.Errorf("got %q", got.Blockers[1].Message)
		}
	}
}

func TestEndpointsTakeTCPAlone(t *testing.T) {
	t.Parallel()
	text := strings.Replace(isolated, "CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true", 1) +
		openGroup + agent + agentRole + services(", PrivateDnsEnabled: true, SecurityGroupIds: [!Ref Open]")
	n := networktest.Build(t, "eu-west-1", text)
	for traffic, want := range map[network.Traffic]value.Truth{network.TCP(443): value.Yes, network.UDP(443): value.No} {
		if got := n.Reach(party(t, n, "Agent"), party(t, n, "Essm"), traffic); got.Answer != want {
			t.Errorf("got %s for %s (%s), want %s", got.Answer, traffic, got.Reason, want)
		}
	}
}
