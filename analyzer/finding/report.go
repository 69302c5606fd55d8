package finding

import (
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Report is the result of a run, in the order in which it is printed.
type Report struct {
	// Findings, Undecided and Suppressed are sorted with Sort, SortUndecided and Sort.
	Findings   []Finding
	Undecided  []Undecided
	Suppressed []Finding
	// Notices are about the run, not about the user's templates.
	Notices []Notice
	Summary Summary
	// Rules are the rules that were on, by id, whether or not their subject was present.
	Rules []rule.Rule
	// Files holds every file that was read, by name, for the text around a finding.
	Files map[string]*source.File
}

// Summary counts what a run saw.
type Summary struct {
	// Files is the number of files that were recognised and analysed.
	Files int
	// Templates and Policies say what they were. A file that did not parse counts as the kind it
	// was recognised as.
	Templates, Policies int
	// Findings counts the findings per severity; a severity without findings is absent.
	Findings map[rule.Severity]int
	// Baseline counts what the baseline of the run holds; nil for a run without one.
	Baseline *Baseline
}

// Baseline counts what a run says about the findings that are known.
type Baseline struct {
	// Known is the number of findings that the baseline holds; they are not among those of the report.
	Known int
	// Gone is the number of the baseline's entries whose findings are no longer there.
	Gone int
}

// Rule returns the metadata of the rule with the id, and whether it was on.
func (r *Report) Rule(id string) (rule.Rule, bool) {
	for _, candidate := range r.Rules {
		if candidate.ID == id {
			return candidate, true
		}
	}
	return rule.Rule{}, false
}

// Worst returns the highest severity among the findings, 0 when there are none.
func (r *Report) Worst() rule.Severity {
	var worst rule.Severity
	for _, found := range r.Findings {
		worst = max(worst, found.Severity)
	}
	return worst
}
