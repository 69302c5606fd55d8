package policy_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// build reads JSON as the value that a template would give, at "t.json#", with texts as symbolic
// reads them.
func build(tb testing.TB, text string) *value.Value {
	tb.Helper()
	v, err := fromJSON([]byte(text))
	if err != nil {
		tb.Fatalf("read %s: %v", text, err)
	}
	return v
}

func parse(tb testing.TB, text string) *policy.Document {
	tb.Helper()
	return policy.Parse(build(tb, text))
}

func fromJSON(text []byte) (*value.Value, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); err != nil {
		return nil, err
	}
	return convert(read, source.NewAt("t.json")), nil
}

func convert(read any, at source.At) *value.Value {
	v := &value.Value{}
	switch read := read.(type) {
	case nil:
		v.Kind = value.Null
	case bool:
		v.Kind, v.Text = value.Bool, map[bool]string{true: "true", false: "false"}[read]
	case json.Number:
		v.Kind, v.Text = value.Number, read.String()
	case string:
		v = symbolic(read)
	case []any:
		v.Kind = value.List
		for i, item := range read {
			v.Items = append(v.Items, convert(item, at.Item(i)))
		}
	case map[string]any:
		v.Kind = value.Map
		for _, key := range slices.Sorted(maps.Keys(read)) {
			v.Fields = append(v.Fields, value.Field{Key: key, Value: convert(read[key], at.Child(key))})
		}
	}
	v.At = at
	return v
}

// symbolic reads a text in which "<X>" stands for the symbol X, "<>" for something of which nothing
// can be said, and "<!Bucket>" or "<!Bucket.Arn>" for a reference.
func symbolic(written string) *value.Value {
	var parts []*value.Value
	for {
		before, rest, found := strings.Cut(written, "<")
		parts = append(parts, &value.Value{Kind: value.String, Text: before})
		if !found {
			return value.Join(parts...)
		}
		name, after, _ := strings.Cut(rest, ">")
		if path, isReference := strings.CutPrefix(name, "!"); isReference {
			resource, attribute, _ := strings.Cut(path, ".")
			reference := &value.Value{Kind: value.Reference, Resource: "t.json#" + resource, Attribute: attribute}
			parts = append(parts, reference)
		} else {
			parts = append(parts, &value.Value{Kind: value.Unresolved, Symbol: name, Reason: name + " is not known"})
		}
		written = after
	}
}
