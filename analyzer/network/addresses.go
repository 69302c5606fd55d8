package network

import (
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Family is a family of addresses.
type Family string

// The families.
const (
	IPv4 Family = "ipv4"
	IPv6 Family = "ipv6"
)

func familyOf(prefix netip.Prefix) Family {
	if prefix.Addr().Is4() {
		return IPv4
	}
	return IPv6
}

// specialIPv4 are the blocks that are not reachable over the internet, from the IANA IPv4
// Special-Purpose Address Registry, with multicast and the reserved class E.
var specialIPv4 = []string{
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
	"240.0.0.0/4",
}

// internet holds the addresses that the internet uses, by family. For IPv6 these are the global
// unicast addresses of RFC 4291 section 2.4, without the block for documentation.
var internet = map[Family]*netipx.IPSet{
	IPv4: without("0.0.0.0/0", specialIPv4...),
	IPv6: without("2000::/3", "2001:db8::/32"),
}

// translated is the block that NAT64 turns into IPv4 addresses (RFC 6052).
var translated = netip.MustParsePrefix("64:ff9b::/96")

// documentation are the blocks that examples use in place of public addresses (RFC 5737, RFC 3849).
var documentation = []netip.Prefix{
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"),
}

// public holds the addresses that a template may mean by public ones: those of the internet, and those that stand
// for such in examples.
var public = map[Family]*netipx.IPSet{
	IPv4: with(internet[IPv4], documentation[:3]...), IPv6: with(internet[IPv6], documentation[3:]...),
}

// routable are the addresses by which the internet is reached: public ones, and those of NAT64.
var routable = map[Family]*netipx.IPSet{IPv4: public[IPv4], IPv6: with(public[IPv6], translated)}

func with(set *netipx.IPSet, prefixes ...netip.Prefix) *netipx.IPSet {
	var wider netipx.IPSetBuilder
	wider.AddSet(set)
	for _, prefix := range prefixes {
		wider.AddPrefix(prefix)
	}
	return build(&wider)
}

// bounded are the blocks of addresses that are no one's on any network that is routed to, with what they are for.
var bounded = []struct {
	block netip.Prefix
	kind  string
}{
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback addresses, which never leave their host"},
	{netip.MustParsePrefix("::1/128"), "the loopback address, which never leaves its host"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local addresses, which no route leads to"},
	{netip.MustParsePrefix("fe80::/10"), "link-local addresses, which no route leads to"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast addresses, which are no single host's"},
	{netip.MustParsePrefix("ff00::/8"), "multicast addresses, which are no single host's"},
	{netip.MustParsePrefix("0.0.0.0/8"), "addresses that stand for no host"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved addresses, which no host has"},
}

// boundedKind says of a block of such addresses what they are; empty for other blocks.
func boundedKind(block netip.Prefix) string {
	for _, each := range bounded {
		if each.block.Bits() <= block.Bits() && each.block.Contains(block.Addr()) {
			return each.kind
		}
	}
	return ""
}

// sharedBlock is that of carriers (RFC 6598), which an internet gateway drops like the private ones.
var sharedBlock = setOf(netip.MustParsePrefix("100.64.0.0/10"))

// droppedBy says why an internet gateway takes no traffic to or from addresses of which none is public.
func droppedBy(set *netipx.IPSet, direction Direction) (code Blocker, what string) {
	code, what = NotOnTheInternet, "private addresses"
	isIn := direction == Inbound
	switch {
	case covers(sharedBlock, set):
		code, what = SharedNotOnTheInternet, "shared addresses (RFC 6598)"
		if isIn {
			code = FromShared
		}
	case isIn:
		code = FromPrivate
	}
	return code, what
}

func without(whole string, parts ...string) *netipx.IPSet {
	var set netipx.IPSetBuilder
	set.AddPrefix(netip.MustParsePrefix(whole))
	for _, part := range parts {
		set.RemovePrefix(netip.MustParsePrefix(part))
	}
	return build(&set)
}

// build returns the set. Its only error is an invalid prefix, and prefixes are parsed before.
func build(set *netipx.IPSetBuilder) *netipx.IPSet {
	built, err := set.IPSet()
	if err != nil {
		return &netipx.IPSet{}
	}
	return built
}

// coversInternet reports whether the prefixes hold every address of the family that the internet
// uses. Private addresses do not count.
func coversInternet(family Family, prefixes []netip.Prefix) bool {
	if slices.ContainsFunc(prefixes, func(prefix netip.Prefix) bool { return prefix.Bits() == 0 }) {
		return true
	}
	if len(prefixes) == 0 || len(prefixes) == 1 && family == IPv4 {
		return false // most rules: spare them the arithmetic
	}
	var rest netipx.IPSetBuilder
	rest.AddSet(internet[family])
	for _, prefix := range prefixes {
		rest.RemovePrefix(prefix)
	}
	return len(build(&rest).Ranges()) == 0
}

// parsePrefix reads a block of addresses and masks it, as AWS does. It reports false for a value that
// is not known and for a text that is no block.
func parsePrefix(v *value.Value) (netip.Prefix, bool) {
	text, ok := v.Literal()
	if !ok {
		return netip.Prefix{}, false
	}
	prefix, err := netip.ParsePrefix(strings.TrimSpace(text))
	if err != nil || prefix.Addr().Is4In6() {
		return netip.Prefix{}, false
	}
	return prefix.Masked(), true
}

// parseAddress reads a single address, as the block that holds it alone.
func parseAddress(v *value.Value) (netip.Prefix, bool) {
	text, ok := v.Literal()
	if !ok {
		return netip.Prefix{}, false
	}
	address, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil || address.Is4In6() {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}
