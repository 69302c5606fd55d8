package fact_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestOrKeepsTheReasonOfTheFactThatDecides(t *testing.T) {
	t.Parallel()
	yes, no, open := fact.Yes("a route leads there"), fact.No("no route does"), fact.Undecided("a list is not known")
	tests := map[string]struct{ a, b, want fact.Fact }{
		"yes before no":          {yes, no, yes},
		"yes after no":           {no, yes, yes},
		"yes after open":         {open, yes, yes},
		"open after no":          {no, open, open},
		"open before no":         {open, no, open},
		"the first of two noes":  {no, fact.No("another"), no},
		"the first of two yeses": {yes, fact.Yes("another"), yes},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.a.Or(test.b)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestStepsAreThePlacesOfAllValuesOnce(t *testing.T) {
	t.Parallel()
	step := func(at, message string) value.Step {
		return value.Step{At: source.At("a.yaml#/" + at), Message: message}
	}
	shared := step("Parameters/P", "default")
	got := fact.Steps(
		nil, &value.Value{Via: []value.Step{shared}}, &value.Value{Via: []value.Step{shared, step("M", "mapping")}},
	)
	want := []fact.Hop{{At: "a.yaml#/Parameters/P", Message: "default"}, {At: "a.yaml#/M", Message: "mapping"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJoinLeavesRepetitionsOut(t *testing.T) {
	t.Parallel()
	got := fact.Join([]string{"b", "a", "b"}, nil, []string{"a", "c"})
	if diff := cmp.Diff([]string{"b", "a", "c"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEnumerateNamesTheFirstOfMany(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"":                    nil,
		"A":                   {"A"},
		"A and B":             {"A", "B"},
		"A, B, C and D":       {"A", "B", "C", "D"},
		"A, B, C and 2 more":  {"A", "B", "C", "D", "E"},
		"A, B, C and 10 more": {"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"},
	}
	for want, texts := range tests {
		if got := fact.Enumerate(texts); got != want {
			t.Errorf("Enumerate(%v) = %q, want %q", texts, got, want)
		}
	}
}
