package policy

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Context is what a request carries besides principal, action and resource: condition keys in lower
// case, such as "aws:principalarn". A key without an entry is absent from the request.
type Context map[string]Entry

// Entry is one condition key of a request. Its values may be symbolic. One that holds no values is an
// empty list, which operators take for an absent key.
type Entry struct {
	Values []*value.Value
	// Multivalued says that the key holds a list by its nature, such as aws:TagKeys and aws:CalledVia.
	Multivalued bool
	// Presence is Yes for a key that is in the request, No for one that is not, and Undecided for one
	// that may be.
	Presence value.Truth
}

// Present returns an entry that is in the request, with the values.
func Present(values ...*value.Value) Entry {
	return Entry{Values: values, Presence: value.Yes}
}

// PresentText is Present for one text.
func PresentText(text string) Entry {
	return Present(value.OfText(text))
}

// lookup returns the entry of a key in any case; that of an absent key where there is none.
func (c Context) lookup(key string) Entry {
	if entry, is := c[strings.ToLower(key)]; is {
		return entry
	}
	return Entry{Presence: value.No}
}
