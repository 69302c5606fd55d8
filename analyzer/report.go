package analyzer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// report puts together what the assemblies gave, in the order in which it is printed. What is suppressed, and what is
// too mild, still stands among the findings. The notices about parameters follow those about files.
func (a *Analyzer) report(
	inputs []*input, judged []judgement, notices, aboutParameters []finding.Notice,
) *finding.Report {
	report := &finding.Report{
		Rules: a.rules, Chosen: a.areChosen, Files: map[string]*source.File{}, Notices: notices,
		Summary: finding.Summary{Findings: map[rule.Severity]int{}},
	}
	for _, in := range inputs {
		report.Files[in.file.Name] = in.file
		report.Summary.Files++
		kind := finding.Template
		if in.kind == discover.Policy {
			kind = finding.Policy
			report.Summary.Policies++
		} else {
			report.Summary.Templates++
		}
		report.Inputs = append(report.Inputs, finding.Input{Name: in.file.Name, Kind: kind})
		if count := len(in.tree.Documents); count > 1 {
			message := fmt.Sprintf("only the first of %d YAML documents is analysed", count)
			report.Notices = append(report.Notices, finding.Notice{File: in.file.Name, Message: message})
		}
	}
	if err := faults(judged); err != nil {
		report.Notices = append(report.Notices, faultNotice(err))
	}
	report.Notices = append(report.Notices, aboutParameters...)
	for _, result := range judged {
		report.Findings = append(report.Findings, result.findings...)
		report.Undecided = append(report.Undecided, result.undecided...)
		report.Notices = append(report.Notices, result.notices...)
	}
	finding.Sort(report.Findings)
	finding.SortUndecided(report.Undecided)
	a.fingerprint(report, report.Findings)
	return report
}

// faultNotice says that rules did not say all they should.
func faultNotice(fault error) finding.Notice {
	return finding.Notice{Message: "a rule failed, so its silence proves nothing: " + fault.Error(), Fault: true}
}

// uselessParameters says which of the given parameters no template declares, since a misspelt name would
// quietly leave a default in force, and which values no deployment would take. A configuration may well have values
// for templates that the run does not look at.
func (a *Analyzer) uselessParameters(inputs []*input) []finding.Notice {
	var notices []finding.Notice
	isDeclared := map[string]bool{}
	for _, in := range inputs {
		if in.kind != discover.Template {
			continue
		}
		environment, _ := a.environmentOf(in.file.Name)
		for _, name := range slices.Sorted(maps.Keys(environment.Parameters)) {
			if in.tree.Root.Get("Parameters").Get(name) == nil {
				continue
			}
			isDeclared[name] = true
			if template.Refuses(in.tree, name, environment.Parameters[name]) {
				message := "parameter " + name + " does not take the given value" // which may be a secret
				notices = append(notices, finding.Notice{File: in.file.Name, Message: message})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.options.Parameters)) {
		if !isDeclared[name] {
			notices = append(notices, finding.Notice{Message: "no template declares the given parameter " + name})
		}
	}
	return notices
}

// faults returns what kept rules from saying all they should, each once: a rule that fails mostly fails
// on many files.
func faults(judged []judgement) error {
	var all []error
	seen := map[string]bool{}
	for _, result := range judged {
		for _, fault := range result.faults {
			if !seen[fault.Error()] {
				seen[fault.Error()] = true
				all = append(all, fault)
			}
		}
	}
	return errors.Join(all...)
}

// fingerprint identifies each finding by what it is about and not by its line: the rule, the file,
// the path and the text it marks. Findings that are alike in all of these are counted.
func (a *Analyzer) fingerprint(report *finding.Report, findings []finding.Finding) {
	seen := map[string]int{}
	for i := range findings {
		found := &findings[i]
		at := found.Location
		file := path.Join(a.options.Base, at.File)
		identity := found.Rule + "\x00" + file + "\x00" + at.Path + "\x00" + marked(report, found)
		seen[identity]++
		sum := sha256.Sum256([]byte(identity + "\x00" + strconv.Itoa(seen[identity])))
		found.Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// marked returns the text at the finding's location.
func marked(report *finding.Report, found *finding.Finding) string {
	file := report.Files[found.Location.File]
	span := found.Location.Span
	if file == nil || span.IsZero() {
		return ""
	}
	return string(file.Content[span.Start.Offset:span.End.Offset])
}
