package report

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Anchor returns the id of a finding in an HTML report: the same in every run, as its fingerprint is.
func Anchor(found finding.Finding) string {
	return "f-" + idText(found.Fingerprint)
}

// idText makes an id of a text, of letters and digits and "-".
func idText(text string) string {
	return strings.Map(func(char rune) rune {
		switch {
		case 'a' <= char && char <= 'z', 'A' <= char && char <= 'Z', '0' <= char && char <= '9':
			return char
		default:
			return '-'
		}
	}, text)
}

// anchor takes an id, with a number behind it where it is taken already.
func (p *htmlPage) anchor(id string) string {
	free := id
	for i := 2; p.anchors[free]; i++ {
		free = id + "-" + strconv.Itoa(i)
	}
	p.anchors[free] = true
	return free
}

// findings writes the findings, a section for each file.
func (p *htmlPage) findings() {
	p.element("h2", "Findings", "id", "findings")
	p.line()
	if len(p.report.Findings) == 0 {
		p.element("p", "There are none.")
		p.line()
	}
	count := map[string]int{}
	for _, found := range p.report.Findings {
		count[found.Location.File]++
	}
	for i, found := range p.report.Findings {
		file := found.Location.File
		if i == 0 || p.report.Findings[i-1].Location.File != file {
			p.section(file, count[file])
		}
		p.finding(found)
		if i+1 == len(p.report.Findings) || p.report.Findings[i+1].Location.File != file {
			p.line("section")
		}
	}
}

// section begins the section of a file.
func (p *htmlPage) section(file string, count int) {
	id := p.anchor("file-" + strconv.Itoa(p.files[file]))
	p.open("section", "class", "file", "aria-labelledby", id)
	p.open("h3", "id", id)
	p.text(file)
	p.open("span", "class", "count")
	p.text(" " + plural(count, "finding"))
	p.line("span", "h3")
}

// finding writes one finding: what is wrong, where, why, and what to do.
func (p *htmlPage) finding(found finding.Finding) {
	id := p.anchor(Anchor(found))
	heading := p.anchor(id + "-is")
	p.open("article", "class", "finding "+found.Severity.String(), "id", id, "aria-labelledby", heading,
		"data-severity", found.Severity.String(), "data-rule", found.Rule, "data-file", found.Location.File)
	p.open("h4", "id", heading)
	p.severity(found.Severity)
	p.text(" ")
	p.inLines(found.Message)
	p.shut("h4")
	p.open("div", "class", "meta")
	p.ruleLink(found.Rule)
	p.element("code", place(found.Location))
	if path := dotted(found.Location.Path); path != "" {
		p.element("code", path, "class", "soft")
	}
	p.element("a", "#", "class", "permalink", "href", "#"+id, "aria-label", "Link to this finding")
	p.line("div")
	p.places(found)
	p.evidence(found)
	p.line("article")
}

// severity writes the word of a severity.
func (p *htmlPage) severity(severity rule.Severity) {
	p.element("span", severity.String(), "class", "severity "+severity.String())
}

// ruleLink writes a rule's id, as a link to what the page says of it.
func (p *htmlPage) ruleLink(id string) {
	if _, known := p.report.Rule(id); known {
		p.element("a", id, "href", "#"+ruleAnchor(id))
		return
	}
	p.text(id)
}

func ruleAnchor(id string) string { return "rule-" + idText(id) }

// places writes the lines that the finding is about, and beneath them the related places that are in no file we hold
// and those that are too many.
func (p *htmlPage) places(found finding.Finding) {
	related := found.Related
	found.Related = related[:min(len(related), relatedLimit)]
	shown, rest := excerpts(found, p.report.Files)
	for _, part := range shown {
		p.excerpt(part, found)
	}
	p.steps("ul", rest, found.Location.File)
	if more := related[len(found.Related):]; len(more) > 0 {
		p.open("details")
		p.element("summary", plural(len(more), "more related place"))
		p.steps("ul", more, found.Location.File)
		p.line("details")
	}
}

// steps lists places with what is said of them. Those in the finding's own file name only the line.
func (p *htmlPage) steps(list string, steps []finding.Step, file string) {
	if len(steps) == 0 {
		return
	}
	p.open(list)
	for _, step := range steps {
		p.open("li")
		p.element("code", placeIn(step.Location, file))
		p.text(": ")
		p.inLines(step.Message)
		p.shut("li")
	}
	p.line(list)
}

// evidence writes what a finding says beyond its places.
func (p *htmlPage) evidence(found finding.Finding) {
	drawn := p.drawn[found.Fingerprint]
	if len(found.Flow)+len(found.Scenario)+len(found.Notes)+len(drawn) > 0 {
		p.open("dl", "class", "evidence")
		p.terms(found, drawn)
		p.line("dl")
	}
	if found.Fix != nil {
		p.fix(*found.Fix, found.Location.File)
	}
}

func (p *htmlPage) terms(found finding.Finding, drawn []drawnAs) {
	if len(found.Flow) > 0 {
		p.element("dt", "hops")
		p.open("dd", "class", "hops")
		p.steps("ol", found.Flow, found.Location.File)
		p.shut("dd")
	}
	if len(found.Scenario) > 0 {
		p.element("dt", "when")
		p.element("dd", scenario(found.Scenario))
	}
	for _, note := range found.Notes {
		p.element("dt", note.Label)
		p.open("dd")
		p.noteLines(note.Text)
		p.shut("dd")
	}
	if len(drawn) > 0 {
		p.element("dt", "drawn")
		p.open("dd")
		for i, at := range drawn {
			if i > 0 {
				p.text(", ")
			}
			p.textf("number %d in ", at.number)
			p.element("a", p.options.Pictures.Drawn[at.picture].name(), "href", "#network-"+strconv.Itoa(at.picture))
		}
		p.shut("dd")
	}
}

// noteLines writes a note line by line, with commands as what they are.
func (p *htmlPage) noteLines(text string) {
	for i, line := range strings.Split(strings.TrimRight(unix(text), "\n"), "\n") {
		if i > 0 {
			p.line()
		}
		if line = strings.TrimRight(line, " "); strings.HasPrefix(line, "aws ") {
			p.element("code", line)
			continue
		}
		p.text(line)
	}
}

// The bounds of a diff: of a minified file a change is one line of megabytes.
const (
	diffLines   = 80
	diffColumns = 400
)

// fix writes what would remove the finding: as a diff where it can be written, else by paths.
func (p *htmlPage) fix(fix finding.Fix, file string) {
	p.open("p")
	p.element("b", "fix:")
	p.text(" " + fix.Title + " (" + howToFix(fix) + ")")
	p.shut("p")
	p.open("pre", "class", "diff")
	diff := ""
	if p.options.Diff != nil && fix.Refusal == "" {
		diff = p.options.Diff(fix)
	}
	lines := strings.Split(strings.TrimRight(diff, "\n"), "\n")
	for i, line := range lines[:min(len(lines), diffLines)] {
		if diff != "" {
			class := "head"
			if !isHead(lines, i) {
				class = map[byte]string{'+': "added", '-': "removed", '@': "head", '\\': "head"}[(line + " ")[0]]
			}
			p.diffLine(class, line)
		}
	}
	if left := len(lines) - diffLines; left > 0 {
		p.element("span", plural(left, "more line")+", latchkey fix shows all", "class", "head")
	}
	for _, edit := range fix.Edits {
		if diff == "" {
			sign, text := editLine(edit, file)
			p.element("span", sign+text, "class", map[string]string{"+ ": "added", "- ": "removed"}[sign])
		}
	}
	p.line("pre")
}

// isHead reports whether a line of a diff is one of the two that name a file, which look like changes.
func isHead(lines []string, i int) bool {
	if strings.HasPrefix(lines[i], "+++ ") {
		i--
	}
	return i >= 0 && i+2 < len(lines) && strings.HasPrefix(lines[i], "--- ") &&
		strings.HasPrefix(lines[i+1], "+++ ") && strings.HasPrefix(lines[i+2], "@@ ")
}

func (p *htmlPage) diffLine(class, line string) {
	text, _, more := crop(strings.TrimRight(line, "\r"), 0, diffColumns)
	if more {
		text += ellipsis
	}
	p.element("span", strings.ReplaceAll(text, "\t", strings.Repeat(" ", tabStop)), "class", class)
}
