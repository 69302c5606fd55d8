package syntax_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each row is a text that goccy/go-yaml v1.19.2 alone reads wrongly.
func TestParseRepairsTheEngine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"columns after a tag": {
			text: "A: !GetAtt B.C\nL: [!Ref A, \"x\"]",
			want: []string{
				"= {} 1:1-2:17", "/A 1:1-1:2", "/A = !GetAtt B.C 1:4-1:15",
				"/L 2:1-2:2", "/L = [] 2:4-2:17", "/L/0 = !Ref A 2:5-2:11", `/L/1 = "x" 2:13-2:16`,
			},
		},
		"blanks at the end of a line": {
			text: "a: foo   \n b:   \n", // the second line goes on the first
			want: []string{
				"problem 2:3-2:4 the text before this colon goes on from the line above, so it is no key: " +
					"check the indentation",
			},
		},
		"blanks after a value": {
			text: "a: foo   \nb: bar \t # c\n",
			want: []string{"= {} 1:1-2:7", "/a 1:1-1:2", "/a = foo 1:4-1:7", "/b 2:1-2:2", "/b = bar 2:4-2:7"},
		},
		"a bare tag before an item": {
			text: "- !GetAZs\n- b",
			want: []string{"= [] 1:1-2:4", "/0 = !GetAZs  1:3-1:10", "/1 = b 2:3-2:4"},
		},
		"a bare tag before a key": {
			text: "K: !GetAZs\nL: b",
			want: []string{"= {} 1:1-2:5", "/K 1:1-1:2", "/K = !GetAZs  1:4-1:11", "/L 2:1-2:2", "/L = b 2:4-2:5"},
		},
		"a bare tag before a bracket": {
			text: "[0, !GetAZs ]",
			want: []string{"= [] 1:1-1:14", "/0 = 0 1:2-1:3", "/1 = !GetAZs  1:5-1:12"},
		},
		"a bare tag right before a bracket, a comma and a brace": {
			text: "a: [!GetAZs, {b: !GetAZs}, !GetAZs]",
			want: []string{
				"= {} 1:1-1:36", "/a 1:1-1:2", "/a = [] 1:4-1:36", "/a/0 = !GetAZs  1:5-1:12",
				"/a/1 = {} 1:14-1:26", "/a/1/b 1:15-1:16", "/a/1/b = !GetAZs  1:18-1:25", "/a/2 = !GetAZs  1:28-1:35",
			},
		},
		"a bare tag at the end of the file": {
			text: "a: !GetAZs",
			want: []string{"= {} 1:1-1:11", "/a 1:1-1:2", "/a = !GetAZs  1:4-1:11"},
		},
		"a long-form function in braces": {
			text: "a: {Fn::Sub: x}",
			want: []string{
				"= {} 1:1-1:16", "/a 1:1-1:2", "/a = {} 1:4-1:16", "/a/Fn::Sub 1:5-1:12", "/a/Fn::Sub = x 1:14-1:15",
			},
		},
		"long-form functions with lists and quotes in braces": {
			text: "a: {Fn::If: [C, {Fn::Sub: 'x, {y}'}, {Fn::GetAtt: [A, B]}]}",
			want: []string{
				"= {} 1:1-1:60", "/a 1:1-1:2", "/a = {} 1:4-1:60",
				"/a/Fn::If 1:5-1:11", "/a/Fn::If = [] 1:13-1:59", "/a/Fn::If/0 = C 1:14-1:15",
				"/a/Fn::If/1 = {} 1:17-1:36",
				"/a/Fn::If/1/Fn::Sub 1:18-1:25", "/a/Fn::If/1/Fn::Sub = 'x, {y}' 1:27-1:35",
				"/a/Fn::If/2 = {} 1:38-1:58", "/a/Fn::If/2/Fn::GetAtt 1:39-1:49",
				"/a/Fn::If/2/Fn::GetAtt = [] 1:51-1:57",
				"/a/Fn::If/2/Fn::GetAtt/0 = A 1:52-1:53", "/a/Fn::If/2/Fn::GetAtt/1 = B 1:55-1:56",
			},
		},
		"names with colons in brackets inside braces": {
			text: "{Resource: [arn:aws:s3:::b, arn:aws:s3:::b/*], Cidr: ::/0}",
			want: []string{
				"= {} 1:1-1:59",
				"/Resource 1:2-1:10", "/Resource = [] 1:12-1:46",
				"/Resource/0 = arn:aws:s3:::b 1:13-1:27", "/Resource/1 = arn:aws:s3:::b/* 1:29-1:45",
				"/Cidr 1:48-1:52", "/Cidr = ::/0 1:54-1:58",
			},
		},
		"a value right after a quoted key in brackets": {
			text: "a: [\"b\":c]",
			want: []string{
				"= {} 1:1-1:11", "/a 1:1-1:2", "/a = [] 1:4-1:11", "/a/0 = {} 1:5-1:10", `/a/0/"b" 1:5-1:8`,
				"/a/0/b = c 1:9-1:10",
			},
		},
		"lines that end in CR and LF": {
			text: "# x\r\n# y\r\na: b\r\nc: |\r\n  d\r\n  e\r\nf: g # z\r\n",
			want: []string{
				"= {} 3:1-7:5", "/a 3:1-3:2", "/a = b 3:4-3:5",
				"/c 4:1-4:2", `/c = |d\ne\n 4:4-6:4`, "/f 7:1-7:2", "/f = g 7:4-7:5",
			},
		},
		"lines that end in CR": {
			text: "# x\ra: b\rc:\r  - d\r",
			want: []string{
				"= {} 2:1-4:6", "/a 2:1-2:2", "/a = b 2:4-2:5", "/c 3:1-3:2", "/c = [] 4:3-4:6", "/c/0 = d 4:5-4:6",
			},
		},
		"a byte order mark": {
			text: "\ufeffResources: {}\n",
			want: []string{"= {} 1:1-1:14", "/Resources 1:1-1:10", "/Resources = {} 1:12-1:14"},
		},
		"the place of a block scalar": {
			text: "a:\n  b: !Sub |\n    x\n    y\nc: d",
			want: []string{
				"= {} 1:1-5:5", "/a 1:1-1:2", "/a = {} 2:3-4:6", "/a/b 2:3-2:4", `/a/b = !Sub |x\ny\n 2:6-4:6`,
				"/c 5:1-5:2", "/c = d 5:4-5:5",
			},
		},
		"blanks at the end of a block scalar": {
			text: "a: |-\n  x  \nb: |\n  y  ",
			want: []string{"= {} 1:1-4:4", "/a 1:1-1:2", "/a = |x   1:4-2:4", "/b 3:1-3:2", "/b = |y   3:4-4:4"},
		},
		"the indentation of a block scalar in its header": {
			text: "- a: |2\n      x\n",
			want: []string{"= [] 1:1-2:8", "/0 = {} 1:3-2:8", "/0/a 1:3-1:4", `/0/a = |  x\n 1:6-2:8`},
		},
		"escapes in quotes": {
			text: `a: ["\"x\"", '''y''', z]`,
			want: []string{
				"= {} 1:1-1:25", "/a 1:1-1:2", "/a = [] 1:4-1:25", `/a/0 = ""x"" 1:5-1:12`, "/a/1 = ''y'' 1:14-1:21",
				"/a/2 = z 1:23-1:24",
			},
		},
		"tabs in quotes": {
			text: "a: \"x\ty\"\nb: \"x\t\n\t y\\\tz\"\nc: 'x\t\n\t y'",
			want: []string{
				"= {} 1:1-5:5", "/a 1:1-1:2", `/a = "x\ty" 1:4-1:9`,
				"/b 2:1-2:2", `/b = "x y\tz" 2:4-3:8`, "/c 4:1-4:2", "/c = 'x y' 4:4-5:5",
			},
		},
		"tabs between words": {
			text: "a:\tb\tc\t# d\ne:\t{\n\tf:\tg}\n \t\nh: i",
			want: []string{
				"= {} 1:1-5:5", "/a 1:1-1:2", `/a = b\tc 1:4-1:7`,
				"/e 2:1-2:2", "/e = {} 2:4-3:7", "/e/f 3:2-3:3", "/e/f = g 3:5-3:6", "/h 5:1-5:2", "/h = i 5:4-5:5",
			},
		},
		"a null item before a deeper comment": {
			text: "a:\n  - \n    # c\nb:\n  -   # d\n      # e\n  - f\n",
			want: []string{
				"= {} 1:1-7:6", "/a 1:1-1:2", "/a = [] 2:3-2:4", "/a/0 =  2:4-2:4",
				"/b 4:1-4:2", "/b = [] 5:3-7:6", "/b/0 =  5:4-5:4", "/b/1 = f 7:5-7:6",
			},
		},
		"empty documents and a marker at the end": {
			text: "---\n---\na: b\n---\n",
			want: []string{"= {} 3:1-3:5", "/a 3:1-3:2", "/a = b 3:4-3:5"},
		},
		"a comment between an anchor and its value": {
			text: "a: &x\n# c\n  b: c\n",
			want: []string{"= {} 1:1-3:7", "/a 1:1-1:2", "/a = {} 1:4-3:7", "/a/b 3:3-3:4", "/a/b = c 3:6-3:7"},
		},
		"a merge mark inside text": {
			text: "a: b <<: c\n",
			want: []string{"problem 1:8-1:9 a value with a colon and a blank in it must be quoted"},
		},
		"repeated keys": {
			text: "a: 1\na: 2\n",
			want: []string{"= {} 1:1-2:5", "/a 1:1-1:2", "/a = 1 1:4-1:5", "/a 2:1-2:2", "/a = 2 2:4-2:5"},
		},
		"a line that goes on with a dash and a comment": {
			text: "a: b\n  - c # d\ne: f\n",
			want: []string{"= {} 1:1-3:5", "/a 1:1-1:2", "/a = b - c 1:4-2:6", "/e 3:1-3:2", "/e = f 3:4-3:5"},
		},
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
