package lockout

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// fresh stands for a text that no policy writes: it has characters from the private use area, and more of
// them than a row of "?" is long.
var fresh = strings.Repeat(string(freshRune), 32)

const freshRune = '\ue000'

// glob is a pattern, in elements.
type glob []element

type elementKind uint8

const (
	exactly  elementKind = iota + 1 // one character
	anyOne                          // "?"
	anyText                         // "*"
	anyPart                         // "%" of a shape: any text without a colon
	symbolic                        // a text that is not known
)

type element struct {
	kind elementKind
	char rune
	part *value.Value
	// fold says that the case of the character does not matter.
	fold bool
}

// globOf reads a pattern with wildcards.
func globOf(v *value.Value) glob {
	read := textOf(v)
	for i, e := range read {
		switch {
		case e.kind != exactly:
		case e.char == '*':
			read[i] = element{kind: anyText}
		case e.char == '?':
			read[i] = element{kind: anyOne}
		}
	}
	return read
}

// shapeOf reads a pattern in which "%" stands for a text without a colon, beside the wildcards.
func shapeOf(v *value.Value) glob {
	read := globOf(v)
	for i, e := range read {
		if e.kind == exactly && e.char == '%' {
			read[i] = element{kind: anyPart}
		}
	}
	return read
}

// isOpen reports whether the element stands for a text of any length.
func (e element) isOpen() bool {
	return e.kind == anyText || e.kind == anyPart
}

// textOf reads a text in which nothing is a wildcard.
func textOf(v *value.Value) glob {
	parts := []*value.Value{v}
	if v.Kind == value.Text {
		parts = v.Parts
	}
	var read glob
	for _, part := range parts {
		text, isLiteral := part.Literal()
		if !isLiteral {
			read = append(read, element{kind: symbolic, part: part})
			continue
		}
		for _, char := range text {
			read = append(read, element{kind: exactly, char: char})
		}
	}
	return read
}

func (g glob) hasWildcard() bool {
	for _, e := range g {
		if e.kind == anyOne || e.isOpen() {
			return true
		}
	}
	return false
}

func (g glob) hasSymbol() bool {
	return slices.ContainsFunc(g, func(e element) bool { return e.kind == symbolic })
}

// loosened returns the pattern with wildcards for its symbols. No pseudo parameter of CloudFormation that
// stands in ARNs, such as AWS::AccountId, has a colon.
func (g glob) loosened() glob {
	loose := slices.Clone(g)
	for i, e := range g {
		switch {
		case e.kind != symbolic:
		case strings.HasPrefix(e.part.Symbol, "AWS::"):
			loose[i] = element{kind: anyPart}
		default:
			loose[i] = element{kind: anyText}
		}
	}
	return loose
}

// meeting looks for a text that several patterns match.
type meeting struct {
	globs []glob
	// dead are the positions from which there is no way to the ends of all patterns.
	dead map[string]bool
	// steps is what is left of the work that one meeting may take.
	steps int
	found []*value.Value
}

// longestMeeting is enough for three patterns of a hundred characters each that begin alike.
const longestMeeting = 1 << 14

// meet returns a text that all patterns match, and whether there is one. Where a wildcard may stand for
// anything, the text is one that no policy writes. What can't be told within bounds counts as not found, and
// whether that happened is the last result.
func meet(globs ...glob) (text *value.Value, found, isSure bool) {
	steps := longestMeeting
	return meetWithin(&steps, globs...)
}

// meetWithin is meet with no more steps than are given, which it takes from them.
func meetWithin(steps *int, globs ...glob) (text *value.Value, found, isSure bool) {
	if contradict(globs) {
		*steps--
		return nil, false, true
	}
	given := min(*steps, longestMeeting)
	m := &meeting{globs: globs, dead: map[string]bool{}, steps: given}
	found = m.walk(make([]int, len(globs)))
	*steps -= given - m.steps
	if !found {
		return nil, false, m.steps > 0
	}
	slices.Reverse(m.found)
	return value.Join(m.found...), true, true
}

// contradict reports whether two of the patterns begin, or end, with characters that differ, so that no text matches
// both: most patterns of a list do, and are spared the walk.
func contradict(globs []glob) bool {
	for i, one := range globs {
		for _, other := range globs[i+1:] {
			length := min(len(one), len(other))
			if one[:length].beginsUnlike(other[:length]) {
				return true
			}
			if one[len(one)-length:].endsUnlike(other[len(other)-length:]) {
				return true
			}
		}
	}
	return false
}

// beginsUnlike reports whether two patterns of one length have different characters before the first wildcard.
func (g glob) beginsUnlike(other glob) bool {
	for i, e := range g {
		if e.kind != exactly || other[i].kind != exactly {
			return false
		}
		if !e.is(other[i]) && !other[i].is(e) {
			return true
		}
	}
	return false
}

// endsUnlike is beginsUnlike from the end.
func (g glob) endsUnlike(other glob) bool {
	for i, e := range slices.Backward(g) {
		if e.kind != exactly || other[i].kind != exactly {
			return false
		}
		if !e.is(other[i]) && !other[i].is(e) {
			return true
		}
	}
	return false
}

// walk goes from one position in each pattern to all their ends, and notes on the way back what stands
// there.
func (m *meeting) walk(at []int) bool {
	if m.isEnd(at) {
		return true
	}
	id := key(at)
	if m.dead[id] || m.steps <= 0 {
		return false
	}
	m.steps--
	if m.emit(at) || m.skip(at) {
		return true
	}
	m.dead[id] = true
	return false
}

// key returns a text of its own for every list of positions of one length.
func key(at []int) string {
	id := make([]byte, 0, 2*len(at))
	for _, position := range at {
		id = binary.AppendUvarint(id, uint64(position)) //nolint:gosec // positions are never negative
	}
	return string(id)
}

func (m *meeting) isEnd(at []int) bool {
	for i, position := range at {
		if position < len(m.globs[i]) {
			return false
		}
	}
	return true
}

// emit takes the next character or symbol that one of the patterns asks for, where all others allow it.
func (m *meeting) emit(at []int) bool {
	for i, position := range at {
		if position == len(m.globs[i]) || m.globs[i][position].isOpen() {
			continue
		}
		for _, wanted := range m.globs[i][position].spellings() {
			if next, all := m.advance(at, wanted); all && m.walk(next) {
				m.found = append(m.found, wanted.value())
				return true
			}
		}
	}
	return false
}

// advance returns the positions behind an element, and whether all patterns allow it.
func (m *meeting) advance(at []int, given element) (next []int, all bool) {
	next = append([]int{}, at...)
	for i, position := range at {
		if position == len(m.globs[i]) {
			return nil, false
		}
		switch wanted := m.globs[i][position]; wanted.kind {
		case anyText:
			continue
		case anyPart:
			if given.kind == exactly && given.char == ':' {
				return nil, false
			}
			continue
		case anyOne:
			if given.kind != exactly {
				return nil, false
			}
		case exactly, symbolic:
			if !wanted.is(given) {
				return nil, false
			}
		}
		next[i]++
	}
	return next, true
}

// skip ends one "*". Where all patterns stand before one, something fresh goes in its place first, so that
// the text is not matched by patterns that are not among these.
func (m *meeting) skip(at []int) bool {
	all := true
	for i, position := range at {
		all = all && position < len(m.globs[i]) && m.globs[i][position].isOpen()
	}
	for i, position := range at {
		if position == len(m.globs[i]) || !m.globs[i][position].isOpen() {
			continue
		}
		next := append([]int{}, at...)
		next[i]++
		if !m.walk(next) {
			continue
		}
		if all {
			m.found = append(m.found, value.OfText(fresh))
		}
		return true
	}
	return false
}

func (e element) is(other element) bool {
	if e.kind != other.kind {
		return false
	}
	isSame := e.char == other.char || e.fold && unicode.ToLower(e.char) == unicode.ToLower(other.char)
	return e.kind == exactly && isSame ||
		e.kind == symbolic && (e.part == other.part || value.Same(e.part, other.part) == value.Yes)
}

func (e element) value() *value.Value {
	if e.kind == symbolic {
		return e.part
	}
	return value.OfText(string(e.char))
}
