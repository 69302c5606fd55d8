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

// routable are the addresses by which the internet is reached: its own, and those of NAT64.
var routable = map[Family]*netipx.IPSet{IPv4: internet[IPv4], IPv6: with(internet[IPv6], translated)}

func with(set *netipx.IPSet, prefix netip.Prefix) *netipx.IPSet {
	var wider netipx.IPSetBuilder
	wider.AddSet(set)
	wider.AddPrefix(prefix)
	return build(&wider)
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
