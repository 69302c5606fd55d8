package value

import "strings"

// Alphabet says which characters a text that is not known is made of, as far as whoever makes it
// promises. A text of any alphabet but the zero one has at least one character.
type Alphabet uint8

// The alphabets, each of which holds the ones before it, but for the first.
const (
	// AnyText is the alphabet of texts about which nothing is promised.
	AnyText Alphabet = iota
	// Digits are what ids of accounts are made of.
	Digits
	// Words are letters, digits and "-", as in Regions and ids like vpc-0a1b.
	Words
	// Names are words, "." and "_", as in names of buckets and queues.
	Names
)

// MayHold reports whether a text of the alphabet may hold some of the characters, so that it can't be told
// where they stand in a text around it.
func (a Alphabet) MayHold(characters string) bool {
	return strings.ContainsFunc(characters, a.has)
}

func (a Alphabet) has(char rune) bool {
	switch {
	case a == AnyText, '0' <= char && char <= '9':
		return true
	case char == '-', 'a' <= char && char <= 'z', 'A' <= char && char <= 'Z':
		return a >= Words
	default:
		return a == Names && (char == '.' || char == '_')
	}
}
