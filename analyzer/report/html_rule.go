package report

import (
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// rules writes what the rules that said something are about, and what to do.
func (p *htmlPage) rules() {
	said := map[string]bool{}
	for _, found := range p.report.Findings {
		said[found.Rule] = true
	}
	for _, found := range p.report.Suppressed {
		said[found.Rule] = true
	}
	for _, question := range p.report.Undecided {
		said[question.Rule] = true
	}
	isFirst := true
	for _, each := range p.report.Rules {
		if !said[each.ID] {
			continue
		}
		if isFirst {
			p.element("h2", "Rules", "id", "rules")
			p.line()
			isFirst = false
		}
		p.rule(each)
	}
}

func (p *htmlPage) rule(described rule.Rule) {
	id := p.anchor(ruleAnchor(described.ID))
	heading := p.anchor(id + "-is")
	p.open("section", "class", "rule", "id", id, "aria-labelledby", heading)
	p.open("h3", "id", heading)
	p.element("code", described.ID)
	p.text(" " + described.Title)
	p.line("h3")
	p.markdown(described.Description)
	if described.Remediation != "" {
		p.element("h4", "What to do")
		p.line()
		p.markdown(described.Remediation)
	}
	if len(described.References) > 0 {
		p.element("h4", "References")
		p.open("ul")
		for _, page := range described.References {
			p.open("li")
			p.link(page.Description, page.URL)
			p.shut("li")
		}
		p.line("ul")
	}
	p.line("section")
}

// link writes a link to the web; any other address is text.
func (p *htmlPage) link(text, address string) {
	if !strings.HasPrefix(address, "https://") {
		p.text(text + " (" + address + ")")
		return
	}
	p.element("a", text, "href", address, "rel", "noreferrer")
}

// inline matches the forms of Markdown within a line that the texts of rules use: code, and links.
var inline = regexp.MustCompile("`([^`]+)`" + `|\[([^\]]+)\]\(([^)\s]+)\)`)

// markdown writes the few forms of Markdown that the texts of rules use: paragraphs, lists, and blocks of code that are
// set in by four blanks.
func (p *htmlPage) markdown(text string) {
	for block := range strings.SplitSeq(strings.TrimSpace(unix(text)), "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		switch {
		case lines[0] == "":
		case strings.HasPrefix(lines[0], "    "):
			p.open("pre")
			for i, line := range lines {
				if i > 0 {
					p.line()
				}
				p.text(strings.TrimPrefix(line, "    "))
			}
			p.line("pre")
		default:
			p.paragraph(lines)
		}
	}
}

// paragraph writes lines that stand together: prose and, behind it or alone, the items of a list.
func (p *htmlPage) paragraph(lines []string) {
	var prose, items []string
	for _, line := range lines {
		item, isItem := strings.CutPrefix(line, "- ")
		switch {
		case isItem:
			items = append(items, item)
		case len(items) > 0:
			items[len(items)-1] += " " + strings.TrimSpace(line)
		default:
			prose = append(prose, strings.TrimSpace(line))
		}
	}
	if len(prose) > 0 {
		p.open("p")
		p.prose(strings.Join(prose, " "))
		p.line("p")
	}
	if len(items) == 0 {
		return
	}
	p.open("ul")
	for _, item := range items {
		p.open("li")
		p.prose(item)
		p.shut("li")
	}
	p.line("ul")
}

// prose writes a text with its code and links.
func (p *htmlPage) prose(text string) {
	for text != "" {
		at := inline.FindStringSubmatchIndex(text)
		if at == nil {
			p.text(text)
			return
		}
		p.text(text[:at[0]])
		if at[2] >= 0 {
			p.element("code", text[at[2]:at[3]])
		} else {
			p.link(text[at[4]:at[5]], text[at[6]:at[7]])
		}
		text = text[at[1]:]
	}
}
