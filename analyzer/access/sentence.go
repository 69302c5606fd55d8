package access

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// Sentence says what a statement does, as in "denies s3:PutObject on arn:aws:s3:::logs/* to everyone, if
// aws:SecureTransport is false".
func Sentence(statement *policy.Statement) string {
	if !isReadable(statement) {
		return "is a statement that can't be read"
	}
	var said strings.Builder
	said.WriteString(effect(statement))
	said.WriteString(" " + listed(statement.Actions, statement.NotActions, "every action"))
	if statement.Resources != nil || statement.NotResources != nil {
		said.WriteString(" on " + listed(statement.Resources, statement.NotResources, "everything"))
	}
	if statement.HasPrincipal() {
		said.WriteString(" to " + principals(statement))
	}
	for i := range statement.Conditions {
		word := " and "
		if i == 0 {
			word = ", if "
		}
		said.WriteString(word + phrase(&statement.Conditions[i], asWritten))
	}
	return said.String()
}

// isReadable reports whether the elements of a statement have something in them that says what it does: a name,
// or something that stands for one.
func isReadable(statement *policy.Statement) bool {
	if len(statement.Actions)+len(statement.NotActions) == 0 || hasGap(statement) {
		return false
	}
	elements := [][]policy.Text{
		statement.Actions, statement.NotActions, statement.Resources, statement.NotResources,
		textsOf(statement.Principals), textsOf(statement.NotPrincipals),
	}
	return !slices.ContainsFunc(slices.Concat(elements...), func(text policy.Text) bool { return !text.IsText() })
}

// hasGap reports whether an element is there without anything in it.
func hasGap(statement *policy.Statement) bool {
	isEmpty := func(element []policy.Text) bool { return element != nil && len(element) == 0 }
	return slices.ContainsFunc([][]policy.Text{
		statement.Resources, statement.NotResources, textsOf(statement.Principals), textsOf(statement.NotPrincipals),
	}, isEmpty)
}

// textsOf returns principals as their texts, nil for nil.
func textsOf(principals []policy.Principal) []policy.Text {
	if principals == nil {
		return nil
	}
	all := make([]policy.Text, len(principals))
	for i := range principals {
		all[i] = principals[i].Text
	}
	return all
}

func effect(statement *policy.Statement) string {
	switch statement.Effect {
	case "Allow":
		return "allows"
	case "Deny":
		return "denies"
	default:
		return "allows or denies"
	}
}

// listed reads out an element, or everything but what its opposite lists.
func listed(named, excluded []policy.Text, all string) string {
	if excluded != nil {
		return all + " but " + enumerate(texts(excluded), " and ")
	}
	if len(named) == 1 && named[0].Value == "*" {
		return all
	}
	return enumerate(texts(named), " and ")
}

func principals(statement *policy.Statement) string {
	if statement.NotPrincipals != nil {
		return "everyone but " + enumerate(principalNames(statement.NotPrincipals), " and ")
	}
	if len(statement.Principals) == 1 && statement.Principals[0].Kind == policy.Anyone {
		return "everyone"
	}
	return enumerate(principalNames(statement.Principals), " and ")
}

func principalNames(all []policy.Principal) []string {
	shown := make([]string, len(all))
	for i := range all {
		shown[i] = written(all[i].Text)
	}
	return shown
}

// Name returns how a person finds the statement: by its Sid, else by its number, counted from 0, in the list.
func Name(statement *policy.Statement) string {
	if statement.Sid != "" {
		return "statement " + statement.Sid
	}
	steps := statement.At.Steps()
	if len(steps) > 1 && steps[len(steps)-2] == "Statement" {
		return "Statement[" + steps[len(steps)-1] + "]"
	}
	return "the statement"
}
