package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestShow(t *testing.T) {
	t.Parallel()

	parameter := &value.Value{Kind: value.Unresolved, Symbol: "parameter a.yaml#Name"}
	cases := map[string]struct {
		v    *value.Value
		want string
	}{
		"a literal is itself":                    {valuetest.Symbolic("arn:aws:s3:::b"), "arn:aws:s3:::b"},
		"a number is as written":                 {&value.Value{Kind: value.Number, Text: "0012"}, "0012"},
		"a resource goes by its name":            {valuetest.Symbolic("<!Bucket>"), "${Bucket}"},
		"an attribute stands behind it":          {valuetest.Symbolic("<!Bucket.Arn>"), "${Bucket.Arn}"},
		"a resource outside of files":            {&value.Value{Kind: value.Reference, Resource: "Bucket"}, "${Bucket}"},
		"a text has its parts":                   {valuetest.Symbolic("arn:aws:s3:::<!Bucket>/<AWS::AccountId>"), "arn:aws:s3:::${Bucket}/${AWS::AccountId}"},
		"a parameter goes by its name":           {parameter, "${Name}"},
		"what has no name is a question mark":    {valuetest.Symbolic("<>"), "${?}"},
		"nor has a list":                         {&value.Value{Kind: value.List}, "${?}"},
		"a symbol with spaces is no name either": {&value.Value{Kind: value.Unresolved, Symbol: "resource of the policy"}, "${?}"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, policy.Show(test.v)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryUnresolvedTextHasAReason(t *testing.T) {
	t.Parallel()
	statement := value.Field{Key: "Action", Value: &value.Value{Kind: value.Unresolved}}
	element := &value.Value{Kind: value.Map, Fields: []value.Field{statement}}
	document := &value.Value{Kind: value.Map, Fields: []value.Field{{Key: "Statement", Value: element}}}

	got := policy.Parse(document).Statements[0].Unresolved

	if len(got) != 1 || got[0].Reason == "" {
		t.Errorf("got %+v, want one with a reason", got)
	}
}

func TestAssumed(t *testing.T) {
	t.Parallel()

	chosen := value.Step{Message: "default of parameter Name", Assumed: true}
	given := value.Step{Message: "mapping Names"}
	literal := func(via ...value.Step) *value.Value {
		return &value.Value{Kind: value.String, Text: "ann", Via: via}
	}
	cases := map[string]struct {
		v    *value.Value
		want bool
	}{
		"nothing":                         {nil, false},
		"a literal that stands there":     {literal(), false},
		"a literal that was looked up":    {literal(given), false},
		"a default":                       {literal(chosen), true},
		"a default that was looked up":    {literal(given, chosen), true},
		"a text with a part that is one":  {&value.Value{Kind: value.Text, Parts: []*value.Value{literal(), literal(chosen)}}, true},
		"a text with parts that are none": {&value.Value{Kind: value.Text, Parts: []*value.Value{literal(), literal(given)}}, false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			step, is := policy.Assumed(test.v)
			if is != test.want || is && step.Message != chosen.Message {
				t.Errorf("got %+v, %t", step, is)
			}
		})
	}
}

func TestAPrincipalThatRestsOnADefaultIsNotRefused(t *testing.T) {
	t.Parallel()
	name := &value.Value{Kind: value.String, Text: "ann", Via: []value.Step{{Message: "default of parameter Name", Assumed: true}}}
	aws := &value.Value{Kind: value.Map, Fields: []value.Field{{Key: "AWS", Value: name}}}
	statement := &value.Value{Kind: value.Map, Fields: []value.Field{{Key: "Principal", Value: aws}}}

	got := policy.Parse(&value.Value{Kind: value.Map, Fields: []value.Field{{Key: "Statement", Value: statement}}}).Statements[0].Principals[0]

	if got.Kind != policy.Unclear || got.Invalid == "" || got.Matches(caller(t, user)) != value.Undecided {
		t.Errorf("got %+v, want one that is unclear, with a reason", got)
	}
}
