package template_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestRereadingGivesWhatReadingGives(t *testing.T) {
	t.Parallel()
	const head = `
Parameters:
  Stage: {Type: String, AllowedValues: [dev, test, prod]}
  Zones: {Type: CommaDelimitedList, AllowedValues: ["a", "a,b"]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsWide: !Equals [!Join ["", !Ref Zones], ab]
`
	tests := map[string]string{
		"a resource without conditions": head + `
Resources: {Plain: {Type: Test::Plain, Properties: {Name: x}}}`,
		"a resource under a condition": head + `
Resources: {Some: {Type: Test::Some, Condition: IsProd}, Other: {Type: Test::Other}}`,
		"a value under two conditions": head + `
Resources: {Both: {Type: Test::Both, Properties: {A: !If [IsProd, 1, 2], B: !If [IsWide, 3, !Ref AWS::NoValue]}}}`,
		"a value of a parameter": head + `
Resources: {Named: {Type: Test::Named, Properties: {Name: !Sub "x-${Stage}"}}}`,
		"a value from another resource": head + `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !If [IsProd, 10.0.0.0/16, 10.1.0.0/16]}}
  Peer: {Type: Test::Peer, Properties: {Cidr: !GetAtt Vpc.CidrBlock}}`,
		"a value from a mapping": head + `
Mappings: {Size: {dev: {Count: 1}, test: {Count: 2}, prod: {Count: 3}}}
Resources: {Sized: {Type: Test::Sized, Properties: {Count: !FindInMap [Size, !Ref Stage, Count]}}}`,
		"a mapping that a loop makes": head + `
Mappings: {"Fn::ForEach::Zone": [Zone, !Ref Zones, {"&{Zone}": {Size: {Count: 1}}}]}
Resources:
  First: {Type: Test::Sized, Properties: {Count: !FindInMap [b, Size, Count]}}
  Second: {Type: Test::Sized, Properties: {Count: !FindInMap [b, Size, Count]}}`,
		"a transform of a parameter": head + `
Transform: !Ref Stage
Resources: {Plain: {Type: Test::Plain}}`,
		"a loop over a parameter": head + `
Resources:
  "Fn::ForEach::Zone": [Zone, !Ref Zones, {"Subnet${Zone}": {Type: Test::Subnet, Properties: {Stage: !Ref Stage}}}]
  Plain: {Type: Test::Plain, Properties: {"Fn::ForEach::Tag": [Tag, !Ref Zones, {"Tag${Tag}": !Ref Tag}]}}`,
		"an import": head + `
Resources: {User: {Type: Test::User, Properties: {Vpc: !ImportValue {"Fn::Sub": "${Stage}-vpc"}}}}`,
		"problems and gaps": head + `
Rules: 1
Mappings: {A: 1}
Outputs: {B: 1}
Resources:
  Odd: {Type: Test::Odd, Condition: IsProd, Properties: 1}
  Untyped: {Properties: {A: !Ref Stage}}
  "Fn::Any": x`,
	}
	var assignments []template.Assignment
	for _, stage := range []string{"dev", "test", "prod"} {
		for _, zones := range []string{"a", "a,b"} {
			assignments = append(assignments, template.Assignment{"Stage": {Text: stage}, "Zones": {Text: zones}})
		}
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reread(t, syntax.Parse(source.New("a.yaml", []byte(text))), assignments)
		})
	}
}

func TestRereadingFixturesGivesWhatReadingGives(t *testing.T) {
	t.Parallel()
	for _, path := range fixtures(t) {
		tree := parseFile(t, path, filepath.Base(path))
		scenarios, _ := scenariosOf(tree, template.Environment{})
		reread(t, tree, scenarios)
	}
}

// reread compares the readings of a template in its scenarios, the first time and again. All are done
// before they are compared, since none may change another.
func reread(t *testing.T, tree *syntax.Tree, scenarios []template.Assignment) {
	t.Helper()
	reader := template.NewRereader(tree)
	var readings []*template.Template
	scenarios = slices.Concat(scenarios, scenarios)
	for _, scenario := range scenarios {
		readings = append(readings, reader.Read(template.Environment{Scenario: scenario}))
	}
	for i, scenario := range scenarios {
		if !reflect.DeepEqual(readings[i], template.Read(tree, template.Environment{Scenario: scenario})) {
			t.Errorf("%s: reading anew gives something else in the scenario %v", tree.File.Name, scenario)
		}
	}
}
