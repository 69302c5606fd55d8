package suppress

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// Family is how the ids of the rules about suppressions start.
const Family = "suppression/"

// Issues returns what is wrong with the suppressions, once the findings of all rules were split. What hid nothing is
// unused only where that is proved: each rule that it names was asked, left nothing undecided there, and the file is
// not among those of which silence proves nothing.
func (s *Set) Issues(undecided []finding.Undecided, isOpen func(file string) bool) []Issue {
	var issues []Issue
	for _, one := range s.all {
		issues = append(issues, one.mistakes...)
		if one.Reason == "" && !one.isBroken {
			issues = append(issues, one.issue(MissingReason, one.Rules, ""))
		}
		for _, selector := range one.Rules {
			if len(one.names[selector]) == 0 {
				issues = append(issues, one.issue(UnknownRule, []string{selector}, s.facts.Suggest(selector)))
			}
		}
		if s.isOver(one.Suppression) {
			issues = append(issues, one.issue(Expired, one.Rules, one.Until))
		}
		if issue, is := s.unused(one, undecided, isOpen); is {
			issues = append(issues, issue)
		}
	}
	return issues
}

// issue returns an issue of the suppression with some of its rules.
func (s *Suppression) issue(kind IssueKind, rules []string, detail string) Issue {
	return Issue{Kind: kind, At: s.At, Location: s.Location, Rules: rules, Detail: detail}
}

// unused returns the issue about those of a suppression's selectors that hid nothing, if there are some.
func (s *Set) unused(one *judged, undecided []finding.Undecided, isOpen func(file string) bool) (Issue, bool) {
	if !one.holds || one.Partial || isOpen(one.about()) {
		return Issue{}, false
	}
	var idle, kept []string
	for _, selector := range one.Rules {
		if s.isIdle(one, selector, undecided) {
			idle = append(idle, selector)
		} else {
			kept = append(kept, selector)
		}
	}
	if len(idle) == 0 {
		return Issue{}, false
	}
	issue := one.issue(Unused, idle, "")
	var fix finding.Fix
	switch {
	case len(kept) == 0:
		fix = one.removal
	case one.without != nil:
		fix = one.without(kept)
	}
	if fix.Title != "" {
		fix.Safe = s.facts.Settled(one.about())
		issue.Fix = &fix
	}
	return issue, true
}

// about returns the file that a suppression is about, "" where that may be any.
func (s *Suppression) about() string {
	if s.External {
		return ""
	}
	return s.Location.File
}

// isIdle reports whether a selector is proved to hide nothing.
func (s *Set) isIdle(one *judged, selector string, undecided []finding.Undecided) bool {
	ids := one.names[selector]
	if one.used[selector] || len(ids) == 0 {
		return false
	}
	for _, id := range ids {
		if strings.HasPrefix(id, Family) || !s.facts.On(id, one.about()) {
			return false
		}
	}
	return !slices.ContainsFunc(undecided, func(question finding.Undecided) bool {
		return slices.Contains(ids, question.Rule) && one.Covers(question.Location)
	})
}
