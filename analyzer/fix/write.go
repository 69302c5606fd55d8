package fix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// style is how strings are written at one place: in which quotes, or Plain where they need none.
type style struct {
	key, text syntax.Style
}

// writer writes new values as text.
type writer struct {
	layout

	// short says that functions have their short form.
	short bool
}

// after returns what follows a key's colon or an item's dash: a blank and a value, or lines below it. Members of a
// mapping go to one column, dashes of a list to another.
func (w *writer) after(value any, column, dash int, as style) string {
	if text, isInline := w.inline(value, as); isInline {
		return " " + text
	}
	switch value := value.(type) {
	case string:
		return " " + w.literal(value, column)
	case []any:
		var lines strings.Builder
		for _, item := range value {
			lines.WriteString(w.eol + blanks(dash) + "-" + w.item(item, dash, as))
		}
		return lines.String()
	case map[string]any:
		if name, argument, isShort := w.shortCall(value); isShort {
			return " " + name + w.after(argument, column, column, as)
		}
		var lines strings.Builder
		for _, key := range inOrder(value) {
			lines.WriteString(w.eol + blanks(column) + w.member(key, value[key], column, as))
		}
		return lines.String()
	default:
		return " " + w.scalar(value, as.text, false)
	}
}

// member returns a member of a block mapping that starts in a column.
func (w *writer) member(key string, value any, column int, as style) string {
	return w.text(key, as.key, false) + ":" + w.after(value, column+w.step, column+w.dash, as)
}

// item returns what follows the dash in a column.
func (w *writer) item(value any, dash int, as style) string {
	if _, isInline := w.inline(value, as); isInline {
		text := w.after(value, 0, 0, as)
		return blanks(w.gap) + text[1:]
	}
	inner := dash + 1 + w.deepGap
	text := w.after(value, inner, inner, as)
	if rest, isBelow := strings.CutPrefix(text, w.eol+blanks(inner)); isBelow {
		return blanks(w.deepGap) + rest
	}
	return blanks(w.gap) + text[1:]
}

// inline returns a value that goes on the line of its key in a block, if it does.
func (w *writer) inline(value any, as style) (text string, isInline bool) {
	switch value := value.(type) {
	case string:
		if !w.isOpen && isBlockText(value) {
			return "", false
		}
	case []any:
		if len(value) > 0 && (!w.flowLists || !w.isShallow(value)) {
			return "", false
		}
		return w.flow(value, as), true
	case map[string]any:
		name, argument, isShort := w.shortCall(value)
		switch {
		case len(value) == 0:
			return "{}", true
		case !isShort:
			return "", false
		}
		if list, isList := argument.([]any); isList && w.isShallow(list) {
			return name + " " + w.flow(list, as), true
		}
		text, isInline := w.inline(argument, as)
		return name + " " + text, isInline
	}
	return w.scalar(value, as.text, false), true
}

// isShallow reports whether a list holds nothing but single values and functions of one.
func (w *writer) isShallow(list []any) bool {
	return !slices.ContainsFunc(list, func(item any) bool {
		switch item := item.(type) {
		case map[string]any:
			_, argument, isShort := w.shortCall(item)
			return !isShort || !isScalar(argument)
		case string:
			return !w.isOpen && isBlockText(item)
		default:
			return !isScalar(item)
		}
	})
}

func isScalar(value any) bool {
	switch value.(type) {
	case []any, map[string]any:
		return false
	default:
		return true
	}
}

func areScalars(list []any) bool {
	return !slices.ContainsFunc(list, func(item any) bool { return !isScalar(item) })
}

// shortCall returns a function's short form, where it has one: its argument may not be a function in short form, as
// two tags can't stand in a row.
func (w *writer) shortCall(value map[string]any) (name string, argument any, isShort bool) {
	if !w.short || !isCall(value) {
		return "", nil, false
	}
	for key, given := range value {
		name, argument = "!"+strings.TrimPrefix(key, "Fn::"), given
	}
	if strings.Contains(name, "::") || name == "!Transform" || isCall(argument) {
		return "", nil, false
	}
	parts, isList := argument.([]any)
	if name != "!GetAtt" || !isList || len(parts) != 2 {
		return name, argument, true
	}
	resource, isText := parts[0].(string)
	attribute, areTexts := parts[1].(string)
	if isText && areTexts {
		argument = resource + "." + attribute
	}
	return name, argument, true
}

// flow returns a value on one line, in braces and brackets where it is a collection.
func (w *writer) flow(value any, as style) string {
	switch value := value.(type) {
	case []any:
		parts := make([]string, len(value))
		for i, item := range value {
			parts[i] = w.flow(item, as)
		}
		return "[" + strings.Join(parts, ","+w.comma) + "]"
	case map[string]any:
		if name, argument, isShort := w.shortCall(value); isShort {
			return name + " " + w.flow(argument, as)
		}
		parts := make([]string, 0, len(value))
		for _, key := range inOrder(value) {
			parts = append(parts, w.flowMember(key, w.flow(value[key], as), as))
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{" + w.pad + strings.Join(parts, ","+w.comma) + w.pad + "}"
	default:
		return w.scalar(value, as.text, true)
	}
}

// flowMember returns a member of a flow mapping. Without a blank the colon would be part of a plain key.
func (w *writer) flowMember(key, value string, as style) string {
	text, colon := w.text(key, as.key, true), w.colon
	if !w.json && !strings.HasSuffix(colon, " ") {
		colon += " "
	}
	return text + colon + value
}

// tall returns a value in a flow collection that spans lines, whose own line has an indentation.
func (w *writer) tall(value any, indent string, as style) string {
	inner := indent + w.unit
	var parts []string
	opening, closing := "[", "]"
	switch value := value.(type) {
	case []any:
		if len(value) == 0 || w.inlineLists && areScalars(value) {
			return w.flow(value, as)
		}
		for _, item := range value {
			parts = append(parts, w.tall(item, inner, as))
		}
	case map[string]any:
		_, _, isShort := w.shortCall(value)
		if len(value) == 0 || isShort || w.inlineMaps && isSmall(value) {
			return w.flow(value, as)
		}
		for _, key := range inOrder(value) {
			parts = append(parts, w.flowMember(key, w.tall(value[key], inner, as), as))
		}
		opening, closing = "{", "}"
	default:
		return w.flow(value, as)
	}
	return opening + w.eol + inner + strings.Join(parts, ","+w.eol+inner) + w.eol + indent + closing
}

// isSmall reports whether a mapping has one member, which is a single value or a list of such.
func isSmall(value map[string]any) bool {
	for _, member := range value {
		list, isList := member.([]any)
		if isList && !areScalars(list) {
			return false
		}
		if _, isMap := member.(map[string]any); isMap {
			return false
		}
	}
	return len(value) == 1
}

// scalar returns a single value.
func (w *writer) scalar(value any, as syntax.Style, inFlow bool) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		return w.text(value, as, inFlow)
	case json.Number:
		return value.String()
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	default:
		return fmt.Sprint(value)
	}
}

// text returns a string in the given style, or in quotes where it is not safe without.
//
//nolint:revive // the flag is the context
func (w *writer) text(text string, as syntax.Style, inFlow bool) string {
	if w.json {
		return jsonText(text)
	}
	if as == syntax.Plain || as == 0 || as == syntax.Literal || as == syntax.Folded {
		if isPlainText(text, inFlow) {
			return text
		}
		as = w.quote
	}
	isPrintable := !strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) })
	if as == syntax.SingleQuoted && isPrintable {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return jsonText(text) // what JSON writes, YAML reads
}

// jsonText returns a string as JSON, with characters outside ASCII as they are.
func jsonText(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // strings can't fail
	quoted := strings.TrimSuffix(out.String(), "\n")
	return strings.NewReplacer("\u007f", `\u007f`, "\u0085", `\u0085`, "\ufeff", `\ufeff`).Replace(quoted)
}

// literal returns a text of several lines as a block scalar whose lines are indented.
func (w *writer) literal(text string, column int) string {
	header := "|"
	if !strings.HasSuffix(text, "\n") {
		header = "|-"
	}
	var lines strings.Builder
	lines.WriteString(header)
	for line := range strings.Lines(text) {
		lines.WriteString(w.eol)
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			lines.WriteString(blanks(max(column, 1)) + line)
		}
	}
	return lines.String()
}

// isBlockText reports whether a text is best written as a block scalar: it has several lines, and nothing that such
// a scalar would lose.
func isBlockText(text string) bool {
	body := strings.TrimSuffix(text, "\n")
	if !strings.Contains(body, "\n") || strings.HasSuffix(body, "\n") || strings.ContainsAny(body[:1], " \n\t") {
		return false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line != strings.TrimRight(line, " \t") || strings.ContainsFunc(line, func(char rune) bool {
			return !unicode.IsPrint(char) && char != '\t'
		}) {
			return false
		}
	}
	return true
}

// plainStart matches how a plain scalar begins that is surely none of YAML's indicators.
var plainStart = regexp.MustCompile(`^([A-Za-z0-9/_.$(+]|-[A-Za-z0-9])`)

// isPlainText reports whether a string may stand without quotes: more careful than YAML is.
func isPlainText(text string, inFlow bool) bool {
	switch {
	case isAmbiguous(text), !plainStart.MatchString(text), strings.HasSuffix(text, ":"), strings.HasSuffix(text, " "):
		return false
	case strings.Contains(text, ": "), strings.Contains(text, " #"), strings.HasPrefix(text, "..."):
		return false
	case strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) }):
		return false
	default:
		return !inFlow || !strings.ContainsAny(text, "{}[],#\"'`")
	}
}

func blanks(count int) string {
	return strings.Repeat(" ", max(count, 0))
}
