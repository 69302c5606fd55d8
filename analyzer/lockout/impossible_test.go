package lockout_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// TestExemptionsThatNobodyMeets holds for an account that is not known as well: it is the same wherever its
// symbol stands.
func TestExemptionsThatNobodyMeets(t *testing.T) {
	t.Parallel()
	const rest = `"Effect": "Deny", "Action": "s3:*", "Resource": "@bucket"`
	cases := map[string]struct {
		statement string
		want      lockout.Level
	}{
		"the ARN of a session": {
			`"Principal": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::<AWS::AccountId>:assumed-role/A/*"}}`,
			rootOnly,
		},
		"the ARN of a session, compared as text": {
			`"Principal": "*", "Condition": {"StringNotLike": {"aws:PrincipalArn": "arn:aws:sts::<AWS::AccountId>:assumed-role/A/*"}}`,
			rootOnly,
		},
		"the ARN of a role is met": {
			`"Principal": "*", "Condition": {"StringNotLike": {"aws:PrincipalArn": "arn:aws:iam::<AWS::AccountId>:role/A"}}`,
			conditional,
		},
		"the ARN of a federated user is met": {
			`"Principal": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::<AWS::AccountId>:federated-user/a"}}`,
			conditional,
		},
		"an ARN of which nothing is known may be met": {
			`"Principal": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "<Admin>"}}`, conditional,
		},
		"a wildcard that stands for itself": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:userid": "AROAEXAMPLE:*"}}`, rootOnly,
		},
		"a session by its name": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:userid": "AROAEXAMPLE:alice"}}`, conditional,
		},
		"a name that nobody can have": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:username": "${x}*"}}`, rootOnly,
		},
		"a wildcard for an organization": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-*"}}`, rootOnly,
		},
		"a wildcard for an organization that the operator knows": {
			`"Principal": "*", "Condition": {"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}`, conditional,
		},
		"a wildcard for an endpoint": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-*"}}`, rootOnly,
		},
		"a wildcard for an endpoint that the operator knows": {
			`"Principal": "*", "Condition": {"StringNotLike": {"aws:SourceVpce": "vpce-*"}}`, conditional,
		},
		"a wildcard for a VPC": {
			`"Principal": "*", "Condition": {"StringNotEqualsIgnoreCase": {"aws:SourceVpc": "vpc-*"}}`, rootOnly,
		},
		"a wildcard for the ARN of a VPC": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpcArn": "arn:aws:ec2:us-east-1:111122223333:vpc/*"}}`, rootOnly,
		},
		"a wildcard for a tag of the principal": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "admin-*"}}`, rootOnly,
		},
		"a wildcard for a tag that the operator knows": {
			`"Principal": "*", "Condition": {"StringNotLike": {"aws:PrincipalTag/team": "admin-*"}}`, conditional,
		},
		"a wildcard for a tag of the resource may be met": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"s3:BucketTag/team": "*"}}`, conditional,
		},
		"a wildcard for an organizational unit": {
			`"Principal": "*", "Condition": {"ForAllValues:StringNotEquals": {"aws:PrincipalOrgPaths": "o-x/*"}}`, rootOnly,
		},
		"a wildcard for a unit that the operator knows": {
			`"Principal": "*", "Condition": {"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-x/*"}}`, conditional,
		},
		"a tag that is the name of the user": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "${aws:username}"}}`, conditional,
		},
		"a wildcard beside an id": {
			`"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": ["vpce-*", "vpce-1"]}}`, conditional,
		},
		"a role without its session, beside another condition": {
			`"NotPrincipal": {"AWS": ["<AWS::AccountId>", "<!Keeper.Arn>"]}, ` +
				`"Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/B"}}`,
			conditional, // the other role, if that is the account
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, arns.Replace(`{"Version": "2008-10-17", "Statement": {`+rest+", "+test.statement+`}}`))
			target := bucket()
			target.Account = &value.Value{Kind: value.Unresolved, Symbol: "AWS::AccountId"}
			target.Declared = []lockout.Declared{{
				Resource: "t.json#Keeper", Kind: policy.Role, Exists: value.Yes, Bounded: value.No,
			}}
			if got := lockout.Decide(document, target); got.Level != test.want {
				t.Errorf("got %s by %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}
