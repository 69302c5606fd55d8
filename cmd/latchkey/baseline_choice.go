package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// chosenBaselines are the baselines of a run: the one of the flag for all files, else for each file the one that its
// configuration names.
type chosenBaselines struct {
	configured *configured
	given      *string // what the flag says; nil without one
	args       []string
	all        []*chosenBaseline
	byPath     map[string]*chosenBaseline
}

// chosenBaseline is one baseline of a run.
type chosenBaseline struct {
	path    string
	name    string                // as messages have it
	by      *config.Configuration // names it; nil for the flag
	names   *baselineNames
	entries []baseline.Entry
	isRead  bool
	set     *baseline.Set // of the last run
}

// baselines returns the baselines of the files and of the folders among the paths, without reading them. A name that is
// given is for all files, an empty one for none.
func (c *configured) baselines(
	given *string, files []*source.File, args []string,
) (*chosenBaselines, error) {
	if len(args) == 0 && c.flags.input.stdinName == "" {
		args = []string{"."}
	}
	chosen := &chosenBaselines{configured: c, given: given, args: args, byPath: map[string]*chosenBaseline{}}
	if given != nil {
		return chosen, chosen.add("")
	}
	names := make([]string, 0, len(files)+len(args))
	for _, file := range files {
		names = append(names, file.Name)
	}
	for _, each := range args {
		// A folder has a baseline though all its files may be gone.
		if info, err := os.Stat(c.absolute(each)); each != discover.Stdin && err == nil && info.IsDir() {
			names = append(names, filepath.ToSlash(filepath.Join(each, config.Name)))
		}
	}
	for _, name := range names {
		if err := chosen.add(name); err != nil {
			return nil, err
		}
	}
	return chosen, nil
}

// add chooses the baseline of a file.
func (b *chosenBaselines) add(file string) error {
	path, by, err := b.pathOf(file)
	if err != nil || path == "" || b.byPath[path] != nil {
		return err
	}
	made := &chosenBaseline{path: path, by: by}
	if by != nil {
		made.name = b.configured.name(path)
	} else {
		made.name = *b.given
	}
	if made.names, err = b.configured.newNames(path); err != nil {
		return err
	}
	for _, each := range b.args {
		if each != discover.Stdin {
			made.names.looked = append(made.names.looked, made.names.of(filepath.ToSlash(each)))
		}
	}
	b.all, b.byPath[path] = append(b.all, made), made
	return nil
}

// pathOf returns the path of the baseline of a file, "" for none, and the configuration that names it, nil for the
// flag.
func (b *chosenBaselines) pathOf(file string) (path string, by *config.Configuration, err error) {
	c := b.configured
	switch {
	case b.given != nil && *b.given == "", b.given == nil && c.flags.config.none:
		return "", nil, nil
	case b.given != nil:
		return c.absolute(*b.given), nil, nil
	}
	by, err = c.of(file)
	if by == nil || by.Baseline == "" {
		return "", nil, err
	}
	path = filepath.FromSlash(string(by.Baseline))
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(c.absolute(by.File().Name)), path)
	}
	return path, by, nil
}

// of returns the baseline of a file, nil for none.
func (b *chosenBaselines) of(file string) *chosenBaseline {
	path, _, err := b.pathOf(file)
	if err != nil {
		return nil // which choosing the baselines has told
	}
	return b.byPath[path]
}

// nameOf returns the name of a file in its baseline.
func (b *chosenBaselines) nameOf(file string) string {
	if of := b.of(file); of != nil {
		return of.names.of(file)
	}
	return file
}

// read reads all baselines. Of one that can't be read nothing is known.
func (b *chosenBaselines) read() error {
	var failures []error
	for _, each := range b.all {
		failures = append(failures, each.read(b.configured.Command))
	}
	return errors.Join(failures...)
}

func (b *chosenBaseline) read(by *Command) error {
	content, err := by.readAtMost(b.path, maxBaseline)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return b.fault(fmt.Sprintf("no such file; '%s' writes one", b.hint("create")))
	case err != nil:
		return b.fault(cause(err).Error())
	case len(content) > maxBaseline:
		return b.fault(fmt.Sprintf("it is larger than %d MiB", maxBaseline>>20))
	}
	b.entries, err = baseline.Read(source.New(b.name, content))
	b.isRead = err == nil
	return err
}

// givenBaseline returns the name that the flag gives to the baseline, nil without the flag.
func givenBaseline(command *cobra.Command, name *string) *string {
	if command.Flags().Changed("baseline") {
		return name
	}
	return nil
}

// fault says what is wrong with the file as a whole, where it is named.
func (b *chosenBaseline) fault(message string) error {
	if b.by == nil {
		return fmt.Errorf("read baseline: %s: %s", b.name, message)
	}
	return &config.Error{
		File: b.by.File().Name, At: b.by.BaselineAt(), Message: fmt.Sprintf("baseline %q: %s", b.by.Baseline, message),
	}
}

// hint returns the command that does something to the baseline.
func (b *chosenBaseline) hint(verb string) string {
	if b.by != nil || b.name == baseline.Name {
		return "latchkey baseline " + verb
	}
	return "latchkey baseline " + verb + " --baseline " + b.name
}

// forRun returns what was read of the baselines, for one run over the files.
func (b *chosenBaselines) forRun(files []*source.File) analyzer.Baselines {
	read := map[*chosenBaseline][]string{}
	for _, file := range files {
		of := b.of(file.Name)
		read[of] = append(read[of], file.Name)
	}
	var made analyzer.Baselines
	for _, each := range b.all {
		if !each.isRead {
			continue
		}
		each.set = baseline.NewSet(each.entries, baseline.Run{
			Files: read[each], Name: each.names.of, Exists: each.names.exists, Covers: each.names.covers,
		})
		made.Sets = append(made.Sets, each.set)
	}
	made.Of = func(file string) *baseline.Set {
		if of := b.of(file); of != nil {
			return of.set
		}
		return nil
	}
	return made
}

// isOneOf reports whether the baseline is one of the files that are checked, or a configuration.
func (b *chosenBaseline) isOneOf(files []*source.File, by *configured) bool {
	names := slices.Collect(maps.Keys(by.byFile))
	for _, file := range files {
		names = append(names, file.Name)
	}
	return by.isInput(b.path, names)
}
