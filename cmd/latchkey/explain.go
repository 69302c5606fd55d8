package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

func (c *Command) explainCommand() *cobra.Command {
	var chosen ruleFlags
	color := colorAuto
	command := &cobra.Command{
		Use:     "explain RULE",
		Short:   "Say what a rule finds, why it matters and what to do about it",
		Example: "  latchkey explain security-group/open-icmp\n  latchkey explain open-icmp",
		Args: func(command *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused(command, errors.New("explain needs the id of one rule; 'latchkey rules' lists them"))
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			run, err := c.analyzer(command, chosen, analyzer.Options{Texts: true})
			if err != nil {
				return err
			}
			found, err := findRule(run.Rules(), args[0])
			if err != nil {
				return misused(command, err)
			}
			page := reflow(visibleLines(rule.Page(found)), c.width())
			if c.useColor(color) {
				page = paintMarkdown(page)
			}
			return c.print(page)
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return ruleCompletions(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	chosen.bindDir(command.Flags())
	bindColor(command, &color)
	return command
}

// findRule returns the rule with the id, or with the name when only one rule has it.
func findRule(rules []rule.Rule, wanted string) (rule.Rule, error) {
	var named []rule.Rule
	for _, candidate := range rules {
		if candidate.ID == wanted {
			return candidate, nil
		}
		if candidate.Name() == wanted {
			named = append(named, candidate)
		}
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return rule.Rule{}, unknownRule(rules, wanted)
	default:
		return rule.Rule{}, fmt.Errorf("rule %q: there are several: %s", wanted, strings.Join(ids(named), ", "))
	}
}

func unknownRule(rules []rule.Rule, wanted string) error {
	if family := slices.DeleteFunc(slices.Clone(rules), func(r rule.Rule) bool {
		return r.Family() != strings.TrimSuffix(wanted, "/*")
	}); len(family) > 0 {
		return fmt.Errorf("rule %q: this is a family; its rules are %s", wanted, strings.Join(ids(family), ", "))
	}
	if suggestion := analyzer.Suggest(rules, wanted); suggestion != "" {
		return fmt.Errorf("rule %q: there is none with this id; did you mean %q?", wanted, suggestion)
	}
	if started := startingLike(rules, wanted); len(started) > 0 && len(started) <= mostSuggested {
		quoted := make([]string, len(started))
		for i, each := range started {
			quoted[i] = strconv.Quote(each.ID)
		}
		return fmt.Errorf("rule %q: there is none with this id; did you mean %s?", wanted, strings.Join(quoted, " or "))
	}
	return fmt.Errorf("rule %q: there is none with this id; 'latchkey rules' lists them", wanted)
}

// mostSuggested is how many rules a suggestion names.
const mostSuggested = 3

// startingLike returns the rules whose names begin with nearly the words of the one wanted, in its family where it
// has one.
func startingLike(rules []rule.Rule, wanted string) []rule.Rule {
	family, name, hasFamily := strings.Cut(wanted, "/")
	if !hasFamily {
		name = wanted
	}
	byStart := map[string][]rule.Rule{}
	var starts []rule.Rule
	for _, each := range rules {
		if hasFamily && each.Family() != family {
			continue
		}
		for i, letter := range each.Name() {
			if letter == '-' {
				start := each.Name()[:i]
				starts = append(starts, rule.Rule{ID: start})
				byStart[start] = append(byStart[start], each)
			}
		}
	}
	return byStart[analyzer.Suggest(starts, name)]
}

func ids(rules []rule.Rule) []string {
	found := make([]string, len(rules))
	for i, each := range rules {
		found[i] = each.ID
	}
	return found
}
