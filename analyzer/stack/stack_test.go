package stack_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// index reads the template app.yaml.
func index(t *testing.T, text string) *stack.Index {
	t.Helper()
	tree := syntax.Parse(source.New("app.yaml", []byte(text)))
	for _, problem := range tree.Problems {
		t.Fatalf("the test's template does not parse: %s", problem.Message)
	}
	return stack.NewIndex([]*template.Template{template.Read(tree, template.Environment{})})
}

// subnet is a resource with one property, and what it may refer to.
func subnet(vpc string) string {
	return `
Parameters: {Given: {Type: String}}
Conditions: {Never: !Equals [a, b]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gone: {Type: AWS::EC2::VPC, Condition: Never}
  Bucket: {Type: AWS::S3::Bucket}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {` + vpc + `}}
`
}

func TestLinkSaysWhetherAContainerIsDeclared(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		vpc  string
		want stack.Link
	}{
		"none":                    {"", stack.Link{Standing: stack.Default, Reason: "none is named"}},
		"a declared one":          {"VpcId: !Ref Vpc", stack.Link{Standing: stack.Declared, ID: "app.yaml#Vpc", Name: "Vpc"}},
		"by an attribute":         {"VpcId: !GetAtt Vpc.VpcId", stack.Link{Standing: stack.Declared, ID: "app.yaml#Vpc", Name: "Vpc"}},
		"by what repeats it":      {"VpcId: !GetAtt Attachment.VpcId", stack.Link{Standing: stack.Declared, ID: "app.yaml#Vpc", Name: "Vpc"}},
		"an id":                   {"VpcId: vpc-1", stack.Link{Standing: stack.External, ID: "vpc-1", Reason: "vpc-1 is not declared in the templates"}},
		"a resource of no use":    {"VpcId: !Ref Bucket", stack.Link{Standing: stack.External, ID: "app.yaml#Bucket.", Reason: "it is what Bucket (AWS::S3::Bucket) gives"}},
		"a resource that is gone": {"VpcId: !Ref Gone", stack.Link{Standing: stack.External, ID: "app.yaml#Gone.", Reason: "it is what a resource that does not exist under these conditions gives"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := index(t, subnet(test.vpc))
			got := x.Link(stack.Property(x.Resource("app.yaml#Subnet"), "VpcId"), "AWS::EC2::VPC")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAParameterIsAContainerOfItsOwn(t *testing.T) {
	t.Parallel()
	x := index(t, subnet("VpcId: !Ref Given"))
	link := x.Link(stack.Property(x.Resource("app.yaml#Subnet"), "VpcId"), "AWS::EC2::VPC")
	if link.Standing != stack.External || link.ID == "" || link.Reason == "" {
		t.Errorf("got %+v, want an external container with an id and a reason", link)
	}
}

func TestPropertyTellsNothingFromNothingKnown(t *testing.T) {
	t.Parallel()
	x := index(t, subnet("Tags: !Ref Given, CidrBlock: 10.0.0.0/24, VpcId: !Ref AWS::NoValue"))
	of := x.Resource("app.yaml#Subnet")
	tests := map[string]struct {
		keys []string
		want string
	}{
		"a literal":                   {[]string{"CidrBlock"}, "10.0.0.0/24"},
		"absent":                      {[]string{"Other"}, "nothing"},
		"taken away by a function":    {[]string{"VpcId"}, "nothing"},
		"below what is absent":        {[]string{"Other", "Key"}, "nothing"},
		"below what is not known":     {[]string{"Tags", "Key"}, "not known"},
		"below what is not a mapping": {[]string{"CidrBlock", "Key"}, "not known"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := stack.Property(of, test.keys...)
			got, isLiteral := v.Literal()
			switch {
			case v == nil:
				got = "nothing"
			case !isLiteral:
				got = "not known"
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestMayBeLooksAtTheTextOfWhatIsNotResolved(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		vpc  string
		want bool
	}{
		"a function of the resource":   {"VpcId: !Select [1, !Split ['-', !Ref Vpc]]", true},
		"a function of another":        {"VpcId: !Select [1, !Split ['-', !Ref Bucket]]", false},
		"a parameter was there before": {"VpcId: !Ref Given", false},
		"a literal":                    {"VpcId: vpc-1", false},
		"nothing":                      {"", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := index(t, subnet(test.vpc))
			v := stack.Property(x.Resource("app.yaml#Subnet"), "VpcId")
			if got := x.MayBe(v, x.Resource("app.yaml#Vpc")); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestAbsenceIsNotClaimedOfWhatOthersMayAddTo(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		more    string
		unknown string
		weaker  []string
	}{
		"nothing else": {},
		"a nested stack is handed it": {
			"  Child: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Vpc: !Ref Vpc}}}\n",
			"Child (AWS::CloudFormation::Stack) is handed Vpc and may add to it", nil,
		},
		"a nested stack is handed another": {
			"  Child: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {B: !Ref Bucket}}}\n", "", nil,
		},
		"a custom resource": {
			"  Own: {Type: Custom::Thing}\n", "", []string{"the custom resource Own may change the network"},
		},
		"an export": {
			"Outputs: {O: {Value: !Ref Vpc, Export: {Name: n}}}\n", "",
			[]string{"Vpc is exported, so another stack may add to it"},
		},
		"an output": {
			"Outputs: {O: {Value: !Ref Vpc}}\n", "",
			[]string{"Vpc is an output of its stack, so another stack may add to it"},
		},
		"a parameter of Systems Manager": {
			"  Said: {Type: AWS::SSM::Parameter, Properties: {Value: !Ref Vpc}}\n", "",
			[]string{"Vpc is published in the parameter Said, so another stack may add to it"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := index(t, subnet("VpcId: !Ref Vpc")+test.more)
			unknown, weaker := x.Absence(x.Resource("app.yaml#Vpc"))
			if unknown != test.unknown {
				t.Errorf("unknown: got %q, want %q", unknown, test.unknown)
			}
			if diff := cmp.Diff(test.weaker, weaker); diff != "" {
				t.Errorf("weaker (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatFunctionsGiveIsNotOverwritten(t *testing.T) {
	t.Parallel()
	const at = "app.yaml#/Resources/Subnet/Properties/"
	tests := map[string]struct {
		properties string
		keys       []string
		want       []fact.Edit
	}{
		"absent":            {"", []string{"VpcId"}, []fact.Edit{{Op: "add", At: at + "VpcId", Value: "x"}}},
		"a literal":         {"VpcId: a", []string{"VpcId"}, []fact.Edit{{Op: "replace", At: at + "VpcId", Value: "x"}}},
		"in a mapping":      {"A: {B: c}", []string{"A", "B"}, []fact.Edit{{Op: "replace", At: at + "A/B", Value: "x"}}},
		"the short form":    {"VpcId: !Ref Given", []string{"VpcId"}, nil},
		"the long form":     {"VpcId: {Ref: Given}", []string{"VpcId"}, nil},
		"a choice above it": {"A: !If [Never, {B: c}, {B: d}]", []string{"A", "B"}, nil},
		"taken away":        {"VpcId: !Ref AWS::NoValue", []string{"VpcId"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := index(t, subnet(test.properties))
			got := stack.Set(x.Resource("app.yaml#Subnet"), "x", test.keys...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAppendCountsTheItemsOfTheText(t *testing.T) {
	t.Parallel()
	const at = "app.yaml#/Resources/Subnet/Properties/Tags"
	tests := map[string]struct {
		properties string
		want       []fact.Edit
	}{
		"no list yet":      {"", []fact.Edit{{Op: "add", At: at, Value: []any{"x", "y"}}}},
		"behind the last":  {"Tags: [a, b]", []fact.Edit{{Op: "add", At: at + "/2", Value: "x"}, {Op: "add", At: at + "/3", Value: "y"}}},
		"an item is gone":  {"Tags: [a, !Ref AWS::NoValue]", nil},
		"no list at all":   {"Tags: a", nil},
		"a list by choice": {"Tags: !If [Never, [a], [b]]", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := index(t, subnet(test.properties))
			got := stack.Append(x.Resource("app.yaml#Subnet"), "Tags", "x", "y")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDependsOnFollowsWhatPropertiesName(t *testing.T) {
	t.Parallel()
	x := index(t, subnet("VpcId: !GetAtt Attachment.VpcId"))
	tests := map[string]bool{"Subnet Vpc": true, "Subnet Attachment": true, "Vpc Subnet": false, "Subnet Bucket": false}
	if subnet := x.Resource("app.yaml#Subnet"); !x.DependsOn(subnet, subnet) {
		t.Error("a resource does not depend on itself")
	}
	for names, want := range tests {
		from, to, _ := strings.Cut(names, " ")
		if got := x.DependsOn(x.Resource("app.yaml#"+from), x.Resource("app.yaml#"+to)); got != want {
			t.Errorf("%s depends on %s: got %t, want %t", from, to, got, want)
		}
	}
}

func TestTheTextOfAValueIsSearchedAsWrittenAndAsResolved(t *testing.T) {
	t.Parallel()
	x := index(t, subnet("Tags: [{Key: Name, Value: !Sub 'Public ${Given}'}]"))
	v := stack.Property(x.Resource("app.yaml#Subnet"), "Tags")
	for word, want := range map[string]bool{"public": true, "given": true, "private": false} {
		if got := stack.SaysAny(v, word); got != want {
			t.Errorf("SaysAny(%q) = %t, want %t", word, got, want)
		}
	}
	if stack.SaysAny(&value.Value{}, "public") {
		t.Error("an empty value says something")
	}
}
