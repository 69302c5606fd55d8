package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestEvaluateReadsAllThatAFindingMaySay(t *testing.T) {
	t.Parallel()
	results, undecided, err := evaluate(t, `{"by_type": {"queues": ["app.yaml#/Jobs"]}}`, map[string]string{
		"sqs/open-queue/open_queue.rego": header + `package rules.sqs["open-queue"]
findings contains finding if {
	some queue in input.by_type.queues
	finding := {
		"message": "Jobs is open",
		"at": queue,
		"label": "anyone",
		"severity": "low",
		"related": [{"at": $"{queue}/A", "message": "the queue"}],
		"flow": [{"at": $"{queue}/B", "message": "a hop"}],
		"notes": [{"label": "why", "text": "no condition"}],
		"fix": {"title": "Close it", "safe": true, "edits": [{"op": "replace", "at": queue, "value": {"a": [1]}}]},
		"properties": {"port": 443, "open": true},
	}
}
undecided contains question if {
	some queue in input.by_type.queues
	question := {"at": queue, "reason": "the principal is unresolved"}
}
`,
	})
	if err != nil {
		t.Fatal(err)
	}

	wantResults := []engine.Result{{
		Rule:     "sqs/open-queue",
		Severity: rule.Low,
		Message:  "Jobs is open",
		Label:    "anyone",
		At:       "app.yaml#/Jobs",
		Related:  []engine.Step{{At: "app.yaml#/Jobs/A", Message: "the queue"}},
		Flow:     []engine.Step{{At: "app.yaml#/Jobs/B", Message: "a hop"}},
		Notes:    []finding.Note{{Label: "why", Text: "no condition"}},
		Fix: &finding.Fix{Title: "Close it", Safe: true, Edits: []finding.Edit{{
			Op: "replace", At: "app.yaml#/Jobs", Value: map[string]any{"a": []any{number("1")}},
		}}},
		Properties: map[string]any{"port": number("443"), "open": true},
	}}
	wantUndecided := []engine.Undecided{
		{Rule: "sqs/open-queue", At: "app.yaml#/Jobs", Reason: "the principal is unresolved"},
	}
	if diff := cmp.Diff(wantResults, results); diff != "" {
		t.Errorf("results differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantUndecided, undecided); diff != "" {
		t.Errorf("undecided differ (-want +got):\n%s", diff)
	}
}

func TestEvaluateOrdersByRuleThenByWhatIsSaid(t *testing.T) {
	t.Parallel()
	results, undecided, err := evaluate(t, `{"by_type": {"queues": ["b.yaml#/Q", "a.yaml#/Q"]}}`, map[string]string{
		"sqs/open-queue/open_queue.rego": header + `package rules.sqs["open-queue"]` + body,
		"ecr/open-queue/open_queue.rego": header + `package rules.ecr["open-queue"]` + body,
	})
	if err != nil {
		t.Fatal(err)
	}

	type place struct {
		Rule     string
		At       source.At
		Severity rule.Severity
	}
	var got []place
	for _, result := range results {
		got = append(got, place{result.Rule, result.At, result.Severity})
	}
	want := []place{
		{"ecr/open-queue", "a.yaml#/Q", rule.High},
		{"ecr/open-queue", "b.yaml#/Q", rule.High},
		{"sqs/open-queue", "a.yaml#/Q", rule.High},
		{"sqs/open-queue", "b.yaml#/Q", rule.High},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order differs (-want +got):\n%s", diff)
	}
	if len(undecided) != 0 {
		t.Errorf("got undecided %v from rules that define none", undecided)
	}
}

func TestEvaluateNamesTheRuleThatReturnsNonsense(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		set, element string
		want         string
	}{
		"a string": {
			set: "findings", element: `"Jobs is open"`,
			want: `read findings element "Jobs is open": ` +
				"cannot unmarshal string into Go value of type engine.wireFinding",
		},
		"a key that does not exist": {
			set: "findings", element: `{"message": "m", "at": "a#", "path": []}`,
			want: `read findings element {"at": "a#", "message": "m", "path": []}: unknown field "path"`,
		},
		"no message and no place": {
			set: "findings", element: `{}`,
			want: "read findings element {}: message is missing\n" +
				`at is "": want a handle of the document, as in app.yaml#/Resources/Web`,
		},
		"a place in no file": {
			set: "findings", element: `{"message": "m", "at": "#/Resources"}`,
			want: `read findings element {"at": "#/Resources", "message": "m"}: ` +
				`at is "#/Resources": want a handle of the document, as in app.yaml#/Resources/Web`,
		},
		"a place that is no handle": {
			set: "findings", element: `{"message": "m", "at": "Jobs"}`,
			want: `read findings element {"at": "Jobs", "message": "m"}: ` +
				`at is "Jobs": want a handle of the document, as in app.yaml#/Resources/Web`,
		},
		"a severity that does not exist": {
			set: "findings", element: `{"message": "m", "at": "a#", "severity": "huge"}`,
			want: `read findings element {"at": "a#", "message": "m", "severity": "huge"}: ` +
				`parse severity "huge": want critical, high, medium or low`,
		},
		"a hop without a sentence": {
			set: "findings", element: `{"message": "m", "at": "a#", "flow": [{"at": "a#"}]}`,
			want: `read findings element {"at": "a#", "flow": [{"at": "a#"}], "message": "m"}: ` +
				"flow[0].message is missing",
		},
		"a note without a text": {
			set: "findings", element: `{"message": "m", "at": "a#", "notes": [{"label": "why"}]}`,
			want: `read findings element {"at": "a#", "message": "m", "notes": [{"label": "why"}]}: ` +
				"notes[0].text is missing",
		},
		"a fix without edits": {
			set: "findings", element: `{"message": "m", "at": "a#", "fix": {"title": "t"}}`,
			want: `read findings element {"at": "a#", "fix": {"title": "t"}, "message": "m"}: fix.edits is empty`,
		},
		"an edit that does not exist": {
			set:     "findings",
			element: `{"message": "m", "at": "a#", "fix": {"title": "t", "edits": [{"op": "move", "at": "a#"}]}}`,
			want: `read findings element {"at": "a#", "fix": {"edits": [{"at": "a#", "op": "move"}], "title": "t"}, ` +
				`"message": "m"}: fix.edits[0].op is "move": want add, replace or remove`,
		},
		"an undecided question without a reason": {
			set: "undecided", element: `{"at": "a#"}`,
			want: `read undecided element {"at": "a#"}: reason is missing`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := header + `package rules.sqs["open-queue"]` + "\n\n" + test.set + " contains " + test.element + "\n"
			if test.set != "findings" {
				text += body
			}
			_, _, err := evaluate(t, `{}`, map[string]string{"sqs/open-queue/open_queue.rego": text})
			if err == nil {
				t.Fatal("the element was accepted")
			}
			if diff := cmp.Diff("rule sqs/open-queue: "+test.want, err.Error()); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEvaluateReportsABuiltinThatFails(t *testing.T) {
	t.Parallel()
	_, _, err := evaluate(t, `{"by_type": {"queues": ["a.yaml#/Q"]}}`, map[string]string{
		"sqs/open-queue/open_queue.rego": header + `package rules.sqs["open-queue"]` + body +
			"\nfindings contains queue if {\n\tsome queue in input.by_type.queues\n\tto_number(queue) > 1\n}\n",
	})
	want := "evaluate rule sqs/open-queue: sqs/open-queue/open_queue.rego:22: eval_builtin_error: " +
		`to_number: strconv.ParseFloat: parsing "a.yaml#/Q": invalid syntax`
	if err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestEvaluateWithoutRulesFindsNothing(t *testing.T) {
	t.Parallel()
	results, undecided, err := evaluate(t, `{}`, nil)
	if len(results) != 0 || len(undecided) != 0 || err != nil {
		t.Errorf("got %v, %v, %v", results, undecided, err)
	}
}

func TestEvaluateStopsWithItsContext(t *testing.T) {
	t.Parallel()
	prepared := prepare(t, oneRule(body))
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, _, err := prepared.Evaluate(stopped, document(t, `{"by_type": {"queues": []}}`))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
}

func TestPreparedServesManyGoroutines(t *testing.T) {
	t.Parallel()
	prepared := prepare(t, oneRule(body))
	var group sync.WaitGroup
	for worker := range 8 {
		input := document(t, fmt.Sprintf(`{"by_type": {"queues": ["%d.yaml#/Q"]}}`, worker))
		want := source.NewAt(fmt.Sprintf("%d.yaml", worker), "Q")
		group.Go(func() {
			for range 50 {
				results, _, err := prepared.Evaluate(t.Context(), input)
				if err != nil || len(results) != 1 || results[0].At != want {
					t.Errorf("got %v and error %v, want one result at %s", results, err, want)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestARuleThatFailsCostsNoOtherItsFindings(t *testing.T) {
	t.Parallel()
	results, _, err := evaluate(t, `{"by_type": {"queues": ["a.yaml#/Q"]}}`, map[string]string{
		"sqs/broken/broken.rego": header + `package rules.sqs.broken` + body +
			"\nfindings contains queue if {\n\tsome queue in input.by_type.queues\n\tto_number(queue) > 1\n}\n",
		"sqs/misshapen/misshapen.rego": header + `package rules.sqs.misshapen` + body +
			"\nfindings contains queue if {\n\tsome queue in input.by_type.queues\n}\n",
		"sqs/sound/sound.rego": header + `package rules.sqs.sound` + body +
			"\nfindings contains {\"message\": \"Q is open\", \"at\": queue} if {\n\tsome queue in input.by_type.queues\n}\n",
	})
	if len(results) == 0 || results[0].Rule != "sqs/sound" || results[len(results)-1].Rule != "sqs/sound" {
		t.Errorf("results = %v, want those of the sound rule alone", results)
	}
	for _, id := range []string{"sqs/broken", "sqs/misshapen"} {
		if err == nil || !strings.Contains(err.Error(), id) {
			t.Errorf("error = %v, want it to name %s", err, id)
		}
	}
}
