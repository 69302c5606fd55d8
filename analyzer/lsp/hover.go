package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// The bounds of what a hover shows.
const (
	maxPages = 3
	maxPage  = 8000 // bytes
	maxCases = 8
	maxSteps = 8
)

// hover says what is known of the text under the cursor: what it comes to, and the pages of the rules that flag it.
func (s *Server) hover(ctx context.Context, params *json.RawMessage) (any, error) {
	read, err := decode[hoverParams](params)
	if err != nil {
		return nil, &paramsError{err}
	}
	last, open, err := s.await(ctx, read.TextDocument.URI)
	if err != nil || last == nil || !last.isAbout(open.file) {
		return nil, err
	}
	offset := s.encoding.offsetOf(open.file, read.Position)
	flagged := findingsIn(last.Report(), open.file.Name, offset, offset)
	meaning, err := last.Resolve(ctx, open.file.Name, offset)
	if err != nil {
		return nil, err
	}
	var parts []string
	var span source.Span
	if meaning != nil {
		parts = append(parts, meaningText(*meaning, last.Report().Files))
		span = meaning.Span
	}
	seen := map[string]bool{}
	for _, found := range flagged {
		page := s.backend.Page(found.Rule)
		if page == "" || seen[found.Rule] || len(seen) == maxPages {
			continue
		}
		seen[found.Rule] = true
		parts = append(parts, cutPage(page))
		span = found.Location.Span
	}
	if len(parts) == 0 {
		return nil, nil //nolint:nilnil // null is the result
	}
	return hover{
		Contents: markup{Kind: s.markupKind(), Value: strings.Join(parts, "\n---\n\n")},
		Range:    s.encoding.rangeOf(open.file, span),
	}, nil
}

// markupKind returns the form of texts that the client shows.
func (s *Server) markupKind() string {
	formats := s.client.TextDocument.Hover.ContentFormat
	if len(formats) > 0 && !slices.Contains(formats, "markdown") {
		return "plaintext"
	}
	return "markdown"
}

// cutPage returns the page of a rule, without its last sections where it is too long.
func cutPage(page string) string {
	if len(page) <= maxPage {
		return page
	}
	if end := strings.LastIndex(page[:maxPage], "\n## "); end > 0 {
		return page[:end+1]
	}
	return strings.ToValidUTF8(page[:maxPage], "")
}

// meaningText returns what a text comes to, and how, in Markdown.
func meaningText(meaning Meaning, files map[string]*source.File) string {
	var text strings.Builder
	for i, each := range meaning.Cases {
		if i == maxCases {
			fmt.Fprintf(&text, "and %d more\n\n", len(meaning.Cases)-i)
			break
		}
		if each.Reason != "" {
			text.WriteString("not known: " + escape(each.Reason))
		} else {
			text.WriteString(code(each.Text))
		}
		if len(each.Scenario) > 0 {
			text.WriteString(" when " + escape(conditions(each.Scenario)))
		}
		text.WriteString("\n\n")
		for j, step := range each.Steps {
			if j == maxSteps {
				fmt.Fprintf(&text, "- and %d more steps\n", len(each.Steps)-j)
				break
			}
			text.WriteString("- " + escape(step.Message) + stepPlace(step, files) + "\n")
		}
		if len(each.Steps) > 0 {
			text.WriteString("\n")
		}
	}
	return text.String()
}

// stepPlace returns where a step stands.
func stepPlace(step finding.Step, files map[string]*source.File) string {
	at := step.Location
	if at.Span.IsZero() {
		return ""
	}
	place := fmt.Sprintf(", line %d", at.Span.Start.Line)
	if files[at.File] != nil && len(files) > 1 {
		place += " of " + escape(at.File)
	}
	return place
}

// code returns a text as a code span, or as a block where it has several lines. The marks around it are longer than
// any in it (CommonMark 0.31, sections 4.5 and 6.1).
func code(text string) string {
	text = visible(strings.ReplaceAll(text, "\r\n", "\n"))
	if text == "" {
		return "an empty text"
	}
	marks := "`"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	if !strings.Contains(text, "\n") {
		if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.TrimSpace(text) == "" {
			text = " " + text + " "
		}
		return marks + text + marks
	}
	for len(marks) < 3 {
		marks += "`"
	}
	return marks + "\n" + strings.TrimRight(text, "\n") + "\n" + marks
}

// special are the characters that mean something in Markdown, or in the HTML that may stand in it.
const special = "\\`*_{}[]()<>#+-.!|~&$"

// escape returns a text that Markdown shows as it is, on one line.
func escape(text string) string {
	var escaped strings.Builder
	for _, char := range visible(strings.Join(strings.Fields(text), " ")) {
		if char < 0x80 && strings.ContainsRune(special, char) {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(char)
	}
	return escaped.String()
}
