package main

import (
	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/rules"
)

// completeFlags tells shells the values of the flags that have only a few.
func (c *check) completeFlags(command *cobra.Command) {
	completeValues(command, "format", report.Formats())
	completeSeverities(command)
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	completeRules(command)
}

// completeSeverities tells shells the values of --min-severity and --fail-on.
func completeSeverities(command *cobra.Command) {
	severities := make([]string, 0, len(rule.Severities()))
	for _, severity := range rule.Severities() {
		severities = append(severities, severity.String())
	}
	completeValues(command, "min-severity", severities)
	completeValues(command, "fail-on", append(severities, "none"))
}

func completeValues(command *cobra.Command, flag string, values []string) {
	complete(command, flag, func() []string { return values })
}

func completeRules(command *cobra.Command) {
	complete(command, "select", ruleCompletions)
	complete(command, "ignore", ruleCompletions)
}

func complete(command *cobra.Command, flag string, values func() []string) {
	suggest := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
	if err := command.RegisterFlagCompletionFunc(flag, suggest); err != nil {
		panic(err) // the flag is missing: a mistake in this package, found by any test
	}
}

// ruleCompletions returns the ids of the built-in rules with their titles, as cobra wants them.
func ruleCompletions() []string {
	run, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		return nil
	}
	var found []string
	for _, each := range run.Rules() {
		found = append(found, each.ID+"\t"+each.Title)
	}
	return found
}
