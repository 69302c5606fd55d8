package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// defaultWidth is what text is wrapped to when nobody knows better, and minimalWidth what it needs
// to be readable at all.
const (
	defaultWidth = 80
	minimalWidth = 40
)

// Options say how to write a report. The zero Options are fit for a pipe.
type Options struct {
	// Width is the number of terminal columns that text is wrapped to; 0 means 80.
	Width int
	// Color lets text and concise use terminal colours.
	Color bool
	// Inert keeps text and concise from being taken for commands by the runner of GitHub Actions.
	Inert bool
	// Version is the version of the tool, as SARIF names it; may be empty.
	Version string
	// Category is what code scanning files sarif under; empty means the name of the tool.
	Category string
	// ShowUndecided and ShowSuppressed list in text, concise and the formats of CI systems what is otherwise only
	// counted.
	ShowUndecided, ShowSuppressed bool
	// Quiet leaves the summary out of text, github and markdown.
	Quiet bool
	// Verbose adds the notices marked as detail to json, sarif and html.
	Verbose bool
	// Dir is the absolute path of the folder that relative file names start from, and Root that of
	// the folder that the paths of formats for machines start from: the root of the repository. An empty Dir means
	// Root, an empty Root leaves file names as they are.
	Dir, Root string
	// Replacements turns the symbolic edits of a fix into changes of text, for formats that carry
	// them. It gives none where the edits cannot be made; nil leaves fixes out.
	Replacements func(finding.Fix) []finding.Replacement
	// Diff shows a fix as a unified diff, "" where it can't be written; nil shows edits by their paths.
	Diff func(finding.Fix) string
	// Pictures are drawings of networks for html.
	Pictures Pictures
}

// formats lists the formats in the order in which help texts name them. A new format is a line here
// and a file that has its renderer.
var formats = []struct {
	name   string
	render func(*finding.Report, Options) ([]byte, error)
}{
	{"text", renderText},
	{"concise", renderConcise},
	{"json", renderJSON},
	{"sarif", renderSARIF},
	{"github", renderGitHub},
	{"gitlab", renderGitLab},
	{"junit", renderJUnit},
	{"markdown", renderMarkdown},
	{"html", renderHTML},
}

// Formats returns the names of the formats.
func Formats() []string {
	names := make([]string, 0, len(formats))
	for _, format := range formats {
		names = append(names, format.name)
	}
	return names
}

// Write writes the report in the named format, which is one of Formats. Nothing is written when the
// report cannot be rendered.
func Write(w io.Writer, format string, report *finding.Report, options Options) error {
	for _, candidate := range formats {
		if candidate.name != format {
			continue
		}
		content, err := candidate.render(report, options)
		if err != nil {
			return fmt.Errorf("render report as %s: %w", format, err)
		}
		if _, err := w.Write(content); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
		return nil
	}
	return fmt.Errorf("write report: unknown format %q, want one of %s", format, strings.Join(Formats(), ", "))
}

// notices returns the notices that the formats for machines carry.
func (o Options) notices(report *finding.Report) []finding.Notice {
	var kept []finding.Notice
	for _, notice := range report.Notices {
		if o.Verbose || !notice.Detail {
			kept = append(kept, notice)
		}
	}
	return kept
}

// notDetail returns the notices that the formats of CI systems carry: what -v says of every file would hide what
// matters there.
func notDetail(notices []finding.Notice) []finding.Notice {
	return slices.DeleteFunc(slices.Clone(notices), func(notice finding.Notice) bool { return notice.Detail })
}

// logged returns text for people as the log may have it.
func (o Options) logged(text string) []byte {
	if o.Inert {
		text = Inert(text)
	}
	return []byte(text)
}

// columns returns the width to wrap text to.
func (o Options) columns() int {
	return max(cmp.Or(o.Width, defaultWidth), minimalWidth)
}
