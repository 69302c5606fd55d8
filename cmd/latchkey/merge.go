package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/merge"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// merging is the subcommand that joins reports.
type merging struct {
	check

	partial bool
}

func (c *Command) mergeCommand() *cobra.Command {
	run := &merging{check: check{
		Command: c, minSeverity: rule.Low, failOn: threshold(rule.Medium), color: colorAuto,
	}}
	command := &cobra.Command{
		Use:   "merge REPORT.json...",
		Short: "Join reports of several runs, such as shards, into one",
		Long: `merge joins reports that 'latchkey check -f json' has written, and writes one in any format. The path -
is standard input. What several reports say stands once. Of a run with --shard all shards have to be
there; a suppression of the configuration that hid nothing in any of them is reported as unused.

Excerpts, and the fixes and line hashes in SARIF, are taken from the files of the working directory
where these are still what the reports were made from, and left out elsewhere.

Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, an error, or a run that
failed.`,
		Example: `  latchkey check stacks/ --shard 1/2 -f json=shard-1.json
  latchkey check stacks/ --shard 2/2 -f json=shard-2.json
  latchkey merge shard-*.json -f text -f sarif=latchkey.sarif`,
		RunE: run.run,
	}
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&run.formats, "format", "f", nil, "write the report as `FORMAT`: "+
		strings.Join(report.Formats(), ", ")+"; FORMAT=FILE writes it to a file (repeatable)")
	flags.BoolVar(&run.partial, "partial", false, "join the shards that are there, though others are missing")
	run.rules.bindDir(flags)
	flags.TextVar(&run.minSeverity, "min-severity", run.minSeverity, "report nothing below this `SEVERITY`")
	flags.TextVar(&run.failOn, "fail-on", &run.failOn,
		"exit with status 1 for findings from this `SEVERITY` on: low, medium, high, critical or none")
	flags.BoolVar(&run.exitZero, "exit-zero", false, "exit with status 0 whatever was found")
	bindBaseline(flags, &run.baseline)
	bindCategory(flags, &run.category)
	flags.BoolVar(&run.showUndecided, "show-undecided", false, "list what could not be decided, and why")
	flags.BoolVar(&run.showSuppressed, "show-suppressed", false, "list what the files ask to leave out, and why")
	bindColor(command, &run.color)
	flags.BoolVarP(&run.quiet, "quiet", "q", false, "print findings and errors only")
	flags.BoolVarP(&run.verbose, "verbose", "v", false, "print the notices, too, that only a curious user wants")
	run.config.bind(flags)
	completeValues(command, "format", report.Formats())
	completeSeverities(command)
	return command
}

// run joins the reports. What keeps one of them from being read is said of all of them at once.
func (c *merging) run(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return misused(command, errors.New("want the reports to join, as in 'latchkey merge shard-*.json'"))
	}
	outputs, err := parseOutputs(c.formats)
	if err := errors.Join(err, c.conflict()); err != nil {
		return misused(command, err)
	}
	run, options, err := c.loadRules(command, outputs)
	if err != nil {
		return err
	}
	sources, err := c.readReports(args)
	if err != nil {
		return err
	}
	result, err := merge.Reports(sources, options)
	if _, isIncomplete := errors.AsType[*merge.IncompleteError](err); isIncomplete {
		return fmt.Errorf("merge reports: %w: --partial joins those that are there", err)
	}
	if err != nil {
		return fmt.Errorf("merge reports: %w", err)
	}
	configured, err := c.configureMerged(command, run, result)
	if err != nil {
		return err
	}
	if err := c.overwrites(outputs, c.inputsOf(args, result, configured)); err != nil {
		return misused(command, err)
	}
	left := c.attach(outputs, result)
	if err := c.compare(command, sources, result, left, configured); err != nil {
		return err
	}
	return c.finish(outputs, sources, result, configured)
}

// loadRules returns an analyzer with the rules that reports may be about, and what merging has to know of them.
func (c *merging) loadRules(command *cobra.Command, outputs []output) (*analyzer.Analyzer, merge.Options, error) {
	texts := analyzer.Options{
		Texts: wants(outputs, "sarif") || wants(outputs, "html"),
	}
	run, err := c.analyzer(command, ruleFlags{}, texts)
	if err != nil {
		return nil, merge.Options{}, err
	}
	options := merge.Options{BuiltIn: run.Rules(), MinSeverity: c.minSeverity, Partial: c.partial}
	if c.rules.dir == "" {
		return run, options, nil
	}
	if run, err = c.analyzer(command, c.rules, texts); err != nil {
		return nil, merge.Options{}, err
	}
	for _, each := range run.Rules() {
		isBuiltIn := func(known rule.Rule) bool { return known.ID == each.ID }
		if !slices.ContainsFunc(options.BuiltIn, isBuiltIn) {
			options.Added = append(options.Added, each)
		}
	}
	return run, options, nil
}

// readReports reads all reports.
func (c *merging) readReports(args []string) ([]merge.Source, error) {
	var sources []merge.Source
	var failures []error
	for _, name := range c.expand(args) {
		content, err := c.readReport(name)
		if err != nil {
			failures = append(failures, fmt.Errorf("read %s: %w", name, cause(err)))
			continue
		}
		read, err := report.ReadJSON(content)
		if err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", name, err))
			continue
		}
		sources = append(sources, merge.Source{Name: name, Report: read})
	}
	return sources, errors.Join(failures...)
}

func (c *merging) readReport(name string) ([]byte, error) {
	if name == discover.Stdin {
		return io.ReadAll(c.Stdin) //nolint:wrapcheck // wrapped by readReports
	}
	return os.ReadFile(c.path(name)) //nolint:wrapcheck // wrapped by readReports
}

// expand returns the paths with patterns, such as "shard-*.json", in place of which a shell puts names, but not all do.
func (c *merging) expand(args []string) []string {
	var names []string
	for _, given := range args {
		found, err := filepath.Glob(c.path(given))
		if err != nil || len(found) == 0 || !strings.ContainsAny(given, "*?[") {
			names = append(names, given)
			continue
		}
		if _, err := os.Stat(c.path(given)); err == nil {
			names = append(names, given)
			continue
		}
		folder := filepath.Dir(given)
		for _, name := range found {
			names = append(names, filepath.Join(folder, filepath.Base(name)))
		}
	}
	return names
}

// configureMerged reads the configurations of the files in which something was found, for the severities from which on
// they fail.
func (c *merging) configureMerged(
	command *cobra.Command, run *analyzer.Analyzer, result *finding.Report,
) (*configured, error) {
	var found discover.Result
	for _, each := range result.Findings {
		isThere := func(file *source.File) bool { return file.Name == each.Location.File }
		if !slices.ContainsFunc(found.Files, isThere) {
			found.Files = append(found.Files, source.New(each.Location.File, nil))
		}
	}
	return c.configure(command, run, c.analysisFlags, analyzer.Options{}, &found, nil)
}

// compare takes out what the baseline holds: that of the flag, or those that the configurations name. With these a
// report that was compared already stays as it is, as each entry stands for one finding.
func (c *merging) compare(
	command *cobra.Command, sources []merge.Source, result *finding.Report, left []string, configured *configured,
) error {
	given := givenBaseline(command, &c.baseline)
	isCompared := map[string]bool{}
	for _, each := range sources {
		if given == nil && each.Report.Summary.Baseline != nil {
			for _, input := range each.Report.Inputs {
				isCompared[input.Name] = true
			}
		}
	}
	var files []*source.File
	for _, found := range result.Findings {
		if name := found.Location.File; !isCompared[name] {
			files = append(files, source.New(name, nil))
		}
	}
	// No path was looked at, so that nothing is said to be gone.
	chosen, err := configured.baselines(given, files, []string{discover.Stdin})
	if err == nil {
		err = chosen.read()
	}
	if err != nil || len(chosen.all) == 0 {
		return err
	}
	for _, name := range left {
		if chosen.of(name) != nil && !isCompared[name] {
			return fmt.Errorf("compare with the baseline: %s is not here, or not as it was", name)
		}
	}
	known := chosen.forRun(nil)
	of := known.Of
	known.Of = func(file string) *baseline.Set {
		if isCompared[file] {
			return nil
		}
		return of(file)
	}
	analyzer.CompareMerged(result, known)
	return nil
}

// attach gives the report the texts of its files, and returns the names of those that are not there or are others. It
// says where formats miss them.
func (c *merging) attach(outputs []output, result *finding.Report) []string {
	left := report.Attach(result, func(name string) ([]byte, error) {
		path := c.path(filepath.FromSlash(name))
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return nil, cmp.Or(err, errors.New("no regular file"))
		}
		return c.readAtMost(path, discover.MaxSize)
	})
	showsText := func(to output) bool { return to.format != "json" && to.format != "concise" }
	if len(left) == 0 || c.quiet || !slices.ContainsFunc(outputs, showsText) {
		return left
	}
	const most = 2
	names := strings.Join(left[:min(len(left), most)], ", ")
	if len(left) > most {
		names += fmt.Sprintf(" and %d more", len(left)-most)
	}
	c.say("no text is shown of files that are not here, or not as they were: %s", names)
	return left
}

// finish tells the notices, writes the report and returns the status that a run over all files would have had.
func (c *merging) finish(
	outputs []output, sources []merge.Source, result *finding.Report, configured *configured,
) error {
	failure := faultsOf(sources)
	var unread, told []finding.Notice
	for _, notice := range result.Notices {
		switch {
		case notice.Unread:
			unread = append(unread, notice)
		case notice.Fault && !isSaid(sources, notice):
			notice.Fault = false // of the merge, not of a run: it is what --partial asks for
			fallthrough
		default:
			told = append(told, notice)
		}
	}
	c.tell(told)
	c.complain(unread)
	if len(result.Findings) == 0 && failure != nil {
		c.quiet = true // "no findings" would be half of the truth
	}
	if err := errors.Join(c.write(outputs, result, report.Pictures{}), failure); err != nil {
		return err
	}
	return c.status(discover.Result{Unread: unread}, result, configured)
}

// inputsOf returns the names of the files that a merge reads.
func (c *merging) inputsOf(args []string, result *finding.Report, configured *configured) []string {
	read := &prepared{configured: configured}
	names := read.inputs(append(c.expand(args), c.baseline)...)
	for _, input := range result.Inputs {
		names = append(names, input.Name)
	}
	return names
}

// faultsOf returns what kept the runs from saying all they should.
func faultsOf(sources []merge.Source) error {
	var failures []error
	for _, each := range sources {
		for _, notice := range each.Report.Notices {
			if notice.Fault {
				failures = append(failures, fmt.Errorf("%s: %s", each.Name, notice.Message))
			}
		}
	}
	return errors.Join(failures...)
}

// isSaid reports whether a notice is that of a run.
func isSaid(sources []merge.Source, notice finding.Notice) bool {
	return slices.ContainsFunc(sources, func(each merge.Source) bool {
		return slices.Contains(each.Report.Notices, notice)
	})
}
