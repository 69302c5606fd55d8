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
	// Chosen says that Rules are not all the built-in ones and nothing else.
	Chosen bool
	// Files holds every file that was read, by name, for the text around a finding.
	Files map[string]*source.File
	// Inputs are the files that the report is about, sorted with SortInputs.
	Inputs []Input
	// Shard is the part of a run that the report is of; nil for a whole one.
	Shard *Shard
	// Pending are findings of a shard that stand only if every other shard of the run has them, too: suppressions
	// of the configuration that hid nothing. They are sorted with Sort.
	Pending []Finding
}

// Input is a file that a report is about.
type Input struct {
	Name string
	Kind InputKind
	// Hash is the SHA-256 of the file's bytes in hexadecimal digits, for a report that was read; empty where it has
	// to be taken from the text.
	Hash string
}

// InputKind is what a file is to a run.
type InputKind string

// The kinds of inputs.
const (
	Template      InputKind = "template"
	Policy        InputKind = "policy"
	Configuration InputKind = "configuration"
)

// Shard is a part of a run.
type Shard struct {
	// Index counts from 1, up to Of.
	Index, Of int
	// Set is equal for the shards of one run: those made from the same files with the same rules, flags and
	// configurations by the same version.
	Set string
	// Files and Rules are equal for shards of the same files and of the same rules: they tell what makes two sets
	// differ.
	// They are empty in reports that do not have them.
	Files, Rules string
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
