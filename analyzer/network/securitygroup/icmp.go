package securitygroup

import (
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// messages are the protocols of control messages: the family they travel in, how they are called, and the
// type of an echo request (IANA, ICMP and ICMPv6 type numbers).
var messages = map[string]struct {
	family network.Family
	name   string
	echo   int
}{
	"icmp":   {network.IPv4, "ICMP", 8},
	"icmpv6": {network.IPv6, "ICMPv6", 128},
}

// all stands for every type or every code.
const all = -1

// icmp finds the rules of a group for ICMP that are open to the internet, or that match nothing.
func (s *survey) icmp(group *network.SecurityGroup) {
	wide := map[string]bool{}
	for _, rule := range group.Rules {
		s.icmpDoubts(rule)
		s.icmpFlaw(rule)
		for _, peer := range openMessages(rule) {
			if rule.ICMP.Type == all && rule.ICMP.Code == all {
				wide[rule.Protocol] = true
				s.reportICMP(rule, peer)
			}
		}
	}
	for _, rule := range group.Rules {
		for _, peer := range openMessages(rule) {
			isEcho := rule.ICMP.Type == messages[rule.Protocol].echo && (rule.ICMP.Code == all || rule.ICMP.Code == 0)
			if isEcho && !wide[rule.Protocol] {
				s.reportPing(rule, peer)
			}
		}
	}
}

// openMessages returns the peers of an ingress rule for ICMP that are the internet, in the family of the
// protocol.
func openMessages(rule *network.GroupRule) []*network.Peer {
	var open []*network.Peer
	if rule.ICMP == nil {
		return nil
	}
	for _, peer := range openPeers(rule) {
		if peer.Family == messages[rule.Protocol].family {
			open = append(open, peer)
		}
	}
	return open
}

func (s *survey) reportICMP(rule *network.GroupRule, peer *network.Peer) {
	s.diagnosis.Report(network.Issue{
		Kind: openICMP, At: typeAt(rule), Name: rule.Owner,
		Words:   map[string]string{"protocol": messages[rule.Protocol].name, "source": anywhere(peer)},
		Related: evidence(rule, peer),
	})
}

func (s *survey) reportPing(rule *network.GroupRule, peer *network.Peer) {
	echo := fact.Hop{At: typeAt(rule), Message: "echo request"}
	s.diagnosis.Report(network.Issue{
		Kind: openPing, At: peer.At, Name: rule.Owner,
		Words:   map[string]string{"source": anywhere(peer)},
		Related: append([]fact.Hop{echo}, evidence(rule, peer)[1:]...),
	})
}

// typeAt is the place of a rule's type; without one that of its protocol.
func typeAt(rule *network.GroupRule) source.At {
	if rule.From == nil {
		return rule.At.Child("IpProtocol")
	}
	return rule.At.Child("FromPort")
}

// icmpDoubts notes the ingress rules for ICMP that may be open to the internet.
func (s *survey) icmpDoubts(rule *network.GroupRule) {
	_, isMessage := messages[rule.Protocol]
	if rule.Direction == network.Inbound && rule.Undecided != "" && (isMessage || rule.Protocol == "") {
		s.doubt(openICMP, rule.At, rule.Owner+" has a rule that is not fully known: "+rule.Undecided)
	}
	if isMessage && rule.Undecided != "" {
		s.doubt(invalidICMP, rule.At, rule.Owner+" has a rule for ICMP that is not fully known: "+rule.Undecided)
	}
	if rule.Direction != network.Inbound || rule.ICMP == nil {
		return
	}
	for _, peer := range rule.Peers {
		if isUnknown(peer) {
			s.doubt(openICMP, peer.At, rule.Owner+" has a rule for ICMP whose source is not known")
		}
	}
	if rule.Exists != value.Yes && rule.Any {
		s.doubt(openICMP, rule.At, "it can't be decided whether the rule of "+rule.Owner+" exists")
	}
}

// flaw is what is wrong with a type or a code: the property, what it should be, and why nothing matches.
type flaw struct {
	property, label, reason string
}

// icmpFlaw finds a rule for ICMP whose type and code no message has.
func (s *survey) icmpFlaw(rule *network.GroupRule) {
	if rule.ICMP == nil || rule.Exists != value.Yes {
		return
	}
	found, isWrong := flawOf(*rule.ICMP)
	if !isWrong {
		return
	}
	s.diagnosis.Report(network.Issue{
		Kind: invalidICMP, At: rule.At.Child(found.property), Name: rule.Owner,
		Words: map[string]string{"label": found.label, "reason": found.reason}, Related: rule.Via,
	})
}

// maxMessage is the highest type and the highest code: both are a byte (RFC 792, RFC 4443).
const maxMessage = 255

// flawOf returns the first thing that is wrong with a type and a code. Type 0 with the code 255 and beyond
// is what "all ICMP" looks like in the console, where ports are shown.
func flawOf(icmp network.ICMP) (found flaw, isWrong bool) {
	isOutside := func(number int) bool { return number < all || number > maxMessage }
	const notAPort = "a code, not a port"
	switch {
	case icmp.Type == 0 && icmp.Code >= maxMessage:
		return flaw{"ToPort", notAPort, fmt.Sprintf("it asks for type 0 with code %d", icmp.Code)}, true
	case icmp.Type == all && icmp.Code != all:
		reason := fmt.Sprintf("it asks for every type with code %d", icmp.Code)
		return flaw{"ToPort", "type -1 goes with code -1 only", reason}, true
	case isOutside(icmp.Type):
		reason := fmt.Sprintf("it asks for type %d, and types end at 255", icmp.Type)
		return flaw{"FromPort", "a type, not a port", reason}, true
	case isOutside(icmp.Code):
		return flaw{"ToPort", notAPort, fmt.Sprintf("it asks for code %d, and codes end at 255", icmp.Code)}, true
	}
	return flaw{}, false
}
