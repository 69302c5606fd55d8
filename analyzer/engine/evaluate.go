package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Prepared is a set of compiled rules. Any number of goroutines may evaluate it at once.
type Prepared struct {
	rules   []rule.Rule
	modules map[string]*ast.Module
	shards  []*shard // every rule is in one of them
	store   storage.Store
	parts   *sync.Map // from the ids of some of the rules to the *Prepared for these
	reads   func() reads
}

// newPrepared returns the rules without shards.
func newPrepared(rules []rule.Rule, modules map[string]*ast.Module, store storage.Store) *Prepared {
	return &Prepared{
		rules: rules, modules: modules, store: store, parts: &sync.Map{},
		reads: sync.OnceValue(func() reads { return readsOf(rules, modules) }),
	}
}

// For returns the rules that can fire on a document with resources of the given types. They are
// compiled already; what is made anew, once for each selection, are the queries that ask them.
func (p *Prepared) For(present map[string]bool) (*Prepared, error) {
	selected := selectRules(p.rules, present)
	if len(selected) == len(p.rules) {
		return p, nil
	}
	var key strings.Builder
	for _, one := range selected {
		key.WriteString(one.ID + "\n")
	}
	if known, ok := p.parts.Load(key.String()); ok {
		return known.(*Prepared), nil //nolint:forcetypeassert // nothing else is stored
	}
	part := newPrepared(selected, p.modules, p.store)
	for _, whole := range p.shards {
		rules := selectRules(whole.rules, present)
		if len(rules) == 0 {
			continue
		}
		some, err := newShard(whole.compiler, rules, p.modules)
		if err != nil {
			return nil, err
		}
		part.shards = append(part.shards, some)
	}
	p.parts.Store(key.String(), part)
	return part, nil
}

// Rules returns the rules that were compiled, by id.
func (p *Prepared) Rules() []rule.Rule {
	return p.rules
}

// Evaluate returns what the rules say about the document, ordered by rule and then by what is said,
// so that equal documents give equal results. The error is for rules that do not keep their contract,
// and names them: what the other rules say stands. What is wrong with the user's files is a Result.
func (p *Prepared) Evaluate(ctx context.Context, document ast.Value) ([]Result, []Undecided, error) {
	answers, fault := p.ask(ctx, document)
	if ctx.Err() != nil {
		return nil, nil, fmt.Errorf("evaluate rules: %w", ctx.Err())
	}
	faults := []error{fault}
	var results []Result
	var undecided []Undecided
	for _, evaluated := range p.rules {
		answer := answers[evaluated.ID]
		found, err := decodeFindings(evaluated, member(answer, findingsName))
		open, openErr := decodeUndecided(evaluated, member(answer, undecidedName))
		if err := errors.Join(err, openErr); err != nil {
			faults = append(faults, err)
			continue
		}
		results = append(results, found...)
		undecided = append(undecided, open...)
	}
	return results, undecided, errors.Join(faults...)
}

// ask returns the answers of the rules by id. A rule that fails has none, and costs no other its own.
func (p *Prepared) ask(ctx context.Context, document ast.Value) (map[string]ast.Value, error) {
	transaction, err := p.store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	defer p.store.Abort(ctx, transaction)
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()

	asking := asking{prepared: p, transaction: transaction, cancel: cancel, document: document}
	answers := make(map[string]ast.Value, len(p.rules))
	var faults []error
	for _, asked := range p.shards {
		if err := asking.ask(ctx, asked, answers); err != nil {
			faults = append(faults, asking.askEach(ctx, asked, answers))
		}
	}
	return answers, errors.Join(faults...)
}

// asking is one evaluation of a document.
type asking struct {
	prepared    *Prepared
	transaction storage.Transaction
	cancel      topdown.Cancel
	document    ast.Value
}

// ask adds the answers of a shard's rules.
func (a asking) ask(ctx context.Context, asked *shard, answers map[string]ast.Value) error {
	results, err := topdown.NewQuery(asked.query).
		WithCompiler(asked.compiler).
		WithQueryCompiler(asked.queryCompiler).
		WithStore(a.prepared.store).
		WithTransaction(a.transaction).
		WithCancel(a.cancel).
		WithInput(ast.NewTerm(a.document)).
		// Without this an error in a builtin would be silence, that is, a missed finding.
		WithStrictBuiltinErrors(true).
		Run(ctx)
	if err == nil && len(results) != 1 {
		err = errors.New("the query is undefined")
	}
	if err != nil {
		return err
	}
	for _, evaluated := range asked.rules {
		answers[evaluated.ID] = member(results[0][resultName].Value, evaluated.ID)
	}
	return nil
}

// askEach asks the rules of a shard one by one, to find out which of them fails.
func (a asking) askEach(ctx context.Context, asked *shard, answers map[string]ast.Value) error {
	var faults []error
	for _, evaluated := range asked.rules {
		alone, err := newShard(asked.compiler, []rule.Rule{evaluated}, a.prepared.modules)
		if err == nil {
			err = a.ask(ctx, alone, answers)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("evaluate rule %s: %w", evaluated.ID, err))
		}
	}
	return errors.Join(faults...)
}

// member returns the value of an object's key, nil where there is none.
func member(value ast.Value, key string) ast.Value {
	object, ok := value.(ast.Object)
	if !ok {
		return nil
	}
	if term := object.Get(ast.StringTerm(key)); term != nil {
		return term.Value
	}
	return nil
}
