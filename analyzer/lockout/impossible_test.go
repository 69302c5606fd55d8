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
