package lockout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestEvidence(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		got, want any
	}{
		"the core names the statements that are needed, and what each closes": {
			decide(t, bucket(), "* s3:DeleteBucketPolicy @bucket; * s3:Get* @bucket; "+
				"@root s3:PutBucketPolicy @bucket; * s3:* @bucket").Closed,
			[]lockout.Closure{
				{At: statementAt(0), Actions: []string{"s3:DeleteBucketPolicy"}, To: lockout.Everyone},
				{At: statementAt(2), Actions: []string{"s3:PutBucketPolicy"}, To: lockout.Owner},
			},
		},
		"an exemption is part of the evidence": {
			decide(t, bucket(), "!@root s3:PutBucketPolicy @bucket").Closed,
			[]lockout.Closure{{At: statementAt(0), Actions: []string{"s3:PutBucketPolicy"}, To: lockout.Others}},
		},
		"what closes the way of an exempt user is part of it, too": {
			decide(t, bucket(), "!@root,@iam:user/x s3:PutBucketPolicy @bucket; @iam:user/x s3:Put* @bucket; "+
				"* s3:DeleteBucketPolicy @bucket").Closed,
			[]lockout.Closure{
				{At: statementAt(0), Actions: []string{"s3:PutBucketPolicy"}, To: lockout.Others},
				{At: statementAt(1), Actions: []string{"s3:PutBucketPolicy"}, To: lockout.Named},
				{At: statementAt(2), Actions: []string{"s3:DeleteBucketPolicy"}, To: lockout.Everyone},
			},
		},
		"an open policy has an escape": {
			decide(t, bucket(), "* s3:DeleteBucketPolicy @bucket").Escape,
			escape("any IAM principal of the account", "s3:PutBucketPolicy", ""),
		},
		"a half open policy has one, too": {
			decide(t, bucket(), "* s3:PutBucketPolicy @bucket").Escape,
			escape("any IAM principal of the account", "s3:DeleteBucketPolicy", ""),
		},
		"a spared session is the way back": {
			decide(t, bucket(), "!@root,@iam:role/A,@session s3:* @bucket").Escape,
			escape("arn:aws:sts::111122223333:assumed-role/A/s", "s3:PutBucketPolicy",
				"the role exists, the session has exactly this name and the role has no permissions boundary"),
		},
		"a closed policy has none": {
			decide(t, bucket(), "* s3:* @bucket").Escape,
			(*lockout.Escape)(nil),
		},
		"a task policy unlocks a bucket":      {decide(t, bucket(), "* s3:* @bucket").Unlock, "S3UnlockBucketPolicy"},
		"a task policy unlocks a queue":       {decide(t, queue(), "* sqs:* @queue").Unlock, "SQSUnlockQueuePolicy"},
		"an open policy needs no task policy": {decide(t, queue(), "* sqs:SendMessage @queue").Unlock, ""},
		"a lockout may take the data along":   {decide(t, queue(), "* sqs:* @queue").Data, true},
		"the data has a core of its own": {
			decide(t, bucket(), "* s3:GetObject @bucket/*; * s3:X *; * s3:* @bucket/*").DataCore,
			[]source.At{statementAt(0), statementAt(2)},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if diff := cmp.Diff(test.want, test.got, cmpopts.IgnoreFields(lockout.Escape{}, "Facts", "Request")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func escape(principal, action, context string) *lockout.Escape {
	return &lockout.Escape{Principal: principal, Action: action, Context: context}
}

func TestReasons(t *testing.T) {
	t.Parallel()

	first, second := statementAt(0), statementAt(1)
	const unresolved = "the action is unresolved: "
	cases := map[string]struct {
		statements string
		want       []lockout.Reason
	}{
		"an unresolved principal is named": {
			"<X> s3:* @bucket",
			[]lockout.Reason{{
				At: first.Child("Principal").Child("AWS"), Cause: lockout.Unresolved,
				Text: "the principal is unresolved: X is not known",
			}},
		},
		"an unknown owner is named": {
			"444455556666 s3:* @bucket",
			[]lockout.Reason{{
				At: first.Child("Principal").Child("AWS"), Cause: lockout.Account,
				Text: "account 444455556666 may or may not be the one that owns the resource (give it as --account)",
			}},
		},
		"an unresolved condition is named": {
			"* s3:* @bucket if-unresolved",
			[]lockout.Reason{{
				At: first.Child("Condition"), Cause: lockout.Unresolved, Text: "the condition is unresolved: X is not known",
			}},
		},
		"what decides nothing is not named": {
			"* s3:PutBucketPolicy,<X> @bucket; * s3:Get<Y> @bucket",
			[]lockout.Reason{{
				At: first.Child("Action").Item(1), Cause: lockout.Unresolved,
				Text: "the action is unresolved: X is not known",
			}},
		},
		"several doubts that only decide together are all named": {
			"* s3:Put<X> @bucket; * s3:Put<Y> @bucket",
			[]lockout.Reason{
				{At: first.Child("Action"), Cause: lockout.Unresolved, Text: unresolved + "X is not known"},
				{At: second.Child("Action"), Cause: lockout.Unresolved, Text: unresolved + "Y is not known"},
			},
		},
		"a refused principal is named": {
			"@root,user01 s3:* @bucket",
			[]lockout.Reason{{
				At: first.Child("Principal").Child("AWS").Item(1), Cause: lockout.Principal,
				Text: "user01 is no valid principal: an account id, an ARN or * is expected",
			}},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			unowned := lockout.Target{Service: "s3"}

			got := decide(t, unowned, test.statements).Reasons

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func statementAt(index int) source.At {
	return source.NewAt("t.json", "Statement").Item(index)
}
