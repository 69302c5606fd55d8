package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// FileError is something wrong with the file of a rule.
type FileError struct {
	// File is the path of the file in its rule set.
	File string
	// Line and Column count from 1; a Line of 0 stands for the whole file.
	Line, Column int
	// Message says what is wrong and, where it is not plain, what would be right.
	Message string
}

// Error returns the place, as editors and terminals know to link it, and the message.
func (e *FileError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// errorAt returns a FileError at a place in a Rego file. OPA counts columns in bytes.
func errorAt(location *ast.Location, format string, values ...any) error {
	return &FileError{
		File:    location.File,
		Line:    location.Row,
		Column:  location.Col,
		Message: fmt.Sprintf(format, values...),
	}
}

// fileErrors turns OPA's list of errors into one error with a line for each, and more below it where
// OPA knows more.
func fileErrors(err error) error {
	var list ast.Errors
	if !errors.As(err, &list) {
		return err
	}
	errs := make([]error, len(list))
	for i, item := range list {
		errs[i] = item
		if item.Location != nil {
			errs[i] = errorAt(item.Location, "%s%s", item.Message, details(item))
		}
	}
	return errors.Join(errs...)
}

// details returns what a type error says beyond its message: what was found and what is possible.
// The details of a syntax error only repeat its line.
func details(item *ast.Error) string {
	if item.Code != ast.TypeErr || item.Details == nil {
		return ""
	}
	return "\n\t" + strings.Join(item.Details.Lines(), "\n\t")
}
