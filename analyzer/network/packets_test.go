package network_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// wire is a small random network, with what it takes to send single packets through it.
type wire struct {
	subnets []string // blocks
	// acls are the entries of each subnet's ACL; nil for the default one.
	acls [][]wireEntry
	// groups are the rules of each subnet's instance, which is in group i and subnet i.
	groups [][]wireRule
	// gateway says which subnets have a route to the internet gateway, public which instances a public address.
	gateway, public []bool
	attached        bool
}

type wireEntry struct {
	number   int
	egress   bool
	allow    bool
	protocol int // 6 or -1
	from, to int
	block    string
}

type wireRule struct {
	egress   bool
	from, to int
	block    string // empty for a reference
	group    int
}

// wireBlocks are what rules and entries are about.
var wireBlocks = []string{"0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/25", "10.0.2.128/25", "8.0.0.0/8", "128.0.0.0/1"}

// wirePorts are bounds of ranges, about the ports that packets use.
var wirePorts = [][2]int{{80, 80}, {443, 443}, {0, 65535}, {1024, 65535}, {32768, 65535}, {79, 81}, {1024, 40000}}

func randomWire(random *rand.Rand) wire {
	w := wire{attached: random.IntN(8) > 0}
	for i := range 3 {
		w.subnets = append(w.subnets, fmt.Sprintf("10.0.%d.0/24", i+1))
		w.gateway = append(w.gateway, random.IntN(3) > 0)
		w.public = append(w.public, random.IntN(3) > 0)
		var entries []wireEntry
		if random.IntN(2) == 0 {
			entries = []wireEntry{}
			for number := range random.IntN(6) {
				ports := wirePorts[random.IntN(len(wirePorts))]
				entries = append(entries, wireEntry{
					number: number + 1, egress: random.IntN(2) == 0, allow: random.IntN(4) > 0, protocol: []int{6, -1}[random.IntN(2)],
					from: ports[0], to: ports[1], block: wireBlocks[random.IntN(len(wireBlocks))],
				})
			}
		}
		w.acls = append(w.acls, entries)
		var rules []wireRule
		for range random.IntN(4) {
			ports := wirePorts[random.IntN(len(wirePorts))]
			rule := wireRule{egress: random.IntN(3) == 0, from: ports[0], to: ports[1], group: random.IntN(3)}
			if random.IntN(4) > 0 {
				rule.block = wireBlocks[random.IntN(len(wireBlocks))]
			}
			rules = append(rules, rule)
		}
		w.groups = append(w.groups, rules)
	}
	return w
}

// template writes the network as a template, in an order that says nothing.
func (w wire) template() string {
	var text strings.Builder
	text.WriteString("Resources:\n" + res("Vpc", "EC2::VPC", "CidrBlock: 10.0.0.0/16") + res("Igw", "EC2::InternetGateway", ""))
	if w.attached {
		text.WriteString(res("Attach", "EC2::VPCGatewayAttachment", "VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw"))
	}
	for i, block := range w.subnets {
		id := strconv.Itoa(i)
		text.WriteString(res("Sub"+id, "EC2::Subnet", "VpcId: !Ref Vpc, CidrBlock: "+block))
		text.WriteString(res("Table"+id, "EC2::RouteTable", "VpcId: !Ref Vpc"))
		text.WriteString(res("Tie"+id, "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Sub"+id+", RouteTableId: !Ref Table"+id))
		if w.gateway[i] {
			text.WriteString(res("Route"+id, "EC2::Route",
				"RouteTableId: !Ref Table"+id+", DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw"))
		}
		text.WriteString(res("Host"+id, "EC2::Instance", fmt.Sprintf("NetworkInterfaces: [{DeviceIndex: 0, "+
			"SubnetId: !Ref Sub%s, GroupSet: [!Ref Group%s], AssociatePublicIpAddress: %t}]", id, id, w.public[i])))
		text.WriteString(res("Group"+id, "EC2::SecurityGroup", "VpcId: !Ref Vpc"))
		for j, rule := range w.groups[i] {
			text.WriteString(rule.resource(fmt.Sprintf("Rule%s%d", id, j), id))
		}
		if w.acls[i] != nil {
			text.WriteString(res("Acl"+id, "EC2::NetworkAcl", "VpcId: !Ref Vpc"))
			text.WriteString(res("AclTie"+id, "EC2::SubnetNetworkAclAssociation", "SubnetId: !Ref Sub"+id+", NetworkAclId: !Ref Acl"+id))
			for j, entry := range w.acls[i] {
				text.WriteString(entry.resource(fmt.Sprintf("Entry%s%d", id, j), id))
			}
		}
	}
	return text.String()
}

func (r wireRule) resource(name, group string) string {
	kind, end := "EC2::SecurityGroupIngress", "SourceSecurityGroupId"
	if r.egress {
		kind, end = "EC2::SecurityGroupEgress", "DestinationSecurityGroupId"
	}
	peer := fmt.Sprintf("%s: !Ref Group%d", end, r.group)
	if r.block != "" {
		peer = "CidrIp: " + r.block
	}
	return res(name, kind, fmt.Sprintf("GroupId: !Ref Group%s, IpProtocol: tcp, FromPort: %d, ToPort: %d, %s", group, r.from, r.to, peer))
}

func (e wireEntry) resource(name, acl string) string {
	action := map[bool]string{true: "allow", false: "deny"}[e.allow]
	return res(name, "EC2::NetworkAclEntry", fmt.Sprintf("NetworkAclId: !Ref Acl%s, RuleNumber: %d, Protocol: %d, Egress: %t, "+
		"RuleAction: %s, CidrBlock: %s, PortRange: {From: %d, To: %d}", acl, e.number, e.protocol, e.egress, action, e.block, e.from, e.to))
}

// host is an end of a packet: the instance of a subnet, or -1 for the internet.
type host struct {
	index   int
	address netip.Addr
}

// groupLets asks the rules of an instance's group about a packet, as a person reads them.
func (w wire) groupLets(at int, direction network.Direction, other host, port int) bool {
	hasEgress, egress := false, direction == network.Outbound
	for _, rule := range w.groups[at] {
		hasEgress = hasEgress || rule.egress
		if rule.egress != egress || port < rule.from || port > rule.to {
			continue
		}
		if rule.block == "" && rule.group == other.index || rule.block != "" && netip.MustParsePrefix(rule.block).Contains(other.address) {
			return true
		}
	}
	return egress && !hasEgress
}

// aclLets asks the ACL of a subnet about a packet.
func (w wire) aclLets(at int, direction network.Direction, other netip.Addr, port int) bool {
	if w.acls[at] == nil {
		return true
	}
	for _, entry := range w.acls[at] {
		inPorts := entry.protocol == -1 || entry.from <= port && port <= entry.to
		if entry.egress == (direction == network.Outbound) && inPorts && netip.MustParsePrefix(entry.block).Contains(other) {
			return entry.allow
		}
	}
	return false
}

// delivers sends a packet and its reply.
func (w wire) delivers(from, to host, port, ephemeral int) bool {
	if from.index >= 0 && (!w.groupLets(from.index, network.Outbound, to, port) || !w.aclLets(from.index, network.Outbound, to.address, port) ||
		!w.aclLets(from.index, network.Inbound, to.address, ephemeral)) {
		return false
	}
	if to.index >= 0 && (!w.groupLets(to.index, network.Inbound, from, port) || !w.aclLets(to.index, network.Inbound, from.address, port) ||
		!w.aclLets(to.index, network.Outbound, from.address, ephemeral)) {
		return false
	}
	for _, end := range []host{from, to} {
		if (from.index < 0 || to.index < 0) && end.index >= 0 &&
			(!w.attached || !w.gateway[end.index] || !w.public[end.index]) {
			return false
		}
	}
	return true
}

// TestReachAgreesWithPackets sends packets through random networks: where one arrives, and its reply too, the answer is
// not "no"; where one does not, it is not "yes".
func TestReachAgreesWithPackets(t *testing.T) {
	t.Parallel()
	addresses := []string{"8.8.8.8", "9.9.9.9", "151.101.1.1", "223.5.5.5"}
	answers := map[value.Truth]int{}
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 5))
		w := randomWire(random)
		text := w.template()
		n := build(t, text)
		for from := -1; from < 3; from++ {
			for to := -1; to < 3; to++ {
				if from == to {
					continue
				}
				got := n.Reach(w.party(t, n, from), w.party(t, n, to), network.TCP(80))
				answers[got.Answer]++
				for range 12 {
					source, target := w.host(random, from, addresses), w.host(random, to, addresses)
					arrives := w.delivers(source, target, 80, 1024+random.IntN(65536-1024))
					if arrives && got.Answer == value.No || !arrives && got.Answer == value.Yes {
						t.Fatalf("seed %d: from %v to %v: a packet arrives: %t, but the answer is %s: %v\n%s",
							seed, source, target, arrives, got.Answer, got.Blockers, text)
					}
				}
			}
		}
	}
	for _, answer := range []value.Truth{value.Yes, value.No, value.Undecided} {
		if answers[answer] < 50 {
			t.Errorf("only %d answers are %s, so the test says little", answers[answer], answer)
		}
	}
}

func (w wire) party(t *testing.T, n *network.Network, index int) network.Party {
	t.Helper()
	if index < 0 {
		return network.Internet
	}
	return party(t, n, fmt.Sprintf("Host%d", index))
}

func (w wire) host(random *rand.Rand, index int, addresses []string) host {
	if index < 0 {
		return host{index: -1, address: netip.MustParseAddr(addresses[random.IntN(len(addresses))])}
	}
	base := netip.MustParsePrefix(w.subnets[index]).Addr().As4()
	base[3] = byte(random.IntN(256))
	return host{index: index, address: netip.AddrFrom4(base)}
}
