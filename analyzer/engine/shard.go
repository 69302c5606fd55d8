package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// checked are the stages of the compiler that only check. Index has run them, so that they need not
// be paid at each start, of which they are a fifth.
var checked = []ast.StageID{
	ast.StageCheckKeywordOverrides,
	ast.StageCheckDuplicateImports,
	ast.StageCheckVoidCalls,
	ast.StageCheckRuleConflicts,
	ast.StageCheckSafetyRuleHeads,
	ast.StageCheckRecursion,
	ast.StageCheckTypes,
	ast.StageCheckUnsafeBuiltins,
	ast.StageCheckDeprecatedBuiltins,
	ast.StageBuildRequiredCapabilities,
}

// maxShards bounds the number of shards: each makes a document be asked once more.
const maxShards = 4

// shard is some of the rules, compiled together. The compiler works on one processor, so each has a
// shard of its own: this is what a start waits for.
type shard struct {
	rules         []rule.Rule
	compiler      *ast.Compiler
	queryCompiler ast.QueryCompiler
	query         ast.Body
}

// split deals the rules out to at most count groups of about the same amount of code.
func split(rules []rule.Rule, modules map[string]*ast.Module, count int) [][]rule.Rule {
	bySize := slices.SortedStableFunc(slices.Values(rules), func(a, b rule.Rule) int {
		return cmp.Compare(lines(modules[b.File]), lines(modules[a.File]))
	})
	groups := make([][]rule.Rule, min(count, len(rules)))
	sizes := make([]int, len(groups))
	for _, next := range bySize {
		smallest := slices.Index(sizes, slices.Min(sizes))
		groups[smallest] = append(groups[smallest], next)
		sizes[smallest] += lines(modules[next.File])
	}
	return groups
}

// lines returns the number of lines between a module's package and its last rule.
func lines(tree *ast.Module) int {
	if len(tree.Rules) == 0 {
		return 0
	}
	return tree.Rules[len(tree.Rules)-1].Location.Row - tree.Package.Location.Row
}

// compileAll compiles the rules in at most count shards at once.
func compileAll(rules []rule.Rule, modules map[string]*ast.Module, count int) (*Prepared, error) {
	groups := split(rules, modules, count)
	shards := make([]*shard, len(groups))
	errs := make([]error, len(groups))
	var group sync.WaitGroup
	for i := range groups {
		group.Go(func() { shards[i], errs[i] = compile(groups[i], modules) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	prepared := newPrepared(rules, modules, inmem.New())
	prepared.shards = shards
	return prepared, nil
}

// compile compiles the rules with their libraries.
func compile(rules []rule.Rule, modules map[string]*ast.Module) (*shard, error) {
	needed := map[string]*ast.Module{}
	for _, file := range files(rules) {
		needed[file] = modules[file]
	}
	compiler := newCompiler().WithSkipStages(checked...)
	compiler.Compile(needed)
	if compiler.Failed() {
		return nil, fmt.Errorf("compile rules: %w", fileErrors(compiler.Errors))
	}
	return newShard(compiler, rules, modules)
}

// newShard compiles the query that asks the rules, whose modules the compiler has compiled.
func newShard(compiler *ast.Compiler, rules []rule.Rule, modules map[string]*ast.Module) (*shard, error) {
	queryCompiler := compiler.QueryCompiler()
	query, err := queryCompiler.Compile(newQuery(rules, modules))
	if err != nil {
		return nil, fmt.Errorf("compile query: %w", err)
	}
	return &shard{rules: rules, compiler: compiler, queryCompiler: queryCompiler, query: query}, nil
}

// newQuery returns the one query that evaluates all rules of a shard: an object with a static reference to
// what each rule defines, so that the compiler sees them all and no rule is looked up by name.
func newQuery(rules []rule.Rule, modules map[string]*ast.Module) ast.Body {
	answers := ast.NewObject()
	for _, selected := range rules {
		answer := ast.NewObject()
		for _, name := range []string{findingsName, undecidedName} {
			if defines(modules[selected.File], name) {
				answer.Insert(ast.StringTerm(name), ast.NewTerm(packageRef(selected.ID).Append(ast.StringTerm(name))))
			}
		}
		answers.Insert(ast.StringTerm(selected.ID), ast.NewTerm(answer))
	}
	return ast.NewBody(ast.Equality.Expr(ast.VarTerm(resultName), ast.NewTerm(answers)))
}
