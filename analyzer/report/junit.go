package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// What readers of JUnit's XML make of it decides what is written here:
//
//   - GitLab takes a test case for the same as another with its class and name, shows the first of a report alone, and
//     compares a branch with its target by them. Names have no lines, and are numbered where they repeat.
//   - GitLab shows the content of a failure, GitHub's actions and Jenkins its message as well.
//   - A suite without test cases is an error to some.
type (
	junitReport struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts

		Suites []*junitSuite `xml:"testsuite"`
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts

		Properties *junitProperties `xml:"properties"`
		Cases      []junitCase      `xml:"testcase"`
		// names counts how often a test case was given a name.
		names map[string]int
		// suppressed and undecided count what is not among the cases.
		suppressed, undecided int
	}
	junitProperties struct {
		Property []junitProperty `xml:"property"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitOutcome `xml:"failure"`
		Error   *junitOutcome `xml:"error"`
		Skipped *junitOutcome `xml:"skipped"`
	}
	junitOutcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",cdata"`
	}
)

const (
	junitWidth = 100
	// junitRun is the name of the test case that says whether a file, or the run, could be analysed.
	junitRun = "analysis"
	// junitClean is the name of the test case of a file that passed.
	junitClean = "no findings"
)

// renderJUnit writes a suite for each file, with a test case that fails for each finding and one that passes for a
// file without. What kept the run from saying all it should is an error; what was left out, and what is listed only
// when asked for, is skipped.
func renderJUnit(report *finding.Report, options Options) ([]byte, error) {
	made := junit{options: options, files: report.Files, suites: map[string]*junitSuite{}}
	for _, input := range report.Inputs {
		if input.Kind != finding.Configuration {
			made.suite(input.Name)
		}
	}
	for _, notice := range notDetail(report.Notices) {
		made.notice(notice)
	}
	for _, found := range report.Findings {
		made.finding(found)
	}
	for _, found := range report.Suppressed {
		made.suppressed(found)
	}
	for _, question := range report.Undecided {
		made.undecided(question)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	if err := encoder.Encode(made.report()); err != nil {
		return nil, fmt.Errorf("encode XML: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// junit collects the suites by the name of their file; that of the run is "".
type junit struct {
	options Options
	files   map[string]*source.File
	suites  map[string]*junitSuite
}

func (j *junit) suite(file string) *junitSuite {
	if known := j.suites[file]; known != nil {
		return known
	}
	name := toolName
	if file != "" {
		name = j.path(file)
	}
	j.suites[file] = &junitSuite{Name: name, names: map[string]int{}}
	return j.suites[file]
}

func (j *junit) path(file string) string {
	path, _ := j.options.fromRoot(file)
	return Visible(path)
}

func (j *junit) finding(found finding.Finding) {
	made := j.newCase(found.Location)
	made.Failure = &junitOutcome{
		Message: Visible(found.Message), Type: found.Severity.String(), Text: "\n" + j.evidence(found),
	}
	j.suite(found.Location.File).add(caseName(found.Rule, found.Location), made)
}

// evidence returns what the text report says of a finding.
func (j *junit) evidence(found finding.Finding) string {
	p := &printer{width: junitWidth}
	p.finding(found, j.files)
	return strings.TrimSuffix(p.out.String(), "\n")
}

func (j *junit) suppressed(found finding.Finding) {
	suite := j.suite(found.Location.File)
	if !j.options.ShowSuppressed {
		suite.suppressed++
		return
	}
	message := "suppressed"
	if by := found.Suppression; by != nil {
		message += ": " + reason(*by)
	}
	made := j.newCase(found.Location)
	made.Skipped = &junitOutcome{Message: Visible(message), Text: place(found.Location) + ": " + Visible(found.Message)}
	suite.add(caseName(found.Rule, found.Location), made)
}

func (j *junit) undecided(question finding.Undecided) {
	suite := j.suite(question.Location.File)
	if !j.options.ShowUndecided {
		suite.undecided++
		return
	}
	made := j.newCase(question.Location)
	made.Skipped = &junitOutcome{
		Message: Visible("undecided: " + question.Reason),
		Text:    place(question.Location) + ": " + Visible(question.Reason),
	}
	suite.add(caseName(question.Rule, question.Location), made)
}

func (j *junit) notice(notice finding.Notice) {
	made := junitCase{}
	if notice.File != "" {
		made.File = j.path(notice.File)
	}
	outcome := &junitOutcome{Message: Visible(notice.Message), Text: visibleLines(notice.Message)}
	if notice.Incomplete() {
		made.Error = outcome
	} else {
		made.Skipped = outcome
	}
	j.suite(notice.File).add(junitRun, made)
}

func (j *junit) newCase(location finding.Location) junitCase {
	return junitCase{File: j.path(location.File), Line: location.Span.Start.Line}
}

// caseName returns the name of a test case: the rule and the path, which stay when lines move.
func caseName(id string, location finding.Location) string {
	if path := dotted(location.Path); path != "" {
		return Visible(id) + " at " + path
	}
	return Visible(id)
}

// add adds a test case under a name that no other of the suite has, and counts it.
func (s *junitSuite) add(name string, made junitCase) {
	s.names[name]++
	made.Class, made.Name = s.Name, name
	if count := s.names[name]; count > 1 {
		made.Name = fmt.Sprintf("%s (%d)", name, count)
	}
	s.Tests++
	switch {
	case made.Failure != nil:
		s.Failures++
	case made.Error != nil:
		s.Errors++
	case made.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, made)
}

// report returns the suites in the order of their files, those without findings with a test case that passes.
func (j *junit) report() junitReport {
	made := junitReport{Name: toolName}
	for _, file := range slices.Sorted(maps.Keys(j.suites)) {
		suite := j.suites[file]
		if suite.Failures == 0 && suite.names[junitRun] == 0 {
			suite.add(junitClean, junitCase{File: j.path(file)})
		}
		suite.count("suppressed", suite.suppressed)
		suite.count("undecided", suite.undecided)
		made.Tests += suite.Tests
		made.Failures += suite.Failures
		made.Errors += suite.Errors
		made.Skipped += suite.Skipped
		made.Suites = append(made.Suites, suite)
	}
	return made
}

// count adds a property with a number, unless it is zero.
func (s *junitSuite) count(name string, number int) {
	if number == 0 {
		return
	}
	if s.Properties == nil {
		s.Properties = &junitProperties{}
	}
	s.Properties.Property = append(s.Properties.Property, junitProperty{name, strconv.Itoa(number)})
}
