package analyzer

import (
	"context"
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
// is not parsed again, and an assembly of such files not judged again. It may be used by several goroutines at once.
type Session struct {
	analyzer *Analyzer
	memory   *memory

	mu sync.Mutex
	// inputs are what the files of the last analysis were read as; nil for neither a template nor a policy.
	inputs   map[*source.File]*input
	included *inclusions
}

// Session returns a session without any file. In place of [Options].Open it has a function of its own, which may read
// what an editor holds.
func (a *Analyzer) Session(open func(name string) ([]byte, error)) *Session {
	own := *a
	own.options.Open = nil
	made := &Session{analyzer: &own, memory: newMemory(), inputs: map[*source.File]*input{}}
	if open != nil {
		made.included = &inclusions{open: open, seen: map[string]inclusion{}}
		own.options.Open = made.included.read
	}
	return made
}

// Analysis is what a session says about some files. It stays what it is while the session goes on. It may be used by
// several goroutines at once.
type Analysis struct {
	// Report is as Analyze gives it.
	Report *finding.Report

	analyzer   *Analyzer
	memory     *memory
	inputs     []*input
	assemblies []deployed
}

// Analyze is [Analyzer.Analyze] under a configuration, on a day by which suppressions expire. A file whose content
// changes has to be a new one. Errors are as there; with a report there is an analysis.
func (s *Session) Analyze(
	ctx context.Context, files []*source.File, configuration Configuration, today time.Time,
) (*Analysis, error) {
	configured := s.analyzer.With(configuration)
	configured.options.Today = today
	inputs, err := s.read(ctx, files)
	if err != nil {
		return nil, err
	}
	if s.included.haveChanged() {
		s.memory.forget(nil)
	}
	report, assemblies, err := s.memory.analyze(ctx, configured, inputs, nil)
	if report == nil {
		return nil, err
	}
	s.memory.forget(assemblies)
	return &Analysis{
		Report: report, analyzer: configured, memory: s.memory, inputs: inputs, assemblies: assemblies,
	}, err
}

// read returns the inputs of the files, and keeps them for the next time.
func (s *Session) read(ctx context.Context, files []*source.File) ([]*input, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
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

// inclusions notes what templates include: their judgement rests on it, though it is no input.
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
	content, err := i.open(name)
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen[name] = inclusion{string(content), err == nil}
	return content, err
}

// haveChanged reports whether one of the files that were included is another one now.
func (i *inclusions) haveChanged() bool {
	if i == nil {
		return false
	}
	i.mu.Lock()
	seen := maps.Clone(i.seen)
	i.mu.Unlock()
	for name, before := range seen {
		content, err := i.open(name)
		if (inclusion{string(content), err == nil}) != before {
			i.mu.Lock()
			clear(i.seen) // what is still included is noted again
			i.mu.Unlock()
			return true
		}
	}
	return false
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

// assemblyOf returns the assembly of a file, and its inputs.
func (x *Analysis) assemblyOf(file string) (of deployed, inputs []*input, found bool) {
	for _, each := range x.assemblies {
		if !slices.Contains(names(each.Assembly), file) {
			continue
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
	f := newFixing(x.analyzer, x.memory, x.analyzer.rules, options)
	f.inputs, f.only = inputs, file
	return f
}

// Fix returns the changes of text that make the fix of a finding, or the reason why it can't be made, in a phrase
// without a full stop. It is tried first, as [Analyzer.Fix] does. The error is for a context that ends and for a rule
// that fails.
func (x *Analysis) Fix(
	ctx context.Context, found finding.Finding,
) (changes []finding.Replacement, refusal string, err error) {
	switch {
	case found.Fix == nil:
		return nil, "it has no fix", nil
	case found.Fix.Refusal != "":
		return nil, found.Fix.Refusal, nil
	}
	f := x.fixing(found.Location.File, FixOptions{Unsafe: true})
	tried, refusal := f.changed([]finding.Finding{found})
	if refusal != "" {
		return nil, refusal, nil
	}
	before, err := f.analyze(ctx, f.inputs)
	if before == nil {
		return nil, "", err
	}
	after, err := f.analyze(ctx, tried)
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
	fixes, err := x.fixing(file, FixOptions{}).run(ctx)
	if fixes == nil {
		return nil, err
	}
	return fixes.Files, err
}
