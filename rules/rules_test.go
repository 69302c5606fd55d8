package rules_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/rules"
)

const (
	fixturesFolder = "../fixtures/rules"
	maxColumns     = 120
)

// The conventions that every rule keeps. A message says how to mend what it is about.

// Reading the rules holds them to the engine's contract: complete metadata, the package of the
// folder, and a strict compilation against the schema of the document.
func TestRulesKeepTheContractAndAreIndexed(t *testing.T) {
	t.Parallel()
	fromFiles, err := engine.Index(os.DirFS("."))
	if err != nil {
		t.Fatalf("mend these lines:\n%v", err)
	}
	fromIndex, err := engine.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	fromIndex, err = engine.Describe(rules.FS(), fromIndex)
	if err != nil {
		t.Fatal(err)
	}
	for i := range fromIndex { // examples come from fixtures; cmd/rulekit checks them
		fromIndex[i].Bad, fromIndex[i].Good = rule.Example{}, rule.Example{}
	}
	for _, described := range slices.Concat(fromFiles, fromIndex) {
		same := func(other rule.Rule) bool { return cmp.Equal(described, other) }
		if !slices.ContainsFunc(fromFiles, same) || !slices.ContainsFunc(fromIndex, same) {
			t.Errorf("rules/index.json is out of date for %s: run go generate ./rules", described.ID)
		}
	}
}

func TestEachRuleIsAFolderWithTwoFiles(t *testing.T) {
	t.Parallel()
	for _, folder := range folders(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			name := strings.ReplaceAll(path.Base(folder), "-", "_")
			want := []string{name + ".rego", name + "_test.rego"}
			if got := names(t, folder); !slices.Equal(got, want) {
				t.Errorf("rules/%s holds %v: make it %v; `go run ./cmd/rulekit new` starts them", folder, got, want)
			}
		})
	}
}

func TestEachRuleHasFixtures(t *testing.T) {
	t.Parallel()
	indexed := indexedRules(t)
	for _, described := range indexed {
		t.Run(described.ID, func(t *testing.T) {
			t.Parallel()
			folder := path.Join(fixturesFolder, described.ID)
			for _, kind := range []string{"bad", "good"} {
				count := 0
				for _, name := range names(t, folder) {
					if strings.HasPrefix(name, kind+"-") && (path.Ext(name) == ".yaml" || path.Ext(name) == ".json") {
						count++
					}
				}
				if count == 0 {
					t.Errorf("fixtures/rules/%s has no %s-*.yaml or %s-*.json: add one", described.ID, kind, kind)
				}
			}
		})
	}
	orphans, err := filepath.Glob(fixturesFolder + "/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range orphans {
		id := strings.TrimPrefix(filepath.ToSlash(folder), fixturesFolder+"/")
		if !slices.ContainsFunc(indexed, func(described rule.Rule) bool { return described.ID == id }) {
			t.Errorf("fixtures/rules/%s is for a rule that does not exist: rename or remove it", id)
		}
	}
}

func TestNothingIsLeftToDo(t *testing.T) {
	t.Parallel()
	for _, described := range indexedRules(t) {
		t.Run(described.ID, func(t *testing.T) {
			t.Parallel()
			for _, folder := range []string{described.ID, path.Join(fixturesFolder, described.ID)} {
				for _, name := range names(t, folder) {
					file := path.Join(folder, name)
					for number, line := range strings.Split(contents(t, file), "\n") {
						if strings.Contains(line, "TODO") {
							t.Errorf("%s:%d: fill in what the scaffold left to you: %s",
								file, number+1, strings.TrimSpace(line))
						}
					}
				}
			}
		})
	}
}

func TestRegoIsFormatted(t *testing.T) {
	t.Parallel()
	for _, file := range regoFiles(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			text := contents(t, file)
			formatted, err := format.SourceWithOpts(file, []byte(text), format.Opts{RegoVersion: ast.RegoV1})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(formatted), "\n"), strings.Split(text, "\n")); diff != "" {
				t.Errorf("rules/%s is not in the form of opa fmt: make these changes (-want +got):\n%s", file, diff)
			}
			for number, line := range strings.Split(text, "\n") {
				if utf8.RuneCountInString(line) > maxColumns && !strings.Contains(line, "https://") {
					t.Errorf("rules/%s:%d has more than %d columns: break the line", file, number+1, maxColumns)
				}
			}
		})
	}
}

func TestPackagesHaveTheNamesOfTheirFolders(t *testing.T) {
	t.Parallel()
	for _, file := range regoFiles(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			tree := parse(t, file)
			want := ast.DefaultRootRef.Append(ast.StringTerm("rules"))
			family, name := path.Split(path.Dir(file))
			if strings.HasSuffix(file, "_test.rego") {
				name += "_test"
			}
			want = want.Append(ast.StringTerm(path.Clean(family))).Append(ast.StringTerm(name))
			if !tree.Package.Path.Equal(want) {
				t.Errorf("rules/%s: package is %s: make it %s", file, tree.Package.Path, want)
			}
		})
	}
}

func TestRulesShowFindingsAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, described := range indexedRules(t) {
		t.Run(described.ID, func(t *testing.T) {
			t.Parallel()
			for _, definition := range parse(t, described.File).Rules {
				name := definition.Head.Ref()[0].String()
				if name != "findings" && name != "undecided" && !strings.HasPrefix(name, "_") {
					t.Errorf("rules/%s: %s is a helper: name it _%s", definition.Location, name, name)
				}
			}
		})
	}
}

// indexedRules returns the rules without their examples.
func indexedRules(t *testing.T) []rule.Rule {
	t.Helper()
	indexed, err := engine.Index(os.DirFS("."))
	if err != nil {
		t.Fatalf("mend these lines:\n%v", err)
	}
	if len(indexed) == 0 {
		t.Fatal("there are no rules")
	}
	return indexed
}

// folders returns the folders that hold Rego files, as in "sqs/open-queue".
func folders(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, file := range regoFiles(t) {
		found = append(found, path.Dir(file))
	}
	return slices.Compact(found)
}

// regoFiles returns the paths of all Rego files, tests included, sorted.
func regoFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS("."), ".", func(file string, _ fs.DirEntry, err error) error {
		if path.Ext(file) == ".rego" {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// names returns the names of the files in a folder; none for a folder that does not exist.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

func parse(t *testing.T, file string) *ast.Module {
	t.Helper()
	options := ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1}
	tree, err := ast.ParseModuleWithOpts(file, contents(t, file), options)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
