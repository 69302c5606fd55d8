package lockout

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// addresses returns the IP addresses that the clauses about a key tell apart and that accepts lets through:
// those at the ends of every network, and those right outside.
func (p *proof) addresses(key string, accepts func(netip.Addr) bool) []sample {
	var networks []netip.Prefix
	texts, found := p.addressTexts(key, accepts)
	for _, about := range p.about(key) {
		if !comparesNetworks(about) {
			continue
		}
		for _, text := range about.condition.Values {
			written, isLiteral := text.Source.Literal()
			network, isNetwork := policy.ParseNetwork(written)
			switch {
			case !isLiteral:
				found = append(found, sample{text.Source, shown(text)})
			case isNetwork:
				networks = append(networks, network)
			}
		}
	}
	all := candidates(append(slices.Clone(networks), notPublic...))
	for _, candidate := range append(all, p.alignedTo(texts, all, accepts)...) {
		if candidate.IsValid() && accepts(candidate) {
			from := joined(narrowest(networks, candidate), narrowestText(texts, candidate))
			found = append(found, sample{value.OfText(candidate.String()), from})
		}
	}
	return distinctSamples(found)
}

func comparesNetworks(about *clause) bool {
	return strings.HasSuffix(about.operator.Base, "IpAddress")
}

// joined reads out what an address is in: a network, a text, both or neither.
func joined(network, text string) string {
	if network == "" || text == "" {
		return network + text
	}
	return network + " and " + text
}

// candidates are addresses of the internet and of private networks, and those at the borders of the networks.
func candidates(networks []netip.Prefix) []netip.Addr {
	found := []netip.Addr{
		netip.AddrFrom4([4]byte{1, 2, 3, 4}), netip.AddrFrom4([4]byte{10, 1, 2, 3}), netip.MustParseAddr("2a00:1::1"),
	}
	for _, network := range networks {
		first, last := network.Addr(), lastOf(network)
		found = append(found, first, last, first.Prev(), last.Next())
	}
	return found
}

// lastOf returns the last address of a network.
func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for bit := network.Bits(); bit < len(bytes)*8; bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// broad is how long the prefix of a network may be that counts as the internet and not as somewhere in it.
const broad = 4

// narrowest returns the smallest of the networks that an address is in; "" where it is anywhere on the
// internet.
func narrowest(networks []netip.Prefix, address netip.Addr) string {
	text, length := "", broad
	for _, network := range networks {
		if network.Bits() > length && network.Contains(address) {
			text, length = network.String(), network.Bits()
		}
	}
	return text
}

// notPublic are the networks that no request on the internet comes from (IANA special-purpose address
// registries). Those for documentation are left out: examples are meant.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("224.0.0.0/3"), netip.MustParsePrefix("::/8"),
	netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("ff00::/8"),
}

func isPublic(address netip.Addr) bool {
	return !slices.ContainsFunc(notPublic, func(network netip.Prefix) bool { return network.Contains(address) })
}

func isAnyAddress(netip.Addr) bool {
	return true
}
