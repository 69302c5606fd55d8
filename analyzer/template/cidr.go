package template

import (
	"math/big"
	"net/netip"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxCidrs is the most blocks that Fn::Cidr gives, as its documentation says.
const maxCidrs = 256

// cidr is Fn::Cidr: count blocks of cidrBits host bits each, one after the other from the start of
// a block.
func (r *reader) cidr(function call, at source.At) *value.Value {
	items, ok := function.arguments(2)
	if !ok {
		return malformed(function)
	}
	block := r.resolve(nil, items[0], at)
	count, countKnown := r.resolve(nil, items[1], at).Int()
	literal, blockKnown := block.Literal()
	if !blockKnown || !countKnown {
		if block != nil && countKnown {
			return r.opaque(function.name, block)
		}
		return unresolved("the arguments of Fn::Cidr are not known")
	}
	prefix, err := netip.ParsePrefix(literal)
	if err != nil || count < 1 || count > maxCidrs {
		return malformed(function)
	}
	hostBits := 8 // the default for IPv4; IPv6 has none, but a /64 is the only size a subnet takes
	if prefix.Addr().Is6() {
		hostBits = 64
	}
	if len(items) > 2 {
		if hostBits, ok = r.resolve(nil, items[2], at).Int(); !ok {
			return unresolved("the size of the blocks of Fn::Cidr is not known")
		}
	}
	list := &value.Value{Kind: value.List, Via: block.Via}
	for _, part := range subdivide(prefix, hostBits, count) {
		list.Items = append(list.Items, value.OfText(part.String()))
	}
	if len(list.Items) < count {
		return malformed(function)
	}
	return list
}

// subdivide returns up to count consecutive blocks with the number of host bits, from the start of
// prefix and inside it.
func subdivide(prefix netip.Prefix, hostBits, count int) []netip.Prefix {
	prefix = prefix.Masked()
	length := prefix.Addr().BitLen() - hostBits
	if hostBits < 0 || length < prefix.Bits() {
		return nil
	}
	step := new(big.Int).Lsh(big.NewInt(1), uint(hostBits))
	address := new(big.Int).SetBytes(prefix.Addr().AsSlice())
	var parts []netip.Prefix
	for range count {
		octets := address.FillBytes(make([]byte, prefix.Addr().BitLen()/8+1))[1:]
		start, ok := netip.AddrFromSlice(octets)
		if !ok || !prefix.Contains(start) {
			break
		}
		parts = append(parts, netip.PrefixFrom(start, length))
		address.Add(address, step)
	}
	return parts
}
