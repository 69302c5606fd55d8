package lockout_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

func TestTheStrongestReadingOfADocumentOfItsOwn(t *testing.T) {
	t.Parallel()

	const open = `{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`
	deny := func(rest string) string { return `{"Effect": "Deny", "Principal": "*", ` + rest + `}` }
	cases := map[string]struct {
		statements string
		want       lockout.Level // the strongest reading of an undecided verdict
	}{
		"every bucket":             {deny(`"Action": "s3:*", "Resource": "*"`), rootOnly},
		"two buckets":              {deny(`"Action": "s3:*", "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]`), rootOnly},
		"all but one action":       {deny(`"NotAction": "s3:GetObject", "Resource": "*"`), rootOnly},
		"objects of every bucket":  {deny(`"Action": "s3:GetObject", "Resource": "*"`), ""},
		"every bucket, but a role": {deny(`"Action": "s3:*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}}`), ""},
		"every bucket outside of an organization": {
			deny(`"Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1a"}}`), "",
		},
		"buckets that an endpoint leaves out": {deny(`"Action": "s3:*", "Resource": "arn:aws:s3:::a"`) + "," + open, ""},
		"another Region":                      {deny(`"Action": "s3:*", "Resource": "arn:aws:s3:::a", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}`), rootOnly},
		"another Region, but for a role": {
			deny(`"Action": "s3:*", "Resource": "arn:aws:s3:::a", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"},
				"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}}`), "",
		},
		"another account": {deny(`"Action": "s3:*", "Resource": "arn:aws:s3:::a", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": "@owner"}}`), ""},
		"every key":       {`{"Effect": "Deny", "Principal": "*", "Action": ["kms:Put*", "kms:Get*"], "Resource": "arn:aws:kms:*:*:key/*"}`, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			service := "s3"
			if name == "every key" {
				service = "kms"
			}
			document := parse(t, arns.Replace(`{"Version": "2012-10-17", "Statement": [`+test.statements+`]}`))

			got := lockout.Decide(document, lockout.Target{Service: service})

			if got.Strongest != test.want || got.Strongest != "" && got.Level != undecided {
				t.Errorf("got %s, at the strongest %q, for %+v; want %q", got.Level, got.Strongest, got.Reasons, test.want)
			}
		})
	}
}

func TestAWildcardForARegionThatStandsForItself(t *testing.T) {
	t.Parallel()

	for operator, want := range map[string]lockout.Level{
		"StringNotEquals": rootOnly, "StringEquals": none, "StringNotLike": undecided,
	} {
		got := under(t, lockout.Target{Service: "s3"}, `"`+operator+`": {"aws:RequestedRegion": "eu-*"}`)

		if got.Level != want {
			t.Errorf("%s: got %s for %+v, want %s", operator, got.Level, got.Reasons, want)
		}
	}
}

func TestADocumentOfNoService(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		statement string
		want      bool
	}{
		"everything":                {`"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"`, true},
		"everything but reading":    {`"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"`, true},
		"the buckets alone":         {`"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sqs:*"], "Resource": "*"`, false},
		"everything over HTTP":      {`"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}`, false},
		"a permission":              {`"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"`, false},
		"everything to one account": {`"Effect": "Deny", "Principal": {"AWS": "@other"}, "Action": "*", "Resource": "*"`, false},
	} {
		document := parse(t, arns.Replace(`{"Version": "2012-10-17", "Statement": {`+test.statement+`}}`))

		got, may := lockout.MayLock(document, lockout.Target{})

		if may != test.want || may && (got.Level != undecided || got.Strongest != rootOnly && got.Strongest != total) {
			t.Errorf("%s: got %t with %s, want %t", name, may, got.Strongest, test.want)
		}
	}
}
