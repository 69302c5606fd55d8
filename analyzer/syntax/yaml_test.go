package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseKeepsEveryPlaceAndTheRawText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"a block mapping and a block sequence": {
			text: "a:\n  b: c\nd:\n- e\n- - f\n  - g\n",
			want: []string{
				"= {} 1:1-6:6",
				"/a 1:1-1:2", "/a = {} 2:3-2:7",
				"/a/b 2:3-2:4", "/a/b = c 2:6-2:7",
				"/d 3:1-3:2", "/d = [] 4:1-6:6",
				"/d/0 = e 4:3-4:4",
				"/d/1 = [] 5:3-6:6", "/d/1/0 = f 5:5-5:6", "/d/1/1 = g 6:5-6:6",
			},
		},
		"flow collections": {
			text: "a: {b: [1, 2,], \"c\":d, e}\n",
			want: []string{
				"= {} 1:1-1:26",
				"/a 1:1-1:2", "/a = {} 1:4-1:26",
				"/a/b 1:5-1:6", "/a/b = [] 1:8-1:15",
				"/a/b/0 = 1 1:9-1:10", "/a/b/1 = 2 1:12-1:13",
				`/a/"c" 1:17-1:20`, "/a/c = d 1:21-1:22",
				"/a/e 1:24-1:25", "/a/e =  1:25-1:25",
			},
		},
		"a mapping without braces in a flow sequence": {
			text: "[a: b, c]",
			want: []string{
				"= [] 1:1-1:10", "/0 = {} 1:2-1:6", "/0/a 1:2-1:3", "/0/a = b 1:5-1:6", "/1 = c 1:8-1:9",
			},
		},
		"scalars that look like numbers, dates and booleans": {
			text: "- 3.10\n- 000500\n- 012345678901\n- 2012-10-17\n- Yes\n- 1e3\n- ~\n- 190:20:30\n",
			want: []string{
				"= [] 1:1-8:12",
				"/0 = 3.10 1:3-1:7", "/1 = 000500 2:3-2:9", "/2 = 012345678901 3:3-3:15", "/3 = 2012-10-17 4:3-4:13",
				"/4 = Yes 5:3-5:6", "/5 = 1e3 6:3-6:6", "/6 = ~ 7:3-7:4", "/7 = 190:20:30 8:3-8:12",
			},
		},
		"values that are not written": {
			text: "a:\nb: !T\n? c\nd:\n-\n- e",
			want: []string{
				"= {} 1:1-6:4",
				"/a 1:1-1:2", "/a =  1:3-1:3",
				"/b 2:1-2:2", "/b = !T  2:4-2:6",
				"/c 3:3-3:4", "/c =  3:4-3:4",
				"/d 4:1-4:2", "/d = [] 5:1-6:4", "/d/0 =  5:2-5:2", "/d/1 = e 6:3-6:4",
			},
		},
		"quoted scalars, decoded": {
			text: `{"a\t\u00e9\x41\/\ud83d\ude00": 'it''s', b: ""}` + "\n# not JSON",
			want: []string{
				"= {} 1:1-1:48",
				`/"a\téA/😀" 1:2-1:31`, "/a\téA/😀 = 'it's' 1:33-1:40",
				"/b 1:42-1:43", `/b = "" 1:45-1:47`,
			},
		},
		"scalars on several lines": {
			text: "a: one\n  two\n\n  three # no\nb: 'one\n\n\n  two '\nc: \"one \\\n   two\\\n\n  \\ three\\ \n  \"\n",
			want: []string{
				"= {} 1:1-13:4",
				"/a 1:1-1:2", `/a = one two\nthree 1:4-4:8`,
				"/b 5:1-5:2", `/b = 'one\n\ntwo ' 5:4-8:8`,
				"/c 9:1-9:2", `/c = "one two\n three  " 9:4-13:4`,
			},
		},
		"block scalars": {
			text: "a: |\n  one\n    two\n\nb: >- # folded\n  one\n  two\n\n   three\n  four\n" +
				"c: |+\n  one  \n\nd: |1-\n   one\ne: >\n",
			want: []string{
				"= {} 1:1-16:5",
				"/a 1:1-1:2", `/a = |one\n  two\n 1:4-3:8`,
				"/b 5:1-5:2", `/b = >one two\n\n three\nfour 5:4-10:7`,
				"/c 11:1-11:2", `/c = |one  \n\n 11:4-12:6`,
				"/d 14:1-14:2", "/d = |  one 14:4-15:7",
				"/e 16:1-16:2", "/e = > 16:4-16:5",
			},
		},
		"tags and anchors, which belong to the value": {
			text: "a: !Ref b\nc: &x !T\n  d: !!str 1\ne: !<t:x,y> &y {f: &z g}\n--- !T\nh: i",
			want: []string{
				"= {} 1:1-4:25",
				"/a 1:1-1:2", "/a = !Ref b 1:4-1:10",
				"/c 2:1-2:2", "/c = !T {} 2:4-3:13", "/c/d 3:3-3:4", "/c/d = !!str 1 3:6-3:13",
				"/e 4:1-4:2", "/e = !<t:x,y> {} 4:4-4:25", "/e/f 4:17-4:18", "/e/f = g 4:20-4:24",
				"---",
				"= !T {} 5:5-6:5", "/h 6:1-6:2", "/h = i 6:4-6:5",
			},
		},
		"explicit keys": {
			text: "? a\n: b\n?\n  c\n: - d\n",
			want: []string{
				"= {} 1:1-5:6",
				"/a 1:3-1:4", "/a = b 2:3-2:4",
				"/c 4:3-4:4", "/c = [] 5:3-5:6", "/c/0 = d 5:5-5:6",
			},
		},
		"characters beyond ASCII, which count as one column each": {
			text: "é: 😀 x\n\"ü\": [ö, é]\n",
			want: []string{
				"= {} 1:1-2:12", "/é 1:1-1:2", "/é = 😀 x 1:4-1:7",
				`/"ü" 2:1-2:4`, "/ü = [] 2:6-2:12", "/ü/0 = ö 2:7-2:8", "/ü/1 = é 2:10-2:11",
			},
		},
		"several documents": {
			text: "%YAML 1.2\n---\na\n---\n# empty\n---\n...\n...\nb\n",
			want: []string{"= a 3:1-3:2", "---", "= b 9:1-9:2"},
		},
		"no document":   {text: "%TAG ! tag:x,2024:\n--- # nothing\n...\n"},
		"an empty file": {},
		"only blanks":   {text: "\ufeff \n\t\r\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, outline(parse("x.yaml", test.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
