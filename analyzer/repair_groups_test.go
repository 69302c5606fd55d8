package analyzer_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/rules"
)

// TestFixesOfGroupsAndACLsRemoveTheFinding makes every change that a rule about security groups or network ACLs
// offers for one of its bad examples: the finding has to be gone, and no other may come of it.
func TestFixesOfGroupsAndACLsRemoveTheFinding(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	known, err := engine.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, rule := range known {
		if !strings.HasPrefix(rule.ID, "security-group/") && !strings.HasPrefix(rule.ID, "nacl/") {
			continue
		}
		for _, file := range fixtures(t, rule.ID, "bad-") {
			before := findingsOf(t, subject, file, nil)
			for _, found := range before {
				if found.Rule != rule.ID || found.Fix == nil {
					continue
				}
				count++
				t.Run(strings.TrimPrefix(file, ruleFixtures+"/"), func(t *testing.T) {
					t.Parallel()
					checkMended(t, before, findingsOf(t, subject, file, found.Fix.Edits), found)
				})
			}
		}
	}
	if least := 10; count < least {
		t.Errorf("only %d findings come with a fix, want at least %d", count, least)
	}
}

// checkMended compares what is found after a fix with what was found before.
func checkMended(t *testing.T, before, after []finding.Finding, mended finding.Finding) {
	t.Helper()
	was := map[string]bool{}
	for _, found := range before {
		was[found.Rule+found.Message] = true
	}
	for _, found := range after {
		if found.Rule == mended.Rule && found.Message == mended.Message {
			t.Errorf("it is still reported: %s", found.Message)
		}
		if !was[found.Rule+found.Message] {
			t.Errorf("the fix brings a finding of %s: %s", found.Rule, found.Message)
		}
	}
}
