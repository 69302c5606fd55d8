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
	"github.com/latchkey-dev/latchkey/analyzer/discover"
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
what is new, and counts what is gone. The file belongs in the repository.`,
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
	flags.StringVar(&c.file, "baseline", baseline.Name, "the `FILE` of the baseline")
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

// create writes the findings of the paths to a baseline.
func (c *baselineRun) create(command *cobra.Command, args []string) error {
	if c.file == "" {
		return misused(command, errors.New("--baseline: the name of the file is missing"))
	}
	if _, err := os.Lstat(c.path(c.file)); err == nil && !c.force {
		return fmt.Errorf("write %s: it is there already; '%s' drops what is gone from it, --force writes it anew",
			c.file, baselineHint("prune", c.file))
	}
	names, err := c.newNames(c.file)
	if err != nil {
		return err
	}
	result, err := c.analyse(command, args, nil)
	if err != nil {
		return err
	}
	if err := c.save(analyzer.BaselineOf(result, names.of)); err != nil {
		return err
	}
	if unread := analyzer.Unread(result.Findings); unread > 0 && !c.quiet {
		c.say("%s can't be read: the baseline holds that, and what else is found there later is new",
			count(unread, "file", "files"))
	}
	c.sum("wrote %s: %s", c.file, count(len(result.Findings), "finding", "findings"))
	return nil
}

// prune drops what is gone from a baseline.
func (c *baselineRun) prune(command *cobra.Command, args []string) error {
	if c.file == "" {
		return misused(command, errors.New("--baseline: the name of the file is missing"))
	}
	var known *baseline.Set
	result, err := c.analyse(command, args, func(files []*source.File) (*baseline.Set, error) {
		var err error
		known, err = c.readBaseline(command, c.file, files, c.input, args)
		return known, err
	})
	if err != nil {
		return err
	}
	kept, gone, untouched := known.Kept(), len(known.Gone()), len(known.Open())
	if err := c.save(kept); err != nil {
		return err
	}
	if fresh := len(result.Findings); fresh > 0 && !c.quiet {
		c.say("%s not in the baseline, prune adds none", count(fresh, "finding is", "findings are"))
	}
	line := fmt.Sprintf("nothing of %s is gone", c.file)
	if gone > 0 {
		line = fmt.Sprintf("dropped %d of %s from %s", gone, count(gone+len(kept), "entry", "entries"), c.file)
	}
	if moved := known.Moved(); moved > 0 {
		line += fmt.Sprintf("; %s written anew", count(moved, "entry that moved was", "entries that moved were"))
	}
	if untouched > 0 {
		line += fmt.Sprintf("; %s not looked at", count(untouched, "entry was", "entries were"))
	}
	c.sum("%s", line)
	return nil
}

// analyse checks the paths, with the baseline that known returns for the files, if it is not nil. A rule that fails
// makes the run fail before anything is written, since nobody knows what it would have said; so does a path that can't
// be read.
func (c *baselineRun) analyse(
	command *cobra.Command, args []string, known func([]*source.File) (*baseline.Set, error),
) (*finding.Report, error) {
	if err := c.conflict(); err != nil {
		return nil, misused(command, err)
	}
	options := analyzer.Options{Jobs: c.jobs}
	if !c.quiet {
		options.Progress = c.showProgress()
		defer c.progress.end()
	}
	run, err := c.prepare(command, c.analysisFlags, options, args)
	if err != nil {
		return nil, err
	}
	found, against := run.found, run.Analyzer
	if known != nil {
		set, err := known(found.Files)
		if err != nil {
			return nil, err
		}
		against = against.Against(set)
	}
	result, err := against.Analyze(command.Context(), found.Files)
	c.progress.end()
	if err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	c.tell(slices.Concat(run.notices, found.Notices, result.Notices))
	c.complain(found.Unread)
	if len(found.Unread) > 0 {
		return nil, errors.New("nothing written, as not all paths can be read")
	}
	return result, nil
}

// sum says what was done.
func (c *baselineRun) sum(format string, values ...any) {
	if !c.quiet {
		c.say(format, values...)
	}
}

// bindBaseline adds the flag of commands that report what is new.
func bindBaseline(flags *pflag.FlagSet, file *string) {
	flags.StringVar(file, "baseline", "", "report what is not in this `FILE`, which 'latchkey baseline' writes")
}

// baselineHint returns the command that does something to a baseline.
func baselineHint(verb, file string) string {
	if file == baseline.Name {
		return "latchkey baseline " + verb
	}
	return "latchkey baseline " + verb + " --baseline " + file
}

// save writes the baseline unless it has the same text already.
func (c *baselineRun) save(entries []baseline.Entry) error {
	content, err := baseline.Write(entries)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(c.path(c.file)); err == nil && bytes.Equal(now, content) {
		return nil
	}
	if err := writeFile(c.path(c.file), content); err != nil {
		return fmt.Errorf("write %s: %w", c.file, err)
	}
	return nil
}

// readBaseline reads a baseline for a run over the files, nil where the name is empty and none was asked for.
func (c *Command) readBaseline(
	command *cobra.Command, name string, files []*source.File, input inputFlags, args []string,
) (*baseline.Set, error) {
	if name == "" {
		if command.Flags().Changed("baseline") {
			return nil, misused(command, errors.New("--baseline: the name of the file is missing"))
		}
		return nil, nil //nolint:nilnil // no baseline is not an error
	}
	content, err := c.readAtMost(name, maxBaseline)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read baseline: %s: no such file; '%s' writes one",
			name, baselineHint("create", name))
	case err != nil:
		return nil, fmt.Errorf("read baseline: %s: %w", name, cause(err))
	case len(content) > maxBaseline:
		return nil, fmt.Errorf("read baseline: %s: it is larger than %d MiB", name, maxBaseline>>20)
	}
	entries, err := baseline.Read(source.New(name, content))
	if err != nil {
		return nil, err
	}
	names, err := c.newNames(name)
	if err != nil {
		return nil, err
	}
	run := baseline.Run{Name: names.of, Exists: names.exists, Covers: names.covers}
	for _, file := range files {
		run.Files = append(run.Files, file.Name)
	}
	if len(args) == 0 && input.stdinName == "" {
		args = []string{"."}
	}
	for _, path := range args {
		if path != discover.Stdin {
			names.looked = append(names.looked, names.of(filepath.ToSlash(path)))
		}
	}
	return baseline.NewSet(entries, run), nil
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
