package template_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// truths lists the truth of the conditions in every scenario, as in "A=yes B=no".
func truths(t *testing.T, text string, env template.Environment) (scenarios []string, complete bool) {
	t.Helper()
	tree := syntax.Parse(source.New("a.yaml", []byte(text)))
	env.Relevant = isTest
	assignments, complete := scenariosOf(tree, env)
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

// scenariosOf returns the scenarios of a template on its own.
func scenariosOf(tree *syntax.Tree, env template.Environment) (assignments []template.Assignment, complete bool) {
	scenarios, complete := template.Scenarios([]template.Stack{{Tree: tree, Parent: template.Outermost}}, env)
	for _, scenario := range scenarios {
		assignments = append(assignments, scenario[tree.File.Name])
	}
	return assignments, complete
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
		"values that no condition names are one": {
			text: `Parameters: {E: {Type: String, AllowedValues: [a, b, c, d, e], Default: c}}
Conditions: {A: !Equals [!Ref E, b], B: !Not [!Equals [!Ref E, b]]}` + used,
			want: []string{"A=no B=yes", "A=yes B=no"},
		},
		"a list may be all that it allows": {
			text: `Parameters: {L: {Type: CommaDelimitedList, AllowedValues: [a, b], Default: a}}
Conditions: {A: !Equals [!Join ["+", !Ref L], a+b], B: !Equals [!Join ["", !Ref L], b]}` + used,
			want: []string{"A=no B=no", "A=no B=yes", "A=yes B=no"},
		},
		"booleans are written in small letters": {
			text: `Parameters: {E: {Type: String, AllowedValues: [True, False], Default: False}}
Conditions: {A: !Equals [!Ref E, "true"], B: !Equals [!Ref E, false]}` + used,
			want: []string{"A=no B=yes", "A=yes B=no"},
		},
		"only what is compared as a whole is chosen": {
			text: `Conditions:
  A: !Equals [!Select [0, !Split ["-", !Ref AWS::Region]], cn]
  B: !Equals [!FindInMap [M, !Ref AWS::Region, K], x]
Mappings: {M: {us-east-1: {K: x}, eu-west-1: {K: y}}}` + used,
			want: []string{"A=undecided B=undecided", "A=no B=yes", "A=no B=no"},
		},
		"a length rules texts out": {
			text: `Parameters: {E: {Type: String, MinLength: 1, MaxLength: 2}}
Conditions: {A: !Equals [!Ref E, ""], B: !Equals [!Ref E, abc]}` + used,
			want: []string{"A=no B=no"},
		},
		"a range rules numbers out": {
			text: `Parameters: {E: {Type: Number, MinValue: 1, MaxValue: 5}}
Conditions: {A: !Equals [!Ref E, 0], B: !Or [!Equals [!Ref E, 3], !Equals [!Ref E, 7], !Equals [!Ref E, ""]]}` + used,
			want: []string{"A=no B=no", "A=no B=yes"},
		},
		"what AWS looks up is not empty": {
			text: `Parameters: {E: {Type: "AWS::EC2::VPC::Id"}, F: {Type: "List<AWS::EC2::Subnet::Id>"}}
Conditions: {A: !Equals [!Ref E, ""], B: !Equals [!Join ["", !Ref F], ""]}` + used,
			want: []string{"A=no B=undecided"},
		},
		"a Region and its partition go together": {
			text: `Conditions: {A: !Equals [!Ref AWS::Region, cn-north-1], B: !Equals [!Ref AWS::Partition, aws-cn]}` + used,
			want: []string{"A=no B=no", "A=yes B=yes", "A=no B=yes"},
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

// stacks parses templates in the order of their names; nested says which stack holds one, under which name.
func stacks(texts map[string]string, nested map[string]template.Stack) []template.Stack {
	var found []template.Stack
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		stack, isNested := nested[name]
		if !isNested {
			stack.Parent = template.Outermost
		}
		stack.Tree = syntax.Parse(source.New(name, []byte(texts[name])))
		found = append(found, stack)
	}
	return found
}

func TestScenariosOfStacksThatBelongTogether(t *testing.T) {
	t.Parallel()
	const used = "Resources: {R: {Type: Test::R, Condition: C}}\n"
	chooses := func(values, fallback string) string {
		return "Parameters: {E: {Type: String, AllowedValues: " + values + ", Default: " + fallback + "}}\n" +
			"Conditions: {C: !Equals [!Ref E, prod]}\n" + used
	}
	nests := func(parameters string) string {
		return "Parameters: {E: {Type: String, AllowedValues: [dev, prod], Default: dev}}\nResources:\n" +
			"  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml, Parameters: " + parameters + "}}\n"
	}
	inA := map[string]template.Stack{"b.yaml": {Parent: 0, Name: "S"}}
	tests := map[string]struct {
		texts  map[string]string
		nested map[string]template.Stack
		env    template.Environment
		want   []string
	}{
		"parameters of one name are the same": {
			texts: map[string]string{"a.yaml": chooses("[dev, prod]", "dev"), "b.yaml": chooses("[dev, prod]", "dev")},
			want:  []string{"a.yaml C=no, b.yaml C=no", "a.yaml C=yes, b.yaml C=yes"},
		},
		"each has its own default": {
			texts: map[string]string{"a.yaml": chooses("[dev, prod]", "dev"), "b.yaml": chooses("[dev, prod]", "prod")},
			want:  []string{"a.yaml C=no, b.yaml C=yes", "a.yaml C=yes, b.yaml C=yes", "a.yaml C=no, b.yaml C=no"},
		},
		"a value that one does not allow is not chosen for it": {
			texts: map[string]string{"a.yaml": chooses("[dev, stage]", "dev"), "b.yaml": chooses("[prod]", "prod")},
			want:  []string{"a.yaml C=no, b.yaml C=yes"},
		},
		"a nested stack has what its parent gives it": {
			texts:  map[string]string{"a.yaml": nests("{E: prod}"), "b.yaml": chooses("[dev, prod]", "dev")},
			nested: inA,
			want:   []string{"a.yaml , b.yaml C=yes"},
		},
		"else its own default, whatever is given to its parent": {
			texts:  map[string]string{"a.yaml": nests("{}"), "b.yaml": chooses("[dev, prod]", "dev")},
			nested: inA,
			env:    template.Environment{Parameters: map[string]string{"E": "prod"}},
			want:   []string{"a.yaml , b.yaml C=no"},
		},
		"a parameter that is passed on is chosen by the parent": {
			texts:  map[string]string{"a.yaml": nests("{E: !Ref E}"), "b.yaml": chooses("[dev, prod]", "dev")},
			nested: inA,
			want:   []string{"a.yaml , b.yaml C=no", "a.yaml , b.yaml C=yes"},
		},
		"rules are about what is given": {
			texts: map[string]string{"a.yaml": nests("{E: prod}"), "b.yaml": chooses("[dev, prod]", "dev") +
				"Rules: {R: {Assertions: [{Assert: !Equals [!Ref E, prod]}]}}\n"},
			nested: inA,
			want:   []string{"a.yaml , b.yaml C=yes"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := stacks(test.texts, test.nested)
			test.env.Relevant = isTest
			scenarios, complete := template.Scenarios(all, test.env)
			var got []string
			for _, scenario := range scenarios {
				got = append(got, strings.Join(truthsOf(all, test.env, scenario), ", "))
			}
			if diff := cmp.Diff(test.want, got); diff != "" || !complete {
				t.Errorf("complete = %t, mismatch (-want +got):\n%s", complete, diff)
			}
		})
	}
}

// truthsOf lists what the condition C is in each stack, with arguments as the first stack gives them.
func truthsOf(all []template.Stack, env template.Environment, scenario template.Scenario) []string {
	var truths []string
	var first *template.Template
	for _, stack := range all {
		own := env
		own.Scenario = scenario[stack.Tree.File.Name]
		if stack.Parent != template.Outermost {
			own.Parameters, own.Arguments = nil, map[string]*value.Value{}
			own.Relevant = nil
			given := first.Resource("a.yaml#" + stack.Name).Properties.Get("Parameters")
			for _, field := range given.Fields {
				own.Arguments[field.Key] = field.Value
			}
		} else {
			own.Relevant = nil
		}
		read := template.Read(stack.Tree, own)
		if first == nil {
			first = read
		}
		truth := ""
		if answer, ok := read.Scenario["C"]; ok {
			truth = "C=" + answer.String()
		}
		truths = append(truths, stack.Tree.File.Name+" "+truth)
	}
	return truths
}

func TestLargeTemplatesHaveFewerScenarios(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Parameters:\n")
	for i := range 8 {
		fmt.Fprintf(&text, "  P%d: {Type: String, AllowedValues: [a, b], Default: a}\n", i)
	}
	text.WriteString("Conditions:\n")
	for i := range 8 {
		fmt.Fprintf(&text, "  C%d: !Equals [!Ref P%d, b]\n", i, i)
	}
	text.WriteString("Resources:\n")
	for i := range 4000 {
		fmt.Fprintf(&text, "  R%d: {Type: Test::R, Condition: C%d}\n", i, i%8)
	}
	got, complete := scenariosOf(syntax.Parse(source.New("a.yaml", []byte(text.String()))), template.Environment{})
	if len(got) != 3 || complete {
		t.Errorf("%d scenarios, complete = %t, want 3 and false", len(got), complete)
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
	scenarios, complete := scenariosOf(tree, template.Environment{})
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
	scenarios, _ := scenariosOf(tree, template.Environment{})
	var got []string
	for _, scenario := range scenarios {
		resource := template.Read(tree, template.Environment{Scenario: scenario}).Resources[0]
		got = append(got, show(resource.Properties.Get("P")))
	}
	if diff := cmp.Diff([]string{"'none'", "'small'"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}
