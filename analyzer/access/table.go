package access

import (
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Table says who may do what with a resource: principals of accounts with all permissions in their identity
// policies, in requests that they make themselves, over HTTPS.
type Table struct {
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	// Assumed is what was taken for granted of a policy that names very many principals or accounts.
	Assumed []string `json:"assumed"`
}

// Column is one use of the resource.
type Column struct {
	// Use is "administer", "read", "write", "use" or "assume".
	Use string `json:"use"`
	// Actions are what the column is about; one of them is enough.
	Actions []string `json:"actions"`
	// Resource is what they are on, as in "arn:aws:s3:::logs/*".
	Resource string `json:"resource"`

	objects []object
}

// Row answers for one caller, or all callers of one kind.
type Row struct {
	// Who is what a person calls them.
	Who      string   `json:"who"`
	Standing Standing `json:"standing"`
	// Principal is the principal as the document writes it, of the standing "named".
	Principal string `json:"principal,omitempty"`
	// Cells are in the order of the columns.
	Cells []Cell `json:"cells"`
}

// table is what the cells of a table are computed from, in the names of one owner.
type table struct {
	names   names
	service string
	// noun is what a sentence calls what the policy is on.
	noun      string
	documents []*policy.Document
	// originals are the documents as written.
	originals []*policy.Document
	columns   []Column
	// taken are the accounts that documents mention, and the one that owns the resource.
	taken []string
	// assumed is what was taken for granted of the owner.
	assumed []string
	crowds  crowds
	answers *answers
	// weight is what an answer costs of the allowance.
	weight    int
	allowance *allowance
	// organization is that of the owner; empty where it is not known.
	organization string
	// shown are the symbols that stand for accounts, by the ids that they are taken for.
	shown map[string]string
}

// key tells the rows of tables for different owners apart.
type key struct {
	standing  Standing
	principal string
}

// rows returns the rows by their keys.
func (t table) rows() map[key]who {
	rows := map[key]who{}
	for _, row := range t.callers() {
		rows[key{row.standing, row.principal}] = row
	}
	return rows
}

// unusedAccount returns an account that no document mentions, and that is not the owner.
func (t table) unusedAccount() *value.Value {
	return value.OfText(unused(t.taken))
}

// compute answers for all rows and columns, from one table for each account that may own the resource.
func compute(tables []table) Table {
	shown := Table{Columns: slices.Clone(tables[0].columns), Assumed: append([]string{}, tables[0].assumed...)}
	for c := range shown.Columns {
		shown.Columns[c].Resource = asWrittenIn(shown.Columns[c].Resource, tables[0].shown)
	}
	byKey := make([]map[key]who, len(tables))
	for i, each := range tables {
		byKey[i] = each.rows()
		tables[i].crowds = newCrowds(each.documents)
		tables[i].answers = newAnswers(mostAnswers / len(tables))
	}
	rows := tables[0].callers()
	for _, row := range rows {
		symbols := tables[0].shown
		answered := Row{
			Who: asWrittenIn(row.name, symbols), Standing: row.standing, Principal: row.principal,
		}
		for c := range shown.Columns {
			var answers []owned
			for i, each := range tables {
				alike, has := byKey[i][key{row.standing, row.principal}]
				if !has { // the account itself, where it is the owner
					alike = byKey[i][key{standing: Own}]
				}
				id, _ := each.names.owner.Literal()
				answers = append(answers, owned{id, each.cell(alike, each.columns[c])})
			}
			cell := merged(answers, tables[0].noun).complete(symbols)
			cell.Use = shown.Columns[c].Use
			answered.Cells = append(answered.Cells, cell)
		}
		shown.Rows = append(shown.Rows, answered)
	}
	return shown
}

// complete returns the cell with symbols in place of the ids that they are taken for, and without nil lists.
func (c Cell) complete(symbols map[string]string) Cell {
	said := Cell{Use: c.Use, Answer: c.Answer, Conditions: []string{}, Reasons: append([]Reason{}, c.Reasons...)}
	for _, condition := range c.Conditions {
		said.Conditions = append(said.Conditions, asWrittenIn(condition, symbols))
	}
	return said
}

// cell answers for all callers of a row. Where they differ, each has a condition that says so.
func (t table) cell(row who, column Column) Cell {
	cells := make([]Cell, len(row.callers))
	for i, caller := range row.callers {
		cells[i] = t.one(row, caller, column)
	}
	first := cells[0]
	for i, cell := range cells[1:] {
		if cell.same(first) {
			continue
		}
		if first.Answer == No && cell.isPositive() {
			return cell.under("the caller is a user")
		}
		if cell.Answer == No && first.isPositive() {
			return first.under("the caller is a session of a role")
		}
		differ := nouns[row.callers[0].Kind] + ": " + first.inWords() + "; " +
			nouns[row.callers[i+1].Kind] + ": " + cell.inWords()
		reasons := slices.Concat(first.Reasons, cell.Reasons)
		return Cell{Answer: Conditional, Conditions: []string{differ}, Reasons: reasons}
	}
	return first
}

// under returns the cell under one more condition.
func (c Cell) under(condition string) Cell {
	c.Answer, c.Conditions = Conditional, append([]string{condition}, c.Conditions...)
	return c
}

// nouns are what the callers of a row with several are.
var nouns = map[policy.PrincipalKind]string{policy.Role: "for roles", policy.User: "for users"}

// inWords returns the answer with what it hangs on.
func (c Cell) inWords() string {
	if c.Answer != Conditional {
		return string(c.Answer)
	}
	return "if " + strings.Join(c.Conditions, ", and ")
}

// one answers for one caller.
func (t table) one(row who, caller policy.Caller, column Column) Cell {
	if row.doubt != "" {
		return Cell{Answer: Undecided, Reasons: []Reason{{At: row.at, Text: row.doubt}}}
	}
	alike := ""
	if row.standing == Named {
		alike = t.likeness(caller)
	}
	if known, is := t.answers.known[column.Use+alike]; is && alike != "" {
		return known
	}
	if row.standing == Named && t.answers.left < 0 {
		tooMany := Reason{Text: "the policy names too many principals to answer for each"}
		return Cell{Answer: Undecided, Reasons: []Reason{tooMany}}
	}
	if t.allowance.left < 0 {
		return Cell{Answer: Undecided, Reasons: []Reason{{Text: "the policies are too large to answer for everyone"}}}
	}
	cells := make([]Cell, len(column.objects))
	for i, on := range column.objects {
		cells[i] = t.on(row, caller, column, on)
		t.answers.left--
		t.allowance.left -= t.weight
	}
	answered := within(column.objects, cells)
	if alike != "" {
		t.answers.known[column.Use+alike] = answered
	}
	return answered
}

// likeness is that of the caller under the documents of the table.
func (t table) likeness(caller policy.Caller) string {
	text, _ := caller.ARN.Literal()
	found, known := t.answers.likeness[text]
	if !known {
		found = t.crowds.likeness(t.documents, caller)
		t.answers.likeness[text] = found
	}
	return found
}

// answers are what is known of the callers of a table already.
type answers struct {
	// known are cells by the column and what callers have in common, likeness is that by the ARN of a caller.
	known    map[string]Cell
	likeness map[string]string
	// left is how many more may be worked out for principals that a document names.
	left int
}

func newAnswers(left int) *answers {
	return &answers{known: map[string]Cell{}, likeness: map[string]string{}, left: left}
}

// mostAnswers bounds the work on a table: on each of its owners, callers, columns and objects.
const mostAnswers = 50_000

// on answers for one caller and one object.
func (t table) on(row who, caller policy.Caller, column Column, on object) Cell {
	documents := t.crowds.about(t.documents, caller)
	if row.standing == Other {
		documents = withoutUnclear(documents)
	}
	request := policy.Request{
		Caller: caller, Resource: on.arn, Owner: t.names.owner, Organization: t.organization,
	}
	best := Cell{Answer: No}
	for _, action := range column.actions(caller.Kind) {
		request.Action = action
		request.Context = contextOf(action, documents, nil)
		maps.Copy(request.Context, row.context)
		best = best.or(ask(request, documents, t.originals))
	}
	return best
}

// actions returns the actions of the column that the caller might call. Of those that assume a role it
// depends on the caller which one that is.
func (c Column) actions(kind policy.PrincipalKind) []string {
	if c.Use != assume {
		return c.Actions
	}
	var own []string
	for _, action := range c.Actions {
		if strings.Contains(action, "RoleWith") == (kind == policy.Federated) {
			own = append(own, action)
		}
	}
	return own
}
