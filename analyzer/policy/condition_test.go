package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// samples give, for each operator, a value of the policy, one of a request that is like it, and one
// that is not. A negated operator has the samples of its positive form.
var samples = map[string]struct {
	wanted, match, differ string
	negated               bool
}{
	"StringEquals":              {"a*", "a*", "ab", false},
	"StringNotEquals":           {"a*", "a*", "ab", true},
	"StringEqualsIgnoreCase":    {"Abc", "aBC", "abd", false},
	"StringNotEqualsIgnoreCase": {"Abc", "aBC", "abd", true},
	"StringLike":                {"a*?", "a/b", "a", false},
	"StringNotLike":             {"a*?", "a/b", "a", true},
	"NumericEquals":             {"10", "10.0", "9", false},
	"NumericNotEquals":          {"10", "10.0", "9", true},
	"NumericLessThan":           {"10", "9", "10", false},
	"NumericLessThanEquals":     {"10", "10", "11", false},
	"NumericGreaterThan":        {"10", "11", "10", false},
	"NumericGreaterThanEquals":  {"10", "10", "9", false},
	"DateEquals":                {"2026-01-01T00:00:00Z", "1767225600", "1767225601", false},
	"DateNotEquals":             {"2026-01-01T00:00:00Z", "1767225600", "1767225601", true},
	"DateLessThan":              {"2026-01-01", "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", false},
	"DateLessThanEquals":        {"2026-01-01", "2026-01-01T01:00:00+01:00", "2026-01-02", false},
	"DateGreaterThan":           {"2026-01-01", "2026-01-01T00:01Z", "2025-12", false},
	"DateGreaterThanEquals":     {"2026-01-01", "2026-01-01", "2025-12-31", false},
	"Bool":                      {"true", "TRUE", "false", false},
	"BinaryEquals":              {"QmluYXJ5", "QmluYXJ5", "b3RoZXI=", false},
	"IpAddress":                 {"203.0.113.0/24", "203.0.113.77", "203.0.114.1", false},
	"NotIpAddress":              {"203.0.113.0/24", "203.0.113.77", "203.0.114.1", true},
	"ArnEquals":                 {"arn:aws:iam::*:role/A*", "arn:aws:iam::1:role/Admin", "arn:aws:iam::1:user/Admin", false},
	"ArnLike":                   {"arn:aws:iam::*:role/A*", "arn:aws:iam::1:role/Admin", "arn:aws:iam::1:user/Admin", false},
	"ArnNotEquals":              {"arn:aws:iam::*:role/A*", "arn:aws:iam::1:role/Admin", "arn:aws:iam::1:user/Admin", true},
	"ArnNotLike":                {"arn:aws:iam::*:role/A*", "arn:aws:iam::1:role/Admin", "arn:aws:iam::1:user/Admin", true},
}

// states are contexts and what the operator answers under "op", "opIfExists", "ForAnyValue:op", the same
// with IfExists, "ForAllValues:op", and the same with IfExists: yes, no or undecided.
var states = map[string]struct {
	context           string // MATCH and DIFFER stand for the sample's values
	positive, negated string
}{
	"the key is absent":                    {`{}`, "nynyyy", "yynyyy"},
	"the key is surely absent":             {`{"k": null}`, "nynyyy", "yynyyy"},
	"a value that is like it":              {`{"k": "MATCH"}`, "yyyyyy", "nnnnnn"},
	"a value that is not":                  {`{"k": "DIFFER"}`, "nnnnnn", "yyyyyy"},
	"a list with both":                     {`{"k": ["DIFFER", "MATCH"]}`, "nnyynn", "uuyynn"},
	"a list with one that is like it":      {`{"k": ["MATCH"]}`, "nnyyyy", "uunnnn"},
	"a list with one that is not":          {`{"k": ["DIFFER"]}`, "nnnnnn", "uuyyyy"},
	"a list without values":                {`{"k": []}`, "nynyyy", "yynyyy"},
	"a value that is not known":            {`{"k": "<>"}`, "uuuuuu", "uuuuuu"},
	"a known value and one that is not":    {`{"k": ["MATCH", "<>"]}`, "nnyyuu", "uuuunn"},
	"perhaps a value that is like it":      {`{"k?": "MATCH"}`, "uyuyyy", "uunuuu"},
	"perhaps a value that is not":          {`{"k?": "DIFFER"}`, "nunuuu", "yyuyyy"},
	"perhaps a value that is not known":    {`{"k?": "<>"}`, "uuuuuu", "uuuuuu"},
	"the key is there in another document": {`{"j": "MATCH"}`, "nynyyy", "yynyyy"},
}

func TestOperatorsInEveryState(t *testing.T) {
	t.Parallel()

	forms := []string{"%s", "%sIfExists", "ForAnyValue:%s", "ForAnyValue:%sIfExists", "ForAllValues:%s", "ForAllValues:%sIfExists"}
	for base, sample := range samples {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			operator, _ := policy.ParseOperator(base)
			if operator.Negated() != sample.negated {
				t.Errorf("%s is negated: %t", base, operator.Negated())
			}
			for name, state := range states {
				want := state.positive
				if sample.negated {
					want = state.negated
				}
				for i, form := range forms {
					condition := fmt.Sprintf(`{"`+form+`": {"K": ["%s"]}}`, base, sample.wanted)
					got := holds(t, condition, fill(state.context, sample.match, sample.differ))
					if got.String()[0] != want[i] {
						t.Errorf("%s, %s: %s holds: %s, want %c", name, state.context, condition, got, want[i])
					}
				}
			}
		})
	}
}

func fill(context, match, differ string) string {
	return strings.NewReplacer("MATCH", match, "DIFFER", differ).Replace(context)
}

func TestConditions(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		condition, context string
		want               value.Truth
	}{
		"all operators have to hold":       {`{"Bool": {"a": "true"}, "StringEquals": {"b": "x"}}`, `{"a": "true", "b": "y"}`, value.No},
		"all keys have to hold":            {`{"StringEquals": {"a": "x", "b": "x"}}`, `{"a": "x", "b": "y"}`, value.No},
		"one that fails decides":           {`{"StringEquals": {"a": "x", "b": "x"}}`, `{"a": "<>", "b": "y"}`, value.No},
		"one that is not known does not":   {`{"StringEquals": {"a": "x", "b": "x"}}`, `{"a": "<>", "b": "x"}`, value.Undecided},
		"values are alternatives":          {`{"StringEquals": {"a": ["x", "y"]}}`, `{"a": "y"}`, value.Yes},
		"negated values are all excluded":  {`{"StringNotEquals": {"a": ["x", "y"]}}`, `{"a": "y"}`, value.No},
		"keys are compared in any case":    {`{"StringEquals": {"AWS:UserName": "x"}}`, `{"aws:username": "x"}`, value.Yes},
		"an unquoted number":               {`{"NumericLessThan": {"a": 3600}}`, `{"a": "60"}`, value.Yes},
		"an unquoted boolean":              {`{"Bool": {"a": false}}`, `{"a": "false"}`, value.Yes},
		"no condition":                     {`{}`, `{}`, value.Yes},
		"a condition that is not known":    {`"<X>"`, `{}`, value.Undecided},
		"an operator that is none":         {`{"StringEqual": {"a": "x"}}`, `{"a": "x"}`, value.Undecided},
		"an empty list matches nothing":    {`{"StringEquals": {"a": []}}`, `{"a": "x"}`, value.No},
		"the negation of an empty list":    {`{"StringNotEquals": {"a": []}}`, `{"a": "x"}`, value.Undecided},
		"ForAllValues takes an empty text": {`{"ForAllValues:StringEquals": {"a": "x"}}`, `{"a": ""}`, value.Yes},
		"no value listed, in all values":   {`{"ForAllValues:StringNotEquals": {"a": ["x", "y"]}}`, `{"a": ["z", "w"]}`, value.Yes},
		"a value listed, in all values":    {`{"ForAllValues:StringNotEquals": {"a": ["x", "y"]}}`, `{"a": ["z", "x"]}`, value.No},
		"a symbol equals itself":           {`{"StringEquals": {"a": "<X>"}}`, `{"a": "<X>"}`, value.Yes},
		"a symbol may be another":          {`{"StringNotEquals": {"a": "<X>"}}`, `{"a": "<Y>"}`, value.Undecided},
		"a symbol with another end":        {`{"StringNotEquals": {"a": "<X>-a"}}`, `{"a": "<Y>-b"}`, value.Yes},
		"a symbol in any case":             {`{"StringEqualsIgnoreCase": {"a": "<X>A"}}`, `{"a": "<X>a"}`, value.Yes},
		"a star matches any symbol":        {`{"StringLike": {"a": "*"}}`, `{"a": "<>"}`, value.Yes},
		"two declared resources":           {`{"StringEquals": {"a": "<!R.Arn>"}}`, `{"a": "<!S.Arn>"}`, value.No},
		"a symbol is at most itself":       {`{"NumericLessThanEquals": {"a": "<X>"}}`, `{"a": "<X>"}`, value.Yes},
		"a symbol is not less than itself": {`{"NumericLessThan": {"a": "<X>"}}`, `{"a": "<X>"}`, value.No},
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

func TestNull(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		condition, context string
		want               value.Truth
	}{
		"true, and the key is absent":   {`{"Null": {"a": "true"}}`, `{}`, value.Yes},
		"true, and the key is there":    {`{"Null": {"a": "true"}}`, `{"a": "x"}`, value.No},
		"false, and the key is absent":  {`{"Null": {"a": false}}`, `{}`, value.No},
		"false, and the key is there":   {`{"Null": {"a": "False"}}`, `{"a": ["x"]}`, value.Yes},
		"false, and the key may be":     {`{"Null": {"a": "false"}}`, `{"a?": "x"}`, value.Undecided},
		"both":                          {`{"Null": {"a": ["true", "false"]}}`, `{"a": "x"}`, value.Yes},
		"an empty list":                 {`{"Null": {"a": "true"}}`, `{"a": []}`, value.Undecided},
		"a value that is neither":       {`{"Null": {"a": "maybe"}}`, `{}`, value.Undecided},
		"any value, which never holds":  {`{"ForAnyValue:Null": {"a": "true"}}`, `{}`, value.No},
		"all values, which always hold": {`{"ForAllValues:Null": {"a": "true"}}`, `{"a": "x"}`, value.Yes},
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

func TestConditionsOfAnUnresolvedStatement(t *testing.T) {
	t.Parallel()
	document := parse(t, `{"Statement": ["<X>"]}`)

	if got := document.Statements[0].ConditionsHold(policy.Context{}, false); got != value.Undecided {
		t.Errorf("its conditions hold: %s", got)
	}
}
