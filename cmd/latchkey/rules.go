package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// rulesFormats are the values of --format for `rules`.
var rulesFormats = []string{"table", "json"}

func (c *Command) rulesCommand() *cobra.Command {
	var chosen ruleFlags
	var format string
	command := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Long: `rules lists the rules with their severities and titles, sorted by id: the
built-in ones and those that --rules adds. 'latchkey explain RULE' says more
about one.`,
		Example: `  latchkey rules                      list all rules
  latchkey rules --select lockout     list a family
  latchkey rules --format json        write all about them for a program`,
		Args: noArguments,
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
			return c.print(table(run.Rules(), c.width()))
		},
	}
	command.Flags().SortFlags = false
	command.Flags().StringVarP(&format, "format", "f", "table", "write the list as `FORMAT`: table or json")
	chosen.bind(command.Flags())
	command.Flags().Lookup("select").Usage = "list only these `RULES`: ids, families (lockout) or tags, " +
		"comma-separated (repeatable)"
	command.Flags().Lookup("rules").Usage = "list the rules in this `DIR`, too"
	completeValues(command, "format", rulesFormats)
	completeRules(command)
	return command
}

// table lists the rules, one a line, under a heading. Where the lines are too long for the width, titles stand
// below their rules; a width of 0 has room for all.
func table(rules []rule.Rule, width int) string {
	rows, titles := []string{"RULE\tSEVERITY"}, []string{"TITLE"}
	for _, each := range rules {
		rows = append(rows, report.Visible(each.ID)+"\t"+each.Severity.String())
		titles = append(titles, report.Visible(each.Title))
	}
	beside := make([]string, len(rows))
	for i := range rows {
		beside[i] = rows[i] + "\t" + titles[i]
	}
	lines := aligned(beside)
	isTooLong := func(line string) bool { return runewidth.StringWidth(line) > width }
	if width > 0 && slices.ContainsFunc(lines, isTooLong) {
		for i, row := range aligned(rows) {
			lines[i] = row + "\n  " + titles[i]
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// aligned returns lines with the cells between tabs below each other.
func aligned(rows []string) []string {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(columns, strings.Join(rows, "\n"))
	_ = columns.Flush() // a Builder takes everything
	return strings.Split(text.String(), "\n")
}
