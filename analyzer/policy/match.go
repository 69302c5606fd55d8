package policy

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Wildcard reports whether the pattern matches the whole of the text: "*" stands for any text, "?"
// for any one character, everything else for itself. Case matters. It may take as many steps as the
// product of both lengths; Match bounds them.
func Wildcard(pattern, text string) bool {
	wanted, given := []rune(pattern), []rune(text)
	next, at := 0, 0
	lastStar, retry := -1, 0
	for at < len(given) {
		switch {
		case next < len(wanted) && wanted[next] == '*':
			lastStar, retry = next, at
			next++
		case next < len(wanted) && (wanted[next] == '?' || wanted[next] == given[at]):
			next++
			at++
		case lastStar >= 0: // let the last star swallow one character more
			retry++
			next, at = lastStar+1, retry
		default:
			return false
		}
	}
	return strings.Trim(string(wanted[next:]), "*") == ""
}

// Match answers whether the pattern matches the subject, as Wildcard does, where either may hold
// parts that are not known. "*" swallows such a part, and two that are surely equal match; held
// against anything else, they leave the answer Undecided unless the literal parts rule a match out.
// Texts longer than any ARN may be left Undecided, too.
func Match(pattern, subject *value.Value) value.Truth {
	return match(pattern, subject, matching{})
}

// MatchAction is Match for an action's name, as in "s3:PutBucketPolicy". Case does not matter.
func MatchAction(pattern *value.Value, action string) value.Truth {
	if text, ok := pattern.Literal(); ok {
		return matchLiterally(strings.ToLower(text), strings.ToLower(action))
	}
	parts := make([]*value.Value, 0, len(pattern.Pieces()))
	for _, part := range pattern.Pieces() {
		if text, ok := part.Literal(); ok {
			part = value.OfText(strings.ToLower(text))
		}
		parts = append(parts, part)
	}
	return match(value.Join(parts...), value.OfText(strings.ToLower(action)), matching{})
}

// match holds a pattern against a subject. Literals take the short way.
func match(pattern, subject *value.Value, m matching) value.Truth {
	wanted, wantedLiteral := pattern.Literal()
	given, givenLiteral := subject.Literal()
	if wantedLiteral && givenLiteral {
		return matchLiterally(wanted, given)
	}
	m.pattern, m.subject = patternTokens(pattern), subjectTokens(subject)
	return m.truth()
}

// matchLiterally is Wildcard within the bound on the work.
func matchLiterally(pattern, text string) value.Truth {
	switch {
	case pattern == "*":
		return value.Yes
	case !strings.ContainsAny(pattern, "*?"):
		return value.TruthOf(pattern == text)
	case len(pattern)*len(text) > largestMatching:
		return value.Undecided
	default:
		return value.TruthOf(Wildcard(pattern, text))
	}
}

// matching holds one pattern against one subject.
type matching struct {
	pattern, subject []token
	// names says that the symbols of the subject stand for names: texts without ":" and "/".
	names bool
}

// largestMatching bounds the work on one pattern, in steps. ARNs have at most 2048 characters.
const largestMatching = 1 << 22

func (m matching) truth() value.Truth {
	m = m.trimmed()
	switch {
	case len(m.pattern)*len(m.subject) > largestMatching:
		return value.Undecided
	case m.must():
		return value.Yes
	case m.may():
		return value.Undecided
	default:
		return value.No
	}
}

// trimmed leaves out what both begin and end with, as they match if and only if the rest does: a symbol that
// stands in the same place on both sides is no reason for doubt.
func (m matching) trimmed() matching {
	same := func(wanted, given token) bool { return wanted.kind != star && surelyMatches(wanted, given) }
	for len(m.pattern) > 0 && len(m.subject) > 0 && same(m.pattern[0], m.subject[0]) {
		m.pattern, m.subject = m.pattern[1:], m.subject[1:]
	}
	for len(m.pattern) > 0 && len(m.subject) > 0 {
		lastPattern, lastSubject := len(m.pattern)-1, len(m.subject)-1
		if !same(m.pattern[lastPattern], m.subject[lastSubject]) {
			break
		}
		m.pattern, m.subject = m.pattern[:lastPattern], m.subject[:lastSubject]
	}
	return m
}

// must reports whether the pattern matches whatever the symbols stand for.
func (m matching) must() bool {
	// reached[j] says that the pattern so far can end right before subject[j].
	reached := make([]bool, len(m.subject)+1)
	reached[0] = true
	for _, wanted := range m.pattern {
		following := make([]bool, len(reached))
		for j := range reached {
			if wanted.kind == star {
				following[j] = reached[j] || j > 0 && following[j-1]
			} else if j > 0 && reached[j-1] {
				following[j] = surelyMatches(wanted, m.subject[j-1])
			}
		}
		reached = following
	}
	return reached[len(m.subject)]
}

func surelyMatches(wanted, given token) bool {
	switch wanted.kind {
	case char:
		return given.kind == char && given.char == wanted.char
	case mark:
		return given.kind == char
	case symbol:
		return given.kind == symbol && given.id != "" && given.id == wanted.id
	case star:
		return true
	default:
		return false
	}
}

// may reports whether there are texts for the symbols with which the pattern matches. It takes each
// symbol for itself, so it may say yes too often, never no.
func (m matching) may() bool {
	width := len(m.subject) + 1
	// reached[j] says that the pattern so far can end right before, or within the symbol,
	// subject[j].
	reached := make([]bool, width)
	reached[0] = true
	m.skipSymbols(reached)
	for _, wanted := range m.pattern {
		following := make([]bool, width)
		for j := range reached {
			if j > 0 && following[j-1] && m.absorbs(wanted, m.subject[j-1]) {
				following[j] = true
			}
			if reached[j] {
				m.advance(following, j, wanted)
			}
		}
		m.skipSymbols(following)
		reached = following
	}
	return reached[len(m.subject)]
}

// advance marks where one element of the pattern may end when it starts at subject[j].
func (m matching) advance(following []bool, j int, wanted token) {
	if wanted.kind == star || wanted.kind == symbol {
		following[j] = true // it may be empty
	}
	if j == len(m.subject) {
		return
	}
	given := m.subject[j]
	switch {
	case given.kind == symbol:
		if !m.isDelimiter(wanted) {
			following[j] = true // it may stand within the symbol
		}
	case wanted.kind == mark, wanted.kind == char && wanted.char == given.char:
		following[j+1] = true
	}
}

// absorbs reports whether one element of the pattern may go on over the given element of the
// subject.
func (m matching) absorbs(wanted, given token) bool {
	switch wanted.kind {
	case star:
		return true
	case symbol:
		return given.kind == symbol || !m.isName(wanted) || given.char != '/' && given.char != ':'
	case char, mark:
		return false
	default:
		return false
	}
}

// skipSymbols lets every symbol of the subject end.
func (m matching) skipSymbols(reached []bool) {
	for j, given := range m.subject {
		if reached[j] && given.kind == symbol {
			reached[j+1] = true
		}
	}
}

// isDelimiter reports whether the element can't stand within a name.
func (m matching) isDelimiter(wanted token) bool {
	return m.names && wanted.kind == char && (wanted.char == '/' || wanted.char == ':')
}

// isName reports whether a symbol of the pattern is known from the subject, where it is a name.
func (m matching) isName(wanted token) bool {
	if !m.names || wanted.id == "" {
		return false
	}
	for _, given := range m.subject {
		if given.kind == symbol && given.id == wanted.id {
			return true
		}
	}
	return false
}
