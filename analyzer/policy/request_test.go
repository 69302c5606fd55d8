package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestKeysThatAreDerived(t *testing.T) {
	t.Parallel()

	const key, object = "arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:s3:::b/x"
	cases := map[string]struct {
		caller, action, resource, key string
		want                          string // as valuetest.Symbolic reads it
	}{
		"the user":                          {"IAM:user/ops/ann", "s3:GetObject", object, "aws:PrincipalArn", "IAM:user/ops/ann"},
		"the role, not the session":         {"session", "s3:GetObject", object, "aws:PrincipalArn", "IAM:role/ops/Admin"},
		"a role whose path is not known":    {"STS:assumed-role/Admin/alice", "s3:GetObject", object, "aws:PrincipalArn", "IAM:role/<>Admin"},
		"the root user":                     {"111122223333", "s3:GetObject", object, "aws:PrincipalArn", "IAM:root"},
		"the account of the caller":         {"session", "s3:GetObject", object, "aws:PrincipalAccount", "111122223333"},
		"the account of nobody":             {"anonymous", "s3:GetObject", object, "aws:PrincipalAccount", "anonymous"},
		"the type of a user":                {"IAM:user/ops/ann", "s3:GetObject", object, "aws:PrincipalType", "User"},
		"the type of a session":             {"session", "s3:GetObject", object, "aws:PrincipalType", "AssumedRole"},
		"the type of the root user":         {"IAM:root", "s3:GetObject", object, "aws:PrincipalType", "Account"},
		"the type of a role":                {"IAM:role/ops/Admin", "s3:GetObject", object, "aws:PrincipalType", "AssumedRole"},
		"the type of a federated user":      {"STS:federated-user/ann", "s3:GetObject", object, "aws:PrincipalType", "FederatedUser"},
		"the type of nobody":                {"anonymous", "s3:GetObject", object, "aws:PrincipalType", "Anonymous"},
		"the type of a service is unknown":  {"sns.amazonaws.com", "s3:GetObject", object, "aws:PrincipalType", "<>"},
		"the role itself":                   {"IAM:role/ops/Admin", "s3:GetObject", object, "aws:PrincipalArn", "IAM:role/ops/Admin"},
		"the id of nobody":                  {"anonymous", "s3:GetObject", object, "aws:userid", "anonymous"},
		"the id of a user is unknown":       {"IAM:user/ann", "s3:GetObject", object, "aws:userid", "<>"},
		"the id of a role is unknown":       {"IAM:role/ops/Admin", "s3:GetObject", object, "aws:userid", "<>"},
		"the name of a user":                {"IAM:user/ops/ann", "s3:GetObject", object, "aws:username", "ann"},
		"the id of a session":               {"session", "s3:GetObject", object, "aws:userid", "<>:alice"},
		"the id of the root user":           {"IAM:root", "s3:GetObject", object, "aws:userid", "111122223333"},
		"the id of a federated user":        {"STS:federated-user/ann", "s3:GetObject", object, "aws:userid", "111122223333:ann"},
		"a service is one":                  {"sns.amazonaws.com", "s3:GetObject", object, "aws:PrincipalIsAWSService", "true"},
		"a user is none":                    {"IAM:user/ann", "s3:GetObject", object, "aws:PrincipalIsAWSService", "false"},
		"the name of a service":             {"sns.amazonaws.com", "s3:GetObject", object, "aws:PrincipalServiceName", "sns.amazonaws.com"},
		"the account of the resource":       {"IAM:user/ann", "kms:Decrypt", key, "aws:ResourceAccount", "111122223333"},
		"the Region":                        {"IAM:user/ann", "kms:Decrypt", key, "aws:RequestedRegion", "eu-west-1"},
		"the account that calls KMS":        {"IAM:user/ann", "kms:Decrypt", key, "kms:CallerAccount", "111122223333"},
		"the Region of a bucket is unknown": {"IAM:user/ann", "s3:GetObject", object, "aws:RequestedRegion", "<>"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := policy.Request{Action: test.action, Resource: valuetest.Symbolic(test.resource)}
			if request.Caller = alice(t); test.caller != "session" {
				request.Caller = caller(t, test.caller)
			}

			got := request.Complete(test.key)

			if diff := cmp.Diff(shape(valuetest.Symbolic(arns(test.want))), shape(got.Values[0])); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.key, diff)
			}
			if got.Presence != value.Yes {
				t.Errorf("%s is in the request: %s", test.key, got.Presence)
			}
		})
	}
}

func TestPresenceOfKeys(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		key, caller string
		want        value.Truth
	}{
		"a key that all requests have":           {"aws:CurrentTime", "anonymous", value.Yes},
		"a key of users":                         {"aws:username", "STS:assumed-role/Admin/alice", value.No},
		"a tag of a user":                        {"aws:PrincipalTag/team", "IAM:user/ann", value.Undecided},
		"a tag of a service":                     {"aws:PrincipalTag/team", "s3.amazonaws.com", value.No},
		"the principal of an unsigned request":   {"aws:PrincipalArn", "anonymous", value.No},
		"the principal of a service":             {"aws:PrincipalArn", "s3.amazonaws.com", value.Undecided},
		"the organization of a service":          {"aws:PrincipalOrgID", "s3.amazonaws.com", value.No},
		"a source address":                       {"aws:SourceIp", "IAM:user/ann", value.Undecided},
		"the source of a call that a user makes": {"aws:SourceArn", "IAM:user/ann", value.No},
		"the source of a call a service makes":   {"aws:SourceArn", "s3.amazonaws.com", value.Undecided},
		"MFA":                                    {"aws:MultiFactorAuthPresent", "IAM:user/ann", value.Undecided},
		"the age of credentials":                 {"aws:TokenIssueTime", "IAM:role/Admin", value.Yes},
		"an assumed root user":                   {"aws:AssumedRoot", "IAM:user/ann", value.No},
		"the name of a service in a user's":      {"aws:PrincipalServiceName", "IAM:user/ann", value.No},
		"whether nobody is a service":            {"aws:PrincipalIsAWSService", "anonymous", value.No},
		"the owner of a bucket":                  {"aws:ResourceAccount", "IAM:user/ann", value.Undecided},
		"a key of a service":                     {"s3:x-amz-acl", "IAM:user/ann", value.Undecided},
		"a key that is not known":                {"aws:Unheard", "IAM:user/ann", value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bucket := valuetest.Symbolic("arn:aws:s3:::b/x")
			request := policy.Request{Caller: caller(t, test.caller), Action: "s3:GetObject", Resource: bucket}

			if got := request.Complete(test.key).Presence; got != test.want {
				t.Errorf("%s is in a request of %s: %s, want %s", test.key, test.caller, got, test.want)
			}
		})
	}
}

func TestGivenKeysComeFirst(t *testing.T) {
	t.Parallel()
	request := policy.Request{Caller: caller(t, "IAM:user/ann"), Context: contextOf(t, `{"aws:username": "bob", "aws:calledvia": null}`)}

	if got := request.Complete("aws:UserName").Values[0].Text; got != "bob" {
		t.Errorf("the name is %s", got)
	}
	if got := request.Complete("aws:CalledVia").Presence; got != value.No {
		t.Errorf("a key that was said to be absent is there: %s", got)
	}
	request.Closed = true
	if got := request.Complete("aws:PrincipalArn").Presence; got != value.No {
		t.Errorf("a key that a closed context lacks is there: %s", got)
	}
}

func TestMultivaluedKeys(t *testing.T) {
	t.Parallel()

	for key, want := range map[string]bool{"aws:TagKeys": true, "kms:GrantOperations": true, "aws:SourceIp": false} {
		request := policy.Request{Caller: caller(t, "IAM:user/ann")}
		if got := request.Complete(key).Multivalued; got != want || policy.IsMultivalued(key) != want {
			t.Errorf("%s holds a list: %t", key, got)
		}
	}
}

func TestTheOwnerIsTakenFromTheARN(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		resource, want string
	}{
		"an ARN with an account":          {"arn:aws:sqs:us-east-1:111122223333:q", "111122223333"},
		"an account that is a symbol":     {"arn:aws:sqs:us-east-1:<A>:q", "<A>"},
		"a bucket":                        {"arn:aws:s3:::b", ""},
		"an ARN of AWS itself":            {"arn:aws:iam::aws:policy/ReadOnlyAccess", ""},
		"a text that is not known":        {"<X>", ""},
		"a text with too few parts":       {"arn:aws:s3", ""},
		"an ARN whose Region is a symbol": {"arn:aws:sqs:<R>:111122223333:q", "111122223333"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := policy.Request{Caller: caller(t, "IAM:user/ann"), Action: "sqs:SendMessage", Resource: valuetest.Symbolic(test.resource)}

			got := request.Complete("aws:ResourceAccount")

			if test.want == "" {
				if got.Presence != value.Undecided || got.Values[0].Kind != value.Unresolved {
					t.Errorf("got %+v, want an account that is not known", got)
				}
				return
			}
			if diff := cmp.Diff(shape(valuetest.Symbolic(test.want)), shape(got.Values[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTheOrganizationIsThatOfTheOwner derives it for the owner's principals and resources alone.
func TestTheOrganizationIsThatOfTheOwner(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		organization, account string
		caller, resource      string // "" where the key is not derived
	}{
		"the owner's own":    {"o-mine", "111122223333", "o-mine", "o-mine"},
		"of another account": {"o-mine", "444455556666", "", "o-mine"},
		"nothing is known":   {"", "111122223333", "", ""},
	} {
		caller := policy.Caller{
			Kind: policy.User, ARN: value.OfText("arn:aws:iam::" + test.account + ":user/u"), Account: value.OfText(test.account),
		}
		request := policy.Request{
			Caller: caller, Action: "s3:GetObject", Resource: value.OfText("arn:aws:s3:::b/o"),
			Owner: value.OfText("111122223333"), Organization: test.organization,
		}
		for key, want := range map[string]string{"aws:PrincipalOrgID": test.caller, "aws:ResourceOrgID": test.resource} {
			got, _ := request.Complete(key).Values[0].Literal()
			if got != want {
				t.Errorf("%s: %s is %q, want %q", name, key, got, want)
			}
		}
	}
}
