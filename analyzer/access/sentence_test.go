package access_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// statement reads the only statement of a document.
func statement(tb testing.TB, text string) *policy.Statement {
	tb.Helper()
	document := policy.Parse(valuetest.Build(tb, statements(text)))
	return &document.Statements[0]
}

func TestStatementsInWords(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ statement, want string }{
		"to everyone": {
			`{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::a/*"}`,
			"denies s3:PutObject on arn:aws:s3:::a/* to everyone",
		},
		"of everything": {
			`{"Effect": "Allow", "Action": "*", "Resource": "*"}`,
			"allows every action on everything",
		},
		"of all but some": {
			`{"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "NotResource": "arn:aws:s3:::a"}`,
			"denies every action but iam:* and sts:* on everything but arn:aws:s3:::a",
		},
		"of more than a person reads": {
			`{"Effect": "Allow", "Action": ["s3:A", "s3:B", "s3:C", "s3:D", "s3:E"], "Resource": "*"}`,
			"allows s3:A, s3:B, s3:C and 2 others on everything",
		},
		"to all but some": {
			`{"Effect": "Deny", "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:role/A"]}, "Action": "s3:*", "Resource": "*"}`,
			"denies s3:* on everything to everyone but 111122223333 and arn:aws:iam::111122223333:role/A",
		},
		"of nothing": {
			`{"Effect": "Deny", "Principal": "*", "Resource": "*"}`,
			"is a statement that can't be read",
		},
		"that is none": {
			`null`,
			"is a statement that can't be read",
		},
		"with a null among its actions": {
			`{"Effect": "Deny", "Principal": "*", "Action": ["s3:*", null], "Resource": "*"}`,
			"is a statement that can't be read",
		},
		"on an object": {
			`{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": {"a": "b"}}`,
			"is a statement that can't be read",
		},
		"to null": {
			`{"Effect": "Deny", "Principal": {"AWS": null}, "Action": "s3:*", "Resource": "*"}`,
			"is a statement that can't be read",
		},
		"to an account as a number": {
			`{"Effect": "Deny", "Principal": {"AWS": 111122223333}, "Action": "s3:*", "Resource": "*"}`,
			"denies s3:* on everything to 111122223333",
		},
		"with references": {
			`{"Effect": "Allow", "Principal": {"AWS": "<!Role.Arn>"}, "Action": "sts:AssumeRole"}`,
			"allows sts:AssumeRole to ${Role.Arn}",
		},
		"of an effect that is not known": {
			`{"Effect": "<X>", "Action": "s3:*", "Resource": "*"}`,
			"allows or denies s3:* on everything",
		},
		"under conditions": {
			`{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-3"]}}}`,
			"allows s3:* on everything, if aws:SecureTransport is true and aws:RequestedRegion is eu-west-1 or eu-west-3",
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := access.Sentence(statement(t, tc.statement)); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestConditionsInWords(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ condition, holds string }{
		"equal":                         {`{"StringEquals": {"aws:SourceVpce": "vpce-1"}}`, "aws:SourceVpce is vpce-1"},
		"other":                         {`{"StringNotEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}`, "aws:SourceVpce is not vpce-1 nor vpce-2"},
		"like a pattern":                {`{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/A"}}`, "aws:PrincipalArn is like arn:aws:iam::*:role/A"},
		"an ARN without a wildcard":     {`{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/A"}}`, "aws:PrincipalArn is arn:aws:iam::1:role/A"},
		"equal or absent":               {`{"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}`, "aws:SourceVpce is vpce-1 or absent"},
		"other, where absent will do":   {`{"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}`, "aws:SourceVpce is not vpce-1"},
		"within a network":              {`{"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}`, "aws:SourceIp is in 192.0.2.0/24"},
		"outside of networks":           {`{"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "::/0"]}}`, "aws:SourceIp is outside of 192.0.2.0/24 nor ::/0"},
		"a number at most":              {`{"NumericLessThanEquals": {"s3:max-keys": "10"}}`, "s3:max-keys is at most 10"},
		"a number above":                {`{"NumericGreaterThan": {"aws:MultiFactorAuthAge": 3600}}`, "aws:MultiFactorAuthAge is more than 3600"},
		"a time before":                 {`{"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}`, "aws:CurrentTime is before 2030-01-01T00:00:00Z"},
		"a time from then on":           {`{"DateGreaterThanEquals": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}`, "aws:CurrentTime is no earlier than 2030-01-01T00:00:00Z"},
		"absent":                        {`{"Null": {"aws:TokenIssueTime": "true"}}`, "aws:TokenIssueTime is absent"},
		"there":                         {`{"Null": {"aws:TokenIssueTime": "false"}}`, "aws:TokenIssueTime is there"},
		"one of a list":                 {`{"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}}`, "some value of aws:TagKeys is team"},
		"one of a list that is other":   {`{"ForAnyValue:StringNotEquals": {"aws:TagKeys": "team"}}`, "some value of aws:TagKeys is not team"},
		"all of a list":                 {`{"ForAllValues:StringLike": {"aws:TagKeys": "team-*"}}`, "every value of aws:TagKeys is like team-*"},
		"false or absent":               {`{"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}`, "aws:MultiFactorAuthPresent is false or absent"},
		"the key as AWS spells it":      {`{"StringEquals": {"aws:principaltag/Team": "x"}}`, "aws:PrincipalTag/team is x"},
		"a key that nobody knows":       {`{"StringEquals": {"corp:Thing": "x"}}`, "corp:thing is x"},
		"an operator that nobody knows": {`{"StringEqual": {"aws:SourceVpce": "x"}}`, "a condition that is not known holds"},
		"an empty text":                 {`{"StringEquals": {"aws:SourceVpce": ""}}`, `aws:SourceVpce is ""`},
		"a value that is not known":     {`{"StringEquals": {"aws:SourceVpce": "<Vpce>"}}`, "aws:SourceVpce is ${Vpce}"},
		"no values":                     {`{"StringEquals": {"aws:SourceVpce": []}}`, "aws:SourceVpce is one of no values"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := `{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": ` + tc.condition + `}`
			want := "allows every action on everything, if " + tc.holds
			if got := access.Sentence(statement(t, text)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestNamesOfStatements(t *testing.T) {
	t.Parallel()
	named := statement(t, `{"Sid": "NoUploads", "Effect": "Deny"}`)
	if got := access.Name(named); got != "statement NoUploads" {
		t.Errorf("with a Sid: %s", got)
	}
	if got := access.Name(statement(t, `{"Effect": "Deny"}`)); got != "Statement[0]" {
		t.Errorf("without one: %s", got)
	}
	alone := policy.Parse(valuetest.Build(t, `{"Statement": {"Effect": "Deny"}}`))
	if got := access.Name(&alone.Statements[0]); got != "the statement" {
		t.Errorf("the only one: %s", got)
	}
}
