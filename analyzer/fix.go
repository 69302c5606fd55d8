package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// maxRounds bounds how often fixes are looked for in what other fixes have made.
const maxRounds = 10

// FixOptions choose the fixes to make. The zero FixOptions make all safe ones.
type FixOptions struct {
	// Select leaves only the fixes of the rules that a selector names, while all rules judge the result; empty
	// means all.
	Select []string
	// Unsafe makes the fixes that are only suggested, too.
	Unsafe bool
}

// Fixes are what fixing has come to.
type Fixes struct {
	// Files are the files that change, by name.
	Files []FixedFile
	// Made are the findings that are gone because their fix was made, in the order in which this was done.
	Made []finding.Finding
	// Suggested are findings with a fix that was not asked for, and Refused those whose fix can't be made.
	Suggested []finding.Finding
	Refused   []RefusedFix
	// Report is what is said about the files with their changes.
	Report *finding.Report
}

// FixedFile is a file that changes.
type FixedFile struct {
	File *source.File
	// Content is the new content.
	Content []byte
}

// Diff returns the change as a unified diff, for `git apply` in the directory that file names start from.
func (f FixedFile) Diff() string {
	return fix.Diff(f.File.Name, f.File.Content, f.Content)
}

// Replacement returns the change as one of text: without what is the same at both ends.
func (f FixedFile) Replacement() finding.Replacement {
	before, after := f.File.Content, f.Content
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	for start > 0 && start < len(before) && !utf8.RuneStart(before[start]) {
		start-- // a character is not cut
	}
	end := 0
	for end < min(len(before), len(after))-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	for end > 0 && !utf8.RuneStart(before[len(before)-end]) {
		end--
	}
	return finding.Replacement{
		File: f.File.Name, Span: f.File.Span(start, len(before)-end), Text: string(after[start : len(after)-end]),
	}
}

// RefusedFix is a finding whose fix can't be made.
type RefusedFix struct {
	Finding finding.Finding
	// Reason is a phrase without a full stop.
	Reason string
}

// Fix makes the fixes of what is found in the files, and not of what comes up with them. Each is made only if the
// changed text parses, the finding is gone from it and nothing as severe or more has come up. Fixes that touch the same
// text are made one after the other, each after a new analysis. No file is written. Errors are as for Analyze.
func (a *Analyzer) Fix(ctx context.Context, files []*source.File, options FixOptions) (*Fixes, error) {
	rules, err := choose(a.rules, options.Select, nil)
	if err != nil {
		return nil, err
	}
	f := newFixing(a, newMemory(), rules, options)
	if f.inputs, f.notices, err = a.read(ctx, files); err != nil {
		return nil, err
	}
	return f.run(ctx)
}

// newFixing returns the state in which the fixes of some rules are made, of what is known, too; the caller gives it its
// inputs.
func newFixing(a *Analyzer, known *memory, rules []rule.Rule, options FixOptions) *fixing {
	f := &fixing{
		Analyzer: a.Against(Baselines{}), memory: known, options: options, chosen: map[string]bool{},
		reads:   map[string]*input{},
		touches: map[*finding.Fix][]string{}, rewrites: map[string]rewriting{},
	}
	for _, each := range rules {
		f.chosen[each.ID] = true
	}
	return f
}

// run makes the fixes, round by round.
func (f *fixing) run(ctx context.Context) (*Fixes, error) {
	before := maps.Collect(f.files())
	report, assemblies, failure := f.analyze(ctx, f.inputs)
	if report == nil {
		return nil, failure
	}
	f.assemblies = assemblies
	f.shown = map[string]bool{}
	for _, found := range report.Findings {
		f.shown[saying(found)] = true
	}
	fixes := &Fixes{}
	for range maxRounds {
		made, after, err := f.round(ctx, report)
		if err != nil {
			return nil, err
		}
		if len(made) == 0 {
			break
		}
		report = after
		fixes.Made = append(fixes.Made, made...)
	}
	fixes.Report = report
	for name, file := range before {
		if now := report.Files[name]; now != nil && now != file && string(now.Content) != string(file.Content) {
			fixes.Files = append(fixes.Files, FixedFile{File: file, Content: now.Content})
		}
	}
	f.fixConfigurations(fixes)
	slices.SortFunc(fixes.Files, func(a, b FixedFile) int { return strings.Compare(a.File.Name, b.File.Name) })
	f.leave(fixes)
	return fixes, failure
}

// fixing is the state of one Fix.
type fixing struct {
	*Analyzer

	options FixOptions
	chosen  map[string]bool // the ids of the rules whose fixes are made
	// only is the file whose findings are fixed; empty for all.
	only string
	// shown are the findings of the first report, by what they say. Only these are fixed: nobody has seen the others.
	shown   map[string]bool
	inputs  []*input
	notices []finding.Notice
	memory  *memory
	// assemblies are those that the inputs make.
	assemblies []deployed
	// reads are the inputs of changed files by their name and content.
	reads map[string]*input
	// touches are the names of the files that a fix changes, and rewrites what fixes made of an input.
	touches  map[*finding.Fix][]string
	rewrites map[string]rewriting
	// reasons say why fixes of the last round were not made, by the fingerprints of their findings.
	reasons map[string]string
}

// rewriting is what fixes made of an input, or the reason why they can't be written.
type rewriting struct {
	input  *input
	reason string
}

// files returns the files of the inputs by name.
func (f *fixing) files() func(yield func(string, *source.File) bool) {
	return func(yield func(string, *source.File) bool) {
		for _, in := range f.inputs {
			if !yield(in.file.Name, in.file) {
				return
			}
		}
	}
}

// analyze is Analyze for files that were read already. It returns the assemblies that they make, too.
func (f *fixing) analyze(ctx context.Context, inputs []*input) (*finding.Report, []deployed, error) {
	return f.memory.analyze(ctx, f.Analyzer, inputs, f.notices)
}

// forget drops what was tried, but for the judgements of the inputs as they are now.
func (f *fixing) forget() {
	f.memory.forget(f.assemblies)
	clear(f.reads)
	clear(f.touches)
	clear(f.rewrites)
}

// isWanted reports whether the fix of a finding is to be made.
func (f *fixing) isWanted(found finding.Finding) bool {
	isHere := f.only == "" || found.Location.File == f.only
	return isHere && found.Fix != nil && f.chosen[found.Rule] && (found.Fix.Safe || f.options.Unsafe)
}

// isShown reports whether a finding was in the first report, if there was one.
func (f *fixing) isShown(found finding.Finding) bool {
	return f.shown == nil || f.shown[saying(found)]
}

// round makes all fixes that can be made together, the most severe first, and returns their findings and what is found
// afterwards.
func (f *fixing) round(ctx context.Context, before *finding.Report) ([]finding.Finding, *finding.Report, error) {
	var candidates []finding.Finding
	f.reasons = map[string]string{}
	for _, found := range before.Findings {
		switch {
		case !f.isWanted(found), !f.isShown(found), f.isConfiguration(found.Location.File):
		case found.Fix.Refusal != "":
			f.reasons[found.Fingerprint] = found.Fix.Refusal
		default:
			candidates = append(candidates, found)
		}
	}
	slices.SortStableFunc(candidates, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	written := f.settle(nil, candidates, func(fixed []finding.Finding) string {
		_, reason := f.changed(fixed)
		return reason
	})
	inputs, after := f.inputs, before
	assemblies := f.assemblies
	var failure error
	made := f.settle(nil, written, func(fixed []finding.Finding) string {
		if failure != nil {
			return "the analysis failed"
		}
		tried, reason := f.changed(fixed)
		if reason != "" {
			return reason
		}
		report, linked, err := f.analyze(ctx, tried)
		if report == nil {
			failure = err
			return "the analysis failed"
		}
		if reason := compare(before, report, fixed); reason != "" {
			return reason
		}
		inputs, after, assemblies = tried, report, linked
		return ""
	})
	if failure != nil {
		return nil, nil, failure
	}
	f.inputs, f.assemblies = inputs, assemblies
	f.forget()
	return made, after, nil
}

// settle returns the findings of a batch that pass a test together with those accepted before. What fails is
// divided, down to single findings, whose reasons are noted.
func (f *fixing) settle(accepted, batch []finding.Finding, test func([]finding.Finding) string) []finding.Finding {
	if len(batch) == 0 {
		return accepted
	}
	all := slices.Concat(accepted, batch)
	reason := test(all)
	switch {
	case reason == "":
		return all
	case len(batch) == 1:
		f.reasons[batch[0].Fingerprint] = reason
		return accepted
	}
	accepted = f.settle(accepted, batch[:len(batch)/2], test)
	return f.settle(accepted, batch[len(batch)/2:], test)
}

// changed returns the inputs with the fixes of findings, or the reason why these can't be written.
func (f *fixing) changed(fixed []finding.Finding) (inputs []*input, reason string) {
	byFile := map[string][]*finding.Fix{}
	for _, found := range fixed {
		names := f.touched(found.Fix)
		if len(names) == 0 {
			return nil, "it is about no file that is analysed"
		}
		for _, name := range names {
			byFile[name] = append(byFile[name], found.Fix)
		}
	}
	inputs = slices.Clone(f.inputs)
	for i, in := range inputs {
		if fixes := byFile[in.file.Name]; len(fixes) > 0 {
			if inputs[i], reason = f.rewrite(in, fixes); reason != "" {
				return nil, reason
			}
		}
	}
	return inputs, ""
}

// touched returns the names of the files that a fix changes.
func (f *fixing) touched(by *finding.Fix) []string {
	names, isKnown := f.touches[by]
	if !isKnown {
		names = fix.Files(*by, maps.Collect(f.files()))
		f.touches[by] = names
	}
	return names
}

// rewrite returns an input with fixes, or the reason why these can't be written.
func (f *fixing) rewrite(in *input, fixes []*finding.Fix) (*input, string) {
	key := fmt.Sprintf("%p %v", in, fixes)
	known, isKnown := f.rewrites[key]
	if isKnown {
		return known.input, known.reason
	}
	all := make([]finding.Fix, len(fixes))
	for i, each := range fixes {
		all[i] = *each
	}
	changes, reason := fix.Changes(in.tree, all...)
	made := rewriting{reason: reason}
	if reason == "" {
		made.input = f.reread(in.file.Name, fix.Apply(in.file.Content, changes))
		if made.input == nil {
			made.reason = "the result would be no template and no policy"
		}
	}
	f.rewrites[key] = made
	return made.input, made.reason
}

// reread returns the input for a file with a new content, nil where it is none any more. The same content gives the
// same input, so that what was judged once is known.
func (f *fixing) reread(name string, content []byte) *input {
	key := name + "\x00" + string(content)
	if known := f.reads[key]; known != nil {
		return known
	}
	again, _, err := f.read(context.Background(), []*source.File{source.New(name, content)})
	if err != nil || len(again) != 1 {
		return nil
	}
	f.reads[key] = again[0]
	return again[0]
}

// compare returns why a report does not show that findings are fixed, "" when it does: each is gone, and no rule finds
// more of at least the least of their severities than is left of what it found before.
func compare(before, after *finding.Report, fixed []finding.Finding) (reason string) {
	least := rule.Critical
	said, found := map[string]int{}, map[string]int{}
	messages := map[string]bool{}
	for _, each := range fixed {
		least = min(least, each.Severity)
	}
	count := func(findings []finding.Finding, by int) {
		for _, each := range findings {
			said[saying(each)] += by
			if each.Severity >= least {
				found[each.Location.File+"\x00"+each.Rule] += by
			}
		}
	}
	count(before.Findings, 1)
	for _, each := range before.Findings {
		messages[saying(each)] = true
	}
	count(fixed, -1)
	count(after.Findings, -1)
	for _, each := range fixed {
		if said[saying(each)] < 0 {
			return "the finding would still be there"
		}
	}
	for _, each := range after.Findings {
		isMore := found[each.Location.File+"\x00"+each.Rule] < 0
		if isMore && each.Severity >= least && !messages[saying(each)] {
			return each.Rule + " would be found instead: " + each.Message
		}
	}
	for _, each := range after.Findings {
		if each.Severity >= least && found[each.Location.File+"\x00"+each.Rule] < 0 {
			return each.Rule + " would be found once more"
		}
	}
	return ""
}

// saying is equal for findings that say the same, wherever in their file.
func saying(found finding.Finding) string {
	return found.Rule + "\x00" + found.Location.File + "\x00" + found.Message
}

// leave adds what was not fixed.
func (f *fixing) leave(fixes *Fixes) {
	for _, found := range fixes.Report.Findings {
		switch {
		case found.Fix == nil || !f.chosen[found.Rule]:
		case f.isWanted(found) && !f.isShown(found):
			reason := "the finding has come up with another fix; run fix again for its own"
			fixes.Refused = append(fixes.Refused, RefusedFix{Finding: found, Reason: reason})
		case f.isWanted(found):
			reason := cmp.Or(f.reasons[found.Fingerprint], "one fix led to another too often")
			fixes.Refused = append(fixes.Refused, RefusedFix{Finding: found, Reason: reason})
		default:
			fixes.Suggested = append(fixes.Suggested, found)
		}
	}
}

// Replacements returns a function that turns the fixes of a report into changes of text, for formats that carry them.
func Replacements(report *finding.Report) func(finding.Fix) []finding.Replacement {
	return fix.Replacements(report.Files)
}
