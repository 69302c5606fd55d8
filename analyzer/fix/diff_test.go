package fix_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/fix"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	numbers := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n"
	tests := map[string]struct{ name, before, after, want string }{
		"equal texts have none": {"a", "x\n", "x\n", ""},
		"three lines stand around a change": {
			"dir/a.yaml", numbers, strings.Replace(numbers, "10\n", "ten\n", 1), "" +
				"--- a/dir/a.yaml\n+++ b/dir/a.yaml\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n",
		},
		"changes that six lines part stand in one hunk": {
			"a", numbers, strings.NewReplacer("\n5\n", "\n", "11\n", "11\nx\n").Replace(numbers), "" +
				"--- a/a\n+++ b/a\n@@ -2,13 +2,13 @@\n 2\n 3\n 4\n-5\n 6\n 7\n 8\n 9\n 10\n 11\n+x\n 12\n 13\n 14\n",
		},
		"changes far apart do not": {
			"a", numbers, strings.NewReplacer("\n2\n", "\ntwo\n", "19\n", "nineteen\n").Replace(numbers), "" +
				"--- a/a\n+++ b/a\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -16,5 +16,5 @@\n 16\n 17\n 18\n-19\n+nineteen\n 20\n",
		},
		"the missing end of the last line is told": {
			"a", "x\ny", "x\nz\n", "" +
				"--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\n-y\n\\ No newline at end of file\n+z\n",
		},
		"a text of no lines counts from zero": {"a", "", "x\n", "--- a/a\n+++ b/a\n@@ -0,0 +1 @@\n+x\n"},
		"line ends are part of a line":        {"a", "x\r\n", "y\r\n", "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\r\n+y\r\n"},
		"a name with a blank ends with a tab": {"a b", "x\n", "y\n", "--- a/a b\t\n+++ b/a b\t\n@@ -1 +1 @@\n-x\n+y\n"},
		"a name that could break a line is quoted": {
			"a\n\"ü", "x\n", "y\n", "--- \"a/a\\012\\\"\\303\\274\"\n+++ \"b/a\\012\\\"\\303\\274\"\n@@ -1 +1 @@\n-x\n+y\n",
		},
		"an absolute name starts from the root": {"/tmp/a", "x\n", "y\n", "--- a/tmp/a\n+++ b/tmp/a\n@@ -1 +1 @@\n-x\n+y\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fix.Diff(test.name, []byte(test.before), []byte(test.after))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
