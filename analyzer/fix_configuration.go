package analyzer

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// isConfiguration reports whether a file is one of the configurations.
func (a *Analyzer) isConfiguration(name string) bool {
	return slices.ContainsFunc(a.configuration.Files, func(file *source.File) bool { return file.Name == name })
}

// fixConfigurations takes suppressions out of configurations that were proved to hide nothing. They need no new
// analysis: what hides nothing changes nothing when it is gone.
func (f *fixing) fixConfigurations(fixes *Fixes) {
	for _, file := range f.configuration.Files {
		made, changes, reason := f.changesOf(file, fixes.Report)
		if len(made) == 0 {
			continue
		}
		if reason != "" {
			for _, found := range made {
				f.reasons[found.Fingerprint] = reason
			}
			continue
		}
		fixes.Files = append(fixes.Files, FixedFile{File: file, Content: fix.Apply(file.Content, changes)})
		fixes.Made = append(fixes.Made, made...)
		fixes.Report.Findings = slices.DeleteFunc(fixes.Report.Findings, func(found finding.Finding) bool {
			return found.Location.File == file.Name && f.isWanted(found) && f.isShown(found)
		})
		for _, found := range made {
			fixes.Report.Summary.Findings[found.Severity]--
		}
	}
}

// changesOf returns the findings in a configuration whose fixes are wanted, with the changes that make them or the
// reason why these can't be made.
func (f *fixing) changesOf(
	file *source.File, report *finding.Report,
) (wanted []finding.Finding, changes []finding.Replacement, reason string) {
	var all []finding.Fix
	for _, found := range report.Findings {
		if found.Location.File == file.Name && f.isWanted(found) && f.isShown(found) {
			wanted, all = append(wanted, found), append(all, *found.Fix)
		}
	}
	if len(all) > 0 {
		changes, reason = fix.Changes(syntax.Parse(file), all...)
	}
	return wanted, changes, reason
}
