package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

func TestParseOperator(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		text string
		want policy.Operator
	}{
		"a plain one":               {"StringEquals", policy.Operator{Base: "StringEquals"}},
		"in any case":               {"stringlike", policy.Operator{Base: "StringLike"}},
		"with IfExists":             {"BoolIfExists", policy.Operator{Base: "Bool", IfExists: true}},
		"with a qualifier":          {"ForAllValues:ArnLike", policy.Operator{Base: "ArnLike", Qualifier: policy.ForAllValues}},
		"with both in any case":     {"FORANYVALUE:stringLIKEifexists", policy.Operator{Base: "StringLike", Qualifier: policy.ForAnyValue, IfExists: true}},
		"Null":                      {"Null", policy.Operator{Base: "Null"}},
		"one that ends as IfExists": {"NumericGreaterThanEqualsIfExists", policy.Operator{Base: "NumericGreaterThanEquals", IfExists: true}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, ok := policy.ParseOperator(test.text)

			if diff := cmp.Diff(test.want, got); diff != "" || !ok {
				t.Errorf("%t, mismatch (-want +got):\n%s", ok, diff)
			}
		})
	}
}

func TestUnknownOperators(t *testing.T) {
	t.Parallel()

	for _, text := range []string{
		"", "StringEqual", "NullIfExists", "ForAnyValues:StringLike", "ForAnyValue: StringLike", "IfExists",
		"BoolNotEquals", "StringEqualsIfExistsIfExists", "ForAllValues:", " Bool",
	} {
		if got, ok := policy.ParseOperator(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestOperatorsAreWrittenAsRead(t *testing.T) {
	t.Parallel()

	for _, text := range []string{"Null", "BinaryEquals", "ForAllValues:StringNotEqualsIgnoreCaseIfExists", "NotIpAddress"} {
		if got, _ := policy.ParseOperator(text); got.String() != text {
			t.Errorf("%s is written as %s", text, got)
		}
	}
}
