package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// everything writes all that a value and the values in it say.
func everything(v *value.Value) string {
	said := []string{fmt.Sprint(v.Text, v.Reason, v.Symbol, v.Via)}
	for _, part := range slices.Concat(v.Parts, v.Items) {
		said = append(said, everything(part))
	}
	for _, field := range v.Fields {
		said = append(said, field.Key, everything(field.Value))
	}
	return strings.Join(said, " ")
}

func TestASecretIsNeverShown(t *testing.T) {
	t.Parallel()
	const text = `
Parameters:
  Secret: {Type: String, NoEcho: %s, Default: hunter2, AllowedValues: [hunter2, hunter3]}
  Secrets: {Type: CommaDelimitedList, NoEcho: %[1]s, Default: "hunter2,b"}
Conditions: {Same: !Equals [!Ref Secret, hunter2], InList: !Contains [!Ref Secrets, hunter2]}
Resources:
  R:
    Type: Test::R
    Condition: Same
    Properties:
      P: !Ref Secret
      Q: [!Sub "a${Secret}b", !Join [",", !Ref Secrets], !Select [0, !Ref Secrets], !If [Same, !Ref Secret, x]]
`
	for name, test := range map[string]template.Environment{
		"a default":            {},
		"a value given":        {Parameters: map[string]string{"Secret": "hunter2", "Secrets": "hunter2"}},
		"a chosen value":       {Scenario: template.Assignment{"Secret": {Text: "hunter2"}}},
		"a parent's parameter": {Arguments: map[string]*value.Value{"Secret": {Kind: value.String, Text: "hunter2"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hidden := read(t, fmt.Sprintf(text, "true"), test)
			if said := everything(hidden.Resources[0].Properties); strings.Contains(said, "hunter") {
				t.Errorf("the secret is in %s", said)
			}
			if hidden.Scenario["Same"] != value.Yes || hidden.Scenario["InList"] != value.Yes {
				t.Errorf("the conditions are %v, want yes", hidden.Scenario)
			}
			shown := read(t, fmt.Sprintf(text, "false"), test)
			if said := everything(shown.Resources[0].Properties); !strings.Contains(said, "hunter2") {
				t.Errorf("what is no secret is not in %s", said)
			}
		})
	}
}

func TestScenariosKeepSecretsToThemselves(t *testing.T) {
	t.Parallel()
	tree := syntax.Parse(source.New("a.yaml", []byte(`
Parameters: {Secret: {Type: String, NoEcho: true, AllowedValues: [hunter2, hunter3]}}
Conditions: {A: !Equals [!Ref Secret, hunter2]}
Resources: {R: {Type: Test::R, Properties: {P: !If [A, !Ref Secret, !Ref Secret]}}}
`)))
	scenarios, _ := scenariosOf(tree, template.Environment{})
	if len(scenarios) != 2 {
		t.Fatalf("%d scenarios, want 2", len(scenarios))
	}
	for _, scenario := range scenarios {
		got := template.Read(tree, template.Environment{Scenario: scenario})
		if said := everything(got.Resources[0].Properties); strings.Contains(said, "hunter") {
			t.Errorf("the secret is in %s", said)
		}
	}
}

func TestRefusesWhatNoDeploymentTakes(t *testing.T) {
	t.Parallel()
	tree := syntax.Parse(source.New("a.yaml", []byte(`
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod, True]}
  Stages: {Type: CommaDelimitedList, AllowedValues: [dev, prod]}
  Name: {Type: String, AllowedPattern: "[a-z]+", MaxLength: 4}
  Odd: {Type: String, AllowedPattern: "(?<x>a"}
  Count: {Type: Number, MinValue: 2}
  Vpc: {Type: "AWS::EC2::VPC::Id"}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", AllowedValues: [x]}
Resources: {R: {Type: Test::R}}
`)))
	refused := map[string][]string{
		"Stage": {"prd", "True", ""}, "Stages": {"dev,prd"}, "Name": {"A1", "abcde", ""}, "Count": {"1", "two"}, "Vpc": {""},
	}
	taken := map[string][]string{
		"Stage": {"dev", "true"}, "Stages": {"dev, prod", "prod"}, "Name": {"abcd"}, "Odd": {"b"}, "Count": {"2", "2.5"},
		"Vpc": {"vpc-0a1b"}, "Stored": {"/a/b"}, "Elsewhere": {"x"},
	}
	for want, texts := range map[bool]map[string][]string{true: refused, false: taken} {
		for name, all := range texts {
			for _, text := range all {
				if got := template.Refuses(tree, name, text); got != want {
					t.Errorf("%s=%q: refused = %t, want %t", name, text, got, want)
				}
			}
		}
	}
}
