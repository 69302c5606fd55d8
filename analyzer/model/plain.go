package model

import (
	"encoding/json"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// plain returns a value as the JSON that rules read. Texts that look like numbers keep their
// spelling: 3.10 stays apart from 3.1.
func plain(v *value.Value) any {
	if v == nil {
		return nil
	}
	switch v.Kind {
	case value.Null:
		return nil
	case value.Bool:
		return v.Text == "true"
	case value.Number:
		return plainNumber(v.Text)
	case value.String:
		return v.Text
	case value.List:
		return plainAll(v.Items)
	case value.Map:
		members := make(map[string]any, len(v.Fields))
		for _, field := range v.Fields {
			members[field.Key] = plain(field.Value)
		}
		return members
	case value.Reference:
		return map[string]any{"ref": v.Resource, "attribute": v.Attribute}
	case value.Text:
		return map[string]any{"text": plainAll(v.Parts)}
	case value.Unresolved:
		unresolved := map[string]any{"unresolved": v.Reason}
		if v.Symbol != "" {
			unresolved["symbol"] = v.Symbol
		}
		return unresolved
	default:
		return nil
	}
}

func plainAll(values []*value.Value) []any {
	items := make([]any, len(values))
	for i, v := range values {
		items[i] = plain(v)
	}
	return items
}

// plainNumber keeps the number as written where JSON can spell it so, else gives its text.
func plainNumber(text string) any {
	if json.Valid([]byte(text)) {
		return json.Number(text)
	}
	return text
}
