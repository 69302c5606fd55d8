package lockout

import (
	"slices"
	"strings"
	"unicode"
)

// spellings are the elements that may stand in the place of one, the one itself first.
func (e element) spellings() []element {
	switch {
	case e.kind == anyOne:
		return []element{{kind: exactly, char: freshRune}}
	case e.kind != exactly || !e.fold:
		return []element{e}
	}
	return []element{{kind: exactly, char: e.char}, {kind: exactly, char: otherCase(e.char)}}
}

func otherCase(char rune) rune {
	if lower := unicode.ToLower(char); lower != char {
		return lower
	}
	return unicode.ToUpper(char)
}

func hasCase(char rune) bool {
	return otherCase(char) != char
}

// folded returns the pattern in which the case of letters does not matter.
func (g glob) folded() glob {
	folded := slices.Clone(g)
	for i, e := range g {
		folded[i].fold = e.kind == exactly && hasCase(e.char)
	}
	return folded
}

func (g glob) isFolded() bool {
	return slices.ContainsFunc(g, func(e element) bool { return e.fold })
}

// isText reports whether the pattern is a single text, whatever the case of its letters.
func (g glob) isText() bool {
	return !g.hasWildcard() && !g.hasSymbol()
}

// spelled returns the pattern with its letters put as a function wants them.
func (g glob) spelled(as func(rune) rune) glob {
	spelled := slices.Clone(g)
	for i, e := range g {
		if e.fold {
			spelled[i].char = as(e.char)
		}
	}
	return spelled
}

// flipped returns the pattern with the other case for those of its last letters that have a bit in the number.
func (g glob) flipped(number int) glob {
	flipped := slices.Clone(g)
	for i, e := range slices.Backward(g) {
		if !e.fold {
			continue
		}
		if number&1 == 1 {
			flipped[i].char = otherCase(e.char)
		}
		number >>= 1
	}
	return flipped
}

// respelled returns samples for the other spellings of a text whose case does not matter: in lower and in upper
// case, and as many more as other clauses may exclude.
func (p *proof) respelled(key string, shape glob, read pattern) []sample {
	spellings := []glob{read.spelled(unicode.ToLower), read.spelled(unicode.ToUpper)}
	for number := 1; number <= p.alike(key, read.shown); number++ {
		spellings = append(spellings, read.flipped(number))
	}
	var found []sample
	for _, spelling := range spellings {
		if met, is := p.meet(shape, []glob{spelling}); is {
			found = append(found, sample{met, read.shown})
		}
	}
	return found
}

// alike counts the values of the key in the document that differ from a text in nothing but case.
func (p *proof) alike(key, text string) int {
	count := 0
	for _, about := range p.about(key) {
		for _, other := range about.condition.Values {
			if strings.EqualFold(shown(other), text) {
				count++
			}
		}
	}
	return min(count, mostSamples)
}

func ignoresCase(base string) bool {
	return strings.HasSuffix(base, "IgnoreCase")
}
