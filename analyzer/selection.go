package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// SelectorError says that a selector names no rule, family or tag.
type SelectorError struct {
	Selector string
	// Suggestion is the known selector that is spelled most alike; empty when none is close.
	Suggestion string
}

// Error returns the message with the suggestion.
func (e *SelectorError) Error() string {
	message := fmt.Sprintf("choose rules: no rule, family or tag is called %q", e.Selector)
	if e.Suggestion != "" {
		message += fmt.Sprintf("; did you mean %q?", e.Suggestion)
	}
	return message
}

// choose returns the rules that the selectors leave on: those selected, or all when none is, less
// those ignored. A selector is a rule's id or its name alone, a family ("lockout" or "lockout/*") or
// a tag.
func choose(rules []rule.Rule, selected, ignored []string) ([]rule.Rule, error) {
	for _, selector := range slices.Concat(selected, ignored) {
		if !slices.ContainsFunc(rules, func(r rule.Rule) bool { return r.Matches(selector) }) {
			return nil, &SelectorError{Selector: selector, Suggestion: suggest(rules, selector)}
		}
	}
	chosen := make([]rule.Rule, 0, len(rules))
	for _, candidate := range rules {
		if len(selected) > 0 && !slices.ContainsFunc(selected, candidate.Matches) {
			continue
		}
		if !slices.ContainsFunc(ignored, candidate.Matches) {
			chosen = append(chosen, candidate)
		}
	}
	return chosen, nil
}

// unreadable is the rule about files that can't be read. Where it speaks, the others can't: without it a file that
// nobody checked would pass.
const unreadable = "syntax/invalid-document"

// withUnreadable adds the rule about files that can't be read to those chosen, unless it is ignored.
func withUnreadable(rules, chosen []rule.Rule, ignored []string) []rule.Rule {
	isUnreadable := func(candidate rule.Rule) bool { return candidate.ID == unreadable }
	at := slices.IndexFunc(rules, isUnreadable)
	if at < 0 || slices.ContainsFunc(chosen, isUnreadable) ||
		slices.ContainsFunc(ignored, func(selector string) bool { return rules[at].Matches(selector) }) {
		return chosen
	}
	return append(slices.Clip(chosen), rules[at])
}

// Suggest returns the id among the rules that is spelled most like a text, or "" when none is
// close: at most a third of its letters differ.
func Suggest(rules []rule.Rule, text string) string {
	ids := make([]string, len(rules))
	for i, candidate := range rules {
		ids[i] = candidate.ID
	}
	return closest(ids, text)
}

func suggest(rules []rule.Rule, text string) string {
	var names []string
	for _, candidate := range rules {
		names = append(names, candidate.ID, candidate.Family())
		names = append(names, candidate.Tags...)
	}
	return closest(names, text)
}

func closest(names []string, text string) string {
	best, distance := "", len(text)/3+1
	for _, name := range names {
		candidates := []string{name}
		if _, short, ok := strings.Cut(name, "/"); ok && !strings.Contains(text, "/") {
			candidates = append(candidates, short)
		}
		for _, candidate := range candidates {
			if d := rule.Distance(candidate, text); d < distance {
				best, distance = name, d
			}
		}
	}
	return best
}
