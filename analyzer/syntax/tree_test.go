package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

func TestAliasesAndMergesStandForTheirTarget(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"an alias has a place of its own": {
			text: "a: &x [b]\nc: *x\nd: [*x]",
			want: []string{
				"= {} 1:1-3:8", "/a 1:1-1:2", "/a = [] 1:4-1:10", "/a/0 = b 1:8-1:9",
				"/c 2:1-2:2", "/c = [] 2:4-2:6", "/c/0 = b 1:8-1:9",
				"/d 3:1-3:2", "/d = [] 3:4-3:8", "/d/0 = [] 3:5-3:7", "/d/0/0 = b 1:8-1:9",
			},
		},
		"an alias as a key, and a repeated anchor": {
			text: "- &x a\n- &x !T b\n- {*x : c}",
			want: []string{
				"= [] 1:1-3:11", "/0 = a 1:3-1:7", "/1 = !T b 2:3-2:10",
				"/2 = {} 3:3-3:11", "/2/b 3:4-3:6", "/2/b = c 3:9-3:10",
			},
		},
		"own keys win over merged ones": {
			text: "- &x {a: 1, b: 2, b: 3}\n- a: 4\n  <<: *x",
			want: []string{
				"= [] 1:1-3:9", "/0 = {} 1:3-1:24",
				"/0/a 1:7-1:8", "/0/a = 1 1:10-1:11", "/0/b 1:13-1:14", "/0/b = 2 1:16-1:17", "/0/b 1:19-1:20",
				"/0/b = 3 1:22-1:23",
				"/1 = {} 2:3-3:9", "/1/a 2:3-2:4", "/1/a = 4 2:6-2:7", "/1/b 1:19-1:20", "/1/b = 3 1:22-1:23",
			},
		},
		"the mapping merged first wins": {
			text: "<<: [{a: 1}, {a: 2, b: 3}]\n<<: {b: 4, c: 5}\n",
			want: []string{
				"= {} 1:1-2:17", "/a 1:7-1:8", "/a = 1 1:10-1:11", "/b 1:21-1:22", "/b = 3 1:24-1:25", "/c 2:12-2:13",
				"/c = 5 2:15-2:16",
			},
		},
		"a quoted merge mark is a key": {
			text: "'<<': {a: 1}",
			want: []string{
				"= {} 1:1-1:13", "/'<<' 1:1-1:5", "/<< = {} 1:7-1:13", "/<</a 1:8-1:9", "/<</a = 1 1:11-1:12",
			},
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

func TestDuplicatesAreAllRepeatedKeys(t *testing.T) {
	t.Parallel()
	const same, different = "the same", "different"
	tests := map[string]struct {
		text string
		want []string
	}{
		"at the root and below": {
			text: "a: 1\nb: [{c: 1}, {d: 1, d: 2}]\na: 3",
			want: []string{"x#/a 2 different", "x#/b/1/d 2 different"},
		},
		"more than twice":            {text: "a: 1\na: 1\na: 1", want: []string{"x#/a 3 the same"}},
		"in another style":           {text: "a: b\n'a': \"b\"", want: []string{"x#/a 2 the same"}},
		"null and a text":            {text: "a: ~\na: '~'", want: []string{"x#/a 2 different"}},
		"with another tag":           {text: "a: !Ref b\na: !Sub b", want: []string{"x#/a 2 different"}},
		"lists":                      {text: "a: [1, {b: c}]\na:\n- 1\n- b: c", want: []string{"x#/a 2 the same"}},
		"lists of another length":    {text: "a: [1]\na: [1, 2]", want: []string{"x#/a 2 different"}},
		"mappings in another order":  {text: "a: {b: 1, c: 2}\na: {c: 2, b: 1}", want: []string{"x#/a 2 the same"}},
		"mappings with another key":  {text: "a: {b: 1, c: 2}\na: {b: 1, d: 2}", want: []string{"x#/a 2 different"}},
		"mappings with one key more": {text: "a: {b: 1}\na: {c: 1, b: 1}", want: []string{"x#/a 2 different"}},
		"a mapping and a list":       {text: "a: {}\na: []", want: []string{"x#/a 2 different"}},
		"among many keys":            {text: manyKeys(40) + "k7: x", want: []string{"x#/k7 2 different"}},
		"in JSON": {
			text: `{"a/b": [], "a\/b": [], "c": {"d": 1, "d": 1}}`,
			want: []string{"x#/a~1b 2 the same", "x#/c/d 2 the same"},
		},
		"in an anchor, noted once": {text: "a: &x {b: 1, b: 2}\nc: *x", want: []string{"x#/a/b 2 different"}},
		"in the second document":   {text: "a: 1\n---\nb: 1\nb: 1", want: []string{"x#/b 2 the same"}},
		"none":                     {text: manyKeys(40) + "a: &x {b: 1}\nc: {<<: *x, b: 2}\nd: {<<: *x, <<: *x}\nA: 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, duplicate := range parse("x", test.text).Duplicates {
				values := map[bool]string{true: same, false: different}[duplicate.Same]
				got = append(got, fmt.Sprintf("%s %d %s", duplicate.At, len(duplicate.Occurrences), values))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// manyKeys returns a mapping with the number of keys.
func manyKeys(count int) string {
	var text strings.Builder
	for i := range count {
		fmt.Fprintf(&text, "k%d: %d\n", i, i)
	}
	return text.String()
}

func TestCommentsAreOnlyComments(t *testing.T) {
	t.Parallel()
	tree := parse("x.yaml", "\ufeff#one\r\na: b#c '#d' # two \r\ne: |\t# three\r\n  # text\r\n #four\r\n"+
		"'f': [\"# text\",#\r\n#  five\r\n] # # six")
	if len(tree.Problems) > 0 {
		t.Fatal(tree.Problems)
	}
	var got []string
	for _, comment := range tree.Comments {
		got = append(got, fmt.Sprintf("%q %q", comment.Text, tree.File.Content[comment.Start:comment.End]))
	}
	want := []string{
		`"one" "#one"`, `"two" "# two"`, `"three" "# three"`, `"four" "#four"`, `"" "#"`, `"five" "#  five"`,
		`"# six" "# # six"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNodeGetReturnsTheValueInForce(t *testing.T) {
	t.Parallel()
	root := parse("x.yaml", "a: 1\nb:\na: 2\nc: [~, 'null', Null, x]").Root
	if got := root.Get("a"); got == nil || got.Value != "2" {
		t.Errorf("want the last value, got %v", got)
	}
	if got := root.Get("d").Get("e"); got != nil {
		t.Errorf("want no value, got %v", got)
	}
	if got := root.Get("c").Entry("0"); got != nil {
		t.Errorf("want no entry of a list, got %v", got)
	}
	nulls := []bool{root.Get("b").IsNull(), (*syntax.Node)(nil).IsNull(), root.IsNull()}
	for _, item := range root.Get("c").Items {
		nulls = append(nulls, item.IsNull())
	}
	if diff := cmp.Diff([]bool{true, false, false, true, false, true, false}, nulls); diff != "" {
		t.Error(diff)
	}
}
