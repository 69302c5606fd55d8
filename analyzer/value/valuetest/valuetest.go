// Package valuetest makes resolved values for tests out of text.
package valuetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Build reads JSON as the value that a template would give, at "t.json#". In a text "<X>" stands for the
// symbol X, "<>" for something of which nothing can be said, and "<!Bucket>" or "<!Bucket.Arn>" for a
// reference. Text that is no JSON ends the test.
func Build(tb testing.TB, text string) *value.Value {
	tb.Helper()
	v, err := FromJSON([]byte(text))
	if err != nil {
		tb.Fatalf("build %s: %v", text, err)
	}
	return v
}

// FromJSON is Build for texts that may be no JSON, such as those of a fuzzer.
func FromJSON(text []byte) (*value.Value, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
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
		v = Symbolic(read)
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

// Symbolic reads one text as Build reads those in its JSON.
func Symbolic(written string) *value.Value {
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
