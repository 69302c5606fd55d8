package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Result is a finding as its rule states it. Places are handles; the caller turns them into spans.
type Result struct {
	// Rule is the id of the rule that speaks.
	Rule string
	// Severity is the rule's, unless the finding carries its own.
	Severity rule.Severity
	// Message is one sentence that starts with the offender's name, without a full stop.
	Message string
	// Label says what is wrong about exactly the text at At, in a few words; may be empty.
	Label string
	// At is the narrowest place that is wrong.
	At source.At
	// Related are other places that matter, in the order a reader wants them.
	Related []Step
	// Flow is a path, hop by hop, that proves the finding; empty where there is no path.
	Flow []Step
	// Notes carry the evidence that has no place in the text.
	Notes []finding.Note
	// Fix is the edit that removes the finding, nil where there is none.
	Fix *finding.Fix
	// Properties are further facts for machines, as JSON values; numbers are of type json.Number.
	Properties map[string]any
}

// Step is a place with a sentence about it.
type Step struct {
	At      source.At `json:"at"`
	Message string    `json:"message"`
}

// Undecided is a question that a rule could not answer.
type Undecided struct {
	Rule string
	At   source.At
	// Reason says what is unknown, in a sentence without a full stop.
	Reason string
}

// wireFinding is what a rule returns. The fields are all there are: another key is an error, so that
// a misspelt one does not vanish.
type wireFinding struct {
	Message    string         `json:"message"`
	At         source.At      `json:"at"`
	Label      string         `json:"label"`
	Severity   *rule.Severity `json:"severity"`
	Related    []Step         `json:"related"`
	Flow       []Step         `json:"flow"`
	Notes      []wireNote     `json:"notes"`
	Fix        *wireFix       `json:"fix"`
	Properties map[string]any `json:"properties"`
}

type wireNote struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

type wireFix struct {
	Title string     `json:"title"`
	Safe  bool       `json:"safe"`
	Edits []wireEdit `json:"edits"`
}

type wireEdit struct {
	Op    string    `json:"op"`
	At    source.At `json:"at"`
	Value any       `json:"value"`
}

type wireUndecided struct {
	At     source.At `json:"at"`
	Reason string    `json:"reason"`
}

// decodeFindings returns the findings of a rule in the order of OPA's sets, which is that of their
// content.
func decodeFindings(from rule.Rule, answer ast.Value) ([]Result, error) {
	return decodeSet(from, findingsName, answer, func(wire *wireFinding) (Result, error) {
		if err := wire.check(); err != nil {
			return Result{}, err
		}
		result := Result{
			Rule:       from.ID,
			Severity:   from.Severity,
			Message:    wire.Message,
			Label:      wire.Label,
			At:         wire.At,
			Related:    wire.Related,
			Flow:       wire.Flow,
			Fix:        wire.Fix.fix(),
			Properties: wire.Properties,
		}
		if wire.Severity != nil {
			result.Severity = *wire.Severity
		}
		for _, note := range wire.Notes {
			result.Notes = append(result.Notes, finding.Note(note))
		}
		return result, nil
	})
}

func decodeUndecided(from rule.Rule, answer ast.Value) ([]Undecided, error) {
	return decodeSet(from, undecidedName, answer, func(wire *wireUndecided) (Undecided, error) {
		err := errors.Join(checkAt("at", wire.At), checkText("reason", wire.Reason))
		return Undecided{Rule: from.ID, At: wire.At, Reason: wire.Reason}, err
	})
}

// decodeSet decodes the elements of a rule's set. A nil answer is that of a rule without the set.
func decodeSet[W, T any](from rule.Rule, name string, answer ast.Value, convert func(*W) (T, error)) ([]T, error) {
	if answer == nil {
		return nil, nil
	}
	set, ok := answer.(ast.Set)
	if !ok {
		return nil, fmt.Errorf("rule %s: %s is not a set: define it with \"contains\"", from.ID, name)
	}
	decoded := make([]T, 0, set.Len())
	for _, term := range set.Slice() {
		wire := new(W)
		if err := decodeTerm(term, wire); err != nil {
			return nil, fmt.Errorf("rule %s: read %s element %s: %w", from.ID, name, term, err)
		}
		element, err := convert(wire)
		if err != nil {
			return nil, fmt.Errorf("rule %s: read %s element %s: %w", from.ID, name, term, err)
		}
		decoded = append(decoded, element)
	}
	return decoded, nil
}

// decodeTerm decodes a term as JSON, without tolerance for keys that the target does not have.
func decodeTerm(term *ast.Term, target any) error {
	value, err := ast.JSONWithOpt(term.Value, ast.JSONOpt{SortSets: true})
	if err != nil {
		return fmt.Errorf("convert to JSON: %w", err)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("convert to JSON: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// fix returns the fix; nil stands for none.
func (w *wireFix) fix() *finding.Fix {
	if w == nil {
		return nil
	}
	fix := &finding.Fix{Title: w.Title, Safe: w.Safe}
	for _, edit := range w.Edits {
		fix.Edits = append(fix.Edits, finding.Edit{Op: edit.Op, At: edit.At, Value: edit.Value})
	}
	return fix
}
