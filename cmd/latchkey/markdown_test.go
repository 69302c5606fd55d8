package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPaintMarkdown(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ page, want string }{
		"a heading": {
			"## How to fix\n",
			bold + "How to fix" + reset + "\n",
		},
		"code in a line": {
			"Use `*` and `?`.\n",
			"Use " + cyan + "*" + reset + " and " + cyan + "?" + reset + ".\n",
		},
		"a link": {
			"- [Docs](https://example.org/#a)\n",
			"- Docs " + dim + "https://example.org/#a" + reset + "\n",
		},
		"a block": {
			"```yaml\n# `a`: [b](c)\n```\n`x`\n",
			"    # `a`: [b](c)\n" + cyan + "x" + reset + "\n",
		},
		"a block within a block": {
			"````\n```\na\n```\n````\nb\n",
			"    ```\n    a\n    ```\nb\n",
		},
		"a line alone": {"plain [text] (here)\n", "plain [text] (here)\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, paintMarkdown(test.page)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
