package engine

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestSplitDealsOutAboutTheSameAmountOfCode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		lines []int
		count int
		want  [][]int
	}{
		"no rules":                     {count: 2, want: [][]int{}},
		"fewer rules than processors":  {lines: []int{5, 9}, count: 4, want: [][]int{{9}, {5}}},
		"one processor":                {lines: []int{5, 9}, count: 1, want: [][]int{{9, 5}}},
		"one rule as large as others":  {lines: []int{10, 20, 30, 60}, count: 2, want: [][]int{{60}, {30, 20, 10}}},
		"rules of the same size":       {lines: []int{7, 7, 7, 7}, count: 2, want: [][]int{{7, 7}, {7, 7}}},
		"a rule that defines nothing":  {lines: []int{0, 3}, count: 2, want: [][]int{{3}, {0}}},
		"more rules than fit in a row": {lines: []int{1, 2, 3, 4, 5}, count: 3, want: [][]int{{5}, {4, 1}, {3, 2}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			modules := map[string]*ast.Module{}
			var rules []rule.Rule
			for i, length := range test.lines {
				file := strconv.Itoa(i)
				modules[file] = moduleOf(t, length)
				rules = append(rules, rule.Rule{ID: file, File: file})
			}
			got := [][]int{}
			for _, group := range split(rules, modules, test.count) {
				var sizes []int
				for _, dealt := range group {
					sizes = append(sizes, lines(modules[dealt.File]))
				}
				got = append(got, sizes)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("groups differ (-want +got):\n%s", diff)
			}
		})
	}
}

// moduleOf returns a module whose last rule stands the number of lines below its package.
func moduleOf(t *testing.T, length int) *ast.Module {
	t.Helper()
	text := "package x" + strings.Repeat("\n", length)
	if length > 0 {
		text += "answer := 1\n"
	}
	tree, err := ast.ParseModule("x.rego", text)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestShardsOfAnyNumberGiveTheSameAnswers(t *testing.T) {
	t.Parallel()
	modules := map[string]*ast.Module{}
	var rules []rule.Rule
	for _, name := range []string{"a", "b", "c"} {
		file := fileOf("x/" + name)
		tree, err := ast.ParseModule(file, "package rules.x."+name+"\n"+
			"findings contains {\"message\": \"m\", \"at\": input.at}\n")
		if err != nil {
			t.Fatal(err)
		}
		modules[file] = tree
		rules = append(rules, rule.Rule{ID: "x/" + name, File: file})
	}
	input := ast.MustParseTerm(`{"at": "app.yaml#/Web"}`).Value
	for count := 1; count <= 3; count++ {
		t.Run(strconv.Itoa(count), func(t *testing.T) {
			t.Parallel()
			prepared, err := compileAll(rules, modules, count)
			if err != nil {
				t.Fatal(err)
			}
			if len(prepared.shards) != count {
				t.Errorf("got %d shards, want %d", len(prepared.shards), count)
			}
			results, _, err := prepared.Evaluate(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, result := range results {
				got = append(got, result.Rule)
			}
			if want := []string{"x/a", "x/b", "x/c"}; !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
