package network

import (
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Traffic is the packets that one side sends to the other: of one protocol, to some ports.
type Traffic struct {
	// Protocol is "tcp", "udp", "icmp", "icmpv6", "-1" for all protocols, or another protocol's number in
	// decimal, for which ports do not count.
	Protocol string
	// From is the first destination port; of ICMP the type, or -1 for all types.
	From int
	// To is the last destination port; of ICMP the code, or -1 for any one code.
	To int
}

// maxPort is the last port of TCP and UDP.
const maxPort = 65535

// TCP is traffic to a port of TCP.
func TCP(port int) Traffic { return Traffic{Protocol: "tcp", From: port, To: port} }

// UDP is traffic to a port of UDP.
func UDP(port int) Traffic { return Traffic{Protocol: "udp", From: port, To: port} }

// ICMPEcho is a ping: ICMP of type 8 (RFC 792), or of type 128 for IPv6 (RFC 4443).
func ICMPEcho(family Family) Traffic {
	if family == IPv6 {
		return Traffic{Protocol: "icmpv6", From: 128}
	}
	return Traffic{Protocol: "icmp", From: 8}
}

// AllTraffic is every packet there may be.
func AllTraffic() Traffic { return Traffic{Protocol: "-1", From: -1, To: -1} }

// Ephemeral ports are those that clients listen on for replies. Linux takes 32768 to 60999, Windows from 49152 on,
// load balancers, NAT gateways and Lambda from 1024 on (Amazon VPC User Guide, ephemeral ports).
const (
	firstEphemeral      = 1024
	firstEphemeralLinux = 32768
)

// Reply is what comes back for the traffic, where the client may take any port: stateless layers have to let it
// pass, too. Protocols without ports come back as they go.
func (t Traffic) Reply() Traffic { return t.reply(firstEphemeral) }

// ReplyToLinux is Reply for a client that is known to run Linux.
func (t Traffic) ReplyToLinux() Traffic { return t.reply(firstEphemeralLinux) }

// echoReplies are the types that answer an echo, by its type.
var echoReplies = map[Traffic]Traffic{
	ICMPEcho(IPv4): {Protocol: "icmp"},
	ICMPEcho(IPv6): {Protocol: "icmpv6", From: 129},
}

func (t Traffic) reply(first int) Traffic {
	switch {
	case t.hasPorts():
		return Traffic{Protocol: t.Protocol, From: first, To: maxPort}
	case t.isICMP():
		if answer, isEcho := echoReplies[Traffic{Protocol: t.Protocol, From: t.From}]; isEcho {
			return answer
		}
	}
	return t
}

func (t Traffic) hasPorts() bool { return t.Protocol == "tcp" || t.Protocol == "udp" }

func (t Traffic) isICMP() bool { return t.Protocol == "icmp" || t.Protocol == "icmpv6" }

// String names the traffic, as in "443/tcp".
func (t Traffic) String() string {
	switch {
	case t.Protocol == "-1":
		return "all traffic"
	case t.isICMP() && t.From < 0:
		return t.Protocol
	case t.isICMP():
		return t.Protocol + " type " + strconv.Itoa(t.From)
	case !t.hasPorts():
		return "protocol " + t.Protocol
	case t.From == t.To:
		return strconv.Itoa(t.From) + "/" + t.Protocol
	case t.From == 0 && t.To == maxPort:
		return t.Protocol
	default:
		return strconv.Itoa(t.From) + "-" + strconv.Itoa(t.To) + "/" + t.Protocol
	}
}

// span is a range of ports; of ICMP one of types with a code, -1 for all.
type span struct {
	protocol string
	from, to *int
}

// covers answers whether the span holds all of the traffic; undecided where it holds a part of it.
func (s span) covers(traffic Traffic) value.Truth {
	switch {
	case s.protocol == "-1":
		return value.Yes
	case traffic.Protocol == "-1":
		return value.Undecided
	case s.protocol != traffic.Protocol:
		return value.No
	case traffic.hasPorts():
		return s.coversPorts(traffic.From, traffic.To)
	case traffic.isICMP():
		return s.coversMessages(traffic.From, traffic.To)
	default:
		return value.Yes // ports do not count for other protocols
	}
}

func (s span) coversPorts(from, to int) value.Truth {
	switch {
	case s.from == nil || s.to == nil:
		return value.Undecided
	case *s.from < 0 && *s.to < 0, *s.from <= from && to <= *s.to:
		return value.Yes
	case *s.from <= to && from <= *s.to:
		return value.Undecided
	default:
		return value.No
	}
}

// coversMessages compares types and codes. All types go with all codes only; a rule for all types and one code
// matches nothing.
func (s span) coversMessages(kind, code int) value.Truth {
	switch {
	case s.from == nil && s.to == nil && s.protocol == "icmpv6":
		return value.Yes
	case s.from == nil || s.to == nil:
		return value.Undecided
	case *s.from < 0:
		return value.TruthOf(*s.to < 0)
	case kind < 0:
		return value.Undecided
	case *s.from != kind:
		return value.No
	case *s.to < 0 || *s.to == code:
		return value.Yes
	case code < 0:
		return value.Undecided
	default:
		return value.No
	}
}
