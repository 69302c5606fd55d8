package analyzer_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCodeScanningTakesTheReportsOfScenarios holds the SARIF of all scenarios to what GitHub asks for, as Microsoft's
// SARIF Multitool knows it: `npm i @microsoft/sarif-multitool-linux@5.7.0`, with its folder on PATH.
func TestCodeScanningTakesTheReportsOfScenarios(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("Sarif.Multitool")
	if err != nil {
		t.Skip("Sarif.Multitool is not on PATH to validate SARIF with GitHub's rules")
	}
	logs, err := filepath.Glob("../fixtures/scenarios/*/want.sarif")
	if err != nil || len(logs) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, log := range logs {
		t.Run(filepath.Base(filepath.Dir(log)), func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "out.sarif")
			command := exec.CommandContext(t.Context(), tool, "validate", log, "--rule-kind", "Sarif;Ghas",
				"--level", "Error;Warning", "-o", out, "--log", "ForceOverwrite")
			if said, err := command.CombinedOutput(); err != nil {
				t.Fatalf("validate: %v\n%s", err, said)
			}
			if diff := cmp.Diff([]string(nil), complaints(t, out)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// complaints returns the rules and messages of the results in a log of the Multitool.
func complaints(t *testing.T, name string) []string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID  string `json:"ruleId"`
				Message struct {
					ID        string   `json:"id"`
					Arguments []string `json:"arguments"`
				} `json:"message"`
			} `json:"results"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs, want one", len(log.Runs))
	}
	var all []string
	for _, result := range log.Runs[0].Results {
		for _, argument := range append([]string{result.Message.ID}, result.Message.Arguments...) {
			all = append(all, result.RuleID+": "+argument)
		}
	}
	return all
}
