package value_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// made is a value that is not known, of an alphabet.
func made(alphabet value.Alphabet) *value.Value {
	return &value.Value{Kind: value.Unresolved, Symbol: "made", Reason: "not known", Alphabet: alphabet}
}

func TestMayHold(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		alphabet   value.Alphabet
		characters string
		want       bool
	}{
		"anything":                  {value.AnyText, "/", true},
		"anything, and a digit":     {value.AnyText, "0", true},
		"the first digit":           {value.Digits, "0", true},
		"the last digit":            {value.Digits, "9", true},
		"what is before the digits": {value.Digits, "/", false},
		"what is behind the digits": {value.Digits, ":", false},
		"a letter in digits":        {value.Digits, "a", false},
		"a dash in digits":          {value.Digits, "-", false},
		"a dot in digits":           {value.Digits, ".", false},
		"one of several":            {value.Digits, "a-5", true},
		"a digit in words":          {value.Words, "5", true},
		"a dash in words":           {value.Words, "-", true},
		"the first letter":          {value.Words, "a", true},
		"the last letter":           {value.Words, "z", true},
		"the first capital":         {value.Words, "A", true},
		"the last capital":          {value.Words, "Z", true},
		"what is around letters":    {value.Words, "@[`{", false},
		"a letter of no ASCII":      {value.Names, "ä", false},
		"a dot in words":            {value.Words, ".", false},
		"an underscore in words":    {value.Words, "_", false},
		"a letter in names":         {value.Names, "m", true},
		"a dot in names":            {value.Names, ".", true},
		"an underscore in names":    {value.Names, "_", true},
		"marks in names":            {value.Names, "/:,; ", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.alphabet.MayHold(test.characters); got != test.want {
				t.Errorf("MayHold(%q) = %t, want %t", test.characters, got, test.want)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	id := made(value.Words)
	tests := map[string]struct {
		value     *value.Value
		delimiter string
		want      []*value.Value
	}{
		"a literal":                       {str("a,b"), ",", []*value.Value{str("a"), str("b")}},
		"nothing":                         {str(""), ",", []*value.Value{str("")}},
		"a literal without the delimiter": {str("a"), ",", []*value.Value{str("a")}},
		"a number":                        {&value.Value{Kind: value.Number, Text: "1.5"}, ".", []*value.Value{str("1"), str("5")}},
		"a part that is not known":        {id, ",", []*value.Value{id}},
		"parts in pieces of their own":    {text(id, str(","), id), ",", []*value.Value{id, id}},
		"a part with text around it":      {text(str("a,b"), id, str("c,d")), ",", []*value.Value{str("a"), text(str("b"), id, str("c")), str("d")}},
		"delimiters at the ends":          {text(str(","), id, str(",")), ",", []*value.Value{str(""), id, str("")}},
		"a delimiter of two characters":   {str("a::b:c"), "::", []*value.Value{str("a"), str("b:c")}},
		"a part that may hold it":         {text(str("a-"), id), "-", nil},
		"a part that may start with it":   {text(str("a/"), id), "/v", nil},
		"a part that may hold anything":   {text(str("a,"), ref("a#B", "")), ",", nil},
		"a list":                          {&value.Value{Kind: value.List}, ",", nil},
		"a null":                          {&value.Value{Kind: value.Null}, ",", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := value.Split(test.value, test.delimiter)
			if diff := cmp.Diff(test.want, got); diff != "" || ok != (test.want != nil) {
				t.Errorf("Split = %t, mismatch (-want +got):\n%s", ok, diff)
			}
		})
	}
}

func TestTrimSpace(t *testing.T) {
	t.Parallel()
	id := made(value.Words)
	tests := map[string]struct{ value, want *value.Value }{
		"a literal":           {str(" \t\r\na b \t\r\n"), str("a b")},
		"blanks alone":        {str("  "), str("")},
		"a part":              {id, id},
		"blanks around parts": {text(str(" "), id, str(" ")), id},
		"text around parts":   {text(str(" a "), id, str(" b ")), text(str("a "), id, str(" b"))},
		"text between parts":  {text(id, str(" a "), id), text(id, str(" a "), id)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := value.Identity(test.value)
			if diff := cmp.Diff(test.want, value.TrimSpace(test.value)); diff != "" {
				t.Errorf("TrimSpace mismatch (-want +got):\n%s", diff)
			}
			if value.Identity(test.value) != before {
				t.Error("TrimSpace changes the value")
			}
		})
	}
}

func TestPartitions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ partition, domain string }{
		"":               {"aws", "amazonaws.com"},
		"eu-west-1":      {"aws", "amazonaws.com"},
		"us-east-1":      {"aws", "amazonaws.com"},
		"cn-north-1":     {"aws-cn", "amazonaws.com.cn"},
		"us-gov-west-1":  {"aws-us-gov", "amazonaws.com"},
		"us-iso-east-1":  {"aws-iso", "c2s.ic.gov"},
		"us-isob-east-1": {"aws-iso-b", "sc2s.sgov.gov"},
		"eu-isoe-west-1": {"aws-iso-e", "cloud.adc-e.uk"},
		"us-isof-east-1": {"aws-iso-f", "csp.hci.ic.gov"},
		"eusc-de-east-1": {"aws-eusc", "amazonaws.eu"},
	}
	for region, want := range tests {
		t.Run(region, func(t *testing.T) {
			t.Parallel()
			partition := value.PartitionOf(region)
			if partition != want.partition {
				t.Errorf("PartitionOf = %s, want %s", partition, want.partition)
			}
			if got := value.DomainOf(partition); got != want.domain {
				t.Errorf("DomainOf(%s) = %s, want %s", partition, got, want.domain)
			}
		})
	}
}
