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
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestWrongShapesAreProblemsWithTheirPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []template.Problem
	}{
		"null sections": {text: "Parameters:\nMappings:\nConditions:\nRules:\nOutputs:\nResources: {A: {Type: T}}\n"},
		"null members": {
			text: "Parameters: {P: }\nMappings: {M: }\nConditions: {C: }\nOutputs: {O: }\nResources: {A: {Type: T}}\n",
		},
		"null resources": {
			text: "Resources:\n", want: []template.Problem{{At: "a.yaml#", Message: "the template declares no Resources"}},
		},
		"resources as a list": {
			text: "Resources: [1]\n", want: []template.Problem{{At: "a.yaml#/Resources", Message: "section Resources is not a mapping"}},
		},
		"a number for a type": {
			text: "Resources: {A: {Type: 5}}\n",
			want: []template.Problem{{At: "a.yaml#/Resources/A/Type", Message: "the Type of A is not a text"}},
		},
		"a list for a type": {
			text: "Resources: {A: {Type: [a]}}\n", want: []template.Problem{{At: "a.yaml#/Resources/A/Type", Message: "the Type of A is not a text"}},
		},
		"a preprocessor's directive for a type": {text: "Resources: {A: {Type: !Rain::Module x}}\n"},
		"sections of the wrong shape": {
			text: "{Parameters: a, Mappings: [], Conditions: 1, Rules: [], Outputs: text, Resources: {A: {Type: T}}}",
			want: []template.Problem{
				{At: "a.yaml#/Parameters", Message: "section Parameters is not a mapping"},
				{At: "a.yaml#/Mappings", Message: "section Mappings is not a mapping"},
				{At: "a.yaml#/Conditions", Message: "section Conditions is not a mapping"},
				{At: "a.yaml#/Rules", Message: "section Rules is not a mapping"},
				{At: "a.yaml#/Outputs", Message: "section Outputs is not a mapping"},
			},
		},
		"members of the wrong shape": {
			text: "{Parameters: {P: a}, Mappings: {M: {k: v}, N: []}, Conditions: {C: true}, Outputs: {O: x, Q: {}}, Resources: {A: {Type: T}}}",
			want: []template.Problem{
				{At: "a.yaml#/Parameters/P", Message: "parameter P has the wrong shape"},
				{At: "a.yaml#/Mappings/M", Message: "mapping M has the wrong shape"},
				{At: "a.yaml#/Mappings/N", Message: "mapping N has the wrong shape"},
				{At: "a.yaml#/Conditions/C", Message: "condition C has the wrong shape"},
				{At: "a.yaml#/Outputs/O", Message: "output O has the wrong shape"},
				{At: "a.yaml#/Outputs/Q", Message: "output Q has the wrong shape"},
			},
		},
		"what CloudFormation takes": {text: `
Parameters: {P: {Type: String}}
Mappings: {M: {a: {k: v, l: [1]}}, "Fn::Transform": {Name: AWS::Include, Parameters: {Location: x}}}
Conditions: {C: !Equals [a, b], D: {Condition: C}, "Fn::ForEach::L": [x, [a], {"C${x}": !Equals [a, b]}]}
Outputs: {O: {Value: 1}, "Fn::ForEach::L": [x, [a], {"O${x}": {Value: 1}}]}
Resources: {A: {Type: T}}
`},
		"conditions that are not declared, each once": {
			text: `
Conditions: {A: !Not [!Condition Gone], B: !Equals [a, b]}
Resources:
  R: {Type: T, Condition: Lost, Metadata: {Condition: x}, Properties: {P: [{"Fn::If": [Missing, 1, 2]}, !If [B, !If [Missing, 1, 2], 3]]}}
  S: {Type: T, Condition: B, Properties: {Condition: Free, Policy: {Condition: {Bool: {k: v}}}}}
Outputs: {O: {Condition: Other, Value: 1}}
`,
			want: []template.Problem{
				{At: "a.yaml#/Resources/R/Condition", Message: "condition Lost is not declared"},
				{At: "a.yaml#/Resources/R/Properties/P/0", Message: "condition Missing is not declared"},
				{At: "a.yaml#/Outputs/O/Condition", Message: "condition Other is not declared"},
				{At: "a.yaml#/Conditions/A/0", Message: "condition Gone is not declared"},
			},
		},
		"conditions that a macro may declare": {
			text: "Transform: Mine\nResources: {R: {Type: T, Condition: Lost}}\n",
		},
		"conditions that an unknown loop may declare": {
			text: "Conditions: {\"Fn::ForEach::L\": [x, !Ref P, {\"C${x}\": !Equals [a, b]}]}\nResources: {R: {Type: T, Condition: Ca}}\n",
		},
		"loops of the wrong shape": {
			text: `
Resources:
  Fn::ForEach::A: [x]
  Fn::ForEach::B: text
  Fn::ForEach::C: [x, text, {"R${x}": {Type: T}}]
  Fn::ForEach::D: [x, !Ref P, {"R${x}": {Type: T, Condition: "C${x}"}}]
  R: {Type: T, Properties: {"Fn::ForEach::E": [!Ref x, [a], {"P${x}": 1}]}}
`,
			want: []template.Problem{
				{At: "a.yaml#/Resources/Fn::ForEach::A", Message: "loop Fn::ForEach::A is not a list of an identifier, a collection and a mapping"},
				{At: "a.yaml#/Resources/Fn::ForEach::B", Message: "loop Fn::ForEach::B is not a list of an identifier, a collection and a mapping"},
				{At: "a.yaml#/Resources/Fn::ForEach::C", Message: "loop Fn::ForEach::C is not a list of an identifier, a collection and a mapping"},
				{At: "a.yaml#/Resources/R/Properties/Fn::ForEach::E", Message: "loop Fn::ForEach::E is not a list of an identifier, a collection and a mapping"},
			},
		},
		"conditions in a circle": {
			text: "Conditions: {A: !Not [{Condition: B}], B: !Not [!Condition A], C: !Condition A}\nResources: {R: {Type: T}}\n",
			want: []template.Problem{{At: "a.yaml#/Conditions/A", Message: "condition A rests on itself"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := syntax.Parse(source.New("a.yaml", []byte(test.text)))
			for which, got := range map[string]*template.Template{
				"Read": template.Read(tree, template.Environment{}), "Outline": template.Outline(tree),
			} {
				if diff := cmp.Diff(test.want, got.Problems); diff != "" {
					t.Errorf("%s: problems mismatch (-want +got):\n%s", which, diff)
				}
			}
		})
	}
}

func TestCirclesOfConditionsAreDecidedAlike(t *testing.T) {
	t.Parallel()
	want := map[string]value.Truth{"A": value.No, "B": value.Yes, "On": value.Yes}
	for range 20 {
		got := read(t, `
Conditions: {B: !Or [!Condition A, !Condition On], A: !Not [!Condition B], On: !Equals [a, a]}
Resources: {R: {Type: T}}
`, template.Environment{})
		if diff := cmp.Diff(want, got.Scenario); diff != "" {
			t.Fatalf("mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestWhatRestsOnItselfIsUnresolved(t *testing.T) {
	t.Parallel()
	got := read(t, `
Mappings:
  M: {a: {k: !FindInMap [M, a, k], l: [!FindInMap [M, a, k], !FindInMap [M, a, l]], none: !Ref AWS::NoValue}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !GetAtt Vpc.CidrBlock}}
  R: {Type: T, Properties: {K: !FindInMap [M, a, k], L: !FindInMap [M, a, l], None: !FindInMap [M, a, none], C: !GetAtt Vpc.CidrBlock}}
`, template.Environment{}).Resource("a.yaml#R").Properties
	want := `{K: ?the mapping M.a.k rests on itself, ` +
		`L: [?the mapping M.a.k rests on itself, ?the mapping M.a.l rests on itself], ` +
		`None: ?the mapping M.a.none rests on itself, C: @a.yaml#Vpc.CidrBlock}`
	if diff := cmp.Diff(want, show(got)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// doubling is a template in which each level has the one below it twice.
func doubling(levels int, level func(depth int) string) string {
	var text strings.Builder
	text.WriteString("Mappings:\n  M:\n    k:\n      L0: xxxxxxxxxxxxxxxx\n")
	for depth := range levels {
		fmt.Fprintf(&text, "      L%d: %s\n", depth+1, level(depth))
	}
	fmt.Fprintf(&text, "Resources: {R: {Type: T, Properties: {P: !FindInMap [M, k, L%d]}}, S: {Type: T}}\n", levels)
	return text.String()
}

func TestGrowthIsBounded(t *testing.T) {
	t.Parallel()
	below := func(depth int) string { return fmt.Sprintf("!FindInMap [M, k, L%d]", depth) }
	nested := `"xxxxxxxxxxxxxxxx"`
	for range 60 {
		nested = `{"Fn::Sub": ["${a}${a}", {"a": ` + nested + `}]}`
	}
	loops := `{"R${I0}": {"Type": "T", "Properties": {"P": [` + strings.Repeat(`"x",`, 999) + `"x"]}}}`
	for depth := range 3 {
		loops = fmt.Sprintf(`{"Fn::ForEach::L%d": ["I%d", [%s"0"], %s]}`, depth, depth, numbers(20), loops)
	}
	identifiers := `{"R${I0}": {"Type": "T"}}`
	for depth := range 40 {
		above := fmt.Sprintf("${I%d}", depth+1)
		identifiers = fmt.Sprintf(`{"Fn::ForEach::L%d": ["I%d", ["%s"], %s]}`, depth, depth, above+above, identifiers)
	}
	tests := map[string]string{
		"texts that double":        doubling(60, func(depth int) string { return "!Join ['', [" + below(depth) + ", " + below(depth) + "]]" }),
		"lists that double":        doubling(60, func(depth int) string { return "[" + below(depth) + ", " + below(depth) + "]" }),
		"texts that double inside": "Resources: {R: {Type: T, Properties: {P: " + nested + "}}, S: {Type: T}}",
		"loops of large bodies":    `{"Resources": {"Fn::ForEach::L": ["X", ["a"], ` + loops + `], "S": {"Type": "T"}}}`,
		"identifiers that double":  `{"Resources": {"Fn::ForEach::L": ["I40", ["xxxxxxxxxxxxxxxx"], ` + identifiers + `], "S": {"Type": "T"}}}`,
		"a list parameter many times": "Parameters: {L: {Type: CommaDelimitedList, Default: '" + numbers(10_000) + "'}}\n" +
			"Resources: {R: {Type: T, Properties: {P: [" + strings.Repeat("!Ref L, ", 1000) + "]}}, S: {Type: T}}",
		"many pieces": "Parameters: {A: {Type: String, Default: '" + strings.Repeat("a", 100_000) + "'}}\n" +
			"Resources: {R: {Type: T, Properties: {P: [" + strings.Repeat("!Split [a, !Ref A], ", 100) + "]}}, S: {Type: T}}",
		"many blocks": "Resources: {R: {Type: T, Properties: {P: [" + strings.Repeat("!Cidr [10.0.0.0/8, 256, 8], ", 5000) + "]}}, S: {Type: T}}",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, text, template.Environment{})
			bounded := slices.Contains(got.Gaps, "the template resolves to more values than are read")
			if !bounded {
				t.Errorf("gaps = %v, want one for the bound", got.Gaps)
			}
			if len(got.Problems) != 1 || got.Problems[0].At != "a.yaml#" {
				t.Errorf("problems = %v, want the bound's", got.Problems)
			}
			if got.Resource("a.yaml#S") == nil {
				t.Error("the other resources are gone")
			}
		})
	}
}

// numbers lists the numbers below count, each with a comma behind it.
func numbers(count int) string {
	var list strings.Builder
	for number := range count {
		fmt.Fprintf(&list, "%d,", number)
	}
	return list.String()
}

func TestALongChainOfConditionsIsDecided(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Parameters:\n")
	for i := range 20 {
		fmt.Fprintf(&text, "  P%d: {Type: String, AllowedValues: [a, b], Default: a}\n", i)
	}
	text.WriteString("Conditions:\n  C0: !Equals [!Ref P0, a]\n")
	const length = 10_000
	for i := range length {
		fmt.Fprintf(&text, "  C%d: !And [!Condition C%d, !Equals [!Ref P%d, a]]\n", i+1, i, i%20)
	}
	fmt.Fprintf(&text, "Resources: {R: {Type: Test::R, Condition: C%d}}\n", length)
	tree := syntax.Parse(source.New("a.yaml", []byte(text.String())))
	got := template.Read(tree, template.Environment{})
	if len(got.Resources) != 1 || got.Resources[0].Exists != value.Yes {
		t.Error("the last condition of the chain does not hold")
	}
	scenarios, complete := scenariosOf(tree, template.Environment{})
	if len(scenarios) == 0 || complete {
		t.Errorf("%d scenarios, complete = %t, want some and false", len(scenarios), complete)
	}
}

func TestDeepNestingIsCut(t *testing.T) {
	t.Parallel()
	const depth = 3000
	text := `{"Resources": {"R": {"Type": "T", "Properties": {"P": ` +
		strings.Repeat(`{"Fn::If": ["C", `, depth) + `1` + strings.Repeat(`, 2]}`, depth) +
		`}}}, "Conditions": {"C": ` + strings.Repeat(`{"Fn::Not": [`, depth) + `{"Fn::Equals": ["a", "a"]}` + strings.Repeat(`]}`, depth) + `}}`
	tree := syntax.Parse(source.New("a.json", []byte(text)))
	got := template.Read(tree, template.Environment{})
	if len(got.Resources) == 0 && len(tree.Problems) == 0 {
		t.Fatal("there is neither a resource nor a problem")
	}
	if len(got.Resources) > 0 && show(got.Resources[0].Properties.Get("P")) != "?the value nests too deeply" {
		t.Errorf("P = %s", show(got.Resources[0].Properties.Get("P")))
	}
}

func TestManyLiteralsAreJoinedInOneGo(t *testing.T) {
	t.Parallel()
	items := strings.Repeat("abcdefgh, ", 40_000)
	got := read(t, "Resources: {R: {Type: T, Properties: {P: !Join ['', ["+items+"]]}}}", template.Environment{})
	text, _ := got.Resources[0].Properties.Get("P").Literal()
	if len(text) != 8*40_000 {
		t.Errorf("the text has %d bytes", len(text))
	}
}
