package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseReadsJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name, text string
		want       []string
	}{
		"objects and arrays, with tabs": {
			text: "{\n\t\"a\": [1, {}],\n\t\"b\": {\"c\": []}\n}\n",
			want: []string{
				"= {} 1:1-4:2",
				`/"a" 2:2-2:5`, "/a = [] 2:7-2:14", "/a/0 = 1 2:8-2:9", "/a/1 = {} 2:11-2:13",
				`/"b" 3:2-3:5`, "/b = {} 3:7-3:16", `/b/"c" 3:8-3:11`, "/b/c = [] 3:13-3:15",
			},
		},
		"numbers, booleans and null as they are written": {
			text: `[2.50, -3e4, 12345678901234567890, true, null]`,
			want: []string{
				"= [] 1:1-1:47", "/0 = 2.50 1:2-1:6", "/1 = -3e4 1:8-1:12", "/2 = 12345678901234567890 1:14-1:34",
				"/3 = true 1:36-1:40", "/4 = null 1:42-1:46",
			},
		},
		"strings, decoded": {
			text: `["é\u00e9\ud83d\ude00", "\"\\\/\b\f\n\r\t", ""]`,
			want: []string{
				"= [] 1:1-1:48", `/0 = "éé😀" 1:2-1:23`, "/1 = \"\"\\/\b\f\\n\\r\\t\" 1:25-1:43", `/2 = "" 1:45-1:47`,
			},
		},
		"repeated names": {
			text: `{"a": 1, "a": 2}`,
			want: []string{"= {} 1:1-1:17", `/"a" 1:2-1:5`, "/a = 1 1:7-1:8", `/"a" 1:10-1:13`, "/a = 2 1:15-1:16"},
		},
		"a merge mark, which is a name like any other": {
			text: `{"<<": {"a": 1}}`,
			want: []string{
				"= {} 1:1-1:17", `/"<<" 1:2-1:6`, "/<< = {} 1:8-1:16", `/<</"a" 1:9-1:12`, "/<</a = 1 1:14-1:15",
			},
		},
		"a byte order mark and lines that end in CR and LF": {
			text: "\ufeff{\r\n\"a\": 1}\r\n",
			want: []string{"= {} 1:1-2:8", `/"a" 2:1-2:4`, "/a = 1 2:6-2:7"},
		},
		"a file of another name": {
			name: "x.template",
			text: ` {"a": "x\/y"}`,
			want: []string{"= {} 1:2-1:15", `/"a" 1:3-1:6`, `/a = "x/y" 1:8-1:14`},
		},
		"a file of another name that is only YAML": {
			name: "x.template",
			text: "{\"a\": !Ref b,\n c: [d,],}",
			want: []string{
				"= {} 1:1-2:11", `/"a" 1:2-1:5`, "/a = !Ref b 1:7-1:13",
				"/c 2:2-2:3", "/c = [] 2:5-2:9", "/c/0 = d 2:6-2:7",
			},
		},
		"a single value": {text: `"a"`, want: []string{`= "a" 1:1-1:4`}},
		"an empty file":  {text: " \n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.name == "" {
				test.name = "x.json"
			}
			if diff := cmp.Diff(test.want, outline(parse(test.name, test.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseSaysWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	const placeholder = "an unquoted {{ or {% is no text in YAML"
	tests := map[string]struct{ text, want string }{
		"a comma too many":          {`{"a": 1 , }`, "1:9-1:10 in JSON no comma may stand before a closing bracket"},
		"a comma too few":           {`["a" "b"]`, `1:6-1:7 this is not JSON: invalid character '"' after`},
		"a comment":                 {"{\n  // c\n}", "2:3-2:4 JSON has no comments"},
		"single quotes":             {`{"a": 'b'}`, "1:7-1:8 JSON wants double quotes"},
		"a missing value":           {`{"a": }`, "1:7-1:8 this is not JSON: invalid character '}' at start of value"},
		"an open bracket":           {`{"a": [1, {}`, "1:7-1:8 the [ that opens here is never closed"},
		"an open quote":             {`{"a": "b}`, "1:7-1:8 the quote that opens here is never closed"},
		"a line end in a string":    {"{\"a\": \"b\nc\"}", `1:9-2:1 this is not JSON: invalid character '\n' in`},
		"an unknown escape":         {`["\q"]`, "1:3-1:4 this is not JSON: invalid escape sequence `\\q` in string"},
		"more text":                 {"{}\n\n{}", "3:1-3:2 the JSON value is complete before this"},
		"YAML":                      {"a: b", "1:1-1:2 this is not JSON: invalid character 'a' at start of value"},
		"a placeholder":             {"{{x}}", "1:1-1:3 " + placeholder},
		"a placeholder with blanks": {`{"a": {{ x }}}`, "1:7-1:9 " + placeholder},
		"a statement":               {"[\n{% if x %}\n]", "2:1-2:3 " + placeholder},
		"half of a pair":            {`["\ud800"]`, "1:3-1:4 this is not JSON: invalid surrogate pair"},
		"a byte that is not UTF-8":  {"[\"\xe9\"]", "1:3-1:4 the byte 0xE9 is not UTF-8"},
		"UTF-16":                    {"\xff\xfe[\x00]\x00", "1:1-1:2 the file is UTF-16, but only UTF-8 can be read"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantProblem(t, parse("x.json", test.text), test.want)
		})
	}
}
