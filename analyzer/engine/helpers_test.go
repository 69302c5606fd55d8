package engine_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
)

// header is the metadata of a rule without a flaw, up to its package.
const header = `# METADATA
# title: Open queue
# description: Anyone may use the queue.
# related_resources:
#   - description: Queues
#     ref: https://docs.aws.amazon.com/sqs
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: medium
#   since: 0.1.0
#   remediation: Name the accounts.
`

// body is a rule that finds every queue.
const body = `
findings contains finding if {
	some queue in input.by_type.queues
	finding := {"message": "Jobs is open", "at": queue}
}
`

// ruleSet returns a rule set of the files.
func ruleSet(files map[string]string) fstest.MapFS {
	set := fstest.MapFS{}
	for name, text := range files {
		set[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return set
}

// oneRule returns a rule set with sqs/open-queue, given what follows its package.
func oneRule(text string) fstest.MapFS {
	return ruleSet(map[string]string{
		"sqs/open-queue/open_queue.rego": header + `package rules.sqs["open-queue"]` + "\n" + text,
	})
}

// replaced returns the text with each old replaced by new, and fails where there is no old: a test
// about a flaw must have the flaw.
func replaced(tb testing.TB, text, old, with string) string {
	tb.Helper()
	if !strings.Contains(text, old) {
		tb.Fatalf("%q is not in the text", old)
	}
	return strings.ReplaceAll(text, old, with)
}

// document returns the value of a JSON text.
func document(tb testing.TB, text string) ast.Value {
	tb.Helper()
	term, err := ast.ParseTerm(text)
	if err != nil {
		tb.Fatal(err)
	}
	return term.Value
}

// prepare compiles the rules of a set that look at every document.
func prepare(tb testing.TB, set fs.FS) *engine.Prepared {
	tb.Helper()
	rules, err := engine.Index(set)
	if err != nil {
		tb.Fatal(err)
	}
	started, err := engine.New(rules, set)
	if err != nil {
		tb.Fatal(err)
	}
	prepared, err := started.Prepare(tb.Context(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return prepared
}

// evaluate runs the rules of a set on a document.
func evaluate(
	tb testing.TB, text string, files map[string]string,
) ([]engine.Result, []engine.Undecided, error) {
	tb.Helper()
	return prepare(tb, ruleSet(files)).Evaluate(tb.Context(), document(tb, text))
}

// number is how a JSON number is read.
func number(text string) json.Number {
	return json.Number(text)
}
