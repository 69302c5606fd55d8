package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// proof is the search for escapes from one document on one resource.
//
// A request is a choice on every axis: an action, a principal, a route, an instant and so on. Each choice does
// some duties, and a request is an escape when all duties are done. There is one duty for every denial, done by
// whatever makes the statement not match. Where the policy has to allow what identity policies do, each part of a
// statement that may allow it is a duty as well.
type proof struct {
	target    Target
	row       service
	resource  resource
	document  *policy.Document
	partition *value.Value
	// anywhere says that the resource is whatever the statements are on.
	anywhere bool

	// actions are those looked for; the first edits of them replace the policy.
	actions []string
	edits   int
	// statements are those that may deny or allow one of the actions, with what is known of each.
	statements []*policy.Statement
	rules      []rule
	duties     int
	// conditions are the clauses of all statements, clauses the same by key, and keys those of all clauses with
	// their variables.
	conditions []*clause
	clauses    map[string][]*clause
	keys       map[string]bool
	callers    []*caller
	coverage   map[*caller][]answer
	groups     []group
	// exhausted says that there were too many values to look at all of them, and cut that what was left out may
	// need no fact. meetings counts the steps that were taken for sets of several patterns, tests the work
	// on alternatives.
	exhausted, cut  bool
	meetings, tests int
	// comparisons counts the principals that callers, and the elements that data actions, were compared with.
	comparisons int
	// trials counts the values that declared principals were compared with, and usual holds what clauses say of
	// others.
	trials int
	usual  map[usualKey]value.Truth
}

// rule is what a statement says about the actions, with the duties that it makes.
type rule struct {
	// grants is set for a statement that allows.
	grants bool
	// stands says whether it denies, or allows, anything on the resource.
	stands answer
	// about says for each action whether it names it.
	about []answer
	// covering, acting and standing are the duties that are done by the principal, the action, and the
	// statement as such. They are one for a denial: any of these undoes it.
	covering, acting, standing int
	// own are all duties of the statement.
	own []int
}

// These bound the proof, far above what a person writes; S3 takes policies of at most 20 KB. largestSearch is
// for statements times the principals they name, longestList for the principals that all statements name,
// mostValues for the values that all conditions compare with, and largestTable for these times the statements.
const (
	largestSearch = 1 << 13
	longestList   = 1 << 10
	mostValues    = 1 << 11
	largestTable  = 1 << 17
)

func newProof(target Target, row service, on resource, document *policy.Document) *proof {
	return &proof{
		target: target, row: row, resource: on, document: document,
		partition: value.OfText(target.partition(document)), actions: row.recovery(), edits: len(row.Edit),
		clauses: map[string][]*clause{}, keys: map[string]bool{},
		coverage: map[*caller][]answer{}, usual: map[usualKey]value.Truth{},
	}
}

// fill reads the statements and weighs all choices, and reports whether there are few enough.
func (p *proof) fill() bool {
	for i := range p.document.Statements {
		p.addStatement(&p.document.Statements[i])
	}
	if !p.isSmall() {
		return false
	}
	p.callers = p.allCallers()
	if len(p.statements)*len(p.callers) > largestSearch {
		return false
	}
	p.groups = p.table()
	return true
}

func (p *proof) isSmall() bool {
	listed, values := 0, 0
	for i := range p.document.Statements {
		for _, condition := range p.document.Statements[i].Conditions {
			values += len(condition.Values)
		}
	}
	if values > mostValues || values*len(p.statements) > largestTable {
		return false
	}
	for _, statement := range p.statements {
		listed += len(statement.NotPrincipals)
		for i := range statement.Principals {
			if isOne(&statement.Principals[i]) {
				listed++
			}
		}
	}
	return listed <= longestList && len(p.statements) <= largestSearch
}

// addStatement keeps a statement that may deny, or has to allow, one of the actions.
func (p *proof) addStatement(statement *policy.Statement) {
	on := p.isOn(statement, p.resource.arns)
	if p.anywhere && on.truth == value.Undecided {
		on = yes
	}
	if stands := denies(statement).and(on); stands.truth != value.No {
		p.addRule(statement, rule{stands: stands, about: p.naming(statement)})
	}
	if !p.row.NeedsAllow {
		return
	}
	if stands := allows(statement).and(on); stands.truth != value.No {
		p.addRule(statement, rule{grants: true, stands: stands, about: p.naming(statement)})
	}
}

// naming answers for each action whether the statement names it.
func (p *proof) naming(statement *policy.Statement) []answer {
	about := make([]answer, len(p.actions))
	for a, action := range p.actions {
		about[a] = isAbout(statement, action)
	}
	return about
}

func (p *proof) addRule(statement *policy.Statement, read rule) {
	if !slices.ContainsFunc(read.about, func(named answer) bool { return named.truth != value.No }) {
		return
	}
	next := func() int {
		duty := p.duties
		p.duties++
		read.own = append(read.own, duty)
		return duty
	}
	read.covering = next()
	read.acting, read.standing = read.covering, read.covering
	if read.grants {
		read.acting, read.standing = next(), next()
	}
	for _, parsed := range p.clausesOf(statement) {
		parsed.grants, parsed.duty = read.grants, read.covering
		if read.grants {
			parsed.duty = next()
		}
		p.conditions = append(p.conditions, &parsed)
		p.clauses[parsed.condition.Key] = append(p.clauses[parsed.condition.Key], &parsed)
		for _, key := range parsed.keys {
			p.keys[key] = true
		}
	}
	p.statements = append(p.statements, statement)
	p.rules = append(p.rules, read)
}

// covered answers whether a statement is about a caller.
func (p *proof) covered(s int, of *caller) answer {
	if p.coverage[of] == nil {
		for _, statement := range p.statements {
			p.comparisons += len(statement.Principals) + len(statement.NotPrincipals)
			p.coverage[of] = append(p.coverage[of], p.covers(statement, of))
		}
	}
	return p.coverage[of][s]
}
