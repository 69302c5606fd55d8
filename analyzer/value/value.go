// Package value holds resolved values: what a property or a policy element is once parameters and
// intrinsic functions have been followed. What can't be known offline is said, with a reason,
// instead of guessed.
package value

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Kind tells the sorts of values apart.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota + 1
	Bool
	Number
	String
	List
	Map
	// Reference is a resource of the set, or one of its attributes, as a whole value.
	Reference
	// Text is a string with parts that are not literal, as in "arn:aws:s3:::${Bucket}/*".
	Text
	// Unresolved is a value that can't be known offline.
	Unresolved
)

// Value is a resolved value. Values are shared and never changed once built.
type Value struct {
	Kind Kind
	// Alphabet is what the text of a Reference or an Unresolved value is made of.
	Alphabet Alphabet
	// Text is the text of a Bool ("true" or "false"), of a Number as written, or of a String.
	Text string
	// Items are the items of a List.
	Items []*Value
	// Fields are the members of a Map in the order of the file. Keys are unique.
	Fields []Field
	// Parts are the parts of a Text: values of the kinds String, Reference and Unresolved, no two
	// strings in a row.
	Parts []*Value
	// Resource is the handle of the resource that a Reference is to, as in "net.yaml#Vpc".
	Resource string
	// Attribute is the attribute of a Reference, as in "Arn"; empty for what Ref gives.
	Attribute string
	// Symbol identifies an Unresolved value: two values with one symbol are equal, whatever they
	// are. Empty where nothing can be said. See Parameter and the other constructors of symbols.
	Symbol string
	// Reason says why an Unresolved value is unknown, in a phrase without a full stop.
	Reason string
	// At is the handle of the value in the resolved document.
	At source.At
	// Origin is where the value's text stands; the zero Origin for a value that has none.
	Origin Origin
	// Via says how the value was arrived at, as in the parameter whose default it is; nearest first.
	Via []Step
}

// Field is a member of a Map.
type Field struct {
	Key   string
	Value *Value
}

// Origin is the text that a value comes from.
type Origin struct {
	Tree *syntax.Tree
	// Key is the key under which the value stands; nil for items and roots.
	Key *syntax.Node
	// Node is the value as written, before resolution.
	Node *syntax.Node
}

// Step is one place on the way to a value.
type Step struct {
	At source.At
	// Message is a phrase such as "default of parameter Cidr".
	Message string
	// Assumed says that the value may be another at deployment: it is a default, or was chosen for a
	// scenario.
	Assumed bool
}

// Get returns the member with the key, or nil. A nil value has no members.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	for i := range v.Fields {
		if v.Fields[i].Key == key {
			return v.Fields[i].Value
		}
	}
	return nil
}

// Dig follows keys from member to member and returns where they lead, or nil.
func (v *Value) Dig(keys ...string) *Value {
	for _, key := range keys {
		v = v.Get(key)
	}
	return v
}

// Is reports whether the value has the kind. A nil value has none.
func (v *Value) Is(kind Kind) bool {
	return v != nil && v.Kind == kind
}

// Known reports whether the value is there and wholly resolved, its items and members included.
func (v *Value) Known() bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case Reference, Text, Unresolved:
		return false
	case List:
		for _, item := range v.Items {
			if !item.Known() {
				return false
			}
		}
	case Map:
		for i := range v.Fields {
			if !v.Fields[i].Value.Known() {
				return false
			}
		}
	case Null, Bool, Number, String:
	}
	return true
}

// Literal returns the text of a scalar: a String, a Number as written or a Bool. CloudFormation
// turns scalars into strings and back as a property needs them, so callers rarely care which.
func (v *Value) Literal() (text string, ok bool) {
	if v == nil {
		return "", false
	}
	switch v.Kind {
	case String, Number, Bool:
		return v.Text, true
	case Null, List, Map, Reference, Text, Unresolved:
		return "", false
	default:
		return "", false
	}
}

// Int returns the whole number that a scalar spells, in decimal, as CloudFormation reads "22" and
// 22 alike.
func (v *Value) Int() (number int, ok bool) {
	text, ok := v.Literal()
	if !ok {
		return 0, false
	}
	return parseInt(strings.TrimSpace(text))
}

// Truth answers whether a scalar means true. CloudFormation takes the strings "true" and "false" in
// any case, and YAML 1.1's yes, no, on and off. An absent or null value is No, which is the
// default of most properties; ask TruthOr where the default is another.
func (v *Value) Truth() Truth {
	return v.TruthOr(No)
}

// TruthOr is Truth with the answer for an absent or null value.
func (v *Value) TruthOr(absent Truth) Truth {
	if v == nil || v.Kind == Null {
		return absent
	}
	text, ok := v.Literal()
	if !ok {
		return Undecided
	}
	switch strings.ToLower(text) {
	case "true", "yes", "on":
		return Yes
	case "false", "no", "off":
		return No
	default:
		return Undecided
	}
}

// List returns the items of a List, or the value itself as the only item, since CloudFormation and
// IAM both take one value for a list of one. An absent or null value has no items.
func (v *Value) List() []*Value {
	switch {
	case v == nil || v.Kind == Null:
		return nil
	case v.Kind == List:
		return v.Items
	default:
		return []*Value{v}
	}
}

// OfText returns a String with the text, which stands nowhere.
func OfText(text string) *Value {
	return &Value{Kind: String, Text: text}
}

// OfReason returns an Unresolved value about which nothing can be said but why: whether it equals another, or
// itself, is never sure.
func OfReason(reason string) *Value {
	return &Value{Kind: Unresolved, Reason: reason}
}

// OfSymbol returns an Unresolved value that is equal to those with the same symbol.
func OfSymbol(symbol, reason string) *Value {
	return &Value{Kind: Unresolved, Symbol: symbol, Reason: reason}
}
