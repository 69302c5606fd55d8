package lockout

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
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
		verdict := newProof(t, row, on, document).verdict()
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
