package network_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// block is the other side with the addresses of a block.
func block(cidr string) network.Side {
	prefix := netip.MustParsePrefix(cidr)
	family := network.IPv4
	if prefix.Addr().Is6() {
		family = network.IPv6
	}
	return network.Side{Addresses: network.AddressesOf(family, prefix)}
}

func TestSecurityGroupsAdmitWhatARuleIsFor(t *testing.T) {
	t.Parallel()
	ingress := func(rules string) string {
		return res("Group", "EC2::SecurityGroup", "VpcId: !Ref Vpc, SecurityGroupIngress: ["+rules+"]")
	}
	for name, test := range map[string]struct {
		resources string
		direction network.Direction
		traffic   network.Traffic
		from      string
		want      value.Truth
		code      network.Blocker
	}{
		"the block": {
			resources: ingress("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}"),
			from:      "10.0.1.0/24", want: value.Yes,
		},
		"a part of the block": {
			resources: ingress("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/25}"),
			from:      "10.0.0.0/24", want: value.Undecided,
		},
		"two rules for the block": {
			resources: ingress("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/25}, " +
				"{IpProtocol: -1, CidrIp: 10.0.0.128/25}"),
			from: "10.0.0.0/24", want: value.Yes,
		},
		"another port": {
			resources: ingress("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}"),
			from:      "10.0.0.0/24", want: value.No, code: network.GroupMismatch,
		},
		"no rule": {
			resources: res("Group", "EC2::SecurityGroup", "VpcId: !Ref Vpc"),
			from:      "10.0.0.0/24", want: value.No, code: network.GroupWithoutRule,
		},
		"a port that is not known": {
			resources: ingress("{IpProtocol: tcp, FromPort: !GetAtt A.B, ToPort: 80, CidrIp: 10.0.0.0/8}"),
			from:      "10.0.0.0/24", want: value.Undecided,
		},
		"the default egress": {
			resources: res("Group", "EC2::SecurityGroup", "VpcId: !Ref Vpc"), direction: network.Outbound,
			from: "10.0.0.0/24", want: value.Yes,
		},
		"a default egress that a rule of its own revokes": {
			resources: res("Group", "EC2::SecurityGroup", "VpcId: !Ref Vpc") + res("Out", "EC2::SecurityGroupEgress",
				"GroupId: !Ref Group, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0"),
			direction: network.Outbound, from: "10.0.0.0/24", want: value.No, code: network.EgressRevoked,
		},
		"IPv6": {
			resources: ingress("{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}"),
			from:      "2001:db8::/64", want: value.No, code: network.GroupMismatch,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := build(t, isolated, test.resources, res("Web", "EC2::Instance",
				"SubnetId: !Ref Sub, SecurityGroupIds: [!Ref Group]"))
			direction := test.direction
			if direction == "" {
				direction = network.Inbound
			}
			web := n.Member("app.yaml#Web")
			got := n.Admits(n.GroupsOf(web), direction, network.TCP(80), block(test.from))
			if got.Answer != test.want || got.Code != test.code {
				t.Errorf("got %s %q (%s), want %s %q", got.Answer, got.Code, got.Reason, test.want, test.code)
			}
		})
	}
}

func TestNetworkACLsDecideByTheFirstEntryThatMatches(t *testing.T) {
	t.Parallel()
	entry := func(name, properties string) string {
		return res(name, "EC2::NetworkAclEntry", "NetworkAclId: !Ref Acl, "+properties)
	}
	acl := res("Acl", "EC2::NetworkAcl", "VpcId: !Ref Vpc") +
		res("AclTie", "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref Sub, NetworkAclId: !Ref Acl")
	allow := entry("Allow", `RuleNumber: 100, Protocol: "-1", RuleAction: allow, CidrBlock: 0.0.0.0/0`)
	for name, test := range map[string]struct {
		resources string
		traffic   network.Traffic
		want      value.Truth
		decides   []string
	}{
		"the default ACL lets everything pass": {traffic: network.TCP(80), want: value.Yes},
		"a custom ACL without entries":         {resources: acl, traffic: network.TCP(80), want: value.No},
		"an entry for all": {
			resources: acl + allow, traffic: network.TCP(80), want: value.Yes, decides: []string{"Allow"},
		},
		"a lower number for the same": {
			resources: acl + allow + entry("Deny",
				"RuleNumber: '90', Protocol: 6, RuleAction: deny, CidrBlock: 0.0.0.0/0, PortRange: {From: 80, To: 90}"),
			traffic: network.TCP(80), want: value.No, decides: []string{"Deny"},
		},
		"a lower number for another port": {
			resources: acl + allow + entry("Deny",
				"RuleNumber: 90, Protocol: 6, RuleAction: deny, CidrBlock: 0.0.0.0/0, PortRange: {From: 81, To: 90}"),
			traffic: network.TCP(80), want: value.Yes, decides: []string{"Allow"},
		},
		"a lower number for a part of the addresses": {
			resources: acl + allow + entry("Deny",
				"RuleNumber: 90, Protocol: 6, RuleAction: deny, CidrBlock: 10.1.0.0/17, PortRange: {From: 80, To: 80}"),
			traffic: network.TCP(80), want: value.Undecided, decides: []string{"Deny", "Allow"},
		},
		"replies to a part of the ports": {
			resources: acl + entry("Allow",
				"RuleNumber: 90, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 32768, To: 65535}"),
			traffic: network.TCP(80).Reply(), want: value.Undecided, decides: []string{"Allow"},
		},
		"replies to the ports of Linux": {
			resources: acl + entry("Allow",
				"RuleNumber: 90, Protocol: 6, RuleAction: allow, CidrBlock: 0.0.0.0/0, PortRange: {From: 32768, To: 65535}"),
			traffic: network.TCP(80).ReplyToLinux(), want: value.Yes, decides: []string{"Allow"},
		},
		"a number that is not known": {
			resources: acl + allow + entry("Deny",
				"RuleNumber: !GetAtt A.B, Protocol: 6, RuleAction: deny, CidrBlock: 0.0.0.0/0, PortRange: {From: 80, To: 80}"),
			traffic: network.TCP(80), want: value.Undecided, decides: []string{"Allow"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := build(t, isolated, test.resources)
			subnet := n.Subnets[0]
			got := n.Passes(n.GuardOf(subnet), network.Inbound, test.traffic, block("10.1.0.0/16").Addresses)
			if got.Answer != test.want {
				t.Errorf("got %s (%s), want %s", got.Answer, got.Reason, test.want)
			}
			var decides []string
			for _, entry := range got.Entries {
				if entry.Resource != nil {
					decides = append(decides, entry.Name)
				}
			}
			if diff := cmp.Diff(test.decides, decides); diff != "" {
				t.Errorf("entries that decide (-want +got):\n%s", diff)
			}
		})
	}
}
