package lockout

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// addressText is what a String operator compares an IP address with.
type addressText struct {
	// pattern is in lower case, as addresses are.
	pattern   string
	wildcards bool
	shown     string
	// octets are the IPv4 addresses that it matches.
	octets []octets
}

// octets are IPv4 addresses, as sets of what stands between their dots.
type octets [4][256]bool

// addressTexts returns what clauses compare the address with as a text, with samples for single addresses and
// for what is not known.
func (p *proof) addressTexts(key string, accepts func(netip.Addr) bool) (texts []addressText, found []sample) {
	for _, about := range p.about(key) {
		if !strings.HasPrefix(about.operator.Base, "String") {
			continue
		}
		for _, text := range about.condition.Values {
			written, isLiteral := text.Source.Literal()
			if !isLiteral {
				found = append(found, sample{text.Source, shown(text)})
				continue
			}
			if address, err := netip.ParseAddr(written); err == nil && accepts(address) {
				found = append(found, sample{text.Source, shown(text)})
			}
			read := addressText{pattern: strings.ToLower(written), wildcards: about.operator.Wildcards()}
			read.shown = shown(text)
			read.octets = read.readOctets()
			texts = append(texts, read)
		}
	}
	return texts, found
}

func (t addressText) matches(address string) bool {
	if t.wildcards {
		return policy.Wildcard(t.pattern, address)
	}
	return t.pattern == address
}

// readOctets returns the IPv4 addresses that the text matches.
func (t addressText) readOctets() []octets {
	var read []octets
	pattern := t.pattern
	for strings.Contains(pattern, "**") {
		pattern = strings.ReplaceAll(pattern, "**", "*")
	}
	for _, parts := range quarters(strings.Split(pattern, ".")) {
		var sets octets
		for i, part := range parts {
			one := addressText{pattern: part, wildcards: t.wildcards}
			for number := range sets[i] {
				sets[i][number] = one.matches(strconv.Itoa(number))
			}
		}
		if !sets.isEmpty() && !slices.Contains(read, sets) {
			read = append(read, sets)
		}
	}
	return read
}

// quarters returns the ways in which "*" may stand for dots, so that there are four parts.
func quarters(parts []string) [][]string {
	if len(parts) == len(octets{}) {
		return [][]string{parts}
	}
	var all [][]string
	for i, part := range parts {
		for at, char := range part {
			if char != '*' || len(parts) > len(octets{}) || len(all) > mostSamples {
				continue
			}
			split := slices.Concat(parts[:i], []string{part[:at+1], part[at:]}, parts[i+1:])
			all = append(all, quarters(split)...)
		}
	}
	return all
}

func (o *octets) isEmpty() bool {
	for i := range o {
		if !slices.Contains(o[i][:], true) {
			return true
		}
	}
	return false
}

func (o *octets) intersect(other *octets) octets {
	var both octets
	for i := range o {
		for number := range o[i] {
			both[i][number] = o[i][number] && other[i][number]
		}
	}
	return both
}

// share is the part of all IPv4 addresses that these are.
func (o *octets) share() float64 {
	share := 1.0
	for i := range o {
		count := 0
		for _, has := range o[i] {
			if has {
				count++
			}
		}
		share *= float64(count) / float64(len(o[i]))
	}
	return share
}

// isBroad reports whether the text matches so much that it counts as the internet.
func (t addressText) isBroad() bool {
	for i := range t.octets {
		if t.octets[i].share() >= 1.0/(1<<broad) {
			return true
		}
	}
	return len(t.octets) == 0 && t.wildcards && strings.Trim(t.pattern, "*?:") == ""
}

// narrowestText returns the first text that an address matches and that is not broad; "" where there is none.
func narrowestText(texts []addressText, address netip.Addr) string {
	for _, text := range texts {
		if text.matches(address.String()) && !text.isBroad() {
			return text.shown
		}
	}
	return ""
}

// alignedTo returns addresses that match the texts, alone and together, and are as near to the others as can be.
func (p *proof) alignedTo(texts []addressText, others []netip.Addr, accepts func(netip.Addr) bool) []netip.Addr {
	sets := p.together4(texts)
	var found []netip.Addr
	for _, text := range texts {
		found = append(found, text.versionSix()...)
	}
	for i := range sets {
		for _, other := range others {
			if other.Is4() {
				found = append(found, sets[i].nearest(other.As4()))
			}
		}
		found = append(found, sets[i].first(accepts)...)
	}
	return found
}

// together4 returns the IPv4 addresses that some of the texts match together, for every choice of them.
func (p *proof) together4(texts []addressText) []octets {
	var sets []octets
	add := func(set octets) {
		if !set.isEmpty() && !slices.Contains(sets, set) {
			sets = append(sets, set)
		}
	}
	for _, text := range texts {
		before := slices.Clone(sets)
		for i := range text.octets {
			if len(sets) > mostSamples {
				p.exhausted = true
				return sets
			}
			for j := range before {
				add(before[j].intersect(&text.octets[i]))
			}
			add(text.octets[i])
		}
	}
	return sets
}

// nearest returns the address that has as much as possible of another.
func (o *octets) nearest(other [4]byte) netip.Addr {
	near := other
	for i, number := range other {
		if !o[i][number] {
			near[i] = byte(slices.Index(o[i][:], true)) //nolint:gosec // an index below 256
		}
	}
	return netip.AddrFrom4(near)
}

// first returns the first address that is accepted, by its first two numbers.
func (o *octets) first(accepts func(netip.Addr) bool) []netip.Addr {
	for high := range o[0] {
		for low := range o[1] {
			if !o[0][high] || !o[1][low] {
				continue
			}
			address := o.nearest([4]byte{byte(high), byte(low), 1, 1})
			if accepts(address) {
				return []netip.Addr{address}
			}
		}
	}
	return nil
}

// versionSix returns IPv6 addresses that a pattern matches.
func (t addressText) versionSix() []netip.Addr {
	var found []netip.Addr
	if !t.wildcards || !strings.ContainsAny(t.pattern, "*?") {
		return nil
	}
	fills := []string{"1", "::1", "1::1", ":1"}
	for groups := 1; groups < 8; groups++ {
		fill := strings.Repeat("1:", groups)
		fills = append(fills, fill+"1", fill, ":"+fill+"1")
	}
	for _, fill := range fills {
		written := strings.NewReplacer("*", fill, "?", "1").Replace(t.pattern)
		if address, err := netip.ParseAddr(written); err == nil && address.Is6() && t.matches(address.String()) {
			found = append(found, address)
		}
	}
	return found
}
