package lsp

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// visible returns a text of one or more lines with all written out that could hide in it or reorder it.
func visible(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = report.Visible(line)
	}
	return strings.Join(lines, "\n")
}
