package analyzer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// input is a recognised file.
type input struct {
	file *source.File
	kind discover.Kind
	tree *syntax.Tree
	// isEmptied says that the tree has lost its nodes, see lighten.
	isEmptied bool
}

// read keeps the files that are templates or policies and parses them. A first look at the text
// spares the parser what is neither, and lets a broken template be one; what parses is looked at
// again, in a form that no oddity of the text can hide.
func (a *Analyzer) read(ctx context.Context, files []*source.File) ([]*input, []finding.Notice, error) {
	read := make([]*input, len(files))
	reasons := make([]string, len(files))
	stage := a.start(Reading, len(files))
	err := a.each(ctx, len(files), func(_ context.Context, i int) error {
		kind, reason := discover.KindOf(files[i])
		if kind != discover.Other {
			tree := syntax.Parse(files[i])
			kind, reason = discover.KindOfTree(tree)
			read[i] = &input{file: files[i], kind: kind, tree: tree}
		}
		if kind == discover.Other {
			read[i], reasons[i] = nil, reason
		} else {
			a.lighten(read[i])
		}
		stage.add(1)
		return nil
	})
	var inputs []*input
	var notices []finding.Notice
	for i, in := range read {
		if in == nil {
			notice := finding.Notice{File: files[i].Name, Message: "left out: " + reasons[i], Detail: true}
			notices = append(notices, notice)
			continue
		}
		inputs = append(inputs, in)
	}
	return inputs, notices, err
}

// parsed returns the inputs as the assembly package takes them.
func parsed(inputs []*input) []assembly.File {
	files := make([]assembly.File, len(inputs))
	for i, in := range inputs {
		files[i] = assembly.File{Tree: in.tree, Kind: in.kind.String()}
	}
	return files
}

// presentTypes returns the resource types that the files declare.
func presentTypes(files []assembly.File) map[string]bool {
	present := map[string]bool{}
	for _, file := range files {
		for _, name := range assembly.Types(file) {
			present[name] = true
		}
	}
	return present
}

// judgement is what the rules say about one assembly.
type judgement struct {
	findings  []finding.Finding
	undecided []finding.Undecided
	notices   []finding.Notice
	// faults are what kept rules from saying all they should.
	faults []error
	// open are the files of which silence proves nothing, since not all was looked at.
	open []string
	// importing are the files that import values from files which are not there.
	importing []string
}

// judge evaluates the rules on every assembly. What a rule fails to say about one assembly costs
// neither the other rules nor the other assemblies their result.
func (a *Analyzer) judge(
	ctx context.Context, rules *engine.Prepared, assemblies []deployed,
) ([]judgement, error) {
	judgements := make([]judgement, len(assemblies))
	files := 0
	for _, each := range assemblies {
		files += len(each.Files)
	}
	stage := a.start(Judging, files)
	err := a.each(ctx, len(assemblies), func(ctx context.Context, i int) error {
		judgements[i] = a.judgeOne(ctx, rules, assemblies[i])
		stage.add(len(assemblies[i].Files))
		return nil
	})
	return judgements, err
}

// judgeOne evaluates the rules on an assembly, in each of its scenarios. Documents live no longer
// than their evaluation, which keeps memory bounded by the number of jobs.
func (a *Analyzer) judgeOne(
	ctx context.Context, rules *engine.Prepared, files deployed,
) judgement {
	present := presentTypes(files.Files)
	rules, err := rules.For(present)
	if err != nil {
		return judgement{faults: []error{fmt.Errorf("prepare rules: %w", err)}, open: names(files.Assembly)}
	}
	read := sectionsFor(rules)
	sections := a.withLate(read, present)
	env := files.environment
	stacks, allStacks := files.Stacks()
	scenarios, allScenarios := []template.Scenario{nil}, true
	if len(sections) > 0 {
		env.Relevant = files.Relevant(model.Relevant(sections))
		scenarios, allScenarios = template.Scenarios(stacks, env)
	}
	reader, builder := assembly.NewReader(files.Assembly), model.NewBuilder()
	evaluation := evaluation{rules: rules, sections: read, late: a.late, known: map[[sha256.Size]byte]*answers{}}
	outcomes := make([]outcome, len(scenarios))
	for i, scenario := range scenarios {
		document := build(reader, builder, env, scenario, sections)
		found := evaluation.ask(ctx, document)
		judged := locate(document, found.results, found.undecided)
		if found.fault != nil {
			judged.faults = append(judged.faults, found.fault)
		}
		outcomes[i] = outcome{conditions: document.Conditions(), judgement: judged}
	}
	merged := merge(outcomes)
	if !allScenarios {
		merged.notices = append(merged.notices, scenariosCut(files.Assembly, len(scenarios)))
	}
	if !allStacks {
		merged.notices = append(merged.notices, stacksCut(files.Assembly, len(stacks)))
	}
	if !allScenarios || !allStacks || len(merged.faults) > 0 {
		merged.open = names(files.Assembly)
	}
	if len(files.Files) == 1 && imports(files.Files[0].Tree.File) {
		merged.importing = names(files.Assembly)
	}
	return merged
}

// imports reports whether the text of a template may import values.
func imports(file *source.File) bool {
	return bytes.Contains(file.Content, []byte("ImportValue"))
}

// names returns the names of the files of an assembly.
func names(of assembly.Assembly) []string {
	all := make([]string, len(of.Files))
	for i, file := range of.Files {
		all[i] = file.Tree.File.Name
	}
	return all
}

// evaluation asks rules about the documents of one assembly. Scenarios often differ in what rules do
// not look at, so an answer is kept for a document with the same text.
type evaluation struct {
	rules    *engine.Prepared
	sections []model.Section // that these rules read
	late     *engine.Late
	known    map[[sha256.Size]byte]*answers // by the hash of what was asked
}

// answers are what rules say about a document, and what kept some of them from saying it.
type answers struct {
	results   []engine.Result
	undecided []engine.Undecided
	fault     error
}

// ask returns what the rules say about a document. The late ones are asked only about subjects that it has,
// and of no more of it than they read.
func (e evaluation) ask(ctx context.Context, document *model.Document) *answers {
	all := *e.answer(ctx, document.Only(e.sections), nil)
	ofNetwork, ofPolicies := []string{}, []string{}
	for _, subject := range document.Subjects() {
		if model.IsDiagnosis(subject) {
			ofNetwork = append(ofNetwork, subject)
		} else {
			ofPolicies = append(ofPolicies, subject)
		}
	}
	if len(ofPolicies) > 0 {
		all.add(e.answer(ctx, document.Only([]model.Section{model.Policies}), ofPolicies))
	}
	if len(ofNetwork) > 0 {
		all.add(e.answer(ctx, document.Only([]model.Section{model.Diagnosis}), ofNetwork))
	}
	return &all
}

// add takes in what other rules say.
func (a *answers) add(other *answers) {
	a.results = slices.Concat(a.results, other.results)
	a.undecided = slices.Concat(a.undecided, other.undecided)
	a.fault = errors.Join(a.fault, other.fault)
}

// answer returns what the late rules about the subjects say, or all the others when there are none.
func (e evaluation) answer(ctx context.Context, document *model.Document, subjects []string) *answers {
	text, err := document.Text()
	if err != nil {
		return &answers{fault: err}
	}
	hash := sha256.Sum256(append(slices.Clip(text), strings.Join(subjects, "\n")...))
	if known, ok := e.known[hash]; ok {
		return known
	}
	given := &answers{}
	e.known[hash] = given
	input, err := model.Value(text)
	switch {
	case err != nil:
		given.fault = err
	case len(subjects) == 0:
		given.results, given.undecided, given.fault = e.rules.Evaluate(ctx, input)
	default:
		given.results, given.undecided, given.fault = e.late.Evaluate(ctx, subjects, input)
	}
	return given
}

// sectionsFor returns the sections of the document that the rules read. Where they read none, it does
// not matter what scenario the templates are in.
func sectionsFor(rules *engine.Prepared) []model.Section {
	members, all := rules.Reads()
	var sections []model.Section
	for _, section := range model.Sections() {
		if all || members[string(section)] {
			sections = append(sections, section)
		}
	}
	return sections
}

// withLate adds the policies to the sections where some, or what writes logs, may be there, and the
// diagnosis where a network may be: whether a late rule has something to say shows only once they are built.
func (a *Analyzer) withLate(sections []model.Section, present map[string]bool) []model.Section {
	sections = slices.Clip(sections)
	types := slices.Collect(maps.Keys(present))
	add := func(section model.Section, isThere bool, about func(subject string) bool) {
		if isThere && !slices.Contains(sections, section) && a.late.Any(about) {
			sections = append(sections, section)
		}
	}
	holdsPolicies := slices.ContainsFunc(types, model.HoldsPolicies) || model.WritesLogs(present)
	add(model.Policies, holdsPolicies, func(subject string) bool {
		return !model.IsDiagnosis(subject) && !model.IsSuppression(subject)
	})
	add(model.Diagnosis, slices.ContainsFunc(types, model.HoldsNetwork), model.IsDiagnosis)
	return sections
}

// build makes the document of an assembly, with nothing resolved when no section is wanted.
func build(
	reader *assembly.Reader, builder *model.Builder, env template.Environment, scenario template.Scenario,
	sections []model.Section,
) *model.Document {
	if len(sections) == 0 {
		return builder.Build(reader.Outline(), env, nil)
	}
	return builder.Build(reader.Read(env, scenario), env, sections)
}

// each runs the work for every index below count, on as many goroutines as there are jobs.
func (a *Analyzer) each(ctx context.Context, count int, work func(context.Context, int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(a.options.Jobs)
	for i := range count {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("analyze: %w", err)
			}
			return work(ctx, i)
		})
	}
	return group.Wait() //nolint:wrapcheck // the workers wrap their errors
}
