package access

import (
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// levelTexts are the verdicts in words.
var levelTexts = map[lockout.Level]string{
	lockout.None:          "an ordinary principal of the account can edit the policy",
	lockout.PrincipalOnly: "single principals can't change the policy, others can edit it",
	lockout.DataPlane:     "the policy can be edited, but everyone is denied the data",
	lockout.Undecided:     "whether anyone can still change the policy hangs on what is not known",
	lockout.Partial:       "nobody can edit the policy, but an ordinary principal can remove it",
	lockout.Conditional:   "every way to change the policy needs something that no file proves",
	lockout.RootOnly:      "only the root user of the account can edit or remove the policy",
	lockout.Total:         "nobody can edit or remove the policy, the root user included",
	lockout.Rejected:      "the service refuses the document",
}

// verdict puts into words what was proved; nil where nothing was to be proved.
func (d describer) verdict() *Verdict {
	proved := d.entry.Lockout
	if proved == nil || d.entry.Kind == string(policy.Control) {
		return nil // a resource control policy is on no resource that it could lock
	}
	said := &Verdict{
		Level: proved.Level, Text: levelTexts[proved.Level], Escape: escape(proved), Unlock: proved.Unlock,
		Core: []Statement{}, Reasons: []Reason{},
	}
	if len(proved.Core) > 0 {
		said.Core = d.statements(proved.Core)
	}
	for _, reason := range proved.Reasons {
		said.Reasons = append(said.Reasons, Reason{At: reason.At, Text: reason.Text})
	}
	d.locateReasons(said.Reasons)
	return said
}

// escape says how the policy could be changed: who, by what action, and what has to hold.
func escape(proved *lockout.Verdict) string {
	way := proved.Escape
	if way == nil {
		if proved.Level == lockout.RootOnly {
			return "the root user of the account"
		}
		return ""
	}
	said := way.Principal + " by " + way.Action
	if way.Via != "" {
		said += " " + way.Via
	}
	if way.Context != "" {
		said += ", if " + way.Context
	}
	return said
}

// isLocked reports whether it is proved that no principal of the account can change the policy.
func isLocked(level lockout.Level) bool {
	return level == lockout.RootOnly || level == lockout.Total
}

// lock says of principals of the account that they can't administer the resource, where that is proved: the
// proof sees which conditions exclude each other.
func (t Table) lock() {
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			if row.Standing == Own && cell.Use == administer {
				row.Cells[i] = Cell{Use: cell.Use, Answer: No}.complete(nil)
			}
		}
	}
}
