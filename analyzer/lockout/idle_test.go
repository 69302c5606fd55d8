package lockout_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

func TestExemptionsThatSpareNobodyCloseTheData(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		condition string
		want      bool
	}{
		"nothing":                        {``, true},
		"a session":                      {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/A/*"}`, true},
		"a session under another family": {`"StringNotLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/A/*"}`, true},
		"a role of Identity Center without its path": {
			`"ArnNotLike": {"aws:PrincipalArn": "arn:<AWS::Partition>:iam::<AWS::AccountId>:role/AWSReservedSSO_Admin_*"}`, true,
		},
		"a role of Identity Center with its path": {
			`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*"}`, false,
		},
		"a wildcard that runs over colons": {
			`"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/AWSReservedSSO_Admin_*"}`, false,
		},
		"a wildcard that stands for itself":  {`"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}`, true},
		"a role":                             {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/A"}`, false},
		"a role of another account":          {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/A"}`, false},
		"a private network":                  {`"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.1.1"]}`, true},
		"a private network beside a public":  {`"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}`, false},
		"a network that is not known":        {`"NotIpAddress": {"aws:SourceIp": "<Office>"}`, false},
		"a private network of another key":   {`"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}`, false},
		"only a private network":             {`"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}`, false},
		"a bare id of a role":                {`"StringNotLike": {"aws:userid": "AROAEXAMPLE"}`, true},
		"the sessions of a role":             {`"StringNotLike": {"aws:userid": "AROAEXAMPLE:*"}`, false},
		"sessions by a literal wildcard":     {`"StringNotEquals": {"aws:userid": ["AROAEXAMPLE:*", "AROAEXAMPLE"]}`, true},
		"the account":                        {`"StringNotLike": {"aws:userid": ["AROAEXAMPLE", "111122223333"]}`, false},
		"a name that nobody can have":        {`"StringNotEquals": {"aws:username": "a b"}`, true},
		"a name":                             {`"StringNotEquals": {"aws:username": "ann"}`, false},
		"one for any of several":             {`"ForAnyValue:StringNotEquals": {"aws:userid": "AROAEXAMPLE"}`, false},
		"a private network beside a service": {`"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "StringNotEquals": {"aws:SourceAccount": "1"}`, false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
				"Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*", "Condition": {`+test.condition+`}}}`)
			if got := lockout.Decide(document, bucket()); got.Data != test.want {
				t.Errorf("got %t at the level %s, want %t", got.Data, got.Level, test.want)
			}
		})
	}
}
