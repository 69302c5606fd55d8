package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// renderOverview writes for people what is said of policies.
func renderOverview(said access.Report, options report.Options) string {
	page := report.NewPage(options)
	hasTable := false
	for i, each := range said.Policies {
		if i > 0 {
			page.Blank()
		}
		renderPolicy(page, each)
		hasTable = hasTable || each.Table != nil
	}
	if hasTable {
		page.Blank()
		page.Text(callers)
	}
	return page.String()
}

// callers says for whom tables answer.
const callers = "Answers are for callers whose identity policies allow everything, who call directly, over HTTPS."

func renderPolicy(page *report.Page, each access.Policy) {
	page.Title(title(each))
	page.Place(each.Location.Finding())
	if len(each.Scenarios) > 0 {
		page.Term(report.Neutral, "when", scenarios(each.Scenarios))
	}
	isTrust := each.Kind == string(policy.Trust)
	if each.Verdict != nil && (!isTrust || each.Verdict.Level != lockout.None) {
		renderVerdict(page, *each.Verdict)
	}
	switch {
	case each.Table == nil:
		renderStatements(page, each)
	case isTrust:
		renderTrust(page, *each.Table)
	default:
		page.Blank()
		renderTable(page, *each.Table)
	}
}

// scenarios says under which conditions something is so: "IsProd is true and UseNat is false, or IsTest is true".
func scenarios(all []map[string]bool) string {
	said := make([]string, 0, len(all))
	for _, conditions := range all {
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(conditions)) {
			parts = append(parts, fmt.Sprintf("%s is %t", name, conditions[name]))
		}
		if len(parts) == 0 {
			parts = []string{"conditions that can't be decided are so"}
		}
		said = append(said, strings.Join(parts, " and "))
	}
	return strings.Join(said, ", or ")
}

// renderTrust lists who may assume a role, which is rarely more than one of the rows.
func renderTrust(page *report.Page, said access.Table) {
	term := "assumed by"
	for _, row := range folded(said.Rows) {
		for _, cell := range row.Cells {
			who := row.Who
			switch cell.Answer {
			case access.No:
				continue
			case access.Conditional:
				who += ", if " + together(cell.Conditions)
			case access.Undecided:
				who += ": " + undecided(cell)
			case access.Yes:
			}
			page.Term(report.Neutral, term, who)
			term = ""
		}
	}
	if term != "" {
		page.Term(report.Neutral, term, "nobody")
	}
}

// title names a policy and what it is on.
func title(each access.Policy) string {
	said := each.Noun + " " + each.Name
	if each.Kind == "boundary" {
		said += ", the permissions boundary"
	}
	preposition := " of "
	if each.Kind == "resource" {
		preposition = " on "
		if each.Service != "" {
			said += " (" + each.Service + ")"
		}
	}
	if len(each.On) > 0 && (len(each.On) > 1 || each.On[0] != each.Name) {
		said += preposition + strings.Join(each.On, ", ")
	}
	if each.Exists != value.Yes {
		said += ", if it exists"
	}
	return said
}

// tones are how verdicts are shown.
var tones = map[lockout.Level]report.Tone{
	lockout.None: report.Good, lockout.PrincipalOnly: report.Good, lockout.DataPlane: report.Doubtful,
	lockout.Undecided: report.Doubtful, lockout.Partial: report.Doubtful, lockout.Conditional: report.Doubtful,
	lockout.RootOnly: report.Bad, lockout.Total: report.Bad, lockout.Rejected: report.Bad,
}

func renderVerdict(page *report.Page, said access.Verdict) {
	page.Term(tones[said.Level], "verdict", string(said.Level)+": "+said.Text)
	if said.Escape != "" {
		text := said.Escape
		if said.Unlock != "" {
			text += ", in a member account by sts:AssumeRoot with the task policy " + said.Unlock
		}
		page.Term(report.Neutral, "way back", text)
	}
	for i, statement := range said.Core {
		term := "closed by"
		if i > 0 {
			term = ""
		}
		page.Term(report.Neutral, term, statement.Name+at(statement.Location)+" "+statement.Text)
	}
	for _, reason := range said.Reasons {
		page.Term(report.Neutral, "because", reasonText(reason))
	}
}

// at returns the line of a place in brackets.
func at(place access.Location) string {
	if place.Start == nil {
		return ""
	}
	return fmt.Sprintf(" (line %d)", place.Start.Line)
}

func reasonText(reason access.Reason) string {
	if reason.Location == nil {
		return reason.Text
	}
	return reason.Text + at(*reason.Location)
}

// renderStatements lists what a policy does that is on no resource.
func renderStatements(page *report.Page, each access.Policy) {
	for _, statement := range each.Statements {
		page.Item("-", statement.Name+at(statement.Location)+" "+statement.Text)
	}
}

// renderTable writes the table of who may do what, with notes on what the answers hang on.
func renderTable(page *report.Page, said access.Table) {
	header := []string{"who"}
	for _, column := range said.Columns {
		header = append(header, column.Use)
	}
	notes := &notes{}
	var rows [][]report.Entry
	for _, row := range folded(said.Rows) {
		entries := []report.Entry{{Text: row.Who}}
		for _, cell := range row.Cells {
			entries = append(entries, notes.entry(cell))
		}
		rows = append(rows, entries)
	}
	page.Table(header, rows)
	for i, text := range notes.texts {
		page.Item(fmt.Sprintf("[%d]", i+1), text)
	}
	for _, text := range said.Assumed {
		page.Text("assumed: " + text)
	}
	renderLegend(page, said.Columns)
}

// renderLegend says what the columns are about, in one line where there is room for that.
func renderLegend(page *report.Page, columns []access.Column) {
	const room = 76
	uses := make([]string, len(columns))
	for i, column := range columns {
		uses[i] = column.Use + ": " + strings.Join(column.Actions, " or ")
	}
	if line := strings.Join(uses, ", "); len(line) <= room {
		page.Text(line)
		return
	}
	for _, use := range uses {
		page.Text(use)
	}
}

// mostNamed is how many of the principals that a policy names have a row of their own.
const mostNamed = 32

// folded puts the rows together that say the same of principals that a policy names, beyond the first ones.
func folded(rows []access.Row) []access.Row {
	var kept []access.Row
	named, groups := 0, map[string]*group{}
	var order []*group
	for _, row := range rows {
		if row.Standing == access.Named {
			named++
		}
		if row.Standing == access.Named && named > mostNamed {
			text := sayings(row.Cells)
			if groups[text] == nil {
				groups[text] = &group{row: row, at: len(kept)}
				order = append(order, groups[text])
			}
			groups[text].count++
			continue
		}
		kept = append(kept, row)
	}
	for i, each := range order {
		if each.count > 1 {
			each.row.Who = fmt.Sprintf("%d more that the policy names (-f json)", each.count)
		}
		kept = slices.Insert(kept, each.at+i, each.row)
	}
	return kept
}

// sayings is equal for cells that say the same.
func sayings(cells []access.Cell) string {
	said := make([]string, len(cells))
	for i, cell := range cells {
		said[i] = string(cell.Answer) + strings.Join(cell.Conditions, "; ") + undecided(cell)
	}
	return strings.Join(said, "\n")
}

// group is rows that say the same, and where they stand.
type group struct {
	row       access.Row
	count, at int
}

// notes are the numbered notes below a table.
type notes struct {
	texts []string
}

func (n *notes) entry(cell access.Cell) report.Entry {
	switch cell.Answer {
	case access.Yes:
		return report.Entry{Tone: report.Good, Text: "yes"}
	case access.No:
		return report.Entry{Tone: report.Bad, Text: "no"}
	case access.Conditional:
		return report.Entry{Tone: report.Doubtful, Text: "if " + n.mark(together(cell.Conditions))}
	case access.Undecided:
	}
	return report.Entry{Tone: report.Doubtful, Text: "? " + n.mark(undecided(cell))}
}

// together reads out conditions that all have to hold. One with a comma in it ends where the next begins.
func together(conditions []string) string {
	word := " and "
	if slices.ContainsFunc(conditions, func(said string) bool { return strings.Contains(said, ", ") }) {
		word = "; and "
	}
	return strings.Join(conditions, word)
}

// undecided says why an answer is.
func undecided(cell access.Cell) string {
	reasons := make([]string, len(cell.Reasons))
	for i, reason := range cell.Reasons {
		reasons[i] = reasonText(reason)
	}
	return "undecided: " + strings.Join(reasons, "; ")
}

// mark returns the mark of the note with the text.
func (n *notes) mark(text string) string {
	i := slices.Index(n.texts, text)
	if i < 0 {
		n.texts = append(n.texts, text)
		i = len(n.texts) - 1
	}
	return fmt.Sprintf("[%d]", i+1)
}
