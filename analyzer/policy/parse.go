package policy

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// wholeStatement is the element name of a statement of which nothing is known.
const wholeStatement = "Statement"

// versionWithVariables is the version from which "${aws:username}" is a policy variable. Before it,
// and without a version, the same text is literal (IAM User Guide, Version element).
const versionWithVariables = "2012-10-17"

// Parse reads a policy document. Names of elements are compared exactly, as IAM does. Nothing is
// refused: what is missing or of the wrong shape stays absent or unresolved.
func Parse(v *value.Value) *Document {
	document := &Document{Statements: []Statement{}}
	if v == nil {
		document.Unresolved = "there is no policy document"
		return document
	}
	document.At, document.Source = v.At, v
	if v.Kind != value.Map {
		document.Unresolved = notAnObject(v, "policy")
		return document
	}
	document.Version, _ = v.Get("Version").Literal()
	document.ID, _ = v.Get("Id").Literal()
	reader := reader{variables: document.Version == versionWithVariables}
	for _, item := range v.Get("Statement").List() {
		document.Statements = append(document.Statements, reader.statement(item))
	}
	return document
}

// notAnObject says why a value that ought to be an object can't be read.
func notAnObject(v *value.Value, noun string) string {
	switch v.Kind {
	case value.Unresolved:
		return v.Reason
	case value.String, value.Text:
		return "the " + noun + " is text, as JSON in a string is"
	case value.Null, value.Bool, value.Number, value.List, value.Map, value.Reference:
		return "the " + noun + " is no object"
	default:
		return "the " + noun + " is no object"
	}
}

// reader reads the parts of one document.
type reader struct {
	variables bool
}

func (r reader) statement(v *value.Value) Statement {
	statement := Statement{At: v.At}
	if v.Kind != value.Map {
		statement.add(v.At, wholeStatement, notAnObject(v, "statement"))
		return statement
	}
	for _, field := range v.Fields {
		if field.Value.Is(value.Null) && slices.Contains(listElements, field.Key) {
			statement.add(field.Value.At, field.Key, "the element is null, which no policy may hold")
			continue
		}
		r.element(&statement, field.Key, field.Value)
	}
	return statement
}

func (r reader) element(statement *Statement, name string, v *value.Value) {
	switch name {
	case "Sid":
		statement.Sid, _ = v.Literal()
		statement.Labelled = statement.Sid != "" || v.Is(value.Reference) || v.Is(value.Text) || v.Is(value.Unresolved)
	case "Effect":
		effect := newText(v)
		statement.Effect = effect.Value
		statement.note(name, effect)
	case "Principal":
		statement.Principals = statement.principals(name, v)
	case "NotPrincipal":
		statement.NotPrincipals = statement.principals(name, v)
	case "Action":
		statement.Actions = statement.texts(name, v)
	case "NotAction":
		statement.NotActions = statement.texts(name, v)
	case "Resource":
		statement.Resources = r.withVariables(statement.texts(name, v))
	case "NotResource":
		statement.NotResources = r.withVariables(statement.texts(name, v))
	case "Condition":
		statement.Conditions = r.conditions(v)
	}
}

func (s *Statement) add(at source.At, element, reason string) {
	s.Unresolved = append(s.Unresolved, Unresolved{At: at, Element: element, Reason: reason})
}

// note records what a text leaves unresolved of an element.
func (s *Statement) note(element string, text Text) {
	if text.Unresolved != "" {
		s.add(text.At, element, text.Unresolved)
	}
}

func (s *Statement) texts(element string, v *value.Value) []Text {
	texts := []Text{}
	for _, item := range v.List() {
		text := newText(item)
		s.note(element, text)
		texts = append(texts, text)
	}
	return texts
}

func (s *Statement) principals(element string, v *value.Value) []Principal {
	principals := parsePrincipals(v)
	for _, principal := range principals {
		s.note(element, principal.Text)
	}
	return principals
}

// conditions flattens operators and their keys. An unresolved part stays as an entry of its own: it
// may demand anything.
func (r reader) conditions(v *value.Value) []Condition {
	var conditions []Condition
	if v.Kind != value.Map {
		return []Condition{{At: v.At, Unresolved: notAnObject(v, "condition")}}
	}
	for _, operator := range v.Fields {
		if operator.Value.Kind != value.Map {
			reason := notAnObject(operator.Value, "condition")
			entry := Condition{At: operator.Value.At, Operator: operator.Key, Unresolved: reason}
			conditions = append(conditions, entry)
			continue
		}
		for _, key := range operator.Value.Fields {
			entry := Condition{At: key.Value.At, Operator: operator.Key, Key: strings.ToLower(key.Key)}
			for _, item := range key.Value.List() {
				entry.Values = append(entry.Values, newText(item))
			}
			entry.Values = r.withVariables(entry.Values)
			conditions = append(conditions, entry)
		}
	}
	return conditions
}
