package model_test

import (
	"fmt"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

const located = `Parameters:
  Port: {Type: Number, Default: 22}
Conditions:
  Off: !Equals [a, b]
Resources:
  Group:
    Type: Test::Group
    Properties:
      Rules:
        - !If [Off, {Gone: 1}, !Ref AWS::NoValue]
        - Port: !Ref Port
          Note: first
        - !If
          - Off
          - {Gone: 1}
          - From: 1
            To: 2
      Empty:
      Script: |
        one
        two
      Long: "one
        two"
      Again: 1
      Again: 2
`

func TestHandlesLeadToTheNarrowestText(t *testing.T) {
	t.Parallel()
	const properties = "a.yaml#/Resources/Group/Properties"
	tests := map[string]struct {
		at         source.At
		want, path string
	}{
		"a scalar is marked itself":               {properties + "/Rules/0/Note", "12:17-12:22", "/Resources/Group/Properties/Rules/0/Note"},
		"a function is marked with its tag":       {properties + "/Rules/0/Port", "11:17-11:26", "/Resources/Group/Properties/Rules/0/Port"},
		"a mapping is marked by its key":          {"a.yaml#/Resources/Group", "6:3-6:8", "/Resources/Group"},
		"a list is marked by its key":             {properties + "/Rules", "9:7-9:12", "/Resources/Group/Properties/Rules"},
		"an item is marked by its first member":   {properties + "/Rules/0", "11:11-11:26", "/Resources/Group/Properties/Rules/0"},
		"a branch is marked where it stands":      {properties + "/Rules/1", "16:13-16:20", "/Resources/Group/Properties/Rules/1"},
		"a member of a branch":                    {properties + "/Rules/1/To", "17:17-17:18", "/Resources/Group/Properties/Rules/1/To"},
		"a missing property gives its parent":     {properties + "/Missing", "8:5-8:15", "/Resources/Group/Properties"},
		"what lies below a missing one does, too": {properties + "/Missing/0/Deep", "8:5-8:15", "/Resources/Group/Properties"},
		"an item that is not there":               {properties + "/Rules/7", "9:7-9:12", "/Resources/Group/Properties/Rules"},
		"an empty value is marked by its key":     {properties + "/Empty", "18:7-18:12", "/Resources/Group/Properties/Empty"},
		"a block scalar is marked by its key":     {properties + "/Script", "19:7-19:13", "/Resources/Group/Properties/Script"},
		"a text over lines is cut at the first":   {properties + "/Long", "22:13-22:17", "/Resources/Group/Properties/Long"},
		"another section":                         {"a.yaml#/Parameters/Port/Default", "2:33-2:35", "/Parameters/Port/Default"},
		"a section that is not there":             {"a.yaml#/Mappings/A", "1:1-1:11", ""},
		"the whole file":                          {"a.yaml#", "1:1-1:11", ""},
		"a key":                                   {source.At(properties + "/Rules/0/Note").Key(), "12:11-12:15", "/Resources/Group/Properties/Rules/0/Note"},
		"the first of a repeated key":             {source.At(properties + "/Again").Occurrence(1), "24:7-24:12", "/Resources/Group/Properties/Again"},
		"the last of a repeated key":              {source.At(properties + "/Again").Occurrence(2), "25:7-25:12", "/Resources/Group/Properties/Again"},
		"the value in force of a repeated key":    {properties + "/Again", "25:14-25:15", "/Resources/Group/Properties/Again"},
	}
	document := build(t, "a.yaml", "template", located, template.Environment{})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, ok := document.Locate(test.at)
			if !ok {
				t.Fatalf("Locate(%s) finds nothing", test.at)
			}
			span := place.Span
			got := fmt.Sprintf("%d:%d-%d:%d", span.Start.Line, span.Start.Column, span.End.Line, span.End.Column)
			if got != test.want || place.Path != test.path || place.File != "a.yaml" {
				t.Errorf("Locate(%s) = %s %s, want %s %s", test.at, got, place.Path, test.want, test.path)
			}
		})
	}
}

func TestHandlesOfProblemsLeadToTheText(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", "Resources:\n  A: [1\n", template.Environment{})
	at := document.Files[0].Problems[0].At
	place, ok := document.Locate(at)
	if !ok || place.Span.IsZero() || place.Path != "" {
		t.Errorf("Locate(%s) = %+v, %t, want a place in the text", at, place, ok)
	}
	if _, ok := document.Locate(source.ProblemAt("a.yaml", 99)); ok {
		t.Error("Locate finds a problem that is not there")
	}
}

func TestHandlesIntoOtherFilesLeadNowhere(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", located, template.Environment{})
	for _, at := range []source.At{"b.yaml#/Resources", "", "Resources"} {
		if place, ok := document.Locate(at); ok {
			t.Errorf("Locate(%q) = %+v, want nothing", at, place)
		}
	}
}
