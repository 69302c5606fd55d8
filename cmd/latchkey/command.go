package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// The exit statuses.
const (
	// statusClean says that there is no finding at or above --fail-on.
	statusClean = 0
	// statusFindings says that there is one.
	statusFindings = 1
	// statusFailure says that the command was used wrongly or could not do all of its work: an
	// unknown option, a broken rule, a path that can't be read, a report that can't be written.
	statusFailure = 2
)

// grace is how long a run that is to stop may take to write the file it is at.
const grace = 300 * time.Millisecond

// Command is one run of latchkey.
type Command struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Dir is the directory that relative paths start from.
	Dir string
	// LookupEnv returns a variable of the environment, and whether it is set.
	LookupEnv func(name string) (string, bool)
	// Now returns the time, by which suppressions expire. With nil none does.
	Now func() time.Time

	// progress is what a long run shows of itself; nil before Main.
	progress *progress
}

// statusError ends a run with a status when everything has been said already.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("exit status %d", int(e))
}

// usageError says that a command was called in a way it does not understand.
type usageError struct {
	// command is the command as typed, as in "latchkey check".
	command string
	cause   error
}

func (e *usageError) Error() string { return e.cause.Error() }

func (e *usageError) Unwrap() error { return e.cause }

// misused returns a usageError for the command.
func misused(command *cobra.Command, cause error) error {
	return &usageError{command: command.CommandPath(), cause: cause}
}

// noArguments is for commands that take none.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misused(command, fmt.Errorf("%s takes no argument, but got %q", command.Name(), args[0]))
	}
	return nil
}

// Main runs the command with the arguments after its name and returns its exit status. A context that
// ends stops it. The streams must not be used again then: a read from a terminal, for one, can't be
// stopped and goes on.
func (c *Command) Main(ctx context.Context, args []string) int {
	c.progress = &progress{}
	root := c.root()
	root.SetArgs(append([]string{}, args...)) // cobra takes nil for the process's own arguments
	err := untilDone(ctx, func() error { return root.ExecuteContext(ctx) })
	if err == nil {
		return statusClean
	}
	if status, ok := errors.AsType[statusError](err); ok {
		return int(status)
	}
	if ctx.Err() != nil {
		c.say("stopped: %v", context.Cause(ctx))
		return statusFailure
	}
	c.sayError(err)
	if usage, ok := errors.AsType[*usageError](err); ok {
		c.say("run '%s --help' to see how it is used", usage.command)
	}
	return statusFailure
}

// untilDone does the work and returns its error. When the context ends the work has the grace to end by
// itself, and after that it is left alone.
func untilDone(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return context.Cause(ctx) //nolint:wrapcheck // Main says what it is
	}
}

// root returns the command with its subcommands. It is `check`, too: `latchkey PATH` checks a path.
func (c *Command) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "latchkey [PATH...]",
		Short: "Find lockouts, stranded workloads and open doors in CloudFormation templates and AWS policies",
		Long: `latchkey reads CloudFormation templates and AWS policy documents and proves, before deployment and
without a network or credentials, who would be locked out, what would be stranded and who would be
let in. Without a subcommand it checks the paths, as 'latchkey check' does.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or an error.`,
		Example: `  latchkey                                    check the current directory
  latchkey check stacks/ policy.json          check a directory and a file
  latchkey -f text -f sarif=latchkey.sarif    print and write the findings
  latchkey explain open-icmp                  say what a rule is about`,
		Version:       readVersion().String(),
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,
	}
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	root.SetVersionTemplate("latchkey {{.Version}}\n")
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(visibleWriter{c.Stderr})
	root.SetFlagErrorFunc(c.misusedFlags)
	newCheck(c, root)
	root.AddCommand(
		c.checkCommand(), c.fixCommand(), c.accessCommand(), c.reachCommand(), c.graphCommand(), c.explainCommand(),
		c.rulesCommand(), c.modelCommand(), c.lspCommand(), c.initCommand(), c.baselineCommand(), c.mergeCommand(),
		c.versionCommand(),
	)
	fitHelp(root)
	return root
}

// fitHelp fills the texts of a command and of those below it to an ordinary terminal, as the flags are.
func fitHelp(command *cobra.Command) {
	command.Long = strings.TrimRight(reflow(command.Long, defaultWidth), "\n")
	for _, below := range command.Commands() {
		fitHelp(below)
	}
}

// say writes a line about the run itself. The error stream is the last place to tell anything, so
// that its own errors are dropped.
func (c *Command) say(format string, values ...any) {
	c.progress.end()
	line := "latchkey: " + report.Visible(fmt.Sprintf(format, values...)) + "\n"
	if c.inActions() {
		line = report.Inert(line)
	}
	_, _ = io.WriteString(c.Stderr, line)
}

// inActions reports whether this is a step of GitHub Actions, which takes some of what is printed for commands.
func (c *Command) inActions() bool { return c.env("GITHUB_ACTIONS") == "true" }

// sayError writes an error. Joined errors have a line each.
func (c *Command) sayError(err error) {
	for line := range strings.Lines(err.Error()) {
		c.say("%s", strings.TrimSuffix(line, "\n"))
	}
}

// env returns a variable of the environment; "" where it is not set.
func (c *Command) env(name string) string {
	value, _ := c.LookupEnv(name)
	return value
}

// today returns the time of the run, the zero Time where there is no clock.
func (c *Command) today() time.Time {
	if c.Now == nil {
		return time.Time{}
	}
	return c.Now()
}

// path returns a path that a user gave, as the system understands it.
func (c *Command) path(given string) string {
	if filepath.IsAbs(given) {
		return given
	}
	return filepath.Join(c.Dir, given)
}
