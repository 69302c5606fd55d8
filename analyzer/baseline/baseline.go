// Package baseline lets a first run on an old repository be bearable: a file lists the findings that are known, and
// later runs report what is new.
//
// An entry says what a finding is about and not on which line: the rule, the file, the resource, the path and a hash of
// the value. Findings are compared with entries one by one, so that a second finding that is like a known one is new.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// Name is the usual name of the file.
const Name = ".latchkey-baseline.json"

// schemaURL is where the JSON Schema of the file is published.
const schemaURL = "https://github.com/latchkey-dev/latchkey/raw/main/analyzer/baseline/schema/baseline.json"

// version is that of the form which schema/baseline.json describes. It also stands for how values are hashed.
const version = "1"

// Entry is one finding that is known. An entry that stands twice is about two findings.
type Entry struct {
	// File is the name of the file, relative to the folder of the baseline, with forward slashes.
	File string `json:"file"`
	// Rule is the id of the rule.
	Rule string `json:"rule"`
	// Resource is the logical id of the resource; empty for what belongs to none.
	Resource string `json:"resource"`
	// Path is the JSON Pointer of the node; empty for a place without a node.
	Path string `json:"path"`
	// Value is a hash of the text that the finding marks and of the names and numbers in its message.
	Value string `json:"value"`
	// Message is the finding's, for a reader; nothing hangs on it.
	Message string `json:"message"`
}

// compare orders entries by what they are about, so that entries of one resource stand together.
func compare(a, b Entry) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Path, b.Path), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Message, b.Message),
	)
}

// Write returns the text of a baseline with the entries. Each has a line, in an order of their own, so that two
// branches that change a baseline rarely change the same lines.
func Write(entries []Entry) ([]byte, error) {
	entries = slices.SortedFunc(slices.Values(entries), compare)
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"$schema\": %q,\n  \"version\": %s,\n  \"findings\": [", schemaURL, version)
	for i, entry := range entries {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(entry); err != nil {
			return nil, fmt.Errorf("encode baseline: %w", err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	}
	if len(entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}
