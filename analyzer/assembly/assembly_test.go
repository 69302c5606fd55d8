package assembly_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// link links files given as name and text; names that end in .json are policies.
func link(t *testing.T, texts map[string]string) []assembly.Assembly {
	t.Helper()
	var files []assembly.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		tree := syntax.Parse(source.New(name, []byte(texts[name])))
		if len(tree.Problems) > 0 {
			t.Fatalf("%s does not parse: %v", name, tree.Problems)
		}
		kind := assembly.Template
		if strings.HasSuffix(name, ".json") {
			kind = assembly.Policy
		}
		files = append(files, assembly.File{Tree: tree, Kind: kind})
	}
	return assembly.Link(files, template.Environment{})
}

// names lists the files of each assembly.
func names(assemblies []assembly.Assembly) []string {
	lists := make([]string, len(assemblies))
	for i, linked := range assemblies {
		own := make([]string, len(linked.Files))
		for j, file := range linked.Files {
			own[j] = file.Tree.File.Name
		}
		lists[i] = strings.Join(own, " ")
	}
	return lists
}

const (
	exporter = `
Resources: {Vpc: {Type: AWS::EC2::VPC}}
Outputs: {V: {Value: !Ref Vpc, Export: {Name: net-vpc}}}
`
	importer = `
Resources: {R: {Type: Test::R, Properties: {P: !ImportValue net-vpc}}}
`
	parent = `
Resources:
  Net: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s}}
  R: {Type: Test::R, Properties: {P: !GetAtt Net.Outputs.V}}
`
)

func TestLinkPutsTogetherWhatSurelyBelongsTogether(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		texts map[string]string
		want  []string
	}{
		"files that name nothing of each other stand alone": {
			map[string]string{"a.yaml": exporter, "b.yaml": "Resources: {R: {Type: Test::R}}"},
			[]string{"a.yaml", "b.yaml"},
		},
		"an import and its export": {
			map[string]string{"a.yaml": exporter, "b.yaml": importer, "c.yaml": importer},
			[]string{"a.yaml b.yaml c.yaml"},
		},
		"two files that export one name link nothing": {
			map[string]string{"a.yaml": exporter, "b.yaml": importer, "c.yaml": exporter},
			[]string{"a.yaml", "b.yaml", "c.yaml"},
		},
		"an import with a name that is not known links nothing": {
			map[string]string{"a.yaml": exporter, "b.yaml": `
Parameters: {N: {Type: String}}
Resources: {R: {Type: Test::R, Properties: {P: !ImportValue {"Fn::Sub": "${N}-vpc"}}}}`},
			[]string{"a.yaml", "b.yaml"},
		},
		"a nested stack by its relative path": {
			map[string]string{"dir/a.yaml": fmt.Sprintf(parent, "./sub/net.yaml"), "dir/sub/net.yaml": exporter},
			[]string{"dir/a.yaml dir/sub/net.yaml"},
		},
		"a nested stack by the name in its URL": {
			map[string]string{"a.yaml": fmt.Sprintf(parent, "https://s3.amazonaws.com/b/net.yaml"), "x/net.yaml": exporter},
			[]string{"a.yaml x/net.yaml"},
		},
		"a nested stack by the end of its URL": {
			map[string]string{"a.yaml": fmt.Sprintf(parent, `!Sub "https://${Bucket}/net.yaml"`), "x/net.yaml": exporter},
			[]string{"a.yaml x/net.yaml"},
		},
		"a URL that two files could mean links nothing": {
			map[string]string{
				"a.yaml": fmt.Sprintf(parent, "https://s3.amazonaws.com/b/net.yaml"), "x/net.yaml": exporter, "y/net.yaml": exporter,
			},
			[]string{"a.yaml", "x/net.yaml", "y/net.yaml"},
		},
		"a path to another folder is not guessed": {
			map[string]string{"a.yaml": fmt.Sprintf(parent, "gone/net.yaml"), "x/net.yaml": exporter},
			[]string{"a.yaml", "x/net.yaml"},
		},
		"a policy file that names a bucket of a template": {
			map[string]string{
				"a.yaml": "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}}",
				"p.json": `{"Statement": {"Effect": "Deny", "Resource": "arn:aws:s3:::logs/*"}}`,
				"q.json": `{"Statement": {"Effect": "Deny", "Resource": "arn:aws:s3:::other"}}`,
			},
			[]string{"a.yaml p.json", "q.json"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, names(link(t, test.texts))); diff != "" {
				t.Errorf("assemblies mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// properties lists the property P of the resource R of every member: a literal, a resource, or "?".
func properties(members []assembly.Member) []string {
	var shown []string
	for _, member := range members {
		if member.Template == nil {
			continue
		}
		for _, resource := range member.Template.Resources {
			if resource.Name != "R" {
				continue
			}
			p := resource.Properties.Get("P")
			text, ok := p.Literal()
			switch {
			case p.Is(value.Reference):
				text = p.Resource
			case !ok:
				text = "?"
			}
			shown = append(shown, resource.ID+"="+text)
		}
	}
	return shown
}

func TestReadPassesValuesBetweenStacks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		texts map[string]string
		want  []string
	}{
		"an import is the exported resource": {
			map[string]string{"a.yaml": exporter, "b.yaml": importer},
			[]string{"b.yaml#R=a.yaml#Vpc"},
		},
		"an output of a nested stack is its resource": {
			map[string]string{"a.yaml": fmt.Sprintf(parent, "net.yaml"), "net.yaml": exporter},
			[]string{"a.yaml#R=net.yaml#Vpc"},
		},
		"a parameter is what the parent gives": {
			map[string]string{
				"a.yaml": `
Parameters: {Env: {Type: String, Default: prod}}
Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {E: !Ref Env}}}}`,
				"c.yaml": `
Parameters: {E: {Type: String, Default: dev}}
Resources: {R: {Type: Test::R, Properties: {P: !Ref E}}}`,
			},
			[]string{"c.yaml#R=prod"},
		},
		"siblings pass values through their parent": {
			map[string]string{
				"a.yaml": `
Resources:
  Net: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: net.yaml}}
  App: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: app.yaml, Parameters: {Vpc: !GetAtt Net.Outputs.V}}}`,
				"app.yaml": `
Parameters: {Vpc: {Type: "AWS::EC2::VPC::Id"}}
Resources: {R: {Type: Test::R, Properties: {P: !Ref Vpc}}}`,
				"net.yaml": exporter,
			},
			[]string{"app.yaml#R=net.yaml#Vpc"},
		},
		"two stacks of one template are told apart": {
			map[string]string{
				"a.yaml": `
Resources:
  One: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {E: one}}}
  Two: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {E: two}}}`,
				"c.yaml": `
Parameters: {E: {Type: String}}
Resources: {R: {Type: Test::R, Properties: {P: !Ref E}}}`,
			},
			[]string{"c.yaml#R=one", "c.yaml[Two]#R=two"},
		},
		"stacks that nest each other come to an end": {
			map[string]string{
				"a.yaml": `Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml}}, R: {Type: Test::R, Properties: {P: a}}}`,
				"b.yaml": `Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}, R: {Type: Test::R, Properties: {P: b}}}`,
			},
			[]string{"a.yaml#R=a", "b.yaml#R=b"},
		},
		"an import of what an importer exports": {
			map[string]string{
				"a.yaml": exporter,
				"b.yaml": `
Resources: {Q: {Type: Test::Q}}
Outputs: {W: {Value: !ImportValue net-vpc, Export: {Name: again}}}`,
				"c.yaml": `Resources: {R: {Type: Test::R, Properties: {P: !ImportValue again}}}`,
			},
			[]string{"c.yaml#R=a.yaml#Vpc"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assemblies := link(t, test.texts)
			if len(assemblies) != 1 {
				t.Fatalf("assemblies = %v, want one", names(assemblies))
			}
			reader := assembly.NewReader(assemblies[0])
			got := properties(reader.Read(template.Environment{}, nil))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			again := properties(reader.Read(template.Environment{}, nil))
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("a second reading differs (-first +second):\n%s", diff)
			}
		})
	}
}

func TestAnImportSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	linked := link(t, map[string]string{"a.yaml": exporter, "b.yaml": importer})
	members := assembly.NewReader(linked[0]).Read(template.Environment{}, nil)
	property := members[1].Template.Resources[0].Properties.Get("P")
	want := []value.Step{{At: "a.yaml#/Outputs/V", Message: "exported by a.yaml as net-vpc"}}
	if diff := cmp.Diff(want, property.Via); diff != "" {
		t.Errorf("Via mismatch (-want +got):\n%s", diff)
	}
	if property.Origin.Tree.File.Name != "b.yaml" {
		t.Errorf("the value's text is in %s, want the place of the import", property.Origin.Tree.File.Name)
	}
}

func TestTypesLooksIntoLoops(t *testing.T) {
	t.Parallel()
	tree := syntax.Parse(source.New("a.yaml", []byte(`
Resources:
  A: {Type: Test::A, Properties: {Type: not-a-type}}
  Fn::ForEach::L: [X, [1], {"B${X}": {Type: Test::B}}]
`)))
	got := assembly.Types(assembly.File{Tree: tree, Kind: assembly.Template})
	if diff := cmp.Diff([]string{"Test::A", "Test::B"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if got := assembly.Types(assembly.File{Tree: tree, Kind: assembly.Policy}); len(got) != 1 || got[0] != assembly.Policy {
		t.Errorf("types of a policy = %v", got)
	}
}

func TestStacksThatHoldThemselvesAreProblems(t *testing.T) {
	t.Parallel()
	stack := func(location string) string {
		return "Resources: {S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: " + location + "}}}"
	}
	holdsItself := []template.Problem{
		{At: "a.yaml#/Resources/S/Properties/TemplateURL", Message: "nested stack S holds itself"},
	}
	tests := map[string]struct {
		texts map[string]string
		want  []template.Problem
	}{
		"at once":                   {map[string]string{"a.yaml": stack("./a.yaml")}, holdsItself},
		"through others":            {map[string]string{"a.yaml": stack("b.yaml"), "b.yaml": stack("c.yaml"), "c.yaml": stack("a.yaml")}, holdsItself},
		"a chain is no circle":      {map[string]string{"a.yaml": stack("b.yaml"), "b.yaml": stack("c.yaml"), "c.yaml": exporter}, nil},
		"a URL may be another file": {map[string]string{"a.yaml": stack("https://s3.amazonaws.com/b/a.yaml")}, nil},
		"a condition may end it": {map[string]string{"a.yaml": `
Parameters: {Depth: {Type: Number}}
Conditions: {More: !Not [!Equals [!Ref Depth, 0]]}
Resources: {S: {Condition: More, Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}}`}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reader := assembly.NewReader(link(t, test.texts)[0])
			for how, members := range map[string][]assembly.Member{
				"Read": reader.Read(template.Environment{}, nil), "Outline": reader.Outline(),
			} {
				var got []template.Problem
				for _, member := range members {
					got = append(got, member.Problems...)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s: mismatch (-want +got):\n%s", how, diff)
				}
			}
		})
	}
}

func TestExportsKnowWhoMayImportThem(t *testing.T) {
	t.Parallel()
	export := func(name string) string {
		return "Resources: {Vpc: {Type: AWS::EC2::VPC}}\nOutputs: {V: {Value: !Ref Vpc, Export: {Name: " + name + "}}}\n"
	}
	imports := func(name string) string {
		return "Parameters: {Net: {Type: String}}\nResources: {R: {Type: Test::R, Properties: {P: !ImportValue " + name + "}}}\n"
	}
	const open = `{"Fn::Sub": "${Net}-vpc"}`
	tests := map[string]struct {
		texts map[string]string
		want  string
	}{
		"an import of a name that is not known": {map[string]string{"a.yaml": export("net-vpc"), "b.yaml": imports(open)}, "b.yaml"},
		"an export of a name that is not known": {
			map[string]string{"a.yaml": export(`!Sub "${AWS::StackName}-vpc"`), "b.yaml": imports("net-vpc")}, "b.yaml",
		},
		"a name that several files export": {
			map[string]string{"a.yaml": export("net-vpc"), "b.yaml": imports("net-vpc"), "c.yaml": export("net-vpc")}, "b.yaml",
		},
		"names that end differently": {map[string]string{"a.yaml": export("net-subnet"), "b.yaml": imports(open)}, ""},
		"an import that is linked":   {map[string]string{"a.yaml": export("net-vpc"), "b.yaml": imports("net-vpc")}, ""},
		"an import of its own":       {map[string]string{"a.yaml": export("net-vpc") + "Parameters: {Net: {Type: String}}\nMetadata: {P: !ImportValue " + open + "}\n"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			members := assembly.NewReader(link(t, test.texts)[0]).Read(template.Environment{}, nil)
			if got := members[0].Template.Exports[0].Importer; got != test.want {
				t.Errorf("importer = %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatAScenarioLeavesOutIsLinkedAllTheSame(t *testing.T) {
	t.Parallel()
	const conditional = `
Parameters: {E: {Type: String, AllowedValues: [dev, prod], Default: dev}}
Conditions: {IsProd: !Equals [!Ref E, prod]}
`
	tests := map[string]struct {
		texts map[string]string
		want  []string
	}{
		"an export under a condition that is false by default": {
			map[string]string{"b.yaml": importer, "a.yaml": conditional + `
Resources: {Vpc: {Type: AWS::EC2::VPC}}
Outputs: {V: {Condition: IsProd, Value: !Ref Vpc, Export: {Name: net-vpc}}}`},
			[]string{"b.yaml#R=?", "b.yaml#R=a.yaml#Vpc"},
		},
		"a nested stack under a condition that is false by default": {
			map[string]string{"net.yaml": exporter, "a.yaml": conditional + `
Resources:
  Net: {Type: AWS::CloudFormation::Stack, Condition: IsProd, Properties: {TemplateURL: net.yaml}}
  R: {Type: Test::R, Properties: {P: !GetAtt Net.Outputs.V}}`},
			[]string{"a.yaml#R=a.yaml#Net", "a.yaml#R=net.yaml#Vpc"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assemblies := link(t, test.texts)
			if len(assemblies) != 1 {
				t.Fatalf("assemblies = %v, want one", names(assemblies))
			}
			reader := assembly.NewReader(assemblies[0])
			var got []string
			for _, stage := range []string{"dev", "prod"} {
				scenario := template.Scenario{"a.yaml": {"E": {Text: stage}}}
				got = append(got, properties(reader.Read(template.Environment{}, scenario))...)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNestedStacksAreRelevantToWhatTheyNest(t *testing.T) {
	t.Parallel()
	nothing := func(string) bool { return false }
	alone := link(t, map[string]string{"a.yaml": exporter})[0].Relevant(nothing)
	nesting := link(t, map[string]string{"a.yaml": fmt.Sprintf(parent, "net.yaml"), "net.yaml": exporter})[0].Relevant(nothing)
	const stack = "AWS::CloudFormation::Stack"
	if alone(stack) || !nesting(stack) || nesting("AWS::S3::Bucket") {
		t.Error("want stacks, and nothing else, to be relevant where one nests another")
	}
}

func TestAReaderTellsScenariosAndArgumentsApart(t *testing.T) {
	t.Parallel()
	linked := link(t, map[string]string{
		"a.yaml": `
Parameters: {E: {Type: String}}
Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: c.yaml, Parameters: {E: !Sub "${E}-x", L: []}}}}`,
		"c.yaml": `
Parameters: {E: {Type: String}, L: {Type: CommaDelimitedList}}
Resources: {R: {Type: Test::R, Properties: {P: !Ref E}}}`,
	})
	reader := assembly.NewReader(linked[0])
	for _, stage := range []string{"dev", "prod", "dev"} {
		scenario := template.Scenario{"a.yaml": {"E": {Text: stage}}}
		got := properties(reader.Read(template.Environment{}, scenario))
		if diff := cmp.Diff([]string{"c.yaml#R=" + stage + "-x"}, got); diff != "" {
			t.Errorf("mismatch (-want +got):\n%s", diff)
		}
	}
}

func TestMoreNestedStacksThanAreReadAreAGap(t *testing.T) {
	t.Parallel()
	texts := map[string]string{"g.yaml": "Resources: {R: {Type: Test::R}}"}
	for file := 'a'; file < 'g'; file++ {
		var text strings.Builder
		text.WriteString("Resources:\n")
		for i := range 3 {
			fmt.Fprintf(&text, "  S%d: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %c.yaml}}\n", i, file+1)
		}
		texts[string(file)+".yaml"] = text.String()
	}
	linked := link(t, texts)
	if stacks, complete := linked[0].Stacks(); len(stacks) != 500 || complete {
		t.Errorf("%d stacks, complete = %t, want 500 and false", len(stacks), complete)
	}
	for _, member := range assembly.NewReader(linked[0]).Read(template.Environment{}, nil) {
		if diff := cmp.Diff([]string{"only 500 of the nested stacks are read"}, member.Template.Gaps); diff != "" {
			t.Fatalf("%s: mismatch (-want +got):\n%s", member.Tree.File.Name, diff)
		}
	}
}

func TestManyOpenImportsAreNotComparedOneByOne(t *testing.T) {
	t.Parallel()
	var exports, imports strings.Builder
	exports.WriteString("Resources: {Vpc: {Type: AWS::EC2::VPC}}\nOutputs:\n")
	imports.WriteString("Parameters: {N: {Type: String}}\nResources:\n")
	for i := range 200 {
		fmt.Fprintf(&exports, "  O%d: {Value: !Ref Vpc, Export: {Name: !Sub \"${AWS::StackName}-%d\"}}\n", i, i)
		fmt.Fprintf(&imports, "  R%d: {Type: Test::R, Properties: {P: !ImportValue {\"Fn::Sub\": \"${N}+%d\"}}}\n", i, i)
	}
	linked := link(t, map[string]string{"a.yaml": exports.String(), "b.yaml": imports.String()})
	members := assembly.NewReader(linked[0]).Read(template.Environment{}, nil)
	if importer := members[0].Template.Exports[0].Importer; importer != "b.yaml" {
		t.Errorf("importer = %q, want b.yaml: which names agree is not looked at", importer)
	}
}
