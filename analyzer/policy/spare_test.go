package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestNotPrincipalSpares(t *testing.T) {
	t.Parallel()

	const account, role, session = `"111122223333"`, `"IAM:role/ops/Admin"`, `"STS:assumed-role/Admin/alice"`
	ann, root := caller(t, "IAM:user/ann"), caller(t, "IAM:root")
	cases := map[string]struct {
		listed  string
		caller  policy.Caller
		bounded value.Truth
		want    value.Truth // whether the caller is spared
	}{
		"a user and its account":                  {account + `, "IAM:user/ann"`, ann, value.No, value.Yes},
		"a user without its account":              {`"IAM:user/ann"`, ann, value.No, value.No},
		"the account alone":                       {account, ann, value.No, value.No},
		"another user":                            {account + `, "IAM:user/bob"`, ann, value.No, value.No},
		"a user with a permissions boundary":      {account + `, "IAM:user/ann"`, ann, value.Yes, value.No},
		"a user that may have one":                {account + `, "IAM:user/ann"`, ann, value.Undecided, value.Undecided},
		"the root user":                           {account, root, value.No, value.Yes},
		"the root user of another account":        {`"444455556666"`, root, value.No, value.No},
		"account, role and session":               {account + `,` + role + `,` + session, alice(t), value.No, value.Yes},
		"account and role without the session":    {account + `,` + role, alice(t), value.No, value.No},
		"account and session without the role":    {account + `,` + session, alice(t), value.No, value.No},
		"role and session without the account":    {role + `,` + session, alice(t), value.No, value.No},
		"a session of the role may be this one":   {account + `,` + role + `,` + session, caller(t, "IAM:role/ops/Admin"), value.No, value.Undecided},
		"a federated user and its account":        {account + `, "STS:federated-user/ann"`, caller(t, "STS:federated-user/ann"), value.No, value.Undecided},
		"anyone":                                  {`"*"`, ann, value.Yes, value.Yes},
		"an anonymous caller":                     {account, caller(t, "anonymous"), value.No, value.No},
		"an entry that is not known":              {account + `, "<X>"`, ann, value.No, value.Undecided},
		"an account that is not known":            {`"<X>", "IAM:user/ann"`, ann, value.No, value.Undecided},
		"an entry that the services would refuse": {account + `, "ann"`, ann, value.No, value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := parse(t, arns(`{"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": [`+test.listed+`]}}}`))

			got := document.Statements[0].MatchesCaller(test.caller, test.bounded)

			if got != test.want.Not() {
				t.Errorf("denied: %s, want %s", got, test.want.Not())
			}
		})
	}
}

func TestNotPrincipalSparesServices(t *testing.T) {
	t.Parallel()
	document := parse(t, `{"Statement": {"Effect": "Deny", "NotPrincipal": {"Service": "s3.amazonaws.com"}}}`)

	for service, want := range map[string]value.Truth{"s3.amazonaws.com": value.No, "sns.amazonaws.com": value.Yes} {
		if got := document.Statements[0].MatchesCaller(caller(t, service), value.No); got != want {
			t.Errorf("%s is denied: %s, want %s", service, got, want)
		}
	}
}

func TestStatementsWithoutOnePrincipalElement(t *testing.T) {
	t.Parallel()

	for name, statement := range map[string]string{
		"none": `{}`, "both": `{"Principal": "*", "NotPrincipal": "*"}`, "an unresolved statement": `"<X>"`,
	} {
		got := parse(t, `{"Statement": [`+statement+`]}`).Statements[0].MatchesCaller(caller(t, "IAM:user/ann"), value.No)
		if got != value.Undecided {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestNotPrincipalIsNotDecidedForWhatMakesNoRequests(t *testing.T) {
	t.Parallel()
	document := parse(t, `{"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}}}`)

	for _, kind := range []policy.PrincipalKind{policy.Declared, policy.UniqueID, policy.CanonicalUser, policy.Unclear, ""} {
		if got := document.Statements[0].MatchesCaller(policy.Caller{Kind: kind}, value.No); got != value.Undecided {
			t.Errorf("a caller of the kind %q is denied: %s", kind, got)
		}
	}
}
