package analyzer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Options choose the rules and say what is known of the deployment. The zero Options run all rules
// and know nothing.
type Options struct {
	// Select leaves only the rules that a selector names; empty means all. Ignore takes rules away
	// afterwards. A selector is an id, a family or a tag. That a file can't be read is reported whatever is
	// selected, unless Ignore names the rule.
	Select, Ignore []string
	// MinSeverity drops findings below it.
	MinSeverity rule.Severity
	// Region, Account and Partition are those of the stack; empty means not known.
	Region, Account, Partition string
	// Parameters are values by parameter name; they come before defaults.
	Parameters map[string]string
	// Base is the path from the root of the repository to where file names start, as in "infra": it
	// makes fingerprints the same from whichever folder latchkey is run. Empty when it is the root.
	Base string
	// Open reads a file that a template includes, by its name relative to where file names start. Nil
	// leaves what is included unresolved.
	Open func(name string) ([]byte, error)
	// UserRules holds rules in addition to the built-in ones; nil for none.
	UserRules fs.FS
	// Texts gives rules their descriptions and examples, which few reports print: without them a start is
	// faster.
	Texts bool
	// Today is the day of the run, by which suppressions expire; the zero Time for none, and then none does.
	Today time.Time
	// Jobs bounds how many files are worked on at once; 0 means one for each processor.
	Jobs int
	// Version is that of the program, which the shards of a run have in common; empty where it is not known.
	Version string
	// Shard leaves only a part of the assemblies to judge, while all files are read and linked.
	Shard Shard
	// Progress is told how far the run has come, by several goroutines at once; nil for nobody who listens.
	Progress func(Progress)
}

// Analyzer runs rules over files. It may be used by several goroutines at once.
type Analyzer struct {
	options Options
	// known are all rules, chosen those that the selectors leave, rules all that run.
	known, chosen, rules []rule.Rule
	// areChosen says that rules are not the rule set's own and nothing else.
	areChosen     bool
	ruleSets      []string // digests of the rule sets, for a shard
	engine        *engine.Engine
	configuration Configuration
	late          *engine.Late
}

// New returns an analyzer with the rules of a rule set, the options' own rules, and those of them
// that the options leave on. A selector that names nothing is a *SelectorError; a user's rule that
// does not keep the contract is an error that names its file and line.
func New(ruleSet fs.FS, options Options) (*Analyzer, error) {
	rules, err := engine.Load(ruleSet)
	if err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	if options.Texts {
		if rules, err = engine.Describe(ruleSet, rules); err != nil {
			return nil, fmt.Errorf("load rules: %w", err)
		}
	}
	ruleSets := []fs.FS{ruleSet}
	if options.UserRules != nil {
		own, err := engine.Index(options.UserRules, ruleSet)
		if err != nil {
			return nil, fmt.Errorf("load user rules: %w", err)
		}
		if len(own) == 0 {
			return nil, errors.New("load user rules: there is no rule: want FAMILY/NAME/NAME.rego")
		}
		rules = append(rules, own...)
		ruleSets = append(ruleSets, options.UserRules)
	}
	if shard := options.Shard; !shard.isWhole() && (shard.Index < 1 || shard.Index > shard.Of) {
		return nil, fmt.Errorf("choose shard %d of %d: want one from 1 on", shard.Index, shard.Of)
	}
	digests, err := options.Shard.digests(ruleSets)
	if err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	known := slices.Clone(rules)
	chosen, err := choose(rules, options.Select, options.Ignore)
	if err != nil {
		return nil, err
	}
	rules = withUnreadable(rules, chosen, options.Ignore)
	for _, each := range [][]rule.Rule{chosen, rules} {
		slices.SortFunc(each, func(x, y rule.Rule) int { return strings.Compare(x.ID, y.ID) })
	}
	rulesEngine, err := engine.New(rules, ruleSets...)
	if err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	if options.Jobs <= 0 {
		options.Jobs = runtime.GOMAXPROCS(0)
	}
	return &Analyzer{
		options: options, known: known, chosen: chosen, rules: rules, engine: rulesEngine, late: rulesEngine.Late(),
		areChosen: options.UserRules != nil || len(rules) < len(known), ruleSets: digests,
	}, nil
}

// Rules returns the metadata of the rules that the options choose, by id.
func (a *Analyzer) Rules() []rule.Rule {
	return a.chosen
}

// Analyze returns what the rules say about the files. Files that are neither templates nor policies
// are left out with a notice. The report is the same for any number of jobs. The error is for a
// context that ends, and for a rule that does not keep its contract on some of the files; then the
// report stands for all the others. What is wrong with a file is a finding.
func (a *Analyzer) Analyze(ctx context.Context, files []*source.File) (*finding.Report, error) {
	inputs, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, err
	}
	aboutParameters, shard := a.uselessParameters(inputs), a.shardOf(inputs)
	assemblies := a.options.Shard.share(a.link(parsed(inputs)))
	inputs = inputsOf(assemblies, inputs) // a shard keeps no tree of the others
	if err := a.restore(ctx, inputs); err != nil {
		return nil, err
	}
	prepared, err := a.engine.Prepare(ctx, presentTypes(parsed(inputs)))
	if err != nil {
		return nil, fmt.Errorf("prepare rules: %w", err)
	}
	judged, err := a.judge(ctx, prepared, assemblies)
	if err != nil {
		return nil, err
	}
	report := a.report(inputs, judged, notices, aboutParameters)
	report.Shard = shard
	fault := a.suppress(ctx, report, inputs, judged)
	return report, errors.Join(faults(judged), fault)
}

// Models returns the documents that rules read about the files, one for each assembly, in the order
// of the files and in the scenario of the values given and the defaults.
func (a *Analyzer) Models(
	ctx context.Context, files []*source.File,
) (documents []*model.Document, notices []finding.Notice, err error) {
	inputs, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	assemblies := a.link(parsed(inputs))
	documents = make([]*model.Document, len(assemblies))
	for i, linked := range assemblies {
		reader := assembly.NewReader(linked.Assembly)
		documents[i] = build(reader, model.NewBuilder(), linked.environment, nil, model.Sections())
	}
	return documents, append(notices, a.uselessParameters(inputs)...), nil
}

// include returns the local file that a template includes, nil when there is none to be had.
func (a *Analyzer) include(from, location string) *syntax.Tree {
	if a.options.Open == nil || strings.Contains(location, "://") {
		return nil
	}
	name := path.Join(path.Dir(from), location)
	content, err := a.options.Open(name)
	if err != nil {
		return nil
	}
	return syntax.Parse(source.New(name, content))
}
