package analyzer

import (
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// Baselines are those that the findings of a run are compared with. The zero Baselines are none.
type Baselines struct {
	// Sets are all of them. Each is for one run, and knows afterwards what is gone.
	Sets []*baseline.Set
	// Of returns that of a file, nil for a file whose findings are all new.
	Of func(file string) *baseline.Set
}

// Everywhere returns one baseline for all files.
func Everywhere(known *baseline.Set) Baselines {
	return Baselines{Sets: []*baseline.Set{known}, Of: func(string) *baseline.Set { return known }}
}

// Against returns the analyzer with baselines: its reports hold what is new, and count what is known. What it fixes
// may be known.
func (a *Analyzer) Against(known Baselines) *Analyzer {
	compared := *a
	compared.configuration.Baselines = known
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

// takeKnown takes the findings out of a report that the baselines hold. isOpen reports whether silence proves nothing
// about a file.
func (a *Analyzer) takeKnown(report *finding.Report, inputs []*input, isOpen func(file string) bool) {
	baselines := a.configuration.Baselines
	if len(baselines.Sets) == 0 {
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
	known := splitKnown(report, baselines, func(rule, file, resource string) bool {
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
	gone := baselines.gone()
	for _, entry := range gone {
		message := fmt.Sprintf("gone from the baseline: %s: %s: %s", entry.File, entry.Rule, entry.Message)
		report.Notices = append(report.Notices, finding.Notice{Message: message, Detail: true})
	}
	report.Summary.Baseline = &finding.Baseline{Known: len(a.severeEnough(known)), Gone: len(gone)}
}

// gone returns the entries of all baselines whose findings are gone.
func (b Baselines) gone() []baseline.Entry {
	var gone []baseline.Entry
	for _, set := range b.Sets {
		gone = append(gone, set.Gone()...)
	}
	return gone
}

// splitKnown takes the findings out of a report that baselines hold, and returns them.
func splitKnown(
	report *finding.Report, by Baselines, isSettled func(rule, file, resource string) bool,
) (known []finding.Finding) {
	found := map[*baseline.Set][]finding.Finding{}
	for _, each := range report.Findings {
		set := by.Of(each.Location.File)
		found[set] = append(found[set], each)
	}
	report.Findings = found[nil]
	for _, set := range by.Sets {
		fresh, held := set.Split(found[set], baseline.Facts{
			Marked:  func(found finding.Finding) string { return marked(report, &found) },
			Settled: isSettled,
		})
		report.Findings, known = append(report.Findings, fresh...), append(known, held...)
	}
	finding.Sort(report.Findings)
	return known
}

// CompareMerged takes the findings out of a report that was joined from others which baselines hold. What is gone
// from them can't be told, as the reports don't say all that was proved to be silent. The report has to have the texts
// of its files.
func CompareMerged(report *finding.Report, by Baselines) {
	known := splitKnown(report, by, func(string, string, string) bool { return false })
	for _, found := range known {
		report.Summary.Findings[found.Severity]--
	}
	if report.Summary.Baseline == nil {
		report.Summary.Baseline = &finding.Baseline{}
	}
	report.Summary.Baseline.Known += len(known)
}
