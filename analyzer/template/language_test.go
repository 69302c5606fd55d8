package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestMoreFunctionsResolve(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		property string
		want     string
	}{
		"Length of a list":                       {`P: !Length [a, b, c]`, `3`},
		"Length of a list parameter":             {`P: {"Fn::Length": !Ref Zones}`, `3`},
		"Length leaves NoValue out":              {`P: !Length [a, !Ref AWS::NoValue]`, `1`},
		"Length with an item that may vanish":    {`P: !Length [a, !If [IsOpen, b, !Ref AWS::NoValue]]`, `?the list of Fn::Length hangs on a condition that can't be decided`},
		"Length of a list that is not known":     {`P: !Length {"Fn::GetAZs": ""}`, `?the Availability Zones of the account are not known`},
		"Length of a text":                       {`P: !Length abc`, `?the arguments of Fn::Length have the wrong shape`},
		"ToJsonString of a mapping":              {`P: !ToJsonString {A: !Ref Name, B: [1, true, null], C: '<"x">', D: {}, E: []}`, `'{"A":"web","B":[1,true,null],"C":"<\"x\">","D":{},"E":[]}'`},
		"ToJsonString of what is not known":      {`P: !ToJsonString {A: !Ref Open}`, `?Fn::ToJsonString of a value that is not known as a whole`},
		"ToJsonString of a text":                 {`P: !ToJsonString abc`, `?the arguments of Fn::ToJsonString have the wrong shape`},
		"Ref of a function":                      {`P: {Ref: !Sub "${Name}"}`, `?web is neither a parameter nor a resource of the template`},
		"Ref of a function that names something": {`P: {Ref: !Join ["", [Buck, et]]}`, `@a.yaml#Bucket`},
		"Ref of a function that is not known":    {`P: {Ref: !Ref Open}`, `?Ref names something that is not known`},
		"GetAtt of functions":                    {`P: {"Fn::GetAtt": [!Sub Vpc, !Sub VpcId]}`, `@a.yaml#Vpc.VpcId`},
		"GetAtt in long form with a text":        {`P: {"Fn::GetAtt": Vpc.VpcId}`, `@a.yaml#Vpc.VpcId`},
		"GetAtt of nothing":                      {`P: {"Fn::GetAtt": }`, `?the arguments of Fn::GetAtt have the wrong shape`},
		"If inside Join":                         {`P: !Join [",", [a, !If [Never, b, !Ref AWS::NoValue], c]]`, `'a,c'`},
		"an item of Join that may vanish takes its delimiter along": {
			`P: !Join [",", [a, !If [IsOpen, b, !Ref AWS::NoValue], c]]`, `('a', ?condition IsOpen can't be decided, ',c')`,
		},
		"the first item of Join may vanish": {
			`P: !Join [",", [!If [IsOpen, b, !Ref AWS::NoValue], c]]`, `(?condition IsOpen can't be decided, 'c')`,
		},
		"Join of a list that is an attribute":    {`P: !Join [",", !GetAtt Vpc.Things]`, `?Fn::Join of a value that is not known`},
		"Select behind an item that may vanish":  {`P: !Select [1, [!If [IsOpen, b, !Ref AWS::NoValue], c]]`, `?the list of Fn::Select hangs on a condition that can't be decided`},
		"Select before an item that may vanish":  {`P: !Select [0, [c, !If [IsOpen, b, !Ref AWS::NoValue]]]`, `'c'`},
		"Select from a text":                     {`P: !Select [0, abc]`, `?the arguments of Fn::Select have the wrong shape`},
		"Split where the delimiter may be in it": {`P: !Select [1, !Split ["/", !Sub "${Open}/x"]]`, `?Fn::Split of a value that is not known`},
		"Split around what can't hold it":        {`P: !Select [1, !Split [":", !Sub "a:${AWS::Region}:b"]]`, `?AWS::Region is not known`},
		"Sub with a list of one":                 {`P: !Sub ["${Name}"]`, `'web'`},
		"Sub of a mapping":                       {`P: {"Fn::Sub": {a: b}}`, `?the arguments of Fn::Sub have the wrong shape`},
		"NoValue in Sub":                         {`P: !Sub "${AWS::NoValue}"`, `?the arguments of Fn::Sub have the wrong shape`},
		"a list as an own variable of Sub":       {`P: !Sub ["${a}", {a: [1]}]`, `?the arguments of Fn::Sub have the wrong shape`},
		"a mapping as an own variable of Sub":    {`P: !Sub ["${a}", {a: {b: 1}}]`, `?the arguments of Fn::Sub have the wrong shape`},
		"own variables of Sub that are no map":   {`P: !Sub ["${Name}", [a]]`, `?the arguments of Fn::Sub have the wrong shape`},
		"Sub of a function":                      {`P: {"Fn::Sub": !Ref Name}`, `?the arguments of Fn::Sub have the wrong shape`},
		"If with a function for a condition":     {`P: !If [!Ref IsWeb, a, b]`, `?the arguments of Fn::If have the wrong shape`},
		"a value of an existing resource":        {`P: !ValueOf [Name, Tags.x]`, `?attributes of existing resources are not known`},
		"a macro where a value stands":           {`P: {"Fn::Transform": {Name: String}}`, `?the macro String is not run`},
		"a macro among members":                  {`P: {A: 1, "Fn::Transform": {Name: String}}`, `?the macro String is not run`},
		"a file that is not there":               {`P: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: x.yaml}}}`, `?the included file x.yaml is not read`},
		"a loop in a value that is not known":    {`P: {"Fn::ForEach::X": [a, !Ref Open, {"${a}": 1}], B: 1}`, `?Fn::ForEach::X repeats over values that are not known`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, head+"      "+test.property+"\n", template.Environment{})
			property := got.Resource("a.yaml#Subject").Properties.Get("P")
			if diff := cmp.Diff(test.want, show(property)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if len(got.Gaps) > 0 {
				t.Errorf("gaps = %v, want none: the resources are all known", got.Gaps)
			}
		})
	}
}

func TestAttributesThatFollowFromTheTemplate(t *testing.T) {
	t.Parallel()
	got := read(t, `
Resources:
  Key: {Type: AWS::KMS::Key}
  Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: orders}}
  Group: {Type: AWS::Logs::LogGroup}
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: f}}
  Topic: {Type: AWS::SNS::Topic}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: admin}}
  Subject:
    Type: Test::Subject
    Properties:
      Key: !GetAtt Key.Arn
      Table: !GetAtt Table.Arn
      Group: !GetAtt Group.Arn
      Function: !GetAtt Function.Arn
      Topic: [!Ref Topic, !GetAtt Topic.TopicArn]
      Role: [!Ref Role, !GetAtt Role.Arn]
`, template.Environment{Region: "eu-west-1", Account: "111122223333"})
	subject := got.Resource("a.yaml#Subject").Properties
	want := `{Key: ('arn:aws:kms:eu-west-1:111122223333:key/', @a.yaml#Key), ` +
		`Table: ('arn:aws:dynamodb:eu-west-1:111122223333:table/', @a.yaml#Table), ` +
		`Group: ('arn:aws:logs:eu-west-1:111122223333:log-group:', @a.yaml#Group, ':*'), ` +
		`Function: ('arn:aws:lambda:eu-west-1:111122223333:function:', @a.yaml#Function), ` +
		`Topic: [@a.yaml#Topic, @a.yaml#Topic], Role: [@a.yaml#Role, @a.yaml#Role.Arn]}`
	if diff := cmp.Diff(want, show(subject)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	want = `['arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'arn:aws:lambda:eu-west-1:111122223333:function:f', ` +
		`['admin', @a.yaml#Role.Arn]]`
	physical := got.Physical(&value.Value{
		Kind: value.List, Items: []*value.Value{subject.Get("Table"), subject.Get("Function"), subject.Get("Role")},
	})
	if diff := cmp.Diff(want, show(physical)); diff != "" {
		t.Errorf("physical names mismatch (-want +got):\n%s", diff)
	}
}

func TestFormsOfDependsOn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"one":                      {`DependsOn: A`, []string{"A"}},
		"a list":                   {`DependsOn: [A, B]`, []string{"A", "B"}},
		"none":                     {`DependsOn:`, nil},
		"one that may not be":      {`DependsOn: [A, !If [Never, B, !Ref AWS::NoValue]]`, []string{"A"}},
		"one that is a loop's own": {`DependsOn: !Sub "A"`, []string{"A"}},
		"a mapping":                {`DependsOn: {A: B}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, "Conditions: {Never: !Equals [a, b]}\nResources:\n  R:\n    Type: Test::R\n    "+test.text+"\n",
				template.Environment{})
			if diff := cmp.Diff(test.want, got.Resources[0].DependsOn); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRuleFunctions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		condition string
		want      value.Truth
	}{
		"a list has a text":                       {`!Contains [[a, b], !Ref One]`, value.Yes},
		"a list does not have a text":             {`!Contains [[b, c], !Ref One]`, value.No},
		"an empty list has nothing":               {`!Contains [[], a]`, value.No},
		"a list may have what is not known":       {`!Contains [[b, c], !Ref Open]`, value.Undecided},
		"each member is the text":                 {`!EachMemberEquals [[a, a], !Ref One]`, value.Yes},
		"one member is another text":              {`!EachMemberEquals [[a, b], a]`, value.No},
		"each member is in the list":              {`!EachMemberIn [!Ref List, [b, a, c]]`, value.Yes},
		"one member is not in the list":           {`!EachMemberIn [[a, d], !Ref List]`, value.No},
		"all parameters of a type":                {`!EachMemberIn [!RefAll "AWS::EC2::VPC::Id", [vpc-1, vpc-2, vpc-3]]`, value.Yes},
		"all parameters of a type, one elsewhere": {`!EachMemberIn [!RefAll "AWS::EC2::VPC::Id", [vpc-1, vpc-3]]`, value.No},
		"attributes of what exists":               {`!EachMemberEquals [!ValueOfAll ["AWS::EC2::VPC::Id", Tags.Env], prod]`, value.Undecided},
		"an attribute of what exists":             {`!Contains [[a], !ValueOf [One, Tags.Env]]`, value.Undecided},
		"arguments of the wrong shape":            {`!Contains a`, value.Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, `
Parameters:
  One: {Type: String, Default: a}
  Open: {Type: String}
  List: {Type: CommaDelimitedList, Default: "a,b"}
  First: {Type: "AWS::EC2::VPC::Id", Default: vpc-1}
  Others: {Type: "List<AWS::EC2::VPC::Id>", Default: "vpc-2,vpc-3"}
Conditions:
  C: `+test.condition+`
Resources: {R: {Type: Test::R}}
`, template.Environment{})
			if got.Scenario["C"] != test.want {
				t.Errorf("the condition is %s, want %s", got.Scenario["C"], test.want)
			}
		})
	}
}

func TestRuleFunctionsRefuseScenarios(t *testing.T) {
	t.Parallel()
	got, _ := truths(t, `
Parameters: {E: {Type: String, AllowedValues: [dev, test, prod], Default: prod}}
Rules:
  NoTest:
    Assertions: [{Assert: !Contains [[dev, prod], !Ref E]}]
Conditions: {A: !Equals [!Ref E, dev], B: !Equals [!Ref E, test]}
Resources: {R: {Type: Test::R, Condition: A}, S: {Type: Test::R, Condition: B}}
`, template.Environment{})
	if diff := cmp.Diff([]string{"A=no B=no", "A=yes B=no"}, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

// included gives the files of a set of texts by their names.
func included(texts map[string]string) func(from, location string) *syntax.Tree {
	return func(_, location string) *syntax.Tree {
		text, ok := texts[location]
		if !ok {
			return nil
		}
		return syntax.Parse(source.New(location, []byte(text)))
	}
}

func TestIncludedFilesStandInPlaceOfTheirCalls(t *testing.T) {
	t.Parallel()
	env := template.Environment{Include: included(map[string]string{
		"resources.yaml": "Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n",
		"mappings.yaml":  "Sizes: {small: {cpu: 1}}\n",
		"statement.json": `[{"Effect": "Deny"}]`,
		"whole.yaml":     "Resources: {Topic: {Type: AWS::SNS::Topic}}\n",
		"loop.yaml":      `{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "loop.yaml"}}}`,
	})}
	got := read(t, `
Transform:
  - Name: AWS::Include
    Parameters: {Location: whole.yaml}
Parameters: {Name: {Type: String, Default: jobs}}
Mappings:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: mappings.yaml}}
Resources:
  Fn::Transform: {Name: AWS::Include, Parameters: {Location: resources.yaml}}
  Subject:
    Type: Test::Subject
    Properties:
      Statement:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: statement.json}}
      Cpu: !FindInMap [Sizes, small, cpu]
      Circle:
        Fn::Transform: {Name: AWS::Include, Parameters: {Location: loop.yaml}}
`, env)
	shown := map[string]string{}
	for _, resource := range got.Resources {
		shown[resource.Name] = show(resource.Properties)
	}
	want := map[string]string{
		"Queue": `{QueueName: 'jobs'}`, "Topic": `{}`,
		"Subject": `{Statement: [{Effect: 'Deny'}], Cpu: 1, Circle: ?the included file loop.yaml is not read}`,
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if len(got.Gaps)+len(got.Problems) > 0 {
		t.Errorf("gaps = %v, problems = %v, want none", got.Gaps, got.Problems)
	}
	node := got.Resource("a.yaml#Subject").Properties.Get("Statement").Items[0].Origin.Node
	if text := string(got.Tree.File.Content[node.Start:node.End]); text != "{Name: AWS::Include, Parameters: {Location: statement.json}}" {
		t.Errorf("what is included stands at %q, want the call", text)
	}
}

func TestFilesThatAreNotReadLeaveGaps(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"among resources": {
			`{Resources: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: x}}, A: {Type: T}}}`,
			[]string{"the included file x is not read"},
		},
		"as all resources": {
			`{Resources: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: !Sub "${AWS::Region}/x"}}}}`,
			[]string{"the place of an included file is not known"},
		},
		"as a resource": {
			`{Resources: {A: {"Fn::Transform": {Name: AWS::Include, Parameters: {Location: x}}}}}`,
			[]string{"resource A is not known: the included file x is not read"},
		},
		"as the whole": {
			`{"Fn::Transform": {Name: AWS::Include, Parameters: {Location: x}}, Resources: {A: {Type: T}}}`,
			[]string{"the macro AWS::Include may add resources"},
		},
		"a function in place of a section": {
			`{Resources: !If [C, {}, {}]}`, []string{"Fn::If stands for the section Resources"},
		},
		"a module": {`{Resources: {A: {Type: "My::Web::Site::MODULE"}}}`, []string{"A is a module, which may hold any resources"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, test.text, template.Environment{}).Gaps); diff != "" {
				t.Errorf("gaps mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
