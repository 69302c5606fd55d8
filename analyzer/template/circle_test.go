package template_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

func TestCirclesOfResourcesAreProblems(t *testing.T) {
	t.Parallel()
	const both = "the resources A and B wait for each other in a circle"
	tests := map[string]struct{ text, want string }{
		"Ref and Ref": {`Resources:
  A: {Type: T, Properties: {P: !Ref B}}
  B: {Type: T, Properties: {P: !Ref A}}`, both},
		"GetAtt and DependsOn": {`Resources:
  A: {Type: T, Properties: {P: !GetAtt B.Arn}}
  B: {Type: T, DependsOn: [A]}`, both},
		"Sub and GetAtt as a list": {`Resources:
  A: {Type: T, Properties: {P: [!Sub "x-${B.Arn}"]}}
  B: {Type: T, Properties: {P: {"Fn::GetAtt": [A, Arn]}}}`, both},
		"a resource and itself": {`Resources:
  A: {Type: T, Properties: {P: !Ref A}}`, "resource A refers to itself"},
		"three in a circle, found from outside": {`Resources:
  Z: {Type: T, DependsOn: A}
  A: {Type: T, DependsOn: B}
  B: {Type: T, DependsOn: C}
  C: {Type: T, DependsOn: A}`, "the resources A, B and C wait for each other in a circle"},
		"a chain is none": {`Resources:
  A: {Type: T, DependsOn: [B, C]}
  B: {Type: T, DependsOn: C}
  C: {Type: T}`, ""},
		"what hangs on Fn::If may not wait": {`Conditions: {X: !Equals [a, b]}
Resources:
  A: {Type: T, Properties: {P: !If [X, !Ref B, c]}}
  B: {Type: T, Properties: {P: !Ref A}}`, ""},
		"a resource under a condition may not be there": {`Conditions: {X: !Equals [a, b]}
Resources:
  A: {Type: T, Properties: {P: !Ref B}}
  B: {Type: T, Condition: X, Properties: {P: !Ref A}}`, ""},
		"a transform may change everything": {`Transform: AWS::Serverless-2016-10-31
Resources:
  A: {Type: T, Properties: {P: !Ref B}}
  B: {Type: T, Properties: {P: !Ref A}}`, ""},
		"a variable of Sub's own is no resource": {`Resources:
  A: {Type: T, Properties: {P: !Sub ["${B}", {B: x}]}}
  B: {Type: T, Properties: {P: !Ref A}}`, ""},
		"a literal in Sub is no resource": {`Resources:
  A: {Type: T, Properties: {P: !Sub "${!B}"}}
  B: {Type: T, Properties: {P: !Ref A}}`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, test.text, template.Environment{}).Problems
			var messages []string
			for _, problem := range got {
				messages = append(messages, problem.Message)
			}
			if diff := cmp.Diff(test.want, strings.Join(messages, "; ")); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
			tree := syntax.Parse(source.New("a.yaml", []byte(test.text)))
			if diff := cmp.Diff(got, template.Outline(tree).Problems); diff != "" {
				t.Errorf("the outline says something else (-read +outline):\n%s", diff)
			}
		})
	}
}

func TestALongChainIsNoCircleAndNoBurden(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Resources:\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "  R%d: {Type: T, DependsOn: R%d}\n", i, i+1)
	}
	text.WriteString("  R10000: {Type: T}\n")
	if got := read(t, text.String(), template.Environment{}).Problems; len(got) > 0 {
		t.Errorf("problems = %v, want none", got)
	}
}
