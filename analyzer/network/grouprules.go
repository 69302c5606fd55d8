package network

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// protocols are the numbers that have a name in security groups, from the IANA registry of protocol
// numbers.
var protocols = map[int]string{-1: "-1", 1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}

// groupRule reads the properties of a rule. Properties that are not known leave the rule undecided.
func (b *builder) groupRule(fields *value.Value, owner *template.Resource, direction Direction) *GroupRule {
	rule := &GroupRule{
		At: fields.At, Owner: owner.Name, Exists: owner.Exists, Direction: direction, Peers: []*Peer{},
	}
	if fields.Kind != value.Map {
		rule.Exists, rule.Undecided = value.Undecided, reasonOf(fields)
		if isLiteral(fields) {
			rule.Undecided = "a text stands where a rule belongs"
		}
		return rule
	}
	protocol := stack.Dig(fields, "IpProtocol")
	from, to := stack.Dig(fields, "FromPort"), stack.Dig(fields, "ToPort")
	rule.Protocol = rule.protocol(protocol)
	rule.From, rule.To = rule.port(from), rule.port(to)
	rule.ICMP = rule.icmp()
	for _, peer := range peerKeys {
		if v := stack.Dig(fields, peer.key); v != nil {
			rule.Peers = append(rule.Peers, b.peer(peer.kind, v))
		}
	}
	rule.Via = fact.Steps(append([]*value.Value{protocol, from, to}, fieldsOf(fields)...)...)
	return rule
}

// peerKeys are the properties that name a peer, of ingress and of egress rules.
var peerKeys = []struct {
	key  string
	kind PeerKind
}{
	{"CidrIp", BlockPeer},
	{"CidrIpv6", BlockPeer},
	{"SourcePrefixListId", ListPeer},
	{"DestinationPrefixListId", ListPeer},
	{"SourceSecurityGroupId", GroupPeer},
	{"DestinationSecurityGroupId", GroupPeer},
	{"SourceSecurityGroupName", GroupPeer},
}

// fieldsOf returns what the peer properties hold.
func fieldsOf(fields *value.Value) []*value.Value {
	var values []*value.Value
	for _, peer := range peerKeys {
		values = append(values, stack.Dig(fields, peer.key))
	}
	return values
}

// doubt keeps the first reason why the rule is not fully known.
func (r *GroupRule) doubt(reason string) {
	if r.Undecided == "" {
		r.Undecided = reason
	}
}

// protocol returns the protocol's name: names come in any case, numbers as numbers or as texts.
func (r *GroupRule) protocol(v *value.Value) string {
	text, ok := v.Literal()
	if !ok {
		r.doubt("the protocol is not known")
		return ""
	}
	text = strings.ToLower(strings.TrimSpace(text))
	number, err := strconv.Atoi(text)
	if err != nil {
		return text
	}
	if name, ok := protocols[number]; ok {
		return name
	}
	return strconv.Itoa(number)
}

// port returns a port, or nil when none is given.
func (r *GroupRule) port(v *value.Value) *int {
	if v == nil {
		return nil
	}
	number, ok := v.Int()
	if !ok {
		r.doubt("a port is not known: " + reasonOf(v))
		return nil
	}
	return &number
}

// icmp returns the type and code. Without FromPort and ToPort a rule for icmpv6 is for all types; for
// icmp they are required.
func (r *GroupRule) icmp() *ICMP {
	switch {
	case r.Undecided != "" || r.Protocol != "icmp" && r.Protocol != "icmpv6":
		return nil
	case r.From != nil && r.To != nil:
		return &ICMP{Type: *r.From, Code: *r.To}
	case r.From == nil && r.To == nil && r.Protocol == "icmpv6":
		return &ICMP{Type: -1, Code: -1}
	default:
		return nil
	}
}

func (b *builder) peer(kind PeerKind, v *value.Value) *Peer {
	peer := &Peer{Kind: kind, At: v.At}
	switch kind {
	case BlockPeer:
		prefix, ok := parsePrefix(b.Follow(v))
		if !ok {
			peer.Kind, peer.Reason = UnresolvedPeer, reasonOf(v)
			break
		}
		peer.CIDR, peer.Family = prefix.String(), familyOf(prefix)
		peer.prefixes = append(peer.prefixes, prefix)
	case ListPeer:
		link := b.Link(v, "AWS::EC2::PrefixList")
		peer.List = &link
		if peer.prefixes, _ = b.listed(v); len(peer.prefixes) > 0 {
			peer.Family, peer.entries = familyOf(peer.prefixes[0]), b.entries(v)
		}
	case GroupPeer:
		link := b.Link(v, groupType)
		peer.Group = &link
	case UnresolvedPeer:
	}
	return peer
}

// entries returns the places of a declared prefix list's blocks, each with how it was arrived at.
func (b *builder) entries(list *value.Value) [][]fact.Hop {
	var entries [][]fact.Hop
	resource := b.Declared(list, "AWS::EC2::PrefixList")
	for _, entry := range stack.Property(resource, "Entries").List() {
		block := stack.Dig(entry, "Cidr")
		hop := fact.Hop{At: block.At, Message: "an entry of prefix list " + resource.Name}
		entries = append(entries, append([]fact.Hop{hop}, fact.Steps(block)...))
	}
	return entries
}
