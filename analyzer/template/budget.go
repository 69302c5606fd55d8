package template

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// maxValues bounds how many values one template resolves to. CloudFormation takes no template of more
// than 1 MB, before or after its loops and macros, which is far below it; without a bound a few lines
// that double themselves would fill the memory.
const maxValues = 500_000

// bytesPerValue is how much text counts as one more value.
const bytesPerValue = 64

// tooMuch is the reason of all that is left unresolved once the bound is reached.
const tooMuch = "the template resolves to more values than are read"

// spend counts values and the bytes of their texts. It returns false once there are too many, and says
// so in the template, once.
func (r *reader) spend(values, bytes int) bool {
	if r.spent > maxValues {
		return false
	}
	r.spent += values + bytes/bytesPerValue
	if r.spent <= maxValues {
		return true
	}
	r.problem(source.NewAt(r.file), tooMuch)
	r.gap(tooMuch)
	return false
}

// concat joins parts into one text as [value.Join] does. Literals in a row are put together here, in
// time that grows with their length only, and a text that grows beyond the bound is left unresolved.
func (r *reader) concat(parts []*value.Value) *value.Value {
	joined := make([]*value.Value, 0, len(parts))
	var run []*value.Value
	flush := func() {
		if literal := literalOf(run); literal != nil {
			joined = append(joined, literal)
		}
		run = run[:0]
	}
	for _, part := range parts {
		if !r.spend(len(part.Parts)+len(part.Via)/4, len(part.Text)) {
			return unresolved(tooMuch)
		}
		switch part.Kind {
		case value.Bool, value.Number, value.String, value.Null:
			if part.Text != "" {
				run = append(run, part)
			}
		case value.List, value.Map, value.Reference, value.Text, value.Unresolved:
			flush()
			joined = append(joined, part)
		}
	}
	flush()
	return value.Join(joined...)
}

// literalOf puts literals in a row together; nil for none.
func literalOf(run []*value.Value) *value.Value {
	switch len(run) {
	case 0:
		return nil
	case 1:
		return run[0]
	}
	var text strings.Builder
	var via []value.Step
	for _, part := range run {
		text.WriteString(part.Text)
		via = append(via, part.Via...)
	}
	return &value.Value{Kind: value.String, Text: text.String(), Via: via}
}
