package lsp

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

func TestTextsAreVisible(t *testing.T) {
	t.Parallel()
	found := finding.Finding{
		Message: "group \u202eabc", Label: "a\x1b[31m", Scenario: map[string]bool{"Is\u200bProd": true, "B\x07": false},
		Notes: []finding.Note{{Label: "via", Text: "\u2066x"}},
	}
	want := "group \\u202eabc\na\\x1b[31m\nwhen B\\a is false and Is\\u200bProd is true\nvia: \\u2066x"
	if got := message(found); got != want {
		t.Errorf("message %q, want %q", got, want)
	}
	if got, want := escape("a\u202eb\nc"), `a\\u202eb c`; got != want {
		t.Errorf("escaped %q, want %q", got, want)
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for phrase, want := range map[string]string{"": "", "write": "Write", "é": "É", "漢字": "漢字", "\xff": "\uFFFD"} {
		if got := sentence(phrase); got != want {
			t.Errorf("sentence of %q: %q, want %q", phrase, got, want)
		}
	}
}

// By CommonMark 0.31, section 6.1: a span ends at as many backticks as it begins with, and loses one blank at each end
// where it has one at both.
func TestCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":            "an empty text",
		"a":           "`a`",
		"a`b":         "``a`b``",
		"a``b`c":      "```a``b`c```",
		"`a":          "`` `a ``",
		"a`":          "`` a` ``",
		"\u202ea":     "`\\u202ea`",
		"a\r\nb":      "```\na\nb\n```",
		"a\n```\nb\n": "````\na\n```\nb\n````",
	} {
		if got := code(text); got != want {
			t.Errorf("code of %q: %q, want %q", text, got, want)
		}
	}
}

func TestSnippetOf(t *testing.T) {
	t.Parallel()
	text := `# ${a} \ $1 } ` + cursor + "\n"
	if got, want := snippetOf(text), `# \${a\} \\ \$1 \} $1`+"\n"; got != want {
		t.Errorf("snippet %q, want %q", got, want)
	}
}
