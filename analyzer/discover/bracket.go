package discover

import "strings"

// byteSet is a set of bytes.
type byteSet [4]uint64

func (s byteSet) has(b byte) bool {
	return s[b>>6]&(1<<(b&63)) != 0
}

func (s byteSet) with(b byte) byteSet {
	s[b>>6] |= 1 << (b & 63)
	return s
}

func (s byteSet) without(b byte) byteSet {
	s[b>>6] &^= 1 << (b & 63)
	return s
}

// withRange adds the bytes from low to high; none when low is above high.
func (s byteSet) withRange(low, high byte) byteSet {
	for b := low; b < high; b++ {
		s = s.with(b)
	}
	if low <= high {
		s = s.with(high)
	}
	return s
}

func (s byteSet) union(other byteSet) byteSet {
	for i := range s {
		s[i] |= other[i]
	}
	return s
}

func (s byteSet) inverted() byteSet {
	for i := range s {
		s[i] = ^s[i]
	}
	return s
}

func allBytes() byteSet {
	return byteSet{}.inverted()
}

// compileBracket reads a bracket expression, whose "[" is the pattern's first byte, and returns its
// bytes and its length. A malformed one holds no byte and takes the rest of the pattern.
func compileBracket(pattern string) (byteSet, int) {
	var set byteSet
	i, negated := 1, false
	if i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^') {
		i, negated = 2, true
	}
	var previous byte // the low end of a range, 0 where none can start
	for first := true; ; first = false {
		if i >= len(pattern) {
			return byteSet{}, len(pattern)
		}
		if pattern[i] == ']' && !first {
			break
		}
		members, low, width := bracketMembers(pattern[i:], previous)
		if width == 0 {
			return byteSet{}, len(pattern)
		}
		set, previous, i = set.union(members), low, i+width
	}
	if negated {
		set = set.inverted()
	}
	return set, i + 1
}

// bracketMembers reads one member of a bracket expression: a byte, an escaped byte, the rest of a
// range that starts at previous, or a class. It returns the bytes, the byte at which a range may
// start, and the length, 0 for a malformed member.
func bracketMembers(text string, previous byte) (members byteSet, low byte, width int) {
	switch {
	case text[0] == '\\':
		if len(text) < 2 {
			return byteSet{}, 0, 0
		}
		return byteSet{}.with(text[1]), text[1], 2
	case text[0] == '-' && previous != 0 && len(text) > 1 && text[1] != ']':
		high, length := text[1], 2
		if high == '\\' {
			if len(text) < 3 {
				return byteSet{}, 0, 0
			}
			high, length = text[2], 3
		}
		return byteSet{}.withRange(previous, high), 0, length
	case strings.HasPrefix(text, "[:"):
		return bracketClass(text)
	default:
		return byteSet{}.with(text[0]), text[0], 1
	}
}

// bracketClass reads a class such as "[:digit:]". Without its ":]" the "[" is a plain byte.
func bracketClass(text string) (members byteSet, low byte, width int) {
	end := strings.IndexByte(text[2:], ']')
	if end < 0 {
		return byteSet{}, 0, 0
	}
	name, isClass := strings.CutSuffix(text[2:2+end], ":")
	if !isClass {
		return byteSet{}.with('['), '[', 1
	}
	members, known := classes()[name]
	if !known {
		return byteSet{}, 0, 0
	}
	return members, 0, end + 3
}

// classes returns the POSIX classes in the C locale, by name.
func classes() map[string]byteSet {
	digit := byteSet{}.withRange('0', '9')
	lower := byteSet{}.withRange('a', 'z')
	upper := byteSet{}.withRange('A', 'Z')
	alpha := lower.union(upper)
	alnum := alpha.union(digit)
	graph := byteSet{}.withRange('!', '~')
	punct := graph
	for b := range byte(128) {
		if alnum.has(b) {
			punct = punct.without(b)
		}
	}
	return map[string]byteSet{
		"digit": digit, "lower": lower, "upper": upper, "alpha": alpha, "alnum": alnum,
		"graph": graph, "print": graph.with(' '), "punct": punct,
		"blank":  byteSet{}.with(' ').with('\t'),
		"space":  byteSet{}.with(' ').withRange('\t', '\r'),
		"cntrl":  byteSet{}.withRange(0, 31).with(127),
		"xdigit": digit.withRange('a', 'f').withRange('A', 'F'),
	}
}
