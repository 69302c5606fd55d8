package analyzer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/rules"
)

// verdictRules are the rules that report verdicts on policies.
var verdictRules = []string{
	"total-lockout", "root-only-recovery", "conditional-recovery", "deployer-lockout", "partial-recovery",
	"rejected-policy", "undecided-lockout", "data-lockout", "principal-lockout",
}

// TestSuggestedFixesGiveAWayBack makes every change that a verdict rule suggests for one of its bad examples, in
// the text of the file, and analyses the result: the finding has to be gone. What may be left is a way back that
// hangs on one principal.
func TestSuggestedFixesGiveAWayBack(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range verdictRules {
		id := "lockout/" + name
		for _, file := range fixtures(t, id, "bad-") {
			for _, found := range lockoutsOf(t, subject, file, nil) {
				if found.Rule != id || found.Fix == nil {
					continue
				}
				count++
				t.Run(strings.TrimPrefix(file, ruleFixtures+"/"), func(t *testing.T) {
					t.Parallel()
					checkFixed(t, id, lockoutsOf(t, subject, file, found.Fix.Edits))
				})
			}
		}
	}
	if least := 40; count < least {
		t.Errorf("only %d findings come with a fix, want at least %d", count, least)
	}
}

// checkFixed compares what is left after a fix with what may be.
func checkFixed(t *testing.T, id string, left []finding.Finding) {
	t.Helper()
	for _, found := range left {
		switch strings.TrimPrefix(found.Rule, "lockout/") {
		case "data-lockout", "principal-lockout", "log-writer-denied", "not-principal-exemption":
		case "conditional-recovery":
			facts, _ := found.Properties["facts"].([]any)
			if id == found.Rule || len(facts) != 1 || kindOf(facts[0]) != "principal" {
				t.Errorf("the way back still hangs on more than a principal: %s: %v", found.Message, facts)
			}
		default:
			t.Errorf("%s is still reported: %s", found.Rule, found.Message)
		}
	}
}

func kindOf(fact any) string {
	members, _ := fact.(map[string]any)
	kind, _ := members["kind"].(string)
	return kind
}

// lockoutsOf analyses a file with some edits and returns the findings of the family.
func lockoutsOf(t *testing.T, subject *analyzer.Analyzer, file string, edits []finding.Edit) []finding.Finding {
	t.Helper()
	return slices.DeleteFunc(findingsOf(t, subject, file, edits), func(found finding.Finding) bool {
		return !strings.HasPrefix(found.Rule, "lockout/")
	})
}

// findingsOf analyses a file with some edits.
func findingsOf(t *testing.T, subject *analyzer.Analyzer, file string, edits []finding.Edit) []finding.Finding {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := path.Base(file)
	if edits != nil {
		name, text = name+".json", edited(t, source.New(name, text), edits)
	}
	report, err := subject.Analyze(t.Context(), []*source.File{source.New(name, text)})
	if err != nil {
		t.Fatal(err)
	}
	return report.Findings
}

// edited returns a file as JSON with the edits.
func edited(t *testing.T, file *source.File, edits []finding.Edit) []byte {
	t.Helper()
	tree := syntax.Parse(file)
	if tree.Root == nil {
		t.Fatalf("%s does not parse", file.Name)
	}
	document := plainOf(tree.Root)
	for _, edit := range edits {
		document = change(t, document, edit.At.Steps(), edit)
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// plainOf returns a node as JSON, with the long forms of intrinsic functions.
func plainOf(node *syntax.Node) any {
	var plain any
	switch node.Kind {
	case syntax.Mapping:
		members := map[string]any{}
		for _, entry := range node.Entries {
			members[entry.Key.Value] = plainOf(entry.Value)
		}
		plain = members
	case syntax.Sequence:
		items := make([]any, len(node.Items))
		for i, item := range node.Items {
			items[i] = plainOf(item)
		}
		plain = items
	case syntax.Scalar:
		plain = node.Value
	}
	switch {
	case node.Tag == "!Ref":
		return map[string]any{"Ref": plain}
	case node.Tag == "!GetAtt":
		resource, attribute, _ := strings.Cut(node.Value, ".")
		return map[string]any{"Fn::GetAtt": []any{resource, attribute}}
	case strings.HasPrefix(node.Tag, "!"):
		return map[string]any{"Fn::" + strings.TrimPrefix(node.Tag, "!"): plain}
	default:
		return plain
	}
}

// change makes one edit where the steps lead to.
func change(t *testing.T, node any, steps []string, edit finding.Edit) any {
	t.Helper()
	if len(steps) == 0 {
		return edit.Value
	}
	isLast := len(steps) == 1
	switch node := node.(type) {
	case map[string]any:
		_, has := node[steps[0]]
		if has != (edit.Op != "add") && isLast {
			t.Errorf("%s %s: the member is there: %t", edit.Op, edit.At, has)
		}
		if isLast && edit.Op == "remove" {
			delete(node, steps[0])
			return node
		}
		node[steps[0]] = change(t, node[steps[0]], steps[1:], edit)
		return node
	case []any:
		index, err := strconv.Atoi(steps[0])
		switch {
		case err != nil || index > len(node):
			t.Fatalf("%s is no place in a list of %d", edit.At, len(node))
		case isLast && edit.Op == "add":
			return slices.Insert(node, index, edit.Value)
		case isLast && edit.Op == "remove":
			return slices.Delete(node, index, index+1)
		}
		node[index] = change(t, node[index], steps[1:], edit)
		return node
	default:
		t.Fatalf("%s leads into %v", edit.At, node)
		return nil
	}
}
