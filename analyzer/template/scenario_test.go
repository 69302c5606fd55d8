package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// truths lists the truth of the conditions in every scenario, as in "A=yes B=no".
func truths(t *testing.T, text string, env template.Environment) (scenarios []string, complete bool) {
	t.Helper()
	tree := syntax.Parse(source.New("a.yaml", []byte(text)))
	env.Relevant = isTest
	assignments, complete := template.Scenarios([]*syntax.Tree{tree}, env)
	for _, assignment := range assignments {
		env.Scenario = assignment
		var parts []string
		for name, answer := range template.Read(tree, env).Scenario {
			parts = append(parts, name+"="+answer.String())
		}
		slices.Sort(parts)
		scenarios = append(scenarios, strings.Join(parts, " "))
	}
	return scenarios, complete
}

func TestConditionsInAnIncludedFileMakeScenarios(t *testing.T) {
	t.Parallel()
	got, _ := truths(t, `
Parameters: {E: {Type: String, AllowedValues: [dev, prod]}}
Conditions: {A: !Equals [!Ref E, dev]}
Resources: {R: {Type: Test::R, Properties: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: part.yaml}}}}}
`, template.Environment{Include: included(map[string]string{"part.yaml": "P: {Fn::If: [A, 1, 2]}\n"})})
	if diff := cmp.Diff([]string{"A=yes", "A=no"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// isTest holds for the types that matter in these tests.
func isTest(resourceType string) bool { return strings.HasPrefix(resourceType, "Test::") }

func TestScenarios(t *testing.T) {
	t.Parallel()
	const used = `
Resources:
  R: {Type: Test::R, Condition: A, Properties: {P: !If [B, 1, 2]}}
`
	tests := map[string]struct {
		text string
		env  template.Environment
		want []string
	}{
		"without conditions there is one": {text: "Resources: {R: {Type: Test::R}}", want: []string{""}},
		"allowed values, the default first": {
			text: `Parameters: {E: {Type: String, AllowedValues: [dev, test, prod], Default: prod}}
Conditions: {A: !Equals [!Ref E, dev], B: !Equals [!Ref E, prod]}` + used,
			want: []string{"A=no B=yes", "A=yes B=no", "A=no B=no"},
		},
		"a given value decides": {
			text: `Parameters: {E: {Type: String, AllowedValues: [dev, prod], Default: prod}}
Conditions: {A: !Equals [!Ref E, dev], B: !Not [!Condition A]}` + used,
			env:  template.Environment{Parameters: map[string]string{"E": "dev"}},
			want: []string{"A=yes B=no"},
		},
		"a default without allowed values decides": {
			text: `Parameters: {E: {Type: String, Default: ""}}
Conditions: {A: !Equals [!Ref E, ""], B: !Not [!Condition A]}` + used,
			want: []string{"A=yes B=no"},
		},
		"without a default it is something else, or what it is compared with": {
			text: `Parameters: {E: {Type: String}}
Conditions: {A: !Equals [!Ref E, x], B: !Equals [y, !Ref E]}` + used,
			want: []string{"A=no B=no", "A=yes B=no", "A=no B=yes"},
		},
		"contradictions are left out": {
			text: `Parameters: {E: {Type: String, AllowedValues: [a, b], Default: a}, F: {Type: String, AllowedValues: [a, b], Default: a}}
Conditions: {A: !And [!Equals [!Ref E, b], !Equals [!Ref F, b]], B: !Equals [!Ref E, b]}` + used,
			want: []string{"A=no B=no", "A=yes B=yes", "A=no B=yes"},
		},
		"the template's own rules refuse some": {
			text: `Parameters: {E: {Type: String, AllowedValues: [dev, prod], Default: prod}, M: {Type: String, AllowedValues: ["yes", "no"], Default: "yes"}}
Rules:
  ProdIsMultiZone:
    RuleCondition: !Equals [!Ref E, prod]
    Assertions: [{Assert: !Equals [!Ref M, "yes"]}]
Conditions: {A: !Equals [!Ref E, prod], B: !Equals [!Ref M, "yes"]}` + used,
			want: []string{"A=yes B=yes", "A=no B=no", "A=no B=yes"},
		},
		"a pattern may leave nothing else": {
			text: `Parameters: {E: {Type: String, AllowedPattern: "^(true|false)$"}}
Conditions: {A: !Equals [!Ref E, "true"], B: !Equals [!Ref E, "false"]}` + used,
			want: []string{"A=yes B=no", "A=no B=yes"},
		},
		"a pattern may leave much else": {
			text: `Parameters: {E: {Type: String, AllowedPattern: "[a-z0-9-]*"}}
Conditions: {A: !Equals [!Ref E, "x"], B: !Not [!Condition A]}` + used,
			want: []string{"A=no B=yes", "A=yes B=no"},
		},
		"the only allowed value is the value": {
			text: `Parameters: {E: {Type: String, AllowedValues: [x]}}
Conditions: {A: !Equals [!Ref E, "x"], B: !Not [!Condition A]}` + used,
			want: []string{"A=yes B=no"},
		},
		"a Region is chosen where conditions ask for it": {
			text: `Conditions: {A: !Equals [!Ref AWS::Region, us-east-1], B: !Condition A}` + used,
			want: []string{"A=no B=no", "A=yes B=yes"},
		},
		"a Region that is given is not": {
			text: `Conditions: {A: !Equals [!Ref AWS::Region, us-east-1], B: !Condition A}` + used,
			env:  template.Environment{Region: "us-east-1"},
			want: []string{"A=yes B=yes"},
		},
		"conditions that nothing hangs on do not count": {
			text: `Parameters: {E: {Type: String, AllowedValues: [a, b], Default: a}}
Conditions: {Idle: !Equals [!Ref E, b]}
Resources: {R: {Type: Test::R}}`,
			want: []string{"Idle=no"},
		},
		"conditions that only switch what does not matter do not count": {
			text: `Parameters: {E: {Type: String, AllowedValues: [a, b], Default: a}}
Conditions: {A: !Equals [!Ref E, b]}
Resources: {R: {Type: Other::R, Condition: A}}`,
			want: []string{"A=no"},
		},
		"what can't be compared stays undecided": {
			text: `Parameters: {E: {Type: String}, F: {Type: String}}
Conditions: {A: !Equals [!Ref E, !Ref F], B: !Condition A}` + used,
			want: []string{"A=undecided B=undecided"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, complete := truths(t, test.text, test.env)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if !complete {
				t.Error("the list is said to be cut")
			}
		})
	}
}

func TestSixtyFourIndependentConditionsAreCutAndSaidSo(t *testing.T) {
	t.Parallel()
	var parameters, conditions, resources strings.Builder
	for i := range 64 {
		fmt.Fprintf(&parameters, "  P%d: {Type: String, AllowedValues: [a, b], Default: a}\n", i)
		fmt.Fprintf(&conditions, "  C%d: !Equals [!Ref P%d, b]\n", i, i)
		fmt.Fprintf(&resources, "  R%d: {Type: Test::R, Condition: C%d}\n", i, i)
	}
	text := "Parameters:\n" + parameters.String() + "Conditions:\n" + conditions.String() + "Resources:\n" + resources.String()
	tree := syntax.Parse(source.New("a.yaml", []byte(text)))
	scenarios, complete := template.Scenarios([]*syntax.Tree{tree}, template.Environment{})
	if len(scenarios) != template.MaxScenarios || complete {
		t.Errorf("%d scenarios, complete = %t, want %d and false", len(scenarios), complete, template.MaxScenarios)
	}
	on := map[string]bool{}
	for _, scenario := range scenarios {
		for _, resource := range template.Read(tree, template.Environment{Scenario: scenario}).Resources {
			on[resource.Name] = true
		}
	}
	if len(on) != 64 {
		t.Errorf("%d of 64 conditions hold in some scenario, want all", len(on))
	}
}

func TestAChosenValueReachesWhatRefersToIt(t *testing.T) {
	t.Parallel()
	tree := syntax.Parse(source.New("a.yaml", []byte(`
Parameters: {E: {Type: String, AllowedValues: [dev, prod], Default: prod}}
Mappings: {Sizes: {dev: {Size: small}, prod: {Size: large}}}
Conditions: {IsDev: !Equals [!Ref E, dev]}
Resources:
  R: {Type: Test::R, Properties: {P: !If [IsDev, !FindInMap [Sizes, !Ref E, Size], none]}}
`)))
	scenarios, _ := template.Scenarios([]*syntax.Tree{tree}, template.Environment{})
	var got []string
	for _, scenario := range scenarios {
		resource := template.Read(tree, template.Environment{Scenario: scenario}).Resources[0]
		got = append(got, show(resource.Properties.Get("P")))
	}
	if diff := cmp.Diff([]string{"'none'", "'small'"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
