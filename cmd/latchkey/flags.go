package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/rules"
)

// inputFlags say what to read.
type inputFlags struct {
	exclude   []string
	stdinName string
}

func (f *inputFlags) bind(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.exclude, "exclude", nil,
		"leave out files and directories that fit the `PATTERN`, also when they are named (repeatable)")
	flags.StringVar(&f.stdinName, "stdin-filename", "",
		"read standard input under this `NAME`; so does the path - under the name <stdin>")
}

// paths returns the paths to read: those given, else the working directory.
func (f *inputFlags) paths(given []string) ([]string, error) {
	switch {
	case len(given) == 0 && f.stdinName != "":
		return []string{discover.Stdin}, nil
	case len(given) == 0:
		return []string{"."}, nil
	case slices.Contains(given, ""):
		return nil, errors.New("a path is empty, as when a variable of the shell is not set")
	}
	if f.stdinName != "" && !slices.Contains(given, discover.Stdin) {
		return nil, errors.New("--stdin-filename needs the path - among the others")
	}
	return given, nil
}

// find reads the files that the paths lead to.
func (c *Command) find(command *cobra.Command, input inputFlags, args []string) (discover.Result, error) {
	paths, err := input.paths(args)
	if err != nil {
		return discover.Result{}, misused(command, err)
	}
	found, err := discover.Find(command.Context(), discover.Options{
		Paths: paths, Exclude: input.exclude, Dir: c.Dir,
		Stdin: c.Stdin, StdinName: input.stdinName, Hook: c.env("PRE_COMMIT") == "1",
	})
	if err != nil {
		return discover.Result{}, misused(command, err)
	}
	return found, nil
}

// ruleFlags say which rules are on.
type ruleFlags struct {
	selected, ignored []string
	// dir holds the user's own rules.
	dir string
}

func (f *ruleFlags) bind(flags *pflag.FlagSet) {
	flags.StringSliceVar(&f.selected, "select", nil,
		"run only these `RULES`: ids, families (lockout) or tags, comma-separated (repeatable); files that can't be "+
			"read are reported all the same")
	flags.StringSliceVar(&f.ignored, "ignore", nil, "leave out these `RULES`, named as for --select (repeatable)")
	f.bindDir(flags)
}

func (f *ruleFlags) bindDir(flags *pflag.FlagSet) {
	flags.Func("rules", "add the rules in this `DIR`", func(dir string) error {
		if f.dir != "" {
			return errors.New("one directory of rules can be added")
		}
		f.dir = dir
		return nil
	})
}

// stackFlags say what is known of the deployment.
type stackFlags struct {
	region, account, partition string
	parameters                 []string
}

func (f *stackFlags) bind(flags *pflag.FlagSet) {
	flags.StringVar(&f.region, "region", "", "the `REGION` that the stacks are deployed to")
	flags.StringVar(&f.account, "account", "", "the `ID` of the account that owns the stacks, 12 digits")
	flags.StringVar(&f.partition, "partition", "", "the `PARTITION`: aws, aws-cn, ... (default that of the region)")
	flags.StringArrayVar(&f.parameters, "parameters", nil,
		"the value of a template parameter, or a file of values in JSON or YAML: a list as for the AWS CLI, a "+
			"CodePipeline or git-sync file, or a plain mapping: `KEY=VALUE|FILE` (repeatable; the last value holds)")
}

// The forms of what is known of a deployment. A region that AWS opens tomorrow fits, a typing error
// rarely does.
var (
	accountForm   = regexp.MustCompile(`^\d{12}$`)
	regionForm    = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$`)
	partitionForm = regexp.MustCompile(`^aws(-[a-z]+)*$`)
)

// check returns what is wrong with the flags' form.
func (f *stackFlags) check() error {
	for _, flag := range []struct {
		name, value, want string
		form              *regexp.Regexp
	}{
		{"account", f.account, "12 digits", accountForm},
		{"region", f.region, "a region such as eu-west-1", regionForm},
		{"partition", f.partition, "a partition such as aws-cn", partitionForm},
	} {
		if flag.value != "" && !flag.form.MatchString(flag.value) {
			return fmt.Errorf("--%s %q: want %s", flag.name, flag.value, flag.want)
		}
	}
	return nil
}

// stackOptions returns the options with what is known of the deployment, and notices about it.
func (c *Command) stackOptions(
	command *cobra.Command, stack stackFlags,
) (analyzer.Options, []finding.Notice, error) {
	parameters, err := c.parameters(stack.parameters)
	if _, isForm := errors.AsType[*formError](err); isForm || stack.check() != nil {
		return analyzer.Options{}, nil, misused(command, errors.Join(err, stack.check()))
	}
	return analyzer.Options{
		Region: stack.region, Account: stack.account, Partition: stack.partition, Parameters: parameters.values,
	}, parameters.notices, err
}

// analyzer returns an analyzer for the flags, with further options filled in by the caller.
func (c *Command) analyzer(
	command *cobra.Command, chosen ruleFlags, options analyzer.Options,
) (*analyzer.Analyzer, error) {
	options.Select, options.Ignore = chosen.selected, chosen.ignored
	var err error
	if options.UserRules, err = c.userRules(chosen.dir); err != nil {
		return nil, misused(command, err)
	}
	if options.Open, err = discover.Open(c.Dir); err != nil {
		return nil, err
	}
	made, err := analyzer.New(rules.FS(), options)
	if _, ok := errors.AsType[*analyzer.SelectorError](err); ok {
		return nil, misused(command, err)
	}
	if err != nil && chosen.dir != "" {
		return nil, fmt.Errorf("--rules %s: %w", chosen.dir, err)
	}
	return made, err
}

// userRules returns the directory of a user's own rules, nil when none is given.
func (c *Command) userRules(dir string) (fs.FS, error) {
	if dir == "" {
		return nil, nil // no directory is not an error
	}
	info, err := os.Stat(c.path(dir))
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("read rules: %s is not a directory", dir)
	}
	return os.DirFS(c.path(dir)), nil
}
