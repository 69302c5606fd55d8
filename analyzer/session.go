package analyzer

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Session analyses files again whenever they change, as an editor wants it: a file that is the same value as before
// is not parsed again, and an assembly of such files not judged again. It may be used by several goroutines at once,
// whose analyses wait for each other.
type Session struct {
	analyzer *Analyzer
	memory   *memory
	// open reads a file that a template includes; nil where none can be.
	open func(name string) ([]byte, error)

	// turn holds a token while an analysis is at work, which alone may touch the rest.
	turn chan struct{}
	// inputs are what the files of the last analysis were read as; nil for neither a template nor a policy.
	inputs map[*source.File]*input
	// included is what was read of the files that templates include, on which the judgements in memory rest.
	included map[string]inclusion
}

// Session returns a session without any file. In place of [Options].Open it has a function of its own, which may read
// what an editor holds.
func (a *Analyzer) Session(open func(name string) ([]byte, error)) *Session {
	own := *a
	own.options.Open = nil
	return &Session{
		analyzer: &own, memory: newMemory(), open: open, turn: make(chan struct{}, 1),
		inputs: map[*source.File]*input{}, included: map[string]inclusion{},
	}
}

// Analysis is what a session says about some files. It stays what it is while the session goes on. It may be used by
// several goroutines at once.
type Analysis struct {
	// Report is as Analyze gives it.
	Report *finding.Report

	analyzer *Analyzer
	// memory has the judgements of the report. It is not added to: what is tried is kept in branches of it.
	memory     *memory
	inputs     []*input
	assemblies []deployed
}

// Analyze is [Analyzer.Analyze] under a configuration, on a day by which suppressions expire. A file whose content
// changes has to be a new one. Errors are as there; with a report there is an analysis.
func (s *Session) Analyze(
	ctx context.Context, files []*source.File, configuration Configuration, today time.Time,
) (*Analysis, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("analyze: %w", ctx.Err())
	}
	configured := s.analyzer.With(configuration)
	configured.options.Today = today
	inputs, err := s.read(ctx, files)
	if err != nil {
		return nil, err
	}
	if s.open != nil {
		included := &inclusions{open: s.open, seen: maps.Clone(s.included)}
		if included.haveChanged() {
			s.memory.forget(nil)
			clear(included.seen) // what is still included is noted again
		}
		configured.options.Open = included.read
		defer func() { s.included = included.all() }() // an analysis that is stopped has judged something, too
	}
	report, assemblies, err := s.memory.analyze(ctx, configured, inputs, nil)
	if report == nil {
		return nil, err
	}
	s.memory.forget(assemblies)
	return &Analysis{
		Report: report, analyzer: configured, memory: s.memory.branch(), inputs: inputs, assemblies: assemblies,
	}, err
}

// read returns the inputs of the files, and keeps them for the next time.
func (s *Session) read(ctx context.Context, files []*source.File) ([]*input, error) {
	var unread []*source.File
	for _, file := range files {
		if _, isKnown := s.inputs[file]; !isKnown {
			unread = append(unread, file)
		}
	}
	read, _, err := s.analyzer.read(ctx, unread)
	if err != nil {
		return nil, err
	}
	for _, file := range unread {
		s.inputs[file] = nil
	}
	for _, in := range read {
		s.inputs[in.file] = in
	}
	known := make(map[*source.File]*input, len(files))
	var inputs []*input
	for _, file := range files {
		if known[file] = s.inputs[file]; known[file] != nil {
			inputs = append(inputs, known[file])
		}
	}
	s.inputs = known
	return inputs, nil
}

// inclusions are what one analysis knows of the files that templates include: their judgement rests on it, though it is
// no input. Each is read once, so that all that is said later of the analysis rests on the same.
type inclusions struct {
	open func(name string) ([]byte, error)

	mu   sync.Mutex
	seen map[string]inclusion
}

// inclusion is what was read of an included file.
type inclusion struct {
	content string
	isThere bool
}

func (i *inclusions) read(name string) ([]byte, error) {
	i.mu.Lock()
	known, isKnown := i.seen[name]
	i.mu.Unlock()
	if !isKnown {
		known = i.note(name)
	}
	if !known.isThere {
		return nil, fs.ErrNotExist
	}
	return []byte(known.content), nil
}

// note reads a file. Of several that do so at once, the first says what is known.
func (i *inclusions) note(name string) inclusion {
	read := i.look(name)
	i.mu.Lock()
	defer i.mu.Unlock()
	if known, isKnown := i.seen[name]; isKnown {
		return known
	}
	i.seen[name] = read
	return read
}

// look returns what a file is now.
func (i *inclusions) look(name string) inclusion {
	content, err := i.open(name)
	return inclusion{string(content), err == nil}
}

// haveChanged reports whether one of the files that were included is another one now.
func (i *inclusions) haveChanged() bool {
	for name, before := range i.all() {
		if i.look(name) != before {
			return true
		}
	}
	return false
}

// all returns what is known now.
func (i *inclusions) all() map[string]inclusion {
	i.mu.Lock()
	defer i.mu.Unlock()
	return maps.Clone(i.seen)
}

// tree returns the tree of a file, nil for one that was not analysed.
func (x *Analysis) tree(file string) *syntax.Tree {
	for _, in := range x.inputs {
		if in.file.Name == file {
			return in.tree
		}
	}
	return nil
}

// assemblyOf returns the assembly of a file, and the inputs by which it is judged: its own or, where others may import
// what it exports, all.
func (x *Analysis) assemblyOf(file string) (of deployed, inputs []*input, found bool) {
	for _, each := range x.assemblies {
		if !slices.Contains(names(each.Assembly), file) {
			continue
		}
		if each.HasImporters() {
			return each, x.inputs, true
		}
		for _, in := range x.inputs {
			if slices.Contains(names(each.Assembly), in.file.Name) {
				inputs = append(inputs, in)
			}
		}
		return each, inputs, true
	}
	return deployed{}, nil, false
}

// fixing returns the state in which what is found in a file is fixed, among the files that are linked to it.
func (x *Analysis) fixing(file string, options FixOptions) *fixing {
	_, inputs, _ := x.assemblyOf(file)
	f := newFixing(x.analyzer, x.memory.branch(), x.analyzer.rules, options)
	f.inputs, f.only = inputs, file
	return f
}

// configuration returns the configuration with a name, nil for what is none.
func (x *Analysis) configuration(name string) *source.File {
	for _, file := range x.analyzer.configuration.Files {
		if file.Name == name {
			return file
		}
	}
	return nil
}

// Fix returns the changes of text that make the fix of a finding, or the reason why it can't be made, in a phrase
// without a full stop. It is tried first, as [Analyzer.Fix] does; what is taken out of a configuration was proved to
// hide nothing. The error is for a context that ends and for a rule that fails.
func (x *Analysis) Fix(
	ctx context.Context, found finding.Finding,
) (changes []finding.Replacement, refusal string, err error) {
	switch {
	case found.Fix == nil:
		return nil, "it has no fix", nil
	case found.Fix.Refusal != "":
		return nil, found.Fix.Refusal, nil
	}
	if file := x.configuration(found.Location.File); file != nil {
		changes, refusal = fix.Changes(syntax.Parse(file), *found.Fix)
		return changes, refusal, nil
	}
	f := x.fixing(found.Location.File, FixOptions{Unsafe: true})
	tried, refusal := f.changed([]finding.Finding{found})
	if refusal != "" {
		return nil, refusal, nil
	}
	before, _, err := f.analyze(ctx, f.inputs)
	if before == nil {
		return nil, "", err
	}
	after, _, err := f.analyze(ctx, tried)
	if after == nil {
		return nil, "", err
	}
	if refusal := compare(before, after, []finding.Finding{found}); refusal != "" {
		return nil, refusal, nil
	}
	for i, in := range f.inputs {
		if tried[i] != in {
			made, _ := fix.Changes(in.tree, *found.Fix) // which changed made already
			changes = append(changes, made...)
		}
	}
	return changes, "", nil
}

// FixAll makes all safe fixes of what is found in a file. What they change in other files that are linked to it is
// among the result.
func (x *Analysis) FixAll(ctx context.Context, file string) ([]FixedFile, error) {
	f := x.fixing(file, FixOptions{})
	if configuration := x.configuration(file); configuration != nil {
		// What it hides shows only among all files, so the report is gone by, and nothing is tried.
		made, changes, _ := f.changesOf(configuration, x.Report) // each fix says on its own why it can't be made
		if len(made) == 0 || len(changes) == 0 {
			return nil, nil
		}
		return []FixedFile{{File: configuration, Content: fix.Apply(configuration.Content, changes)}}, nil
	}
	fixes, err := f.run(ctx)
	if fixes == nil {
		return nil, err
	}
	return fixes.Files, err
}
