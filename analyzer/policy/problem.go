package policy

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Problem is a part of a document that no service accepts, because it has the wrong shape.
type Problem struct {
	At source.At
	// Message is a sentence without a full stop.
	Message string
}

// Problems returns what is misshapen in a document that stands in a file of its own, in the order of
// the file: a Statement that holds no statements, and a statement that is no object (IAM JSON policy
// grammar). What is wrong within a statement is for package validation.
func Problems(v *value.Value) []Problem {
	statements := v.Get("Statement")
	if statements == nil {
		return nil
	}
	var problems []Problem
	if statements.Kind != value.Map && statements.Kind != value.List {
		return []Problem{{At: statements.At, Message: "Statement is neither a statement nor a list of statements"}}
	}
	for _, statement := range statements.List() {
		if statement.Kind != value.Map && statement.Kind != value.Unresolved {
			problems = append(problems, Problem{At: statement.At, Message: "a statement is not an object"})
		}
	}
	return problems
}
