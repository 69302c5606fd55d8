package policy

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// grant says whether something allows a request, and why.
type grant struct {
	truth value.Truth
	// by are the statements that allow it; missing are the layers that do not, where the truth is No;
	// doubts say why it is Undecided, and why it is No where no policy is to blame.
	by      []Deciding
	missing []Layer
	doubts  []Doubt
}

// given is what needs no statement.
func given() grant {
	return grant{truth: value.Yes}
}

// refused is what a layer does not allow.
func refused(layer Layer) grant {
	return grant{truth: value.No, missing: []Layer{layer}}
}

// doubted is what can't be told.
func doubted(doubts ...Doubt) grant {
	return grant{truth: value.Undecided, doubts: doubts}
}

// and keeps what matters: all statements, else what is missing, else the doubts.
func (g grant) and(other grant) grant {
	both := grant{truth: g.truth.And(other.truth)}
	for _, part := range []grant{g, other} {
		if part.truth != both.truth {
			continue
		}
		both.by = append(both.by, part.by...)
		both.missing = append(both.missing, part.missing...)
		both.doubts = append(both.doubts, part.doubts...)
	}
	return both.compact()
}

// or keeps the first grant that allows the request, else the doubts, else all that is missing.
func (g grant) or(other grant) grant {
	switch {
	case g.truth == value.Yes:
		return g
	case other.truth == value.Yes:
		return other
	case g.truth != other.truth && g.truth == value.Undecided:
		return g
	case g.truth != other.truth:
		return other
	}
	either := grant{truth: g.truth}
	either.missing = append(slices.Clone(g.missing), other.missing...)
	either.doubts = append(slices.Clone(g.doubts), other.doubts...)
	return either.compact()
}

func (g grant) compact() grant {
	slices.Sort(g.missing)
	g.missing = slices.Compact(g.missing)
	g.doubts = value.Distinct(g.doubts)
	return g
}
