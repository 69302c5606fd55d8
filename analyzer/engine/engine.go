// Package engine runs the rules. It reads what rules say of themselves, compiles those whose subject
// is present and evaluates them on the document of a set of files. Rules are Rego for a stock OPA:
// no builtins are added, and those whose result may differ from one call to the next are taken away.
package engine

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Engine holds the rules that are on.
type Engine struct {
	rules    []rule.Rule
	ruleSets []fs.FS
}

// New returns an engine for the rules, whose files and libraries are in the rule sets. Two rules with
// one id are an error.
func New(rules []rule.Rule, ruleSets ...fs.FS) (*Engine, error) {
	sorted := slices.SortedFunc(slices.Values(rules), compareIDs)
	for i := range sorted {
		if i > 0 && sorted[i].ID == sorted[i-1].ID {
			return nil, fmt.Errorf("start engine: two rules have the id %s", sorted[i].ID)
		}
	}
	return &Engine{rules: sorted, ruleSets: ruleSets}, nil
}

// Prepare compiles the rules that can fire on documents with resources of the given types. Preparing
// costs about a millisecond for each rule, and a rule without its subject finds nothing, so prepare
// once, for all the types of a run. Rules about what only a built document shows are not among them; see
// [Engine.Late].
func (e *Engine) Prepare(ctx context.Context, present map[string]bool) (*Prepared, error) {
	return prepare(ctx, selectRules(e.rules, present), e.ruleSets, min(runtime.GOMAXPROCS(0), maxShards))
}

// prepare compiles the rules in at most count shards.
func prepare(ctx context.Context, rules []rule.Rule, ruleSets []fs.FS, count int) (*Prepared, error) {
	modules, err := parseAll(ctx, files(rules), ruleSets)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return compileAll(rules, modules, count)
}

// selectRules returns the rules that look at every document, and those of which a resource type is
// present.
func selectRules(rules []rule.Rule, present map[string]bool) []rule.Rule {
	var selected []rule.Rule
	for _, candidate := range rules {
		isPresent := func(resource string) bool { return present[resource] }
		if len(candidate.Resources) == 0 || slices.ContainsFunc(candidate.Resources, isPresent) {
			selected = append(selected, candidate)
		}
	}
	return selected
}

// files returns the paths of the rules' files and of the libraries they need, each once.
func files(rules []rule.Rule) []string {
	var paths []string
	for _, selected := range rules {
		paths = append(paths, selected.File)
		for _, library := range selected.Libraries {
			paths = append(paths, libraryFile(library))
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

func compareIDs(a, b rule.Rule) int {
	return strings.Compare(a.ID, b.ID)
}
