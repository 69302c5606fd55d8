// Package rule describes the rules: what a rule is called, what it finds, how severe that is and
// what to do about it. The text comes from the annotations in the rule's own file, and from nowhere
// else.
package rule

import (
	"slices"
	"strings"
)

// Rule is the metadata of one rule.
type Rule struct {
	// ID is the path of the rule's folder below rules/, as in "lockout/root-only-recovery".
	ID string `json:"id"`
	// Title is at most 60 characters, in sentence case, without a full stop.
	Title string `json:"title"`
	// Description says what is wrong and why it matters, in Markdown.
	Description string `json:"description,omitempty"`
	// Remediation says what to do, in Markdown.
	Remediation string `json:"remediation,omitempty"`
	// Severity holds unless a finding carries its own.
	Severity Severity `json:"severity"`
	// Confidence says how sure a finding is: high for a proof.
	Confidence Confidence `json:"confidence"`
	// Since is the version that first had the rule, as in "0.1.0".
	Since string `json:"since"`
	// Tags select rules in groups; every rule's family is a tag, too.
	Tags []string `json:"tags"`
	// CWE is the number of the weakness in the Common Weakness Enumeration, 0 where none fits.
	CWE int `json:"cwe,omitempty"`
	// Resources lists the CloudFormation types without which the rule cannot fire: one of them has
	// to be present. Empty means that the rule looks at every document.
	Resources []string `json:"resources,omitempty"`
	// References are the pages that state the facts the rule rests on.
	References []Reference `json:"references,omitempty"`
	// Libraries are the Rego packages the rule needs, as in "rules.lib.principal", its libraries'
	// own needs included.
	Libraries []string `json:"libraries,omitempty"`
	// File is the slash-separated path of the Rego file in the file system it was read from.
	File string `json:"file"`
	// Bad and Good hold an example that the rule reports and one that it accepts; empty for rules
	// without fixtures.
	Bad  Example `json:"bad,omitzero"`
	Good Example `json:"good,omitzero"`
}

// Reference is a page about a rule's subject.
type Reference struct {
	Description string `json:"description"`
	URL         string `json:"ref"`
}

// Example is a short input that shows a rule at work.
type Example struct {
	// Language is the name that Markdown fences use: "yaml" or "json".
	Language string `json:"language"`
	Text     string `json:"text"`
}

// Family returns the part of the id before the slash.
func (r Rule) Family() string {
	family, _, _ := strings.Cut(r.ID, "/")
	return family
}

// Name returns the part of the id after the slash.
func (r Rule) Name() string {
	_, name, _ := strings.Cut(r.ID, "/")
	return name
}

// Matches reports whether a selector names the rule: its id or its name alone, its family ("nacl" or "nacl/*") or one
// of its tags.
func (r Rule) Matches(selector string) bool {
	return r.ID == selector || r.Name() == selector || r.Family() == strings.TrimSuffix(selector, "/*") ||
		slices.Contains(r.Tags, selector)
}
