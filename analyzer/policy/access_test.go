package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// anyoneMay and nobodyMay are statements of a resource's policy.
const (
	anyoneMay = `{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`
	nobodyMay = `{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}`
)

func TestWhatOnlyTheOwningAccountMayDo(t *testing.T) {
	t.Parallel()

	const bucket, queue, key = "arn:aws:s3:::b", "arn:aws:sqs:us-east-1:111122223333:q", "arn:aws:kms:us-east-1:111122223333:key/k"
	const foreign = "arn:aws:iam::444455556666:user/bob"
	cases := map[string]struct {
		action, resource string
		refused          bool // to others, whatever the policies say
	}{
		"to read the policy of a bucket":         {"s3:GetBucketPolicy", bucket, true},
		"to put the policy of a bucket":          {"s3:PutBucketPolicy", bucket, true},
		"to delete it, in any spelling":          {"S3:deletebucketpolicy", bucket, true},
		"to set the attributes of a queue":       {"sqs:SetQueueAttributes", queue, true},
		"to add a statement to a queue's policy": {"sqs:AddPermission", queue, true},
		"to remove one":                          {"sqs:RemovePermission", queue, true},
		"to delete a queue":                      {"sqs:DeleteQueue", queue, true},
		"to tag a queue":                         {"sqs:TagQueue", queue, true},
		"to move the messages of a queue":        {"sqs:StartMessageMoveTask", queue, true},
		"to put the policy of a key":             {"kms:PutKeyPolicy", key, true},
		"to delete a key":                        {"kms:ScheduleKeyDeletion", key, true},
		"to tag a key":                           {"kms:TagResource", key, true},
		"others may read objects":                {"s3:GetObject", bucket + "/x", false},
		"others may send messages":               {"sqs:SendMessage", queue, false},
		"others may read a queue's attributes":   {"sqs:GetQueueAttributes", queue, false},
		"others may empty a queue":               {"sqs:PurgeQueue", queue, false},
		"others may describe a key":              {"kms:DescribeKey", key, false},
		"others may be given grants":             {"kms:CreateGrant", key, false},
		"others may decrypt":                     {"kms:Decrypt", key, false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask := question{caller: user, action: test.action, resource: test.resource, owner: own, identity: allowAll, policy: anyoneMay}
			if got := ask.decide(t).Outcome; got != policy.Allowed {
				t.Errorf("the owner's user: %s", got)
			}
			ask.caller = foreign
			want := "allowed identity resource"
			if test.refused {
				want = "implicit-deny service"
			}
			if diff := cmp.Diff(want, shortly(ask.decide(t))); diff != "" {
				t.Errorf("another account's user (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnAccountThatMayBeTheOwners(t *testing.T) {
	t.Parallel()

	read := with(get(user), func(q *question) { q.owner = "<A>" })
	edit := with(read, func(q *question) { q.action, q.resource = "s3:PutBucketPolicy", "arn:aws:s3:::b" })
	root := with(read, func(q *question) { q.caller = "IAM:root" })
	ask(t, map[string]struct {
		question

		want string
	}{
		"nothing allows, whosever it is":                  {read, "implicit-deny identity resource"},
		"the identity policy would be enough in one":      {with(read, func(q *question) { q.identity = allowAll }), "undecided"},
		"so would the bucket policy":                      {with(read, func(q *question) { q.policy = anyoneMay }), "undecided"},
		"both are enough in either":                       {with(read, func(q *question) { q.identity, q.policy = allowAll, anyoneMay }), "allowed identity resource"},
		"a deny wins in either":                           {with(read, func(q *question) { q.identity, q.policy = allowAll, nobodyMay }), "explicit-deny resource"},
		"a boundary limits in either":                     {with(read, func(q *question) { q.identity, q.boundary = allowAll, allowSQS }), "implicit-deny boundary resource"},
		"the owner's alone, with all policies":            {with(edit, func(q *question) { q.identity, q.policy = allowAll, anyoneMay }), "undecided"},
		"the owner's alone, with none":                    {edit, "implicit-deny identity resource service"},
		"the root user may in its own account":            {root, "undecided"},
		"the root user needs the bucket policy elsewhere": {with(root, func(q *question) { q.policy = anyoneMay }), "allowed resource"},
		"its own bucket policy can't keep the root user out": {with(edit, func(q *question) {
			q.caller, q.policy = "IAM:root", nobodyMay
		}), "undecided"},
		"but from the objects in either": {with(root, func(q *question) { q.policy = nobodyMay }), "explicit-deny resource"},
	})
}

func TestDocumentsOfWhichNothingIsKnown(t *testing.T) {
	t.Parallel()

	open := []*policy.Document{parse(t, `"<X>"`)}
	allowing := layer(t, allowAll)
	cases := map[string]struct {
		policies policy.Policies
		want     policy.Outcome
	}{
		"an identity policy may allow or deny":      {policy.Policies{Identity: open}, policy.NotDecided},
		"beside one that allows it may deny":        {policy.Policies{Identity: append(open, allowing...)}, policy.NotDecided},
		"a bucket policy may deny":                  {policy.Policies{Identity: allowing, Resource: open}, policy.NotDecided},
		"a boundary may leave it out":               {policy.Policies{Identity: allowing, Boundary: open}, policy.NotDecided},
		"a service control policy may leave it out": {policy.Policies{Identity: allowing, SCPs: [][]*policy.Document{open}}, policy.NotDecided},
		"a resource control policy may deny":        {policy.Policies{Identity: allowing, RCPs: open}, policy.NotDecided},
		"a boundary gives nothing":                  {policy.Policies{Boundary: open}, policy.ImplicitDeny},
		"another policy denies for sure":            {policy.Policies{Identity: append(open, layer(t, denyS3)...)}, policy.ExplicitDeny},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := policy.Request{
				Caller: caller(t, user), Action: "s3:GetObject",
				Resource: valuetest.Symbolic(object), Owner: valuetest.Symbolic(own),
			}

			got := policy.Evaluate(request, test.policies)

			if got.Outcome != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
			if want := test.want == policy.NotDecided; got.Allows() == value.Undecided != want {
				t.Errorf("Allows = %s", got.Allows())
			}
		})
	}
}

func TestStatementsThatServicesRefuse(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		question

		want string // the reason
	}{
		"a principal in an identity policy": {
			with(get(user), func(q *question) { q.identity = anyoneMay }),
			"it can't be told whether the statement is about the caller",
		},
		"a principal that is none": {
			with(get(user), func(q *question) { q.policy = toThe("Allow", `"ann"`) }),
			"services refuse the principal: only * may stand without a type such as AWS or Service",
		},
		"a resource in a trust policy": {
			question{caller: user, action: "sts:AssumeRole", resource: "IAM:role/App", policy: anyoneMay},
			"IAM refuses a trust policy that names resources",
		},
		"a null in place of the principal": {
			with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", "null") }),
			"it can't be told whether the statement is about the caller",
		},
		"a null in place of the actions": {
			with(get(user), func(q *question) {
				q.identity = `[` + allowAll + `, {"Effect": "Deny", "Action": null, "Resource": "*"}]`
			}),
			"it can't be told whether the statement is about the action",
		},
		"a null in place of the condition": {
			with(get(user), func(q *question) {
				q.identity = `[` + allowAll + `, {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": null}]`
			}),
			"the condition is no object",
		},
		"a null in place of the resources": {
			with(get(user), func(q *question) {
				q.identity = `[` + allowAll + `, {"Effect": "Deny", "Action": "*", "Resource": null}]`
			}),
			"it can't be told whether the statement is about the resource",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.decide(t)
			if got.Outcome != policy.NotDecided || len(got.Reasons) != 1 || got.Reasons[0].Text != test.want {
				t.Errorf("got %+v, want undecided as %q", got, test.want)
			}
		})
	}
}

func TestCallersOfWhomTheARNDoesNotTell(t *testing.T) {
	t.Parallel()

	session := policy.Caller{Kind: policy.Session, ARN: valuetest.Symbolic("<X>")}
	issued := caller(t, "STS:federated-user/ann")
	issued.Issuer = valuetest.Symbolic(arns("IAM:user/ann"))
	cases := map[string]struct {
		caller    policy.Caller
		principal string
		want      value.Truth
	}{
		"a session whose ARN is not known, and a role":          {session, `{"AWS": "IAM:role/Admin"}`, value.Undecided},
		"a session whose ARN is not known, and a declared role": {session, `{"AWS": "<!Admin.Arn>"}`, value.Undecided},
		"a role whose ARN is not known, and a session":          {policy.Caller{Kind: policy.Role, ARN: valuetest.Symbolic("<X>")}, `{"AWS": "STS:assumed-role/Admin/a"}`, value.Undecided},
		"a user is no session":                                  {caller(t, user), `{"AWS": "STS:assumed-role/Admin/a"}`, value.No},
		"a federated user, by the user who issued it":           {issued, `{"AWS": "IAM:user/ann"}`, value.Yes},
		"a federated user, by another user":                     {issued, `{"AWS": "IAM:user/bob"}`, value.No},
		"a federated user, by a declared user it may come from": {issued, `{"AWS": "<!Ann.Arn>"}`, value.Undecided},
		"an account, and a session whose account is not known":  {session, `{"AWS": "111122223333"}`, value.Undecided},
		"an account, and a caller of an account that is told":   {policy.Caller{Kind: policy.Session, ARN: session.ARN, Account: valuetest.Symbolic(own)}, `{"AWS": "111122223333"}`, value.Yes},
		"an account, and a caller of another that is told":      {policy.Caller{Kind: policy.Session, ARN: session.ARN, Account: valuetest.Symbolic(other)}, `{"AWS": "111122223333"}`, value.No},
		"a caller of a kind that makes no requests, and a user": {policy.Caller{Kind: policy.UniqueID}, `{"AWS": "IAM:user/ann"}`, value.No},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := principals(t, test.principal)[0].Matches(test.caller); got != test.want {
				t.Errorf("%s is the caller: %s, want %s", test.principal, got, test.want)
			}
		})
	}

	request := policy.Request{Caller: session, Action: "s3:GetObject"}
	if got := request.Complete("aws:PrincipalArn"); got.Presence != value.Yes || got.Values[0].Kind != value.Unresolved {
		t.Errorf("the principal of a session that is not known: %+v", got)
	}
}
