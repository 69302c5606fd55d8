package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// addCore adds the statements that make the verdict, and what each closes.
func (p *proof) addCore(weakest view, verdict *Verdict) {
	v := p.smallest(weakest, func(v view) bool {
		level, _ := p.level(v)
		return level == verdict.Level
	})
	isRemoved := p.row.byLabel && verdict.Level == Partial
	for s, statement := range p.statements {
		if v.left[s] || p.rules[s].grants {
			continue
		}
		verdict.Core = append(verdict.Core, statement.At)
		verdict.Closed = append(verdict.Closed, Closure{
			At: statement.At, Actions: p.closes(s), To: p.audience(statement), Condition: len(statement.Conditions) > 0,
			Unlabelled: isRemoved && !statement.Labelled, Misplaced: p.misplaced(statement),
		})
	}
	verdict.Omitted = p.row.NeedsAllow && len(verdict.Core) == 0
}

// core returns the statements without any one of which a property of the view is lost.
func (p *proof) core(v view, holds func(view) bool) []source.At {
	smallest := p.smallest(v, holds)
	var core []source.At
	for s, statement := range p.statements {
		if !smallest.left[s] && !p.rules[s].grants {
			core = append(core, statement.At)
		}
	}
	return core
}

// mostDropped bounds the statements of which a smallest set is looked for. Beyond it, all that close something
// are named.
const mostDropped = 64

// smallest drops denials, the last ones first, as long as a property of the view stays.
func (p *proof) smallest(v view, holds func(view) bool) view {
	if len(p.statements) > mostDropped {
		return v
	}
	for s := range slices.Backward(p.statements) {
		if p.rules[s].grants {
			continue
		}
		if without := v.without(s); holds(without) {
			v = without
		}
	}
	return v
}

// closes returns the actions that a statement surely names.
func (p *proof) closes(s int) []string {
	closed := []string{}
	if p.rules[s].stands.truth == value.No {
		return closed
	}
	for a, about := range p.naming(p.statements[s]) {
		if about.truth == value.Yes {
			closed = append(closed, p.actions[a])
		}
	}
	return closed
}

// audience returns whom a statement is about.
func (p *proof) audience(statement *policy.Statement) Audience {
	if statement.NotPrincipals != nil {
		return Others
	}
	isAnyone := func(principal policy.Principal) bool { return principal.Kind == policy.Anyone }
	if slices.ContainsFunc(statement.Principals, isAnyone) {
		return Everyone
	}
	if p.covers(statement, p.callers[0]).truth == value.Yes {
		return Owner
	}
	return Named
}

// reasons returns what the verdict hangs on: the doubts about statements with which alone it would change, from
// either side; else all doubts.
func (p *proof) reasons(weakest, strongest view) []Reason {
	low, _ := p.level(weakest)
	high, _ := p.level(strongest)
	var decisive, all []Reason
	for s := range p.statements {
		doubts := p.doubts(s)
		if len(doubts) == 0 {
			continue
		}
		all = append(all, doubts...)
		more, _ := p.level(weakest.judging(p.rules[s].own, value.No))
		less, _ := p.level(strongest.judging(p.rules[s].own, value.Yes))
		if more != low || less != high {
			decisive = append(decisive, doubts...)
		}
	}
	if len(decisive) == 0 {
		decisive = all
	}
	return distinct(decisive)
}

// doubts returns why it can't be told what a statement denies or allows.
func (p *proof) doubts(s int) []Reason {
	doubts := slices.Clone(p.rules[s].stands.reasons)
	for _, about := range p.rules[s].about {
		doubts = append(doubts, about.reasons...)
	}
	for _, of := range p.callers {
		doubts = append(doubts, p.covered(s, of).reasons...)
	}
	return distinct(doubts)
}

// distinct drops repeated reasons and keeps the order of the others.
func distinct(reasons []Reason) []Reason {
	type key struct {
		at    source.At
		cause Cause
		text  string
	}
	seen := map[key]bool{}
	kept := []Reason{}
	for _, reason := range reasons {
		id := key{at: reason.At, cause: reason.Cause, text: reason.Text}
		if !seen[id] {
			seen[id] = true
			kept = append(kept, reason)
		}
	}
	return kept
}
