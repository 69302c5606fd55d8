package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

const (
	// repeatLimit is the number of findings of one rule in one file that are shown in full.
	repeatLimit = 10
	// relatedLimit is the number of related places of one finding that are shown.
	relatedLimit = 8
)

// renderText writes a report for people: each finding with the lines it is about and the evidence,
// then a summary.
func renderText(report *finding.Report, options Options) ([]byte, error) {
	p := &printer{colours: palette{on: options.Color}, width: options.columns()}
	p.findings(report)
	if options.ShowSuppressed {
		for _, found := range report.Suppressed {
			p.brief("suppressed", found.Rule, found.Message, found.Location, reasonNotes(found)...)
		}
	}
	if options.ShowUndecided {
		for _, question := range report.Undecided {
			p.brief("undecided", question.Rule, question.Reason, question.Location)
		}
	}
	if !options.Quiet {
		for _, line := range wrap(summary(report, options), p.width) {
			p.line(run{plain, line})
		}
	}
	return options.logged(p.out.String()), nil
}

// findings writes the findings. When a rule repeats itself in a file, the rest of what it says there
// becomes one line.
func (p *printer) findings(report *finding.Report) {
	type group struct{ file, rule string }
	total, seen := map[group]int{}, map[group]int{}
	for _, found := range report.Findings {
		total[group{found.Location.File, found.Rule}]++
	}
	for _, found := range report.Findings {
		key := group{found.Location.File, found.Rule}
		seen[key]++
		switch {
		case seen[key] <= repeatLimit:
			p.finding(found, report.Files)
		case seen[key] == repeatLimit+1:
			p.line(run{plain, fmt.Sprintf("... and %d more %s in %s, -f concise shows all\n",
				total[key]-repeatLimit, Visible(found.Rule), Visible(found.Location.File))})
		}
	}
}

// finding writes one finding: what is wrong, where, why, and what to do.
func (p *printer) finding(found finding.Finding, files map[string]*source.File) {
	related := found.Related
	found.Related = related[:min(len(related), relatedLimit)]
	shown, rest := excerpts(found, files)
	p.digits, p.alarm = digits(shown), severityStyle(found.Severity)

	p.heading(p.alarm, found.Severity.String(), found.Rule, found.Message)
	p.arrow("--> ", found.Location)
	for i, part := range shown {
		if i > 0 || part.start.File != found.Location.File {
			p.arrow("::: ", part.start)
		}
		p.excerpt(part)
	}
	for _, step := range rest {
		p.note("note", wrapped(place(step.Location)+": "+step.Message))
	}
	if left := len(related) - relatedLimit; left > 0 {
		p.note("note", wrapped(fmt.Sprintf("%d more related places, -f json lists them", left)))
	}
	p.evidence(found)
	p.note("docs", wrapped("latchkey explain "+found.Rule))
	p.line()
}

// heading writes "word[rule]: message", the first line of everything that is listed.
func (p *printer) heading(style style, word, id, message string) {
	name := word + "[" + Visible(id) + "]"
	lines := fill(strings.Fields(name+": "+Visible(message)), " ", p.width, blank(4).text)
	lines[0] = strings.TrimPrefix(lines[0], name)
	p.hang(runs{{style, name}}, nil, strong, lines)
}

// arrow writes a place as a heading: its position and, beside or beneath it, its path.
func (p *printer) arrow(sign string, location finding.Location) {
	lead := runs{blank(p.digits), {frame, sign}, {plain, place(location)}}
	path := dotted(location.Path)
	beside := p.width - lead.width() - 3
	switch {
	case path == "":
		p.line(lead...)
	case width(path) <= beside:
		p.line(append(lead, blank(3), run{faint, path})...)
	default:
		p.line(lead...)
		under := runs{blank(p.digits + len(sign))}
		p.hang(under, under, faint, wrapPath(path, p.width-under.width()))
	}
}

// brief writes what is only listed: a heading and a place.
func (p *printer) brief(word, id, message string, location finding.Location, notes ...finding.Note) {
	p.digits = 1
	p.heading(faint, word, id, message)
	p.arrow("--> ", location)
	for _, note := range notes {
		p.note(note.Label, wrapped(note.Text))
	}
	p.line()
}

// reasonNotes says why a finding is suppressed, and where that is asked for.
func reasonNotes(found finding.Finding) []finding.Note {
	by := found.Suppression
	if by == nil {
		return nil
	}
	return []finding.Note{
		{Label: "reason", Text: reason(*by)}, {Label: "by", Text: placeIn(by.Location, found.Location.File)},
	}
}

// reason returns the reason of a suppression with the day on which it ends.
func reason(by finding.Suppression) string {
	if by.Until == "" {
		return by.Reason
	}
	return by.Reason + ", until " + by.Until
}

// digits returns the width of the widest line number that is shown.
func digits(shown []*excerpt) int {
	last := 1
	for _, part := range shown {
		for number := range part.marks {
			last = max(last, number)
		}
	}
	return len(strconv.Itoa(last))
}

// filesFound counts the files in which something was found, of those that are checked: configurations are not.
func filesFound(report *finding.Report) int {
	files := map[string]bool{}
	for _, each := range report.Findings {
		files[each.Location.File] = true
	}
	for _, input := range report.Inputs {
		if input.Kind == finding.Configuration {
			delete(files, input.Name)
		}
	}
	return len(files)
}

// summary returns the last line: what was found, where, and what was left open.
func summary(report *finding.Report, options Options) string {
	noun := "finding"
	if report.Summary.Baseline != nil {
		noun = "new finding"
	}
	line := "no " + noun + "s"
	if count := len(report.Findings); count > 0 {
		perSeverity := map[rule.Severity]int{}
		for _, found := range report.Findings {
			perSeverity[found.Severity]++
		}
		var parts []string
		for _, severity := range rule.Severities() {
			if perSeverity[severity] > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", perSeverity[severity], severity))
			}
		}
		line = fmt.Sprintf("%s (%s) in %d of", plural(count, noun), strings.Join(parts, ", "), filesFound(report))
	} else {
		line += " in"
	}
	line += " " + plural(report.Summary.Files, "file")
	if shard := report.Shard; shard != nil {
		line += fmt.Sprintf(", shard %d of %d", shard.Index, shard.Of)
	}
	line += known(report.Summary.Baseline)
	if count := len(report.Suppressed); count > 0 {
		line += fmt.Sprintf("; %d suppressed", count)
	}
	if count := len(report.Undecided); count > 0 {
		line += fmt.Sprintf("; %d undecided", count)
		if !options.ShowUndecided {
			line += ", --show-undecided lists them"
		}
	}
	return line
}

// known returns what a baseline adds to the last line.
func known(baseline *finding.Baseline) string {
	if baseline == nil {
		return ""
	}
	line := fmt.Sprintf("; %d in the baseline", baseline.Known)
	if baseline.Gone > 0 {
		line += fmt.Sprintf("; %d gone from it (latchkey baseline prune)", baseline.Gone)
	}
	return line
}

// plural returns a count with its noun: "1 file", "2 files".
func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}
