package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReflow(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ page, want string }{
		"a paragraph is filled":        {"one two\nthree four five\n", "one two\nthree four\nfive\n"},
		"paragraphs stay apart":        {"one\n\ntwo\n", "one\n\ntwo\n"},
		"headings stay":                {"# one two three four\ntext\n", "# one two three four\ntext\n"},
		"code stays":                   {"```yaml\nkey: a long value of a key\n```\n", "```yaml\nkey: a long value of a key\n```\n"},
		"code with fences in it stays": {"````\n```\na b c d e f g h\n````\n", "````\n```\na b c d e f g h\n````\n"},
		"items are indented":           {"- one two three\n- four\n", "- one two\n  three\n- four\n"},
		"items begin with a word":      {"- https://example.com/a/b\n- [a page of ours](u)\n", "- https://example.com/a/b\n- [a page of ours](u)\n"},
		"long words stay whole":        {"see https://example.com/a/b now\n", "see\nhttps://example.com/a/b\nnow\n"},
		"links stay whole":             {"see [a page of ours](u) now\n", "see\n[a page of ours](u)\nnow\n"},
		"code in text stays whole":     {"use `a b c d e` now\n", "use\n`a b c d e`\nnow\n"},
		"wide characters count double": {"가나 다라 마바\n", "가나 다라\n마바\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, reflow(test.page, 10)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
