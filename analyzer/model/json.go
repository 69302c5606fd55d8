package model

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Text returns the document as JSON. Equal texts get equal answers from rules.
func (d *Document) Text() ([]byte, error) {
	text, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("write document: %w", err)
	}
	return text, nil
}

// Value returns the text of a document in the form that rules are evaluated on.
func Value(text []byte) (ast.Value, error) {
	document, err := ast.ValueFromReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return document, nil
}
