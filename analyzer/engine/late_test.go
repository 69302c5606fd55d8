package engine_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
)

// lateHeader is the metadata of a rule about an issue.
func lateHeader(tb testing.TB, subjects string) string {
	tb.Helper()
	return replaced(tb, header, "#   remediation:", "#   resources: ["+subjects+"]\n#   remediation:")
}

// lateRule is a rule that reports every policy, given what it is about.
func lateRule(tb testing.TB, name, subjects string) (file, text string) {
	tb.Helper()
	return "policy/" + name + "/" + name + ".rego", lateHeader(tb, subjects) + `package rules.policy["` + name + `"]

findings contains finding if {
	some policy in input.policies
	finding := {"message": "Data is wrong", "at": policy.at}
}
`
}

// lateRules returns an engine with a rule for one subject, one for two, and one for every document.
func lateRules(tb testing.TB) *engine.Engine {
	tb.Helper()
	files := map[string]string{"sqs/open/open.rego": header + "package rules.sqs[\"open\"]\n" + body}
	for name, subjects := range map[string]string{"one": "policy/first", "both": "policy/first, policy/second"} {
		file, text := lateRule(tb, name, subjects)
		files[file] = text
	}
	set := ruleSet(files)
	rules, err := engine.Index(set)
	if err != nil {
		tb.Fatal(err)
	}
	started, err := engine.New(rules, set)
	if err != nil {
		tb.Fatal(err)
	}
	return started
}

func TestLateRulesAreNotPreparedWithTheOthers(t *testing.T) {
	t.Parallel()
	prepared, err := lateRules(t).Prepare(t.Context(), map[string]bool{"AWS::SQS::Queue": true})
	if err != nil {
		t.Fatal(err)
	}
	if got := prepared.Rules(); len(got) != 1 || got[0].ID != "sqs/open" {
		t.Errorf("prepared %v", got)
	}
}

func TestLateRulesSpeakOfTheirSubjectsOnly(t *testing.T) {
	t.Parallel()
	late := lateRules(t).Late()
	tests := map[string]struct {
		subjects []string
		want     []string
	}{
		"no subject":           {nil, nil},
		"a subject of no rule": {[]string{"policy/other"}, nil},
		"a subject of two":     {[]string{"policy/first"}, []string{"policy/both", "policy/one"}},
		"a subject of one":     {[]string{"policy/other", "policy/second"}, []string{"policy/both"}},
		"two subjects of one":  {[]string{"policy/first", "policy/second"}, []string{"policy/both", "policy/one"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			policies := document(t, `{"policies": [{"at": "app.yaml#/P"}]}`)
			results, undecided, err := late.Evaluate(t.Context(), test.subjects, policies)
			if err != nil || len(undecided) > 0 {
				t.Fatalf("got undecided %v and error %v", undecided, err)
			}
			var got []string
			for _, result := range results {
				got = append(got, result.Rule)
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestThereMayBeNoLateRules(t *testing.T) {
	t.Parallel()
	started, err := engine.New(nil, fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if started.Late().Any(func(string) bool { return true }) {
		t.Error("an engine without rules has late ones")
	}
	if !lateRules(t).Late().Any(func(string) bool { return true }) {
		t.Error("an engine with late rules has none")
	}
}

func TestLateRulesKeepTheirContract(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ subjects, old, with, want string }{
		"types beside issues":       {"policy/first, AWS::SQS::Queue", "Data", "Data", "both types and subjects"},
		"types beside verdicts":     {"AWS::SQS::Queue, verdict/total", "Data", "Data", "both types and subjects of built documents"},
		"other parts of a document": {"policy/first", "input.policies", "input.resources", "input.resources"},
		"the document as a whole":   {"policy/first", "input.policies", "input[_]", "such a rule reads input.policies"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, text := lateRule(t, "one", test.subjects)
			_, err := engine.Index(ruleSet(map[string]string{file: replaced(t, text, test.old, test.with)}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
		})
	}
}
