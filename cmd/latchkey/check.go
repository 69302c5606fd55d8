package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// check is the subcommand that analyses files and reports findings.
type check struct {
	*Command

	analysisFlags

	baseline       string
	category       string
	shard          shardFlag
	formats        []string
	minSeverity    rule.Severity
	failOn         threshold
	exitZero       bool
	showUndecided  bool
	showSuppressed bool
	color          colorMode
	quiet          bool
	verbose        bool
	jobs           int
}

func (c *Command) checkCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "check [PATH...]",
		Short: "Analyse templates and policies and report findings",
		Long: `check analyses the CloudFormation templates and policy documents that the paths lead to: files,
directories (without what git ignores) or - for standard input; the current directory when there is
no path. What a file is for is told by its content, not by its name.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or an error.`,
		Example: `  latchkey check stacks/ --exclude 'stacks/old'
  latchkey check app.yaml --region eu-west-1 --parameters Stage=prod
  latchkey check --select lockout,security-group --fail-on high
  latchkey check -f concise -f sarif=latchkey.sarif`,
	}
	newCheck(c, command)
	return command
}

// newCheck makes the command run a check.
func newCheck(c *Command, command *cobra.Command) {
	run := &check{Command: c, minSeverity: rule.Low, failOn: threshold(rule.Medium), color: colorAuto}
	run.bind(command)
	command.Args = cobra.ArbitraryArgs
	command.RunE = run.run
}

func (c *check) bind(command *cobra.Command) {
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&c.formats, "format", "f", nil,
		"write the report as `FORMAT`: "+strings.Join(report.Formats(), ", ")+
			"; FORMAT=FILE writes it to a file (repeatable)")
	c.rules.bind(flags)
	flags.TextVar(&c.minSeverity, "min-severity", c.minSeverity, "report nothing below this `SEVERITY`")
	flags.TextVar(&c.failOn, "fail-on", &c.failOn,
		"exit with status 1 for findings from this `SEVERITY` on: low, medium, high, critical or none")
	bindBaseline(flags, &c.baseline)
	bindCategory(flags, &c.category)
	flags.BoolVar(&c.exitZero, "exit-zero", false, "exit with status 0 whatever is found")
	c.stack.bind(flags)
	c.input.bind(flags)
	c.shard.bind(flags)
	flags.BoolVar(&c.showUndecided, "show-undecided", false, "list what could not be decided, and why")
	flags.BoolVar(&c.showSuppressed, "show-suppressed", false, "list what the files ask to leave out, and why")
	bindColor(command, &c.color)
	flags.BoolVarP(&c.quiet, "quiet", "q", false, "print findings and errors only")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "say of every file why it was read or left out")
	flags.IntVar(&c.jobs, "jobs", 0, "work on `N` files at once; 0 means one for each processor")
	c.config.bind(flags)
	c.completeFlags(command)
}

// run checks the paths. What can't be read keeps nothing else from being checked, and a rule that
// fails on some files costs the others nothing: there is a report, and the run fails.
func (c *check) run(command *cobra.Command, args []string) error {
	if err := c.misspelt(command, args); err != nil {
		return err
	}
	outputs, err := parseOutputs(c.formats)
	if err := errors.Join(err, c.conflict()); err != nil {
		return misused(command, err)
	}
	options := analyzer.Options{MinSeverity: c.minSeverity, Jobs: c.jobs, Shard: analyzer.Shard(c.shard)}
	options.Version = readVersion().module
	if !c.quiet {
		options.Progress = c.showProgress()
		defer c.progress.end()
	}
	options.Texts = wants(outputs, "sarif") || wants(outputs, "html")
	if options.Base, err = c.base(); err != nil {
		return err
	}
	run, err := c.prepare(command, c.analysisFlags, options, args)
	if err != nil {
		return err
	}
	found := run.found
	if err := c.overwrites(outputs, run.inputs(c.baseline)); err != nil {
		return misused(command, err)
	}
	known, err := c.known(command, run, args)
	if err != nil {
		return err
	}
	result, failure := run.Against(known).Analyze(command.Context(), found.Files)
	c.progress.end()
	if failure != nil {
		failure = fmt.Errorf("check: %w", failure)
	}
	if result == nil || failure != nil && command.Context().Err() != nil {
		return failure // half a report must not take the place of a whole one
	}
	result.Notices = slices.Concat(found.Unread, run.notices, found.Notices, result.Notices)
	c.tell(result.Notices[len(found.Unread):])
	c.complain(found.Unread)
	if len(result.Findings) == 0 && (failure != nil || len(found.Files) == 0 && len(found.Unread) > 0) {
		c.quiet = true // "no findings" would be half of the truth
	}
	pictures, err := c.pictures(command.Context(), run.Analyzer, outputs, found.Files, result)
	if err := errors.Join(err, c.write(outputs, result, pictures), failure); err != nil {
		return err
	}
	return c.status(found, result, run.configured)
}

// known returns what is known of the files. A shard leaves that to the merge, since a renamed file may be in another
// one.
func (c *check) known(command *cobra.Command, run *prepared, args []string) (analyzer.Baselines, error) {
	if c.shard.Of > 0 {
		return analyzer.Baselines{}, nil
	}
	chosen, err := run.configured.baselines(givenBaseline(command, &c.baseline), run.found.Files, args)
	if err == nil {
		err = chosen.read()
	}
	if err != nil {
		return analyzer.Baselines{}, err
	}
	return chosen.forRun(run.found.Files), nil
}

// bindCategory adds the flag of commands that write SARIF.
func bindCategory(flags *pflag.FlagSet, category *string) {
	flags.StringVar(category, "category", "", "the `NAME` that code scanning files a sarif report under, latchkey by "+
		"default: it keeps one report for each")
}

// categoryForm is what a category may be: part of an id that ends at a slash.
var categoryForm = regexp.MustCompile(`^[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*$`)

// conflict returns what is wrong with the flags together.
func (c *check) conflict() error {
	switch {
	case c.quiet && c.verbose:
		return errors.New("--quiet and --verbose exclude each other")
	case c.category != "" && !categoryForm.MatchString(c.category):
		return fmt.Errorf("--category %q: want letters, digits and . _ : / -", c.category)
	case c.jobs < 0:
		return fmt.Errorf("--jobs %d: want a number from 0 on", c.jobs)
	case c.baseline != "" && c.shard.Of > 0:
		return errors.New("--baseline and --shard exclude each other: 'latchkey merge' takes --baseline")
	default:
		return nil
	}
}

// tell writes notices: the details when they are asked for, none when silence is.
func (c *check) tell(notices []finding.Notice) {
	for _, notice := range notices {
		if notice.Fault {
			continue // the error of the run says it
		}
		if c.verbose || !notice.Detail && !c.quiet {
			c.sayNotice(notice)
		}
	}
}

func (c *Command) sayNotice(notice finding.Notice) {
	if notice.File == "" {
		c.say("%s", notice.Message)
		return
	}
	c.say("%s: %s", notice.File, notice.Message)
}

// complain says what could not be read.
func (c *Command) complain(unread []finding.Notice) {
	for _, notice := range unread {
		c.sayNotice(notice)
	}
}

// write writes the reports, those in files first. One that can't be written costs the others
// nothing.
func (c *check) write(outputs []output, result *finding.Report, pictures report.Pictures) error {
	options, err := c.reportOptions()
	if err != nil {
		return err
	}
	options.Replacements, options.Diff = analyzer.Replacements(result), analyzer.Diffs(result)
	options.Pictures = pictures
	slices.SortStableFunc(outputs, func(a, b output) int { return -cmp.Compare(a.file, b.file) })
	var failures []error
	for _, out := range outputs {
		failures = append(failures, c.writeOne(out, result, options))
	}
	return errors.Join(failures...)
}

func (c *check) writeOne(out output, result *finding.Report, options report.Options) error {
	if out.file == "" {
		options.Color, options.Width, options.Inert = c.useColor(c.color), c.width(), c.inActions()
		return unlessClosed(report.Write(c.Stdout, out.format, result, options))
	}
	var content bytes.Buffer
	if err := report.Write(&content, out.format, result, options); err != nil {
		return err
	}
	if err := writeFile(c.path(out.file), content.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", out.file, err)
	}
	return nil
}

// reportOptions returns what all reports have in common.
func (c *check) reportOptions() (report.Options, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return report.Options{}, fmt.Errorf("find working directory: %w", err)
	}
	return report.Options{
		Version: readVersion().module, Category: c.category, ShowUndecided: c.showUndecided,
		ShowSuppressed: c.showSuppressed, Quiet: c.quiet, Verbose: c.verbose,
		Dir: dir, Root: cmp.Or(discover.Repository(dir), dir),
	}, nil
}

// base returns the path from the root of the repository to the working directory, "" outside of one.
func (c *check) base() (string, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return "", fmt.Errorf("find working directory: %w", err)
	}
	relative, err := filepath.Rel(cmp.Or(discover.Repository(dir), dir), dir)
	if err != nil {
		return "", fmt.Errorf("find working directory: %w", err)
	}
	return filepath.ToSlash(relative), nil
}

// status returns the exit status as an error. A path that could not be read is a failure, as
// nobody can know what it would have shown.
func (c *check) status(found discover.Result, result *finding.Report, configured *configured) error {
	switch {
	case len(found.Unread) > 0:
		return statusError(statusFailure)
	case !c.exitZero && slices.ContainsFunc(result.Findings, func(one finding.Finding) bool {
		return configured.fails(one, c.failOn)
	}):
		return statusError(statusFindings)
	default:
		return nil
	}
}
