package catalogue

import "slices"

// Key is a condition key.
type Key struct {
	// Name is the key with its prefix, as in "s3:prefix". A part that callers choose is a
	// placeholder, as in "aws:RequestTag/${TagKey}".
	Name string
	Type Type
	// Multivalued says that a request may carry several values: ForAllValues and ForAnyValue are
	// meant for such keys.
	Multivalued bool
}

// Type is the type of a key's values, as the Service Authorization Reference has it.
type Type uint8

// The types. There are no keys of type Binary.
const (
	TypeString Type = iota + 1
	TypeARN
	TypeBool
	TypeNumeric
	TypeDate
	TypeIPAddress
)

var typeNames = [...]string{
	TypeString: "String", TypeARN: "ARN", TypeBool: "Bool",
	TypeNumeric: "Numeric", TypeDate: "Date", TypeIPAddress: "IPAddress",
}

// String returns the type as AWS writes it, as in "ARN".
func (t Type) String() string {
	if int(t) >= len(typeNames) {
		return ""
	}
	return typeNames[t]
}

// Key returns the condition key of that full name among those that the service lists, which include
// the tag keys of aws: that it supports. Case does not matter. Placeholders stand for any text that is
// not empty, so "aws:RequestTag/team" finds "aws:RequestTag/${TagKey}", and "aws:RequestTag" nothing.
func (s Service) Key(name string) (Key, bool) {
	return findKey(s.contents().keys, name)
}

// Keys returns all condition keys that the service lists, sorted by name without regard to case. The
// slice is shared: do not write to it.
func (s Service) Keys() []Key {
	return s.contents().keys
}

// Carries reports whether requests for the action may carry the key: the service lists it for the
// action or for one of its resources, it is global, or it is a claim of an identity provider, which
// requests of federated callers carry everywhere. Of global keys the tag keys other than
// aws:PrincipalTag are held against the lists, too.
func (s Service) Carries(action Action, name string) bool {
	if key, global := GlobalKey(name); global && !isListed(key) || isClaim(name) {
		return true
	}
	if slices.ContainsFunc(action.Keys, func(key string) bool { return fills(key, name) }) {
		return true
	}
	return slices.ContainsFunc(action.Resources, func(kind string) bool {
		resource, _ := s.Resource(kind)
		return slices.ContainsFunc(resource.Keys, func(key string) bool { return fills(key, name) })
	})
}
