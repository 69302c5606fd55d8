package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// leftLimit is the number of suggested fixes that are listed when nobody asked for all.
const leftLimit = 5

// fixRun is the subcommand that fixes what is found.
type fixRun struct {
	*Command

	analysisFlags

	write   bool
	unsafe  bool
	strict  bool
	color   colorMode
	quiet   bool
	verbose bool
}

func (c *Command) fixCommand() *cobra.Command {
	run := &fixRun{Command: c, color: colorAuto}
	command := &cobra.Command{
		Use:   "fix [PATH...]",
		Short: "Fix what is found, as a diff or in the files",
		Long: `fix makes the fixes that findings come with. It prints them as one unified diff for 'git apply', or
writes them with --write. Only what a fix is about changes: comments, quotes, indentation and the
order of keys stay.

A safe fix keeps what the file means otherwise. One that takes a choice is suggested, and only made
with --unsafe. Each is tried first: the new text has to parse, the finding has to be gone, and no
rule may find something else as severe. What is left is said on standard error.

With the path - it reads standard input and prints the fixed text.

Exit status: 0 nothing to fix, or all of it written; 1 the diff has fixes, or some were written and
--exit-non-zero-on-fix asks to say so; 2 wrong usage or an error.`,
		Example: `  latchkey fix                                show the safe fixes
  latchkey fix --unsafe stacks/ | git apply   make all fixes in a directory
  latchkey fix --write --select breakglass    write the safe fixes of some rules
  latchkey fix --stdin-filename app.yaml -    fix what an editor sends`,
		Args: cobra.ArbitraryArgs,
		RunE: run.run,
	}
	flags := command.Flags()
	flags.SortFlags = false
	flags.BoolVarP(&run.write, "write", "w", false, "write the fixes to the files instead of a diff")
	flags.BoolVar(&run.strict, "exit-non-zero-on-fix", false, "exit with status 1 when fixes were written, as hooks do")
	flags.BoolVar(&run.unsafe, "unsafe", false, "make the fixes, too, that are only suggested")
	flags.StringSliceVar(&run.rules.selected, "select", nil,
		"make the fixes of these `RULES` only: ids, families (lockout) or tags, comma-separated (repeatable)")
	flags.StringSliceVar(&run.rules.ignored, "ignore", nil,
		"leave out these `RULES`, named as for --select (repeatable)")
	run.rules.bindDir(flags)
	run.stack.bind(flags)
	run.input.bind(flags)
	run.config.bind(flags)
	bindColor(command, &run.color)
	flags.BoolVarP(&run.quiet, "quiet", "q", false, "print the diff and errors only")
	flags.BoolVarP(&run.verbose, "verbose", "v", false, "list every fix that is left, and every file that is left out")
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	completeRules(command)
	return command
}

func (c *fixRun) run(command *cobra.Command, args []string) error {
	if err := c.conflict(args); err != nil {
		return misused(command, err)
	}
	if c.input.stdinName != "" || slices.Contains(args, discover.Stdin) {
		return c.fixStdin(command, args)
	}
	found, fixes, err := c.fix(command, c.Command, args)
	if err != nil {
		return err
	}
	if c.write {
		err = c.writeAll(fixes)
	} else {
		err = c.printDiff(fixes)
	}
	c.tellLeft(fixes)
	if err != nil {
		return err // after half of the work its sum would mislead
	}
	c.tellSum(found, fixes)
	switch {
	case len(found.Unread) > 0:
		return statusError(statusFailure)
	case (!c.write || c.strict) && len(fixes.Files) > 0:
		return statusError(statusFindings)
	default:
		return nil
	}
}

// conflict returns what is wrong with the flags and paths together.
func (c *fixRun) conflict(args []string) error {
	isStdin := c.input.stdinName != "" || slices.Contains(args, discover.Stdin)
	switch {
	case c.quiet && c.verbose:
		return errors.New("--quiet and --verbose exclude each other")
	case isStdin && c.write:
		return errors.New("--write can't write to standard input, its fixed text is printed")
	case isStdin && len(args) > 1:
		return errors.New("the path - stands alone, as its fixed text is printed")
	default:
		return nil
	}
}

// fix looks for fixes in the files that the paths lead to. A rule that fails makes the run fail before anything is
// changed, since nobody knows what it would have said about the result.
func (c *fixRun) fix(
	command *cobra.Command, from *Command, args []string,
) (discover.Result, *analyzer.Fixes, error) {
	var options analyzer.Options
	if !c.quiet {
		options.Progress = c.showProgress()
		defer c.progress.end()
	}
	flags := c.analysisFlags
	flags.rules.selected = nil // all rules judge the result
	run, err := from.prepare(command, flags, options, args)
	if err != nil {
		return discover.Result{}, nil, err
	}
	found := run.found
	chosen := analyzer.FixOptions{Select: c.rules.selected, Unsafe: c.unsafe}
	fixes, err := run.Fix(command.Context(), found.Files, chosen)
	if _, isSelector := errors.AsType[*analyzer.SelectorError](err); isSelector {
		return discover.Result{}, nil, misused(command, err)
	}
	if err != nil {
		return discover.Result{}, nil, fmt.Errorf("fix: %w", err)
	}
	for _, notice := range slices.Concat(run.notices, found.Notices, fixes.Report.Notices) {
		if c.verbose || !notice.Detail && !c.quiet {
			c.sayNotice(notice)
		}
	}
	c.complain(found.Unread)
	return found, fixes, nil
}

// fixStdin prints the text of standard input with its fixes, which is the text itself where there are none.
func (c *fixRun) fixStdin(command *cobra.Command, args []string) error {
	text, err := io.ReadAll(c.Stdin)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	from := *c.Command
	from.Stdin = bytes.NewReader(text)
	found, fixes, err := c.fix(command, &from, args)
	if err != nil {
		return err
	}
	for _, file := range fixes.Files {
		text = file.Content
	}
	c.tellLeft(fixes)
	c.tellSum(found, fixes)
	if err := c.print(string(text)); err != nil {
		return err
	}
	if len(found.Unread) > 0 {
		return statusError(statusFailure)
	}
	return nil
}

// tellLeft says which fixes are left, and why.
func (c *fixRun) tellLeft(fixes *analyzer.Fixes) {
	if c.quiet {
		return
	}
	for _, refused := range fixes.Refused {
		c.sayLeft(refused.Finding, "not written: "+refused.Reason)
	}
	for i, suggested := range fixes.Suggested {
		if i == leftLimit && !c.verbose {
			rest := count(len(fixes.Suggested)-i, "more suggested fix", "more suggested fixes")
			c.say("... and %s, -v lists all", rest)
			break
		}
		c.sayLeft(suggested, "suggested, --unsafe makes it")
	}
}

// tellSum says in one line what was done. Where nothing could be read there is nothing to say.
func (c *fixRun) tellSum(found discover.Result, fixes *analyzer.Fixes) {
	switch {
	case c.quiet || len(found.Files) == 0 && len(found.Unread) > 0:
	case len(fixes.Made)+len(fixes.Refused)+len(fixes.Suggested) == 0:
		c.say("nothing to fix")
	default:
		c.say("%s", c.summary(fixes))
	}
}

func (c *fixRun) sayLeft(found finding.Finding, why string) {
	start := found.Location.Span.Start
	c.say("%s:%d:%d: %s: %s (%s)", found.Location.File, start.Line, start.Column, found.Rule, found.Fix.Title, why)
}

// summary returns the last line: what was fixed, where, and what is left.
func (c *fixRun) summary(fixes *analyzer.Fixes) string {
	line := "no fix made"
	if len(fixes.Made) > 0 {
		line = count(len(fixes.Made), "fix", "fixes") + " in " + count(len(fixes.Files), "file", "files")
		if c.write {
			line += " written"
		}
	}
	if number := len(fixes.Suggested); number > 0 {
		line += fmt.Sprintf("; %d suggested", number)
	}
	if number := len(fixes.Refused); number > 0 {
		line += fmt.Sprintf("; %d not written", number)
	}
	return line
}

// count returns a number with its noun.
func count(number int, one, several string) string {
	if number == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", number, several)
}

// printDiff writes the diffs of all files, which a terminal shows in colours.
func (c *fixRun) printDiff(fixes *analyzer.Fixes) error {
	var text strings.Builder
	for _, file := range fixes.Files {
		text.WriteString(file.Diff())
	}
	if c.useColor(c.color) {
		return c.print(painted(text.String()))
	}
	return c.print(text.String())
}

// painted returns a diff with colours, and with what could steer the terminal written out.
func painted(diff string) string {
	var text strings.Builder
	for line := range strings.Lines(diff) {
		line = strings.TrimRight(line, "\r\n")
		code := map[byte]string{'-': "31", '+': "32", '@': "36"}[line[0]]
		if strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ") {
			code = "1"
		}
		parts := strings.Split(line, "\t")
		for i := range parts {
			parts[i] = report.Visible(parts[i])
		}
		line = strings.Join(parts, "\t")
		if code != "" {
			line = "\x1b[" + code + "m" + line + "\x1b[0m"
		}
		text.WriteString(line + "\n")
	}
	return text.String()
}
