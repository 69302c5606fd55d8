package nacl

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ignoredPorts finds entries whose ports, or types of ICMP, do not fit their protocol (Amazon EC2 API reference,
// CreateNetworkAclEntry): TCP and UDP need PortRange, ICMP needs Icmp, and no other protocol heeds either.
func (s *survey) ignoredPorts(entry *template.Resource) {
	protocol := stack.Property(entry, "Protocol")
	text, ok := protocol.Literal()
	if !ok {
		return
	}
	ports, icmp := stack.Property(entry, "PortRange"), stack.Property(entry, "Icmp")
	isIPv6 := stack.Property(entry, "Ipv6CidrBlock") != nil
	issue := network.Issue{
		Kind: ignoredPorts, At: properties(entry.At).Child("Protocol"), Name: entry.Name, Words: map[string]string{},
		Related: fact.Steps(protocol),
	}
	switch number := protocolNumber(text); {
	case number == tcp || number == udp:
		issue.Variant, issue.Words["protocol"] = "ports", map[int]string{tcp: "TCP", udp: "UDP"}[number]
		ok = ports == nil && !isWritten(entry, "PortRange")
	case number == icmpv4 || number == icmpv6 && isIPv6:
		issue.Variant, issue.Words["protocol"] = "icmp", map[int]string{icmpv4: "ICMP", icmpv6: "ICMPv6"}[number]
		ok = icmp == nil && !isWritten(entry, "Icmp")
	case number == icmpv6 && stack.Property(entry, "CidrBlock") != nil:
		issue.Variant = "family"
	default:
		issue.Words["protocol"] = strings.TrimSpace(text)
		issue.At = properties(entry.At).Child("PortRange")
		ok = narrows(ports)
	}
	if !ok {
		return
	}
	if entry.Exists != value.Yes {
		s.diagnosis.Doubt(ignoredPorts, issue.At, "it can't be decided whether "+entry.Name+" exists")
		return
	}
	s.diagnosis.Report(issue)
}

// The protocols that have ports or types, by their numbers (IANA, assigned internet protocol numbers).
const (
	icmpv4 = 1
	tcp    = 6
	udp    = 17
	icmpv6 = 58
)

// protocolNumber reads a protocol; 0 for a text that is no number.
func protocolNumber(text string) int {
	text = strings.ToLower(strings.TrimSpace(text))
	if number, err := strconv.Atoi(text); err == nil {
		return number
	}
	return map[string]int{"icmp": icmpv4, "tcp": tcp, "udp": udp, "icmpv6": icmpv6}[text]
}

// isWritten reports whether a property stands in the text: a function may leave it out under a condition.
func isWritten(resource *template.Resource, key string) bool {
	return resource.Origin.Node.Get("Properties").Get(key) != nil
}

// maxPort is the last port.
const maxPort = 65535

// narrows reports whether a range is meant to leave ports out.
func narrows(ports *value.Value) bool {
	from, okFrom := stack.Dig(ports, "From").Int()
	to, okTo := stack.Dig(ports, "To").Int()
	return okFrom && okTo && from >= 0 && to > 0 && (from > 1 || to != maxPort)
}
