package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// jsonVersion is the version of the shape that schema/report.json describes. What is added keeps it;
// what is taken away or changes its meaning raises it.
const jsonVersion = 1

type (
	jsonReport struct {
		Version    int             `json:"version"`
		Findings   []jsonFinding   `json:"findings"`
		Undecided  []jsonUndecided `json:"undecided"`
		Suppressed []jsonFinding   `json:"suppressed"`
		Notices    []jsonNotice    `json:"notices"`
		Summary    jsonSummary     `json:"summary"`
		Files      []jsonFile      `json:"files,omitempty"`
		Rules      *[]string       `json:"rules,omitempty"`
		Shard      *jsonShard      `json:"shard,omitempty"`
		Pending    []jsonFinding   `json:"pending,omitempty"`
	}
	jsonFile struct {
		File   string `json:"file"`
		Kind   string `json:"kind"`
		SHA256 string `json:"sha256"`
	}
	jsonShard struct {
		Index int    `json:"index"`
		Of    int    `json:"of"`
		Set   string `json:"set"`
		Files string `json:"files,omitempty"`
		Rules string `json:"rules,omitempty"`
	}
	jsonFinding struct {
		Rule        string          `json:"rule"`
		Severity    rule.Severity   `json:"severity"`
		Message     string          `json:"message"`
		Label       string          `json:"label"`
		Location    jsonLocation    `json:"location"`
		Related     []jsonStep      `json:"related"`
		Flow        []jsonStep      `json:"flow"`
		Notes       []jsonNote      `json:"notes"`
		Scenario    map[string]bool `json:"scenario"`
		Fix         *jsonFix        `json:"fix,omitempty"`
		Properties  map[string]any  `json:"properties"`
		Fingerprint string          `json:"fingerprint"`
		Suppression *jsonReason     `json:"suppression,omitempty"`
	}
	jsonReason struct {
		Reason   string       `json:"reason"`
		Until    string       `json:"until,omitempty"`
		Location jsonLocation `json:"location"`
		External bool         `json:"external"`
	}
	jsonLocation struct {
		File  string        `json:"file"`
		Path  string        `json:"path"`
		Start *jsonPosition `json:"start,omitempty"`
		End   *jsonPosition `json:"end,omitempty"`
	}
	jsonPosition struct {
		Line        int `json:"line"`
		Column      int `json:"column"`
		ColumnUTF16 int `json:"columnUTF16,omitempty"` // absent where it equals Column
		Offset      int `json:"offset"`
	}
	jsonStep struct {
		Location jsonLocation `json:"location"`
		Message  string       `json:"message"`
	}
	jsonNote struct {
		Label string `json:"label"`
		Text  string `json:"text"`
	}
	jsonFix struct {
		Title   string            `json:"title"`
		Safe    bool              `json:"safe"`
		Edits   []jsonEdit        `json:"edits"`
		Text    []jsonReplacement `json:"text,omitempty"`
		Refusal string            `json:"refusal,omitempty"`
	}
	jsonEdit struct {
		Op      string     `json:"op"`
		At      source.At  `json:"at"`
		Value   any        `json:"value,omitempty"`
		Written *source.At `json:"written,omitempty"` // absent where it equals At
	}
	jsonReplacement struct {
		File  string       `json:"file"`
		Start jsonPosition `json:"start"`
		End   jsonPosition `json:"end"`
		Text  string       `json:"text"`
	}
	jsonUndecided struct {
		Rule     string       `json:"rule"`
		Location jsonLocation `json:"location"`
		Reason   string       `json:"reason"`
	}
	jsonNotice struct {
		File    string `json:"file"`
		Message string `json:"message"`
		Detail  bool   `json:"detail"`
		Fault   bool   `json:"fault"`
		Unread  bool   `json:"unread,omitempty"`
	}
	jsonSummary struct {
		Files     int                   `json:"files"`
		Templates int                   `json:"templates"`
		Policies  int                   `json:"policies"`
		Findings  map[rule.Severity]int `json:"findings"`
		Baseline  *jsonBaseline         `json:"baseline,omitempty"`
	}
	jsonBaseline struct {
		Known int `json:"known"`
		Gone  int `json:"gone"`
	}
)

// renderJSON writes everything a run found out, as schema/report.json describes it. Lines and
// columns count from 1, columns in characters; offsets count bytes from 0. Lists and objects without
// members are there and empty, never null.
func renderJSON(report *finding.Report, options Options) ([]byte, error) {
	made := jsonReport{
		Version:  jsonVersion,
		Findings: each(report.Findings, newJSONFinding),
		Undecided: each(report.Undecided, func(question finding.Undecided) jsonUndecided {
			return jsonUndecided{question.Rule, newJSONLocation(question.Location), question.Reason}
		}),
		Suppressed: each(report.Suppressed, newJSONFinding),
		Notices: each(options.notices(report), func(notice finding.Notice) jsonNotice {
			return jsonNotice(notice)
		}),
		Summary: jsonSummary{
			Files:     report.Summary.Files,
			Templates: report.Summary.Templates,
			Policies:  report.Summary.Policies,
			Findings:  filled(report.Summary.Findings),
			Baseline:  (*jsonBaseline)(report.Summary.Baseline),
		},
		Files:   each(report.Inputs, func(input finding.Input) jsonFile { return newJSONFile(input, report.Files) }),
		Pending: each(report.Pending, newJSONFinding),
	}
	if report.Chosen {
		ids := each(report.Rules, func(on rule.Rule) string { return on.ID })
		made.Rules = &ids
	}
	if shard := report.Shard; shard != nil {
		made.Shard = (*jsonShard)(shard)
	}
	return encodeJSON(made, "  ")
}

func newJSONFile(input finding.Input, files map[string]*source.File) jsonFile {
	made := jsonFile{input.Name, string(input.Kind), input.Hash}
	if file := files[input.Name]; file != nil && made.SHA256 == "" {
		made.SHA256 = Hash(file)
	}
	return made
}

// Hash returns the SHA-256 of a file's bytes in hexadecimal digits, as a report in JSON has it.
func Hash(file *source.File) string {
	sum := sha256.Sum256(file.Content)
	return hex.EncodeToString(sum[:])
}

func newJSONFinding(found finding.Finding) jsonFinding {
	made := jsonFinding{
		Rule:        found.Rule,
		Severity:    found.Severity,
		Message:     found.Message,
		Label:       found.Label,
		Location:    newJSONLocation(found.Location),
		Related:     each(found.Related, newJSONStep),
		Flow:        each(found.Flow, newJSONStep),
		Notes:       each(found.Notes, func(note finding.Note) jsonNote { return jsonNote(note) }),
		Scenario:    filled(found.Scenario),
		Properties:  filled(found.Properties),
		Fingerprint: found.Fingerprint,
	}
	if found.Fix != nil {
		made.Fix = newJSONFix(found.Fix)
	}
	if by := found.Suppression; by != nil {
		made.Suppression = &jsonReason{by.Reason, by.Until, newJSONLocation(by.Location), by.External}
	}
	return made
}

func newJSONFix(fix *finding.Fix) *jsonFix {
	return &jsonFix{
		Title: fix.Title, Safe: fix.Safe, Refusal: fix.Refusal,
		Edits: each(fix.Edits, func(edit finding.Edit) jsonEdit {
			made := jsonEdit{Op: edit.Op, At: edit.At, Value: edit.Value}
			if edit.Written != edit.At {
				made.Written = &edit.Written
			}
			return made
		}),
		Text: each(fix.Text, func(change finding.Replacement) jsonReplacement {
			return jsonReplacement{
				change.File, newJSONPosition(change.Span.Start), newJSONPosition(change.Span.End), change.Text,
			}
		}),
	}
}

func newJSONStep(step finding.Step) jsonStep {
	return jsonStep{newJSONLocation(step.Location), step.Message}
}

// newJSONLocation leaves out start and end where there is no place in the file.
func newJSONLocation(location finding.Location) jsonLocation {
	made := jsonLocation{File: location.File, Path: location.Path}
	if span := location.Span; !span.IsZero() {
		start, end := newJSONPosition(span.Start), newJSONPosition(span.End)
		made.Start, made.End = &start, &end
	}
	return made
}

func newJSONPosition(position source.Position) jsonPosition {
	made := jsonPosition{Line: position.Line, Column: position.Column, Offset: position.Offset}
	if position.ColumnUTF16 != position.Column {
		made.ColumnUTF16 = position.ColumnUTF16
	}
	return made
}

// each returns what convert gives for each item: never nil, so that no list is written as null.
func each[From, To any](items []From, convert func(From) To) []To {
	made := []To{}
	for _, item := range items {
		made = append(made, convert(item))
	}
	return made
}

// filled returns the map, or an empty one for nil, which would be written as null.
func filled[Map ~map[Key]Value, Key comparable, Value any](members Map) Map {
	if members == nil {
		return Map{}
	}
	return members
}

// encodeJSON writes a value with its map keys sorted and a line break at its end, on one line when
// there is no indent. Text stays readable: <, > and & are not escaped, as nothing here is HTML.
func encodeJSON(value any, indent string) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("encode JSON: %w", err)
	}
	return out.Bytes(), nil
}
