package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestParseGivesTheFormThatRulesRead(t *testing.T) {
	t.Parallel()

	got := parse(t, `{
		"Version": "2012-10-17", "Id": "Example",
		"Statement": [{
			"Sid": "One", "Effect": "Deny", "Principal": {"AWS": ["*", 111122223333]}, "NotAction": "s3:GetObject",
			"Resource": ["<!Bucket.Arn>", "<!Bucket.Arn>/*"],
			"Condition": {"Bool": {"aws:SecureTransport": false}}
		}]
	}`)

	want := `{
		"at": "t.json#", "version": "2012-10-17", "id": "Example",
		"statements": [{
			"at": "t.json#/Statement/0", "sid": "One", "effect": "Deny",
			"principals": [
				{"at": "t.json#/Statement/0/Principal/AWS/0", "value": "*", "type": "AWS", "kind": "anyone"},
				{"at": "t.json#/Statement/0/Principal/AWS/1", "value": "111122223333", "type": "AWS", "kind": "account"}
			],
			"not_actions": [{"at": "t.json#/Statement/0/NotAction", "value": "s3:GetObject"}],
			"resources": [
				{"at": "t.json#/Statement/0/Resource/0", "written": "${Bucket.Arn}"},
				{"at": "t.json#/Statement/0/Resource/1", "written": "${Bucket.Arn}/*"}
			],
			"conditions": [{
				"at": "t.json#/Statement/0/Condition/Bool/aws:SecureTransport",
				"operator": "Bool", "key": "aws:securetransport",
				"values": [{"at": "t.json#/Statement/0/Condition/Bool/aws:SecureTransport", "value": "false"}]
			}]
		}]
	}`
	if diff := cmp.Diff(generic(t, []byte(want)), generic(t, marshal(t, got))); diff != "" {
		t.Error(diff)
	}
}

func TestParseStatements(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		document string
		want     string // the statements as JSON
	}{
		"one object stands for a list of one": {
			`{"Statement": {"Effect": "Allow", "Action": "s3:*"}}`,
			`[{"at": "t.json#/Statement", "effect": "Allow",
				"actions": [{"at": "t.json#/Statement/Action", "value": "s3:*"}]}]`,
		},
		"an empty condition demands nothing": {
			`{"Statement": {"Effect": "Deny", "Condition": {}}}`,
			`[{"at": "t.json#/Statement", "effect": "Deny"}]`,
		},
		"an operator without keys demands nothing": {
			`{"Statement": {"Effect": "Deny", "Condition": {"StringEquals": {}}}}`,
			`[{"at": "t.json#/Statement", "effect": "Deny"}]`,
		},
		"an unresolved condition may demand anything": {
			`{"Statement": {"Condition": "<X>"}}`,
			`[{"at": "t.json#/Statement", "conditions": [
				{"at": "t.json#/Statement/Condition", "unresolved": "X is not known"}]}]`,
		},
		"a condition key of the wrong shape may demand anything": {
			`{"Statement": {"Condition": {"Bool": "yes"}}}`,
			`[{"at": "t.json#/Statement", "conditions": [{"at": "t.json#/Statement/Condition/Bool", "operator": "Bool",
				"unresolved": "the condition is text, as JSON in a string is"}]}]`,
		},
		"names of elements are compared exactly": {
			`{"Statement": {"effect": "Deny", "EFFECT": "Deny"}}`,
			`[{"at": "t.json#/Statement"}]`,
		},
		"an unresolved effect is neither": {
			`{"Statement": {"Effect": "<X>"}}`,
			`[{"at": "t.json#/Statement", "unresolved": [
				{"at": "t.json#/Statement/Effect", "element": "Effect", "reason": "X is not known"}]}]`,
		},
		"an unresolved action is told apart from its neighbours": {
			`{"Statement": {"Action": ["s3:*", "<X>"]}}`,
			`[{"at": "t.json#/Statement", "actions": [
				{"at": "t.json#/Statement/Action/0", "value": "s3:*"},
				{"at": "t.json#/Statement/Action/1", "unresolved": "X is not known"}
			], "unresolved": [{"at": "t.json#/Statement/Action/1", "element": "Action", "reason": "X is not known"}]}]`,
		},
		"a partly unresolved resource shows what is known": {
			`{"Statement": {"Resource": "arn:aws:s3:::<X>/*"}}`,
			`[{"at": "t.json#/Statement",
				"resources": [{"at": "t.json#/Statement/Resource", "written": "arn:aws:s3:::${X}/*",
					"unresolved": "X is not known"}],
				"unresolved": [
					{"at": "t.json#/Statement/Resource", "element": "Resource", "reason": "X is not known"}]}]`,
		},
		"a list where text is expected is unresolved": {
			`{"Statement": {"Action": [["s3:*"]]}}`,
			`[{"at": "t.json#/Statement",
				"actions": [{"at": "t.json#/Statement/Action/0",
					"unresolved": "a value that is no text stands where text is expected"}],
				"unresolved": [{"at": "t.json#/Statement/Action/0", "element": "Action",
					"reason": "a value that is no text stands where text is expected"}]}]`,
		},
		"an unresolved statement stays in its place": {
			`{"Statement": ["<X>", {"Effect": "Allow"}]}`,
			`[{"at": "t.json#/Statement/0", "unresolved": [
				{"at": "t.json#/Statement/0", "element": "Statement", "reason": "X is not known"}]},
			  {"at": "t.json#/Statement/1", "effect": "Allow"}]`,
		},
		"an element that lists nothing is not an absent one": {
			`{"Statement": {"Action": [], "Principal": {}}}`,
			`[{"at": "t.json#/Statement", "actions": [], "principals": []}]`,
		},
		"a document without statements has none": {`{"Version": "2012-10-17"}`, `[]`},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := marshal(t, parse(t, test.document).Statements)

			if diff := cmp.Diff(generic(t, []byte(test.want)), generic(t, got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseSaysWhyADocumentCannotBeRead(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		document *value.Value
		want     string
	}{
		"nothing at all":      {nil, "there is no policy document"},
		"JSON in a string":    {valuetest.Build(t, `"{}"`), "the policy is text, as JSON in a string is"},
		"a list":              {valuetest.Build(t, `[]`), "the policy is no object"},
		"an unresolved value": {valuetest.Build(t, `"<X>"`), "X is not known"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := policy.Parse(test.document)

			if diff := cmp.Diff(test.want, got.Unresolved); diff != "" || len(got.Statements) > 0 {
				t.Errorf("%s\n%d statements", diff, len(got.Statements))
			}
		})
	}
}

func TestTextsShowTheirSymbols(t *testing.T) {
	t.Parallel()

	cases := map[string]struct{ resource, want string }{
		"a resource":                {"arn:aws:s3:::<!Data>/*", "arn:aws:s3:::${Data}/*"},
		"an attribute":              {"<!Data.Arn>", "${Data.Arn}"},
		"a pseudo parameter":        {"a-<AWS::AccountId>", "a-${AWS::AccountId}"},
		"a parameter":               {"a-<parameter t.json#Name>", "a-${Name}"},
		"an import has no name":     {"a-<import t.json#x y>", "a-${?}"},
		"nothing can be said of it": {"a-<>", "a-${?}"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			document := parse(t, `{"Statement": {"Resource": "`+test.resource+`"}}`)

			if diff := cmp.Diff(test.want, document.Statements[0].Resources[0].Written); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPolicyVariables(t *testing.T) {
	t.Parallel()

	const (
		dated     = `{"Version": "2012-10-17", `
		statement = `"Statement": {"Resource": "arn:aws:s3:::b/${aws:username}/x"}}`
	)
	own := valuetest.Build(t, `"arn:aws:s3:::b/${aws:username}/x"`)
	cases := map[string]struct {
		document string
		want     value.Truth
	}{
		"differ by request from 2012 on":       {dated + statement, value.Undecided},
		"are literal in a document of 2008":    {`{"Version": "2008-10-17", ` + statement, value.Yes},
		"are literal in an undated document":   {`{` + statement, value.Yes},
		"need an end to be one":                {dated + `"Statement": {"Resource": "arn:aws:s3:::b/${x"}}`, value.No},
		"decide nothing about the other parts": {dated + `"Statement": {"Resource": "arn:aws:s3:::c/${x}"}}`, value.No},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			resource := parse(t, test.document).Statements[0].Resources[0]

			if got := policy.MatchARN(resource.Source, own); got != test.want {
				t.Errorf("%s matches: %s, want %s", resource.Value, got, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}}`,
		`{"Statement": [{"NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:root", "<!R.Arn>"]}}]}`,
		`{"Statement": [{"Condition": {"Bool": {"aws:SecureTransport": [true, null]}, "Null": []}}]}`,
		`{"Statement": [{"Resource": "arn:aws:s3:::<X>/${aws:username}"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := valuetest.FromJSON(text)
		if err != nil {
			t.Skip()
		}
		document := policy.Parse(v)
		policy.Recognise(document)
		for _, at := range handles(generic(t, marshal(t, document))) {
			if !strings.HasPrefix(at, "t.json#") {
				t.Errorf("handle %q leads out of the document", at)
			}
		}
	})
}

// handles returns every member "at" of a JSON value.
func handles(v any) []string {
	var found []string
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if at, ok := member.(string); ok && key == "at" {
				found = append(found, at)
			}
			found = append(found, handles(member)...)
		}
	case []any:
		for _, item := range v {
			found = append(found, handles(item)...)
		}
	}
	return found
}

func marshal(tb testing.TB, v any) []byte {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func generic(tb testing.TB, text []byte) any {
	tb.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		tb.Fatalf("%v in %s", err, text)
	}
	return v
}
