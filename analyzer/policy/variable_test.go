package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestExpand(t *testing.T) {
	t.Parallel()

	context := contextOf(t, `{"aws:username": "ann", "aws:tagkeys": ["a", "b"], "t:star": "a*b", "t:maybe?": "x", "t:symbol": "<X>"}`)
	cases := map[string]struct {
		text, want string // what is wanted is as valuetest.Symbolic reads it
		complete   value.Truth
	}{
		"no variable":                        {"a/b", "a/b", value.Yes},
		"a variable":                         {"home/${aws:username}/*", "home/ann/*", value.Yes},
		"names in any case":                  {"${AWS:UserName}", "ann", value.Yes},
		"a default that is not needed":       {"${aws:username, 'all'}", "ann", value.Yes},
		"a default":                          {"x-${aws:principaltag/team, 'all'}", "x-all", value.Yes},
		"an empty default":                   {"x-${aws:principaltag/team, ''}", "x-", value.Yes},
		"several":                            {"${aws:username}-${aws:username}", "ann-ann", value.Yes},
		"what has no end is literal":         {"a${aws:username", "a${aws:username", value.Yes},
		"a symbol":                           {"a-${t:symbol}", "a-<X>", value.Yes},
		"a list can't stand for a variable":  {"a-${aws:tagkeys}", "a-<>", value.Yes},
		"a wildcard in a value may be one":   {"a-${t:star}", "a-<>", value.Yes},
		"a key that may be absent":           {"a-${t:maybe}", "a-<>", value.Undecided},
		"a default for one that may":         {"a-${t:maybe, 'x'}", "a-<>", value.Yes},
		"a form that is no variable's stays": {"a-${b,c}", "a-<>", value.Yes},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, complete := resource(t, test.text).Expand(context)

			if diff := cmp.Diff(shape(valuetest.Symbolic(test.want)), shape(got)); diff != "" || complete != test.complete {
				t.Errorf("complete: %s, want %s; mismatch (-want +got):\n%s", complete, test.complete, diff)
			}
		})
	}
}

func TestExpandOfAnAbsentKey(t *testing.T) {
	t.Parallel()

	got, complete := resource(t, "home/${aws:username}/*").Expand(policy.Context{})

	if got != nil || complete != value.No {
		t.Errorf("got %+v, %s", got, complete)
	}
}

// shape shows the parts of a value; what stands for something unknown has no name.
func shape(v *value.Value) []string {
	parts := []*value.Value{v}
	if v.Is(value.Text) {
		parts = v.Parts
	}
	var texts []string
	for _, part := range parts {
		text, isLiteral := part.Literal()
		if !isLiteral {
			text = "<" + part.Symbol + ">"
		}
		texts = append(texts, text)
	}
	return texts
}

func resource(tb testing.TB, text string) policy.Text {
	tb.Helper()
	document := parse(tb, `{"Version": "2012-10-17", "Statement": {"Resource": "`+text+`"}}`)
	return document.Statements[0].Resources[0]
}

func TestVariablesInConditions(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		condition, context string
		want               value.Truth
	}{
		"a variable in a pattern":           {`{"StringLike": {"s3:prefix": "home/${aws:username}/*"}}`, `{"s3:prefix": "home/ann/x", "aws:username": "ann"}`, value.Yes},
		"another value":                     {`{"StringLike": {"s3:prefix": "home/${aws:username}/*"}}`, `{"s3:prefix": "home/bob/x", "aws:username": "ann"}`, value.No},
		"two keys that have to be equal":    {`{"StringEquals": {"a": "${b}"}}`, `{"a": "x", "b": "x"}`, value.Yes},
		"two keys with one symbol":          {`{"StringEquals": {"a": "${b}"}}`, `{"a": "<X>", "b": "<X>"}`, value.Yes},
		"a variable without a value":        {`{"StringEquals": {"a": "${b}"}}`, `{"a": "x"}`, value.No},
		"another value beside it":           {`{"StringEquals": {"a": ["${b}", "x"]}}`, `{"a": "x"}`, value.Yes},
		"its negation is not documented":    {`{"StringNotEquals": {"a": "${b}"}}`, `{"a": "x"}`, value.Undecided},
		"nor is it for an absent key":       {`{"StringNotEquals": {"a": "${b}"}}`, `{}`, value.Undecided},
		"a negation that another one rules": {`{"StringNotEquals": {"a": ["${b}", "x"]}}`, `{"a": "x"}`, value.No},
		"an escaped star is a star":         {`{"StringLike": {"a": "x${*}"}}`, `{"a": "x*"}`, value.Yes},
		"an escaped star is no wildcard":    {`{"StringLike": {"a": "x${*}"}}`, `{"a": "xy"}`, value.No},
		"an escaped question mark":          {`{"StringLike": {"a": "${?}*"}}`, `{"a": "?y"}`, value.Yes},
		"an escape where nothing is wild":   {`{"StringEquals": {"a": "x${$}{b}"}}`, `{"a": "x${b}"}`, value.Yes},
		"a boolean":                         {`{"Bool": {"a": "${b}"}}`, `{"a": "true", "b": "true"}`, value.Yes},
		"an ARN":                            {`{"ArnLike": {"a": "arn:aws:iam::${b}:role/*"}}`, `{"a": "arn:aws:iam::1:role/x", "b": "1"}`, value.Yes},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := holds(t, test.condition, test.context); got != test.want {
				t.Errorf("%s holds in %s: %s, want %s", test.condition, test.context, got, test.want)
			}
		})
	}
}

func TestVariablesAreLiteralInOldDocuments(t *testing.T) {
	t.Parallel()
	const statement = `"Statement": {"Condition": {"StringLike": {"a": "${b}*"}}}`
	context := contextOf(t, `{"a": "${b}c", "b": "x"}`)

	for _, version := range []string{``, `"Version": "2008-10-17", `, `"Version": "2012-10-17", `} {
		document := parse(t, `{`+version+statement+`}`)
		known := version == `"Version": "2012-10-17", `

		got := document.Statements[0].ConditionsHold(context, document.HasVariables())

		if want := value.TruthOf(!known); got != want || document.HasVariables() != known {
			t.Errorf("with %q it holds: %s, want %s", version, got, want)
		}
	}
}

func TestVariablesCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	document := parse(t, `{"Version": "2012-10-17", "Statement": {"Condition": {"StringEquals": {"a": "${b}"}}}}`)
	context := contextOf(t, `{"a": "${b}", "b": "x"}`)

	if got := document.Statements[0].ConditionsHold(context, false); got != value.Yes {
		t.Errorf("a literal ${b} is equal to itself: %s", got)
	}
}
