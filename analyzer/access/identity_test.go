package access_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// TestIdentityPoliciesThatNobodyGave asks with identity policies among the files, which do not say whose they are.
func TestIdentityPoliciesThatNobodyGave(t *testing.T) {
	t.Parallel()
	user := read(t, "user01.json", statements(anything), owner)
	bucket := read(t, "bucket.json", statements(`{"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "arn:aws:s3:::b/*"}`), owner)
	given := []access.Given{{Layer: policy.LayerIdentity, Input: user}}
	const taken = "policy user01.json is one of the principal's"
	cases := map[string]struct {
		inputs      []access.Input
		alone, none bool
		given       []access.Given
		want        []string
	}{
		"one of several files is nobody's": {
			inputs: []access.Input{bucket, user},
			want:   []string{"undecided", "it is not given whose the identity policies in the files are (--identity FILE, or --identity none)"},
		},
		"the only one of a folder is nobody's": {
			inputs: []access.Input{user},
			want:   []string{"undecided", "it is not given whose the identity policies in the files are (--identity FILE, or --identity none)"},
		},
		"and none says that there are none": {
			inputs: []access.Input{bucket, user}, none: true,
			want: []string{"implicit-deny"},
		},
		"the file itself is taken to be the principal's": {
			inputs: []access.Input{user}, alone: true,
			want: []string{"allowed", "policy user01.json", taken},
		},
		"unless none says the opposite": {
			inputs: []access.Input{user}, alone: true, none: true,
			want: []string{"--identity: none says that there are no identity policies, and user01.json is one"},
		},
		"a file given as such is no guess": {
			inputs: []access.Input{user}, alone: true, given: given,
			want: []string{"allowed", "policy user01.json"},
		},
		"nor is one given as something else": {
			inputs: []access.Input{user}, alone: true, given: []access.Given{{Layer: policy.LayerBoundary, Input: user}},
			want: []string{"undecided", "it is not given whose the identity policies in the files are (--identity FILE, or --identity none)"},
		},
		"a file given twice is one policy": {
			inputs: []access.Input{bucket, user}, given: append(given, given...),
			want: []string{"allowed", "policy user01.json", "bucket policy bucket.json"},
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reply, err := answer(tc.inputs, access.Question{
				Principal: user01, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a", Account: owner,
				Alone: tc.alone, NoIdentity: tc.none, Given: tc.given,
			})
			if diff := cmp.Diff(tc.want, gist(reply, err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// gist returns the error, or the outcome with the reasons, the policies where it is allowed, and what was taken for
// granted of them.
func gist(reply *access.Reply, err error) []string {
	if err != nil {
		return []string{err.Error()}
	}
	said := []string{string(reply.Outcome)}
	for _, reason := range reply.Reasons {
		said = append(said, reason.Text)
	}
	for _, looked := range reply.Policies {
		if reply.Outcome == policy.Allowed {
			said = append(said, looked.Name)
		}
	}
	for _, assumed := range reply.Assumed {
		if assumed == "policy user01.json is one of the principal's" {
			said = append(said, assumed)
		}
	}
	return said
}

func TestNoneIsRefusedWhereTheTemplateGivesIdentityPolicies(t *testing.T) {
	t.Parallel()
	for principal, want := range map[string]string{
		"Writer":  "--identity: none says that there are no identity policies, and group policy Readers is one",
		"Machine": "--identity: none says that there are no identity policies, and role policy Machine is one",
		"Managed": "--identity: none says that there are no identity policies, and the template gives the principal some",
	} {
		t.Run(principal, func(t *testing.T) {
			t.Parallel()
			const managed = `
  Managed:
    Type: AWS::IAM::Role
    Properties:
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
`
			inputs := []access.Input{read(t, "stack.yaml", team+managed, "")}
			question := access.Question{Principal: principal, Action: "s3:GetObject", Resource: "Reports/a", NoIdentity: true}
			if _, err := answer(inputs, question); err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func TestAPolicyOnSomethingElseThanTheRequest(t *testing.T) {
	t.Parallel()
	const statement = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::photos/*"}`
	bucket := read(t, "bucket.json", statements(statement), owner)
	user := read(t, "user01.json", statements(anything), owner)
	for name, tc := range map[string]struct {
		input          access.Input
		resource, want string
	}{
		"another bucket":     {bucket, "arn:aws:s3:::photo/a", "the policy is on arn:aws:s3:::photos, and the request is not"},
		"the same bucket":    {bucket, "arn:aws:s3:::photos/a", ""},
		"an identity policy": {user, "arn:aws:s3:::photo/a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			question := access.Question{Principal: owner, Action: "s3:GetObject", Resource: tc.resource}
			reply, err := answer([]access.Input{tc.input}, question)
			if err != nil {
				t.Fatal(err)
			}
			if got := tc.input.Beside(reply); got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}
