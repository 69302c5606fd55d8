package analyzer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestResolvedAt(t *testing.T) {
	t.Parallel()
	const text = `Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Name: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: "a,b"}
Mappings:
  Sizes: {dev: {Size: "1"}, prod: {Size: "2"}}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !If [IsProd, 10.0.0.0/16, 10.1.0.0/16]
      Tags:
        - {Key: whole, Value: !Ref Name}
        - {Key: parts, Value: !Sub "${Vpc}-${Name}"}
        - Key: mapped
          Value:
            Fn::FindInMap: [Sizes, !Ref Stage, Size]
        - Key: list
          Value: !Ref Zones
        - {Key: reference, Value: !GetAtt Vpc.VpcId}
        - {Key: plain, Value: as it stands}
Outputs:
  Id:
    Value: !Sub "vpc ${Stage}"
`
	tests := map[string]struct {
		after string // the cursor is behind this text
		want  []string
	}{
		"a choice":              {"!If [Is", []string{"10.1.0.0/16 {map[IsProd:false]} condition IsProd is false", "10.0.0.0/16 {map[IsProd:true]} condition IsProd is true"}},
		"its branch":            {"IsProd, 10.0", []string{"10.1.0.0/16 {map[IsProd:false]} condition IsProd is false", "10.0.0.0/16 {map[IsProd:true]} condition IsProd is true"}},
		"a parameter":           {"whole, Value: !R", []string{" {map[]} parameter Name has no default"}},
		"a text":                {"parts, Value: !Sub \"${", []string{"${a.yaml#Vpc}-${parameter Name has no default} {map[]} "}},
		"a mapping":             {"Fn::FindIn", []string{"1 {map[IsProd:false]} mapping Sizes.dev.Size", "2 {map[IsProd:true]} mapping Sizes.prod.Size"}},
		"a key":                 {"mapped\n          Va", []string{"1 {map[IsProd:false]} mapping Sizes.dev.Size", "2 {map[IsProd:true]} mapping Sizes.prod.Size"}},
		"a list":                {"list\n          Value: !Ref Zo", []string{"[a, b] {map[]} default of parameter Zones"}},
		"a reference":           {"reference, Value: !Get", []string{"a.yaml#Vpc.VpcId {map[]} "}},
		"an output":             {"Id:\n    Value: !Sub \"vpc", []string{"vpc dev {map[IsProd:false]} default of parameter Stage", "vpc prod {map[IsProd:true]} parameter Stage is prod in this scenario"}},
		"plain text":            {"plain, Value: as", nil},
		"a collection":          {"      Ta", nil},
		"a resource":            {"  Vp", nil},
		"another section":       {"  Stage: {Ty", nil},
		"the start of the file": {"", nil},
	}
	in := sessionOf(t, nil)
	made := analyzed(t, in, source.New("a.yaml", []byte(text)))
	for name, test := range tests {
		at := strings.Index(text, test.after)
		if at < 0 {
			t.Fatalf("%s: no %q", name, test.after)
		}
		resolved, found, err := made.ResolvedAt(t.Context(), "a.yaml", at+len(test.after))
		if err != nil || found != (test.want != nil) {
			t.Errorf("%s: found %t, %v: %+v", name, found, err, resolved)
			continue
		}
		var got []string
		for _, each := range resolved.Cases {
			var steps []string
			if each.Reason != "" {
				steps = append(steps, each.Reason)
			}
			for _, step := range each.Steps {
				steps = append(steps, step.Message)
			}
			got = append(got, each.Text+" {"+fmt.Sprint(each.Scenario)+"} "+strings.Join(steps, ", "))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: cases mismatch (-want +got):\n%s", name, diff)
		}
	}
	if _, found, err := made.ResolvedAt(t.Context(), "other.yaml", 3); found || err != nil {
		t.Errorf("a file that is not there: %t, %v", found, err)
	}
}
