package validation

import (
	"net/netip"
	"strings"
)

// The codes about addresses in conditions.
const (
	PrivateIPAddress          Code = "private-ip-address"
	PrivateNotIPAddress       Code = "private-not-ip-address"
	PrivateIPAddressSubset    Code = "private-ip-address-subset"
	PrivateNotIPAddressSubset Code = "private-not-ip-address-subset"
	ImproveIPRange            Code = "improve-ip-range"
)

// checkAddresses finds addresses that aws:SourceIp never has: it is the public address of the caller,
// and absent for callers in a VPC that come through an endpoint.
func (c *checker) checkAddresses(key condition) {
	if base := key.operator.Base; base != "IpAddress" && base != "NotIpAddress" {
		return
	}
	var private []literal
	items := c.literals(key.values)
	for _, item := range items {
		prefix, ok := parseRange(item.text)
		if !ok {
			continue
		}
		if masked := prefix.Masked(); masked.Addr() != prefix.Addr() {
			c.add(ImproveIPRange, item.At, item.text).Detail = masked.String()
		}
		if isPrivate(prefix) {
			private = append(private, item)
		}
	}
	if key.key == "aws:sourceip" && len(private) > 0 {
		c.reportPrivate(key, private)
	}
}

// reportPrivate reports the private addresses among those of a condition.
func (c *checker) reportPrivate(key condition, private []literal) {
	whole, subset := PrivateIPAddress, PrivateIPAddressSubset
	if key.operator.Negated() {
		whole, subset = PrivateNotIPAddress, PrivateNotIPAddressSubset
	}
	if len(private) < len(key.values.List()) {
		whole = subset
	}
	texts := make([]string, len(private))
	for i, item := range private {
		texts[i] = item.text
	}
	c.add(whole, private[0].At, strings.Join(texts, ", ")).Detail = key.written
}

// isPrivate reports whether no address of the range is one of the internet.
func isPrivate(prefix netip.Prefix) bool {
	for _, block := range privateBlocks {
		if block.Bits() <= prefix.Bits() && block.Contains(prefix.Addr()) {
			return true
		}
	}
	return false
}

// privateBlocks are the ranges for private networks, links and the host itself (RFC 1918, 4193, 3927, 4291,
// 1122 and 6598).
var privateBlocks = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("::1/128"),
}
