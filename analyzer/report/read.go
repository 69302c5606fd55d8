package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// ReadJSON reads a report that was written as JSON, in version 1. The report that it returns is written like the one
// that it was made from, in every format, once the caller has given it what JSON leaves out: the metadata of its Rules,
// of which it has the ids alone if they are Chosen and none otherwise, and its Files, whose hashes are in Inputs.
//
// What is wrong with the text is an error that says where: by line and column where it is no JSON, else by the member,
// as in findings[2].location.file. Members that it does not know are those of a later version, and are left out.
func ReadJSON(content []byte) (*finding.Report, error) {
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("is empty, as when the run that was to write it failed")
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}), bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return nil, errors.New("is UTF-16, as some shells redirect it: want UTF-8, as -f json=FILE writes it")
	}
	if err := checkVersion(text); err != nil {
		return nil, err
	}
	var read jsonReport
	if err := decode(text, &read); err != nil {
		return nil, err
	}
	c := &checker{}
	c.report(read)
	if c.err != nil {
		return nil, c.err
	}
	return read.report(), nil
}

// errForeign is for what another program wrote.
var errForeign = errors.New("is no JSON report of latchkey: want what 'latchkey check -f json' writes")

// checkVersion returns what keeps a text from being a report of ours.
func checkVersion(text []byte) error {
	var has map[string]json.RawMessage
	if err := decode(text, &has); err != nil {
		return err
	}
	version, isThere := has["version"]
	switch {
	case !isThere || has["$schema"] != nil || has["runs"] != nil:
		return errForeign
	case string(version) != strconv.Itoa(jsonVersion):
		return fmt.Errorf("version is %s: want a JSON report of latchkey, version %d", version, jsonVersion)
	}
	for _, name := range []string{"findings", "undecided", "suppressed", "notices", "summary"} {
		if value, isThere := has[name]; !isThere || string(value) == "null" {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return nil
}

// decode reads a text that holds one value. Numbers stay as they are written.
func decode(text []byte, to any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(to)
	if err == nil {
		if _, err = decoder.Token(); err == nil {
			err = errors.New("the report is followed by something else")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		return fmt.Errorf("%s: %w", lineAndColumn(text, decoder.InputOffset()), err)
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field == "" {
			return errForeign
		}
		return fmt.Errorf("%s: %s is a JSON %s, which has no place there",
			lineAndColumn(text, wrong.Offset-1), wrong.Field, wrong.Value)
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("%s: is no JSON: %w", lineAndColumn(text, wrong.Offset-1), err)
	}
	if where, severity := wrongSeverity(text); where != "" {
		return fmt.Errorf("%s: %q is no severity: want critical, high, medium or low", where, severity)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: is no JSON: the text ends too early", lineAndColumn(text, int64(len(text))))
	}
	return fmt.Errorf("%s: %w", lineAndColumn(text, decoder.InputOffset()), err)
}

// wrongSeverity returns the member of a report that is to be a severity and is none, "" where there is no such one: the
// decoder does not say where it stands.
func wrongSeverity(text []byte) (where, severity string) {
	type graded struct {
		Severity string `json:"severity"`
	}
	var read struct {
		Findings   []graded `json:"findings"`
		Suppressed []graded `json:"suppressed"`
		Pending    []graded `json:"pending"`
		Summary    struct {
			Findings map[string]any `json:"findings"`
		} `json:"summary"`
	}
	if json.Unmarshal(text, &read) != nil {
		return "", ""
	}
	isWrong := func(name string) bool {
		_, err := rule.ParseSeverity(name)
		return err != nil
	}
	for _, list := range []struct {
		name  string
		items []graded
	}{{"findings", read.Findings}, {"suppressed", read.Suppressed}, {"pending", read.Pending}} {
		for i, item := range list.items {
			if isWrong(item.Severity) {
				return fmt.Sprintf("%s[%d].severity", list.name, i), item.Severity
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(read.Summary.Findings)) {
		if isWrong(name) {
			return "summary.findings", name
		}
	}
	return "", ""
}

// lineAndColumn returns the place of a byte as "line:column".
func lineAndColumn(text []byte, offset int64) string {
	at := source.New("", text).Position(int(offset))
	return fmt.Sprintf("%d:%d", at.Line, at.Column)
}

// checker holds a report to what the schema says, as far as a writer relies on it, and keeps the first mistake.
type checker struct {
	err error
}

// want notes that what a member has to be is not so.
//
//nolint:revive // the flag is what was looked at
func (c *checker) want(holds bool, member, wanted string) {
	if !holds && c.err == nil {
		c.err = fmt.Errorf("%s: want %s", member, wanted)
	}
}

var (
	ruleForm = regexp.MustCompile(`^[^/]+(/[^/]+)+$`)
	hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

func (c *checker) report(read jsonReport) {
	c.findings("findings", read.Findings)
	c.findings("suppressed", read.Suppressed)
	c.findings("pending", read.Pending)
	for i, question := range read.Undecided {
		member := fmt.Sprintf("undecided[%d]", i)
		c.rule(member+".rule", question.Rule)
		c.location(member+".location", question.Location)
	}
	for i, notice := range read.Notices {
		c.want(notice.Message != "", fmt.Sprintf("notices[%d].message", i), "a text")
	}
	kinds := []finding.InputKind{finding.Template, finding.Policy, finding.Configuration}
	for i, file := range read.Files {
		member := fmt.Sprintf("files[%d]", i)
		c.want(file.File != "", member+".file", "the name of a file")
		c.want(slices.Contains(kinds, finding.InputKind(file.Kind)), member+".kind",
			"template, policy or configuration")
		c.want(hashForm.MatchString(file.SHA256), member+".sha256", "64 hexadecimal digits")
	}
	if read.Rules != nil {
		for i, id := range *read.Rules {
			c.rule(fmt.Sprintf("rules[%d]", i), id)
		}
	}
	if shard := read.Shard; shard != nil {
		c.want(shard.Of >= 1, "shard.of", "a number from 1 on")
		c.want(shard.Index >= 1 && shard.Index <= shard.Of, "shard.index", "a number from 1 to that of shards")
		c.want(shard.Set != "", "shard.set", "a text")
	}
	summary := read.Summary
	c.want(min(summary.Files, summary.Templates, summary.Policies) >= 0, "summary", "numbers from 0 on")
	if known := summary.Baseline; known != nil {
		c.want(min(known.Known, known.Gone) >= 0, "summary.baseline", "numbers from 0 on")
	}
}

func (c *checker) rule(member, id string) {
	c.want(ruleForm.MatchString(id), member, "the id of a rule, as in family/name")
}

func (c *checker) findings(list string, read []jsonFinding) {
	for i, found := range read {
		if c.err != nil {
			return
		}
		member := fmt.Sprintf("%s[%d]", list, i)
		c.rule(member+".rule", found.Rule)
		c.want(found.Severity != 0, member+".severity", "critical, high, medium or low")
		c.want(found.Message != "", member+".message", "a text")
		c.location(member+".location", found.Location)
		for j, step := range found.Related {
			c.location(fmt.Sprintf("%s.related[%d].location", member, j), step.Location)
		}
		for j, step := range found.Flow {
			c.location(fmt.Sprintf("%s.flow[%d].location", member, j), step.Location)
		}
		for j, note := range found.Notes {
			c.want(note.Label != "", fmt.Sprintf("%s.notes[%d].label", member, j), "a text")
		}
		if by := found.Suppression; by != nil {
			c.want(by.Reason != "", member+".suppression.reason", "a text")
			c.location(member+".suppression.location", by.Location)
		}
		c.want(list != "suppressed" || found.Suppression != nil, member+".suppression", "why it is left out")
		if found.Fix != nil {
			c.fix(member+".fix", *found.Fix)
		}
	}
}

func (c *checker) fix(member string, fix jsonFix) {
	for i, edit := range fix.Edits {
		each := fmt.Sprintf("%s.edits[%d]", member, i)
		c.want(slices.Contains([]string{"add", "replace", "remove"}, edit.Op), each+".op", "add, replace or remove")
		c.want(strings.Contains(string(edit.At), "#"), each+".at", "a file's name, # and a JSON Pointer")
	}
	for i, change := range fix.Text {
		c.location(fmt.Sprintf("%s.text[%d]", member, i),
			jsonLocation{File: change.File, Start: &change.Start, End: &change.End})
	}
}

func (c *checker) location(member string, read jsonLocation) {
	c.want(read.File != "", member+".file", "the name of a file")
	c.want(read.Path == "" || strings.HasPrefix(read.Path, "/"), member+".path", "a JSON Pointer")
	if read.Start == nil && read.End == nil {
		return
	}
	c.want(read.Start != nil && read.End != nil, member, "start and end, or neither")
	if c.err != nil {
		return
	}
	c.position(member+".start", *read.Start)
	c.position(member+".end", *read.End)
	start, end := read.Start, read.End
	c.want(start.Offset <= end.Offset && start.Line <= end.Line &&
		(start.Line < end.Line || start.Column <= end.Column), member+".end", "a place after start, or the same")
}

func (c *checker) position(member string, read jsonPosition) {
	c.want(read.Line >= 1 && read.Column >= 1 && read.ColumnUTF16 >= 0 && read.Offset >= 0,
		member, "a line and a column from 1 on and an offset from 0 on")
}

func (r jsonReport) report() *finding.Report {
	made := &finding.Report{
		Findings:   convert(r.Findings, jsonFinding.finding),
		Suppressed: convert(r.Suppressed, jsonFinding.finding),
		Pending:    convert(r.Pending, jsonFinding.finding),
		Undecided: convert(r.Undecided, func(question jsonUndecided) finding.Undecided {
			return finding.Undecided{
				Rule: question.Rule, Location: question.Location.location(), Reason: question.Reason,
			}
		}),
		Notices: convert(r.Notices, func(notice jsonNotice) finding.Notice { return finding.Notice(notice) }),
		Summary: finding.Summary{
			Files: r.Summary.Files, Templates: r.Summary.Templates, Policies: r.Summary.Policies,
			Findings: map[rule.Severity]int{}, Baseline: (*finding.Baseline)(r.Summary.Baseline),
		},
		Files: map[string]*source.File{},
		Inputs: convert(r.Files, func(file jsonFile) finding.Input {
			return finding.Input{Name: file.File, Kind: finding.InputKind(file.Kind), Hash: file.SHA256}
		}),
	}
	for _, found := range made.Findings {
		made.Summary.Findings[found.Severity]++
	}
	if r.Rules != nil {
		made.Chosen = true
		made.Rules = convert(*r.Rules, func(id string) rule.Rule { return rule.Rule{ID: id} })
	}
	if r.Shard != nil {
		made.Shard = (*finding.Shard)(r.Shard)
	}
	return made
}

func (f jsonFinding) finding() finding.Finding {
	made := finding.Finding{
		Rule: f.Rule, Severity: f.Severity, Message: f.Message, Label: f.Label, Location: f.Location.location(),
		Related: convert(f.Related, jsonStep.step), Flow: convert(f.Flow, jsonStep.step),
		Notes:       convert(f.Notes, func(note jsonNote) finding.Note { return finding.Note(note) }),
		Fingerprint: f.Fingerprint,
	}
	if len(f.Scenario) > 0 {
		made.Scenario = f.Scenario
	}
	if len(f.Properties) > 0 {
		made.Properties = f.Properties
	}
	if f.Fix != nil {
		made.Fix = f.Fix.fix()
	}
	if by := f.Suppression; by != nil {
		made.Suppression = &finding.Suppression{
			Reason: by.Reason, Until: by.Until, Location: by.Location.location(), External: by.External,
		}
	}
	return made
}

func (f jsonFix) fix() *finding.Fix {
	return &finding.Fix{
		Title: f.Title, Safe: f.Safe, Refusal: f.Refusal,
		Edits: convert(f.Edits, func(edit jsonEdit) finding.Edit {
			made := finding.Edit{Op: edit.Op, At: edit.At, Value: edit.Value, Written: edit.At}
			if edit.Written != nil {
				made.Written = *edit.Written
			}
			return made
		}),
		Text: convert(f.Text, func(change jsonReplacement) finding.Replacement {
			span := source.Span{Start: change.Start.position(), End: change.End.position()}
			return finding.Replacement{File: change.File, Span: span, Text: change.Text}
		}),
	}
}

func (s jsonStep) step() finding.Step {
	return finding.Step{Location: s.Location.location(), Message: s.Message}
}

func (l jsonLocation) location() finding.Location {
	made := finding.Location{File: l.File, Path: l.Path}
	if l.Start != nil {
		made.Span = source.Span{Start: l.Start.position(), End: l.End.position()}
	}
	return made
}

func (p jsonPosition) position() source.Position {
	made := source.Position{Offset: p.Offset, Line: p.Line, Column: p.Column, ColumnUTF16: p.ColumnUTF16}
	if made.ColumnUTF16 == 0 {
		made.ColumnUTF16 = p.Column
	}
	return made
}

// convert returns what to gives for each item; nil for none, as a report has it that was not read.
func convert[From, To any](items []From, to func(From) To) []To {
	var made []To
	for _, item := range items {
		made = append(made, to(item))
	}
	return made
}
