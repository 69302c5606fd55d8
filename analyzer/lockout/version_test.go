package lockout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestAVersionThatMayBeAnotherIsNotCertain(t *testing.T) {
	t.Parallel()
	const onlyUsers = `, "Condition": {"StringNotEquals": {"aws:username": "${aws:username}"}}`
	hop := lockout.Hop{At: "a.yaml#/Parameters/V/Default", Message: "default of parameter V"}
	cases := map[string]struct {
		version   *value.Value
		condition string
		want      lockout.Level
		via       []lockout.Hop
	}{
		"an old default with a variable":     {byDefault("2008-10-17", hop), onlyUsers, undecided, []lockout.Hop{hop}},
		"the current default with one":       {byDefault("2012-10-17", hop), onlyUsers, undecided, []lockout.Hop{hop}},
		"a default without a variable":       {byDefault("2008-10-17", hop), "", rootOnly, nil},
		"a version that is not known":        {valuetest.Symbolic("<V>"), onlyUsers, undecided, nil},
		"an old version":                     {value.OfText("2008-10-17"), onlyUsers, rootOnly, nil},
		"the current version":                {value.OfText("2012-10-17"), onlyUsers, none, nil},
		"a default that does not matter yet": {byDefault("2012-10-17", hop), `, "Condition": {"Bool": {"aws:SecureTransport": "false"}}`, none, nil},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := valuetest.Build(t, `{"Version": "x", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
				"Resource": "arn:aws:s3:::b"`+test.condition+`}}`)
			for i := range source.Fields {
				if source.Fields[i].Key == "Version" {
					source.Fields[i].Value = test.version
				}
			}
			got := lockout.Decide(policy.Parse(source), bucket())
			var via []lockout.Hop
			for _, reason := range got.Reasons {
				via = append(via, reason.Via...)
			}
			if diff := cmp.Diff(test.via, via); diff != "" || got.Level != test.want {
				t.Errorf("got %s by %v, want %s; via (-want +got):\n%s", got.Level, got.Reasons, test.want, diff)
			}
		})
	}
}

func byDefault(text string, hop lockout.Hop) *value.Value {
	v := value.OfText(text)
	v.Via = []value.Step{{At: hop.At, Message: hop.Message, Assumed: true}}
	return v
}
