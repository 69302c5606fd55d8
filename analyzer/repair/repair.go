package repair

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Policy is a decided document with what its proof was about.
type Policy struct {
	Document *policy.Document
	Target   lockout.Target
	Verdict  lockout.Verdict
	// Template says that the document stands in a template, where values may refer to the account.
	Template bool
}

// Repair is a change that was proved to give a way back.
type Repair struct {
	// Title says what the change does, in the imperative.
	Title string `json:"title"`
	// Edits are the parts of the change, to be made in their order.
	Edits []Edit `json:"edits"`
	// Verdict is the one on the changed document: "none" or what is no worse, or "conditional" where the way
	// back is that of one principal, which has to exist, or what the author's own exemption asks for.
	Verdict lockout.Level `json:"verdict"`
}

// Edit is one change of one node.
type Edit struct {
	// Op is "add", "replace" or "remove".
	Op string `json:"op"`
	// At is the node to change; for "add" the node to create.
	At source.At `json:"at"`
	// Value is what to write, null for "remove". In a template it may be an intrinsic function.
	Value any `json:"value"`
}

// Find returns a change after which the policy can be edited again; nil where none is known, and for verdicts
// that leave a way back to everyone.
func Find(of Policy) *Repair {
	finder := newFinder(of)
	if finder == nil {
		return nil
	}
	switch of.Verdict.Level {
	case lockout.Total, lockout.RootOnly:
		return finder.open()
	case lockout.Rejected:
		if refusesLockout(of.Verdict) {
			return finder.open()
		}
		return finder.first(finder.openToAll, finder.naming)
	case lockout.Conditional:
		return finder.first(finder.openToAll, finder.passing, finder.granting, finder.narrowing)
	case lockout.Partial:
		return finder.first(finder.openToAll, finder.narrowing)
	case lockout.None, lockout.PrincipalOnly, lockout.DataPlane, lockout.Undecided:
		return nil
	default:
		return nil
	}
}

// ForDeployer returns a change after which CloudFormation can edit the policy again; nil where none is known,
// and where it can.
func ForDeployer(of Policy) *Repair {
	finder := newFinder(of)
	if finder == nil || !of.Verdict.Deployer {
		return nil
	}
	finder.core = func(v lockout.Verdict) []source.At { return v.DeployerCore }
	return finder.first(finder.openToDeployer, finder.passing, finder.narrowing)
}

// open returns a change that gives a way back where there is none, the one nearest to what was meant first.
func (f *finder) open() *Repair {
	if versioned := f.first(f.openAsMeant, f.versioning); versioned != nil {
		return versioned
	}
	return f.first(
		f.openToOne, f.inverting, f.mending, f.granting, f.serving, f.guarding, f.exempting, f.narrowing,
	)
}

// refusesLockout reports whether the service refuses the document because it would lock out who puts it, and
// for nothing else.
func refusesLockout(v lockout.Verdict) bool {
	return !slices.ContainsFunc(v.Reasons, func(reason lockout.Reason) bool { return reason.Cause != lockout.Safety })
}

// finder looks for changes of one document.
type finder struct {
	Policy

	row lockout.Service
	// statements are all statements, as they stand in the file.
	statements []place
	root       place
	// core returns the statements that a verdict blames.
	core func(lockout.Verdict) []source.At
	// tries is how many changed documents may still be decided.
	tries int
}

// mostTries bounds the documents that are decided for one, and mostWork their statements.
const (
	mostTries = 32
	mostWork  = 1000
)

// newFinder returns nil for documents without statements that could be changed.
func newFinder(of Policy) *finder {
	row, isKnown := lockout.Find(of.Target.Service)
	if !isKnown || of.Document.Source == nil || of.Document.Unresolved != "" {
		return nil
	}
	found := &finder{
		Policy: of, row: row, root: place{at: of.Document.At, value: of.Document.Source},
		core: func(v lockout.Verdict) []source.At { return v.Core },
	}
	found.statements = found.root.child("Statement").members()
	found.tries = min(mostTries, mostWork/max(1, len(found.statements)))
	return found
}

// proposal makes up a change after which a verdict may be acceptable.
type proposal func(accepts func(lockout.Verdict) bool) *change

// change is what a proposal comes to.
type change struct {
	title string
	edits []edit
}

// first returns the first of the changes that the verdict on the changed document accepts.
func (f *finder) first(accepts func(lockout.Verdict) bool, proposals ...proposal) *Repair {
	for _, propose := range proposals {
		proposed := propose(accepts)
		if proposed == nil || !f.areWritten(proposed.edits) {
			continue
		}
		if after := f.decide(proposed.edits); accepts(after) {
			return &Repair{Title: proposed.title, Edits: written(proposed.edits), Verdict: after.Level}
		}
	}
	return nil
}

// decide returns the verdict on the document with the edits; an undecided one when there was enough trying.
func (f *finder) decide(edits []edit) lockout.Verdict {
	if f.tries == 0 {
		return lockout.Verdict{Level: lockout.Undecided}
	}
	f.tries--
	return lockout.Decide(policy.Parse(apply(f.root.value, edits)), f.Target)
}

// openToAll accepts verdicts that leave an ordinary principal a way to edit the policy.
func (f *finder) openToAll(v lockout.Verdict) bool {
	return v.Level == lockout.None || v.Level == lockout.PrincipalOnly || v.Level == lockout.DataPlane
}

// openToOne accepts those that leave it to one principal, too, if only that exists.
func (f *finder) openToOne(v lockout.Verdict) bool {
	isOne := v.Level == lockout.Conditional && v.Escape != nil && slices.Contains(f.row.Edit, v.Escape.Action) &&
		len(v.Escape.Facts) == 1 && v.Escape.Facts[0].Kind == lockout.Existing
	return isOne || f.openToAll(v)
}

// openAsMeant accepts verdicts that leave a way to edit the policy through an exemption of the author's own, which may
// hang on more than a principal. What can't be told of a condition is no way.
func (f *finder) openAsMeant(v lockout.Verdict) bool {
	isConditional := v.Level == lockout.Conditional && v.Escape != nil && slices.Contains(f.row.Edit, v.Escape.Action)
	return f.openToAll(v) || isConditional && !slices.ContainsFunc(v.Escape.Facts, func(fact lockout.Fact) bool {
		return fact.Kind == lockout.Given || fact.Kind == lockout.PlainHTTP
	})
}

// openToDeployer accepts verdicts that leave CloudFormation a way back.
func (f *finder) openToDeployer(v lockout.Verdict) bool {
	return f.openToAll(v) && !v.Deployer
}

// mostRounds is how often the statements that a verdict blames are changed before all are that may be to blame.
const mostRounds = 3

// improve changes the statements that are to blame, and those that are to blame after that, until the verdict is
// acceptable. Then it takes back what is not needed for that. It returns none where a statement can't be
// changed so, or where that does not help.
func (f *finder) improve(accepts func(lockout.Verdict) bool, in func(place) []edit) []edit {
	changed := map[source.At][]edit{}
	verdict := f.Verdict
	for range mostRounds {
		before := len(changed)
		for _, at := range f.core(verdict) {
			if _, isDone := changed[at]; isDone {
				continue
			}
			edits := in(f.statementAt(at))
			if len(edits) == 0 {
				return nil
			}
			changed[at] = edits
		}
		if len(changed) == before {
			return nil
		}
		if verdict = f.decide(f.collect(changed)); accepts(verdict) {
			return f.spare(changed, accepts)
		}
	}
	f.changeAll(changed, in)
	if !accepts(f.decide(f.collect(changed))) {
		return nil
	}
	return f.spare(changed, accepts)
}

// changeAll changes every denial that may be about an action that edits the policy.
func (f *finder) changeAll(changed map[source.At][]edit, in func(place) []edit) {
	for i := range f.Document.Statements {
		statement := &f.Document.Statements[i]
		mayManage := slices.ContainsFunc(f.row.Edit, func(action string) bool {
			return statement.MatchesAction(action) != value.No
		})
		if _, isDone := changed[statement.At]; isDone || statement.Effect != "Deny" || !mayManage {
			continue
		}
		if edits := in(f.statementAt(statement.At)); len(edits) > 0 {
			changed[statement.At] = edits
		}
	}
}

// spare leaves out the statements whose change is not needed, as far as there are tries left for that.
func (f *finder) spare(changed map[source.At][]edit, accepts func(lockout.Verdict) bool) []edit {
	for _, statement := range slices.Backward(f.statements) {
		edits, isChanged := changed[statement.at]
		if !isChanged || len(changed) == 1 || f.tries <= 1 {
			continue // the last try is for the whole change
		}
		delete(changed, statement.at)
		if !accepts(f.decide(f.collect(changed))) {
			changed[statement.at] = edits
		}
	}
	return f.collect(changed)
}

// collect returns the edits in the order of the statements.
func (f *finder) collect(changed map[source.At][]edit) []edit {
	var all []edit
	for _, statement := range f.statements {
		all = append(all, changed[statement.at]...)
	}
	return all
}

func (f *finder) statementAt(at source.At) place {
	for _, statement := range f.statements {
		if statement.at == at {
			return statement
		}
	}
	return place{at: at}
}
