package policy

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Document is a policy document.
type Document struct {
	// At is the handle of the document.
	At source.At `json:"at"`
	// Version is the version as written; empty when it is absent, which means 2008-10-17.
	Version string `json:"version,omitempty"`
	ID      string `json:"id,omitempty"`
	// Statements are in the order of the file. A statement that is unresolved as a whole is among
	// them, with a single Unresolved for the element "Statement".
	Statements []Statement `json:"statements"`
	// Unresolved says why nothing at all is known of the statements; empty when they are known.
	Unresolved string `json:"unresolved,omitempty"`
	// Source is the value that the document was read from; of one in a file of its own, with its
	// placeholders unresolved. It is nil where there is no document.
	Source *value.Value `json:"-"`
}

// Statement is one statement of a document. A nil list stands for an absent element, an empty list
// for an element that lists nothing.
type Statement struct {
	At  source.At `json:"at"`
	Sid string    `json:"sid,omitempty"`
	// Labelled says that the statement has, or may have, a Sid: one that is unresolved counts.
	Labelled bool `json:"-"`
	// Effect is the effect as written, which is "Allow" or "Deny" in a valid document; empty when it
	// is absent or unresolved.
	Effect        string      `json:"effect,omitempty"`
	Principals    []Principal `json:"principals,omitzero"`
	NotPrincipals []Principal `json:"not_principals,omitzero"`
	Actions       []Text      `json:"actions,omitzero"`
	NotActions    []Text      `json:"not_actions,omitzero"`
	Resources     []Text      `json:"resources,omitzero"`
	NotResources  []Text      `json:"not_resources,omitzero"`
	// Conditions hold one entry for each key under an operator. An empty Condition object, and an
	// operator without keys, demand nothing and so give no entry.
	Conditions []Condition `json:"conditions,omitzero"`
	// Unresolved lists what is not known of the elements above, in the order of the file.
	Unresolved []Unresolved `json:"unresolved,omitzero"`
}

// Text is a literal, a pattern or a text with parts that are not literal.
type Text struct {
	At source.At `json:"at"`
	// Value is the text when all of it is literal.
	Value string `json:"value,omitempty"`
	// Written shows a text with references or unresolved parts, as in "${Bucket.Arn}/*".
	Written string `json:"written,omitempty"`
	// Unresolved is the reason of the first part that can't be known offline.
	Unresolved string `json:"unresolved,omitempty"`
	// Source is the value behind the text, for matching. Policy variables in it are unresolved.
	Source *value.Value `json:"-"`
}

// Condition is one key under an operator, with its values. Several values are alternatives.
type Condition struct {
	At source.At `json:"at"`
	// Operator is as written, as in "ForAnyValue:StringLike".
	Operator string `json:"operator,omitempty"`
	// Key is in lower case, since keys are compared without regard to case.
	Key    string `json:"key,omitempty"`
	Values []Text `json:"values,omitzero"`
	// Unresolved is the reason why the operator or the key can't be known.
	Unresolved string `json:"unresolved,omitempty"`
}

// Unresolved is something that can't be known of a statement.
type Unresolved struct {
	At source.At `json:"at"`
	// Element is the name of the element, as in "NotPrincipal"; "Statement" for all of them.
	Element string `json:"element"`
	Reason  string `json:"reason"`
}

// IsUnresolved returns why the element with the name can't be known, and whether that is so.
// Everything is unresolved in a statement that is so as a whole.
func (s *Statement) IsUnresolved(element string) (Unresolved, bool) {
	for _, unresolved := range s.Unresolved {
		if unresolved.Element == element || unresolved.Element == wholeStatement {
			return unresolved, true
		}
	}
	return Unresolved{}, false
}

// HasPrincipal reports whether the statement has a Principal or NotPrincipal element, whatever it
// lists.
func (s *Statement) HasPrincipal() bool {
	return s.Principals != nil || s.NotPrincipals != nil
}
