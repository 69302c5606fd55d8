package model

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
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

// Value returns the text of a document in the form that rules are evaluated on. It reads straight into
// that form: ast.ValueFromReader makes maps first, which takes twice as long.
func Value(text []byte) (ast.Value, error) {
	decoder := jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true))
	document, err := readValue(decoder)
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return document, nil
}

// readValue reads the next value.
func readValue(decoder *jsontext.Decoder) (ast.Value, error) {
	token, err := decoder.ReadToken()
	if err != nil {
		return nil, err //nolint:wrapcheck // Value does
	}
	switch token.Kind() { //nolint:exhaustive // only null is left
	case '{':
		return readObject(decoder)
	case '[':
		return readArray(decoder)
	case '"':
		return ast.InternedTerm(token.String()).Value, nil
	case '0':
		return ast.Number(token.String()), nil
	case 't', 'f':
		return ast.InternedTerm(token.Bool()).Value, nil
	default:
		return ast.NullValue, nil
	}
}

// readObject reads the members and the end of an object.
func readObject(decoder *jsontext.Decoder) (ast.Value, error) {
	var members [][2]*ast.Term
	for decoder.PeekKind() != '}' {
		key, err := readValue(decoder)
		if err != nil {
			return nil, err
		}
		member, err := readValue(decoder)
		if err != nil {
			return nil, err
		}
		members = append(members, [2]*ast.Term{{Value: key}, {Value: member}})
	}
	_, err := decoder.ReadToken()
	return ast.NewObject(members...), err
}

// readArray reads the items and the end of an array.
func readArray(decoder *jsontext.Decoder) (ast.Value, error) {
	var items []*ast.Term
	for decoder.PeekKind() != ']' {
		item, err := readValue(decoder)
		if err != nil {
			return nil, err
		}
		items = append(items, &ast.Term{Value: item})
	}
	_, err := decoder.ReadToken()
	return ast.NewArray(items...), err
}
