package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// lateSubjects begin the subjects that only a built document shows, as in "policy/invalid-effect",
// "verdict/total", "kind/scp", "statement/NotPrincipal", "log/pointer", "diagnosis/nacl/empty-direction"
// and "suppression/unused".
// A rule names them among its resources, as it would a type.
var lateSubjects = []string{"policy/", "verdict/", "kind/", "statement/", "log/", "diagnosis/", "suppression/"}

// lateMembers are the members of the document that rules about such subjects may read: the others may not
// be built for them.
var lateMembers = []string{
	"policies", "log_pointers", "diagnosis", "suppressions", "files", "version", "region", "account", "partition",
}

// Late holds the rules about subjects that only a built document shows. There are many, and few of them
// have something to say about one document, so each is compiled when its subject first turns up. It may
// be used by several goroutines at once.
type Late struct {
	ruleSets []fs.FS
	// bySubject holds the rules that are about a subject.
	bySubject map[string][]*lateRule
}

// lateRule is a rule that is compiled once.
type lateRule struct {
	rule     rule.Rule
	once     sync.Once
	prepared *Prepared
	err      error
}

// isLate reports whether the rule is about subjects of built documents alone.
func isLate(described rule.Rule) bool {
	isType := func(resource string) bool { return !isLateSubject(resource) }
	return len(described.Resources) > 0 && !slices.ContainsFunc(described.Resources, isType)
}

func isLateSubject(resource string) bool {
	return slices.ContainsFunc(lateSubjects, func(prefix string) bool { return strings.HasPrefix(resource, prefix) })
}

// checkLate reports a rule that names types beside subjects of built documents, or that is about such
// subjects and reads more than they are in: the rest of the document may not be built for it.
func checkLate(described rule.Rule, tree *ast.Module) []error {
	if !slices.ContainsFunc(described.Resources, isLateSubject) {
		return nil
	}
	if !isLate(described) {
		return []error{errorAt(tree.Package.Loc(),
			"resources names both types and subjects of built documents: want one kind")}
	}
	var errs []error
	ast.WalkRefs(tree, func(ref ast.Ref) bool {
		name, _ := memberOf(ref)
		if ref[0].Equal(ast.InputRootDocument) && !slices.Contains(lateMembers, name) {
			errs = append(errs, errorAt(ref[0].Location,
				"%s may not be there: such a rule reads input.policies or input.diagnosis", ref))
		}
		return false
	})
	return errs
}

// Late returns the rules that are about subjects of built documents.
func (e *Engine) Late() *Late {
	late := &Late{ruleSets: e.ruleSets, bySubject: map[string][]*lateRule{}}
	for _, candidate := range e.rules {
		if !isLate(candidate) {
			continue
		}
		about := &lateRule{rule: candidate}
		for _, subject := range candidate.Resources {
			late.bySubject[subject] = append(late.bySubject[subject], about)
		}
	}
	return late
}

// Any reports whether there is a rule about such a subject.
func (l *Late) Any(about func(subject string) bool) bool {
	for subject := range l.bySubject {
		if about(subject) {
			return true
		}
	}
	return false
}

// Evaluate returns what the rules about the subjects say of the document, as [Prepared.Evaluate] does.
func (l *Late) Evaluate(
	ctx context.Context, subjects []string, document ast.Value,
) ([]Result, []Undecided, error) {
	var results []Result
	var undecided []Undecided
	var faults []error
	for _, about := range l.about(subjects) {
		prepared, err := about.prepare(ctx, l.ruleSets)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		found, open, err := prepared.Evaluate(ctx, document)
		results = append(results, found...)
		undecided = append(undecided, open...)
		faults = append(faults, err)
	}
	return results, undecided, errors.Join(faults...)
}

// about returns the rules about the subjects, each once, by id.
func (l *Late) about(subjects []string) []*lateRule {
	var rules []*lateRule
	for _, subject := range subjects {
		rules = append(rules, l.bySubject[subject]...)
	}
	slices.SortFunc(rules, func(a, b *lateRule) int { return compareIDs(a.rule, b.rule) })
	return slices.Compact(rules)
}

func (r *lateRule) prepare(ctx context.Context, ruleSets []fs.FS) (*Prepared, error) {
	r.once.Do(func() {
		// Another caller waits for the result, so the end of this one's context must not decide it.
		r.prepared, r.err = prepare(context.WithoutCancel(ctx), []rule.Rule{r.rule}, ruleSets, 1)
	})
	if r.err != nil {
		return nil, fmt.Errorf("prepare rule %s: %w", r.rule.ID, r.err)
	}
	return r.prepared, nil
}
