package analyzer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// locate turns handles into places. A handle into a file that is not there is a fault of the rule, and
// costs it that finding.
func locate(document *model.Document, results []engine.Result, undecided []engine.Undecided) judgement {
	var judged judgement
	for _, result := range results {
		locator := locator{document: document}
		location, via := locator.place(result.Rule, result.At)
		found := finding.Finding{
			Rule: result.Rule, Severity: result.Severity, Message: result.Message, Label: result.Label,
			Location: location,
			Related:  together(locator.steps(result.Rule, result.Related), locator.steps(result.Rule, via)),
			Flow:     locator.steps(result.Rule, result.Flow),
			Notes:    result.Notes, Fix: written(document, result.Fix), Properties: result.Properties,
		}
		if locator.err != nil {
			judged.faults = append(judged.faults, locator.err)
			continue
		}
		if construct := document.Construct(result.At); construct != "" {
			found.Notes = append(found.Notes, finding.Note{Label: "cdk", Text: "made by the construct " + construct})
		}
		judged.findings = append(judged.findings, found)
	}
	for _, question := range undecided {
		locator := locator{document: document}
		location, _ := locator.place(question.Rule, question.At)
		if locator.err != nil {
			judged.faults = append(judged.faults, locator.err)
			continue
		}
		judged.undecided = append(judged.undecided, finding.Undecided{
			Rule: question.Rule, Location: location, Reason: question.Reason,
		})
	}
	return judged
}

// locator finds the places of one finding and keeps the first thing that went wrong.
type locator struct {
	document *model.Document
	err      error
}

// place returns the place of a handle, and the steps by which the value there came about.
func (l *locator) place(ruleID string, at source.At) (finding.Location, []engine.Step) {
	place, ok := l.document.Locate(at)
	if !ok && l.err == nil {
		l.err = fmt.Errorf("rule %s: locate %q: the handle is in no file of the document", ruleID, at)
	}
	via := make([]engine.Step, len(place.Via))
	for i, step := range place.Via {
		via[i] = engine.Step{At: step.At, Message: step.Message}
	}
	return finding.Location{File: place.File, Path: place.Path, Span: place.Span}, via
}

func (l *locator) steps(ruleID string, steps []engine.Step) []finding.Step {
	var placed []finding.Step
	for _, step := range steps {
		location, _ := l.place(ruleID, step.At)
		placed = append(placed, finding.Step{Location: location, Message: step.Message})
	}
	return placed
}

// together returns both lists without the steps of the second that the first has.
func together(steps, more []finding.Step) []finding.Step {
	for _, step := range more {
		if !slices.Contains(steps, step) {
			steps = append(steps, step)
		}
	}
	return steps
}

// written returns a copy of the fix with the places of its edits in the text, or with the reason why one has none.
func written(document *model.Document, fix *finding.Fix) *finding.Fix {
	if fix == nil {
		return nil
	}
	placed := *fix
	placed.Edits = slices.Clone(fix.Edits)
	for i := range placed.Edits {
		edit := &placed.Edits[i]
		var refusal string
		edit.Written, refusal = document.Written(edit.Op, edit.At)
		placed.Refusal = cmp.Or(placed.Refusal, refusal)
	}
	return &placed
}
