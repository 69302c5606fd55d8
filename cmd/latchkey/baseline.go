package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// maxBaseline is the size of the largest baseline that is read, in bytes. It has room for about 200,000 findings.
const maxBaseline = 64 << 20

// baselineRun is a subcommand that writes a baseline. What it looks at is what a check with the same flags does.
type baselineRun struct {
	check

	file  string
	force bool
}

func (c *Command) baselineCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "baseline",
		Short: "Keep a list of known findings, so that checks report what is new",
		Long: `baseline writes the findings that there are to a file. 'latchkey check --baseline FILE' then reports only
what is new, and counts what is gone. The file belongs in the repository; .latchkey.yaml can name it
(baseline: FILE), and then check needs no flag.`,
		Example: `  latchkey baseline create                        write ` + baseline.Name + `
  latchkey check --baseline ` + baseline.Name + `   report what is new
  latchkey baseline prune                         drop what is gone`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused(command, fmt.Errorf("baseline %s: want create or prune", args[0]))
			}
			return nil
		},
		RunE: func(command *cobra.Command, _ []string) error {
			return misused(command, errors.New("baseline: want create or prune"))
		},
	}
	command.AddCommand(c.createCommand(), c.pruneCommand())
	return command
}

func (c *Command) createCommand() *cobra.Command {
	run := &baselineRun{check: check{Command: c}}
	command := &cobra.Command{
		Use:   "create [PATH...]",
		Short: "Write the findings that there are to a baseline",
		Long: `create checks the paths as 'latchkey check' does and writes what it finds, of every severity, to the
baseline. Suppressed findings stay out of it.

Exit status: 0 written; 2 wrong usage, an error, or a path that can't be read.`,
		Example: `  latchkey baseline create
  latchkey baseline create --exclude vendor --baseline ci/known.json stacks/`,
		Args: cobra.ArbitraryArgs,
		RunE: run.create,
	}
	run.bind(command)
	command.Flags().BoolVar(&run.force, "force", false, "write the file anew when it is there already")
	return command
}

func (c *Command) pruneCommand() *cobra.Command {
	run := &baselineRun{check: check{Command: c}}
	command := &cobra.Command{
		Use:   "prune [PATH...]",
		Short: "Drop from a baseline what is gone",
		Long: `prune checks the paths as 'latchkey check' does and drops the entries of the baseline whose findings
are gone. It adds nothing. What has moved is written where it stands now. Entries that the run says
nothing about stay: those of other files and of rules that are off.

Exit status: 0 pruned, or nothing to prune; 2 wrong usage, an error, or a path that can't be read.`,
		Example: `  latchkey baseline prune
  latchkey baseline prune -v      list what is dropped`,
		Args: cobra.ArbitraryArgs,
		RunE: run.prune,
	}
	run.bind(command)
	return command
}

func (c *baselineRun) bind(command *cobra.Command) {
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringVar(&c.file, "baseline", baseline.Name,
		"the `FILE` of the baseline, in place of those that the configuration names")
	c.rules.bind(flags)
	c.stack.bind(flags)
	c.input.bind(flags)
	flags.BoolVarP(&c.quiet, "quiet", "q", false, "print errors only")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "say of every file why it was read or left out")
	flags.IntVar(&c.jobs, "jobs", 0, "work on `N` files at once; 0 means one for each processor")
	c.config.bind(flags)
	completeValues(command, "partition", []string{"aws", "aws-cn", "aws-us-gov"})
	completeRules(command)
}

// create writes the findings of the paths to their baselines.
func (c *baselineRun) create(command *cobra.Command, args []string) error {
	result, chosen, err := c.analyse(command, args, func(
		chosen *chosenBaselines, _ []*source.File,
	) (analyzer.Baselines, error) {
		return analyzer.Baselines{}, c.absent(chosen)
	})
	if err != nil {
		return err
	}
	entries := map[*chosenBaseline][]baseline.Entry{}
	for i, entry := range analyzer.BaselineOf(result, chosen.nameOf) {
		of := chosen.of(result.Findings[i].Location.File)
		entries[of] = append(entries[of], entry)
	}
	if unread := analyzer.Unread(result.Findings); unread > 0 && !c.quiet {
		c.say("%s can't be read: the baseline holds that, and what else is found there later is new",
			count(unread, "file", "files"))
	}
	for _, each := range chosen.all {
		if err := c.save(each.name, entries[each]); err != nil {
			return err
		}
		c.sum("wrote %s: %s", each.name, count(len(entries[each]), "finding", "findings"))
	}
	if without := len(entries[nil]); without > 0 && !c.quiet {
		c.say("%s in no baseline: the configuration of the files names none",
			count(without, "finding is", "findings are"))
	}
	return nil
}

// absent says which baselines are there already and are not to be written anew.
func (c *baselineRun) absent(chosen *chosenBaselines) error {
	var failures []error
	for _, each := range chosen.all {
		if _, err := os.Lstat(c.path(each.name)); err == nil && !c.force {
			failures = append(failures, fmt.Errorf(
				"write %s: it is there already; '%s' drops what is gone from it, --force writes it anew",
				each.name, each.hint("prune")))
		}
	}
	return errors.Join(failures...)
}

// prune drops what is gone from the baselines of the paths.
func (c *baselineRun) prune(command *cobra.Command, args []string) error {
	result, chosen, err := c.analyse(command, args, func(
		chosen *chosenBaselines, files []*source.File,
	) (analyzer.Baselines, error) {
		if err := chosen.read(); err != nil {
			return analyzer.Baselines{}, err
		}
		return chosen.forRun(files), nil
	})
	if err != nil {
		return err
	}
	fresh := 0
	for _, found := range result.Findings {
		if chosen.of(found.Location.File) != nil {
			fresh++
		}
	}
	if fresh > 0 && !c.quiet {
		c.say("%s not in the baseline, prune adds none", count(fresh, "finding is", "findings are"))
	}
	for _, each := range chosen.all {
		if err := c.save(each.name, each.set.Kept()); err != nil {
			return err
		}
		c.sum("%s", each.pruned())
	}
	return nil
}

// pruned says what was dropped.
func (b *chosenBaseline) pruned() string {
	kept, gone := len(b.set.Kept()), len(b.set.Gone())
	line := fmt.Sprintf("nothing of %s is gone", b.name)
	if gone > 0 {
		line = fmt.Sprintf("dropped %d of %s from %s", gone, count(gone+kept, "entry", "entries"), b.name)
	}
	if moved := b.set.Moved(); moved > 0 {
		line += fmt.Sprintf("; %s written anew", count(moved, "entry that moved was", "entries that moved were"))
	}
	if untouched := len(b.set.Open()); untouched > 0 {
		line += fmt.Sprintf("; %s not looked at", count(untouched, "entry was", "entries were"))
	}
	return line
}

// analyse checks the paths, with what known returns for their baselines: those that the configurations name, or the
// usual one where none does. A rule that fails makes the run fail before anything is written, since nobody knows what
// it would have said; so does a path that can't be read.
func (c *baselineRun) analyse(
	command *cobra.Command, args []string,
	known func(*chosenBaselines, []*source.File) (analyzer.Baselines, error),
) (*finding.Report, *chosenBaselines, error) {
	if err := c.conflict(); err != nil {
		return nil, nil, misused(command, err)
	}
	if c.file == "" {
		return nil, nil, misused(command, errors.New("--baseline: the name of the file is missing"))
	}
	options := analyzer.Options{Jobs: c.jobs}
	if !c.quiet {
		options.Progress = c.showProgress()
		defer c.progress.end()
	}
	run, err := c.prepare(command, c.analysisFlags, options, args)
	if err != nil {
		return nil, nil, err
	}
	found := run.found
	chosen, err := run.configured.baselines(givenBaseline(command, &c.file), found.Files, args)
	if err == nil && len(chosen.all) == 0 {
		chosen, err = run.configured.baselines(&c.file, found.Files, args)
	}
	if err != nil {
		return nil, nil, err
	}
	for _, each := range chosen.all {
		if each.isOneOf(found.Files, run.configured) {
			return nil, nil, fmt.Errorf("write %s: it is a file that is read, and no baseline", each.name)
		}
	}
	against, err := known(chosen, found.Files)
	if err != nil {
		return nil, nil, err
	}
	result, err := run.Against(against).Analyze(command.Context(), found.Files)
	c.progress.end()
	if err != nil {
		return nil, nil, fmt.Errorf("check: %w", err)
	}
	c.tell(slices.Concat(run.notices, found.Notices, result.Notices))
	c.complain(found.Unread)
	if len(found.Unread) > 0 {
		return nil, nil, errors.New("nothing written, as not all paths can be read")
	}
	return result, chosen, nil
}

// sum says what was done.
func (c *baselineRun) sum(format string, values ...any) {
	if !c.quiet {
		c.say(format, values...)
	}
}

// bindBaseline adds the flag of commands that report what is new.
func bindBaseline(flags *pflag.FlagSet, file *string) {
	flags.StringVar(file, "baseline", "",
		"report what is not in this `FILE`, which 'latchkey baseline' writes; empty for no baseline at all")
}

// save writes a baseline unless it has the same text already.
func (c *baselineRun) save(name string, entries []baseline.Entry) error {
	content, err := baseline.Write(entries)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(c.path(name)); err == nil && bytes.Equal(now, content) {
		return nil
	}
	if err := writeFile(c.path(name), content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// baselineNames turns the names of a run into those of a baseline, which are relative to its folder.
type baselineNames struct {
	// dir is the working directory as its name has it, real that without links; folder is that of the baseline, without
	// links.
	dir, real, folder string
	// looked are the paths that the run looks at, as the baseline would have them.
	looked []string
}

func (c *Command) newNames(file string) (*baselineNames, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	names := &baselineNames{dir: dir, real: withoutLinks(dir), folder: filepath.Dir(c.path(file))}
	if names.folder, err = filepath.Abs(names.folder); err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	names.folder = withoutLinks(names.folder)
	return names, nil
}

// withoutLinks returns a path without symbolic links, or as it is where that can't be told.
func withoutLinks(name string) string {
	if resolved, err := filepath.EvalSymlinks(name); err == nil {
		return resolved
	}
	return name
}

// of returns the name of a file in the baseline. Links in the file's own path stay, as they do in reports.
func (n *baselineNames) of(name string) string {
	file := filepath.FromSlash(name)
	if relative, err := filepath.Rel(n.dir, file); filepath.IsAbs(file) && err == nil {
		file = relative
	}
	relative, err := filepath.Rel(n.folder, filepath.Join(n.real, file))
	if err != nil {
		return name
	}
	return filepath.ToSlash(relative)
}

// exists reports whether there is a file. One that can't be asked about is.
func (n *baselineNames) exists(name string) bool {
	_, err := os.Stat(filepath.Join(n.folder, filepath.FromSlash(name)))
	return !errors.Is(err, fs.ErrNotExist)
}

// covers reports whether a path that the run looks at leads to a folder above a file.
func (n *baselineNames) covers(name string) bool {
	return slices.ContainsFunc(n.looked, func(path string) bool {
		relative, err := filepath.Rel(filepath.FromSlash(path), filepath.FromSlash(name))
		return err == nil && relative != ".." && !strings.HasPrefix(filepath.ToSlash(relative), "../")
	})
}
