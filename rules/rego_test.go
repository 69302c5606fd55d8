package rules_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/loader"
	"github.com/open-policy-agent/opa/v1/tester"
)

// TestRego runs the tests beside the rules: TestRego/sqs/open-queue/test_reports/<note>.
func TestRego(t *testing.T) {
	t.Parallel()
	modules, store, err := tester.Load([]string{"."}, onlyRego)
	if err != nil {
		t.Fatal(err)
	}
	// As in a run, an error in a builtin is an error and not silence.
	runner := tester.NewRunner().SetModules(modules).SetStore(store).RaiseBuiltinErrors(true).
		SetCompiler(ast.NewCompiler().WithStrict(true).WithEnablePrintStatements(true))
	channel, err := runner.RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var results []*tester.Result
	for result := range channel {
		results = append(results, result)
	}
	if len(results) == 0 {
		t.Fatal("no tests ran")
	}
	slices.SortFunc(results, func(a, b *tester.Result) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), cmp.Compare(a.Name, b.Name))
	})
	for _, result := range results {
		t.Run(folderOf(result.Package)+"/"+result.Name, func(t *testing.T) {
			t.Parallel()
			report(t, result)
		})
	}
}

// onlyRego leaves out what the loader would read as data.
func onlyRego(_ string, info fs.FileInfo, _ int) bool {
	return !info.IsDir() && filepath.Ext(info.Name()) != ".rego"
}

// folderOf turns the package of a test, as in data.rules.sqs["open-queue_test"], into the folder.
func folderOf(pkg string) string {
	steps := strings.NewReplacer(`["`, ".", `"]`, "").Replace(strings.TrimPrefix(pkg, "data.rules."))
	return strings.TrimSuffix(strings.ReplaceAll(steps, ".", "/"), "_test")
}

// report fails for a test that did not pass; a parameterised one has a subtest for each parameter.
func report(t *testing.T, result *tester.Result) {
	t.Helper()
	if len(result.Output) > 0 {
		t.Logf("printed: %s", result.Output)
	}
	failed := 0
	for names, sub := range result.SubResults.Iter {
		if len(sub.SubResults) > 0 {
			continue
		}
		if sub.Fail {
			failed++
		}
		t.Run(strings.Join(names, "/"), func(t *testing.T) {
			t.Parallel()
			if sub.Fail {
				t.Errorf("%s: the test is false for %q", result.Location, strings.Join(names, "/"))
			}
		})
	}
	switch {
	case result.Error != nil:
		t.Errorf("%s: %v", result.Location, result.Error)
	case result.Skip:
		t.Errorf("%s: the test is skipped: remove todo_ from its name", result.Location)
	case result.Fail && failed == 0:
		t.Errorf("%s: the test is false%s", result.Location, failedAt(result))
	}
}

// failedAt names the expression that was false, where OPA knows it.
func failedAt(result *tester.Result) string {
	if result.FailedAt == nil {
		return ""
	}
	return fmt.Sprintf(": line %d: %s", result.FailedAt.Location.Row, result.FailedAt.Location.Text)
}

// TestAStockOPALoadsTheRules guards what the documentation says: opa eval --data rules.
func TestAStockOPALoadsTheRules(t *testing.T) {
	t.Parallel()
	if _, err := loader.NewFileLoader().All([]string{"."}); err != nil {
		t.Error(err)
	}
}
