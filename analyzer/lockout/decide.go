package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Decide returns the verdict on a policy. Where several resources share it, the verdict is the one on
// the resource that fares worst.
func Decide(document *policy.Document, target Target) Verdict {
	row, known := services[target.Service]
	switch {
	case !known:
		text := strings.TrimSpace(target.Service+" policies") + " are not analysed yet"
		reason := Reason{At: document.At, Cause: Service, Text: text}
		return undecided(reason).withLists()
	case document.Unresolved != "":
		reason := Reason{At: document.At, Cause: Unreadable, Text: document.Unresolved}
		return undecided(reason).withLists()
	}
	resources := target.resources(row, document)
	certain, assumed := rejections(row, document, target, resources)
	if len(certain) > 0 {
		return Verdict{Level: Rejected, Reasons: certain}.withLists()
	}
	if len(resources) == 0 {
		reason := Reason{At: document.At, Cause: Resource, Text: "it can't be told which resource the policy is on"}
		return undecided(reason).withLists()
	}
	verdict := target.worst(row, document, resources)
	verdict.Assumed = assumed
	return target.filledIn(document, verdict).withLists()
}

// worst returns the verdict on the resource that fares worst, and names those that share its fate.
func (t Target) worst(row service, document *policy.Document, resources []resource) Verdict {
	worst, affected := Verdict{}, []string{}
	for i, on := range resources {
		verdict := (&proof{target: t, row: row, resource: on}).verdict(document)
		if i == 0 || rank[verdict.Level] > rank[worst.Level] {
			worst, affected = verdict, nil
			where := t.whereabouts(row, document, on)
			worst.On = &where
		}
		if verdict.Level == worst.Level {
			affected = append(affected, on.shown())
		}
	}
	if len(affected) < len(resources) {
		worst.Affected = affected
	}
	return worst
}

// filledIn turns what is proved about a document with a placeholder for its resource into a doubt: what
// is filled in may be anything. That an open policy is open holds all the same, and an older doubt stays.
func (t Target) filledIn(document *policy.Document, verdict Verdict) Verdict {
	if len(t.Resources) > 0 || verdict.Level == Undecided {
		return verdict
	}
	open := policy.Placeholder(policy.Recognise(document).Name)
	if open == nil {
		return verdict
	}
	reason := Reason{At: open.At, Cause: Unresolved, Text: "the resource is unresolved: " + open.Reason}
	doubtful := Verdict{Level: verdict.Level, Escape: verdict.Escape, On: verdict.On, Assumed: verdict.Assumed}
	switch {
	case verdict.Level == DataPlane:
		doubtful.Level, doubtful.DataReasons = None, []Reason{reason}
	case verdict.Level != None:
		doubtful.Level, doubtful.Reasons, doubtful.Escape = Undecided, []Reason{reason}, nil
	}
	return doubtful
}

// verdict looks at the document from both sides: with the fewest denials it may have and with the
// most. Where both agree, everything in between does.
func (p *proof) verdict(document *policy.Document) Verdict {
	if !p.fill(document) {
		return undecided(tooLarge(document))
	}
	weakest, strongest := p.view(proven, value.Undecided), p.view(feared, value.Yes)
	level, least := p.level(weakest)
	most, escape := p.level(strongest)
	verdict := Verdict{Level: level, Escape: escape}
	switch {
	case p.hangsOnOwner(level, most):
		verdict.Escape = least
	case level != most:
		verdict = undecided(p.reasons(weakest, strongest)...)
	}
	p.addData(document, &verdict)
	switch verdict.Level {
	case RootOnly:
		verdict.Unlock = p.row.unlock
	case Partial:
		verdict.Removals = p.removals()
	case None, DataPlane, Undecided, Conditional, Total, Rejected:
	}
	if verdict.Level != None && verdict.Level != DataPlane && verdict.Level != Undecided {
		p.addCore(weakest, &verdict)
	}
	return verdict
}

// hangsOnOwner reports whether the policy is Conditional when the principals that it spares belong to the
// owning account, and worse when they do not, and all else is known. Whoever owns the resource, nobody
// else has a way back, so that it is Conditional on the owner, too.
func (p *proof) hangsOnOwner(level, most Level) bool {
	owned, _ := p.level(p.view(feared, value.Undecided))
	return level == Conditional && owned == Conditional && rank[most] > rank[level]
}

func tooLarge(document *policy.Document) Reason {
	return Reason{At: document.At, Cause: Budget, Text: "the policy is too large to search"}
}

// removals returns the statements that have to go before the policy can be edited again, where they
// are removed one by one; none where the whole policy is.
func (p *proof) removals() []source.At {
	var found []source.At
	for s, statement := range p.statements {
		if p.row.byLabel && p.closesEdits(s) != value.No {
			found = append(found, statement.At)
		}
	}
	return found
}

// closesEdits answers whether a statement denies an unnamed principal an action that edits.
func (p *proof) closesEdits(s int) value.Truth {
	closes := value.No
	for a := range p.row.edit {
		closes = closes.Or(p.cells[s][0][a].truth)
	}
	return closes
}

// addCore drops statements, the last ones first, as long as the verdict stays.
func (p *proof) addCore(v view, verdict *Verdict) {
	for s := range slices.Backward(p.statements) {
		without := v.with(s, left)
		if level, _ := p.level(without); level == verdict.Level {
			v = without
		}
	}
	_, removable := p.open(v, 0, len(p.row.edit), len(p.row.recovery()))
	for s, statement := range p.statements {
		if v.grades[s] == left {
			continue
		}
		closure := Closure{
			At: statement.At, Actions: p.closes(s), To: p.reach(statement),
			Unlabelled: p.row.byLabel && !statement.Labelled && removable,
		}
		verdict.Core = append(verdict.Core, statement.At)
		verdict.Closed = append(verdict.Closed, closure)
	}
}

// closes returns the actions that a statement surely denies to some principal of the account.
func (p *proof) closes(s int) []string {
	closed := []string{}
	for a, action := range p.row.recovery() {
		isDenied := func(cells []answer) bool { return cells[a].truth == value.Yes }
		if slices.ContainsFunc(p.cells[s], isDenied) {
			closed = append(closed, action)
		}
	}
	return closed
}

// reach returns whom a statement is about that surely denies something to some class.
func (p *proof) reach(statement *policy.Statement) Reach {
	if statement.NotPrincipals != nil {
		return Others
	}
	isAnyone := func(principal policy.Principal) bool { return principal.Kind == policy.Anyone }
	if slices.ContainsFunc(statement.Principals, isAnyone) {
		return Everyone
	}
	if p.covers(statement, p.class[0]).truth == value.Yes {
		return Owner
	}
	return Named
}

// reasons returns what the verdict hangs on: the doubts about statements with which alone it would
// change, from either side; else all doubts.
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
		more, _ := p.level(weakest.with(s, feared))
		less, _ := p.level(strongest.with(s, proven))
		if more != low || less != high {
			decisive = append(decisive, doubts...)
		}
	}
	if level, _ := p.level(view{grades: weakest.grades, members: value.Yes}); level != low {
		for _, of := range p.class {
			decisive = append(decisive, of.member.reasons...)
		}
	}
	if len(decisive) == 0 {
		decisive = all
	}
	return distinct(decisive)
}

// doubts returns why it can't be told what a statement denies. A condition comes before all else:
// while it is not analysed, nothing else about its statement would settle the question.
func (p *proof) doubts(s int) []Reason {
	var doubts []Reason
	for _, cells := range p.cells[s] {
		for _, cell := range cells {
			doubts = append(doubts, cell.reasons...)
		}
	}
	return foremost(doubts)
}

func foremost(reasons []Reason) []Reason {
	if i := slices.IndexFunc(reasons, isCondition); i >= 0 {
		return reasons[i : i+1]
	}
	return distinct(reasons)
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
