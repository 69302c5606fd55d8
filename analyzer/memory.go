package analyzer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// memory keeps judgements from one analysis to the next, so that what does not change is not judged again. It may be
// used by several goroutines at once.
type memory struct {
	mu sync.Mutex
	// prepared are the rules for the resource types in present.
	prepared *engine.Prepared
	present  map[string]bool
	// known are the judgements by what keyOf says of their assemblies, and base those that this is a branch of, which
	// nobody changes.
	known, base map[string]remembered
}

// remembered is a judgement with what it is about: while it is kept no other tree has the address of one of these.
type remembered struct {
	judgement judgement
	about     deployed
}

func newMemory() *memory {
	return &memory{known: map[string]remembered{}}
}

// branch returns a memory that knows what this one does, and keeps to itself what it learns.
func (m *memory) branch() *memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	made := newMemory()
	made.prepared, made.present, made.base = m.prepared, m.present, m.base
	if len(m.known) > 0 {
		made.base = maps.Clone(m.known)
		maps.Copy(made.base, m.base)
	}
	return made
}

// analyze is Analyze for files that were read already. It returns the assemblies that they make, too.
func (m *memory) analyze(
	ctx context.Context, a *Analyzer, inputs []*input, notices []finding.Notice,
) (*finding.Report, []deployed, error) {
	recognised := parsed(inputs)
	prepared, err := m.prepare(ctx, a, presentTypes(recognised))
	if err != nil {
		return nil, nil, err
	}
	assemblies := a.link(recognised)
	judged, err := m.judge(ctx, a, prepared, assemblies)
	if err != nil {
		return nil, nil, err
	}
	report := a.report(inputs, judged, notices, a.uselessParameters(inputs))
	fault := a.suppress(ctx, report, inputs, judged)
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("analyze: %w", err)
	}
	return report, assemblies, errors.Join(faults(judged), fault)
}

// prepare returns rules for the resource types and for those that were there before, since a type that goes often
// comes back.
func (m *memory) prepare(ctx context.Context, a *Analyzer, present map[string]bool) (*engine.Prepared, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.prepared != nil && contains(m.present, present) {
		return m.prepared, nil
	}
	maps.Copy(present, m.present)
	prepared, err := a.engine.Prepare(ctx, present)
	if err != nil {
		return nil, fmt.Errorf("prepare rules: %w", err)
	}
	m.prepared, m.present = prepared, present
	return prepared, nil
}

// judge is Analyzer.judge for what is not known yet. What was judged before a context ends is kept.
func (m *memory) judge(
	ctx context.Context, a *Analyzer, rules *engine.Prepared, assemblies []deployed,
) ([]judgement, error) {
	judged := make([]judgement, len(assemblies))
	err := a.each(ctx, len(assemblies), func(ctx context.Context, i int) error {
		key := keyOf(assemblies[i])
		known, isKnown := m.recall(key)
		if !isKnown {
			known = remembered{a.judgeOne(ctx, rules, assemblies[i]), assemblies[i]}
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("analyze: %w", err)
			}
			m.keep(key, known)
		}
		judged[i] = known.judgement
		return nil
	})
	return judged, err
}

func (m *memory) recall(key string) (known remembered, isKnown bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, isKnown = m.known[key]; !isKnown {
		known, isKnown = m.base[key]
	}
	return known, isKnown
}

func (m *memory) keep(key string, known remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[key] = known
}

// forget keeps no judgements but those of the assemblies, and those that this is a branch of.
func (m *memory) forget(except []deployed) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := make(map[string]remembered, len(except))
	for _, each := range except {
		key := keyOf(each)
		if known, isKnown := m.known[key]; isKnown {
			kept[key] = known
		}
	}
	m.known = kept
}

// contains reports whether a set has all members of another.
func contains(set, other map[string]bool) bool {
	for name := range other {
		if !set[name] {
			return false
		}
	}
	return true
}

// keyOf tells assemblies apart by what is known of them, and by what [assembly.Assembly.Key] says: trees are read anew
// when a file changes.
func keyOf(of deployed) string {
	var key strings.Builder
	fmt.Fprintf(&key, "%q\n%s", of.key, of.Key())
	if of.environment.Facts == nil {
		return key.String()
	}
	for _, file := range of.Files {
		facts, _ := json.Marshal([]any{of.environment.Known(file.Tree.File.Name)}) // which always has a form in JSON
		key.Write(facts)
		key.WriteString("\n")
	}
	return key.String()
}
