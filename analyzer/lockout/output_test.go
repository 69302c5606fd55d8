package lockout_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// TestRulesPutEveryVerdictIntoWords goes through the policies of up to two of the building blocks. Rego
// writes "<undefined>" where a rule has no words for what it is given.
func TestRulesPutEveryVerdictIntoWords(t *testing.T) {
	t.Parallel()
	subject, err := analyzer.New(rules.FS(), analyzer.Options{Select: []string{"lockout"}, Account: owner})
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for i, first := range statements {
		for _, second := range statements[i:] {
			text := `{"Version": "2012-10-17", "Statement": [` + long(first) + ", " + long(second) + "]}"
			files = append(files, source.New(fmt.Sprintf("p%d.json", len(files)), []byte(text)))
		}
	}

	report, err := subject.Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}

	if len(report.Findings) == 0 {
		t.Error("there are no findings")
	}
	for _, found := range report.Findings {
		if said := fmt.Sprintf("%+v", found); strings.Contains(said, "undefined") {
			t.Errorf("a rule is at a loss for words: %s", said)
		}
	}
}
