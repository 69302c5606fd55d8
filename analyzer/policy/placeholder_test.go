package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestPlaceholders(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		principal, resource string
		kind                policy.PrincipalKind
		written             string // how the resource is shown
		unresolved          int    // the number of elements that are not known
	}{
		"a shell or Terraform variable":     {"arn:aws:iam::${account}:root", "arn:aws:s3:::b", policy.Account, "", 1},
		"a template's double braces":        {"arn:aws:iam::{{ id }}:role/A", "arn:aws:s3:::b", policy.Role, "", 1},
		"a whole principal":                 {"[ROLE]", "arn:aws:s3:::b", policy.Unclear, "", 1},
		"a name in brackets":                {"arn:aws:iam::111122223333:role/[ROLE]", "*", policy.Role, "", 1},
		"a bucket":                          {"*", "arn:aws:s3:::${bucket}/*", policy.Anyone, "arn:aws:s3:::${bucket}/*", 1},
		"several in one text":               {"*", "arn:aws:s3:::{{a}}-{{b}}", policy.Anyone, "arn:aws:s3:::{{a}}-{{b}}", 1},
		"a policy variable is none":         {"*", "arn:aws:s3:::b/${aws:username}", policy.Anyone, "", 0},
		"an escaped star is none":           {"*", "arn:aws:s3:::b/${*}", policy.Anyone, "", 0},
		"a variable with a default is none": {"*", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'all'}", policy.Anyone, "", 0},
		"a pseudo parameter":                {"arn:aws:iam::${AWS::AccountId}:root", "*", policy.Account, "", 1},
		"an expression with a colon":        {"arn:aws:iam::${x ? 1 : 2}:user/a", "*", policy.User, "", 1},
		"what is filled in is left alone":   {"111122223333", "arn:aws:s3:::b", policy.Account, "", 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := valuetest.Build(t, `{"Statement": [{"Effect": "Deny", "Action": "s3:*",
				"Principal": {"AWS": "`+test.principal+`"}, "Resource": "`+test.resource+`"}]}`)

			got := policy.ParseFile(v).Statements[0]

			if kind := got.Principals[0].Kind; kind != test.kind {
				t.Errorf("got a principal of kind %q, want %q", kind, test.kind)
			}
			if written := got.Resources[0].Written; written != test.written {
				t.Errorf("the resource reads %q, want %q", written, test.written)
			}
			if len(got.Unresolved) != test.unresolved {
				t.Errorf("got %+v, want %d of them", got.Unresolved, test.unresolved)
			}
		})
	}
}

func TestPlaceholderOf(t *testing.T) {
	t.Parallel()
	v := valuetest.Build(t, `{"Statement": {"Resource": ["arn:aws:s3:::${bucket}", "arn:aws:s3:::b"]}}`)

	resources := policy.ParseFile(v).Statements[0].Resources

	if got := policy.Placeholder(resources[0].Source); got == nil || got.Reason != "${bucket} is a placeholder" {
		t.Errorf("got %+v", got)
	}
	if got := policy.Placeholder(resources[1].Source); got != nil {
		t.Errorf("got %+v in a text without one", got)
	}
}

func TestPlaceholdersOfOddDocuments(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		text       string
		unresolved int // of all statements together
	}{
		"a document that is text":            {`"{{ policy }}"`, 0},
		"a document that is a list":          {`["{{ policy }}"]`, 0},
		"a statement that is text":           {`{"Statement": "{{ statement }}"}`, 1},
		"an item that is text":               {`{"Statement": ["{{ statement }}", {"Action": "{{ action }}"}]}`, 2},
		"a null among the actions":           {`{"Statement": {"Action": ["s3:*", null]}}`, 1},
		"a list of placeholders":             {`{"Statement": {"NotAction": ["{{ a }}", "s3:*", "{{ b }}"]}}`, 2},
		"a condition keeps its placeholders": {`{"Statement": {"Condition": {"Bool": {"k": "{{ a }}"}}}}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			unresolved := 0
			for _, statement := range policy.ParseFile(valuetest.Build(t, test.text)).Statements {
				unresolved += len(statement.Unresolved)
			}
			if unresolved != test.unresolved {
				t.Errorf("got %d elements that are not known, want %d", unresolved, test.unresolved)
			}
		})
	}
}

func TestUnfilled(t *testing.T) {
	t.Parallel()

	for text, want := range map[string]bool{
		"arn:aws:s3:::${bucket}":          true,
		"{{ account }}":                   true,
		"<ACCOUNT_ID>":                    true,
		"role/[ROLE]":                     true,
		"${aws:username}/{{ x }}":         true,
		"${aws:username}":                 false,
		"${aws:PrincipalTag/team, 'all'}": false,
		"${*}":                            false,
		"arn:aws:s3:::b":                  false,
		"${ is not closed":                false,
		"":                                false,
	} {
		if got := policy.Unfilled(text); got != want {
			t.Errorf("Unfilled(%q) = %t, want %t", text, got, want)
		}
	}
}
