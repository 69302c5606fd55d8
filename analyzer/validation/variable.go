package validation

import (
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about policy variables.
const (
	MissingBraceInVariable       Code = "missing-brace-in-variable"
	MissingQuoteInVariable       Code = "missing-quote-in-variable"
	UnsupportedSpaceInVariable   Code = "unsupported-space-in-variable"
	EmptyVariable                Code = "empty-variable"
	VariableUnsupportedInElement Code = "variable-unsupported-in-element"
	VariableUnsupportedInVersion Code = "variable-unsupported-in-version"
	InvalidVariableForOperator   Code = "invalid-variable-for-operator"
)

// variables reports whether the document is of a version that knows variables.
func (c *checker) variables() bool {
	version, ok := c.literal(c.document.Source.Get("Version"))
	return ok && version == versions[0]
}

// isOld reports whether the document is sure to be of a version without variables.
func (c *checker) isOld() bool {
	version := c.document.Source.Get("Version")
	text, ok := c.literal(version)
	return version == nil || ok && text == "2008-10-17"
}

// variable is what stands in a text as "${...}".
type variable struct {
	// text is the variable as written. Without a closing brace it runs to the end.
	text string
	// key is what stands before a comma, fallback what stands after it.
	key, fallback string
	hasFallback   bool
	closed        bool
}

// variablesIn returns the variables of a text, without the escapes of special characters.
func variablesIn(text string) []variable {
	var found []variable
	for {
		_, rest, opened := strings.Cut(text, "${")
		if !opened {
			return found
		}
		inner, after, closed := strings.Cut(rest, "}")
		if first, _, nested := strings.Cut(inner, "${"); nested { // the first one has no end, the second may
			inner, after, closed = first, rest[len(first):], false
		}
		one := variable{text: "${" + inner, closed: closed}
		if closed {
			one.text += "}"
		}
		one.key, one.fallback, one.hasFallback = strings.Cut(inner, ",")
		if len(inner) != 1 || !strings.ContainsAny(inner, "*?$") {
			found = append(found, one)
		}
		text = after
		if !closed && after == "" {
			return found
		}
	}
}

// keyForm matches the name of a condition key, with spaces where none may be.
var keyForm = regexp.MustCompile(`^ *[A-Za-z][\w.-]* *: *[\w][\w /.@+=-]*$`)

// isKey reports whether the variable names a condition key. Others are placeholders, or belong to a tool
// that fills in the document.
func (v variable) isKey() bool {
	return keyForm.MatchString(v.key)
}

func (c *checker) checkVariables(s *statement) {
	for _, name := range []string{"Sid", "Effect", "Action", "NotAction"} {
		c.checkNoVariable(s.source.Get(name), name)
	}
	for _, name := range []string{"Principal", "NotPrincipal"} {
		element := s.source.Get(name)
		c.checkNoVariable(element, name)
		if element.Is(value.Map) {
			for _, field := range element.Fields {
				c.checkNoVariable(field.Value, name)
			}
		}
	}
	for _, name := range []string{"Resource", "NotResource"} {
		for _, item := range s.source.Get(name).List() {
			c.checkVariable(item)
		}
	}
	for _, operator := range fields(s.source.Get("Condition")) {
		for _, key := range fields(operator.Value) {
			for _, item := range key.Value.List() {
				c.checkVariable(item)
				c.checkOperatorVariable(operator.Key, item)
			}
		}
	}
}

// fields returns the members of a map, none for other values.
func fields(v *value.Value) []value.Field {
	if !v.Is(value.Map) {
		return nil
	}
	return v.Fields
}

// checkNoVariable finds variables in elements that have none.
func (c *checker) checkNoVariable(v *value.Value, element string) {
	for _, item := range v.List() {
		if item.Kind == value.Map || item.Kind == value.List {
			continue
		}
		for _, found := range variablesIn(c.visible(item)) {
			if found.closed && found.isKey() {
				c.add(VariableUnsupportedInElement, item.At, found.text).Detail = element
			}
		}
	}
}

// checkVariable finds variables that are written wrongly.
func (c *checker) checkVariable(item *value.Value) {
	if item.Kind == value.Map || item.Kind == value.List {
		return
	}
	for _, found := range variablesIn(c.visible(item)) {
		if strings.Contains(found.text, hidden) {
			continue
		}
		if c.isOld() {
			if found.closed && found.isKey() {
				c.add(VariableUnsupportedInVersion, item.At, found.text)
			}
			continue
		}
		if c.variables() {
			c.checkForm(item, found)
		}
	}
}

func (c *checker) checkForm(item *value.Value, found variable) {
	switch {
	case found.closed && strings.TrimSpace(found.key) == "":
		c.add(EmptyVariable, item.At, found.text)
	case !found.isKey():
	case !found.closed:
		c.add(MissingBraceInVariable, item.At, found.text)
	case strings.Contains(strings.TrimSpace(found.key), " ") && !strings.Contains(found.key, "/"):
		c.add(UnsupportedSpaceInVariable, item.At, found.text)
	case found.hasFallback && !isQuoted(strings.TrimSpace(found.fallback)):
		c.add(MissingQuoteInVariable, item.At, found.text)
	}
}

// isQuoted reports whether a text stands between single quotes.
func isQuoted(text string) bool {
	return len(text) > 1 && strings.HasPrefix(text, "'") && strings.HasSuffix(text, "'")
}

// withoutVariables are the beginnings of the operators that take no variables.
var withoutVariables = []string{"numeric", "date", "binary", "ipaddress", "notipaddress", "null"}

func (c *checker) checkOperatorVariable(operator string, item *value.Value) {
	if _, qualified, found := strings.Cut(operator, ":"); found {
		operator = qualified
	}
	if !c.variables() || item.Kind == value.Map || item.Kind == value.List {
		return
	}
	for _, prefix := range withoutVariables {
		if !strings.HasPrefix(strings.ToLower(operator), prefix) {
			continue
		}
		for _, found := range variablesIn(c.visible(item)) {
			if found.closed && found.isKey() {
				c.add(InvalidVariableForOperator, item.At, found.text).Detail = operator
			}
		}
	}
}
