package rule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestPage(t *testing.T) {
	t.Parallel()
	full := rule.Rule{
		ID:          "sqs/public-queue-policy",
		Title:       "Queue open to every AWS account",
		Description: "Anyone may use the queue.\n",
		Remediation: "Name the accounts.",
		Severity:    rule.High,
		Confidence:  rule.MediumConfidence,
		Since:       "0.1.0",
		CWE:         732,
		References: []rule.Reference{
			{Description: "Queue policies", URL: "https://docs.aws.amazon.com/sqs"},
		},
		Bad:  rule.Example{Language: "yaml", Text: "Principal: \"*\"\n"},
		Good: rule.Example{Language: "json", Text: "{\"a\": \"```\"}\n"},
	}
	bare := rule.Rule{
		ID: "a/b", Title: "T", Description: "D", Remediation: "R",
		Severity: rule.Low, Confidence: rule.LowConfidence, Since: "1.0.0",
	}
	tests := map[string]struct {
		rule rule.Rule
		want string
	}{
		"every part has its heading, and a fence is longer than the backquotes inside": {
			rule: full,
			want: "# Queue open to every AWS account\n\n" +
				"`sqs/public-queue-policy` · severity high · confidence medium · since 0.1.0\n\n" +
				"## What it finds\n\nAnyone may use the queue.\n\n" +
				"## Flagged\n\n```yaml\nPrincipal: \"*\"\n```\n\n" +
				"## Accepted\n\n````json\n{\"a\": \"```\"}\n````\n\n" +
				"## How to fix\n\nName the accounts.\n\n" +
				"## References\n\n- [Queue policies](https://docs.aws.amazon.com/sqs)\n" +
				"- [CWE-732](https://cwe.mitre.org/data/definitions/732.html)\n",
		},
		"a part that the rule lacks has no heading": {
			rule: bare,
			want: "# T\n\n`a/b` · severity low · confidence low · since 1.0.0\n\n" +
				"## What it finds\n\nD\n\n## How to fix\n\nR\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, rule.Page(test.rule)); diff != "" {
				t.Errorf("page differs (-want +got):\n%s", diff)
			}
		})
	}
}
