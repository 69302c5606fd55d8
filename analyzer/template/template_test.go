package template_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// read resolves a template that is written as text.
func read(t *testing.T, text string, env template.Environment) *template.Template {
	t.Helper()
	tree := syntax.Parse(source.New("a.yaml", []byte(text)))
	if len(tree.Problems) > 0 {
		t.Fatalf("the test's template does not parse: %v", tree.Problems)
	}
	return template.Read(tree, env)
}

// show writes a value in a form that is short to compare: @ for references, ? for what is unresolved.
func show(v *value.Value) string {
	if v == nil {
		return "absent"
	}
	switch v.Kind {
	case value.Null:
		return "null"
	case value.Bool, value.Number:
		return v.Text
	case value.String:
		return "'" + v.Text + "'"
	case value.Reference:
		return strings.TrimSuffix("@"+v.Resource+"."+v.Attribute, ".")
	case value.Unresolved:
		return "?" + v.Reason
	case value.Text:
		return "(" + showAll(v.Parts) + ")"
	case value.List:
		return "[" + showAll(v.Items) + "]"
	case value.Map:
		members := make([]string, len(v.Fields))
		for i, field := range v.Fields {
			members[i] = field.Key + ": " + show(field.Value)
		}
		return "{" + strings.Join(members, ", ") + "}"
	default:
		return fmt.Sprintf("kind %d", v.Kind)
	}
}

func showAll(values []*value.Value) string {
	shown := make([]string, len(values))
	for i, v := range values {
		shown[i] = show(v)
	}
	return strings.Join(shown, ", ")
}

// head is what the templates of the tables below share.
const head = `
Parameters:
  Name: {Type: String, Default: web}
  Open: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: "a, b ,c"}
  Ports: {Type: List<Number>, Default: ""}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/ami}
Mappings:
  Sizes:
    small: {cpu: 1, cidrs: [10.0.0.0/8, 192.168.0.0/16]}
Conditions:
  IsWeb: !Equals [!Ref Name, web]
  IsOpen: !Equals [!Ref Open, "yes"]
  Never: !Not [!Condition IsWeb]
  Both: !And [{Condition: IsWeb}, {Condition: IsOpen}]
  Either: {"Fn::Or": [{Condition: IsWeb}, {Condition: IsOpen}]}
  Loop: !Not [{Condition: Loop}]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}
  Queue: {Type: AWS::SQS::Queue}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subject:
    Type: Test::Subject
    Properties:
`

func TestFunctionsResolve(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		property string
		want     string
	}{
		"a plain value stays as written":             {`P: 3.10`, `3.10`},
		"a quoted number is a string":                {`P: "22"`, `'22'`},
		"a date is a string":                         {`P: 2012-10-17`, `'2012-10-17'`},
		"an account with a leading zero is a string": {`P: 012345678901`, `'012345678901'`},
		"nothing is null":                            {`P:`, `null`},

		"Ref of a parameter is its default":            {`P: !Ref Name`, `'web'`},
		"Ref in long form":                             {`P: {Ref: Name}`, `'web'`},
		"Ref of a parameter without a default":         {`P: !Ref Open`, `?parameter Open has no default`},
		"Ref of a list parameter is a trimmed list":    {`P: !Ref Zones`, `['a', 'b', 'c']`},
		"Ref of an empty list parameter is no list":    {`P: !Ref Ports`, `[]`},
		"the default of an SSM parameter is no value":  {`P: !Ref Image`, `?parameter Image is read from Parameter Store at deployment`},
		"Ref of a resource is a reference":             {`P: !Ref Bucket`, `@a.yaml#Bucket`},
		"Ref of nothing":                               {`P: !Ref Gone`, `?Gone is neither a parameter nor a resource of the template`},
		"a pseudo parameter that is known":             {`P: !Ref AWS::Partition`, `'aws'`},
		"a pseudo parameter that is not":               {`P: !Ref AWS::Region`, `?AWS::Region is not known`},
		"NoValue removes the property":                 {`P: !Ref AWS::NoValue`, `absent`},
		"NoValue removes the item":                     {`P: [a, !Ref "AWS::NoValue", b]`, `['a', 'b']`},
		"GetAtt with a dot":                            {`P: !GetAtt Vpc.VpcId`, `@a.yaml#Vpc.VpcId`},
		"GetAtt as a list":                             {`P: !GetAtt [Vpc, Nested.Id]`, `@a.yaml#Vpc.Nested.Id`},
		"GetAtt in long form":                          {`P: {"Fn::GetAtt": [Vpc, VpcId]}`, `@a.yaml#Vpc.VpcId`},
		"GetAtt without an attribute":                  {`P: !GetAtt Vpc`, `?the arguments of Fn::GetAtt have the wrong shape`},
		"the ARN of a bucket is made from its name":    {`P: !GetAtt Bucket.Arn`, `('arn:aws:s3:::', @a.yaml#Bucket)`},
		"the ARN of a queue needs Region and account":  {`P: !GetAtt Queue.Arn`, `('arn:aws:sqs:', ?AWS::Region is not known, ':', ?AWS::AccountId is not known, ':', @a.yaml#Queue.QueueName)`},
		"the block of a VPC is computed":               {`P: !GetAtt Vpc.CidrBlock`, `'10.0.0.0/16'`},
		"Sub with a parameter":                         {`P: !Sub "x-${Name}-y"`, `'x-web-y'`},
		"Sub with a resource and an attribute":         {`P: !Sub "${Bucket}/${Vpc.VpcId}"`, `(@a.yaml#Bucket, '/', @a.yaml#Vpc.VpcId)`},
		"Sub with own variables":                       {`P: !Sub ["${a}-${Name}", {a: !Ref Bucket}]`, `(@a.yaml#Bucket, '-web')`},
		"Sub with a literal":                           {`P: !Sub "${!aws:username}-${Name}"`, `'${aws:username}-web'`},
		"Sub without an end":                           {`P: !Sub "a${b"`, `'a${b'`},
		"Join":                                         {`P: !Join ["", ["arn:", !Ref Name, "/*"]]`, `'arn:web/*'`},
		"Join of a list parameter":                     {`P: !Join [",", !Ref Zones]`, `'a,b,c'`},
		"Join with a part that is not known":           {`P: !Join ["-", [a, !Ref Open]]`, `('a-', ?parameter Open has no default)`},
		"Split and Select":                             {`P: !Select [1, !Split [":", "a:b:c"]]`, `'b'`},
		"Split of a text with parts":                   {`P: !Select [1, !Split ["/", !Sub "x/${Bucket}/y"]]`, `@a.yaml#Bucket`},
		"Select outside the list":                      {`P: !Select [9, [a]]`, `?the index of Fn::Select is outside its list`},
		"Select with an index as text":                 {`P: !Select ["0", [a, b]]`, `'a'`},
		"FindInMap":                                    {`P: !FindInMap [Sizes, small, cpu]`, `1`},
		"FindInMap of a list":                          {`P: !FindInMap [Sizes, small, cidrs]`, `['10.0.0.0/8', '192.168.0.0/16']`},
		"FindInMap without an entry":                   {`P: !FindInMap [Sizes, huge, cpu]`, `?the mapping Sizes.huge.cpu is not declared`},
		"FindInMap with a default":                     {`P: !FindInMap [Sizes, huge, cpu, {DefaultValue: 2}]`, `2`},
		"FindInMap with an unresolved key":             {`P: !FindInMap [Sizes, !Ref Open, cpu]`, `?a key of Fn::FindInMap is not known`},
		"If takes the branch of its condition":         {`P: !If [IsWeb, yes-branch, no-branch]`, `'yes-branch'`},
		"If takes the other branch":                    {`P: !If [Never, yes-branch, no-branch]`, `'no-branch'`},
		"If with an undecided condition":               {`P: !If [IsOpen, a, b]`, `?condition IsOpen can't be decided`},
		"If with branches that agree":                  {`P: !If [IsOpen, a, a]`, `'a'`},
		"If with a condition that rests on itself":     {`P: !If [Loop, a, b]`, `?condition Loop can't be decided`},
		"If with an undeclared condition":              {`P: !If [Gone, a, b]`, `?condition Gone can't be decided`},
		"If can remove an item":                        {`P: [!If [Never, a, !Ref "AWS::NoValue"], b]`, `['b']`},
		"And is undecided with an undecided part":      {`P: !If [Both, a, b]`, `?condition Both can't be decided`},
		"Or is decided by one part":                    {`P: !If [Either, a, b]`, `'a'`},
		"Base64 is transparent":                        {`P: {"Fn::Base64": !Sub "#!/bin/sh ${Name}"}`, `'#!/bin/sh web'`},
		"Cidr gives consecutive blocks":                {`P: !Cidr [!GetAtt Vpc.CidrBlock, 3, 8]`, `['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']`},
		"Cidr of IPv6":                                 {`P: !Select [1, !Cidr ["2001:db8::/56", 2, 64]]`, `'2001:db8:0:1::/64'`},
		"Cidr with more blocks than there are":         {`P: !Cidr [10.0.0.0/24, 3, 7]`, `?the arguments of Fn::Cidr have the wrong shape`},
		"GetAZs is not known":                          {`P: !GetAZs ""`, `?the Availability Zones of the account are not known`},
		"ImportValue is another stack's":               {`P: !ImportValue net-vpc`, `?the value is imported from another stack as net-vpc`},
		"ImportValue of a function":                    {`P: {"Fn::ImportValue": !Sub "${Name}-vpc"}`, `?the value is imported from another stack as web-vpc`},
		"a function that is not known":                 {`P: !Frobnicate x`, `?Fn::Frobnicate is not evaluated`},
		"a mapping with two keys is no function":       {`P: {Ref: Name, Other: 1}`, `{Ref: 'Name', Other: 1}`},
		"functions nest in mappings and lists":         {`P: {A: [{B: !Ref Name}]}`, `{A: [{B: 'web'}]}`},
		"of a repeated key the last value is in force": {"P: a\n      P: b", `'b'`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, head+"      "+test.property+"\n", template.Environment{})
			property := got.Resource("a.yaml#Subject").Properties.Get("P")
			if diff := cmp.Diff(test.want, show(property)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEnvironmentComesBeforeDefaults(t *testing.T) {
	t.Parallel()
	env := template.Environment{
		Region: "eu-west-1", Account: "111122223333", Partition: "aws-cn",
		Parameters: map[string]string{"Name": "given", "Zones": "x,y"},
	}
	got := read(t, head+`
      Name: !Ref Name
      Zones: !Ref Zones
      Arn: !GetAtt Queue.Arn
      Suffix: !Ref AWS::URLSuffix
`, env).Resource("a.yaml#Subject").Properties
	want := `{Name: 'given', Zones: ['x', 'y'], ` +
		`Arn: ('arn:aws-cn:sqs:eu-west-1:111122223333:', @a.yaml#Queue.QueueName), Suffix: 'amazonaws.com.cn'}`
	if diff := cmp.Diff(want, show(got)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestUnresolvedValuesAreEqualToThemselves(t *testing.T) {
	t.Parallel()
	properties := read(t, head+`
      Pairs:
        - [!Ref Open, {Ref: Open}]
        - [!ImportValue net, {"Fn::ImportValue": net}]
        - [!Select [0, !GetAZs ""], !Select [0, !GetAZs {Ref: "AWS::Region"}]]
        - [!Sub "${AWS::AccountId}-x", !Join ["-", [!Ref AWS::AccountId, x]]]
        - [!GetAtt Bucket.Arn, !Sub "arn:aws:s3:::${Bucket}"]
`, template.Environment{}).Resource("a.yaml#Subject").Properties
	for _, pair := range properties.Get("Pairs").Items {
		if got := value.Same(pair.Items[0], pair.Items[1]); got != value.Yes {
			t.Errorf("%s and %s: same = %s, want yes", show(pair.Items[0]), show(pair.Items[1]), got)
		}
	}
}

func TestPhysicalPutsGivenNamesInPlaceOfReferences(t *testing.T) {
	t.Parallel()
	got := read(t, head+`
      Arns: [!GetAtt Named.Arn, !Sub "${Named.Arn}/*", !GetAtt Bucket.Arn, !Ref Vpc]
`, template.Environment{})
	arns := got.Physical(got.Resource("a.yaml#Subject").Properties.Get("Arns"))
	want := `['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*', ('arn:aws:s3:::', @a.yaml#Bucket), @a.yaml#Vpc]`
	if diff := cmp.Diff(want, show(arns)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestValuesSayHowTheyCameAbout(t *testing.T) {
	t.Parallel()
	property := read(t, head+`
      P: !If [IsWeb, !Sub "${Name}.example", x]
`, template.Environment{}).Resource("a.yaml#Subject").Properties.Get("P")
	want := []value.Step{
		{At: "a.yaml#/Conditions/IsWeb", Message: "condition IsWeb is true"},
		{At: "a.yaml#/Parameters/Name/Default", Message: "default of parameter Name", Assumed: true},
	}
	if diff := cmp.Diff(want, property.Via); diff != "" {
		t.Errorf("Via mismatch (-want +got):\n%s", diff)
	}
	if property.At != "a.yaml#/Resources/Subject/Properties/P" {
		t.Errorf("At = %s, want the place in the resolved document", property.At)
	}
}

func TestHandlesCountWhatIsLeft(t *testing.T) {
	t.Parallel()
	items := read(t, head+`
      P:
        - !If [Never, gone, !Ref "AWS::NoValue"]
        - !If [IsWeb, {Key: kept}, gone]
`, template.Environment{}).Resource("a.yaml#Subject").Properties.Get("P").Items
	if len(items) != 1 {
		t.Fatalf("%d items are left, want 1", len(items))
	}
	if got := items[0].Get("Key").At; got != "a.yaml#/Resources/Subject/Properties/P/0/Key" {
		t.Errorf("At = %s, want that of the first item that is left", got)
	}
	if got := items[0].Get("Key").Origin.Node.Value; got != "kept" {
		t.Errorf("the text of the item is %q, want that of the branch taken", got)
	}
}

func TestResourcesUnderConditions(t *testing.T) {
	t.Parallel()
	got := read(t, head+`      {}
  Sure: {Type: Test::A, Condition: IsWeb}
  Perhaps: {Type: Test::A, Condition: IsOpen}
  Gone: {Type: Test::A, Condition: Never}
`, template.Environment{})
	exists := map[string]value.Truth{}
	for _, resource := range got.Resources {
		if resource.Type == "Test::A" {
			exists[resource.Name] = resource.Exists
		}
	}
	want := map[string]value.Truth{"Sure": value.Yes, "Perhaps": value.Undecided}
	if diff := cmp.Diff(want, exists); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestLoopsMakeTheirMembers(t *testing.T) {
	t.Parallel()
	got := read(t, `
Parameters:
  Names: {Type: CommaDelimitedList, Default: "a.x,b"}
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Outer:
    - Name
    - !Ref Names
    - Fn::ForEach::Inner:
        - Number
        - ["1", "2"]
        - Queue&{Name}${Number}:
            Type: Test::Queue
            Properties:
              Title: !Ref Name
              Label: !Sub ${Name}-${Number}-${AWS::Partition}
              Fn::ForEach::Tags:
                - Tag
                - [x]
                - Tag${Tag}: ${Tag}${Number}
`, template.Environment{})
	shown := map[string]string{}
	for _, resource := range got.Resources {
		shown[resource.ID] = show(resource.Properties)
	}
	want := map[string]string{
		"a.yaml#Queueax1": `{Title: 'a.x', Label: 'a.x-1-aws', Tagx: 'x1'}`,
		"a.yaml#Queueax2": `{Title: 'a.x', Label: 'a.x-2-aws', Tagx: 'x2'}`,
		"a.yaml#Queueb1":  `{Title: 'b', Label: 'b-1-aws', Tagx: 'x1'}`,
		"a.yaml#Queueb2":  `{Title: 'b', Label: 'b-2-aws', Tagx: 'x2'}`,
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if len(got.Gaps) > 0 {
		t.Errorf("gaps = %v, want none", got.Gaps)
	}
}

func TestLoopsAreBounded(t *testing.T) {
	t.Parallel()
	body := `{"R${I0}": {Type: Test::A}}`
	for depth := range 9 {
		body = fmt.Sprintf(`{"Fn::ForEach::L%d": [I%d, [a, b, c, d, e, f, g, h], %s]}`, depth, depth, body)
	}
	got := read(t, "Transform: AWS::LanguageExtensions\nResources: "+body+"\n", template.Environment{})
	if len(got.Gaps) == 0 {
		t.Error("a loop over 8^9 rounds leaves no gap")
	}
}

func TestProblemsAndGapsAreSaid(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text     string
		problems []template.Problem
		gaps     []string
	}{
		"no Resources": {
			text:     `AWSTemplateFormatVersion: "2010-09-09"`,
			problems: []template.Problem{{At: "a.yaml#", Message: "the template declares no Resources"}},
		},
		"a resource that is no mapping": {
			text:     `Resources: {A: text}`,
			problems: []template.Problem{{At: "a.yaml#/Resources/A", Message: "resource A is not a mapping"}},
		},
		"a resource without a type": {
			text:     `Resources: {A: {Properties: {}}}`,
			problems: []template.Problem{{At: "a.yaml#/Resources/A", Message: "resource A has no Type"}},
			gaps:     []string{"resource A has no Type that can be read"},
		},
		"properties that are a list": {
			text:     `Resources: {A: {Type: Test::A, Properties: []}}`,
			problems: []template.Problem{{At: "a.yaml#/Resources/A/Properties", Message: "the Properties of A are not a mapping"}},
		},
		"a section of the wrong shape": {
			text: `{Parameters: [], Resources: {A: {Type: Test::A}}}`,
			problems: []template.Problem{
				{At: "a.yaml#/Parameters", Message: "section Parameters is not a mapping"},
			},
		},
		"null properties are fine": {text: "Resources:\n  A:\n    Type: Test::A\n    Properties:\n"},
		"a loop over values that are not known": {
			text: `{Parameters: {P: {Type: CommaDelimitedList}}, Resources: {"Fn::ForEach::X": [a, !Ref P, {"A${a}": {Type: Test::A}}]}}`,
			gaps: []string{"Fn::ForEach::X repeats over values that are not known"},
		},
		"a macro": {
			text: `{Transform: [AWS::Serverless-2016-10-31, Explode], Resources: {A: {Type: Test::A}}}`,
			gaps: []string{"the macro Explode may add resources"},
		},
		"an included file": {
			text: `{Transform: {Name: AWS::Include, Parameters: {Location: x}}, Resources: {A: {Type: Test::A}}}`,
			gaps: []string{"the macro AWS::Include may add resources"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, test.text, template.Environment{})
			if diff := cmp.Diff(test.problems, got.Problems); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.gaps, got.Gaps); diff != "" {
				t.Errorf("gaps mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestExportsCarryTheirValues(t *testing.T) {
	t.Parallel()
	got := read(t, head+`      {}
Outputs:
  Vpc: {Value: !Ref Vpc, Export: {Name: !Sub "${Name}-vpc"}}
  Private: {Value: x}
  Gone: {Condition: Never, Value: y, Export: {Name: z}}
`, template.Environment{})
	exports := map[string]string{}
	for _, export := range got.Exports {
		exports[show(export.Name)] = show(export.Value)
	}
	if diff := cmp.Diff(map[string]string{`'web-vpc'`: `@a.yaml#Vpc`}, exports); diff != "" {
		t.Errorf("exports mismatch (-want +got):\n%s", diff)
	}
}

func TestATreeWithoutARootIsEmpty(t *testing.T) {
	t.Parallel()
	got := template.Read(&syntax.Tree{File: source.New("a.yaml", nil)}, template.Environment{})
	if len(got.Resources) != 0 || len(got.Problems) != 0 {
		t.Errorf("an empty file has resources %v or problems %v", got.Resources, got.Problems)
	}
}

func TestResourcesThatDoNotExistInTheScenarioAreListedAsAbsent(t *testing.T) {
	t.Parallel()
	got := read(t, head+`      {}
  Gone: {Type: Test::A, Condition: Never}
  Perhaps: {Type: Test::A, Condition: IsOpen}
`, template.Environment{})
	if len(got.Absent) != 1 {
		t.Fatalf("absent = %v, want one resource", got.Absent)
	}
	absent := got.Absent[0]
	if absent.Name != "Gone" || absent.Type != "Test::A" || absent.Condition != "Never" || absent.At != "a.yaml#/Resources/Gone" {
		t.Errorf("absent = %+v, want Gone under the condition Never", absent)
	}
}
