package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestMatchesAction(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statement string
		want      value.Truth
	}{
		"one of several":          {`{"Action": ["s3:Put*", "S3:getobject"]}`, value.Yes},
		"none of several":         {`{"Action": ["s3:Put*", "sqs:*"]}`, value.No},
		"an empty list":           {`{"Action": []}`, value.No},
		"one of those left out":   {`{"NotAction": ["s3:Put*", "s3:Get*"]}`, value.No},
		"none of those left out":  {`{"NotAction": "s3:Put*"}`, value.Yes},
		"an unresolved one":       {`{"Action": ["s3:Put*", "<X>"]}`, value.Undecided},
		"known beside unresolved": {`{"Action": ["s3:Get*", "<X>"]}`, value.Yes},
		"no action at all":        {`{}`, value.Undecided},
		"both elements":           {`{"Action": "s3:*", "NotAction": "s3:*"}`, value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, `{"Statement": `+test.statement+`}`)

			if got := document.Statements[0].MatchesAction("s3:GetObject"); got != test.want {
				t.Errorf("%s is about s3:GetObject: %s, want %s", test.statement, got, test.want)
			}
		})
	}
}

func TestMatchesResource(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statement string
		want      value.Truth
	}{
		"one of several":                     {`{"Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b/*"]}`, value.Yes},
		"the bucket is not its objects":      {`{"Resource": "arn:aws:s3:::b"}`, value.No},
		"one of those left out":              {`{"NotResource": "arn:aws:s3:::b/*"}`, value.No},
		"none of those left out":             {`{"NotResource": "arn:aws:s3:::a/*"}`, value.Yes},
		"a variable":                         {`{"Resource": "arn:aws:s3:::b/${aws:username}/*"}`, value.Yes},
		"a variable in the bucket's name":    {`{"Resource": "arn:aws:s3:::${aws:username}/*"}`, value.No},
		"a variable without a value":         {`{"Resource": "arn:aws:s3:::b/${t:none}/*"}`, value.No},
		"a variable that leaves nothing out": {`{"NotResource": "arn:aws:s3:::b/${t:none}/*"}`, value.Undecided},
		"a default":                          {`{"Resource": "arn:aws:s3:::b/${t:none, 'ann'}/x"}`, value.Yes},
		"a colon in a variable's name":       {`{"Resource": "arn:aws:s3:::${t:bucket}/*"}`, value.Yes},
		"an escaped star":                    {`{"Resource": "arn:aws:s3:::b/${*}"}`, value.No},
		"a symbol in a variable":             {`{"Resource": "arn:aws:s3:::b/${t:symbol}/x"}`, value.Undecided},
		"no resource at all":                 {`{}`, value.Undecided},
	}
	context := contextOf(t, `{"aws:username": "ann", "t:bucket": "b", "t:symbol": "<X>"}`)
	object := valuetest.Symbolic("arn:aws:s3:::b/ann/x")
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, `{"Version": "2012-10-17", "Statement": `+test.statement+`}`)

			if got := document.Statements[0].MatchesResource(object, context, true); got != test.want {
				t.Errorf("%s is about the object: %s, want %s", test.statement, got, test.want)
			}
		})
	}
}
