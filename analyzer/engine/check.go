package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// check reports what a finding lacks beyond the types of its fields.
func (w *wireFinding) check() error {
	errs := []error{checkText("message", w.Message), checkAt("at", w.At)}
	errs = append(errs, checkSteps("related", w.Related)...)
	errs = append(errs, checkSteps("flow", w.Flow)...)
	for i, note := range w.Notes {
		errs = append(errs,
			checkText(fmt.Sprintf("notes[%d].label", i), note.Label),
			checkText(fmt.Sprintf("notes[%d].text", i), note.Text))
	}
	if w.Fix != nil {
		errs = append(errs, w.Fix.check())
	}
	return errors.Join(errs...)
}

func checkSteps(name string, steps []Step) []error {
	var errs []error
	for i, step := range steps {
		errs = append(errs,
			checkText(fmt.Sprintf("%s[%d].message", name, i), step.Message),
			checkAt(fmt.Sprintf("%s[%d].at", name, i), step.At))
	}
	return errs
}

// check reports a fix that nobody could apply.
func (w *wireFix) check() error {
	errs := []error{checkText("fix.title", w.Title)}
	if len(w.Edits) == 0 {
		errs = append(errs, errors.New("fix.edits is empty"))
	}
	for i, edit := range w.Edits {
		name := fmt.Sprintf("fix.edits[%d]", i)
		errs = append(errs, checkAt(name+".at", edit.At))
		switch edit.Op {
		case "add", "replace", "remove":
		default:
			errs = append(errs, fmt.Errorf("%s.op is %q: want add, replace or remove", name, edit.Op))
		}
	}
	return errors.Join(errs...)
}

func checkText(name, text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("%s is missing", name)
	}
	return nil
}

// checkAt reports a handle that names no file: a rule gets handles from the document and returns
// them, it does not make them up.
func checkAt(name string, at source.At) error {
	if !strings.Contains(string(at), "#") || at.File() == "" {
		return fmt.Errorf("%s is %q: want a handle of the document, as in app.yaml#/Resources/Web", name, string(at))
	}
	return nil
}
