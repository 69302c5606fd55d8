package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

const (
	// markdownLimit is the number of bytes written at most. GitHub drops the summary of a step whole when it is larger
	// than 1 MiB, and a step may have written to it before.
	markdownLimit = 1_000_000
	// markdownReserve is kept for the lines that say what is left out.
	markdownReserve = 1_000
	// markdownWidth is the number of columns of evidence.
	markdownWidth = 100
	// evidenceLines and evidenceBytes bound the evidence of one finding, proseLimit the characters of one message.
	// noticeLimit is the number of notices, so that they leave room for the findings.
	evidenceLines = 60
	evidenceBytes = 16_000
	proseLimit    = 2_000
	noticeLimit   = 100
)

// renderMarkdown writes a summary for the page of a job: how much was found, then the findings by file, each with its
// evidence folded. What templates hold is text or code in it, never markup. Where there is not room for all, the most
// severe findings are written.
func renderMarkdown(report *finding.Report, options Options) ([]byte, error) {
	made := &markdown{options: options, files: report.Files, room: markdownLimit - markdownReserve}
	made.add("## latchkey\n\n")
	if !options.Quiet {
		made.add(capital(prose(summary(report, options))) + "\n\n")
		made.add(severityTable(report))
	}
	made.list("Notices", made.noticeItems(report.Notices))
	made.findings(report.Findings)
	if options.ShowSuppressed {
		made.list("Suppressed", each(report.Suppressed, made.suppressedItem))
	}
	if options.ShowUndecided {
		made.list("Undecided", each(report.Undecided, made.undecidedItem))
	}
	return []byte(strings.TrimRight(made.out.String(), "\n") + "\n"), nil
}

// severityTable returns a table of the severities that were found, nothing where none was.
func severityTable(report *finding.Report) string {
	count := map[rule.Severity]int{}
	for _, found := range report.Findings {
		count[found.Severity]++
	}
	if len(count) == 0 {
		return ""
	}
	var table strings.Builder
	table.WriteString("| Severity | Findings |\n|---|---:|\n")
	for _, severity := range rule.Severities() {
		if count[severity] > 0 {
			fmt.Fprintf(&table, "| %s | %d |\n", severity, count[severity])
		}
	}
	return table.String() + "\n"
}

// markdown writes blocks as long as there is room.
type markdown struct {
	out     strings.Builder
	options Options
	files   map[string]*source.File
	// room is the number of bytes that may still be written.
	room int
}

// add writes a block, if there is room for it.
func (m *markdown) add(block string) bool {
	if len(block) > m.room {
		return false
	}
	m.room -= len(block)
	m.out.WriteString(block)
	return true
}

// list writes items below a heading, and how many of them there is no room for.
func (m *markdown) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	m.add("### " + title + "\n\n")
	for i, item := range items {
		if !m.add("- " + item + "\n") {
			m.leave(fmt.Sprintf("%d of the %s", len(items)-i, strings.ToLower(title)))
			break
		}
	}
	m.add("\n")
}

// leave says what there is no room for. There is always room for that.
func (m *markdown) leave(what string) {
	fmt.Fprintf(&m.out, "\n**Left out: %s.** GitHub takes no summary above 1 MiB; `-f json` has all.\n\n", what)
	m.room = 0
}

// findings writes the findings by file, in the order of the report. Those that there is room for are chosen by
// severity.
func (m *markdown) findings(findings []finding.Finding) {
	blocks := each(findings, m.finding)
	headings := map[string]string{}
	kept := make([]bool, len(findings))
	left := len(findings)
	room := m.room
	for _, i := range bySeverity(findings) {
		need := len(blocks[i])
		file := findings[i].Location.File
		if _, isOpen := headings[file]; !isOpen {
			headings[file] = "### " + m.place(finding.Location{File: file}) + "\n\n"
			need += len(headings[file])
		}
		if need > room {
			break // what is less severe is left out, though it may be short
		}
		room -= need
		kept[i] = true
		left--
	}
	for i, found := range findings {
		if !kept[i] {
			continue
		}
		m.add(headings[found.Location.File])
		headings[found.Location.File] = ""
		m.add(blocks[i])
	}
	if left > 0 {
		m.leave(plural(left, "finding") + " of the least severity")
	}
}

// bySeverity returns the indices of the findings, the most severe first.
func bySeverity(findings []finding.Finding) []int {
	order := make([]int, len(findings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(findings[b].Severity, findings[a].Severity) })
	return order
}

// finding returns the block of a finding: severity and message, place and rule, and the evidence folded.
func (m *markdown) finding(found finding.Finding) string {
	evidence := m.evidence(found)
	fence := strings.Repeat("`", max(3, longestRun(evidence)+1))
	return fmt.Sprintf("**%s**: %s\\\n%s · %s\n\n"+
		"<details><summary>Evidence</summary>\n\n%stext\n%s%s\n\n</details>\n\n",
		found.Severity, prose(found.Message), m.place(found.Location), codeSpan(found.Rule), fence, evidence, fence)
}

// place returns a place from the root of the repository.
func (m *markdown) place(location finding.Location) string {
	return codeSpan(m.options.placeFromRoot(location))
}

// evidence returns what the text report says of a finding, cut to what a page can show.
func (m *markdown) evidence(found finding.Finding) string {
	p := &printer{width: markdownWidth}
	p.finding(found, m.files)
	var kept strings.Builder
	lines := strings.SplitAfter(strings.TrimRight(p.out.String(), "\n")+"\n", "\n")
	lines = lines[:len(lines)-1]
	for i, line := range lines {
		if i == evidenceLines || kept.Len()+len(line) > evidenceBytes {
			fmt.Fprintf(&kept, "... and %d more lines, -f text shows all\n", len(lines)-i)
			break
		}
		kept.WriteString(line)
	}
	return kept.String()
}

// noticeItems returns the notices as items, those that make the report incomplete first.
func (m *markdown) noticeItems(notices []finding.Notice) []string {
	var items []string
	for _, isFirst := range []bool{true, false} {
		for _, notice := range notDetail(notices) {
			if notice.Incomplete() == isFirst {
				items = append(items, m.noticeItem(notice))
			}
		}
	}
	if left := len(items) - noticeLimit; left > 0 {
		items = append(items[:noticeLimit], fmt.Sprintf("... and %d more, `-f json` has all", left))
	}
	return items
}

// noticeItem starts with a mark of ours: a number and a full stop would start a list.
func (m *markdown) noticeItem(notice finding.Notice) string {
	about := "**run**"
	if notice.File != "" {
		about = m.place(finding.Location{File: notice.File})
	}
	if notice.Incomplete() {
		about = "**The report is not complete**: " + about
	}
	return about + ": " + prose(notice.Message)
}

func (m *markdown) suppressedItem(found finding.Finding) string {
	item := codeSpan(found.Rule) + " at " + m.place(found.Location) + ": " + prose(found.Message)
	if found.Suppression != nil {
		item += " (" + prose(reason(*found.Suppression)) + ")"
	}
	return item
}

func (m *markdown) undecidedItem(question finding.Undecided) string {
	return codeSpan(question.Rule) + " at " + m.place(question.Location) + ": " + prose(question.Reason)
}

// prose returns text as Markdown that shows it and nothing else. Words that are plain stay as they are; all others,
// in which a reader of Markdown or GitHub could see markup, a link, a mention, an issue or a picture, become code.
func prose(text string) string {
	var parts []string
	var code []string
	flush := func() {
		if len(code) > 0 {
			before, inside, after := trimPunctuation(strings.Join(code, " "))
			parts = append(parts, before+codeSpan(inside)+after)
			code = nil
		}
	}
	for word := range strings.FieldsSeq(Visible(cutRunes(text, proseLimit))) {
		if !isPlain(word) {
			code = append(code, word)
			continue
		}
		flush()
		parts = append(parts, word)
	}
	flush()
	return strings.Join(parts, " ")
}

// cutRunes cuts text to the given number of characters and marks the cut.
func cutRunes(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	kept, _, _ := crop(text, 0, limit)
	return kept + ellipsis
}

var (
	// plainWord matches letters and digits with apostrophes or hyphens between and punctuation around that mean nothing
	// to Markdown.
	plainWord = regexp.MustCompile(`^["'(]*[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*[.,;:?!)"']*$`)
	// linkedWord matches what GitHub may make a link of, wherever it stands in a word: the hash of a commit, whose
	// neighbours in other scripts count as its end, issues as in GH-1, and the start of an address.
	linkedWord = regexp.MustCompile(`[0-9A-Fa-f]{7}|-\p{N}|(?i:www\.)`)
)

// isPlain reports whether a word means nothing but itself, to Markdown and to what GitHub does after it.
func isPlain(word string) bool {
	return plainWord.MatchString(word) && !linkedWord.MatchString(word)
}

// trimPunctuation parts the punctuation around code from it. Brackets that belong to it stay.
func trimPunctuation(text string) (before, inside, after string) {
	inside = strings.TrimLeft(text, "(")
	end := len(inside)
	for end > 0 && strings.IndexByte(".,;:?)", inside[end-1]) >= 0 {
		head := inside[:end]
		if head[end-1] == ')' && strings.Count(head, "(") >= strings.Count(head, ")") {
			break
		}
		end--
	}
	if end == 0 {
		return "", text, ""
	}
	return text[:len(text)-len(inside)], inside[:end], inside[end:]
}

// codeSpan returns text as code within a line: between more backticks than it has in a row.
func codeSpan(text string) string {
	text = Visible(text)
	if text == "" {
		return ""
	}
	marks := strings.Repeat("`", longestRun(text)+1)
	if strings.Trim(text, " ") != "" && strings.Trim(text, "` ") != text {
		text = " " + text + " " // one space at both ends is not part of the code
	}
	return marks + text + marks
}

// longestRun returns the length of the longest run of backticks.
func longestRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
