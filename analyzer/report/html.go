package report

import (
	"crypto/sha256"
	_ "embed" // the style sheet and the script
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Pictures are drawings of networks. Their markup is written to a page as it is: whoever draws them escapes.
type Pictures struct {
	// Style is the style sheet of the drawings.
	Style string
	// Drawn are the drawings, in the order in which they are shown.
	Drawn []Picture
}

// Picture is the drawing of one network.
type Picture struct {
	// Files are the names of the templates, and Summary says in a sentence what is drawn.
	Files   []string
	Summary string
	// SVG is an element for HTML. Its ids are "n", "w", "title" or "desc" with a number, as no others of a page are.
	SVG string
	// Findings are those of the report that have a number in the drawing, the first number 1.
	Findings []finding.Finding
}

// name names what is drawn by the first of its files.
func (p Picture) name() string {
	switch rest := len(p.Files) - 1; {
	case rest < 0:
		return "network"
	case rest == 0:
		return p.Files[0]
	default:
		return p.Files[0] + " and " + strconv.Itoa(rest) + " more"
	}
}

//go:embed assets/report.css
var pageStyle string

//go:embed assets/report.js
var pageScript string

// htmlPage writes a report as one HTML page.
type htmlPage struct {
	markup

	report  *finding.Report
	options Options
	// files numbers the files with findings.
	files map[string]int
	// anchors are the ids that are taken.
	anchors map[string]bool
	// drawn are the numbers that findings have in pictures, by fingerprint.
	drawn map[string][]drawnAs
}

// drawnAs is the number of a finding in a picture. Pictures count from 0.
type drawnAs struct{ picture, number int }

// renderHTML writes a page that needs nothing but itself: no script to be read, and nothing from a network, which its
// content security policy keeps so.
func renderHTML(report *finding.Report, options Options) ([]byte, error) {
	p := &htmlPage{
		report: report, options: options, files: map[string]int{}, anchors: map[string]bool{},
		drawn: map[string][]drawnAs{},
	}
	for i, picture := range options.Pictures.Drawn {
		for j, found := range picture.Findings {
			p.drawn[found.Fingerprint] = append(p.drawn[found.Fingerprint], drawnAs{i, j + 1})
		}
	}
	for _, found := range report.Findings {
		if _, known := p.files[found.Location.File]; !known {
			p.files[found.Location.File] = len(p.files) + 1
		}
	}
	script := ""
	if len(report.Findings) > 0 {
		script = unix(pageScript)
	}
	p.head(unix(pageStyle)+options.Pictures.Style, script)
	p.overview()
	p.filter()
	p.findings()
	p.pictures()
	p.rules()
	p.line("main")
	if script != "" {
		p.trusted("<script>" + script + "</script>\n")
	}
	p.line("body", "html")
	return []byte(p.out.String()), nil
}

// unix returns a text with the line ends that a browser reads, for which the hash of a policy stands.
func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// policyHash names a text in a content security policy.
func policyHash(text string) string {
	if text == "" {
		return "'none'"
	}
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func (p *htmlPage) head(style, script string) {
	p.trusted("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ` + policyHash(style) +
		"; script-src " + policyHash(script) + `; img-src data:; base-uri 'none'; form-action 'none'">` + "\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"referrer\" content=\"no-referrer\">\n" +
		"<link rel=\"icon\" href=\"data:,\">\n")
	p.element("title", p.title())
	p.trusted("\n<style>" + style + "</style>\n</head>\n<body>\n")
	p.trusted("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<main>\n")
}

// title names the page by what was found.
func (p *htmlPage) title() string {
	return plural(len(p.report.Findings), "finding") + " - latchkey"
}

// overview writes what was found and what was not looked at.
func (p *htmlPage) overview() {
	p.element("h1", "latchkey report")
	p.line()
	p.element("p", summary(p.report, Options{ShowUndecided: true}))
	p.line()
	p.open("ul", "class", "tiles")
	counts := map[rule.Severity]int{}
	for _, found := range p.report.Findings {
		counts[found.Severity]++
	}
	for _, severity := range rule.Severities() {
		p.tile(severity.String(), counts[severity], severity.String())
	}
	p.tile("", p.report.Summary.Files, countless(p.report.Summary.Files, "file"))
	p.tile("", len(p.report.Suppressed), "suppressed")
	p.tile("", len(p.report.Undecided), "undecided")
	p.line("ul")
	p.notices()
	p.undecided()
	p.suppressed()
}

// countless returns the noun that goes with a count.
func countless(count int, noun string) string {
	if count == 1 {
		return noun
	}
	return noun + "s"
}

func (p *htmlPage) tile(class string, count int, what string) {
	if class != "" && count == 0 {
		class = "none"
	}
	p.open("li", "class", class)
	p.element("b", strconv.Itoa(count))
	p.text(" " + what)
	p.shut("li")
}

// notices writes what is to be known about the run, what kept it from saying all it should first.
func (p *htmlPage) notices() {
	all := p.options.notices(p.report)
	if len(all) == 0 {
		return
	}
	slices.SortStableFunc(all, func(a, b finding.Notice) int { return rankFault(a) - rankFault(b) })
	p.element("h2", "About this run")
	p.open("ul", "class", "notices")
	for _, notice := range all {
		class := ""
		if notice.Incomplete() {
			class = "fault"
		}
		p.open("li", "class", class)
		if notice.File != "" {
			p.element("code", notice.File)
			p.text(": ")
		}
		p.inLines(notice.Message)
		p.line("li")
	}
	p.line("ul")
}

func rankFault(notice finding.Notice) int {
	if notice.Incomplete() {
		return 0
	}
	return 1
}

// inLines writes text with its line breaks.
func (p *htmlPage) inLines(text string) {
	for i, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		if i > 0 {
			p.open("br")
		}
		p.text(strings.TrimRight(line, " \r"))
	}
}

// undecided lists the questions that have no answer.
func (p *htmlPage) undecided() {
	if len(p.report.Undecided) == 0 {
		return
	}
	p.disclose(strconv.Itoa(len(p.report.Undecided))+" undecided", func() {
		for _, question := range p.report.Undecided {
			p.open("li")
			p.ruleLink(question.Rule)
			p.text(": ")
			p.inLines(question.Reason)
			p.where(question.Location)
			p.line("li")
		}
	})
}

// suppressed lists the findings that are left out, with the reasons.
func (p *htmlPage) suppressed() {
	if len(p.report.Suppressed) == 0 {
		return
	}
	p.disclose(strconv.Itoa(len(p.report.Suppressed))+" suppressed", func() {
		for _, found := range p.report.Suppressed {
			p.open("li")
			p.severity(found.Severity)
			p.text(" ")
			p.ruleLink(found.Rule)
			p.text(": ")
			p.text(found.Message)
			p.where(found.Location)
			for _, note := range reasonNotes(found) {
				p.open("div")
				p.text(note.Label + ": ")
				p.inLines(note.Text)
				p.shut("div")
			}
			p.line("li")
		}
	})
}

// disclose writes a list that opens under its title.
func (p *htmlPage) disclose(title string, items func()) {
	p.open("details")
	p.element("summary", title)
	p.open("ul", "class", "list")
	p.line()
	items()
	p.line("ul", "details")
}

// where writes a place beneath what stands there.
func (p *htmlPage) where(location finding.Location) {
	p.open("div", "class", "soft meta")
	p.element("code", place(location))
	if path := dotted(location.Path); path != "" {
		p.element("code", path)
	}
	p.shut("div")
}

// filter writes the controls, which only the script shows.
func (p *htmlPage) filter() {
	if len(p.report.Findings) == 0 {
		return
	}
	perSeverity, perRule := map[rule.Severity]int{}, map[string]int{}
	perFile := map[string]int{}
	for _, found := range p.report.Findings {
		perSeverity[found.Severity]++
		perRule[found.Rule]++
		perFile[found.Location.File]++
	}
	p.trusted(`<form id="filter" role="search" aria-label="Filter the findings" hidden>` + "\n")
	p.open("fieldset")
	p.element("legend", "Severity")
	for _, severity := range rule.Severities() {
		if perSeverity[severity] == 0 {
			continue
		}
		p.open("label")
		p.trusted(`<input type="checkbox" name="severity" value="` + escape(severity.String()) + `" checked>`)
		p.textf(" %s (%d)", severity, perSeverity[severity])
		p.shut("label")
	}
	p.line("fieldset")
	p.open("div", "class", "row")
	p.choice("rule", "Rule", "all rules", perRule)
	p.choice("file", "File", "all files", perFile)
	p.trusted(`<label class="field">Text` +
		`<input type="search" name="text" autocomplete="off" spellcheck="false"></label>` +
		"<button type=\"reset\">Show all</button></div>\n" +
		"<output id=\"shown\" role=\"status\"></output>\n</form>\n")
}

// choice writes a list of names with their counts to choose one from.
func (p *htmlPage) choice(name, label, all string, counts map[string]int) {
	p.open("label", "class", "field")
	p.text(label)
	p.open("select", "name", name)
	p.trusted(`<option value="">`)
	p.text(all)
	p.shut("option")
	for _, each := range slices.Sorted(maps.Keys(counts)) {
		p.open("option", "value", each)
		p.textf("%s (%d)", each, counts[each])
		p.shut("option")
	}
	p.shut("select", "label")
}

// openPictures is the largest number of drawings that stand open.
const openPictures = 2

// pictures writes the drawings. Where there are many they are closed, as a reader comes from a finding, and those
// without findings stand behind the others.
func (p *htmlPage) pictures() {
	all := p.options.Pictures.Drawn
	if len(all) == 0 {
		return
	}
	p.element("h2", "Networks", "id", "networks")
	p.line()
	p.element("p", "What the templates declare, in the scenario of the values given and the defaults.", "class", "soft")
	p.line()
	var quiet []int
	for i, picture := range all {
		if len(picture.Findings) == 0 && len(all) > openPictures {
			quiet = append(quiet, i)
			continue
		}
		p.picture(i, picture)
	}
	if len(quiet) == 0 {
		return
	}
	p.open("details")
	p.element("summary", plural(len(quiet), "network")+" without findings")
	p.line()
	for _, i := range quiet {
		p.picture(i, all[i])
	}
	p.line("details")
}

func (p *htmlPage) picture(index int, picture Picture) {
	p.trusted(`<details id="network-` + strconv.Itoa(index) + `"`)
	if len(p.options.Pictures.Drawn) <= openPictures {
		p.trusted(" open")
	}
	p.trusted(">")
	p.open("summary")
	p.text(picture.name())
	if count := len(picture.Findings); count > 0 {
		p.open("span", "class", "soft")
		p.text(", " + plural(count, "finding"))
		p.shut("span")
	}
	p.shut("summary")
	if len(picture.Files) > 1 {
		p.open("ul")
		for _, file := range picture.Files {
			p.element("li", file)
		}
		p.line("ul")
	}
	p.element("p", picture.Summary)
	p.open("div", "class", "figure", "role", "region", "tabindex", "0", "aria-label", "Drawing of "+picture.name())
	p.trusted("\n" + picture.SVG)
	p.line("div")
	if len(picture.Findings) > 0 {
		p.open("ol", "class", "list")
		for _, found := range picture.Findings {
			p.open("li")
			p.severity(found.Severity)
			p.text(" ")
			p.element("a", found.Message, "href", "#"+Anchor(found))
			p.text(" ")
			p.element("code", place(found.Location), "class", "soft")
			p.line("li")
		}
		p.shut("ol")
	}
	p.line("details")
}
