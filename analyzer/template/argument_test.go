package template_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// argument resolves what a parent stack gives its nested stack.
func argument(t *testing.T, text string) *value.Value {
	t.Helper()
	parent := read(t, splitHead+text+"}}\n", template.Environment{})
	return parent.Resource("a.yaml#Subject").Properties.Get("P")
}

func TestWhatAParentJoinsIsAList(t *testing.T) {
	t.Parallel()
	const untold = "?the items of parameter P can't be told apart"
	tests := map[string]struct{ kind, argument, want string }{
		"two references":            {"List<AWS::EC2::Instance::Id>", `!Join [",", [!Ref Vpc, !Ref Instance]]`, "[@a.yaml#Vpc, @a.yaml#Instance]"},
		"a list of any texts":       {"CommaDelimitedList", `!Sub "${Vpc},b"`, "[@a.yaml#Vpc, 'b']"},
		"blanks around the items":   {"CommaDelimitedList", `!Sub " ${Vpc} ,\t${Instance}\n, b "`, "[@a.yaml#Vpc, @a.yaml#Instance, 'b']"},
		"blanks inside an item":     {"CommaDelimitedList", `!Sub "${Vpc} and ${Instance}"`, "[(@a.yaml#Vpc, ' and ', @a.yaml#Instance)]"},
		"one reference":             {"List<AWS::EC2::Instance::Id>", `!Ref Instance`, "[@a.yaml#Instance]"},
		"a literal":                 {"CommaDelimitedList", `"a, b"`, "['a', 'b']"},
		"a literal for a text":      {"String", `"a, b"`, "'a, b'"},
		"a literal of blanks":       {"CommaDelimitedList", `" "`, "[]"},
		"a number for a text":       {"String", `5`, "'5'"},
		"a joined text for a text":  {"String", `!Sub "${Vpc},b"`, "(@a.yaml#Vpc, ',b')"},
		"a list":                    {"CommaDelimitedList", `[!Ref Vpc, "a,b"]`, "[@a.yaml#Vpc, 'a,b']"},
		"texts with commas in them": {"CommaDelimitedList", `!Sub "${Role},b"`, untold},
		"a reference on its own":    {"CommaDelimitedList", `!Ref Role`, "@a.yaml#Role"},
		"what is not known":         {"CommaDelimitedList", `!Ref Open`, "?parameter Open has no default"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := template.Environment{Arguments: map[string]*value.Value{"P": argument(t, test.argument)}}
			nested := read(t, "Parameters: {P: {Type: "+test.kind+"}}\nResources: {R: {Type: Test::R, Properties: {P: !Ref P}}}\n", env)
			if got := show(nested.Resources[0].Properties.Get("P")); got != test.want {
				t.Errorf("P = %s, want %s", got, test.want)
			}
		})
	}
}

func TestFunctionsWorkOnWhatAParentJoins(t *testing.T) {
	t.Parallel()
	nested := read(t, `
Parameters: {P: {Type: "List<AWS::EC2::VPC::Id>"}}
Resources:
  R: {Type: Test::R, Properties: {One: !Select [1, !Ref P], All: !Join ["|", !Ref P], Count: !Length {Ref: P}}}
`, template.Environment{Arguments: map[string]*value.Value{"P": argument(t, `!Join [",", [!Ref Vpc, !Ref Instance]]`)}})
	const want = "{One: @a.yaml#Instance, All: (@a.yaml#Vpc, '|', @a.yaml#Instance), Count: 2}"
	if diff := cmp.Diff(want, show(nested.Resources[0].Properties)); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
}

func TestAnArgumentSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"a literal": "a", "a list": `!Sub "${Vpc},b"`, "a text": "!Ref Role"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := *argument(t, text)
			given.Via = []value.Step{{At: "p.yaml#/Given", Message: "given"}}
			nested := read(t, `
Parameters: {P: {Type: CommaDelimitedList}}
Resources: {R: {Type: Test::R, Properties: {P: !Ref P}}}
`, template.Environment{Arguments: map[string]*value.Value{"P": &given}})
			want := []value.Step{given.Via[0], {At: "a.yaml#/Parameters/P", Message: "argument for parameter P"}}
			if diff := cmp.Diff(want, nested.Resources[0].Properties.Get("P").Via); diff != "" {
				t.Errorf("Via mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestListsThatCanNotBeToldApartAreEqualWhenTheirTextsAre(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		left, right string
		want        value.Truth
	}{
		"one text":                      {`!Sub "${Role},b"`, `!Sub "${Role},b"`, value.Yes},
		"another text":                  {`!Sub "${Role},b"`, `!Sub "${Role},c"`, value.Undecided},
		"texts with nothing to tell by": {`!Sub ["${A},b", {A: !FindInMap [A, B, C]}]`, `!Sub ["${A},b", {A: !FindInMap [A, B, C]}]`, value.Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nested := read(t, `
Parameters: {L: {Type: CommaDelimitedList}, R: {Type: CommaDelimitedList}}
Resources: {R: {Type: Test::R, Properties: {L: !Ref L, R: !Ref R}}}
`, template.Environment{Arguments: map[string]*value.Value{"L": argument(t, test.left), "R": argument(t, test.right)}})
			properties := nested.Resources[0].Properties
			if got := value.Same(properties.Get("L"), properties.Get("R")); got != test.want {
				t.Errorf("Same(%s, %s) = %s, want %s", show(properties.Get("L")), show(properties.Get("R")), got, test.want)
			}
		})
	}
}
