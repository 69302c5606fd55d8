package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// proof is the search for escapes from one document on one resource.
type proof struct {
	target   Target
	row      service
	resource resource

	// statements are those that may deny a recovery action, and of class the principals they tell
	// apart. cells[s][c][a] answers whether statement s denies action a to class c.
	statements []*policy.Statement
	class      []class
	cells      [][][]answer
}

// grade says how a statement counts.
type grade uint8

const (
	left   grade = iota // as if it were not there
	proven              // it denies what it surely denies
	feared              // it denies what it may deny
)

func (g grade) counts(denied value.Truth) bool {
	switch g {
	case left:
		return false
	case proven:
		return denied == value.Yes
	case feared:
		return denied != value.No
	default:
		return false
	}
}

// view is one way to see the document: how each statement counts, and whether principals that may
// belong to the account do.
type view struct {
	grades  []grade
	members value.Truth // the least answer that makes a class one of the account: Yes or Undecided
}

// These bound the search, far above what a person writes; S3 takes policies of at most 20 KB.
// largestSearch is for statements times the principals they name, longestList for the principals in all
// NotPrincipal elements.
const (
	largestSearch = 1 << 11
	longestList   = 1 << 10
)

// fill computes the cells, and reports whether the search is small enough.
func (p *proof) fill(document *policy.Document) bool {
	recovery := p.row.recovery()
	var about [][]answer
	for i := range document.Statements {
		statement := &document.Statements[i]
		onPolicy := denies(statement).and(p.isOn(statement, p.resource.arns))
		row, matters := make([]answer, len(recovery)), false
		for a, action := range recovery {
			row[a] = onPolicy.and(isAbout(statement, action))
			matters = matters || row[a].truth != value.No
		}
		if matters {
			p.statements = append(p.statements, statement)
			about = append(about, row)
		}
	}
	if !p.isSmall() {
		return false
	}
	for s, statement := range p.statements {
		cells := make([][]answer, len(p.class))
		for c, of := range p.class {
			covered := p.covers(statement, of)
			for a := range recovery {
				cells[c] = append(cells[c], covered.and(about[s][a]))
			}
		}
		p.cells = append(p.cells, cells)
	}
	return true
}

// isSmall finds the classes and reports whether they can be searched.
func (p *proof) isSmall() bool {
	listed := 0
	for _, statement := range p.statements {
		listed += len(statement.NotPrincipals)
	}
	if listed > longestList {
		return false
	}
	p.class = p.classes(p.statements)
	return len(p.statements)*len(p.class) <= largestSearch
}

// view returns the view in which all statements count alike.
func (p *proof) view(all grade, members value.Truth) view {
	grades := make([]grade, len(p.statements))
	for s := range grades {
		grades[s] = all
	}
	return view{grades: grades, members: members}
}

// with returns the view with one statement counted otherwise.
func (v view) with(s int, g grade) view {
	grades := append([]grade{}, v.grades...)
	grades[s] = g
	return view{grades: grades, members: v.members}
}

// open returns the first of the actions from..to that no statement closes to the class.
func (p *proof) open(v view, c, from, to int) (action int, found bool) {
	for a := from; a < to; a++ {
		if !p.closed(v, c, a) {
			return a, true
		}
	}
	return 0, false
}

func (p *proof) closed(v view, c, a int) bool {
	for s := range p.statements {
		if v.grades[s].counts(p.cells[s][c][a].truth) {
			return true
		}
	}
	return false
}

// level returns the verdict of a view on the policy itself, with the easiest way back.
func (p *proof) level(v view) (Level, *Escape) {
	edits, all := len(p.row.edit), len(p.row.edit)+len(p.row.remove)
	level, escape := p.lastResort(), (*Escape)(nil)
	for c, of := range p.class {
		if of.member.truth != value.Yes && (v.members == value.Yes || of.member.truth == value.No) {
			continue
		}
		found, way := level, (*Escape)(nil)
		if a, open := p.open(v, c, 0, edits); open {
			found, way = None, p.escape(of, a)
		} else if a, open := p.open(v, c, edits, all); open && p.isRemovable(v, c) {
			found, way = Partial, p.escape(of, a)
		}
		if way != nil && !of.exists {
			found = Conditional
		}
		if rank[found] < rank[level] {
			level, escape = found, way
		}
	}
	return level, escape
}

// isRemovable reports whether the statements that close the actions that edit to a class can be taken
// out, where that goes by their Sid.
func (p *proof) isRemovable(v view, c int) bool {
	if !p.row.byLabel {
		return true
	}
	for s, statement := range p.statements {
		for a := range p.row.edit {
			if v.grades[s].counts(p.cells[s][c][a].truth) && !statement.Labelled {
				return false
			}
		}
	}
	return true
}

// lastResort is the verdict when no principal has a way back.
func (p *proof) lastResort() Level {
	if p.row.rootExempt {
		return RootOnly
	}
	return Total
}

func (p *proof) escape(of class, action int) *Escape {
	way := &Escape{Principal: "any IAM principal of the account", Action: p.row.recovery()[action]}
	if of.named == nil {
		return way
	}
	way.Principal = of.named.Value
	if way.Principal == "" {
		way.Principal = of.named.Written
	}
	if !of.exists {
		way.Context = needs(of.named)
	}
	if account, isLiteral := of.named.Account.Literal(); isLiteral && of.member.truth == value.Undecided {
		way.Context = "account " + account + " owns the resource, " + way.Context
	}
	return way
}

// needs says what has to hold for a principal that NotPrincipal lists.
func needs(principal *policy.Principal) string {
	const boundary = "has no permissions boundary"
	if principal.Kind == policy.Session {
		return "the role exists, the session has exactly this name and the role " + boundary
	}
	return "the principal exists and " + boundary
}
