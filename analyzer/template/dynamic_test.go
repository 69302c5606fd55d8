package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestDynamicReferencesAreNotLiterals(t *testing.T) {
	t.Parallel()
	const unknown = "?a dynamic reference is resolved at deployment"
	tests := map[string]struct{ property, want string }{
		"a whole value":            {`P: "{{resolve:ssm:/org/account}}"`, unknown},
		"a part of a text":         {`P: "arn:aws:iam::{{resolve:ssm:x}}:root"`, "('arn:aws:iam::', " + unknown + ", ':root')"},
		"in Fn::Sub":               {`P: !Sub "{{resolve:ssm:x}}-${Name}"`, "(" + unknown + ", '-web')"},
		"made by Fn::Join":         {`P: !Join ["", ["{{resolve:ssm:", x, "}}"]]`, unknown},
		"in a list":                {`P: ["{{resolve:ssm:x}}"]`, "[" + unknown + "]"},
		"one that does not end":    {`P: "{{resolve:ssm:x"`, "'{{resolve:ssm:x'"},
		"braces of something else": {`P: "{{ x }}"`, "'{{ x }}'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, head+"      "+test.property+"\n", template.Environment{})
			if diff := cmp.Diff(test.want, show(got.Resource("a.yaml#Subject").Properties.Get("P"))); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEqualDynamicReferencesAreEqual(t *testing.T) {
	t.Parallel()
	properties := read(t, head+`
      A: "{{resolve:ssm:x}}"
      B: "{{resolve:ssm:x}}"
      C: "{{resolve:ssm:y}}"
`, template.Environment{}).Resource("a.yaml#Subject").Properties
	if got := value.Same(properties.Get("A"), properties.Get("B")); got != value.Yes {
		t.Errorf("equal references: same = %s, want yes", got)
	}
	if got := value.Same(properties.Get("A"), properties.Get("C")); got != value.Undecided {
		t.Errorf("different references: same = %s, want undecided", got)
	}
}
