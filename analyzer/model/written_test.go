package model_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

const writtenTemplate = `Parameters: {Range: {Type: String, Default: 10.0.0.0/8}}
Conditions: {Never: !Equals [a, b]}
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      Tags: &tags [{Key: a, Value: b}]
      GroupDescription: !Sub "${AWS::Region}"
      SecurityGroupIngress:
        - !If [Never, {IpProtocol: udp}, !Ref AWS::NoValue]
        - {IpProtocol: tcp, CidrIp: !Ref Range}
        - Fn::If: [Never, {IpProtocol: udp}, {IpProtocol: icmp}]
      SecurityGroupEgress: !If [Never, [{IpProtocol: udp}], [{IpProtocol: icmp}]]
      Twice: 1
      Twice: 2
  Other:
    Type: AWS::EC2::SecurityGroup
    Properties: {Tags: *tags, VpcId: }
  Fn::ForEach::All: [Name, [A, B], {"Bucket${Name}": {Type: AWS::S3::Bucket}}]
Outputs:
  Group: {Value: !Ref Web}
`

func TestEditsAreFoundWhereTheTextSaysWhatChanges(t *testing.T) {
	t.Parallel()
	const group = "/Resources/Web/Properties"
	tests := map[string]struct{ op, at, want, refusal string }{
		"an item counts those before it in the text": {
			"replace", group + "/SecurityGroupIngress/0/IpProtocol", group + "/SecurityGroupIngress/1/IpProtocol", "",
		},
		"a new item stands behind all in the text": {
			"add", group + "/SecurityGroupIngress/2", group + "/SecurityGroupIngress/3", "",
		},
		"a new item does not stand between others": {
			"add", group + "/SecurityGroupIngress/1", "", "an item can only be added at the end of a list",
		},
		"the branch of a condition is not changed": {
			"replace", group + "/SecurityGroupIngress/1/IpProtocol", "", "Fn::If decides what stands there",
		},
		"neither are the items of a list in a branch": {
			"replace", group + "/SecurityGroupEgress/0/IpProtocol", "", "Fn::If decides what stands there",
		},
		"nor a list with a condition in it as a whole": {
			"remove", group + "/SecurityGroupIngress", "", "Fn::If decides what stands there",
		},
		"a parameter's value is not replaced": {
			"replace", group + "/SecurityGroupIngress/0/CidrIp", "", "the value is the default of parameter Range",
		},
		"but may go": {"remove", group + "/SecurityGroupIngress/0/CidrIp", group + "/SecurityGroupIngress/1/CidrIp", ""},
		"a function of nothing else may be replaced": {"replace", group + "/GroupDescription", group + "/GroupDescription", ""},
		"nothing goes below a function":              {"add", group + "/GroupDescription/X", "", "Fn::Sub decides what stands there"},
		"an anchor stands for its aliases":           {"add", group + "/Tags/1", "", "aliases share the anchor &tags"},
		"an alias stands for its anchor": {
			"add", "/Resources/Other/Properties/Tags/1", "", "the alias *tags stands there",
		},
		"a repeated key is left alone": {"remove", group + "/Twice", "", "its key stands there more than once"},
		"what a loop makes is not written": {
			"add", "/Resources/BucketA/Properties", "", "Fn::ForEach makes it",
		},
		"a resource may be added beside a loop": {"add", "/Resources/New", "/Resources/New", ""},
		"what is there is not added":            {"add", "/Resources/Web", "", "it is there already"},
		"what is not there is not removed":      {"remove", "/Resources/None", "", "it is not there"},
		"an empty value may become one": {
			"add", "/Resources/Other/Properties/VpcId/Ref", "/Resources/Other/Properties/VpcId/Ref", "",
		},
		"a missing parent comes along": {"add", "/Resources/Web/Metadata/A/B", "/Resources/Web/Metadata/A/B", ""},
		"sections that are not resolved are text": {
			"replace", "/Parameters/Range/Default", "/Parameters/Range/Default", "",
		},
		"a single value has no members": {
			"add", "/Resources/Web/Type/X", "", "a single value stands there, which has no members",
		},
		"a list has no named members": {
			"add", group + "/SecurityGroupIngress/X", "", `a list has no member "X"`,
		},
		"a key is no place": {"remove", group + "/Twice~2", "", "a key can't be changed by itself"},
		"a problem is none": {"remove", "/~30", "", "the place is no node of a file that parses"},
	}
	document := build(t, "app.yaml", "template", writtenTemplate, template.Environment{Region: "eu-west-1"})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, refusal := document.Written(test.op, source.At("app.yaml#"+test.at))
			want := source.At("")
			if test.want != "" {
				want = source.At("app.yaml#" + test.want)
			}
			if refusal != test.refusal || refusal == "" && at != want {
				t.Errorf("Written(%s, %s) = %q, %q; want %q, %q", test.op, test.at, at, refusal, want, test.refusal)
			}
		})
	}
	if _, refusal := document.Written("add", "other.yaml#/A"); refusal == "" {
		t.Error("a file that is not part of the document has a place")
	}
}
