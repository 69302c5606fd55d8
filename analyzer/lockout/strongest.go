package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// locks reports whether a verdict leaves IAM principals nothing.
func (l Level) locks() bool {
	return l == RootOnly || l == Total
}

// strongest returns the verdict on a resource of which nothing is known, where it is a lockout: then the policy locks
// some resource that it may be on. A policy that also allows something on everything is more likely one of a VPC
// endpoint, and where permission has to be given, nothing follows from a policy on something else.
func (t Target) strongest(row service, document *policy.Document) Level {
	if row.NeedsAllow || slices.ContainsFunc(document.Statements, allowsOnEverything) {
		return ""
	}
	where, name := t.place(), Name{symbolFor("resource")}
	on := resource{name: name, arns: row.arns(where, name), place: where}
	proof := newProof(t, row, on, document)
	proof.anywhere = true
	defer func() { t.Allowance.spend(proof.work()) }()
	if len(proof.actions) == 0 || !proof.fill() {
		return ""
	}
	if level, _ := proof.level(proof.weakest()); level.locks() {
		return level
	}
	return ""
}

// allowsOnEverything holds for what the policies of VPC endpoints have beside their denials.
func allowsOnEverything(statement policy.Statement) bool {
	return statement.Effect == "Allow" && slices.ContainsFunc(statement.Resources, func(text policy.Text) bool {
		return text.Value == "*"
	})
}

// exemplary are services of several kinds: what locks the policies of all of them locks any.
var exemplary = []string{"s3", "secretsmanager", "sns", "sqs"}

// MayLock returns an undecided verdict on a document that does not tell of which service it is, where it would lock
// a resource of whatever service.
func MayLock(document *policy.Document, target Target) (Verdict, bool) {
	if target.Allowance == nil {
		target.Allowance = &Allowance{}
	}
	if document.Unresolved != "" || target.Allowance.isSpent() {
		return Verdict{}, false
	}
	reason := Reason{At: document.At, Cause: Resource, Text: "it can't be told which resource the policy is on"}
	verdict := undecided(reason)
	for _, name := range exemplary {
		if verdict.Strongest = target.strongest(services[name], document); verdict.Strongest == "" {
			return Verdict{}, false
		}
	}
	return verdict.withLists(), true
}

// inAnotherRegion returns what is left if the resource is in no Region that a way back needs, where that is a lockout.
func (p *proof) inAnotherRegion() Level {
	v := p.strongest()
	found := p.find(v, func(one *option) bool {
		return !slices.ContainsFunc(one.facts, func(fact Fact) bool { return fact.Kind == Placed })
	})
	if found.found || found.exhausted {
		return ""
	}
	if level := p.lastResort(v); level.locks() {
		return level
	}
	return ""
}
