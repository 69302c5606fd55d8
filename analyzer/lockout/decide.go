package lockout

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Decide returns the verdict on a policy. Where several resources share it, the verdict is the one on
// the resource that fares worst.
func Decide(document *policy.Document, target Target) Verdict {
	row, known := services[target.Service]
	switch {
	case !known:
		text := strings.TrimSpace(target.Service+" policies") + " are not analysed"
		reason := Reason{At: document.At, Cause: Unanalysed, Text: text}
		return undecided(reason).withLists()
	case document.Unresolved != "":
		reason := Reason{At: document.At, Cause: Unreadable, Text: document.Unresolved}
		return undecided(reason).withLists()
	}
	if target.Allowance == nil {
		target.Allowance = &Allowance{}
	}
	resources := target.resources(row, document)
	if target.Allowance.isSpent() || len(resources)*(1+len(patterns(document))) > largestTargets {
		return undecided(tooLarge(document)).withLists()
	}
	certain, assumed := rejections(row, document, target, resources)
	if len(certain) > 0 {
		return Verdict{Level: Rejected, Reasons: certain}.withLists()
	}
	if len(resources) == 0 {
		reason := Reason{At: document.At, Cause: Resource, Text: "it can't be told which resource the policy is on"}
		verdict := undecided(reason)
		verdict.Strongest = target.strongest(row, document)
		return verdict.withLists()
	}
	verdict := target.inEachPartition(row, document, resources)
	verdict.Assumed = assumed
	return target.filledIn(document, verdict).withLists()
}

// worst returns the verdict on the resource that fares worst, and names those that share its fate.
func (t Target) worst(row service, document *policy.Document, resources []resource) Verdict {
	worst, affected := Verdict{}, []string{}
	known := map[string]Verdict{}
	for i, on := range resources {
		id, isTold := "", false
		if len(resources) > 1 {
			id, isTold = newProof(t, row, on, document).likeness()
		}
		if !isTold {
			id = strconv.Itoa(i)
		}
		verdict, isKnown := known[id]
		if !isKnown {
			if len(known) == mostUnlike || t.Allowance.isSpent() {
				return undecided(tooLarge(document))
			}
			proof := newProof(t, row, on, document)
			verdict = proof.verdict()
			known[id] = verdict
			t.Allowance.spend(proof.work())
		}
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

// These bound the work on resources that share a policy: largestTargets is for the resources times the patterns in
// Resource and NotResource, mostUnlike for the resources that are told apart. AWS takes no policy with room for more
// than some hundreds of ARNs.
const (
	largestTargets = 1 << 18
	mostUnlike     = 1 << 9
)

// patterns returns the texts of Resource and NotResource of all statements.
func patterns(document *policy.Document) []policy.Text {
	var all []policy.Text
	for i := range document.Statements {
		all = append(all, document.Statements[i].Resources...)
		all = append(all, document.Statements[i].NotResources...)
	}
	return all
}

// likeness returns a text that is equal for resources on which the document says the same: where they are and, for
// each pattern, whether it matches them. What is within a resource compares with its whole ARN. It reports false
// where something of it is not known enough to be equal to anything.
func (p *proof) likeness() (text string, isTold bool) {
	where := p.resource.place
	parts := []*value.Value{where.partition, where.region, where.account}
	if p.row.objects != "" {
		parts = append(parts, p.resource.arns...)
	}
	var told strings.Builder
	for _, part := range parts {
		identity := value.Identity(part)
		if identity == "" {
			return "", false
		}
		told.WriteString(strconv.Quote(identity))
	}
	for _, pattern := range patterns(p.document) {
		told.WriteString(strconv.Itoa(int(p.matches(pattern, p.resource.arns))))
	}
	return told.String(), true
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
