package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestServicesAndAnonymousCallers(t *testing.T) {
	t.Parallel()

	const conditional = `{"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "s3:*", "Resource": "*",
		"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}`
	logs := get("logs.amazonaws.com")
	ask(t, map[string]struct {
		question

		want string
	}{
		"a service needs the resource's policy": {with(logs, func(q *question) { q.identity = allowAll }), "implicit-deny resource"},
		"which names it":                        {with(logs, func(q *question) { q.policy = toThe("Allow", `{"Service": "logs.amazonaws.com"}`) }), "allowed resource"},
		"on behalf of an account":               {with(logs, func(q *question) { q.policy, q.context = conditional, `{"aws:sourceaccount": "111122223333"}` }), "allowed resource"},
		"on behalf of another one":              {with(logs, func(q *question) { q.policy, q.context = conditional, `{"aws:sourceaccount": "444455556666"}` }), "implicit-deny resource"},
		"on behalf of one that is not known":    {with(logs, func(q *question) { q.policy = conditional }), "undecided"},
		"an anonymous caller":                   {with(get("anonymous"), func(q *question) { q.policy = toThe("Allow", `"*"`) }), "allowed resource"},
		"is not in an account":                  {with(get("anonymous"), func(q *question) { q.policy = toThe("Allow", `{"AWS": "IAM:root"}`) }), "implicit-deny resource"},
		"control policies bind no service": {with(logs, func(q *question) {
			q.scps, q.policy = []string{denyS3}, toThe("Allow", `"*"`)
		}), "allowed resource"},
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()

	decrypt := question{caller: user, action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:111122223333:key/k", identity: allowAll}
	const toAccount = `{"Effect": "Allow", "Principal": {"AWS": "IAM:root"}, "Action": "kms:*", "Resource": "*"}`
	const toUser = `{"Effect": "Allow", "Principal": {"AWS": "IAM:user/ann"}, "Action": "kms:*", "Resource": "*"}`
	const toBob = `{"Effect": "Allow", "Principal": {"AWS": "IAM:user/bob"}, "Action": "kms:*", "Resource": "*"}`
	ask(t, map[string]struct {
		question

		want string
	}{
		"the key policy is not known":            {decrypt, "undecided"},
		"it leaves the decision to the account":  {with(decrypt, func(q *question) { q.policy = toAccount }), "allowed identity resource"},
		"which then has to allow":                {with(decrypt, func(q *question) { q.policy, q.identity = toAccount, "" }), "implicit-deny identity resource"},
		"it names the user":                      {with(decrypt, func(q *question) { q.policy, q.identity = toUser, "" }), "allowed resource"},
		"identity policies alone have no effect": {with(decrypt, func(q *question) { q.policy = toBob }), "implicit-deny resource"},
		"not even for the root user":             {with(decrypt, func(q *question) { q.caller, q.policy = "IAM:root", toBob }), "implicit-deny resource"},
		"the root user":                          {with(decrypt, func(q *question) { q.caller, q.policy = "IAM:root", toAccount }), "allowed resource"},
		"a deny hits the root user": {with(decrypt, func(q *question) {
			q.caller, q.policy = "IAM:root", `[`+toAccount+`, {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}]`
		}), "explicit-deny resource"},
		"another account can't change the policy": {with(decrypt, func(q *question) {
			q.action, q.resource = "kms:PutKeyPolicy", "arn:aws:kms:eu-west-1:444455556666:key/k"
			q.policy = `{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}`
		}), "implicit-deny service"},
		"an action on no key": {with(decrypt, func(q *question) { q.action, q.resource = "kms:CreateKey", "" }), "allowed identity"},
		"an alias has no policy": {with(decrypt, func(q *question) {
			q.action, q.resource = "kms:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/a"
		}), "allowed identity"},
	})
}

func TestTrust(t *testing.T) {
	t.Parallel()

	assume := question{caller: user, action: "sts:AssumeRole", resource: "IAM:role/App", identity: allowAll}
	trusts := func(principal string) string {
		return `{"Effect": "Allow", "Principal": ` + principal + `, "Action": "sts:AssumeRole"}`
	}
	ask(t, map[string]struct {
		question

		want string
	}{
		"the trust policy is not known": {assume, "undecided"},
		"it trusts the account":         {with(assume, func(q *question) { q.policy = trusts(`{"AWS": "IAM:root"}`) }), "allowed identity resource"},
		"which has to allow":            {with(assume, func(q *question) { q.policy, q.identity = trusts(`{"AWS": "IAM:root"}`), "" }), "implicit-deny identity resource"},
		"it trusts the user":            {with(assume, func(q *question) { q.policy, q.identity = trusts(`{"AWS": "IAM:user/ann"}`), "" }), "allowed resource"},
		"it trusts a service":           {with(assume, func(q *question) { q.policy = trusts(`{"Service": "ec2.amazonaws.com"}`) }), "implicit-deny resource"},
		"the service assumes it": {with(assume, func(q *question) {
			q.caller, q.policy = "ec2.amazonaws.com", trusts(`{"Service": "ec2.amazonaws.com"}`)
		}), "allowed resource"},
		"a trust policy that names its role is refused": {with(assume, func(q *question) {
			q.policy = `{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "IAM:role/App"}`
		}), "undecided"},
		"one that names any resource is, too": {with(assume, func(q *question) {
			q.policy = `[` + trusts(`"*"`) + `, {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}]`
		}), "undecided"},
		"one that spares another resource is, too": {with(assume, func(q *question) {
			q.policy = `{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "NotResource": "IAM:role/Other"}`
		}), "undecided"},
		"a resource beside another action does not matter": {with(assume, func(q *question) {
			q.policy = `[` + trusts(`{"AWS": "IAM:user/ann"}`) + `, {"Effect": "Deny", "Principal": "*", "Action": "sts:GetFederationToken", "Resource": "*"}]`
		}), "allowed resource"},
		"an identity policy has to name the role": {with(assume, func(q *question) {
			q.policy = trusts(`{"AWS": "IAM:root"}`)
			q.identity = `{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "IAM:role/Other"}`
		}), "implicit-deny identity resource"},
		"tags of the session need the trust as well": {with(assume, func(q *question) {
			q.action, q.policy = "sts:TagSession", trusts(`{"AWS": "IAM:user/ann"}`)
		}), "implicit-deny resource"},
		"the root user assumes no role":     {with(assume, func(q *question) { q.caller, q.policy = "IAM:root", trusts(`"*"`) }), "implicit-deny service"},
		"from another account both have to": {with(assume, func(q *question) { q.resource, q.policy = "arn:aws:iam::444455556666:role/App", trusts(`"*"`) }), "allowed identity resource"},
		"from another account, without its own": {with(assume, func(q *question) {
			q.resource, q.policy, q.identity = "arn:aws:iam::444455556666:role/App", trusts(`"*"`), ""
		}), "implicit-deny identity"},
	})
}

func TestOrganizations(t *testing.T) {
	t.Parallel()

	const denyOnB = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}`
	const publish = `{"Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*"}`
	member := with(get(user), func(q *question) { q.identity = allowAll })
	ask(t, map[string]struct {
		question

		want string
	}{
		"every level allows":            {with(member, func(q *question) { q.scps = []string{allowAll, allowAll} }), "allowed identity scp"},
		"one level does not":            {with(member, func(q *question) { q.scps = []string{allowAll, allowSQS, allowAll} }), "implicit-deny scp"},
		"a level without a policy":      {with(member, func(q *question) { q.scps = []string{allowAll, ""} }), "implicit-deny scp"},
		"one level denies":              {with(member, func(q *question) { q.scps = []string{allowAll, `[` + allowAll + `,` + denyS3 + `]`} }), "explicit-deny scp"},
		"the root user is bound":        {with(member, func(q *question) { q.caller, q.scps = "IAM:root", []string{denyS3} }), "explicit-deny scp"},
		"the management account is not": {with(member, func(q *question) { q.management, q.scps = true, []string{denyS3} }), "allowed identity"},
		"a role that can't be one": {with(member, func(q *question) {
			q.caller, q.scps = "STS:assumed-role/Admin/x", []string{denyS3}
		}), "explicit-deny scp"},
		"a level that may bind a role which may be one": {with(member, func(q *question) {
			q.caller, q.scps = "STS:assumed-role/AWSServiceRoleForX/x", []string{allowSQS}
		}), "undecided"},
		"service-linked roles are not": {with(member, func(q *question) {
			q.caller, q.scps = "IAM:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", []string{denyS3}
		}), "allowed identity"},
		"a role that may be one":          {with(member, func(q *question) { q.caller, q.scps = "STS:assumed-role/AWSServiceRoleForX/x", []string{denyS3} }), "undecided"},
		"a control policy binds a caller": {with(member, func(q *question) { q.rcp = denyOnB }), "explicit-deny rcp"},
		"a control policy binds a service": {with(get("logs.amazonaws.com"), func(q *question) {
			q.rcp, q.policy = denyOnB, toThe("Allow", `"*"`)
		}), "explicit-deny rcp"},
		"it binds no service-linked role": {with(member, func(q *question) {
			q.caller, q.rcp = "IAM:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX", denyOnB
		}), "allowed identity"},
		"a service that has none, or not yet": {question{
			caller: user, action: "sns:Publish", resource: "arn:aws:sns:eu-west-1:111122223333:t", identity: allowAll, rcp: publish,
		}, "undecided"},
		"an endpoint lets it through":  {with(member, func(q *question) { q.endpoint = toThe("Allow", `"*"`) }), "allowed endpoint identity"},
		"an endpoint for someone else": {with(member, func(q *question) { q.endpoint = toThe("Allow", `{"AWS": "444455556666"}`) }), "implicit-deny endpoint"},
		"an endpoint that denies":      {with(member, func(q *question) { q.endpoint = `[` + toThe("Allow", `"*"`) + `,` + toThe("Deny", `"*"`) + `]` }), "explicit-deny endpoint"},
	})
}

func TestRootUser(t *testing.T) {
	t.Parallel()

	const denied = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}`
	const unlock = `{"Effect": "Allow", "Action": "s3:DeleteBucketPolicy", "Resource": "*"}`
	remove := question{caller: "IAM:root", action: "s3:DeleteBucketPolicy", resource: "arn:aws:s3:::b", owner: own}
	ask(t, map[string]struct {
		question

		want string
	}{
		"may do everything":                       {with(get("IAM:root"), func(*question) {}), "allowed"},
		"a bucket policy can't keep it out":       {with(remove, func(q *question) { q.policy = denied }), "allowed"},
		"but from the objects":                    {with(get("IAM:root"), func(q *question) { q.policy = denied }), "explicit-deny resource"},
		"nor the root user of another account":    {with(remove, func(q *question) { q.owner, q.policy = other, denied }), "explicit-deny resource"},
		"nor a user of the account":               {with(remove, func(q *question) { q.caller, q.identity, q.policy = user, allowAll, denied }), "explicit-deny resource"},
		"a service control policy can":            {with(remove, func(q *question) { q.scps = []string{denyS3} }), "explicit-deny scp"},
		"a task policy gives what it lists":       {with(remove, func(q *question) { q.session, q.policy = unlock, denied }), "allowed session"},
		"and nothing else":                        {with(get("IAM:root"), func(q *question) { q.session = unlock }), "implicit-deny resource session"},
		"a resource control policy keeps it out":  {with(remove, func(q *question) { q.rcp = denied }), "explicit-deny rcp"},
		"the policy of a queue can't keep it out": {question{caller: "IAM:root", action: "sqs:SetQueueAttributes", resource: "arn:aws:sqs:us-east-1:111122223333:q", policy: `{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}`}, "allowed"},
		"the policy of a topic can keep it out":   {question{caller: "IAM:root", action: "sns:SetTopicAttributes", resource: "arn:aws:sns:us-east-1:111122223333:t", policy: `{"Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*"}`}, "explicit-deny resource"},
	})
}

func TestWebIdentities(t *testing.T) {
	t.Parallel()

	const trust = `{"Effect": "Allow", "Principal": {"Federated": "IAM:oidc-provider/token.actions.githubusercontent.com"},
		"Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
			"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}}}`
	cases := map[string]struct {
		provider, action, context string
		want                      string
	}{
		"the repository":            {"token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity", `{"token.actions.githubusercontent.com:sub": "repo:acme/app:ref"}`, "allowed resource"},
		"another repository":        {"token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity", `{"token.actions.githubusercontent.com:sub": "repo:acme/web:ref"}`, "implicit-deny resource"},
		"a token that is not known": {"token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity", `{}`, "undecided"},
		"another provider":          {"gitlab.com", "sts:AssumeRoleWithWebIdentity", `{"token.actions.githubusercontent.com:sub": "repo:acme/app:ref"}`, "implicit-deny resource"},
		"before a role is assumed":  {"token.actions.githubusercontent.com", "s3:GetObject", `{}`, "implicit-deny service"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := valuetest.Symbolic(arns("IAM:oidc-provider/" + test.provider))
			request := policy.Request{
				Caller: policy.Caller{Kind: policy.Federated, ARN: provider}, Action: test.action,
				Resource: valuetest.Symbolic(arns("IAM:role/Deploy")), Context: contextOf(t, test.context),
			}

			got := policy.Evaluate(request, policy.Policies{Resource: layer(t, trust)})

			if diff := cmp.Diff(test.want, shortly(got)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", got.Reasons, diff)
			}
		})
	}
}
