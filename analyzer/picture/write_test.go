package picture_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// build reads the network of a template.
func build(t *testing.T, text string) *network.Network {
	t.Helper()
	tree := syntax.Parse(source.New("net.yaml", []byte(text)))
	for _, problem := range tree.Problems {
		t.Fatalf("the test's template does not parse: %s", problem.Message)
	}
	return network.Build([]*template.Template{template.Read(tree, template.Environment{})}, template.Environment{})
}

// draw writes a picture of a template.
func draw(t *testing.T, format picture.Format, text string, issues ...picture.Issue) string {
	t.Helper()
	var out strings.Builder
	input := picture.Input{Title: "net.yaml", Network: build(t, text), Issues: issues}
	if err := picture.Write(&out, format, []picture.Input{input}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// house is a VPC with a public and a private subnet.
const house = `
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Attach: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Front: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}}
  FrontTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  FrontTie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Front, RouteTableId: !Ref FrontTable}}
  FrontRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref FrontTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Front, AllocationId: eipalloc-1}}
  Back: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1a}}
  BackTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  BackTie: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Back, RouteTableId: !Ref BackTable}}
  BackRoute: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref BackTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}}
  Server: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Back, ImageId: ami-1, SecurityGroupIds: [!Ref Group]}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: g}}
`

// hostile names everything so that it would do harm if it were not escaped.
const hostile = `
Resources:
  '</title></style></svg><script>document.title="pwned"</script>':
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  '"] --> x["<img src=x onerror=document.title=1>':
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref '</title></style></svg><script>document.title="pwned"</script>'
      CidrBlock: 10.0.1.0/24
      AvailabilityZone: "end\n  click n1 href javascript:alert(1) %%{init: {}}%% \u202e \x07 &amp; #quot;"
  '\"]; evil [label=\"x':
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref '"] --> x["<img src=x onerror=document.title=1>', ImageId: ami-1}
`

// hostileIssue is a finding with a message that would do harm.
func hostileIssue() picture.Issue {
	return picture.Issue{
		Rule: `x/"onload="alert(1)`, Severity: "high", Message: `<svg onload=alert(1)> "] x`, Place: `a"<b>.yaml:1`,
		At: picture.Resource{File: "net.yaml", Name: `\"]; evil [label=\"x`},
	}
}

// TestMarkupHoldsNoTemplateText reads SVG and HTML as a parser does: elements and attributes are ours alone.
func TestMarkupHoldsNoTemplateText(t *testing.T) {
	t.Parallel()
	for _, format := range []picture.Format{picture.SVG, picture.HTML} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			text := draw(t, format, hostile, hostileIssue())
			if strings.Contains(text, "\u202e") || strings.Contains(text, "\x07") {
				t.Error("characters that steer text are left in")
			}
			scripts := 0
			allowed := regexp.MustCompile(`^(html|head|meta|title|style|body|a|main|h1|section|div|svg|desc|rect|g|path|text|circle|table|caption|thead|tbody|tr|th|td|small|span|script)$`)
			attribute := regexp.MustCompile(`^(xmlns|class|role|width|height|viewBox|id|x|y|rx|cx|cy|r|d|transform|tabindex|data-from|data-to|lang|charset|http-equiv|content|name|href|scope|aria-label|aria-labelledby|aria-hidden)$`)
			decoder := xml.NewDecoder(strings.NewReader(text))
			decoder.Strict = format == picture.SVG
			decoder.AutoClose = xml.HTMLAutoClose
			decoder.Entity = xml.HTMLEntity
			for {
				token, err := decoder.RawToken()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				element, isStart := token.(xml.StartElement)
				if !isStart {
					continue
				}
				if element.Name.Local == "script" {
					scripts++
				}
				if !allowed.MatchString(element.Name.Local) {
					t.Errorf("there is an element %q", element.Name.Local)
				}
				for _, each := range element.Attr {
					if !attribute.MatchString(each.Name.Local) || strings.HasPrefix(each.Value, "javascript:") {
						t.Errorf("element %s has the attribute %s=%q", element.Name.Local, each.Name.Local, each.Value)
					}
				}
			}
			want := map[picture.Format]int{picture.SVG: 0, picture.HTML: 1}[format]
			if scripts != want {
				t.Errorf("there are %d scripts, want %d", scripts, want)
			}
		})
	}
}

// TestMermaidHoldsNoTemplateSyntax wants every line to be one of ours: text of a template stands in quotes, where
// only harmless characters are left as they are.
func TestMermaidHoldsNoTemplateSyntax(t *testing.T) {
	t.Parallel()
	label := `"[\pL\pN .,:/+→#;-]*(<br/>[\pL\pN .,:/+→#;-]*)*"`
	shapes := []string{
		`%% [\pL\pN .,:/+→#;-]*`, `flowchart BT`, `subgraph n\d+\[` + label + `\]`, `end`,
		`n\d+(_\d*)?(\[|\(\[|\{\{)` + label + `(\]|\]\)|\}\})`, `n\d+ (-->|-\.->|-\.-x|---)(\|` + label + `\|)? n\d+`,
		`classDef \w+ [\w:#,\- ]+`, `class [\w,]+ \w+`, `linkStyle (default|[\d,]+) stroke:#\w+(,stroke-width:2px)?`,
	}
	form := regexp.MustCompile(`^ *(` + strings.Join(shapes, "|") + `)$`)
	for _, text := range []string{draw(t, picture.Mermaid, hostile, hostileIssue()), draw(t, picture.Mermaid, house)} {
		for line := range strings.Lines(text) {
			if !form.MatchString(strings.TrimSuffix(line, "\n")) {
				t.Errorf("the line has another form: %s", line)
			}
		}
	}
}

func TestDOTQuotesEveryText(t *testing.T) {
	t.Parallel()
	text := draw(t, picture.DOT, hostile, hostileIssue())
	quoted := regexp.MustCompile(`"(\\[\\"nl]|[^"\\])*"`)
	rest := quoted.ReplaceAllString(text, "")
	for _, word := range []string{"evil", "script", "img", `"`, `\`, "click"} {
		if strings.Contains(rest, word) {
			t.Errorf("%q stands outside of quotes:\n%s", word, rest)
		}
	}
	if opened, closed := strings.Count(rest, "{"), strings.Count(rest, "}"); opened != closed {
		t.Errorf("%d braces are opened and %d closed", opened, closed)
	}
}

func TestSubnetsAreToldApart(t *testing.T) {
	t.Parallel()
	text := draw(t, picture.SVG, house)
	for _, want := range []string{
		`class="node subnet public" role="group" aria-label="Front; public subnet, 10.0.1.0/24; 0.0.0.0/0 → Igw"`,
		`class="node subnet private" role="group" aria-label="Back; private subnet, 10.0.2.0/24; 0.0.0.0/0 → Nat"`,
		`aria-label="Nat; NAT gateway"`, `aria-label="Server; Instance"`, `aria-label="Internet"`,
		`aria-label="eu-west-1a; Availability Zone"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the drawing lacks %s", want)
		}
	}
}

func TestIssuesStandWhereTheyMatter(t *testing.T) {
	t.Parallel()
	at := func(name string) picture.Issue {
		return picture.Issue{Rule: "f/r", Severity: "high", Message: "m", Place: "net.yaml:1", Closes: true, At: picture.Resource{File: "net.yaml", Name: name}}
	}
	for name, test := range map[string]struct {
		at   string
		want string
	}{
		"of a subnet in its box":                     {"Back", `aria-label="Back; private subnet, 10.0.2.0/24; 0.0.0.0/0 → Nat; f/r; finding 1, f/r: m"`},
		"of an instance in its box":                  {"Server", `aria-label="Server; Instance; f/r; finding 1, f/r: m"`},
		"of a route on its way":                      {"BackRoute", `class="line to-nat broken"`},
		"of a route in its subnet":                   {"BackRoute", `aria-label="Back; private subnet, 10.0.2.0/24; 0.0.0.0/0 → Nat; f/r"`},
		"of a security group at those that have it":  {"Group", `aria-label="Server; Instance; finding 1, f/r: m"`},
		"of an attachment at its gateway":            {"Attach", `aria-label="Igw; Internet gateway; finding 1, f/r: m"`},
		"of a route table at its subnets":            {"FrontTable", `aria-label="Front; public subnet, 10.0.1.0/24; 0.0.0.0/0 → Igw; finding 1, f/r: m"`},
		"of what is not drawn beneath the picture":   {"Nobody", `>m (net.yaml:1)<`},
		"of the VPC, where it stands at the VPC":     {"Vpc", `aria-label="Vpc; VPC, 10.0.0.0/16; f/r; finding 1, f/r: m"`},
		"of an association at its subnet, not drawn": {"BackTie", `aria-label="Back; private subnet, 10.0.2.0/24; 0.0.0.0/0 → Nat; finding 1, f/r: m"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if text := draw(t, picture.SVG, house, at(test.at)); !strings.Contains(text, test.want) {
				t.Errorf("the drawing lacks %s", test.want)
			}
		})
	}
}

func TestARouteWithAnIssueThatClosesNothingIsNotBroken(t *testing.T) {
	t.Parallel()
	issue := picture.Issue{Rule: "f/r", Severity: "low", Message: "m", At: picture.Resource{File: "net.yaml", Name: "BackRoute"}}
	text := draw(t, picture.SVG, house, issue)
	if strings.Contains(text, `class="line to-nat broken"`) || !strings.Contains(text, `class="t3 bad" x="59"`) {
		t.Error("the route is drawn as broken, or without its issue")
	}
}

func TestABrokenWayNamesWhatClosesIt(t *testing.T) {
	t.Parallel()
	detached := strings.Replace(house, "Attach: {Type: AWS::EC2::VPCGatewayAttachment", "Attach: {Type: AWS::EC2::Other", 1)
	detached = strings.Replace(detached, "AWS::EC2::Other", "AWS::SNS::Topic", 1)
	text := draw(t, picture.SVG, detached)
	for _, want := range []string{"IGW_NOT_ATTACHED", `class="cross"`, "attached to no VPC"} {
		if !strings.Contains(text, want) {
			t.Errorf("the drawing lacks %q", want)
		}
	}
}

func TestWhatIsNotDeclaredIsDashed(t *testing.T) {
	t.Parallel()
	text := draw(t, picture.SVG, `
Parameters: {Where: {Type: "AWS::EC2::Subnet::Id"}, Home: {Type: "AWS::EC2::VPC::Id"}}
Resources:
  Inside: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Where, ImageId: ami-1, SecurityGroupIds: [!Ref Group]}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Home, GroupDescription: g}}
  Anywhere: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-1}}
`)
	for _, want := range []string{
		`class="node vpc loose" role="group" aria-label="Home; VPC, not declared here`,
		`class="node subnet undecided loose" role="group" aria-label="Where; subnet, not declared here`,
		`class="node vpc loose" role="group" aria-label="Default VPC; of the account`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the drawing lacks %s", want)
		}
	}
}

func TestMermaidStaysShortEnoughToBeDrawn(t *testing.T) {
	t.Parallel()
	var crowd strings.Builder
	crowd.WriteString(house)
	for i := range 2000 {
		fmt.Fprintf(&crowd, "  Server%d: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Back, ImageId: ami-1}}\n", i)
	}
	text := draw(t, picture.Mermaid, crowd.String())
	if len(text) > 50_000 {
		t.Errorf("it has %d characters", len(text))
	}
	if !strings.Contains(text, "Server and 2000 more") {
		t.Error("what is left out is not counted")
	}
}

func TestAWayIntoItsOwnSubnetGoesRound(t *testing.T) {
	t.Parallel()
	loop := strings.Replace(house, "Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Front", "Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Back", 1)
	text := draw(t, picture.Mermaid, loop)
	nat := regexp.MustCompile(`(n\d+)\["Nat`).FindStringSubmatch(text)
	if nat == nil || !strings.Contains(text, nat[1]+" -.-x|\"0.0.0.0/0, NAT#95;NOT#95;IN#95;PUBLIC#95;SUBNET\"| "+nat[1]) {
		t.Errorf("the way to the NAT gateway is another one:\n%s", text)
	}
}

func TestPeeredVPCsAreTied(t *testing.T) {
	t.Parallel()
	text := draw(t, picture.Mermaid, `
Resources:
  A: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  B: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref A, PeerVpcId: !Ref B}}
  Out: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref A, PeerVpcId: vpc-12345678}}
`)
	for _, want := range []string{"n1 --- n3", "n2 --- n3", "n1 --- n4", "n4 --- n5", `n5["vpc-12345678`} {
		if !strings.Contains(text, want) {
			t.Errorf("the picture lacks %s:\n%s", want, text)
		}
	}
}

func TestATemplateWithoutANetworkIsAnError(t *testing.T) {
	t.Parallel()
	input := picture.Input{Title: "net.yaml", Network: build(t, "Resources: {T: {Type: AWS::SNS::Topic}}")}
	var out strings.Builder
	if err := picture.Write(&out, picture.SVG, []picture.Input{input}); !errors.Is(err, picture.ErrNothing) {
		t.Errorf("the error is %v", err)
	}
	if out.Len() > 0 {
		t.Errorf("it wrote %q", out.String())
	}
}
