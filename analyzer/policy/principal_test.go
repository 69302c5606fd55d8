package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

func TestPrincipalKinds(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		principal string
		want      policy.PrincipalKind
	}{
		"a star is anyone":                {`"*"`, policy.Anyone},
		"a star of AWS is anyone":         {`{"AWS": "*"}`, policy.Anyone},
		"twelve digits are an account":    {`{"AWS": "111122223333"}`, policy.Account},
		"an unquoted account id is one":   {`{"AWS": 111122223333}`, policy.Account},
		"the root ARN is an account":      {`{"AWS": "IAM:root"}`, policy.Account},
		"a user":                          {`{"AWS": "IAM:user/ops/alice"}`, policy.User},
		"a role in another partition":     {`{"AWS": "arn:aws-cn:iam::111122223333:role/Admin"}`, policy.Role},
		"a session":                       {`{"AWS": "STS:assumed-role/Admin/alice"}`, policy.Session},
		"a federated user":                {`{"AWS": "STS:federated-user/alice"}`, policy.FederatedUser},
		"the id of a deleted role":        {`{"AWS": "AROAEXAMPLEID0000ABCD"}`, policy.UniqueID},
		"an identity of CloudFront":       {`{"AWS": "arn:aws:iam::cloudfront:user/Identity E1"}`, policy.User},
		"a service":                       {`{"Service": "s3.amazonaws.com"}`, policy.Service},
		"a web identity":                  {`{"Federated": "accounts.google.com"}`, policy.Federated},
		"a canonical user":                {`{"CanonicalUser": "79a5"}`, policy.CanonicalUser},
		"a declared resource":             {`{"AWS": "<!Admin.Arn>"}`, policy.Declared},
		"the name of a declared resource": {`{"AWS": "<!Admin>"}`, policy.Unclear},
		"an unresolved value":             {`{"AWS": "<X>"}`, policy.Unclear},
		"an unresolved Principal":         {`"<X>"`, policy.Unclear},
		"a role of an unresolved account": {`{"AWS": "arn:aws:iam::<X>:role/Admin"}`, policy.Role},
		"a role with an unresolved name":  {`{"AWS": "IAM:role/<X>"}`, policy.Role},
		"a text that may be an ARN":       {`{"AWS": "<X>:aws:iam::111122223333:role/Admin"}`, policy.Unclear},
		"an ARN with an unresolved noun":  {`{"AWS": "IAM:<X>"}`, policy.Unclear},
		"an ARN of an undocumented noun":  {`{"AWS": "IAM:saml-provider/x"}`, policy.Unclear},
		"a session without a name":        {`{"AWS": "STS:assumed-role/Admin"}`, policy.Unclear},
		"a list in place of an object":    {`["*"]`, policy.Unclear},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := principals(t, test.principal)

			if len(got) != 1 || got[0].Kind != test.want || got[0].Invalid != "" {
				t.Errorf("got %+v, want one %s", got, test.want)
			}
		})
	}
}

func TestInvalidPrincipals(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		principal string
		want      string
	}{
		"a plain name":             {`{"AWS": "user01"}`, "an account id, an ARN or * is expected"},
		"a name on its own":        {`"user01"`, "only * may stand without a type such as AWS or Service"},
		"an ARN on its own":        {`"arn:aws:iam::1:root"`, "only * may stand without a type such as AWS or Service"},
		"a short account id":       {`{"AWS": "11112222333"}`, "an account id, an ARN or * is expected"},
		"a service under AWS":      {`{"AWS": "s3.amazonaws.com"}`, "an account id, an ARN or * is expected"},
		"an unknown type":          {`{"aws": "*"}`, "aws is no type of principal"},
		"a wildcard in an ARN":     {`{"AWS": "IAM:role/*"}`, "a principal's ARN holds no wildcard"},
		"a wildcard for accounts":  {`{"AWS": "arn:aws:iam::*:root"}`, "a principal's ARN holds no wildcard"},
		"a group":                  {`{"AWS": "IAM:group/ops"}`, "a group is no principal"},
		"an ARN of another kind":   {`{"AWS": "arn:aws:s3:::b"}`, "an ARN of IAM or STS is expected"},
		"an ARN without account":   {`{"AWS": "arn:aws:iam:::role/Admin"}`, "the ARN has no 12-digit account id"},
		"a part of an ARN":         {`{"AWS": "arn:aws:iam::111122223333"}`, "the ARN is not complete"},
		"an ARN with a Region":     {`{"AWS": "arn:aws:iam:eu-west-1:111122223333:role/A"}`, "an ARN of IAM or STS has no Region"},
		"an unheard-of partition":  {`{"AWS": "arn:azure:iam::111122223333:role/A"}`, "there is no partition azure"},
		"an ARN without a name":    {`{"AWS": "IAM:role/"}`, "the ARN names no one"},
		"an empty text":            {`{"AWS": ""}`, "an account id, an ARN or * is expected"},
		"an account with dashes":   {`{"AWS": "1111-2222-3333"}`, "an account id, an ARN or * is expected"},
		"a wildcard after symbols": {`{"AWS": "arn:aws:iam::<X>:role/*"}`, "a principal's ARN holds no wildcard"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := principals(t, test.principal)

			if len(got) != 1 || got[0].Kind != policy.Rejected {
				t.Fatalf("got %+v, want one that is rejected", got)
			}
			if diff := cmp.Diff(test.want, got[0].Invalid); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrincipalParts(t *testing.T) {
	t.Parallel()

	got := principals(t, `{"AWS": "arn:aws:sts::<A>:assumed-role/<!Admin>/alice"}`)[0]

	if got.Account.Symbol != "A" || got.Name.Resource != "t.json#Admin" || got.SessionName.Text != "alice" {
		t.Errorf("account %+v, role %+v, session %+v", got.Account, got.Name, got.SessionName)
	}
}

// principals reads a Principal element in which "IAM:" and "STS:" stand for the start of an ARN.
func principals(tb testing.TB, text string) []policy.Principal {
	tb.Helper()
	text = strings.ReplaceAll(text, "IAM:", "arn:aws:iam::111122223333:")
	text = strings.ReplaceAll(text, "STS:", "arn:aws:sts::111122223333:")
	return parse(tb, `{"Statement": {"Principal": `+text+`}}`).Statements[0].Principals
}
