package report

import (
	"fmt"
	"html"
	"strings"
)

// markup writes HTML. What comes from files and rules reaches it as text or as the value of an attribute, and is
// escaped there; the names of elements and attributes are constants of ours.
type markup struct{ out strings.Builder }

// open writes the start of an element. Attributes are names with their values, one after the other; one with an empty
// value is left out.
func (m *markup) open(tag string, attributes ...string) {
	m.out.WriteString("<" + tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			m.out.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
		}
	}
	m.out.WriteString(">")
}

// shut writes the ends of elements.
func (m *markup) shut(tags ...string) {
	for _, tag := range tags {
		m.out.WriteString("</" + tag + ">")
	}
}

// line writes the ends of elements and a line break, which no reader sees.
func (m *markup) line(tags ...string) {
	m.shut(tags...)
	m.out.WriteByte('\n')
}

// text writes text.
func (m *markup) text(text string) {
	m.out.WriteString(escape(text))
}

// textf writes text from a format.
func (m *markup) textf(format string, values ...any) {
	m.text(fmt.Sprintf(format, values...))
}

// element writes an element that holds text.
func (m *markup) element(tag, text string, attributes ...string) {
	m.open(tag, attributes...)
	m.text(text)
	m.shut(tag)
}

// trusted writes what is HTML already.
func (m *markup) trusted(markup string) {
	m.out.WriteString(markup)
}

// escape makes a text harmless in HTML, between tags and in quoted values of attributes: what could end an element or a
// value, and what could hide or reorder what stands around it.
func escape(text string) string { return html.EscapeString(Visible(text)) }
