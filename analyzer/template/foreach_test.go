package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestWhatALoopPutsInSaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	const fromList, fromItem = "default of parameter List", "default of parameter Item"
	tests := map[string]struct {
		collection, property string
		want                 []string
	}{
		"a reference":                      {`!Ref List`, `!Ref X`, []string{fromList}},
		"a reference in long form":         {`!Ref List`, `{Ref: X}`, []string{fromList}},
		"a text":                           {`!Ref List`, `"${X}/32"`, []string{fromList}},
		"letters and digits of it":         {`!Ref List`, `"&{X}"`, []string{fromList}},
		"a Sub":                            {`!Ref List`, `!Sub "${X}/32"`, []string{fromList}},
		"a Sub in long form":               {`!Ref List`, `{"Fn::Sub": "${X}/32"}`, []string{fromList}},
		"a Sub with own variables":         {`!Ref List`, `!Sub ["${X}${Y}", {Y: b}]`, []string{fromList}},
		"an own variable of Sub":           {`!Ref List`, `!Sub ["${Y}", {Y: !Ref X}]`, []string{fromList}},
		"an item of a list":                {`!Ref List`, `!Select [0, [!Ref X]]`, []string{fromList}},
		"an item of the collection":        {`[!Ref Item]`, `!Ref X`, []string{fromItem}},
		"what has nothing of the loop":     {`!Ref List`, `b`, nil},
		"a literal collection":             {`[a]`, `!Ref X`, nil},
		"a loop in a loop":                 {`!Ref List`, `{"Fn::ForEach::In": [Y, [!Ref Item], {K: !Sub "${X}${Y}"}]}`, []string{fromList, fromItem}},
		"a loop in a loop, the outer one":  {`!Ref List`, `{"Fn::ForEach::In": [Y, [!Ref Item], {K: !Ref X}]}`, []string{fromList}},
		"a loop in a loop, the inner one":  {`!Ref List`, `{"Fn::ForEach::In": [Y, [!Ref Item], {K: !Ref Y}]}`, []string{fromItem}},
		"a loop over what a loop puts in":  {`!Ref List`, `{"Fn::ForEach::In": [Y, [!Ref X], {K: !Ref Y}]}`, []string{fromList}},
		"a loop in a loop without a trace": {`!Ref List`, `{"Fn::ForEach::In": [Y, [b], {K: !Ref Y}]}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, fmt.Sprintf(`
Parameters: {List: {Type: CommaDelimitedList, Default: a}, Item: {Type: String, Default: c}}
Resources:
  Fn::ForEach::Out: [X, %s, {"R&{X}": {Type: Test::R, Properties: {P: %s}}}]
`, test.collection, test.property), template.Environment{})
			property := got.Resources[0].Properties.Get("P")
			if inner := property.Get("K"); inner != nil {
				property = inner
			}
			var steps []string
			for _, step := range property.Via {
				steps = append(steps, step.Message)
			}
			if diff := cmp.Diff(test.want, steps); diff != "" {
				t.Errorf("Via mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoopsDoNotMultiplyWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	var parameters, parts strings.Builder
	for i := range 20 {
		fmt.Fprintf(&parameters, "P%d: {Type: String, Default: a}, ", i)
		fmt.Fprintf(&parts, "!Ref P%d, ", i)
	}
	joined := fmt.Sprintf(`!Split [",", !Join [",", [!Sub "%s"]]]`, strings.ReplaceAll(strings.ReplaceAll(parts.String(), "!Ref ", "${"), ", ", "}"))
	text := fmt.Sprintf("Parameters: {%s}\nResources: {\"Fn::ForEach::L\": [X, %s, {\"R&{X}\": {Type: Test::R, Properties: {P: !Ref X}}}]}\n",
		parameters.String(), joined)
	got := read(t, text, template.Environment{})
	via := got.Resources[0].Properties.Get("P").Via
	if len(via) != 8 || !slices.ContainsFunc(via, func(step value.Step) bool { return step.Message == "default of parameter P0" }) {
		t.Errorf("there are %d steps, want the first 8", len(via))
	}
}

func TestLoopsOverWhatIsNotKnownAreGaps(t *testing.T) {
	t.Parallel()
	const body = `{"R&{X}": {Type: Test::R}}`
	tests := map[string]struct{ loop, want string }{
		"an item that is not known": {`{"Fn::ForEach::L": [X, [a, !Ref Open], ` + body + `]}`, "Fn::ForEach::L repeats over values that are not known"},
		"a loop inside":             {`{"Fn::ForEach::L": [Y, [a], {"Fn::ForEach::In": [X, !Ref Opens, ` + body + `]}]}`, "Fn::ForEach::In repeats over values that are not known"},
		"items that are known":      {`{"Fn::ForEach::L": [X, [a, b], ` + body + `]}`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, `
Parameters: {Open: {Type: String}, Opens: {Type: CommaDelimitedList}}
Resources: `+test.loop+"\n", template.Environment{})
			if gaps := strings.Join(got.Gaps, "; "); gaps != test.want {
				t.Errorf("gaps = %q, want %q", gaps, test.want)
			}
		})
	}
}

func TestRoundsOfLoopsAreCounted(t *testing.T) {
	t.Parallel()
	for rounds, want := range map[int]int{10_000: 0, 10_001: 1} {
		got := read(t, fmt.Sprintf(`
Resources:
  R: {Type: Test::R, Properties: {"Fn::ForEach::L": [X, [%s], {"&{X}": 1}]}}
`, strings.Repeat("a,", rounds)), template.Environment{})
		if len(got.Problems) != want {
			t.Errorf("%d rounds make %d problems, want %d", rounds, len(got.Problems), want)
		}
	}
}
