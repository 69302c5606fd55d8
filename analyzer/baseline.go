package analyzer

import (
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// Against returns the analyzer with a baseline: its reports hold what is new, and count what is known. A set is for one
// run and knows afterwards what is gone.
func (a *Analyzer) Against(known *baseline.Set) *Analyzer {
	compared := *a
	compared.baseline = known
	return &compared
}

// BaselineOf returns an entry for each finding of a report, in the order of the report. The name of a file in the
// baseline is what name returns for its name in the report.
func BaselineOf(report *finding.Report, name func(file string) string) []baseline.Entry {
	entries := make([]baseline.Entry, len(report.Findings))
	for i := range report.Findings {
		found := &report.Findings[i]
		entries[i] = baseline.Of(*found, name(found.Location.File), marked(report, found))
	}
	return entries
}

// Unread counts the files that a report says can't be read, of which nothing else is known.
func Unread(findings []finding.Finding) int {
	files := map[string]bool{}
	for _, found := range findings {
		if found.Rule == unreadable {
			files[found.Location.File] = true
		}
	}
	return len(files)
}

// compare takes the findings out of a report that the baseline holds. isOpen reports whether silence proves nothing
// about a file.
func (a *Analyzer) compare(report *finding.Report, inputs []*input, isOpen func(file string) bool) {
	if a.baseline == nil {
		return
	}
	unread := map[string]bool{}
	for _, in := range inputs {
		unread[in.file.Name] = len(in.tree.Problems) > 0
	}
	for _, found := range slices.Concat(report.Findings, report.Suppressed) {
		unread[found.Location.File] = unread[found.Location.File] || found.Rule == unreadable
	}
	isUndecided := func(rule, file, resource string) bool {
		return slices.ContainsFunc(report.Undecided, func(question finding.Undecided) bool {
			at := question.Location
			return question.Rule == rule && at.File == file && baseline.Resource(at.Path) == resource
		})
	}
	known := split(report, a.baseline, func(rule, file, resource string) bool {
		hidesOthers := unread[file] && rule != unreadable
		return a.isOn(rule, file) && !isOpen(file) && !hidesOthers && !isUndecided(rule, file, resource)
	})
	if count := Unread(known); count > 0 {
		message := fmt.Sprintf("%d files in the baseline can't be read, so nothing else in them was checked", count)
		if count == 1 {
			message = "1 file in the baseline can't be read, so nothing else in it was checked"
		}
		report.Notices = append(report.Notices, finding.Notice{Message: message})
	}
	for _, entry := range a.baseline.Gone() {
		message := fmt.Sprintf("gone from the baseline: %s: %s: %s", entry.File, entry.Rule, entry.Message)
		report.Notices = append(report.Notices, finding.Notice{Message: message, Detail: true})
	}
	report.Summary.Baseline = &finding.Baseline{
		Known: len(a.severeEnough(known)), Gone: len(a.baseline.Gone()),
	}
}

// split takes the findings out of a report that a baseline holds, and returns them.
func split(
	report *finding.Report, by *baseline.Set, isSettled func(rule, file, resource string) bool,
) (known []finding.Finding) {
	report.Findings, known = by.Split(report.Findings, baseline.Facts{
		Marked:  func(found finding.Finding) string { return marked(report, &found) },
		Settled: isSettled,
	})
	return known
}

// CompareMerged takes the findings out of a report that was joined from others which a baseline holds. What is gone
// from it can't be told, as the reports don't say all that was proved to be silent. The report has to have the texts of
// its files.
func CompareMerged(report *finding.Report, by *baseline.Set) {
	known := split(report, by, func(string, string, string) bool { return false })
	for _, found := range known {
		report.Summary.Findings[found.Severity]--
	}
	if report.Summary.Baseline == nil {
		report.Summary.Baseline = &finding.Baseline{}
	}
	report.Summary.Baseline.Known += len(known)
}
