package report

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// What the runner of GitHub Actions makes of standard output decides what is written here
// (https://github.com/actions/runner, ActionCommand.cs and ExecutionContext.cs):
//
//   - A line that starts with "::name", behind white space or not, is a command, and so is one that has "##[name]"
//     anywhere.
//   - It makes annotations of the first ten errors, warnings and notices of a step each, and cuts their messages.
//   - It shows columns only where an annotation is on one line.
const (
	// annotationLimit is the number of annotations of one level that a step can have.
	annotationLimit = 10
	// annotationLength is the number of UTF-16 units that a message can have.
	annotationLength = 4096
)

// The levels of annotations, as the commands are called.
const (
	levelError   = "error"
	levelWarning = "warning"
	levelNotice  = "notice"
)

// annotation is what becomes a command, or a line of the log where there are too many.
type annotation struct {
	level string
	// properties are the names and values of the command's properties, escaped.
	properties []string
	message    string
	// plain says the same in a line of the log.
	plain string
	// isNotice says that it is about the run, not a finding.
	isNotice bool
}

// renderGitHub writes the findings as workflow commands, the most severe first, and those for which there is no
// annotation left as a list in the log. A notice tells how many they are.
func renderGitHub(report *finding.Report, options Options) ([]byte, error) {
	made := &github{options: options, places: results{files: report.Files, options: options}}
	shown, left := ration(made.annotations(report))
	for _, one := range shown {
		made.command(one.level, one.message, one.properties...)
	}
	if len(left) > 0 {
		made.group(countOf(left)+" without an annotation", each(left, func(one annotation) string { return one.plain }))
		made.command(levelNotice, fmt.Sprintf("GitHub shows %d annotations of each level for a step: %s "+
			"stand in the log of this step only.", annotationLimit, countOf(left)), "title="+toolName)
	}
	if options.ShowSuppressed && len(report.Suppressed) > 0 {
		made.group(fmt.Sprintf("%d suppressed", len(report.Suppressed)), each(report.Suppressed, made.suppressed))
	}
	if options.ShowUndecided && len(report.Undecided) > 0 {
		made.group(fmt.Sprintf("%d undecided", len(report.Undecided)), each(report.Undecided, made.undecided))
	}
	if !options.Quiet {
		made.line(summary(report, options))
	}
	return made.out.Bytes(), nil
}

// ration returns the annotations for which there is room, in their order, and the others. Where there are others, one
// notice is kept for saying so.
func ration(all []annotation) (shown, left []annotation) {
	room := map[string]int{levelError: annotationLimit, levelWarning: annotationLimit, levelNotice: annotationLimit}
	count := map[string]int{}
	for _, one := range all {
		count[one.level]++
	}
	for level := range room {
		if count[level] > room[level] {
			room[levelNotice] = annotationLimit - 1
		}
	}
	for _, one := range all {
		if room[one.level] == 0 {
			left = append(left, one)
			continue
		}
		room[one.level]--
		shown = append(shown, one)
	}
	return shown, left
}

// countOf says how many findings and notices there are.
func countOf(annotations []annotation) string {
	findings, notices := 0, 0
	for _, one := range annotations {
		if one.isNotice {
			notices++
		} else {
			findings++
		}
	}
	switch {
	case notices == 0:
		return plural(findings, "finding")
	case findings == 0:
		return plural(notices, "notice")
	default:
		return plural(findings, "finding") + " and " + plural(notices, "notice")
	}
}

// github writes lines for the runner.
type github struct {
	out     bytes.Buffer
	options Options
	places  results
}

// annotations returns all there is to show: what makes the run incomplete, the findings by severity, and what else is
// to be known about the run.
func (g *github) annotations(report *finding.Report) []annotation {
	var faults, notices []annotation
	for _, notice := range notDetail(report.Notices) {
		if notice.Incomplete() {
			faults = append(faults, g.notice(levelError, "fault", notice))
			continue
		}
		notices = append(notices, g.notice(levelWarning, "notice", notice))
	}
	findings := slices.Clone(report.Findings)
	slices.SortStableFunc(findings, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return slices.Concat(faults, each(findings, g.finding), notices)
}

func (g *github) finding(found finding.Finding) annotation {
	properties := append(g.place(found.Location),
		"title="+propertySafe(fmt.Sprintf("%s (%s)", Visible(found.Rule), found.Severity)))
	return annotation{
		level: levelOf(found.Severity), properties: properties, message: annotationText(found),
		plain: g.logLine(found.Severity.String(), found.Rule, found.Location, found.Message),
	}
}

// levelOf returns the level of a severity, the same as in SARIF.
func levelOf(severity rule.Severity) string {
	if level := gradeOf(severity).level; level != "note" {
		return level
	}
	return levelNotice
}

func (g *github) notice(level, word string, notice finding.Notice) annotation {
	made := annotation{level: level, message: Visible(notice.Message), isNotice: true}
	made.plain = word + ": " + made.message
	if notice.File != "" {
		location := finding.Location{File: notice.File}
		made.properties = g.place(location)
		made.plain = word + ": " + g.options.placeFromRoot(location) + ": " + made.message
	}
	made.properties = append(made.properties, "title="+toolName)
	return made
}

// place returns the properties of a place: the file from the root of the repository and, where the place is in its
// text, the line and columns.
func (g *github) place(location finding.Location) []string {
	path, _ := g.options.fromRoot(location.File)
	properties := []string{"file=" + propertySafe(path)}
	if location.Span.IsZero() {
		return properties
	}
	region := g.places.region(location)
	return append(properties,
		fmt.Sprintf("line=%d", region.StartLine), fmt.Sprintf("endLine=%d", region.EndLine),
		fmt.Sprintf("col=%d", region.StartColumn), fmt.Sprintf("endColumn=%d", region.EndColumn))
}

// annotationText returns a message with the evidence that has no place in the file. Code is not repeated: the
// annotation stands beneath it.
func annotationText(found finding.Finding) string {
	lines := []string{sentence(Visible(found.Message))}
	if found.Label != "" {
		lines = append(lines, capital(sentence(Visible(found.Label))))
	}
	if len(found.Scenario) > 0 {
		lines = append(lines, "Holds when "+scenario(found.Scenario)+".")
	}
	for _, step := range found.Related[:min(len(found.Related), relatedLimit)] {
		line := placeIn(step.Location, found.Location.File) + ": " + Visible(step.Message)
		lines = append(lines, strings.TrimSuffix(line, ": "))
	}
	lines = append(lines, hops(found.Flow, found.Location.File, annotationLength)...)
	for _, note := range found.Notes {
		lines = append(lines, capital(Visible(note.Label))+": "+visibleLines(note.Text))
	}
	if found.Fix != nil {
		lines = append(lines, "Fix: "+Visible(found.Fix.Title))
	}
	lines = append(lines, toolName+" explain "+Visible(found.Rule))
	return clipUnits(strings.Join(lines, "\n"), annotationLength)
}

// visibleLines is Visible for text of several lines.
func visibleLines(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, Visible(strings.TrimRight(line, "\r\n")))
	}
	return strings.Join(lines, "\n")
}

// clipUnits cuts text to the given number of UTF-16 units and marks the cut.
func clipUnits(text string, limit int) string {
	if len(text) <= limit {
		return text // no character has more units than bytes
	}
	units, cut := 0, 0
	for i, char := range text {
		units += utf16.RuneLen(char)
		if units > limit {
			return text[:cut] + ellipsis
		}
		if units <= limit-len(ellipsis) {
			cut = i + len(string(char))
		}
	}
	return text
}

func (g *github) suppressed(found finding.Finding) string {
	message := found.Message
	if found.Suppression != nil {
		message += " (" + reason(*found.Suppression) + ")"
	}
	return g.logLine("suppressed", found.Rule, found.Location, message)
}

func (g *github) undecided(question finding.Undecided) string {
	return g.logLine("undecided", question.Rule, question.Location, question.Reason)
}

// logLine returns a line about a place. It starts with a word of ours.
func (g *github) logLine(word, id string, location finding.Location, message string) string {
	return fmt.Sprintf("%s[%s]: %s: %s", word, Visible(id), g.options.placeFromRoot(location), Visible(message))
}

// command writes a workflow command. The properties are escaped, the message is not.
func (g *github) command(name, message string, properties ...string) {
	g.out.WriteString("::" + name)
	if len(properties) > 0 {
		g.out.WriteString(" " + strings.Join(properties, ","))
	}
	g.out.WriteString("::" + dataSafe(message) + "\n")
}

// group writes lines that the log shows folded.
func (g *github) group(title string, lines []string) {
	g.command("group", title)
	for _, text := range lines {
		g.line(text)
	}
	g.command("endgroup", "")
}

// The two forms of a command: "##[" stands anywhere in a line, "::" starts one. The runner may compare the marks of the
// first as people do, and overlook characters between them.
var (
	commandMark  = regexp.MustCompile(`(#[^\x20-\x7e]*)#`)
	commandStart = regexp.MustCompile(`(?m)^([\s\p{Z}]*):`)
)

// Inert returns lines in which the runner of GitHub Actions finds no command: their text comes from templates, and
// whatever a step prints may be one.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
func Inert(text string) string {
	return commandStart.ReplaceAllString(commandMark.ReplaceAllString(text, `${1}\x23`), `${1}\x3a`)
}

// line writes one line that is no command.
func (g *github) line(text string) {
	g.out.WriteString(Inert(text) + "\n")
}

// The characters that end a command's data, and those that end one of its properties, with their escapes.
var (
	dataMarks     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyMarks = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func dataSafe(text string) string {
	return dataMarks.Replace(strings.ToValidUTF8(text, "\ufffd"))
}

func propertySafe(text string) string {
	return propertyMarks.Replace(strings.ToValidUTF8(text, "\ufffd"))
}
