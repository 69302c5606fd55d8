package rule

import (
	"fmt"
	"strings"
)

// Page returns the page about a rule in Markdown, under the same headings for every rule: what it
// finds, an input it reports, one it accepts, how to fix it, and where the facts come from. A part
// that the rule does not have is left out with its heading. The page ends with a line break.
func Page(r Rule) string {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s\n\n`%s` · severity %s · confidence %s · since %s\n",
		r.Title, r.ID, r.Severity, r.Confidence, r.Since)
	writeSection(&page, "What it finds", r.Description)
	writeSection(&page, "Flagged", fence(r.Bad))
	writeSection(&page, "Accepted", fence(r.Good))
	writeSection(&page, "How to fix", r.Remediation)
	writeSection(&page, "References", references(r))
	return page.String()
}

func writeSection(page *strings.Builder, heading, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(page, "\n## %s\n\n%s\n", heading, text)
	}
}

// fence returns the example as a fenced block. The fence is longer than any run of backquotes in the
// example (CommonMark 0.31 section 4.5).
func fence(example Example) string {
	if example.Text == "" {
		return ""
	}
	marks := "```"
	for strings.Contains(example.Text, marks) {
		marks += "`"
	}
	return fmt.Sprintf("%s%s\n%s\n%s", marks, example.Language, strings.TrimRight(example.Text, "\n"), marks)
}

func references(r Rule) string {
	var list strings.Builder
	for _, reference := range r.References {
		fmt.Fprintf(&list, "- [%s](%s)\n", reference.Description, reference.URL)
	}
	if r.CWE > 0 {
		fmt.Fprintf(&list, "- [CWE-%d](https://cwe.mitre.org/data/definitions/%d.html)\n", r.CWE, r.CWE)
	}
	return list.String()
}
