package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// rulesFormats are the values of --format for `rules`.
var rulesFormats = []string{"table", "json"}

func (c *Command) rulesCommand() *cobra.Command {
	var chosen ruleFlags
	var format string
	command := &cobra.Command{
		Use:     "rules",
		Short:   "List the rules",
		Example: "  latchkey rules --select lockout\n  latchkey rules --format json",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if !slices.Contains(rulesFormats, format) {
				return misused(command, fmt.Errorf("--format %q: want %s", format, strings.Join(rulesFormats, " or ")))
			}
			run, err := c.analyzer(command, chosen, analyzer.Options{Texts: format == "json"})
			if err != nil {
				return err
			}
			if format == "json" {
				return c.printJSON(run.Rules())
			}
			return c.print(table(run.Rules()))
		},
	}
	command.Flags().SortFlags = false
	command.Flags().StringVarP(&format, "format", "f", "table", "write the list as `FORMAT`: table or json")
	chosen.bind(command.Flags())
	completeValues(command, "format", rulesFormats)
	completeRules(command)
	return command
}

// table lists the rules, one a line, under a heading.
func table(rules []rule.Rule) string {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(columns, "RULE\tSEVERITY\tTITLE")
	for _, each := range rules {
		_, _ = fmt.Fprintf(columns, "%s\t%s\t%s\n", visible(each.ID), each.Severity, visible(each.Title))
	}
	_ = columns.Flush() // a Builder takes everything
	return text.String()
}
