package template_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// FuzzRead checks that any text can be read, that reading ends, and that all that is resolved has a
// handle in the file and a text inside it.
func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("../../fixtures/templates/*.yaml")
	if err != nil || len(paths) == 0 {
		f.Fatalf("the fixtures are not there: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(head + "      P: !Select [1, !Split [':', !GetAtt Queue.Arn]]\n")
	f.Add(serverless)
	f.Fuzz(func(t *testing.T, text string) {
		tree := syntax.Parse(source.New("a.yaml", []byte(text)))
		env := template.Environment{Include: func(_, _ string) *syntax.Tree { return tree }}
		scenarios, _ := scenariosOf(tree, env)
		env.Scenario = scenarios[len(scenarios)-1]
		got := template.Read(tree, env)
		template.Outline(tree)
		values := []*value.Value{got.Body}
		for _, resource := range got.Resources {
			got.Physical(resource.Properties)
			values = append(values, resource.Properties)
		}
		for _, output := range got.Outputs {
			values = append(values, output.Value)
		}
		for _, v := range values {
			if fault := misplaced(tree, v); fault != "" {
				t.Error(fault)
			}
		}
		for _, problem := range got.Problems {
			if problem.At.File() != "a.yaml" {
				t.Errorf("a problem is at %s", problem.At)
			}
		}
	})
}

// misplaced says which value, or value in it, stands outside the file; "" when none does.
func misplaced(tree *syntax.Tree, v *value.Value) string {
	if v == nil {
		return "a value is missing"
	}
	if !strings.HasPrefix(string(v.At), "a.yaml#") {
		return fmt.Sprintf("a value is at %q", v.At)
	}
	if node := v.Origin.Node; node != nil {
		if v.Origin.Tree != tree || node.Start < 0 || node.End < node.Start || node.End > len(tree.File.Content) {
			return fmt.Sprintf("the text of %s is %d to %d", v.At, node.Start, node.End)
		}
	}
	for _, item := range v.Items {
		if fault := misplaced(tree, item); fault != "" {
			return fault
		}
	}
	for _, field := range v.Fields {
		if fault := misplaced(tree, field.Value); fault != "" {
			return fault
		}
	}
	return ""
}
