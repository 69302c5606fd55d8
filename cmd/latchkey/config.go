package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// configFlags say which configuration to read.
type configFlags struct {
	file string
	none bool
}

func (f *configFlags) bind(flags *pflag.FlagSet) {
	flags.StringVar(&f.file, "config", "",
		"read this configuration `FILE` for all paths, in place of the nearest "+config.Name+" above each")
	flags.BoolVar(&f.none, "no-config", false, "leave configuration files alone")
}

// configured are the configurations of the files of a run.
type configured struct {
	*Command

	command *cobra.Command
	flags   analysisFlags
	// options are what the flags say.
	options analyzer.Options
	dir     string // the working directory, absolute
	// byFolder holds the configuration of each folder that was looked at, byFile each that was read; nil for none.
	byFolder map[string]*config.Configuration
	byFile   map[string]*config.Configuration
	// misnamed are files that are no configurations though they look like it.
	misnamed map[string]bool
	// settings are those of the files, by name.
	settings     map[string]config.Settings
	suppressions []*suppress.Suppression
	known        config.Rules
}

// configure reads the configurations of the files that were found at the paths, and leaves out what they exclude. What
// is read beside them is there in any case.
func (c *Command) configure(
	command *cobra.Command, run *analyzer.Analyzer, flags analysisFlags, options analyzer.Options,
	found *discover.Result, args []string,
) (*configured, error) {
	made := &configured{
		Command: c, command: command, flags: flags, options: options, byFolder: map[string]*config.Configuration{},
		byFile: map[string]*config.Configuration{}, settings: map[string]config.Settings{},
		misnamed: map[string]bool{}, known: run.Knows,
	}
	if flags.config.none && flags.config.file != "" {
		return nil, misused(command, errors.New("--config and --no-config exclude each other"))
	}
	var err error
	if made.dir, err = filepath.Abs(c.Dir); err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	if flags.config.none {
		return made, nil
	}
	return made, made.read(found, args)
}

// read reads the configuration of each file.
func (c *configured) read(found *discover.Result, args []string) error {
	var kept []*source.File
	var failures []error
	for _, file := range c.flags.beside {
		used, err := c.of(file.Name)
		if failures = append(failures, err); used != nil {
			c.settings[file.Name] = used.For(c.within(used, file.Name))
		}
	}
	for _, file := range found.Files {
		used, err := c.of(file.Name)
		if err != nil {
			failures = append(failures, err)
		}
		if used == nil {
			kept = append(kept, file)
			continue
		}
		name := c.within(used, file.Name)
		if used.Excludes(name) {
			found.Notices = append(found.Notices, finding.Notice{
				File: file.Name, Message: "skipped: excluded by " + used.File().Name, Detail: true,
			})
			continue
		}
		c.settings[file.Name], c.settings[used.File().Name] = used.For(name), used.For(config.Name)
		kept = append(kept, file)
	}
	found.Files = kept
	for _, name := range slices.Sorted(maps.Keys(c.byFile)) {
		if used := c.byFile[name]; used != nil {
			found.Notices = append(found.Notices, finding.Notice{
				File: used.File().Name, Message: "is the configuration of the files below it", Detail: true,
			})
			isAll := len(found.Unread) == 0 && len(c.flags.input.exclude) == 0
			c.suppress(used, args, isAll)
		}
	}
	found.Notices = append(found.Notices, c.passed()...)
	return errors.Join(failures...)
}

// passed says which files are no configurations though they look like it.
func (c *configured) passed() []finding.Notice {
	var notices []finding.Notice
	for _, file := range slices.Sorted(maps.Keys(c.misnamed)) {
		notices = append(notices, finding.Notice{File: c.name(file), Message: "not read: the name is " + config.Name})
	}
	return notices
}

// of returns the configuration of a file, nil where there is none.
func (c *configured) of(name string) (*config.Configuration, error) {
	if c.flags.config.file != "" {
		return c.load(c.absolute(c.flags.config.file))
	}
	folder := filepath.Dir(c.absolute(name))
	if known, ok := c.byFolder[folder]; ok {
		return known, nil
	}
	c.byFolder[folder] = nil
	file, passed := config.Find(folder)
	for _, each := range passed {
		c.misnamed[each] = true
	}
	if file == "" {
		return nil, nil //nolint:nilnil // no configuration is not an error
	}
	used, err := c.load(file)
	c.byFolder[folder] = used
	return used, err
}

// load reads a configuration, once.
func (c *configured) load(file string) (*config.Configuration, error) {
	if known, ok := c.byFile[file]; ok {
		return known, nil
	}
	c.byFile[file] = nil
	content, err := c.readAtMost(file, config.MaxSize)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %s: %w", c.name(file), cause(err))
	}
	used, err := config.Read(source.New(c.name(file), content), c.known)
	if err != nil {
		return nil, err
	}
	c.byFile[file] = used
	return used, nil
}

// name returns the name of a file in reports and messages, by its path.
func (c *configured) name(file string) string {
	if relative, err := filepath.Rel(c.dir, c.absolute(file)); err == nil {
		file = relative
	}
	return filepath.ToSlash(file)
}

// absolute returns the absolute path of a file by its name.
func (c *configured) absolute(name string) string {
	if file := filepath.FromSlash(name); filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(c.dir, filepath.FromSlash(name))
}

// within returns the name of a file relative to the folder of a configuration.
func (c *configured) within(used *config.Configuration, name string) string {
	relative, err := filepath.Rel(filepath.Dir(c.absolute(used.File().Name)), c.absolute(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(relative)
}

// suppress adds the suppressions of a configuration. Those that may be about more than the run looks at are partial:
// isAll says that nothing was left out.
func (c *configured) suppress(used *config.Configuration, args []string, isAll bool) {
	if len(args) == 0 && c.flags.input.stdinName == "" && len(c.flags.beside) == 0 {
		args = []string{"."}
	}
	isWhole := slices.ContainsFunc(args, func(given string) bool { return isAbove(c.within(used, given)) })
	for i := range used.Suppressions {
		asked := &used.Suppressions[i]
		isNamed := func(name string) bool { return c.within(used, name) == string(asked.Path) }
		at := source.NewAt(used.File().Name, "suppressions").Item(i)
		c.suppressions = append(c.suppressions, suppress.New(suppress.Suppression{
			At:       at,
			Location: finding.Location{File: used.File().Name, Path: at.Pointer(), Span: asked.Span},
			Rules:    []string{string(asked.Rule)}, Reason: strings.TrimSpace(asked.Reason), Until: string(asked.Until),
			Partial: !isAll || !isWhole && !slices.ContainsFunc(slices.Collect(maps.Keys(c.settings)), isNamed),
			Covers: func(location finding.Location) bool {
				_, isOurs := c.settings[location.File]
				return isOurs && c.used(location.File) == used &&
					asked.Covers(c.within(used, location.File), location.Path)
			},
		}))
	}
}

// isAbove reports whether a relative path leads to the folder it starts from or to one above it.
func isAbove(relative string) bool {
	parts := strings.Split(relative, "/")
	return relative == "." || !slices.ContainsFunc(parts, func(part string) bool { return part != ".." })
}

// used returns the configuration of a file that was read already.
func (c *configured) used(name string) *config.Configuration {
	if c.flags.config.file != "" {
		return c.byFile[c.absolute(c.flags.config.file)]
	}
	return c.byFolder[filepath.Dir(c.absolute(name))]
}

// forAnalyzer returns what the analyzer is to know of the configurations: nothing where there is none.
func (c *configured) forAnalyzer() analyzer.Configuration {
	made := analyzer.Configuration{Suppressions: c.suppressions}
	for _, name := range slices.Sorted(maps.Keys(c.byFile)) {
		if used := c.byFile[name]; used != nil {
			made.Files = append(made.Files, used.File())
			made.SettingsOf = c.settingsOf
		}
	}
	return made
}

// settingsOf returns the settings of a file. What a flag says wins.
func (c *configured) settingsOf(name string) analyzer.Settings {
	given := c.settings[name]
	if c.command.Flags().Changed("select") {
		given.Select = nil
	}
	if c.command.Flags().Changed("ignore") {
		given.Ignore = nil
	}
	parameters := maps.Clone(given.Parameters)
	if parameters == nil {
		parameters = map[string]string{}
	}
	maps.Copy(parameters, c.options.Parameters)
	return analyzer.Settings{
		Region:    cmp.Or(c.options.Region, string(given.Region)),
		Account:   cmp.Or(c.options.Account, string(given.Account)),
		Partition: cmp.Or(c.options.Partition, string(given.Partition)), Parameters: parameters,
		Known: knownOf(given.Known), On: given.On, SeverityOf: given.SeverityOf,
	}
}

// knownOf returns the facts of a configuration.
func knownOf(given config.Known) template.Known {
	return template.Known{
		BreakGlass: texts(given.BreakGlass), Organization: string(given.Organization), OnPremises: given.Networks(),
		LegacyAgent: given.LegacySSMAgent == "true", Endpoints: texts(given.Endpoints),
	}
}

func texts[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, each := range list {
		all[i] = string(each)
	}
	return all
}

// fails reports whether a finding makes the run fail: from the severity of the flag on, unless only the configuration
// names one.
func (c *configured) fails(found finding.Finding, from threshold) bool {
	given := c.settings[found.Location.File].FailOn
	if given != "" && !c.command.Flags().Changed("fail-on") {
		_ = from.UnmarshalText([]byte(given)) // the configuration was checked
	}
	return from.reached(found.Severity)
}
