package nacl

import (
	"net/netip"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// blockedReturn finds an ACL that lets connections to services pass one way, and none of their replies the other
// way. ACLs keep no state, and replies go to a port that the client chose (Amazon VPC User Guide, ephemeral ports).
func (s *survey) blockedReturn(acl *network.ACL) {
	subnets := s.guarded(acl)
	if acl.Standing != stack.Declared || len(subnets) == 0 {
		return
	}
	for _, way := range directions {
		back := opposite(way.direction)
		if !hasEntries(acl, back) {
			continue // everything is denied, which is reported as that
		}
		blocked, lost := s.lostReplies(acl, way.direction)
		for _, variant := range []string{"", somePorts, someClients} {
			if entries := blocked[variant]; len(entries) > 0 {
				s.reportReturn(acl, way.verb, entries, subnets, lost[entries[0].Block])
			}
		}
	}
}

// lostReplies returns the entries of a direction whose connections lose replies, by what is lost, and what that is by
// the block of the entry.
func (s *survey) lostReplies(
	acl *network.ACL, direction network.Direction,
) (blocked map[string][]*network.ACLEntry, lost map[netip.Prefix]loss) {
	blocked, lost = map[string][]*network.ACLEntry{}, map[netip.Prefix]loss{}
	for _, entry := range acl.Entries {
		if entry.Direction != direction || !isService(entry) {
			continue
		}
		if _, isKnown := lost[entry.Block]; !isKnown {
			lost[entry.Block] = s.losesReplies(acl, entry, opposite(direction))
		}
		found := lost[entry.Block]
		if found.variant != nothingLost && s.lets(acl, entry, found) && s.serves(acl, entry) {
			blocked[found.variant] = append(blocked[found.variant], entry)
		}
	}
	return blocked, lost
}

// loss is which of the replies to the connections that an entry lets pass are lost.
type loss struct {
	// variant is empty where all of them are lost.
	variant string
	// remote are the other sides that lose them, and subnets those of them that are declared.
	remote  network.Addresses
	subnets []*network.Subnet
}

// What else than everything may be lost, which are the variants of the issue.
const (
	nothingLost = "none"
	somePorts   = "ports"
	someClients = "clients"
)

func opposite(direction network.Direction) network.Direction {
	if direction == network.Inbound {
		return network.Outbound
	}
	return network.Inbound
}

// Ports from firstEphemeral on are those that clients choose for themselves; a service has a handful of ports
// (Amazon VPC User Guide, ephemeral ports).
const (
	firstEphemeral = 32768
	widestService  = 1000
)

// isService reports whether an entry surely lets connections to a TCP service pass, and is not for replies.
func isService(entry *network.ACLEntry) bool {
	return isSure(entry) && entry.Allow == value.Yes && entry.Protocol == "tcp" && entry.Block.IsValid() &&
		entry.From != nil && entry.To != nil && *entry.From <= *entry.To && *entry.To < firstEphemeral &&
		*entry.To-*entry.From < widestService
}

// losesReplies tells which replies pass between the ACL and an entry's block, to the ports that the most careful of
// clients choose, and to those that Linux chooses and Windows does not.
func (s *survey) losesReplies(acl *network.ACL, entry *network.ACLEntry, back network.Direction) loss {
	reply := traffic(entry).ReplyToLinux()
	guard, remote := network.Guard{ACL: acl}, network.AddressesOf(entry.Family, entry.Block)
	switch s.Passes(guard, back, reply, remote).Answer {
	case value.No:
		return loss{remote: remote}
	case value.Yes:
		return loss{variant: nothingLost}
	case value.Undecided:
	}
	low, high := reply, reply
	low.To, high.From = firstOfWindows-1, firstOfWindows
	doesForWindows := s.Passes(guard, back, high, remote).Answer == value.Yes
	if doesForWindows && s.Passes(guard, back, low, remote).Answer == value.No {
		return loss{variant: somePorts, remote: remote}
	}
	found := loss{variant: nothingLost, remote: network.AddressesOf(entry.Family)}
	for _, subnet := range s.others(acl) {
		own := s.SubnetAddresses(stack.Link{Standing: stack.Declared, ID: subnet.ID, Name: subnet.Name}, entry.Family)
		isInside := own.Unknown == "" && !own.IsNone() && isWithin(own, entry.Block)
		if isInside && s.Passes(guard, back, reply, own).Answer == value.No {
			found.variant, found.remote = someClients, found.remote.Join(own)
			found.subnets = append(found.subnets, subnet)
		}
	}
	return found
}

// firstOfWindows is the first port that Windows clients choose.
const firstOfWindows = 49152

// others are the subnets of the ACL's VPC that surely exist and whose traffic with those behind it passes it: not the
// one that stands behind it alone.
func (s *survey) others(acl *network.ACL) []*network.Subnet {
	var found []*network.Subnet
	for _, subnet := range s.Subnets {
		isAlone := len(acl.Subnets) == 1 && acl.Subnets[0] == subnet
		if subnet.VPC.ID == acl.VPC.ID && subnet.VPC.ID != "" && subnet.Exists == value.Yes && !isAlone {
			found = append(found, subnet)
		}
	}
	return found
}

// isWithin reports whether a block holds all of the addresses.
func isWithin(addresses network.Addresses, block netip.Prefix) bool {
	for _, prefix := range addresses.Set.Prefixes() {
		if prefix.Bits() < block.Bits() || !block.Contains(prefix.Addr()) {
			return false
		}
	}
	return true
}

// lets reports whether the connections of an entry pass: no other entry denies them before.
func (s *survey) lets(acl *network.ACL, entry *network.ACLEntry, found loss) bool {
	answer := s.Passes(network.Guard{ACL: acl}, entry.Direction, traffic(entry), found.remote).Answer
	return answer == value.Yes || found.variant != someClients && answer == value.Undecided
}

// serves reports whether something behind the ACL may take the connections that an entry lets in. Where workloads
// stand there, and the security groups of all of them refuse these, nothing does. What they open themselves is not
// looked at.
func (s *survey) serves(acl *network.ACL, entry *network.ACLEntry) bool {
	if entry.Direction != network.Inbound || len(acl.Subnets) < len(s.ties[acl.ID]) {
		return true
	}
	somebody := network.Side{
		Groups:    []stack.Link{{Standing: stack.External, Reason: "the peer is not known"}},
		Addresses: network.AddressesOf(entry.Family, entry.Block),
	}
	isEmpty := true
	for _, subnet := range acl.Subnets {
		for _, member := range s.membersIn(subnet) {
			isEmpty = false
			groups := s.GroupsOf(member)
			if len(groups) == 0 || s.Admits(groups, network.Inbound, traffic(entry), somebody).Answer != value.No {
				return true
			}
		}
	}
	return isEmpty
}

// membersIn returns what stands in a subnet.
func (s *survey) membersIn(subnet *network.Subnet) []*network.Workload {
	if s.members == nil {
		s.members = map[string][]*network.Workload{}
		for _, member := range s.Members {
			for _, link := range member.Subnets {
				s.members[link.ID] = append(s.members[link.ID], member)
			}
		}
	}
	return s.members[subnet.ID]
}

func traffic(entry *network.ACLEntry) network.Traffic {
	return network.Traffic{Protocol: "tcp", From: *entry.From, To: *entry.To}
}

func (s *survey) reportReturn(
	acl *network.ACL, verb string, blocked []*network.ACLEntry, subnets []fact.Hop, lost loss,
) {
	weaker, isClosed := s.closed(blockedReturn, acl)
	if !isClosed {
		return
	}
	var ports []string
	var related []fact.Hop
	for _, entry := range blocked {
		ports = append(ports, portsOf(entry))
		if entry != blocked[0] {
			message := entry.Name + " lets " + portsOf(entry) + " " + verb
			related = append(related, fact.Hop{At: entry.At, Message: message})
		}
	}
	words := map[string]string{"acl": acl.Name, "ports": fact.Enumerate(fact.Join(ports)), "way": verb, "back": "out"}
	if verb == "out" {
		words["back"] = "in"
	}
	var names []string
	for _, subnet := range lost.subnets {
		names = append(names, subnet.Name)
		message := acl.Name + " drops the replies between it and " + subnet.Name
		related = append(related, fact.Hop{At: subnet.At, Message: message})
	}
	words["lost"] = fact.Enumerate(names)
	if lost.variant == somePorts {
		weaker = append(weaker, "all of the clients run Windows, which takes ports from 49152 on")
	}
	s.diagnosis.Report(network.Issue{
		Kind: blockedReturn, At: blocked[0].At, Name: blocked[0].Name, Words: words, Variant: lost.variant,
		Flow:    s.replyLost(acl, blocked[0], words, lost),
		Related: append(related, subnets...), Codes: []network.Blocker{network.ACLCode}, Weaker: weaker,
		Edits: s.letReplies(acl, blocked),
	})
}

// replyLost is the way of a connection and of its reply up to the ACL that drops it.
func (s *survey) replyLost(acl *network.ACL, entry *network.ACLEntry, words map[string]string, lost loss) []fact.Hop {
	reply := traffic(entry).ReplyToLinux()
	if lost.variant == somePorts {
		reply.To = firstOfWindows - 1
	}
	passage := s.Passes(network.Guard{ACL: acl}, opposite(entry.Direction), reply, lost.remote)
	return []fact.Hop{
		{At: entry.At, Message: entry.Name + " lets a connection to " + portsOf(entry) + " " + words["way"]},
		{At: passage.Hop.At, Message: "the reply goes to the port that the client chose: " + passage.Hop.Message},
	}
}

// portsOf names the ports of an entry.
func portsOf(entry *network.ACLEntry) string {
	if *entry.From == *entry.To {
		return "port " + strconv.Itoa(*entry.From)
	}
	return "ports " + strconv.Itoa(*entry.From) + " to " + strconv.Itoa(*entry.To)
}

// step is the distance between the numbers of entries that leaves a gap for others.
const step = 10

// letReplies is the change that lets replies pass, behind all entries of the direction. There is none where one of
// those denies something, or where the connections are with several blocks.
func (s *survey) letReplies(acl *network.ACL, blocked []*network.ACLEntry) []fact.Edit {
	first := blocked[0]
	back, highest := opposite(first.Direction), 0
	for _, entry := range blocked {
		if entry.Block != first.Block {
			return nil
		}
	}
	for _, entry := range acl.Entries {
		if entry.Direction != back {
			continue
		}
		if entry.Allow != value.Yes || !isSure(entry) {
			return nil
		}
		highest = max(highest, entry.Number)
	}
	name := acl.Name + "RepliesIn"
	if back == network.Outbound {
		name = acl.Name + "RepliesOut"
	}
	file := acl.At.File()
	if first.At.File() != file || acl.Resource.Condition+first.Resource.Condition != "" ||
		highest+step > maxNumber || s.Index.Resource(file+"#"+name) != nil {
		return nil
	}
	block := "CidrBlock"
	if first.Family == network.IPv6 {
		block = "Ipv6CidrBlock"
	}
	return []fact.Edit{fact.Add(source.NewAt(file, "Resources", name), map[string]any{
		"Type": "AWS::EC2::NetworkAclEntry",
		"Properties": map[string]any{
			"NetworkAclId": map[string]any{"Ref": acl.Name}, "RuleNumber": highest + step, "RuleAction": "allow",
			"Egress": back == network.Outbound, "Protocol": tcp, block: first.Block.String(),
			"PortRange": map[string]any{"From": firstOfAll, "To": maxPort},
		},
	})}
}

// firstOfAll is the first port that any client chooses: load balancers, NAT gateways and Lambda begin there.
const firstOfAll = 1024
