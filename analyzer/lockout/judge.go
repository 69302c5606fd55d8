package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// verdict looks at the document from both sides: with the fewest denials it may have and with the most.
// Where both agree, everything in between does.
func (p *proof) verdict() Verdict {
	verdict := Verdict{Level: None}
	if len(p.actions) > 0 {
		verdict = p.onPolicy()
	}
	p.addData(&verdict)
	return verdict
}

// onPolicy is the verdict without what it says on data.
func (p *proof) onPolicy() Verdict {
	if !p.fill() {
		return undecided(tooLarge(p.document))
	}
	weakest, strongest := p.weakest(), p.strongest()
	least, _ := p.level(weakest)
	most, found := p.level(strongest)
	if least != most {
		return undecided(p.reasons(weakest, strongest)...)
	}
	verdict := Verdict{Level: most}
	if most == Undecided {
		verdict.Reasons, verdict.Strongest = p.openQuestions(found), p.inAnotherRegion()
		return verdict
	}
	verdict.Escape = p.escape(strongest, found)
	if p.row.NeedsAllow && found.found {
		verdict.Granted = []source.At{p.statements[found.grant].At}
	}
	p.addEvidence(weakest, found, &verdict)
	return verdict
}

// addEvidence adds what belongs to the level.
func (p *proof) addEvidence(weakest view, found way, verdict *Verdict) {
	switch verdict.Level {
	case None:
		p.addDenied(weakest, verdict)
	case Partial:
		verdict.Removals = p.removals(found)
	case RootOnly:
		verdict.Unlock, verdict.Root = p.row.Unlock, p.row.Root
	case Undecided, DataPlane, PrincipalOnly, Conditional, Total, Rejected:
	}
	if verdict.Level != None && verdict.Level != PrincipalOnly {
		p.addCore(weakest, verdict)
	}
	if verdict.Level == RootOnly || verdict.Level == Total {
		verdict.Destroy = p.destructive()
		p.applySafety(verdict)
		return
	}
	p.addDeployer(weakest, verdict)
}

// applySafety turns a lockout into a refusal where the service makes sure that there is none.
func (p *proof) applySafety(verdict *Verdict) {
	if p.row.Safety == "" || p.row.Safety != always && p.target.Bypass == value.Yes {
		return
	}
	text := "nobody could edit or remove the policy, which the service checks"
	if p.row.Safety != always {
		text += " unless told not to by " + p.row.Safety
	}
	verdict.Level, verdict.Unlock, verdict.Root = Rejected, "", nil
	verdict.Reasons = []Reason{{At: p.document.At, Cause: Safety, Text: text}}
	for i := range verdict.Core {
		denying := Reason{At: verdict.Core[i], Cause: Safety, Text: "the statement denies it"}
		verdict.Reasons = append(verdict.Reasons, denying)
	}
}

// always says that a check can't be turned off.
const always = "always"

// openQuestions says what an undecided verdict hangs on when no statement is in doubt: on where the resource
// is, or on the size of the document.
func (p *proof) openQuestions(found way) []Reason {
	if found.exhausted || !found.found {
		return []Reason{tooLarge(p.document)}
	}
	var reasons []Reason
	for _, fact := range p.escape(p.strongest(), found).Facts {
		if found.price.hangsOnUndocumented() && fact.Kind != undocumented {
			continue
		}
		text := "it can't be told whether " + fact.Text
		reason := Reason{At: p.document.At, Cause: Account, Text: text + " (give it as --account)"}
		if fact.Kind == Placed {
			reason.Cause, reason.Text = Region, text+" (give it as --region)"
		}
		if fact.Kind == undocumented {
			reason.Cause, reason.Text = Unresolved, "it is not documented whether "+fact.Text
		}
		reasons = append(reasons, reason)
	}
	return reasons
}

func tooLarge(document *policy.Document) Reason {
	return Reason{At: document.At, Cause: Budget, Text: "the policy is too large to search"}
}

// removals returns the statements that have to go before the policy can be edited again, where they are
// removed one by one; none where the whole policy is.
func (p *proof) removals(found way) []source.At {
	if !p.row.byLabel {
		return nil
	}
	var closing []source.At
	for s, statement := range p.statements {
		closed := no
		for _, about := range p.rules[s].about[:p.edits] {
			closed = closed.or(about)
		}
		if closed.truth != value.No && !found.undoes(p.rules[s].covering) {
			closing = append(closing, statement.At)
		}
	}
	return closing
}

// undoes reports whether something besides the action keeps a statement from matching the request.
func (w way) undoes(duty int) bool {
	return slices.ContainsFunc(w.options, func(chosen *option) bool { return !chosen.acts && chosen.sure.has(duty) })
}

// addDeployer adds whether CloudFormation, which calls with the access of whoever updates the stack or with a
// service role, has no way back.
func (p *proof) addDeployer(weakest view, verdict *Verdict) {
	if len(p.row.Types) == 0 {
		return
	}
	byStack := func(one *option) bool { return !one.manual }
	isClosed := func(v view) bool {
		found := p.find(v, byStack)
		return !found.found && !found.exhausted
	}
	if !isClosed(weakest) {
		return
	}
	verdict.Deployer = true
	verdict.DeployerCore = p.core(weakest, isClosed)
}

// addDenied adds the principals of the account that are denied every way back, where others have one.
func (p *proof) addDenied(weakest view, verdict *Verdict) {
	lost := func(one *caller) func(view) bool {
		return func(v view) bool {
			found := p.find(v, func(chosen *option) bool { return chosen.caller == nil || chosen.caller == one })
			return !found.found && !found.exhausted
		}
	}
	for _, one := range p.callers {
		if one.named == nil || one.assured || !one.isKnown() || slices.Contains(verdict.Denied, one.shown) {
			continue
		}
		if isLost := lost(one); isLost(weakest) && !slices.ContainsFunc(p.callers, func(other *caller) bool {
			return one.standsFor(other) && !lost(other)(weakest)
		}) {
			verdict.Level, verdict.Denied = PrincipalOnly, append(verdict.Denied, one.shown)
			verdict.DeniedCore = append(verdict.DeniedCore, p.core(weakest, isLost)...)
		}
	}
	verdict.DeniedCore = inOrder(p.document, verdict.DeniedCore)
}

// isKnown reports whether the principal surely belongs to the owning account.
func (c *caller) isKnown() bool {
	isOpen := func(fact Fact) bool { return fact.Kind == Owned || fact.Kind == Given }
	return c.member == value.Yes && !slices.ContainsFunc(c.facts, isOpen)
}

// standsFor reports whether the principal is shown as a pattern that the other one may fit, whatever their accounts.
func (c *caller) standsFor(other *caller) bool {
	if c == other || !strings.ContainsAny(c.shown, "*?") || other.arn == nil {
		return false
	}
	name := func(arn *value.Value) *value.Value {
		fields := policy.Split(arn, ":", arnFields)
		return fields[len(fields)-1]
	}
	for pattern := range strings.SplitSeq(c.shown, " and ") {
		if policy.Match(name(value.OfText(pattern)), name(other.arn)) == value.No {
			return false
		}
	}
	return true
}

// destructive returns the actions that delete the resource and that any principal may do.
func (p *proof) destructive() []string {
	var open []string
	for _, action := range p.row.Destroy {
		other := newProof(p.target, p.row, p.resource, p.document)
		other.actions, other.edits, other.row.byLabel = []string{action}, 1, false
		if !other.fill() {
			return nil
		}
		if found := other.find(other.strongest(), everything); found.found && found.price == 0 {
			open = append(open, action)
		}
	}
	return open
}
