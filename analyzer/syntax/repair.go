package syntax

import "strings"

// repair is a change to the text that the engine reads, so that a defect of it does not show.
type repair struct {
	start, end int
	text       string
}

// standIn is what the engine reads in place of a scalar whose text it would not understand.
const standIn = "_"

// replace notes that the engine is to read other text in place of that from start to end.
func (s *scanner) replace(start, end int, text string) {
	s.repairs = append(s.repairs, repair{start, end, text})
}

// repaired returns the text for the engine.
func (s *scanner) repaired() string {
	if len(s.repairs) == 0 {
		return s.text
	}
	var out strings.Builder
	out.Grow(len(s.text) + len(s.repairs))
	from := 0
	for _, r := range s.repairs {
		out.WriteString(s.text[from:r.start])
		out.WriteString(r.text)
		from = r.end
	}
	out.WriteString(s.text[from:])
	return out.String()
}

// isSafe reports whether the engine reads the plain scalar as it is. In flow context it cuts at
// every colon, as in {Fn::Sub: x}; it takes "<<" for a merge key anywhere; it loses tabs; and lines
// it joins by rules of its own.
func (s *scanner) isSafe(raw string) bool {
	if strings.ContainsAny(raw, "\n\t") || strings.HasPrefix(raw, "...") {
		return false
	}
	return !strings.Contains(raw, "<<") && (s.flow() == 0 || !strings.Contains(raw, ":"))
}

// folding is how the line ends of a scalar that stands on several lines are written anew.
type folding struct {
	// first and more stand for the first and for each further one of several line ends in a row.
	first, more string
	// escapes says that a backslash may end a line.
	escapes bool
}

var (
	plainFolding  = folding{first: "", more: "\n"}
	singleFolding = folding{first: "\n", more: "\n "} // no line may look like a document's marker
	doubleFolding = folding{first: "", more: `\n`, escapes: true}
)

// fold joins the lines of a plain or quoted scalar: one line end becomes a blank, and of several
// all but the first stay (YAML 1.2, section 6.5). Quotes and escapes are kept.
func fold(raw string, how folding) string {
	if !strings.Contains(raw, "\n") {
		return raw
	}
	var folded strings.Builder
	lines := strings.Split(raw, "\n")
	breaks, escaped := 0, 0 // the line ends in a row, and how many of them are escaped
	for i, line := range lines {
		isLast := i == len(lines)-1
		if i > 0 {
			line = strings.TrimLeft(line, " \t")
			breaks++
		}
		if !isLast {
			line = how.trimEnd(line)
		}
		if line == "" && !isLast {
			continue
		}
		folded.WriteString(how.breaks(breaks, escaped))
		breaks, escaped = 0, 0
		if !isLast && how.escapes && endsInEscape(line) {
			line = line[:len(line)-1]
			escaped = 1
		}
		folded.WriteString(line)
	}
	return folded.String()
}

// trimEnd returns the line without the blanks at its end, but with one that is escaped.
func (f folding) trimEnd(line string) string {
	trimmed := strings.TrimRight(line, " \t")
	if f.escapes && len(trimmed) < len(line) && endsInEscape(trimmed) {
		return line[:len(trimmed)+1]
	}
	return trimmed
}

// breaks returns what stands for line ends in a row, the first of which may be escaped.
func (f folding) breaks(count, escaped int) string {
	switch {
	case count > 1:
		return f.first + strings.Repeat(f.more, count-1)
	case count > escaped:
		return " "
	default:
		return ""
	}
}

// endsInEscape reports whether the text ends in a backslash that escapes what follows.
func endsInEscape(text string) bool {
	return (len(text)-len(strings.TrimRight(text, `\`)))%2 == 1
}

// escapeTabs returns the double-quoted scalar with its tabs written as escape sequences: the engine
// skips a character after each.
func escapeTabs(raw string) string {
	var escaped strings.Builder
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '\t':
			escaped.WriteString(`\t`)
		case raw[i] == '\\' && raw[i+1] == '\t':
			escaped.WriteString(`\t`)
			i++
		case raw[i] == '\\':
			escaped.WriteString(raw[i : i+2])
			i++
		default:
			escaped.WriteByte(raw[i])
		}
	}
	return escaped.String()
}
