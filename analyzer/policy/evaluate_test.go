package policy_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// question is a request and policies in short form: each policy is a statement or a list of them as
// JSON, with "IAM:" and "STS:" for the start of an ARN.
type question struct {
	caller, action, resource, owner string
	management                      bool
	context                         string

	identity, boundary, session, policy, rcp, endpoint string
	scps                                               []string
}

func (q question) decide(tb testing.TB) policy.Decision {
	tb.Helper()
	request := policy.Request{Action: q.action, Context: policy.Direct()}
	if request.Caller = alice(tb); q.caller != "session" {
		request.Caller = caller(tb, q.caller)
	}
	request.Caller.Management = q.management
	if q.resource != "" {
		request.Resource = valuetest.Symbolic(arns(q.resource))
	}
	if q.owner != "" {
		request.Owner = valuetest.Symbolic(q.owner)
	}
	if q.context != "" {
		maps.Copy(request.Context, contextOf(tb, q.context))
	}
	policies := policy.Policies{
		Identity: layer(tb, q.identity), Boundary: layer(tb, q.boundary), Session: layer(tb, q.session),
		Resource: layer(tb, q.policy), RCPs: layer(tb, q.rcp), Endpoint: layer(tb, q.endpoint),
	}
	for _, level := range q.scps {
		policies.SCPs = append(policies.SCPs, layer(tb, level))
	}
	return policy.Evaluate(request, policies)
}

func layer(tb testing.TB, statements string) []*policy.Document {
	tb.Helper()
	if statements == "" {
		return nil
	}
	return []*policy.Document{parse(tb, arns(`{"Version": "2012-10-17", "Statement": `+statements+`}`))}
}

// shortly shows a decision as its outcome with the layers of the deciding statements, or those missing.
func shortly(d policy.Decision) string {
	var layers []string
	for _, statement := range d.Statements {
		layers = append(layers, string(statement.Layer))
	}
	for _, missing := range d.Missing {
		layers = append(layers, string(missing))
	}
	slices.Sort(layers)
	return strings.TrimSpace(string(d.Outcome) + " " + strings.Join(slices.Compact(layers), " "))
}

func ask(t *testing.T, cases map[string]struct {
	question

	want string
},
) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := test.decide(t)

			if diff := cmp.Diff(test.want, shortly(got)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", got.Reasons, diff)
			}
		})
	}
}

const (
	user, other = "IAM:user/ann", "444455556666"
	own         = "111122223333"
	object      = "arn:aws:s3:::b/x"
	allowAll    = `{"Effect": "Allow", "Action": "*", "Resource": "*"}`
	denyS3      = `{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}`
	allowSQS    = `{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}`
)

// toThe is a statement on the object for a principal.
func toThe(effect, principal string) string {
	return `{"Effect": "` + effect + `", "Principal": ` + principal + `, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}`
}

func get(who string) question {
	return question{caller: who, action: "s3:GetObject", resource: object, owner: own}
}

func with(q question, change func(*question)) question {
	change(&q)
	return q
}

func TestOneAccount(t *testing.T) {
	t.Parallel()

	ask(t, map[string]struct {
		question

		want string
	}{
		"nothing allows":               {get(user), "implicit-deny identity resource"},
		"the identity policy allows":   {with(get(user), func(q *question) { q.identity = allowAll }), "allowed identity"},
		"the bucket policy allows":     {with(get(user), func(q *question) { q.policy = toThe("Allow", `{"AWS": "IAM:user/ann"}`) }), "allowed resource"},
		"the bucket policy allows all": {with(get(user), func(q *question) { q.policy = toThe("Allow", `"*"`) }), "allowed resource"},
		"it names another user":        {with(get(user), func(q *question) { q.policy = toThe("Allow", `{"AWS": "IAM:user/bob"}`) }), "implicit-deny identity resource"},
		"it names the account only":    {with(get(user), func(q *question) { q.policy = toThe("Allow", `{"AWS": "111122223333"}`) }), "implicit-deny identity resource"},
		"a deny wins":                  {with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", `"*"`) }), "explicit-deny resource"},
		"a deny for the account":       {with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", `{"AWS": "IAM:root"}`) }), "explicit-deny resource"},
		"a deny of its own":            {with(get(user), func(q *question) { q.identity, q.policy = denyS3, toThe("Allow", `"*"`) }), "explicit-deny identity"},
		"denies of two policies":       {with(get(user), func(q *question) { q.identity, q.policy = denyS3, toThe("Deny", `"*"`) }), "explicit-deny identity resource"},
		"another action": {with(get(user), func(q *question) {
			q.identity = `{"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"}`
		}), "implicit-deny identity resource"},
		"all but another resource": {with(get(user), func(q *question) {
			q.identity = `{"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::c/*"}`
		}), "allowed identity"},
		"Allow with NotPrincipal is not sure": {with(get(user), func(q *question) {
			q.policy = `{"Effect": "Allow", "NotPrincipal": {"AWS": "444455556666"}, "Action": "s3:*", "Resource": "*"}`
		}), "undecided"},
		"an effect in another spelling": {with(get(user), func(q *question) { q.identity = `{"Effect": "allow", "Action": "*", "Resource": "*"}` }), "implicit-deny identity resource"},
		"an effect that is not known": {with(get(user), func(q *question) {
			q.identity = `[` + allowAll + `, {"Effect": "<X>", "Action": "*", "Resource": "*"}]`
		}), "undecided"},
		"a principal that is refused": {with(get(user), func(q *question) { q.identity, q.policy = allowAll, toThe("Deny", `"user01"`) }), "undecided"},
		"an action on no resource":    {question{caller: user, action: "s3:ListAllMyBuckets", identity: allowAll}, "allowed identity"},
		"that needs a star":           {question{caller: user, action: "s3:ListAllMyBuckets", identity: `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}`}, "implicit-deny identity resource"},
	})
}

func TestLimits(t *testing.T) {
	t.Parallel()

	const toRole, toSession = `{"AWS": "IAM:role/ops/Admin"}`, `{"AWS": "STS:assumed-role/Admin/alice"}`
	const toAnyone = `{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*",
		"Condition": {"ArnEquals": {"aws:PrincipalArn": "IAM:role/ops/Admin"}}}`
	ask(t, map[string]struct {
		question

		want string
	}{
		"a boundary that allows":              {with(get(user), func(q *question) { q.identity, q.boundary = allowAll, allowAll }), "allowed boundary identity"},
		"a boundary that does not":            {with(get(user), func(q *question) { q.identity, q.boundary = allowAll, allowSQS }), "implicit-deny boundary resource"},
		"a boundary gives nothing":            {with(get(user), func(q *question) { q.boundary = allowAll }), "implicit-deny identity resource"},
		"a boundary that denies":              {with(get(user), func(q *question) { q.identity, q.boundary = allowAll, denyS3 }), "explicit-deny boundary"},
		"a bucket policy bypasses it":         {with(get(user), func(q *question) { q.boundary, q.policy = allowSQS, toThe("Allow", `{"AWS": "IAM:user/ann"}`) }), "allowed resource"},
		"a session policy that does not":      {with(get("session"), func(q *question) { q.identity, q.session = allowAll, allowSQS }), "implicit-deny resource session"},
		"a bucket policy for the session":     {with(get("session"), func(q *question) { q.session, q.boundary, q.policy = allowSQS, allowSQS, toThe("Allow", toSession) }), "allowed resource"},
		"a bucket policy for the role":        {with(get("session"), func(q *question) { q.policy = toThe("Allow", toRole) }), "allowed resource"},
		"it is limited by the session policy": {with(get("session"), func(q *question) { q.session, q.policy = allowSQS, toThe("Allow", toRole) }), "implicit-deny identity resource session"},
		"it is limited by the boundary":       {with(get("session"), func(q *question) { q.boundary, q.policy = allowSQS, toThe("Allow", toRole) }), "implicit-deny boundary identity resource"},
		"it is not when it names anyone":      {with(get("session"), func(q *question) { q.session, q.boundary, q.policy = allowSQS, allowSQS, toAnyone }), "allowed resource"},
		"a federated user without a policy":   {with(get("STS:federated-user/ann"), func(q *question) { q.identity = allowAll }), "implicit-deny resource session"},
		"a federated user with one":           {with(get("STS:federated-user/ann"), func(q *question) { q.identity, q.session = allowAll, allowAll }), "allowed identity session"},
		"a bucket policy for it":              {with(get("STS:federated-user/ann"), func(q *question) { q.policy = toThe("Allow", `{"AWS": "STS:federated-user/ann"}`) }), "allowed resource"},
		"a session that may be named":         {with(get("IAM:role/ops/Admin"), func(q *question) { q.policy = toThe("Allow", toSession) }), "undecided"},
		"NotPrincipal with a boundary": {with(get(user), func(q *question) {
			q.identity, q.boundary = allowAll, allowAll
			q.policy = `{"Effect": "Deny", "NotPrincipal": {"AWS": ["IAM:user/ann", "111122223333"]}, "Action": "s3:*", "Resource": "*"}`
		}), "explicit-deny resource"},
		"NotPrincipal without one": {with(get(user), func(q *question) {
			q.identity = allowAll
			q.policy = `{"Effect": "Deny", "NotPrincipal": {"AWS": ["IAM:user/ann", "111122223333"]}, "Action": "s3:*", "Resource": "*"}`
		}), "allowed identity"},
	})
}

func TestAccountsApart(t *testing.T) {
	t.Parallel()

	foreign := with(get(user), func(q *question) { q.owner = other })
	ask(t, map[string]struct {
		question

		want string
	}{
		"the identity policy alone":        {with(foreign, func(q *question) { q.identity = allowAll }), "implicit-deny resource"},
		"the bucket policy alone":          {with(foreign, func(q *question) { q.policy = toThe("Allow", `{"AWS": "IAM:user/ann"}`) }), "implicit-deny identity"},
		"both":                             {with(foreign, func(q *question) { q.identity, q.policy = allowAll, toThe("Allow", `{"AWS": "IAM:user/ann"}`) }), "allowed identity resource"},
		"the account is enough":            {with(foreign, func(q *question) { q.identity, q.policy = allowAll, toThe("Allow", `{"AWS": "IAM:root"}`) }), "allowed identity resource"},
		"a boundary limits":                {with(foreign, func(q *question) { q.identity, q.boundary, q.policy = allowAll, allowSQS, toThe("Allow", `"*"`) }), "implicit-deny boundary"},
		"the root user of another account": {with(foreign, func(q *question) { q.caller, q.policy = "IAM:root", toThe("Allow", `{"AWS": "IAM:root"}`) }), "allowed resource"},
		"an owner that is not known":       {with(foreign, func(q *question) { q.owner, q.identity = "<A>", allowAll }), "undecided"},
		"it does not matter then":          {with(foreign, func(q *question) { q.owner, q.identity, q.policy = "<A>", allowAll, toThe("Allow", `"*"`) }), "allowed identity resource"},
		"nor without an allow":             {with(foreign, func(q *question) { q.owner = "<A>" }), "implicit-deny identity resource"},
		"the policy of a bucket is its owner's": {with(foreign, func(q *question) {
			q.action, q.resource, q.identity = "s3:PutBucketPolicy", "arn:aws:s3:::b", allowAll
			q.policy = `{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}`
		}), "implicit-deny service"},
		"an ARN tells the owner": {question{
			caller: user, action: "sqs:SendMessage", resource: "arn:aws:sqs:us-east-1:444455556666:q", identity: allowAll,
		}, "implicit-deny resource"},
	})
}
