package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/lsp"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// rulePages is where the pages of the built-in rules stand.
const rulePages = "https://github.com/latchkey-dev/latchkey/blob/main/docs/rules/"

// editorBackend finds, configures and analyses the files of an editor's workspace.
type editorBackend struct {
	check   *check
	command *cobra.Command
	run     *analyzer.Analyzer
	options analyzer.Options
	texts   ruleTexts

	// dir is the directory that the rest starts from.
	dir     string
	session *analyzer.Session
	cache   *discover.Cache
	open    *openFiles
	// found are the files of the last search, and names those of all files that were analysed last.
	found discover.Result
	names []string
	// configured is what was read of configurations, and good the last of these that was understood. Neither changes
	// once an analysis goes by it.
	configured, good *configured
	// baselines are those that were read; nil while no configuration was understood.
	baselines *chosenBaselines
	excluded  map[string]bool
	problems  []lsp.Problem
}

func newEditorBackend(
	from *check, command *cobra.Command, run *analyzer.Analyzer, options analyzer.Options,
) *editorBackend {
	return &editorBackend{check: from, command: command, run: run, options: options, texts: newRuleTexts(run)}
}

// Page returns the page about a rule.
func (b *editorBackend) Page(id string) string {
	found, isRule := b.texts[id]
	if !isRule {
		return ""
	}
	return rule.Page(found)
}

// Link returns where the page of a built-in rule stands.
func (b *editorBackend) Link(id string) string {
	found, isRule := b.texts[id]
	if !isRule {
		return ""
	}
	if _, err := fs.Stat(rules.FS(), found.File); err != nil {
		return ""
	}
	return rulePages + id + ".md"
}

// Analyze analyses a workspace. The disk is looked at only where something has changed there.
func (b *editorBackend) Analyze(ctx context.Context, workspace lsp.Workspace) (lsp.Analysis, error) {
	isNew := b.session == nil || b.dir != workspace.Dir
	if isNew {
		b.begin(workspace.Dir)
	}
	b.open.set(workspace.Open)
	for _, changed := range workspace.Changed {
		b.cache.Forget(changed)
	}
	fresh := isNew || workspace.Rescan || len(workspace.Changed) > 0
	if fresh {
		if err := b.search(ctx, workspace.Folders); err != nil {
			return nil, err
		}
	}
	files := overlaid(b.found.Files, workspace.Open)
	if names := namesOf(files); fresh || !slices.Equal(names, b.names) {
		b.names = names
		b.configure(files, workspace)
	}
	files = slices.DeleteFunc(files, func(file *source.File) bool { return b.excluded[file.Name] })
	configuration := b.configured.forAnalyzer()
	if b.baselines != nil {
		configuration.Baselines = b.baselines.forRun(files)
	}
	made, err := b.session.Analyze(ctx, files, configuration, b.check.today())
	if made == nil {
		return nil, err
	}
	problems := slices.Clip(b.problems)
	if err != nil {
		problems = append(problems, lsp.Problem{Message: err.Error()})
	}
	return editorAnalysis{made, problems}, nil
}

// begin starts anew in another directory.
func (b *editorBackend) begin(dir string) {
	b.dir, b.cache, b.good = dir, discover.NewCache(), nil
	b.open = &openFiles{}
	if open, err := discover.Open(dir); err == nil {
		b.open.disk = open
	}
	b.session = b.run.Session(b.open.read)
}

// search finds the files of the folders. One that is gone holds none.
func (b *editorBackend) search(ctx context.Context, folders []string) error {
	folders = slices.DeleteFunc(slices.Clone(folders), func(folder string) bool {
		info, err := os.Stat(folder)
		return err != nil || !info.IsDir()
	})
	b.found = discover.Result{}
	if len(folders) == 0 {
		return nil
	}
	found, err := discover.Find(ctx, discover.Options{Paths: folders, Dir: b.dir, Cache: b.cache})
	if err != nil {
		return err
	}
	b.found = found
	b.check.tell(slices.DeleteFunc(slices.Concat(found.Notices, found.Unread), func(notice finding.Notice) bool {
		return notice.Detail || !b.check.verbose
	}))
	return nil
}

// overlaid returns the files with the open ones in place of those on the disk, in order.
func overlaid(files, open []*source.File) []*source.File {
	byName := map[string]*source.File{}
	for _, file := range files {
		byName[file.Name] = file
	}
	for _, file := range open {
		byName[file.Name] = file
	}
	all := make([]*source.File, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, byName[name])
	}
	return all
}

func namesOf(files []*source.File) []string {
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = file.Name
	}
	return names
}

// configure reads the configurations of the files. Where one is not understood the last good ones stay in force, and
// the user is told.
func (b *editorBackend) configure(files []*source.File, workspace lsp.Workspace) {
	within := *b.check.Command
	within.Dir = b.dir
	args := workspace.Folders
	if len(args) == 0 {
		args = namesOf(workspace.Open)
	}
	found := discover.Result{Files: files}
	made, err := within.configure(b.command, b.run, b.check.analysisFlags, b.options, &found, args)
	switch {
	case err == nil:
		b.good = made
	case b.good != nil:
		made, found = b.good.anew(), discover.Result{Files: files}
		_ = made.read(&found, args) // whose faults are among err
	}
	b.baselines = nil
	if made == nil {
		made = &configured{Command: &within}
	} else {
		chosen, failure := made.baselines(nil, found.Files, args)
		if failure == nil {
			b.baselines, failure = chosen, chosen.read()
		}
		err = errors.Join(err, failure)
	}
	b.problems = b.problemsOf(err)
	for _, notice := range made.passed() {
		b.problems = append(b.problems, lsp.Problem{Message: notice.File + ": " + notice.Message})
	}
	b.configured = made
	b.excluded = map[string]bool{}
	for _, file := range files {
		b.excluded[file.Name] = true
	}
	for _, file := range found.Files {
		delete(b.excluded, file.Name)
	}
}

// anew returns the configurations as they were read, for other files. What is made of them here changes nothing that an
// earlier analysis goes by.
func (c *configured) anew() *configured {
	made := *c
	made.byFolder, made.byFile = maps.Clone(c.byFolder), maps.Clone(c.byFile)
	made.settings, made.suppressions = map[string]config.Settings{}, nil
	return &made
}

// problemsOf returns what is wrong with configurations, each with its line where it has one.
func (b *editorBackend) problemsOf(err error) []lsp.Problem {
	if err == nil {
		return nil
	}
	if joined, isJoined := err.(interface{ Unwrap() []error }); isJoined {
		var all []lsp.Problem
		for _, each := range joined.Unwrap() {
			all = append(all, b.problemsOf(each)...)
		}
		return all
	}
	wrong, isPlaced := errors.AsType[*config.Error](err)
	if of, is := errors.AsType[*baseline.Error](err); is {
		wrong, isPlaced = (*config.Error)(of), true
	}
	if !isPlaced {
		return []lsp.Problem{{Message: err.Error()}}
	}
	path := filepath.FromSlash(wrong.File)
	if !filepath.IsAbs(path) {
		path = filepath.Join(b.dir, path)
	}
	content, _ := b.check.readAtMost(path, discover.MaxSize) // without it there is a place all the same
	file := source.New(wrong.File, content)
	end := wrong.At.Offset + len(strings.TrimRight(lineFrom(file, wrong.At), " \t\r\n"))
	span := source.Span{Start: wrong.At, End: file.Position(end)}
	if span.End.Offset < span.Start.Offset {
		span.End = span.Start
	}
	return []lsp.Problem{{File: file, Span: span, Message: wrong.Message}}
}

// lineFrom returns the rest of a line.
func lineFrom(file *source.File, from source.Position) string {
	start := min(from.Offset, len(file.Content))
	return string(file.Content[start:max(start, file.LineStart(from.Line+1))])
}

// openFiles reads files that templates include: those that an editor holds before those on the disk. It may be used by
// several goroutines at once.
type openFiles struct {
	disk func(name string) ([]byte, error)
	// held are the files by name; the map is never changed.
	held atomic.Pointer[map[string]*source.File]
}

func (o *openFiles) set(files []*source.File) {
	held := map[string]*source.File{}
	for _, file := range files {
		held[file.Name] = file
	}
	o.held.Store(&held)
}

func (o *openFiles) read(name string) ([]byte, error) {
	if held := o.held.Load(); held != nil && (*held)[name] != nil {
		return (*held)[name].Content, nil
	}
	if o.disk == nil {
		return nil, fs.ErrNotExist
	}
	return o.disk(name)
}

// editorAnalysis gives the server what it wants of an analysis.
type editorAnalysis struct {
	*analyzer.Analysis

	problems []lsp.Problem
}

// Report returns the findings.
func (a editorAnalysis) Report() *finding.Report { return a.Analysis.Report }

// Problems returns what is wrong with configurations.
func (a editorAnalysis) Problems() []lsp.Problem { return a.problems }

// FixAll returns the changes that make all safe fixes of a file: of each file that changes one, without what is the
// same at both ends of it.
func (a editorAnalysis) FixAll(ctx context.Context, file string) ([]finding.Replacement, error) {
	fixed, err := a.Analysis.FixAll(ctx, file)
	var changes []finding.Replacement
	for _, each := range fixed {
		changes = append(changes, each.Replacement())
	}
	return changes, err
}

// Ignore returns the changes that suppress a finding.
func (a editorAnalysis) Ignore(
	found finding.Finding, reason string,
) (changes []finding.Replacement, scope, refusal string) {
	made, refusal := a.Analysis.Ignore(found, reason)
	return made.Changes, string(made.Scope), refusal
}

// Resolve returns what the text at a byte offset comes to.
func (a editorAnalysis) Resolve(ctx context.Context, file string, offset int) (*lsp.Meaning, error) {
	resolved, found, err := a.ResolvedAt(ctx, file, offset)
	if err != nil || !found {
		return nil, err
	}
	meaning := &lsp.Meaning{Span: resolved.Span}
	for _, each := range resolved.Cases {
		meaning.Cases = append(meaning.Cases, lsp.Case{
			Text: each.Text, Reason: each.Reason, Steps: each.Steps, Scenario: each.Scenario,
		})
	}
	return meaning, nil
}
