package repair

import (
	"regexp"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// versioning proposes the version that knows policy variables, where there are some: in a document of another, or of
// none, they are literal text (IAM User Guide, Version element).
func (f *finder) versioning(func(lockout.Verdict) bool) *change {
	version := f.root.child("Version")
	text, _ := version.value.Literal()
	hasVariable := slices.ContainsFunc(f.statements, func(statement place) bool {
		return slices.ContainsFunc([]string{conditionElement, "Resource", "NotResource"}, func(element string) bool {
			return holdsVariable(statement.child(element).value)
		})
	})
	if !hasVariable || text == versionWithVariables {
		return nil
	}
	write := add
	if version.value != nil {
		write = replace
	}
	return &change{
		title: "set the version that knows policy variables",
		edits: []edit{write(version, literal(versionWithVariables))},
	}
}

const versionWithVariables = "2012-10-17"

// variable matches a policy variable, the name of which has a prefix.
var variable = regexp.MustCompile(`\$\{[A-Za-z][\w.-]*:[^{}]+\}`)

// holdsVariable reports whether a policy variable stands in a value.
func holdsVariable(v *value.Value) bool {
	if v == nil {
		return false
	}
	text, _ := v.Literal()
	return variable.MatchString(text) || slices.ContainsFunc(v.Parts, holdsVariable) ||
		slices.ContainsFunc(v.Items, holdsVariable) ||
		slices.ContainsFunc(v.Fields, func(field value.Field) bool { return holdsVariable(field.Value) })
}
