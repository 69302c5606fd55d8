package report

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// renderConcise writes one line a finding, "file:line:column: severity[rule]: message", for grep,
// for editors and for the problem matchers of CI systems. A finding without a place in its file
// stands at 1:1, since a matcher wants numbers.
func renderConcise(report *finding.Report, options Options) ([]byte, error) {
	var out bytes.Buffer
	colours := palette{on: options.Color}
	line := func(location finding.Location, style style, word, rule, message string) {
		start := location.Span.Start
		fmt.Fprintf(&out, "%s:%d:%d: %s: %s\n", Visible(location.File), cmp.Or(start.Line, 1), cmp.Or(start.Column, 1),
			colours.paint(style, word+"["+Visible(rule)+"]"), Visible(message))
	}
	for _, found := range report.Findings {
		line(found.Location, severityStyle(found.Severity), found.Severity.String(), found.Rule, found.Message)
	}
	if options.ShowSuppressed {
		for _, found := range report.Suppressed {
			message := found.Message
			if found.Suppression != nil {
				message += " (" + reason(*found.Suppression) + ")"
			}
			line(found.Location, faint, "suppressed", found.Rule, message)
		}
	}
	if options.ShowUndecided {
		for _, question := range report.Undecided {
			line(question.Location, faint, "undecided", question.Rule, question.Reason)
		}
	}
	return options.logged(out.String()), nil
}
