package analyzer_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// graphOf returns the picture of a template.
func graphOf(t *testing.T, options analyzer.Options, name, text string) *analyzer.Graph {
	t.Helper()
	run, err := analyzer.New(rules.FS(), options)
	if err != nil {
		t.Fatal(err)
	}
	graph, _, err := run.Graph(t.Context(), []*source.File{source.New(name, []byte(text))})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}

// TestScenariosAreDrawnAsWanted compares the pictures of the VPC lab with stored ones.
func TestScenariosAreDrawnAsWanted(t *testing.T) {
	t.Parallel()
	for _, scenario := range []string{"vpc-lab", "vpc-lab-fixed"} {
		folder := filepath.Join("..", "fixtures", "scenarios", scenario)
		text, err := os.ReadFile(filepath.Join(folder, "template.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, format := range []picture.Format{picture.SVG, picture.Mermaid, picture.DOT} {
			t.Run(scenario+" as "+string(format), func(t *testing.T) {
				t.Parallel()
				var drawn strings.Builder
				if err := graphOf(t, analyzer.Options{}, "template.yaml", string(text)).Write(&drawn, format); err != nil {
					t.Fatal(err)
				}
				compareGolden(t, filepath.Join("..", "fixtures", "graph", scenario+"."+string(format)), []byte(drawn.String()))
			})
		}
	}
}

// TestTheManualShowsThePicture keeps the example in the manual what the command prints.
func TestTheManualShowsThePicture(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile(filepath.Join("..", "docs", "graph.md"))
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(filepath.Join("..", "fixtures", "graph", "vpc-lab.mermaid"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(manual), "```mermaid\n"+string(drawn)+"```\n") {
		t.Error("docs/graph.md does not hold fixtures/graph/vpc-lab.mermaid as it is")
	}
}

// lab has a NAT gateway under a condition; without it the instance, which wants Session Manager, is cut off.
const lab = `
Parameters: {Stage: {Type: String, Default: test, AllowedValues: [test, prod]}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Front: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  FrontTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  FrontTie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Front, RouteTableId: !Ref FrontTable}}
  FrontRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref FrontTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}}
  Back: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  BackTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  BackTie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Back, RouteTableId: !Ref BackTable}}
  Nat: {Type: AWS::EC2::NatGateway, Condition: IsProd, Properties: {SubnetId: !Ref Front, AllocationId: eipalloc-1}}
  BackRoute:
    Type: AWS::EC2::Route
    Condition: IsProd
    Properties: {RouteTableId: !Ref BackTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
  Server: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Back, ImageId: ami-1, IamInstanceProfile: !Ref Profile}}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
`

func TestAGraphShowsOneScenarioWithItsFindings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		parameters   map[string]string
		want, absent []string
	}{
		"the defaults": {
			nil,
			[]string{"ssm/private-subnet-without-endpoints", `class="line to-outside broken"`, "no way to Systems Manager"},
			[]string{"NAT gateway", "Conditions that hold"},
		},
		"values that are given": {
			map[string]string{"Stage": "prod"},
			[]string{"Nat; NAT gateway", "Conditions that hold: IsProd"},
			[]string{"ssm/private-subnet-without-endpoints", "broken\""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var drawn strings.Builder
			options := analyzer.Options{Parameters: test.parameters}
			if err := graphOf(t, options, "lab.yaml", lab).Write(&drawn, picture.SVG); err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(drawn.String(), want) {
					t.Errorf("the picture lacks %q", want)
				}
			}
			for _, absent := range test.absent {
				if strings.Contains(drawn.String(), absent) {
					t.Errorf("the picture holds %q", absent)
				}
			}
		})
	}
}

func TestAGraphOfNoNetworkIsAnError(t *testing.T) {
	t.Parallel()
	graph := graphOf(t, analyzer.Options{}, "topic.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}")
	if err := graph.Write(&strings.Builder{}, picture.SVG); !errors.Is(err, picture.ErrNothing) {
		t.Errorf("the error is %v", err)
	}
}
