package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// sourceName tells our diagnostics from those of other servers.
const sourceName = "latchkey"

// tagUnnecessary has editors show text as faded out.
const tagUnnecessary = 1

// unusedSuppression is the rule about text that may go.
const unusedSuppression = "suppression/unused"

// maxRelated is the number of related places of a diagnostic.
const maxRelated = 50

// severities are those of the protocol: 1 is an error, 2 a warning, 3 information.
var severities = map[rule.Severity]int{rule.Critical: 1, rule.High: 1, rule.Medium: 2, rule.Low: 3}

// published is what the client was told of a file.
type published struct {
	version     int64 // 0 for a file that is not open
	isOpen      bool
	diagnostics string // as JSON
}

// diagnostics returns what the last analysis says of each file, by name. Files of which it only speaks as they are on
// the disk are kept: what the client was told of them stays. The server is locked.
func (s *Server) diagnostics() (all map[string][]diagnostic, kept map[string]bool) {
	all, kept = map[string][]diagnostic{}, map[string]bool{}
	report := s.state.current.Report()
	for name := range s.state.open {
		all[name] = nil
	}
	for _, found := range report.Findings {
		if s.state.isUnsaved(report.Files[found.Location.File]) {
			kept[found.Location.File] = true
			continue
		}
		all[found.Location.File] = append(all[found.Location.File], s.diagnostic(report, found))
	}
	for _, problem := range s.state.current.Problems() {
		if problem.File == nil {
			continue
		}
		name := problem.File.Name
		if s.state.isUnsaved(problem.File) {
			kept[name] = true
			continue
		}
		all[name] = append(all[name], diagnostic{
			Range: s.encoding.rangeOf(problem.File, problem.Span), Severity: 1,
			Source: sourceName, Message: visible(problem.Message),
		})
	}
	for name := range kept {
		if len(all[name]) == 0 {
			delete(all, name)
		} else {
			delete(kept, name)
		}
	}
	return all, kept
}

// isUnsaved reports whether an open document has another text than its file in a report: one that is read from the
// disk alone, as configurations are.
func (w *workspaceState) isUnsaved(file *source.File) bool {
	if file == nil || w.open[file.Name] == nil {
		return false
	}
	return !isSameText(file, w.open[file.Name].file)
}

// isSameText reports whether two files have one text. Editors show no byte order mark.
func isSameText(a, b *source.File) bool {
	mark := []byte("\uFEFF")
	return a == b || bytes.Equal(bytes.TrimPrefix(a.Content, mark), bytes.TrimPrefix(b.Content, mark))
}

// diagnostic returns a finding as editors show it.
func (s *Server) diagnostic(report *finding.Report, found finding.Finding) diagnostic {
	made := diagnostic{
		Range:    s.encoding.rangeOf(report.Files[found.Location.File], found.Location.Span),
		Severity: severities[found.Severity], Code: found.Rule, Source: sourceName, Message: message(found),
	}
	if href := s.backend.Link(found.Rule); href != "" {
		made.CodeDescription = &codeDescription{Href: href}
	}
	if found.Rule == unusedSuppression {
		made.Tags = []int{tagUnnecessary}
	}
	if !s.client.TextDocument.PublishDiagnostics.RelatedInformation {
		return made
	}
	for _, step := range slices.Concat(found.Related, found.Flow) {
		if step.Location.File == "" || len(made.Related) == maxRelated {
			continue
		}
		made.Related = append(made.Related, related{
			Location: s.place(report, step.Location), Message: visible(step.Message),
		})
	}
	return made
}

// place returns a place in a file of a report.
func (s *Server) place(report *finding.Report, at finding.Location) place {
	return place{URI: s.state.uri(at.File), Range: s.encoding.rangeOf(report.Files[at.File], at.Span)}
}

// message returns what a finding says, with its evidence on lines of their own.
func message(found finding.Finding) string {
	lines := []string{found.Message}
	if found.Label != "" {
		lines = append(lines, found.Label)
	}
	if len(found.Scenario) > 0 {
		lines = append(lines, "when "+conditions(found.Scenario))
	}
	for _, note := range found.Notes {
		lines = append(lines, note.Label+": "+note.Text)
	}
	return visible(strings.Join(lines, "\n"))
}

// conditions returns the conditions of a scenario in words.
func conditions(scenario map[string]bool) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(scenario)) {
		all = append(all, fmt.Sprintf("%s is %t", name, scenario[name]))
	}
	return strings.Join(all, " and ")
}

// news returns what the client has to be told: of an open document for each version, of another file when what is said
// of it has changed. A file without findings is told of once more when it had some. Of those kept there is no news.
func (w *workspaceState) news(all map[string][]diagnostic, kept map[string]bool) []publishParams {
	told := map[string]published{}
	for name := range kept {
		if before, isKnown := w.published[w.uri(name)]; isKnown {
			told[w.uri(name)] = before
		}
	}
	messages := map[string]publishParams{}
	for name, found := range all {
		params := publishParams{URI: w.uri(name), Diagnostics: append([]diagnostic{}, found...)}
		text, _ := json.Marshal(params.Diagnostics) // texts and numbers always have a form in JSON
		now := published{diagnostics: string(text)}
		if open := w.open[name]; open != nil {
			now.version, now.isOpen = open.version, true
			params.Version = &now.version
		}
		if before, isKnown := w.published[params.URI]; !isKnown || before != now {
			messages[params.URI] = params
		}
		told[params.URI] = now
	}
	for uri, before := range w.published {
		if _, isTold := told[uri]; !isTold && before.diagnostics != "[]" {
			messages[uri] = publishParams{URI: uri, Diagnostics: []diagnostic{}}
		}
	}
	w.published = told
	var ordered []publishParams
	for _, uri := range slices.Sorted(maps.Keys(messages)) {
		ordered = append(ordered, messages[uri])
	}
	return ordered
}

// findingsIn returns the findings of a file whose text a range touches.
func findingsIn(report *finding.Report, file string, start, end int) []finding.Finding {
	var touched []finding.Finding
	for _, found := range report.Findings {
		span := found.Location.Span
		if found.Location.File == file && !span.IsZero() && span.Start.Offset <= end && start <= span.End.Offset {
			touched = append(touched, found)
		}
	}
	return touched
}

// offsets returns the byte offsets of a range.
func (e encoding) offsets(file *source.File, of textRange) (start, end int) {
	start = e.offsetOf(file, of.Start)
	return start, max(start, e.offsetOf(file, of.End))
}
