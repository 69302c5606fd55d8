package rule_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestRuleSplitsItsID(t *testing.T) {
	t.Parallel()
	subject := rule.Rule{ID: "lockout/root-only-recovery"}
	if subject.Family() != "lockout" || subject.Name() != "root-only-recovery" {
		t.Errorf("got family %q and name %q", subject.Family(), subject.Name())
	}
}

func TestSeveritiesAreOrderedAndNamed(t *testing.T) {
	t.Parallel()
	want := []string{"critical", "high", "medium", "low"}
	var got []string
	last := rule.Critical + 1
	for _, severity := range rule.Severities() {
		if severity >= last {
			t.Errorf("%s is not milder than %s", severity, last)
		}
		last = severity
		got = append(got, severity.String())
		parsed, err := rule.ParseSeverity(severity.String())
		if parsed != severity || err != nil {
			t.Errorf("parse %s: got %s and error %v", severity, parsed, err)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names differ (-want +got):\n%s", diff)
	}
}

func TestConfidencesAreNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"low", "medium", "high"} {
		parsed, err := rule.ParseConfidence(name)
		if parsed.String() != name || err != nil {
			t.Errorf("parse %s: got %s and error %v", name, parsed, err)
		}
	}
}

func TestUnknownGradesAreErrors(t *testing.T) {
	t.Parallel()
	_, err := rule.ParseSeverity("High")
	if err == nil || err.Error() != `parse severity "High": want critical, high, medium or low` {
		t.Errorf("got error %v", err)
	}
	_, err = rule.ParseConfidence("")
	if err == nil || err.Error() != `parse confidence "": want high, medium or low` {
		t.Errorf("got error %v", err)
	}
	if got := rule.Severity(9).String() + rule.Confidence(9).String(); got != "Severity(9)Confidence(9)" {
		t.Errorf("got %q for grades that do not exist", got)
	}
}

func TestRuleSurvivesJSON(t *testing.T) {
	t.Parallel()
	want := rule.Rule{
		ID: "a/b", Title: "T", Description: "D", Remediation: "R", Severity: rule.Critical,
		Confidence: rule.HighConfidence, Since: "0.1.0", Tags: []string{"a"}, CWE: 1,
		Resources:  []string{"AWS::S3::Bucket"},
		References: []rule.Reference{{Description: "d", URL: "https://example.org"}},
		Libraries:  []string{"rules.lib.arn"}, File: "a/b/b.rego",
		Bad: rule.Example{Language: "yaml", Text: "a: 1\n"},
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got rule.Rule
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rule differs (-want +got):\n%s", diff)
	}
	if err := json.Unmarshal([]byte(`{"severity": "huge"}`), &got); err == nil {
		t.Error("a severity that does not exist was accepted")
	}
	if err := json.Unmarshal([]byte(`{"confidence": "huge"}`), &got); err == nil {
		t.Error("a confidence that does not exist was accepted")
	}
}
