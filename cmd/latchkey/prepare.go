package main

import (
	"maps"
	"path"
	"slices"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// analysisFlags are those of the commands that read templates and policies.
type analysisFlags struct {
	input  inputFlags
	rules  ruleFlags
	stack  stackFlags
	config configFlags
	// beside are files that were read already. With them there need be no paths.
	beside []*source.File
}

// prepared is an analyzer that is configured for the files that it is to look at.
type prepared struct {
	*analyzer.Analyzer

	// found are the files, without those that a configuration excludes.
	found discover.Result
	// notices are about the values of parameters that flags give.
	notices    []finding.Notice
	configured *configured
}

// prepare finds the files that the paths lead to, reads their configurations and returns an analyzer for them. The
// options are what flags of the command itself say; what is known of the deployment is filled in.
func (c *Command) prepare(
	command *cobra.Command, flags analysisFlags, options analyzer.Options, args []string,
) (*prepared, error) {
	stack, notices, err := c.stackOptions(command, flags.stack)
	if err != nil {
		return nil, err
	}
	options.Region, options.Account, options.Partition = stack.Region, stack.Account, stack.Partition
	options.Parameters, options.Today = stack.Parameters, c.today()
	run, err := c.analyzer(command, flags.rules, options)
	if err != nil {
		return nil, err
	}
	made := &prepared{notices: notices}
	if len(flags.beside) == 0 || len(args) > 0 || flags.input.stdinName != "" {
		if made.found, err = c.find(command, flags.input, args); err != nil {
			return nil, err
		}
	}
	if made.configured, err = c.configure(command, run, flags, options, &made.found, args); err != nil {
		return nil, err
	}
	made.Analyzer = run.With(made.configured.forAnalyzer())
	return made, nil
}

// open is prepare for a question about stacks, which all built-in rules run in. It says what was left out or could not
// be read.
func (c *Command) open(command *cobra.Command, flags analysisFlags, args []string) (*prepared, error) {
	run, err := c.prepare(command, flags, analyzer.Options{}, args)
	if err != nil {
		return nil, err
	}
	c.sayNotices(run.notices)
	for _, notice := range run.found.Notices {
		if !notice.Detail || len(run.found.Files) == 0 {
			c.sayNotice(notice) // with nothing to look at, every reason counts
		}
	}
	c.complain(run.found.Unread)
	return run, nil
}

// inputs returns the names of the files that a run reads: those that it checks, configurations, files of parameters and
// further ones.
func (p *prepared) inputs(further ...string) []string {
	names := slices.Collect(maps.Keys(p.configured.byFile))
	for _, file := range p.found.Files {
		names = append(names, file.Name)
	}
	for _, used := range p.configured.byFile {
		if used != nil && used.Baseline != "" {
			names = append(names, path.Join(path.Dir(used.File().Name), string(used.Baseline)))
		}
	}
	names = slices.Concat(names, p.configured.flags.stack.parameters, further)
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}
