package value_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func str(text string) *value.Value { return &value.Value{Kind: value.String, Text: text} }

func ref(resource, attribute string) *value.Value {
	return &value.Value{Kind: value.Reference, Resource: resource, Attribute: attribute}
}

func text(parts ...*value.Value) *value.Value { return &value.Value{Kind: value.Text, Parts: parts} }

func unknown(symbol string) *value.Value {
	return &value.Value{Kind: value.Unresolved, Symbol: symbol, Reason: "not known"}
}

func TestAbsentValuesHaveNothing(t *testing.T) {
	t.Parallel()
	var absent *value.Value
	if absent.Get("A") != nil || absent.Dig("A", "B") != nil || absent.List() != nil || absent.Known() || absent.Is(value.Null) {
		t.Error("a nil value has members, items or a kind")
	}
	if _, ok := absent.Literal(); ok {
		t.Error("a nil value has a text")
	}
}

func TestTruthReadsWhatCloudFormationTakes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value  *value.Value
		absent value.Truth
		want   value.Truth
	}{
		"a boolean":                  {&value.Value{Kind: value.Bool, Text: "true"}, value.No, value.Yes},
		"a string in capitals":       {str("False"), value.Yes, value.No},
		"a YAML 1.1 yes":             {str("Yes"), value.No, value.Yes},
		"an absent value":            {nil, value.Yes, value.Yes},
		"a null":                     {&value.Value{Kind: value.Null}, value.Yes, value.Yes},
		"a text that is no boolean":  {str("maybe"), value.No, value.Undecided},
		"a value that is not known":  {unknown(""), value.No, value.Undecided},
		"a reference to a parameter": {ref("a.yaml#A", ""), value.No, value.Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.value.TruthOr(test.absent); got != test.want {
				t.Errorf("TruthOr(%s) = %s, want %s", test.absent, got, test.want)
			}
		})
	}
}

func TestIntReadsNumbersAndTheirStrings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value *value.Value
		want  int
		ok    bool
	}{
		"a number":            {&value.Value{Kind: value.Number, Text: "22"}, 22, true},
		"a string":            {str(" -1 "), -1, true},
		"a fraction":          {str("1.5"), 0, false},
		"a word":              {str("ssh"), 0, false},
		"an unresolved value": {unknown("p"), 0, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, ok := test.value.Int(); got != test.want || ok != test.ok {
				t.Errorf("Int() = %d, %t, want %d, %t", got, ok, test.want, test.ok)
			}
		})
	}
}

func TestTruthTables(t *testing.T) {
	t.Parallel()
	answers := []value.Truth{value.Yes, value.No, value.Undecided}
	and := []value.Truth{value.Yes, value.No, value.Undecided, value.No, value.No, value.No, value.Undecided, value.No, value.Undecided}
	or := []value.Truth{value.Yes, value.Yes, value.Yes, value.Yes, value.No, value.Undecided, value.Yes, value.Undecided, value.Undecided}
	for i, left := range answers {
		for j, right := range answers {
			if got := left.And(right); got != and[3*i+j] {
				t.Errorf("%s and %s = %s, want %s", left, right, got, and[3*i+j])
			}
			if got := left.Or(right); got != or[3*i+j] {
				t.Errorf("%s or %s = %s, want %s", left, right, got, or[3*i+j])
			}
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		parts []*value.Value
		want  *value.Value
	}{
		"nothing is an empty string":          {nil, str("")},
		"literals melt into one string":       {[]*value.Value{str("a"), {Kind: value.Number, Text: "1"}, str("b")}, str("a1b")},
		"a single reference stays one":        {[]*value.Value{str(""), ref("a#B", "Arn"), str("")}, ref("a#B", "Arn")},
		"a reference among literals is text":  {[]*value.Value{str("x-"), ref("a#B", "")}, text(str("x-"), ref("a#B", ""))},
		"the parts of a text are taken apart": {[]*value.Value{text(unknown("p"), str("/")), str("*")}, text(unknown("p"), str("/*"))},
		"a list has no text": {
			[]*value.Value{{Kind: value.List}},
			&value.Value{Kind: value.Unresolved, Reason: "a list or a map stands where text is expected"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, value.Join(test.parts...)); diff != "" {
				t.Errorf("Join mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b *value.Value
		want value.Truth
	}{
		"equal literals":                       {str("a"), str("a"), value.Yes},
		"a number and its string":              {&value.Value{Kind: value.Number, Text: "1"}, str("1"), value.Yes},
		"different literals":                   {str("a"), str("b"), value.No},
		"literals with common ends":            {str("aba"), str("a"), value.No},
		"one attribute of one resource":        {ref("a#B", "Arn"), ref("a#B", "Arn"), value.Yes},
		"one attribute of two resources":       {ref("a#B", ""), ref("a#C", ""), value.No},
		"what two resources may share":         {ref("a#B", "VpcId"), ref("a#C", "VpcId"), value.Undecided},
		"two attributes of one resource":       {ref("a#B", ""), ref("a#B", "Arn"), value.Undecided},
		"a reference and a literal":            {ref("a#B", ""), str("b"), value.Undecided},
		"one parameter":                        {unknown("p"), unknown("p"), value.Yes},
		"two parameters":                       {unknown("p"), unknown("q"), value.Undecided},
		"two values about which nothing known": {unknown(""), unknown(""), value.Undecided},
		"an absent value":                      {nil, str("a"), value.Undecided},
		"a reference and nothing":              {ref("a#B", ""), str(""), value.No},
		"an ARN and nothing":                   {ref("a#B", "Arn"), str(""), value.No},
		"another attribute and nothing":        {ref("a#B", "Output"), str(""), value.Undecided},
		"an id and nothing":                    {made(value.Words), str(""), value.No},
		"a parameter and nothing":              {unknown("p"), str(""), value.Undecided},
		"what nobody knows and nothing":        {unknown(""), str(""), value.Undecided},
		"some text and nothing":                {text(unknown(""), str("a"), unknown("")), str(""), value.No},
		"a text with a reference and nothing":  {text(unknown("p"), ref("a#B", "")), str(""), value.No},
		"a text that may be nothing":           {text(unknown("p"), unknown("q")), str(""), value.Undecided},
		"a reference and a text of one letter": {ref("a#B", ""), str("a"), value.Undecided},
		"a list and nothing":                   {&value.Value{Kind: value.List, Items: []*value.Value{str("a")}}, str(""), value.Undecided},
		"texts that start differently":         {text(str("a"), unknown("")), str("b"), value.No},
		"texts that end differently":           {text(unknown(""), str("a")), text(unknown(""), str("b")), value.No},
		"texts that may be equal":              {text(str("a"), unknown("")), str("ab"), value.Undecided},
		"equal texts":                          {value.Join(str("a"), ref("a#B", "")), value.Join(str("a"), ref("a#B", "")), value.Yes},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := value.Same(test.a, test.b); got != test.want {
				t.Errorf("Same = %s, want %s", got, test.want)
			}
			if got := value.Same(test.b, test.a); got != test.want {
				t.Errorf("Same, turned around = %s, want %s", got, test.want)
			}
		})
	}
}

func TestKnownLooksInside(t *testing.T) {
	t.Parallel()
	list := &value.Value{Kind: value.List, Items: []*value.Value{str("a"), unknown("p")}}
	fields := &value.Value{Kind: value.Map, Fields: []value.Field{{Key: "A", Value: list}}}
	if list.Known() || fields.Known() {
		t.Error("a list with an unresolved item passes for known")
	}
	if !str("a").Known() {
		t.Error("a literal does not pass for known")
	}
}
