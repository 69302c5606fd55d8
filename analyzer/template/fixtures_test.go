package template_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

const fixtureFolder = "../../fixtures/templates"

// TestFixturesDoWhatTheySay checks what each fixture states under Metadata.Want: a fact of the template
// by its name, or "Resource.Property".
func TestFixturesDoWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, path := range fixtures(t) {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := parseFile(t, path, name)
			got := template.Read(tree, template.Environment{Include: func(_, location string) *syntax.Tree {
				if _, err := os.Stat(filepath.Join(fixtureFolder, location)); err != nil {
					return nil
				}
				return parseFile(t, filepath.Join(fixtureFolder, location), location)
			}})
			want := tree.Root.Get("Metadata").Get("Want")
			if want == nil || len(want.Entries) == 0 {
				t.Fatal("the fixture states nothing")
			}
			for _, entry := range want.Entries {
				if diff := cmp.Diff(entry.Value.Value, fact(got, entry.Key.Value)); diff != "" {
					t.Errorf("%s mismatch (-want +got):\n%s", entry.Key.Value, diff)
				}
			}
		})
	}
}

// TestTheTableHasARowForEveryFixture keeps docs/cloudformation.md and the fixtures together.
func TestTheTableHasARowForEveryFixture(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/cloudformation.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	link := regexp.MustCompile(`\]\(\.\./fixtures/templates/([^)]*)\)`)
	for line := range strings.SplitSeq(string(text), "\n") {
		found := link.FindStringSubmatch(line)
		switch {
		case found != nil:
			rows[found[1]] = true
		case strings.HasPrefix(line, "| ") && !strings.Contains(line, "| fixture |"):
			t.Errorf("the row %q has no fixture", line)
		}
	}
	files := map[string]bool{}
	for _, path := range fixtures(t) {
		files[filepath.Base(path)] = true
	}
	if diff := cmp.Diff(files, rows); diff != "" {
		t.Errorf("rows mismatch (-fixtures +rows):\n%s", diff)
	}
}

func fixtures(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(fixtureFolder + "/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no fixtures: %v", err)
	}
	return paths
}

func parseFile(t *testing.T, path, name string) *syntax.Tree {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tree := syntax.Parse(source.New(name, text))
	if len(tree.Problems) > 0 {
		t.Fatalf("%s does not parse: %v", name, tree.Problems)
	}
	return tree
}

// fact returns what a template says under a name that fixtures use.
func fact(got *template.Template, name string) string {
	var all []string
	switch name {
	case "Gaps":
		return strings.Join(got.Gaps, "; ")
	case "Problems":
		for _, problem := range got.Problems {
			all = append(all, problem.Message+" at #"+problem.At.Pointer())
		}
		return strings.Join(all, "; ")
	case "Resources":
		for _, resource := range got.Resources {
			all = append(all, resource.Name+map[value.Truth]string{value.Undecided: "?"}[resource.Exists])
		}
		return strings.Join(all, " ")
	case "Implied":
		for _, made := range got.Implied {
			all = append(all, made.Name)
		}
		return strings.Join(all, " ")
	case "Exports":
		for _, export := range got.Exports {
			all = append(all, show(export.Name))
		}
		return strings.Join(all, " ")
	case "Scenarios":
		found, _ := scenariosOf(got.Tree, template.Environment{})
		return strconv.Itoa(len(found))
	}
	return factOf(got, name)
}

// factOf returns what a template says of one of its members, by the name of both.
func factOf(got *template.Template, name string) string {
	of, member, _ := strings.Cut(name, ".")
	switch of {
	case "Conditions":
		return got.Scenario[member].String()
	case "Outputs":
		for _, output := range got.Outputs {
			if output.Name == member {
				return show(output.Value)
			}
		}
		return "absent"
	case "DependsOn":
		return strings.Join(got.Resource(got.Tree.File.Name+"#"+member).DependsOn, " ")
	}
	resource := got.Resource(got.Tree.File.Name + "#" + of)
	if resource == nil {
		return "no such resource"
	}
	return show(resource.Properties.Get(member))
}
