package network_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestSSMWeakened(t *testing.T) {
	t.Parallel()
	output := "Outputs: {V: {Value: !Ref Vpc}}"
	cases := map[string]struct {
		more string
		want []string
	}{
		"nobody learns of the VPC": {"", nil},
		"an output gives the VPC":  {output, []string{"Vpc is an output of its stack, so another stack may add to it"}},
		"an output gives the route table": {
			"Outputs: {T: {Value: !GetAtt Table.RouteTableId}}",
			[]string{"Table is an output of its stack, so another stack may add to it"},
		},
		"an export and an output give the VPC": {
			"Outputs: {A: {Value: !Ref Vpc}, B: {Value: !Ref Vpc, Export: {Name: vpc}}}",
			[]string{"Vpc is exported, so another stack may add to it"},
		},
		"an output gives what is of no matter": {"Outputs: {W: {Value: !Ref Web}}", nil},
		"a parameter publishes the VPC": {
			res("Shown", "SSM::Parameter", "Type: String, Value: !Ref Vpc"),
			[]string{"Vpc is published in the parameter Shown, so another stack may add to it"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, isolated, managed, test.more).Workloads[0].SSM
			if ssm.Path.Answer.String() != "no" {
				t.Errorf("path: got %v (%s), want no", ssm.Path.Answer, ssm.Path.Reason)
			}
			if diff := cmp.Diff(test.want, ssm.Weaker); diff != "" {
				t.Errorf("weaker (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSSMCitesWhatAConditionLeavesOut(t *testing.T) {
	t.Parallel()
	const without = "Conditions: {Prod: !Equals [a, b]}\n"
	absent := func(resource string) string {
		return strings.Replace(resource, ": {Type", ": {Condition: Prod, Type", 1)
	}
	tie := res("Other", "EC2::SubnetRouteTableAssociation", "SubnetId: !Ref Sub, RouteTableId: rtb-1")
	cases := map[string]struct {
		resources string
		want      []string
	}{
		"an endpoint": {
			absent(endpoint("E", ssmName)),
			[]string{"E, an endpoint for ssm, does not exist where the condition Prod is false"},
		},
		"an endpoint of another service": {absent(endpoint("E", "com.amazonaws.eu-west-1.s3")), []string{}},
		"an endpoint of another VPC": {
			absent(strings.Replace(endpoint("E", ssmName), "!Ref Vpc", "vpc-1", 1)), []string{},
		},
		"an endpoint for what is not missing": {
			endpoint("S", ssmName) + absent(endpoint("E", ssmName)), []string{},
		},
		"a default route": {
			absent(route("NatGatewayId: nat-1")),
			[]string{"Out, a route of Table, does not exist where the condition Prod is false"},
		},
		"a route to private addresses": {
			absent(strings.Replace(route("NatGatewayId: nat-1"), "0.0.0.0/0", "10.0.0.0/8", 1)), []string{},
		},
		"a route of another table": {
			absent(strings.Replace(route("NatGatewayId: nat-1"), "!Ref Table", "rtb-1", 1)), []string{},
		},
		"an association": {
			absent(tie),
			[]string{"Other, a route table association of Sub, does not exist where the condition Prod is false"},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssm := build(t, without, isolated, managed, test.resources).Workloads[0].SSM
			if ssm.Path.Answer.String() != "no" {
				t.Errorf("path: got %v (%s), want no", ssm.Path.Answer, ssm.Path.Reason)
			}
			if diff := cmp.Diff(test.want, messages(ssm.Via)); diff != "" {
				t.Errorf("via (-want +got):\n%s", diff)
			}
		})
	}
}

// What stands under a condition that is false is no part of the resolved document, yet its handle leads to
// its text.
func TestHandleOfWhatAConditionLeavesOutIsFound(t *testing.T) {
	t.Parallel()
	text := "Conditions: {Prod: !Equals [a, b]}" + isolated + managed +
		strings.Replace(endpoint("E", ssmName), ": {Type", ": {Condition: Prod, Type", 1)
	files := []assembly.File{file("app.yaml", text)}
	env := template.Environment{}
	document := model.Build(assembly.NewReader(assembly.Link(files, env)[0]).Read(env, nil), env, model.Sections())
	place, ok := document.Locate(document.Network.Workloads[0].SSM.Via[0].At)
	if !ok || text[place.Span.Start.Offset:place.Span.End.Offset] != "E" {
		t.Errorf("got %v, want the key E", place)
	}
}

func file(name, text string) assembly.File {
	return assembly.File{Tree: syntax.Parse(source.New(name, []byte(text))), Kind: assembly.Template}
}

func TestSSMWithAnOpenImport(t *testing.T) {
	t.Parallel()
	exports := "Outputs: {V: {Value: !Ref Vpc, Export: {Name: !Sub '${AWS::StackName}-vpc'}}}"
	child := func(name string) string {
		return "Parameters: {Net: {Type: String}}\nResources:\n" +
			res("Child", "CloudFormation::Stack", "Parameters: {V: !ImportValue {'Fn::Sub': "+name+"}}")
	}
	cases := map[string]struct {
		base, other, path string
	}{
		"it may be the exported VPC":             {isolated + managed + exports, child("'${Net}-vpc'"), "undecided"},
		"its name is known, the export's is not": {isolated + managed + exports, child("main-vpc"), "undecided"},
		"it is something else":                   {isolated + managed + exports, child("other"), "no"},
		"nothing is exported":                    {isolated + managed, child("'${Net}-vpc'"), "no"},
		"it stands in the template itself":       {child("'${Net}-vpc'") + isolated[len("\nResources:\n"):] + managed + exports, "", "no"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := []assembly.File{file("net.yaml", test.base), file("other.yaml", test.other)}
			var templates []*template.Template
			for _, member := range assembly.NewReader(assembly.Link(files, template.Environment{})[0]).Read(template.Environment{}, nil) {
				templates = append(templates, member.Template)
			}
			built := network.Build(templates, template.Environment{})
			if path := built.Workloads[0].SSM.Path; path.Answer.String() != test.path {
				t.Errorf("path: got %v (%s), want %s", path.Answer, path.Reason, test.path)
			}
		})
	}
}

// A text that can't be resolved names the resources of its own stack, where one template makes several.
func TestSSMOfEachStackOfATemplate(t *testing.T) {
	t.Parallel()
	text := isolated + managed + "  Child: {Type: AWS::CloudFormation::Stack, Properties: !Transform {Name: M, Parameters: {V: Vpc}}}"
	tree := syntax.Parse(source.New("net.yaml", []byte(text)))
	built := network.Build([]*template.Template{
		template.Read(tree, template.Environment{}), template.Read(tree, template.Environment{Instance: "Second"}),
	}, template.Environment{})
	for _, workload := range built.Workloads {
		if path := workload.SSM.Path; path.Answer.String() != "undecided" {
			t.Errorf("path of %s: got %v (%s), want undecided", workload.ID, path.Answer, path.Reason)
		}
	}
}
