package template_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// placed has everything that is built on the partition.
const placed = `
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  R:
    Type: Test::R
    Properties: {P: !Ref AWS::Partition, D: !Sub "s3.${AWS::URLSuffix}", A: !GetAtt Bucket.Arn}
`

func inPartition(partition, domain string) string {
	return "{P: '" + partition + "', D: 's3." + domain + "', A: ('arn:" + partition + ":s3:::', @a.yaml#Bucket)}"
}

func TestThePartitionFollowsTheRegion(t *testing.T) {
	t.Parallel()
	chosen := func(name, text string) template.Assignment { return template.Assignment{name: {Text: text}} }
	tests := map[string]struct {
		env               template.Environment
		partition, domain string
	}{
		"nothing is known":            {template.Environment{}, "aws", "amazonaws.com"},
		"a Region is given":           {template.Environment{Region: "cn-north-1"}, "aws-cn", "amazonaws.com.cn"},
		"a partition is given":        {template.Environment{Partition: "aws-us-gov"}, "aws-us-gov", "amazonaws.com"},
		"both are given":              {template.Environment{Region: "eu-west-1", Partition: "aws-cn"}, "aws-cn", "amazonaws.com.cn"},
		"a Region is chosen":          {template.Environment{Scenario: chosen("AWS::Region", "us-iso-east-1")}, "aws-iso", "c2s.ic.gov"},
		"a partition is chosen":       {template.Environment{Scenario: chosen("AWS::Partition", "aws-cn")}, "aws-cn", "amazonaws.com.cn"},
		"a chosen Region, given both": {template.Environment{Partition: "aws", Scenario: chosen("AWS::Region", "cn-north-1")}, "aws", "amazonaws.com"},
		"any other Region":            {template.Environment{Scenario: template.Assignment{"AWS::Region": {Other: true}}}, "aws", "amazonaws.com"},
		"any other partition":         {template.Environment{Region: "cn-north-1", Scenario: template.Assignment{"AWS::Partition": {Other: true}}}, "aws-cn", "amazonaws.com.cn"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, placed, test.env)
			want := inPartition(test.partition, test.domain)
			if shown := show(got.Resource("a.yaml#R").Properties); shown != want {
				t.Errorf("properties = %s, want %s", shown, want)
			}
		})
	}
}

func TestRereadingFollowsTheRegion(t *testing.T) {
	t.Parallel()
	reader := template.NewRereader(syntax.Parse(source.New("a.yaml", []byte(placed))))
	for _, test := range []struct{ region, partition, domain string }{
		{"eu-west-1", "aws", "amazonaws.com"}, {"cn-north-1", "aws-cn", "amazonaws.com.cn"}, {"eu-west-1", "aws", "amazonaws.com"},
	} {
		got := reader.Read(template.Environment{Scenario: template.Assignment{"AWS::Region": {Text: test.region}}})
		want := inPartition(test.partition, test.domain)
		if shown := show(got.Resource("a.yaml#R").Properties); shown != want {
			t.Errorf("properties in %s = %s, want %s", test.region, shown, want)
		}
	}
}
