package lockout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestARoleOfAnAccountThatIsNotKnownIsNotSurelyDenied(t *testing.T) {
	t.Parallel()

	for arn, want := range map[string]lockout.Level{"@iam:role/A": principalOnly, "arn:aws:iam::<Who>:role/A": none} {
		got := under(t, bucket(), `"ArnLike": {"aws:PrincipalArn": "`+arn+`"}`)

		if got.Level != want {
			t.Errorf("%s: got %s for %q, want %s", arn, got.Level, got.Denied, want)
		}
	}
}

func TestNoStackHoldsThePolicyOfAServiceThatCloudFormationDoesNotKnow(t *testing.T) {
	t.Parallel()

	for service, want := range map[string]bool{"glacier": false, "backup": true} {
		document := parse(t, `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "`+service+`:*",
			"Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}}`)

		got := lockout.Decide(document, target(service, "v"))

		if got.Level != conditional || got.Deployer != want {
			t.Errorf("%s: got %s, and that CloudFormation is locked out: %t", service, got.Level, got.Deployer)
		}
	}
}

func TestOnlyWhatIsUndocumentedIsAsked(t *testing.T) {
	t.Parallel()

	got := under(t, bucket(), `"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam:*"}`, `"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`)

	want := []lockout.Reason{{
		At: "t.json#", Cause: lockout.Unresolved,
		Text: "it is not documented whether the condition on aws:PrincipalArn holds",
	}}
	if diff := cmp.Diff(want, got.Reasons); diff != "" || got.Level != undecided {
		t.Errorf("got %s (-want +got):\n%s", got.Level, diff)
	}
}

func TestAWayThatCostsSomeMoreIsNotThatOfAll(t *testing.T) {
	t.Parallel()

	for condition, want := range map[string]string{
		`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`:                                     "any IAM principal of the account",
		`"StringNotEquals": {"aws:PrincipalType": "AssumedRole", "aws:SourceVpce": "vpce-1"}`: "any role of the account",
	} {
		got := under(t, bucket(), condition)

		if got.Escape == nil || got.Escape.Principal != want {
			t.Errorf("%s: got %+v, want %s", condition, got.Escape, want)
		}
	}
}

func TestWhoIsDeniedIsNamedBesideTheDataThatIs(t *testing.T) {
	t.Parallel()

	got := decide(t, bucket(), "* s3:GetObject,s3:PutObject @bucket/*; @iam:user/u s3:* @bucket")

	if got.Level != dataPlane || len(got.Denied) != 1 {
		t.Errorf("got %s, and denied %q", got.Level, got.Denied)
	}
	if diff := cmp.Diff([]source.At{statementAt(1)}, got.DeniedCore); diff != "" {
		t.Error(diff)
	}
}
