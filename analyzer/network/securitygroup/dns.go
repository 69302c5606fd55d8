package securitygroup

import (
	"net/netip"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// dnsPort is the port of DNS, by UDP and by TCP (RFC 1035, RFC 7766).
const dnsPort = 53

// openResolver finds a group that admits DNS queries from the internet. Its rules make one finding.
func (s *survey) openResolver(group *network.SecurityGroup) {
	var first *network.GroupRule
	var related []fact.Hop
	for _, rule := range group.Rules {
		if !isForDNS(rule) || s.openKind(group, rule) != "" || rule.Direction != network.Inbound {
			continue
		}
		s.openDoubts(openResolver, rule)
		open := openPeers(rule)
		if len(open) == 0 {
			continue
		}
		if first == nil {
			first = rule
			related = append(related, fact.Hop{At: typeAt(rule), Message: "DNS"})
			related = append(related, evidence(rule, open[0])[1:]...)
			continue
		}
		related = append(related, evidence(rule, open[0])...)
	}
	if first == nil || says(group, "authoritative") {
		return
	}
	peer := openPeers(first)[0]
	issue := network.Issue{
		Kind: openResolver, At: peer.At, Name: first.Owner, Words: map[string]string{"source": anywhere(peer)},
		Milder: s.alone(group, onlyPrivate, "AWS::Route53Resolver::ResolverEndpoint"),
	}
	if ports, ok := portsOf(first); ok {
		issue.Words["range"] = ports.String()
	}
	recursive, setting := s.recursion(group)
	if recursive.Answer == value.No {
		return
	}
	issue.Related = related
	if recursive.Answer == value.Yes {
		issue.Variant, issue.Related = "recursive", append(issue.Related, setting)
	}
	issue.Related = append(issue.Related, s.affected(group)...)
	s.diagnosis.Report(issue)
}

// onlyPrivate is why the internet does not reach a resolver endpoint (Route 53 Resolver, inbound endpoints).
const onlyPrivate = "only Resolver endpoints use the group, and they have private addresses alone"

// isForDNS reports whether a rule is for DNS, and not for a range that holds its port by the way.
func isForDNS(rule *network.GroupRule) bool {
	ports, ok := portsOf(rule)
	return ok && ports.has(dnsPort) && ports.to-ports.from < widest
}

// recursion answers whether a workload of the group resolves names for anybody, as far as its user data
// tells, and where it says so. It follows the configuration of BIND.
func (s *survey) recursion(group *network.SecurityGroup) (answer fact.Fact, at fact.Hop) {
	answer = fact.Undecided("no user data tells")
	for _, resource := range s.usersOf(group) {
		data := stack.Property(resource, "UserData")
		if data == nil {
			data = stack.Property(resource, "LaunchTemplateData", "UserData")
		}
		switch {
		case data == nil:
		case stack.SaysAny(data, "recursion no"):
			answer = fact.No("")
		case stack.SaysAny(data, "recursion yes") && stack.SaysAny(data, openQueries...):
			hop := fact.Hop{At: data.At, Message: resource.Name + " resolves names for anybody who asks"}
			return fact.Yes(""), hop
		}
	}
	return answer, fact.Hop{}
}

// openQueries are the ways to write that anybody may ask (BIND 9, allow-query and allow-recursion).
var openQueries = []string{
	"allow-query { any;", "allow-query {any;", "allow-query{any;", "allow-recursion { any;", "allow-recursion {any;",
	"allow-recursion{any;",
}

// oneProtocol finds a group that admits DNS queries by UDP or by TCP alone. Answers that do not fit into a
// datagram are asked for again by TCP (RFC 7766).
func (s *survey) oneProtocol(group *network.SecurityGroup) {
	for _, rule := range group.Rules {
		other := map[string]string{"udp": "tcp", "tcp": "udp"}[rule.Protocol]
		exact := rule.From != nil && rule.To != nil && *rule.From == dnsPort && *rule.To == dnsPort
		if other == "" || !exact || rule.Direction != network.Inbound || rule.Undecided != "" || len(rule.Peers) == 0 {
			continue
		}
		missing := s.admitsDNS(group, other, rule.Peers)
		if missing.Answer != value.No {
			continue
		}
		s.reportOneProtocol(group, rule, other)
		return
	}
}

// admitsDNS answers whether rules of the group admit DNS by the protocol from the peers.
func (s *survey) admitsDNS(group *network.SecurityGroup, protocol string, peers []*network.Peer) fact.Fact {
	var admitted []*network.Peer
	for _, rule := range group.Rules {
		if rule.Direction != network.Inbound {
			continue
		}
		ports, known := portsOf(rule)
		covers := rule.Protocol == everything || rule.Protocol == protocol && known && ports.has(dnsPort)
		if !covers && rule.Undecided == "" {
			continue
		}
		if rule.Undecided != "" || rule.Exists != value.Yes {
			return fact.Undecided("a rule of the group is not fully known")
		}
		admitted = append(admitted, rule.Peers...)
	}
	if protocol == "udp" && len(admitted) > 0 {
		return fact.Undecided("TCP alone may be for zone transfers")
	}
	for _, peer := range peers {
		if len(admitted) > 0 && peer.Kind == network.UnresolvedPeer {
			return fact.Undecided(peer.Reason)
		}
		if covered := coversPeer(admitted, peer); covered != value.Yes {
			return fact.Fact{Answer: covered, Reason: "a source is not known"}
		}
	}
	return fact.Yes("")
}

// coversPeer answers whether one of the admitted peers is the peer, or holds all its addresses.
func coversPeer(admitted []*network.Peer, peer *network.Peer) value.Truth {
	covered := value.No
	for _, candidate := range admitted {
		isOtherList := candidate.Kind == network.ListPeer && peer.Kind != network.ListPeer
		switch {
		case candidate.Kind == network.UnresolvedPeer || isOtherList:
			covered = covered.Or(value.Undecided)
		case candidate.Any && candidate.Family == peer.Family && peer.Kind == network.BlockPeer:
			return value.Yes
		case candidate.Kind != peer.Kind:
			covered = covered.Or(mixed(candidate, peer))
		case candidate.Kind == network.BlockPeer:
			covered = covered.Or(value.TruthOf(contains(candidate.CIDR, peer.CIDR)))
		case candidate.Kind == network.GroupPeer:
			covered = covered.Or(sameLink(candidate.Group, peer.Group))
		case candidate.Kind == network.ListPeer:
			covered = covered.Or(sameLink(candidate.List, peer.List))
		}
	}
	return covered
}

// mixed answers whether a block covers a group or the other way round: the members of a group have
// addresses, which a block may hold.
func mixed(candidate, peer *network.Peer) value.Truth {
	if candidate.Kind == network.BlockPeer && peer.Kind == network.GroupPeer {
		return value.Undecided
	}
	return value.No
}

func sameLink(a, b *stack.Link) value.Truth {
	if a == nil || b == nil || a.ID == "" || b.ID == "" {
		return value.Undecided
	}
	if a.ID == b.ID {
		return value.Yes
	}
	if a.Standing == stack.Declared && b.Standing == stack.Declared {
		return value.No
	}
	return value.Undecided
}

// contains reports whether one block holds all of another.
func contains(outer, inner string) bool {
	wide, errWide := netip.ParsePrefix(outer)
	narrow, errNarrow := netip.ParsePrefix(inner)
	return errWide == nil && errNarrow == nil && wide.Bits() <= narrow.Bits() && wide.Contains(narrow.Addr())
}

func (s *survey) reportOneProtocol(group *network.SecurityGroup, rule *network.GroupRule, other string) {
	if group.Resource == nil {
		return // other rules of the group are not known
	}
	if rule.Exists != value.Yes {
		s.doubt(oneProtocol, rule.At, "it can't be decided whether the rule of "+rule.Owner+" exists")
		return
	}
	unknown, weaker := s.Index.Absence(group.Resource)
	if group.Loose() != "" {
		unknown = group.Loose()
	}
	if unknown != "" {
		s.doubt(oneProtocol, rule.At, unknown)
		return
	}
	names := map[string]string{"udp": "UDP", "tcp": "TCP"}
	s.diagnosis.Report(network.Issue{
		Kind: oneProtocol, At: rule.At.Child("IpProtocol"), Name: rule.Owner,
		Words:   map[string]string{"protocol": names[rule.Protocol], "missing": names[other], "group": group.Name},
		Related: slices.Concat(rule.Via, s.affected(group)), Weaker: weaker, Edits: s.addRule(group, rule, other),
	})
}

// addRule adds the rule for the other protocol behind the inline rules of the group. There is none where the text
// does not allow it, or where the source is the internet, which is not opened further without being asked.
func (s *survey) addRule(group *network.SecurityGroup, rule *network.GroupRule, other string) []fact.Edit {
	text, ok := s.writtenRule(rule)
	if !ok || text.owner != group.Resource || rule.Any || len(rule.Peers) != 1 {
		return nil
	}
	added := map[string]any{"IpProtocol": other, "FromPort": dnsPort, "ToPort": dnsPort}
	peer := rule.Peers[0]
	switch source := s.SecurityGroup(groupID(peer)); {
	case isPlainBlock(text):
		added["CidrIp"] = peer.CIDR
	case source != nil && source.Resource != nil && source.At.File() == group.At.File():
		added["SourceSecurityGroupId"] = idOf(source.Name)
	default:
		return nil
	}
	return stack.Append(group.Resource, network.Inbound.Key(), added)
}

// isPlainBlock reports whether a rule names a block of IPv4 addresses in its text.
func isPlainBlock(rule written) bool {
	block := rule.fields.Get("CidrIp")
	if block == nil {
		return false
	}
	_, ok := plain(rule, value.Field{Key: "CidrIp", Value: block})
	return ok
}

// groupID is the id of the group that a peer names; empty for another peer.
func groupID(peer *network.Peer) string {
	if peer.Group == nil {
		return ""
	}
	return peer.Group.ID
}
