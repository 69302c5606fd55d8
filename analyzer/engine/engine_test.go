package engine_test

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func TestPrepareCompilesOnlyRulesWhoseSubjectIsPresent(t *testing.T) {
	t.Parallel()
	on := func(family, resources string) string {
		text := replaced(t, header, "#   since: 0.1.0\n", "#   since: 0.1.0\n#   resources: "+resources+"\n")
		return text + "package rules." + family + `["open-queue"]` + body
	}
	set := ruleSet(map[string]string{
		"sqs/open-queue/open_queue.rego": on("sqs", `["AWS::SQS::Queue", "AWS::SQS::QueuePolicy"]`),
		"sns/open-queue/open_queue.rego": on("sns", `["AWS::SNS::Topic"]`),
		"any/open-queue/open_queue.rego": header + `package rules.any["open-queue"]` + body,
	})
	rules, err := engine.Index(set)
	if err != nil {
		t.Fatal(err)
	}
	// a rule that is not selected is not even read
	set["sns/open-queue/open_queue.rego"].Data = []byte("broken")
	started, err := engine.New(rules, set)
	if err != nil {
		t.Fatal(err)
	}

	prepared, err := started.Prepare(t.Context(), map[string]bool{"AWS::SQS::QueuePolicy": true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, compiled := range prepared.Rules() {
		got = append(got, compiled.ID)
	}
	if diff := cmp.Diff([]string{"any/open-queue", "sqs/open-queue"}, got); diff != "" {
		t.Errorf("rules differ (-want +got):\n%s", diff)
	}

	_, err = started.Prepare(t.Context(), map[string]bool{"AWS::SNS::Topic": true})
	var fileError *engine.FileError
	if !errors.As(err, &fileError) || fileError.File != "sns/open-queue/open_queue.rego" {
		t.Errorf("got error %v, want one about the broken rule", err)
	}
}

func TestPrepareLoadsLibrariesFromAnyRuleSet(t *testing.T) {
	t.Parallel()
	builtIn := ruleSet(map[string]string{
		"lib/arn/arn.rego":   "package rules.lib.arn\nis_star(p) if data.rules.lib.text.is(p, \"*\")\n",
		"lib/text/text.rego": "package rules.lib.text\nis(a, b) if a == b\n",
	})
	user := oneRule("import data.rules.lib.arn\n\n" +
		"findings contains {\"message\": \"m\", \"at\": \"a#\"} if arn.is_star(input.region)\n")
	rules, err := engine.Index(user, builtIn)
	if err != nil {
		t.Fatal(err)
	}
	started, err := engine.New(rules, builtIn, user)
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := started.Prepare(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	results, _, err := prepared.Evaluate(t.Context(), document(t, `{"region": "*"}`))
	if err != nil || len(results) != 1 {
		t.Errorf("got %v and error %v, want one result", results, err)
	}
}

func TestNewRefusesTwoRulesWithOneID(t *testing.T) {
	t.Parallel()
	_, err := engine.New([]rule.Rule{{ID: "a/b"}, {ID: "c/d"}, {ID: "a/b"}})
	if err == nil || err.Error() != "start engine: two rules have the id a/b" {
		t.Errorf("got error %v", err)
	}
}

func TestPrepareStopsWithItsContext(t *testing.T) {
	t.Parallel()
	set := oneRule(body)
	rules, err := engine.Index(set)
	if err != nil {
		t.Fatal(err)
	}
	started, err := engine.New(rules, set)
	if err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := started.Prepare(stopped, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

func TestForAsksOnlyTheRulesWhoseSubjectIsPresent(t *testing.T) {
	t.Parallel()
	queue := replaced(t, header, "#   since: 0.1.0\n", "#   since: 0.1.0\n#   resources: [\"AWS::SQS::Queue\"]\n")
	topic := replaced(t, header, "#   since: 0.1.0\n", "#   since: 0.1.0\n#   resources: [\"AWS::SNS::Topic\"]\n")
	set := ruleSet(map[string]string{
		"sqs/open-queue/open_queue.rego": queue + `package rules.sqs["open-queue"]` + body,
		"sns/open-queue/open_queue.rego": topic + `package rules.sns["open-queue"]` + body,
		"any/open-queue/open_queue.rego": header + `package rules.any["open-queue"]` + body,
	})
	rules, err := engine.Index(set)
	if err != nil {
		t.Fatal(err)
	}
	started, err := engine.New(rules, set)
	if err != nil {
		t.Fatal(err)
	}
	both := map[string]bool{"AWS::SQS::Queue": true, "AWS::SNS::Topic": true}
	prepared, err := started.Prepare(t.Context(), both)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		present map[string]bool
		want    []string
	}{
		"all types": {present: both, want: []string{"any/open-queue", "sns/open-queue", "sqs/open-queue"}},
		"one type": {
			present: map[string]bool{"AWS::SQS::Queue": true},
			want:    []string{"any/open-queue", "sqs/open-queue"},
		},
		"the same type again": {
			present: map[string]bool{"AWS::SQS::Queue": true, "AWS::EC2::VPC": true},
			want:    []string{"any/open-queue", "sqs/open-queue"},
		},
		"no type": {want: []string{"any/open-queue"}},
	}
	input := document(t, `{"by_type": {"queues": ["app.yaml#/Q"]}}`)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			part, err := prepared.For(test.present)
			if err != nil {
				t.Fatal(err)
			}
			results, _, err := part.Evaluate(t.Context(), input)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, result := range results {
				got = append(got, result.Rule)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rules that spoke differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadsNamesWhatRulesLookAt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text    string
		library string
		want    map[string]bool
		wantAll bool
	}{
		"members by name": {
			text: body + "\nanswer if input[\"region\"] == input.account\n",
			want: map[string]bool{"by_type": true, "region": true, "account": true},
		},
		"a member inside the reference to another": {
			text: body + "\nanswer if input.by_type[input.region]\n",
			want: map[string]bool{"by_type": true, "region": true},
		},
		"a member that a library looks at": {
			text:    "import data.rules.lib.arn\n" + body + "\nanswer if arn.answer\n",
			library: "package rules.lib.arn\n\nanswer if count(input.files) > 0\n",
			want:    map[string]bool{"by_type": true, "files": true},
		},
		"the document as a whole": {
			text:    body + "\nanswer := input\n",
			want:    map[string]bool{"by_type": true},
			wantAll: true,
		},
		"a member that is chosen at run time": {
			text:    body + "\nanswer if {\n\tsome name in [\"files\"]\n\tinput[name]\n}\n",
			want:    map[string]bool{"by_type": true},
			wantAll: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set := oneRule(test.text)
			if test.library != "" {
				set["lib/arn/arn.rego"] = &fstest.MapFile{Data: []byte(test.library)}
			}
			got, all := prepare(t, set).Reads()
			if diff := cmp.Diff(test.want, got); diff != "" || all != test.wantAll {
				t.Errorf("all is %t, want %t; members differ (-want +got):\n%s", all, test.wantAll, diff)
			}
		})
	}
}
