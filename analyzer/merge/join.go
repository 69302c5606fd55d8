package merge

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// key is equal for findings that are one and the same in several reports.
type key struct {
	fingerprint, message string
	location             finding.Location
}

func keyOf(found finding.Finding) key {
	made := key{fingerprint: found.Fingerprint, location: found.Location}
	if made.fingerprint == "" {
		made.message = found.Rule + " " + found.Message
	}
	return made
}

// joiner joins reports.
type joiner struct {
	made       finding.Report
	isFound    map[key]bool
	suppressed map[key]bool
	undecided  map[finding.Undecided]bool
	notices    map[finding.Notice]bool
	inputs     map[string]finding.Input
	on         map[string]bool // the rules that reports name
	isBuiltIn  bool            // some report is about all built-in rules
}

func join(sources []Source) *joiner {
	j := &joiner{
		isFound: map[key]bool{}, suppressed: map[key]bool{}, undecided: map[finding.Undecided]bool{},
		notices: map[finding.Notice]bool{}, inputs: map[string]finding.Input{}, on: map[string]bool{},
	}
	for _, each := range sources {
		for _, found := range slices.Concat(each.Report.Findings, each.Report.Suppressed) {
			j.found(found)
		}
		for _, question := range each.Report.Undecided {
			if !j.undecided[question] {
				j.undecided[question] = true
				j.made.Undecided = append(j.made.Undecided, question)
			}
		}
		for _, on := range each.Report.Rules {
			j.on[on.ID] = true
		}
		j.isBuiltIn = j.isBuiltIn || !each.Report.Chosen
		j.count(each.Report)
	}
	for _, notice := range inOrder(sources) {
		j.notice(notice)
	}
	return j
}

// inOrder returns the notices of all reports so that those of each keep their order, and those of different ones come
// by file, as in a run over all files.
func inOrder(sources []Source) []finding.Notice {
	lists := make([][]finding.Notice, len(sources))
	left := map[finding.Notice]int{} // the lists that a notice is still in
	for i, each := range sources {
		seen := map[finding.Notice]bool{}
		for _, notice := range each.Report.Notices {
			if !seen[notice] {
				seen[notice] = true
				left[notice]++
				lists[i] = append(lists[i], notice)
			}
		}
	}
	var ordered []finding.Notice
	for len(left) > 0 {
		next := nextNotice(lists, left)
		ordered = append(ordered, next)
		delete(left, next)
		for i, list := range lists {
			for len(list) > 0 && left[list[0]] == 0 {
				list = list[1:]
			}
			lists[i] = list
		}
	}
	return ordered
}

// nextNotice returns which of the first notices comes next: the first by file of those that stand first wherever they
// are, or just the first where the lists contradict each other.
func nextNotice(lists [][]finding.Notice, left map[finding.Notice]int) finding.Notice {
	heads := map[finding.Notice]int{}
	var first, free *finding.Notice
	for _, list := range lists {
		if len(list) > 0 {
			heads[list[0]]++
		}
	}
	for _, list := range lists {
		if len(list) == 0 {
			continue
		}
		head := &list[0]
		first = cmp.Or(first, head)
		if heads[*head] == left[*head] && (free == nil || head.File < free.File) {
			free = head
		}
	}
	return *cmp.Or(free, first)
}

func (j *joiner) found(found finding.Finding) {
	key := keyOf(found)
	switch {
	case found.Suppression == nil && !j.isFound[key]:
		j.isFound[key] = true
		j.made.Findings = append(j.made.Findings, found)
	case found.Suppression != nil && !j.suppressed[key]:
		j.suppressed[key] = true
		j.made.Suppressed = append(j.made.Suppressed, found)
	}
}

func (j *joiner) notice(notice finding.Notice) {
	if !j.notices[notice] {
		j.notices[notice] = true
		j.made.Notices = append(j.made.Notices, notice)
	}
}

// count counts the files of a report that are not counted yet: all of them where it does not list them.
func (j *joiner) count(report *finding.Report) {
	listed, sum := 0, &j.made.Summary
	if each := report.Summary.Baseline; each != nil {
		if sum.Baseline == nil {
			sum.Baseline = &finding.Baseline{}
		}
		sum.Baseline.Known += each.Known
		sum.Baseline.Gone += each.Gone
	}
	for _, input := range report.Inputs {
		if input.Kind != finding.Configuration {
			listed++
		}
	}
	isListed := listed == report.Summary.Files
	if !isListed {
		sum.Files += report.Summary.Files
		sum.Templates += report.Summary.Templates
		sum.Policies += report.Summary.Policies
	}
	for _, input := range report.Inputs {
		if _, isKnown := j.inputs[input.Name]; isKnown {
			continue
		}
		j.inputs[input.Name] = input
		j.made.Inputs = append(j.made.Inputs, input)
		switch {
		case !isListed || input.Kind == finding.Configuration:
		case input.Kind == finding.Policy:
			sum.Files, sum.Policies = sum.Files+1, sum.Policies+1
		default:
			sum.Files, sum.Templates = sum.Files+1, sum.Templates+1
		}
	}
}

// report returns the joined report, in the order in which it is printed.
func (j *joiner) report(options Options) *finding.Report {
	made := &j.made
	made.Suppressed = slices.DeleteFunc(made.Suppressed, func(found finding.Finding) bool {
		return j.isFound[keyOf(found)]
	})
	isMild := func(found finding.Finding) bool { return found.Severity < options.MinSeverity }
	made.Findings = slices.DeleteFunc(made.Findings, isMild)
	made.Suppressed = slices.DeleteFunc(made.Suppressed, isMild)
	finding.Sort(made.Findings)
	finding.Sort(made.Suppressed)
	finding.SortUndecided(made.Undecided)
	finding.SortInputs(made.Inputs)
	made.Summary.Findings = map[rule.Severity]int{}
	for _, found := range made.Findings {
		made.Summary.Findings[found.Severity]++
	}
	made.Files = map[string]*source.File{}
	j.rules(options)
	return made
}

// rules gives the report the rules that were on in some run. One that is not known is noticed: it may be a user's own,
// or one of another version.
func (j *joiner) rules(options Options) {
	known := map[string]bool{}
	isAll := true
	for _, each := range options.BuiltIn {
		known[each.ID] = true
		if j.isBuiltIn || j.on[each.ID] {
			j.made.Rules = append(j.made.Rules, each)
		} else {
			isAll = false
		}
	}
	for _, each := range options.Added {
		known[each.ID] = true
		if j.on[each.ID] {
			j.made.Rules = append(j.made.Rules, each)
			isAll = false
		}
	}
	j.made.Chosen = !isAll
	slices.SortFunc(j.made.Rules, func(a, b rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	unknown := map[string]bool{}
	for id := range j.on {
		unknown[id] = !known[id]
	}
	for _, found := range slices.Concat(j.made.Findings, j.made.Suppressed) {
		unknown[found.Rule] = !known[found.Rule]
	}
	for _, id := range slices.Sorted(maps.Keys(unknown)) {
		if unknown[id] {
			j.notice(finding.Notice{Message: "the rule " + id + " is not known, so its description is left out"})
		}
	}
}
