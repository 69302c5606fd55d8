package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// TestUploadsThatABucketForbids is an exercise that courses on IAM set: a user with all of S3, and a
// bucket whose policy takes the uploads away.
func TestUploadsThatABucketForbids(t *testing.T) {
	t.Parallel()

	const forbids = `{"Effect": "Deny", "Principal": {"AWS": "IAM:user/user01"}, "Action": "s3:PutObject",
		"Resource": ["arn:aws:s3:::photos", "arn:aws:s3:::photos/*"]}`
	asked := func(action, resource, bucketPolicy string) question {
		return question{
			caller: "IAM:user/user01", action: action, resource: resource, owner: own, policy: bucketPolicy,
			identity: `{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}`,
		}
	}
	ask(t, map[string]struct {
		question

		want string
	}{
		"to upload":                {asked("s3:PutObject", "arn:aws:s3:::photos/a.png", forbids), "explicit-deny resource"},
		"to download":              {asked("s3:GetObject", "arn:aws:s3:::photos/a.png", forbids), "allowed identity"},
		"to list buckets":          {asked("s3:ListAllMyBuckets", "", ""), "allowed identity"},
		"to make a bucket":         {asked("s3:CreateBucket", "arn:aws:s3:::more", ""), "allowed identity"},
		"to upload elsewhere":      {asked("s3:PutObject", "arn:aws:s3:::more/a.png", ""), "allowed identity"},
		"to start an instance":     {asked("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/*", ""), "implicit-deny identity resource"},
		"to change the policy":     {asked("s3:PutBucketPolicy", "arn:aws:s3:::photos", forbids), "allowed identity"},
		"to describe an instance":  {asked("ec2:DescribeInstances", "", ""), "implicit-deny identity resource"},
		"someone else may, though": {with(asked("s3:PutObject", "arn:aws:s3:::photos/a.png", forbids), func(q *question) { q.caller = user }), "allowed identity"},
	})
}

// TestAllOfEC2WithinABoundary is the other one: a user with all of EC2, and a permissions boundary that
// leaves the start and the stop of one instance.
func TestAllOfEC2WithinABoundary(t *testing.T) {
	t.Parallel()

	const instance = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890"
	const others = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0fedcba9876543210"
	asked := func(action, resource string) question {
		return question{
			caller: "IAM:user/user01", action: action, resource: resource,
			identity: `{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}`,
			boundary: `{"Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:StopInstances"], "Resource": "` + instance + `"}`,
		}
	}
	ask(t, map[string]struct {
		question

		want string
	}{
		"to start the instance":     {asked("ec2:StartInstances", instance), "allowed boundary identity"},
		"to stop it":                {asked("ec2:StopInstances", instance), "allowed boundary identity"},
		"to terminate it":           {asked("ec2:TerminateInstances", instance), "implicit-deny boundary resource"},
		"to stop another":           {asked("ec2:StopInstances", others), "implicit-deny boundary resource"},
		"to list instances":         {asked("ec2:DescribeInstances", ""), "implicit-deny boundary resource"},
		"to use another service":    {asked("s3:ListAllMyBuckets", ""), "implicit-deny boundary identity resource"},
		"the boundary allows alone": {with(asked("ec2:StopInstances", instance), func(q *question) { q.identity = "" }), "implicit-deny identity resource"},
	})
}

func TestDecidingStatements(t *testing.T) {
	t.Parallel()
	asked := with(get(user), func(q *question) {
		q.identity = allowAll
		q.policy = `[` + toThe("Allow", `"*"`) + `, {"Sid": "Closed", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]`
	})

	got := asked.decide(t)

	at := source.NewAt("t.json").Child("Statement").Item(1)
	if len(got.Statements) != 1 || got.Statements[0].Statement.Effect != "Deny" {
		t.Fatalf("got %+v", got)
	}
	got.Statements[0].Statement = nil
	want := []policy.Deciding{{Layer: policy.LayerResource, At: at, Sid: "Closed"}}
	if diff := cmp.Diff(want, got.Statements); diff != "" {
		t.Error(diff)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()

	under := func(condition string) question {
		return with(get(user), func(q *question) {
			q.identity = allowAll
			q.policy = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": ` + condition + `}`
		})
	}
	cases := map[string]struct {
		question

		at, text string
	}{
		"a key that is not known": {
			under(`{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`),
			"t.json#/Statement/Condition/NotIpAddress/aws:SourceIp", "it depends on aws:sourceip, which is not known of the request",
		},
		"a condition that is not known": {under(`"<X>"`), "t.json#/Statement/Condition", "X is not known"},
		"a caller that is not known": {
			with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", `{"AWS": "<X>"}`) }),
			"t.json#/Statement", "it can't be told whether the statement is about the caller",
		},
		"an action that is not known": {
			with(get(user), func(q *question) {
				q.identity = `[` + allowAll + `, {"Effect": "Deny", "Action": "s3:<X>", "Resource": "*"}]`
			}),
			"t.json#/Statement/1", "it can't be told whether the statement is about the action",
		},
		"a resource that is not known": {
			with(get(user), func(q *question) {
				q.identity = `[` + allowAll + `, {"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::<X>/*"}]`
			}),
			"t.json#/Statement/1", "it can't be told whether the statement is about the resource",
		},
		"a principal that is refused": {
			with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", `"user01"`) }),
			"t.json#/Statement/Principal", "services refuse the principal: only * may stand without a type such as AWS or Service",
		},
		"a service that may have no control policies": {
			with(get(user), func(q *question) {
				q.action, q.resource, q.identity = "sns:Publish", "arn:aws:sns:eu-west-1:111122223333:t", allowAll
				q.rcp = `{"Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*"}`
			}),
			"t.json#/Statement", "it is not known whether resource control policies apply to sns",
		},
		"a rule of the service": {
			with(get("IAM:root"), func(q *question) { q.action, q.resource = "sts:AssumeRole", "IAM:role/App" }),
			"", "the root user can't assume a role",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := test.decide(t)

			if len(got.Reasons) != 1 {
				t.Fatalf("got %+v", got)
			}
			if at := string(got.Reasons[0].At); at != test.at || got.Reasons[0].Text != test.text {
				t.Errorf("%s: %s", at, got.Reasons[0].Text)
			}
		})
	}
}

func TestContextDecides(t *testing.T) {
	t.Parallel()

	office := with(get("session"), func(q *question) {
		q.identity = allowAll
		q.policy = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {
			"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:ViaAWSService": "false"},
			"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}}}`
	})
	ask(t, map[string]struct {
		question

		want string
	}{
		"from the network":         {with(office, func(q *question) { q.context = `{"aws:sourceip": "203.0.113.9"}` }), "allowed identity"},
		"from another network":     {with(office, func(q *question) { q.context = `{"aws:sourceip": "198.51.100.9"}` }), "explicit-deny resource"},
		"through an endpoint":      {with(office, func(q *question) { q.context = `{"aws:sourceip": null}` }), "explicit-deny resource"},
		"through a service":        {with(office, func(q *question) { q.context = `{"aws:viaawsservice": "true"}` }), "allowed identity"},
		"as a role that is spared": {with(office, func(q *question) { q.caller = "IAM:role/BreakGlass" }), "allowed identity"},
		"from a network not told":  {office, "undecided"},
		"as the owner of the variable": {with(get(user), func(q *question) {
			q.resource = "arn:aws:s3:::b/ann/x"
			q.identity = `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}`
		}), "allowed identity"},
		"as a session without the variable": {with(get("session"), func(q *question) {
			q.identity = `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"}`
		}), "implicit-deny identity resource"},
	})
}

func TestDecisionAllows(t *testing.T) {
	t.Parallel()

	for outcome, want := range map[policy.Outcome]string{
		policy.Allowed: "yes", policy.ImplicitDeny: "no", policy.ExplicitDeny: "no", policy.NotDecided: "undecided", "": "undecided",
	} {
		if got := (policy.Decision{Outcome: outcome}).Allows().String(); got != want {
			t.Errorf("%s allows: %s, want %s", outcome, got, want)
		}
	}
}
