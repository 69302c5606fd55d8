package analyzer

import (
	"context"
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// unused is the rule about suppressions that hide nothing.
const unused = suppress.Family + string(suppress.Unused)

// suppress takes the findings that are suppressed out of a report, adds what is wrong with the suppressions, and
// leaves what is severe enough. The error is for a rule about suppressions that does not keep its contract.
func (a *Analyzer) suppress(
	ctx context.Context, report *finding.Report, inputs []*input, judged []judgement,
) error {
	for _, file := range a.configuration.Files {
		report.Files[file.Name] = file
		report.Inputs = append(report.Inputs, finding.Input{Name: file.Name, Kind: finding.Configuration})
	}
	finding.SortInputs(report.Inputs)
	report.Undecided = slices.DeleteFunc(report.Undecided, func(question finding.Undecided) bool {
		return !a.isOn(question.Rule, question.Location.File)
	})
	set := a.suppressions(inputs)
	var hidden []finding.Finding
	report.Findings, report.Suppressed = set.Split(a.settle(report.Findings))
	found, err := a.judgeSuppressions(ctx, set.Issues(report.Undecided, mayNeed(report, judged)))
	a.fingerprint(report, found)
	found, hidden = set.Split(a.settle(found))
	found, pending := a.splitPending(found, a.isWide())
	hidden, hiddenPending := a.splitPending(hidden, a.isWide())
	report.Findings = append(report.Findings, found...)
	a.takeKnown(report, inputs, isOpen(judged))
	report.Findings = a.severeEnough(report.Findings)
	report.Suppressed = a.severeEnough(append(report.Suppressed, hidden...))
	report.Pending = a.severeEnough(append(pending, hiddenPending...))
	if err != nil {
		report.Notices = append(report.Notices, faultNotice(err))
	}
	for _, one := range report.Findings {
		report.Summary.Findings[one.Severity]++
	}
	return err
}

// isWide returns whether a finding about a suppression is about one of the configuration.
func (a *Analyzer) isWide() func(finding.Finding) bool {
	files := map[string]bool{}
	for _, each := range a.configuration.Suppressions {
		files[each.Location.File] = true
	}
	return func(found finding.Finding) bool { return files[found.Location.File] }
}

// suppressions are those of the files and those of the configuration.
func (a *Analyzer) suppressions(inputs []*input) *suppress.Set {
	asked := slices.Clone(a.configuration.Suppressions)
	for _, in := range inputs {
		asked = append(asked, suppress.Read(in.tree)...)
	}
	settled := map[string]bool{"": !slices.ContainsFunc(inputs, func(in *input) bool { return !a.isSettled(in) })}
	for _, in := range inputs {
		settled[in.file.Name] = a.isSettled(in)
	}
	return suppress.NewSet(asked, suppress.Facts{
		Known: a.known, On: a.isOn, Today: a.options.Today,
		Settled: func(file string) bool { return settled[file] },
		Suggest: func(text string) string {
			_, nearest := a.Knows(text)
			return nearest
		},
	})
}

// isSettled reports whether nothing outside of a file decides what is found in it: it imports no values, and all its
// parameters have values that were given.
func (a *Analyzer) isSettled(in *input) bool {
	if in.kind == discover.Policy {
		return true
	}
	if in.isEmptied || in.tree.Root == nil || imports(in.file) {
		return false
	}
	declared := in.tree.Root.Get("Parameters")
	if declared == nil {
		return true
	}
	environment, _ := a.environmentOf(in.file.Name)
	return !slices.ContainsFunc(declared.Entries, func(parameter syntax.Entry) bool {
		_, isGiven := environment.Parameters[parameter.Key.Value]
		return !isGiven
	})
}

// severeEnough returns the findings that the options want, in the order in which they are printed.
func (a *Analyzer) severeEnough(findings []finding.Finding) []finding.Finding {
	findings = slices.DeleteFunc(findings, func(found finding.Finding) bool {
		return found.Severity < a.options.MinSeverity
	})
	finding.Sort(findings)
	return findings
}

// isOpen returns whether the silence of rules proves nothing about a file.
func isOpen(judged []judgement) func(file string) bool {
	open := map[string]bool{}
	for _, result := range judged {
		for _, file := range result.open {
			open[file] = true
		}
	}
	return func(file string) bool { return open[file] }
}

// mayNeed returns whether a file may need suppressions that hid nothing: silence proves nothing about it, or what it
// imports is not there. "" stands for all files, of which one that can't be read may need them.
func mayNeed(report *finding.Report, judged []judgement) func(file string) bool {
	importing := map[string]bool{"": Unread(report.Findings)+Unread(report.Suppressed) > 0}
	for _, result := range judged {
		for _, file := range result.importing {
			importing[file] = true
		}
	}
	isOpen := isOpen(judged)
	return func(file string) bool { return importing[file] || isOpen(file) }
}

// judgeSuppressions asks the rules about suppressions. Their findings are where the suppressions stand.
func (a *Analyzer) judgeSuppressions(ctx context.Context, issues []suppress.Issue) ([]finding.Finding, error) {
	if len(issues) == 0 {
		return nil, nil
	}
	wrong := make([]model.Suppression, len(issues))
	about := map[source.At]suppress.Issue{}
	fixes := map[source.At]*finding.Fix{}
	for i, issue := range issues {
		wrong[i] = model.Suppression{
			Kind: string(issue.Kind), At: issue.At, Rules: slices.Concat([]string{}, issue.Rules),
			Detail: issue.Detail, Unclear: issue.Unclear,
		}
		about[issue.At] = issue
		if issue.Fix != nil {
			fixes[issue.At] = issue.Fix
		}
	}
	document, subjects := model.OfSuppressions(wrong)
	said := evaluation{late: a.late, known: map[[32]byte]*answers{}}.answer(ctx, document, subjects)
	found := make([]finding.Finding, 0, len(said.results))
	for _, result := range said.results {
		issue, isKnown := about[result.At]
		if !isKnown {
			err := fmt.Errorf("rule %s: locate %q: there is no such suppression", result.Rule, result.At)
			return found, err
		}
		made := finding.Finding{
			Rule: result.Rule, Severity: result.Severity, Message: result.Message, Label: result.Label,
			Location: issue.Location, Notes: result.Notes, Properties: result.Properties,
		}
		if result.Rule == unused {
			made.Fix = fixes[result.At]
		}
		found = append(found, made)
	}
	return found, said.fault
}
