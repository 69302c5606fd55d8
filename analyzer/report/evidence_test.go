package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestTextEvidence(t *testing.T) {
	t.Parallel()
	note := func(text string) finding.Finding {
		return finding.Finding{Notes: []finding.Note{{Label: "why", Text: text}}}
	}
	fix := func(safe bool, edits ...finding.Edit) finding.Finding {
		return finding.Finding{Fix: &finding.Fix{Title: "mend it", Safe: safe, Edits: edits}}
	}
	tests := map[string]struct {
		of   finding.Finding
		want string
	}{
		"a note hangs under itself": {
			note("the bucket is declared here and nothing else says who may write to it"), "" +
				"  = why: the bucket is declared here and\n" +
				"         nothing else says who may write to\n" +
				"         it\n",
		},
		"a note keeps its lines": {
			note("first\r\nsecond\n"), "" +
				"  = why: first\n" +
				"         second\n",
		},
		"a word is never broken": {
			note("see arn:aws:iam::111122223333:role/a-name-longer-than-the-line it is"), "" +
				"  = why: see\n" +
				"         arn:aws:iam::111122223333:role/a-name-longer-than-the-line\n" +
				"         it is\n",
		},
		"a command breaks before its options, so that it can be pasted": {
			note("run\naws s3api delete-bucket-policy --bucket logs --region eu-west-1 --profile 'break glass'"), "" +
				"  = why: run\n" +
				"         aws s3api delete-bucket-policy \\\n" +
				"           --bucket logs --region eu-west-1 \\\n" +
				"           --profile 'break glass'\n",
		},
		"conditions are in order": {
			finding.Finding{Scenario: map[string]bool{"B": true, "A": false}},
			"  = when: A is false and B is true\n",
		},
		"hops are numbered, in a column of their own": {
			finding.Finding{Flow: []finding.Step{
				step(finding.Location{File: "a.yaml"}, "the internet gateway of the first VPC"),
				step(finding.Location{File: "b.yaml"}, "a group"),
			}}, "" +
				"  = hops: 1. a.yaml: the internet gateway of\n" +
				"             the first VPC\n" +
				"          2. b.yaml: a group\n",
		},
		"a safe fix says so": {
			fix(true, finding.Edit{Op: "replace", At: source.NewAt("app.yaml", "A", "B"), Value: "<x>"}), "" +
				"  = fix: mend it (safe; latchkey fix)\n" +
				"  |   ~ A.B: \"<x>\"\n",
		},
		"a suggested fix asks for a look": {
			fix(false, finding.Edit{Op: "remove", At: source.NewAt("app.yaml", "A").Item(0)}), "" +
				"  = fix: mend it (suggested; latchkey fix\n" +
				"         --unsafe)\n" +
				"  |   - A[0]\n",
		},
		"a fix that can't be written is for the reader's hand": {
			finding.Finding{Fix: &finding.Fix{Title: "mend it", Refusal: "Fn::If decides", Edits: []finding.Edit{
				{Op: "remove", At: source.NewAt("app.yaml", "A")},
			}}}, "" +
				"  = fix: mend it (by hand: Fn::If decides)\n" +
				"  |   - A\n",
		},
		"a fix of another file names it": {
			fix(true, finding.Edit{Op: "add", At: source.NewAt("net.yaml", "A"), Value: []any{1}}), "" +
				"  = fix: mend it (safe; latchkey fix)\n" +
				"  |   + net.yaml: A: [1]\n",
		},
		"a value that cannot be written is left out": {
			fix(true, finding.Edit{Op: "add", At: source.NewAt("app.yaml", "A"), Value: func() {}}), "" +
				"  = fix: mend it (safe; latchkey fix)\n" +
				"  |   + A: ...\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.of.Rule, test.of.Severity, test.of.Message = "a/b", rule.Low, "x"
			test.of.Location.File = "app.yaml"
			of := &finding.Report{Findings: []finding.Finding{test.of}}
			got := write(t, "text", of, report.Options{Width: 45, Quiet: true})
			got = strings.TrimPrefix(got, "low[a/b]: x\n --> app.yaml\n")
			got = strings.TrimSuffix(got, "  = docs: latchkey explain a/b\n\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextWrapsAPathAtItsDots(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Location.Path = "/Resources/Policy/Properties/PolicyDocument/Statement/10/Condition/StringEquals"
	want := ` --> app.yaml:1:1
     Resources.Policy.Properties.
     PolicyDocument.Statement[10].
     Condition.StringEquals
`
	if got := write(t, "text", of, report.Options{Width: 40}); !strings.Contains(got, want) {
		t.Errorf("want\n%s in\n%s", want, got)
	}
}

func TestTextShowsRelatedFilesWithoutItsOwn(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Related = []finding.Step{step(of.Findings[0].Location, "here")}
	of.Findings[0].Location = finding.Location{File: "gone.yaml"}
	want := ` --> gone.yaml
 ::: app.yaml:1:1
  |
1 | Web: x
  | --- here
  |
`
	if got := write(t, "text", of, report.Options{}); !strings.Contains(got, want) {
		t.Errorf("want\n%s in\n%s", want, got)
	}
}
