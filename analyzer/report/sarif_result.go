package report

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// linkLimit is the number of related locations that a message links to.
const linkLimit = 10

// results turns findings into SARIF's results.
type results struct {
	rules   map[string]int
	files   map[string]*source.File
	options Options
	prints  *fingerprints
}

func newResults(
	findings []finding.Finding, rules []rule.Rule, files map[string]*source.File, options Options,
) []sarifResult {
	made := results{rules: map[string]int{}, files: files, options: options, prints: newFingerprints(files)}
	for i, described := range rules {
		made.rules[described.ID] = i
	}
	return each(findings, made.result)
}

func (r *results) result(found finding.Finding) sarifResult {
	made := sarifResult{
		RuleID:              found.Rule,
		Level:               gradeOf(found.Severity).level,
		Message:             sarifText{Text: resultMessage(found)},
		Locations:           []sarifLocation{r.location(found.Location, found.Label)},
		PartialFingerprints: r.prints.of(found),
	}
	if number, known := r.rules[found.Rule]; known {
		made.RuleIndex = &number
	}
	for i, step := range found.Related {
		location := r.location(step.Location, step.Message)
		location.ID = i + 1
		made.RelatedLocations = append(made.RelatedLocations, location)
	}
	if len(found.Flow) > 0 {
		steps := each(found.Flow, func(step finding.Step) sarifThreadFlowLocation {
			return sarifThreadFlowLocation{r.location(step.Location, step.Message)}
		})
		made.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{steps}}}}
	}
	made.Properties = found.Properties
	if found.Fix != nil && r.options.Replacements != nil {
		made.Fixes = r.fixes(*found.Fix)
	}
	if r.options.ShowSuppressed {
		suppressions := r.suppressions(found)
		made.Suppressions = &suppressions
	}
	return made
}

// suppressions returns why a finding is suppressed; an empty list for one that is not.
func (r *results) suppressions(found finding.Finding) []sarifSuppression {
	by := found.Suppression
	if by == nil {
		return []sarifSuppression{}
	}
	kind := "inSource"
	if by.External {
		kind = "external"
	}
	location := r.location(by.Location, "")
	return []sarifSuppression{{Kind: kind, Status: "accepted", Justification: reason(*by), Location: &location}}
}

// resultMessage returns a message in SARIF's plain text, where only links are marked up. Its first
// sentence is the alert's title. The evidence follows, as it is shown nowhere else.
func resultMessage(found finding.Finding) string {
	first := sentence(linkSafe(found.Message))
	if len(found.Scenario) > 0 {
		first += " Holds when " + linkSafe(scenario(found.Scenario)) + "."
	}
	if len(found.Related) > 0 {
		first += " Related: " + links(found.Related) + "."
	}
	paragraphs := []string{first}
	for _, note := range found.Notes {
		var lines []string
		for line := range strings.Lines(note.Text) {
			lines = append(lines, linkSafe(strings.TrimRight(line, "\r\n")))
		}
		paragraphs = append(paragraphs, capital(linkSafe(note.Label))+": "+strings.Join(lines, "\n"))
	}
	return strings.Join(paragraphs, "\n\n")
}

// links returns the links to related locations, whose ids count from 1.
func links(related []finding.Step) string {
	var list []string
	for i, step := range related[:min(len(related), linkLimit)] {
		list = append(list, fmt.Sprintf("[%s](%d)", linkSafe(cmp.Or(step.Message, place(step.Location))), i+1))
	}
	text := strings.Join(list, ", ")
	if left := len(related) - linkLimit; left > 0 {
		text += fmt.Sprintf(" and %d more", left)
	}
	return text
}

// linkMarks are the characters that make a link of plain text (SARIF 2.1.0, section 3.11.6), with
// their escapes. A template must not be able to write a link into an alert.
var linkMarks = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)

func linkSafe(text string) string {
	return linkMarks.Replace(Visible(text))
}

// sentence returns the text with a full stop, unless it ends like a sentence already.
func sentence(text string) string {
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".?!") {
		return text
	}
	return text + "."
}

// capital returns the text with its first letter in upper case.
func capital(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:size]) + text[size:]
}

// location returns a place with a message about it, which may be empty.
func (r *results) location(location finding.Location, message string) sarifLocation {
	region := r.region(location)
	made := sarifLocation{PhysicalLocation: sarifPhysicalLocation{
		ArtifactLocation: sarifArtifactLocation{r.options.uri(location.File)},
		Region:           &region,
	}}
	if path := dotted(location.Path); path != "" {
		made.LogicalLocations = []sarifLogicalLocation{{path}}
	}
	if message != "" {
		made.Message = &sarifText{Text: linkSafe(message)}
	}
	return made
}

// region returns the text to mark, of a span over several lines the first one. A location without a
// place is the start of its file: code scanning wants numbers.
func (r *results) region(location finding.Location) sarifRegion {
	span := location.Span
	if span.IsZero() {
		return sarifRegion{1, 1, 1, 1}
	}
	region := wholeRegion(span)
	if span.End.Line == span.Start.Line {
		return region
	}
	region.EndLine, region.EndColumn = span.Start.Line, span.Start.ColumnUTF16
	if file := r.files[location.File]; file != nil {
		line := strings.TrimRight(file.Line(span.Start.Line), " \t")
		region.EndColumn = max(region.EndColumn, 1+len(utf16.Encode([]rune(line))))
	}
	return region
}

func wholeRegion(span source.Span) sarifRegion {
	return sarifRegion{span.Start.Line, span.Start.ColumnUTF16, span.End.Line, span.End.ColumnUTF16}
}

// fixes returns the fix, if its edits can be made, with one change per file: readers of SARIF keep
// only the last change of a file, and only the last fix.
func (r *results) fixes(fix finding.Fix) []sarifFix {
	var changes []sarifArtifactChange
	byFile := map[string]int{}
	for _, replacement := range r.options.Replacements(fix) {
		if _, known := byFile[replacement.File]; !known {
			byFile[replacement.File] = len(changes)
			location := sarifArtifactLocation{r.options.uri(replacement.File)}
			changes = append(changes, sarifArtifactChange{ArtifactLocation: location})
		}
		change := &changes[byFile[replacement.File]]
		change.Replacements = append(change.Replacements,
			sarifReplacement{wholeRegion(replacement.Span), sarifText{Text: replacement.Text}})
	}
	if len(changes) == 0 {
		return nil
	}
	return []sarifFix{{Description: sarifText{Text: linkSafe(fix.Title)}, ArtifactChanges: changes}}
}
