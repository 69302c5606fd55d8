package validation

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about documents and the elements of their statements.
const (
	InvalidVersion                Code = "invalid-version"
	InvalidPolicyElement          Code = "invalid-policy-element"
	MissingVersion                Code = "missing-version"
	MissingStatement              Code = "missing-statement"
	DataTypeMismatch              Code = "data-type-mismatch"
	InvalidEffect                 Code = "invalid-effect"
	MissingEffect                 Code = "missing-effect"
	MissingAction                 Code = "missing-action"
	MissingResource               Code = "missing-resource"
	MissingPrincipal              Code = "missing-principal"
	UnsupportedElementCombination Code = "unsupported-element-combination"
	UnsupportedSid                Code = "unsupported-sid"
	EmptySidValue                 Code = "empty-sid-value"
	UniqueSidsRequired            Code = "unique-sids-required"
	UniqueSidsRecommended         Code = "unique-sids-recommended"
)

// The elements of the policy language (IAM User Guide, grammar of the IAM JSON policy language). Their
// names are compared exactly.
var (
	documentElements  = []string{"Version", "Id", "Statement"}
	statementElements = []string{
		"Sid", "Principal", "NotPrincipal", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition",
	}
	versions = []string{"2012-10-17", "2008-10-17"}
)

func (c *checker) checkDocument() {
	source := c.document.Source
	if isGenerated(source) {
		return
	}
	c.checkElements(source, documentElements)
	c.checkVersion(source)
	switch statements := source.Get("Statement"); {
	case statements == nil:
		c.add(MissingStatement, source.At, "")
	case statements.Kind == value.List && len(statements.Items) == 0:
		c.add(MissingStatement, statements.At, "")
	case !c.use.File: // the shape of a file is for syntax/invalid-document
		c.checkStatements(statements)
	}
	c.checkSids()
	c.checkSize()
}

// isGenerated reports whether a function that was not resolved adds members to the object.
func isGenerated(v *value.Value) bool {
	return slices.ContainsFunc(v.Fields, func(field value.Field) bool { return strings.HasPrefix(field.Key, "Fn::") })
}

func (c *checker) checkElements(v *value.Value, allowed []string) {
	for _, field := range v.Fields {
		if slices.Contains(allowed, field.Key) {
			continue
		}
		c.add(InvalidPolicyElement, field.Value.At.Key(), quoted(field.Key)).Detail = nearest(field.Key, allowed)
	}
}

// nearest returns the name that differs from a text in case or by a plural alone, "" for none.
func nearest(text string, names []string) string {
	for _, name := range names {
		if strings.EqualFold(text, name) || strings.EqualFold(text, name+"s") {
			return name
		}
	}
	return ""
}

func (c *checker) checkVersion(source *value.Value) {
	version := source.Get("Version")
	if version == nil {
		c.add(MissingVersion, source.At, "")
		return
	}
	text, ok := c.literal(version)
	switch {
	case ok && !slices.Contains(versions, text):
		c.add(InvalidVersion, version.At, quoted(text))
	case version.Kind == value.List || version.Kind == value.Map:
		c.mismatch(version, "Version", "a string")
	}
}

// checkStatements finds statements that are no objects.
func (c *checker) checkStatements(statements *value.Value) {
	for _, item := range statements.List() {
		switch item.Kind {
		case value.Map, value.Unresolved, value.Reference, value.Text:
		case value.Null, value.Bool, value.Number, value.String, value.List:
			c.mismatch(item, "Statement", "an object")
		}
	}
}

func (c *checker) mismatch(v *value.Value, element, wanted string) {
	c.add(DataTypeMismatch, v.At, element).Detail = wanted
}

// checkSids finds statements with one Sid. IAM and Organizations refuse them; most services that have
// resource policies do not.
func (c *checker) checkSids() {
	first := map[string]*value.Value{}
	for _, item := range c.document.Source.Get("Statement").List() {
		sid := item.Get("Sid")
		text, ok := c.literal(sid)
		if !ok || text == "" {
			continue
		}
		if first[text] == nil {
			first[text] = sid
			continue
		}
		code := UniqueSidsRecommended
		if c.use.hasNoPrincipal() {
			code = UniqueSidsRequired
		}
		issue := c.add(code, sid.At, text)
		issue.Related = []Place{{At: first[text].At, Message: "the same Sid"}}
	}
}
