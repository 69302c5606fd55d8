package analyzer_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// TestScenariosReadAsWanted compares the whole pipeline, from a folder of files to two reports, with
// what the scenario wants. A scenario that ends in "-fixed" has to be without findings, golden or not.
func TestScenariosReadAsWanted(t *testing.T) {
	t.Parallel()
	const scenarios = "../fixtures/scenarios"
	entries, err := os.ReadDir(scenarios)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(scenarios, entry.Name())
			result := analyzeFolder(t, folder)
			if strings.HasSuffix(folder, "-fixed") && len(result.Findings) > 0 {
				t.Errorf("the corrected twin still has a finding: %s", result.Findings[0].Message)
			}
			result.Rules = spoken(result) // the golden of one scenario is not about the other rules
			for name, format := range map[string]string{"want.txt": "text", "want.sarif": "sarif"} {
				var got bytes.Buffer
				if err := report.Write(&got, format, result, report.Options{Width: 80, Version: "0.0.0"}); err != nil {
					t.Fatal(err)
				}
				if format == "sarif" {
					validateSARIF(t, got.Bytes())
				}
				compareGolden(t, filepath.Join(folder, name), got.Bytes())
			}
		})
	}
}

// validateSARIF checks a log against the official schema of SARIF 2.1.0.
func validateSARIF(t *testing.T, log []byte) {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile("report/testdata/sarif-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Errorf("the log does not fit the schema: %v", err)
	}
}

// spoken returns the rules that have a finding.
func spoken(result *finding.Report) []rule.Rule {
	return slices.DeleteFunc(slices.Clone(result.Rules), func(candidate rule.Rule) bool {
		return !slices.ContainsFunc(result.Findings, func(found finding.Finding) bool { return found.Rule == candidate.ID })
	})
}

// analyzeFolder analyses the templates and policies of a folder, which are named relative to it.
func analyzeFolder(t *testing.T, folder string) *finding.Report {
	t.Helper()
	var files []*source.File
	for _, pattern := range []string{"*.yaml", "*.json"} {
		paths, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, source.New(filepath.Base(path), content))
		}
	}
	analysis, err := analyzer.New(rules.FS(), analyzer.Options{Texts: true})
	if err != nil {
		t.Fatal(err)
	}
	result, err := analysis.Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
