package policy_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// arns writes out "IAM:" and "STS:", which stand for the start of an ARN.
func arns(text string) string {
	return strings.NewReplacer("IAM:", "arn:aws:iam::111122223333:", "STS:", "arn:aws:sts::111122223333:").Replace(text)
}

func caller(tb testing.TB, text string) policy.Caller {
	tb.Helper()
	caller, ok := policy.ParseCaller(arns(text))
	if !ok {
		tb.Fatalf("%s is no caller", text)
	}
	return caller
}

// alice is a session of a role with a path.
func alice(tb testing.TB) policy.Caller {
	tb.Helper()
	session := caller(tb, "STS:assumed-role/Admin/alice")
	session.Issuer = valuetest.Symbolic(arns("IAM:role/ops/Admin"))
	return session
}

func TestParseCaller(t *testing.T) {
	t.Parallel()

	cases := map[string]policy.PrincipalKind{
		"IAM:user/ann": policy.User, "IAM:role/ops/Admin": policy.Role, "STS:assumed-role/Admin/alice": policy.Session,
		"STS:federated-user/ann": policy.FederatedUser, "IAM:root": policy.Account, "111122223333": policy.Account,
		"s3.amazonaws.com": policy.Service, "anonymous": policy.Anyone, "*": policy.Anyone,
	}
	for text, want := range cases {
		if got := caller(t, text); got.Kind != want {
			t.Errorf("%s is a caller of kind %s, want %s", text, got.Kind, want)
		}
	}
	for _, text := range []string{"ann", "IAM:group/ops", "IAM:role/*", "arn:aws:s3:::b", "AIDAEXAMPLEID0000ABCD", ""} {
		if got, ok := policy.ParseCaller(arns(text)); ok {
			t.Errorf("%q is read as a caller of kind %s", text, got.Kind)
		}
	}
}

func TestPrincipalMatchesCaller(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		principal, caller string
		want              value.Truth
	}{
		"anyone is an anonymous caller":           {`"*"`, "anonymous", value.Yes},
		"anyone is a service":                     {`{"AWS": "*"}`, "s3.amazonaws.com", value.Yes},
		"an account has its users":                {`{"AWS": "111122223333"}`, "IAM:user/ann", value.Yes},
		"an account has its sessions":             {`{"AWS": "IAM:root"}`, "STS:assumed-role/Admin/alice", value.Yes},
		"an account has its root user":            {`{"AWS": "IAM:root"}`, "111122223333", value.Yes},
		"another account":                         {`{"AWS": "444455556666"}`, "IAM:user/ann", value.No},
		"an account has no anonymous callers":     {`{"AWS": "111122223333"}`, "anonymous", value.No},
		"an account that is not known":            {`{"AWS": "arn:aws:iam::<A>:root"}`, "IAM:user/ann", value.Undecided},
		"a user":                                  {`{"AWS": "IAM:user/ops/ann"}`, "IAM:user/ops/ann", value.Yes},
		"a user with another path":                {`{"AWS": "IAM:user/ann"}`, "IAM:user/ops/ann", value.No},
		"case matters in names":                   {`{"AWS": "IAM:user/Ann"}`, "IAM:user/ann", value.No},
		"a user of another account":               {`{"AWS": "arn:aws:iam::444455556666:user/ann"}`, "IAM:user/ann", value.No},
		"a user of another partition":             {`{"AWS": "arn:aws-cn:iam::111122223333:user/ann"}`, "IAM:user/ann", value.No},
		"a user of a partition that is not known": {`{"AWS": "arn:<P>:iam::111122223333:user/ann"}`, "IAM:user/ann", value.Yes},
		"a user is no role":                       {`{"AWS": "IAM:user/Admin"}`, "IAM:role/Admin", value.No},
		"a role":                                  {`{"AWS": "IAM:role/Admin"}`, "IAM:role/Admin", value.Yes},
		"a role whose path the ARN does not show": {`{"AWS": "IAM:role/Admin"}`, "STS:assumed-role/Admin/alice", value.Undecided},
		"a role with another name":                {`{"AWS": "IAM:role/Other"}`, "STS:assumed-role/Admin/alice", value.No},
		"a session":                               {`{"AWS": "STS:assumed-role/Admin/alice"}`, "STS:assumed-role/Admin/alice", value.Yes},
		"another session":                         {`{"AWS": "STS:assumed-role/Admin/bob"}`, "STS:assumed-role/Admin/alice", value.No},
		"a session of a role, which is not known": {`{"AWS": "STS:assumed-role/Admin/bob"}`, "IAM:role/ops/Admin", value.Undecided},
		"a session of another role":               {`{"AWS": "STS:assumed-role/Other/bob"}`, "IAM:role/ops/Admin", value.No},
		"a federated user":                        {`{"AWS": "STS:federated-user/ann"}`, "STS:federated-user/ann", value.Yes},
		"the user behind a federated user":        {`{"AWS": "IAM:user/ann"}`, "STS:federated-user/ann", value.Undecided},
		"a service":                               {`{"Service": "s3.amazonaws.com"}`, "s3.amazonaws.com", value.Yes},
		"another service":                         {`{"Service": "sns.amazonaws.com"}`, "s3.amazonaws.com", value.No},
		"a service is not anonymous":              {`{"Service": "s3.amazonaws.com"}`, "anonymous", value.No},
		"a deleted principal":                     {`{"AWS": "AROAEXAMPLEID0000ABCD"}`, "IAM:role/Admin", value.Undecided},
		"a deleted principal and the root user":   {`{"AWS": "AROAEXAMPLEID0000ABCD"}`, "IAM:root", value.No},
		"a canonical user":                        {`{"CanonicalUser": "79a5"}`, "IAM:user/ann", value.Undecided},
		"a canonical user is no service":          {`{"CanonicalUser": "79a5"}`, "s3.amazonaws.com", value.No},
		"a declared principal may be anyone":      {`{"AWS": "<!Admin.Arn>"}`, "IAM:user/ann", value.Undecided},
		"a declared principal is not the root":    {`{"AWS": "<!Admin.Arn>"}`, "IAM:root", value.No},
		"what is not known may be anyone":         {`{"AWS": "<X>"}`, "IAM:user/ann", value.Undecided},
		"what services refuse decides nothing":    {`{"AWS": "ann"}`, "IAM:user/ann", value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := principals(t, test.principal)[0].Matches(caller(t, test.caller)); got != test.want {
				t.Errorf("%s is %s: %s, want %s", test.principal, test.caller, got, test.want)
			}
		})
	}
}

func TestPrincipalsOfASession(t *testing.T) {
	t.Parallel()

	declared := alice(t)
	declared.Issuer = valuetest.Symbolic("<!Admin.Arn>")
	cases := map[string]struct {
		principal string
		caller    policy.Caller
		want      value.Truth
	}{
		"its role, with the path":          {`{"AWS": "IAM:role/ops/Admin"}`, alice(t), value.Yes},
		"a role without the path":          {`{"AWS": "IAM:role/Admin"}`, alice(t), value.No},
		"its role, by reference":           {`{"AWS": "<!Admin.Arn>"}`, declared, value.Yes},
		"another role, by reference":       {`{"AWS": "<!Other.Arn>"}`, declared, value.No},
		"an account that is the same text": {`{"AWS": "<A>"}`, policy.Caller{Kind: policy.User, ARN: valuetest.Symbolic("arn:aws:iam::<A>:user/a")}, value.Yes},
		"a web identity":                   {`{"Federated": "accounts.google.com"}`, policy.Caller{Kind: policy.Federated, ARN: valuetest.Symbolic("accounts.google.com")}, value.Yes},
		"a caller of no kind":              {`{"AWS": "IAM:user/ann"}`, policy.Caller{}, value.No},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := principals(t, test.principal)[0].Matches(test.caller); got != test.want {
				t.Errorf("%s is the caller: %s, want %s", test.principal, got, test.want)
			}
		})
	}
}
