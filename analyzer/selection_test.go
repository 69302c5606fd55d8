package analyzer_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
)

// index is a rule set of three rules, as engine.Load reads it.
var index = fstest.MapFS{"index.json": {Data: []byte(`{"index": [
	{"id": "sqs/open-queue", "severity": "high", "confidence": "high", "tags": ["exposure", "sqs"]},
	{"id": "sqs/old-queue", "severity": "low", "confidence": "high", "tags": ["sqs"]},
	{"id": "vpc/open-door", "severity": "high", "confidence": "high", "tags": ["exposure", "vpc"]}
]}`)}}

func TestSelectors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		selected, ignored []string
		want              []string
	}{
		"nothing selects all":               {nil, nil, []string{"sqs/old-queue", "sqs/open-queue", "vpc/open-door"}},
		"an id":                             {[]string{"sqs/open-queue"}, nil, []string{"sqs/open-queue"}},
		"a family":                          {[]string{"sqs"}, nil, []string{"sqs/old-queue", "sqs/open-queue"}},
		"a family with a star":              {[]string{"vpc/*"}, nil, []string{"vpc/open-door"}},
		"a tag":                             {[]string{"exposure"}, nil, []string{"sqs/open-queue", "vpc/open-door"}},
		"what is ignored is taken away":     {[]string{"exposure"}, []string{"vpc/*"}, []string{"sqs/open-queue"}},
		"ignoring alone starts from all":    {nil, []string{"sqs"}, []string{"vpc/open-door"}},
		"several selectors add up":          {[]string{"vpc", "sqs/old-queue"}, nil, []string{"sqs/old-queue", "vpc/open-door"}},
		"all may be ignored":                {nil, []string{"sqs", "vpc"}, nil},
		"an ignored rule need not be there": {[]string{"vpc"}, []string{"sqs"}, []string{"vpc/open-door"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			analysis, err := analyzer.New(index, analyzer.Options{Select: test.selected, Ignore: test.ignored})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, selected := range analysis.Rules() {
				got = append(got, selected.ID)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rules mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestASelectorThatNamesNothingIsAnErrorWithASuggestion(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"sqs/open-que":  "sqs/open-queue",
		"open-queu":     "sqs/open-queue",
		"exposur":       "exposure",
		"something/new": "",
	}
	for selector, suggestion := range tests {
		t.Run(selector, func(t *testing.T) {
			t.Parallel()
			_, err := analyzer.New(index, analyzer.Options{Ignore: []string{selector}})
			var unknown *analyzer.SelectorError
			if !errors.As(err, &unknown) {
				t.Fatalf("New = %v, want a SelectorError", err)
			}
			if unknown.Suggestion != suggestion {
				t.Errorf("suggestion = %q, want %q", unknown.Suggestion, suggestion)
			}
		})
	}
}
