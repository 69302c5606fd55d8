package securitygroup

import (
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// openPeers returns the peers of an ingress rule that are the internet: the first of each family, and of
// those that are it only together the first of the group.
func openPeers(rule *network.GroupRule) []*network.Peer {
	if rule.Direction != network.Inbound || rule.Exists != value.Yes {
		return nil
	}
	var open []*network.Peer
	for _, peer := range rule.Peers {
		if peer.Any && (len(peer.Union) == 0 || peer.Union[0] == peer.At) {
			open = append(open, peer)
		}
	}
	return open
}

// anywhere is how a message names the internet of a peer's family.
func anywhere(peer *network.Peer) string {
	if peer.Family == network.IPv6 {
		return "any IPv6 address"
	}
	return "any IPv4 address"
}

// evidence is what makes a rule open: its peer, the rules that are the internet only together with it, and
// where its values come from.
func evidence(rule *network.GroupRule, peer *network.Peer) []fact.Hop {
	share := anywhere(peer)
	if len(peer.Union) > 0 {
		share = "a part of the addresses"
	}
	hops := []fact.Hop{{At: peer.At, Message: "admits " + share}}
	for _, at := range peer.Union {
		if at != peer.At {
			hops = append(hops, fact.Hop{At: at, Message: "admits a further part, and together they are the internet"})
		}
	}
	return append(hops, rule.Via...)
}

// isUnknown reports whether a peer may turn out to be the internet.
func isUnknown(peer *network.Peer) bool {
	return peer.Kind == network.UnresolvedPeer || peer.Kind == network.ListPeer && peer.Family == ""
}

// everything is the protocol of a rule for all protocols.
const everything = "-1"

// widest is the number of ports beyond which a range is a range, and not a handful of services.
const widest = 1000

// open finds the ingress rules that admit too much from the internet. A rule is reported once, by the most
// telling kind: all traffic, else a wide range, else the services whose ports it holds.
func (s *survey) open(group *network.SecurityGroup) {
	for _, rule := range group.Rules {
		if rule.Direction != network.Inbound {
			continue
		}
		if kind := s.openKind(group, rule); rule.Undecided == "" && kind != "" && !s.isHarmless(kind, group) {
			s.openDoubts(kind, rule)
			if peers := openPeers(rule); len(peers) > 0 {
				s.reportOpen(kind, group, rule, peers[0])
			}
		}
		if rule.Undecided != "" && rule.Any && (rule.Protocol == "tcp" || rule.Protocol == "udp") {
			s.doubt(openAdmin, rule.At, rule.Owner+" has a rule that is not fully known: "+rule.Undecided)
		}
	}
}

// isHarmless reports whether nobody can come in by such a rule, because of who has the group.
func (s *survey) isHarmless(kind string, group *network.SecurityGroup) bool {
	switch kind {
	case openAdmin:
		return s.isUsed(group).Answer == value.No
	case openDatabase:
		return s.onlyInternal(group)
	}
	return false
}

// openKind returns the rule that a rule of the group breaks if it admits the internet; empty for none.
func (s *survey) openKind(group *network.SecurityGroup, rule *network.GroupRule) string {
	ports, ok := portsOf(rule)
	switch {
	case rule.Protocol == everything:
		return openTraffic
	case !ok:
		return ""
	case ports.to-ports.from+1 > widest:
		if ports.from > maxReserved && servesFTP(group) {
			return ""
		}
		return wideRange
	case rule.Protocol == "tcp" && len(ports.services(administration)) > 0:
		return openAdmin
	case len(ports.services(databases[rule.Protocol])) > 0:
		return openDatabase
	}
	return ""
}

// maxReserved is the last of the ports that are not handed out to clients (RFC 6335).
const maxReserved = 1023

// servesFTP reports whether the group admits the control connection of FTP, whose passive mode needs a range
// of high ports.
func servesFTP(group *network.SecurityGroup) bool {
	for _, rule := range group.Rules {
		ports, ok := portsOf(rule)
		if ok && rule.Direction == network.Inbound && rule.Protocol == "tcp" && (ports.has(21) || ports.has(990)) &&
			ports.to-ports.from < widest {
			return true
		}
	}
	return false
}

// openDoubts notes what keeps a rule from being open for certain.
func (s *survey) openDoubts(kind string, rule *network.GroupRule) {
	if rule.Exists != value.Yes {
		if rule.Any {
			s.doubt(kind, rule.At, "it can't be decided whether the rule of "+rule.Owner+" exists")
		}
		return
	}
	if rule.Any {
		return
	}
	for _, peer := range rule.Peers {
		if isUnknown(peer) {
			s.doubt(kind, peer.At, rule.Owner+" has a rule whose source is not known")
		}
	}
}

// reportOpen reports a rule that admits the internet.
func (s *survey) reportOpen(kind string, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer) {
	issue := network.Issue{
		Kind: kind, At: peer.At, Name: rule.Owner, Words: map[string]string{"source": anywhere(peer)},
	}
	if ports, ok := portsOf(rule); ok {
		issue.Words["range"] = ports.String()
	}
	proof := evidence(rule, peer)
	switch kind {
	case openTraffic:
		issue.At = rule.At.Child("IpProtocol")
		issue.Related = append(ignoredPorts(rule), proof...)
		issue.Milder = s.alone(group, onlyListeners, balancerType, classicType)
	case wideRange:
		issue.At = rule.At.Child("FromPort")
		issue.Related = proof
		issue.Milder = s.alone(group, onlyListeners, balancerType, classicType)
		s.describeRange(&issue, group, rule, peer)
	case openAdmin:
		issue.Words["services"] = nameServices(rule)
		issue.Related = append(portHop(rule), proof[1:]...)
		s.expose(&issue, group, rule, peer)
	case openDatabase:
		issue.Words["services"] = nameServices(rule)
		issue.Related = append(portHop(rule), proof[1:]...)
	}
	issue.Related = append(issue.Related, s.affected(group)...)
	s.reportOnce(issue)
}

// reportOnce reports an issue of a place once: a template that makes several stacks has one for each of them. The
// one of a group whose workload is reached counts.
func (s *survey) reportOnce(issue network.Issue) {
	key := issueKey{issue.Kind, issue.At}
	i, isKnown := s.reported[key]
	if !isKnown {
		s.reported[key] = len(s.diagnosis.Issues)
		s.diagnosis.Report(issue)
		return
	}
	known := &s.diagnosis.Issues[i]
	if known.Words["workload"] == "" && issue.Words["workload"] != "" {
		known.Words, known.Related, known.Flow = issue.Words, issue.Related, issue.Flow
	}
}

// issueKey tells issues of different places, or of different rules, apart.
type issueKey struct {
	kind string
	at   source.At
}

// onlyListeners is why a wide rule opens little (Elastic Load Balancing, listeners).
const onlyListeners = "only load balancers use the group, and they answer on the ports of their listeners alone"

// ignoredPorts says that the ports of a rule for all protocols do not count.
func ignoredPorts(rule *network.GroupRule) []fact.Hop {
	if rule.From == nil || *rule.From == all {
		return nil
	}
	return []fact.Hop{{At: rule.At.Child("FromPort"), Message: "ports do not count with protocol -1"}}
}

// describeRange names the ports of a wide range. One that holds a port for administration is as severe as a
// rule for that port alone.
func (s *survey) describeRange(
	issue *network.Issue, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer,
) {
	ports, _ := portsOf(rule)
	issue.Words["protocol"] = map[string]string{"tcp": "TCP", "udp": "UDP"}[rule.Protocol]
	issue.Words["ports"] = fmt.Sprintf("%d to %d", ports.from, ports.to)
	if ports.from <= 1 && ports.to == maxPort {
		issue.Variant = "all"
	}
	if named := ports.services(administration); rule.Protocol == "tcp" && len(named) > 0 {
		issue.Words["services"] = fact.Enumerate(named)
		s.expose(issue, group, rule, peer)
	}
}

// expose names a workload of the group that the internet reaches, and shows the way.
func (s *survey) expose(
	issue *network.Issue, group *network.SecurityGroup, rule *network.GroupRule, peer *network.Peer,
) {
	open, _ := portsOf(rule)
	workload, way := s.exposed(group, peer.Family, open)
	if workload == nil {
		return
	}
	issue.Words["workload"], issue.Flow = workload.Name, way
}

// portHop points at the ports of a rule.
func portHop(rule *network.GroupRule) []fact.Hop {
	return []fact.Hop{{At: typeAt(rule), Message: nameServices(rule)}}
}

// maxAffected bounds how many workloads a finding points at.
const maxAffected = 5

// affected points at what uses the group.
func (s *survey) affected(group *network.SecurityGroup) []fact.Hop {
	var hops []fact.Hop
	for _, resource := range s.usersOf(group) {
		if len(hops) == maxAffected {
			break
		}
		hop := fact.Hop{At: resource.At, Message: resource.Name + " uses the group " + group.Name}
		if !slices.Contains(hops, hop) {
			hops = append(hops, hop)
		}
	}
	return hops
}

// onlyInternal reports whether all that has the group are load balancers that the internet does not reach.
func (s *survey) onlyInternal(group *network.SecurityGroup) bool {
	users := s.usersOf(group)
	for _, resource := range users {
		scheme, _ := stack.Property(resource, "Scheme").Literal()
		if resource.Type != balancerType && resource.Type != classicType || scheme != "internal" {
			return false
		}
	}
	return len(users) > 0
}
