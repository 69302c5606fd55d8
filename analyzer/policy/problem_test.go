package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestProblemsAreWhatNoServiceAccepts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []policy.Problem
	}{
		"a sound statement":           {`{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`, nil},
		"a list of sound statements":  {`{"Statement": [{"Effect": "Deny"}, {"Effect": "Allow"}]}`, nil},
		"no Statement at all":         {`{"Version": "2012-10-17"}`, nil},
		"a Statement that is text":    {`{"Statement": "x"}`, []policy.Problem{{At: "p.json#/Statement", Message: "Statement is neither a statement nor a list of statements"}}},
		"an item that is a number":    {`{"Statement": [{"Effect": "Deny"}, 1]}`, []policy.Problem{{At: "p.json#/Statement/1", Message: "a statement is not an object"}}},
		"an item that is null":        {`{"Statement": [null]}`, []policy.Problem{{At: "p.json#/Statement/0", Message: "a statement is not an object"}}},
		"an Effect in the wrong case": {`{"Statement": [{"Effect": "deny"}]}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := syntax.Parse(source.New("p.json", []byte(test.text)))
			got := policy.Problems(value.FromNode(tree, nil, tree.Root, source.NewAt("p.json")))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
