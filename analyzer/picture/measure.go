package picture

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// widths are the advances of the characters from space to tilde in Helvetica, in thousandths of the size of the
// font (Adobe Font Metrics of the core 14 fonts). Arial and Liberation Sans have the same.
var widths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// slack makes room for fonts that run wider than Helvetica, which a reader's system may have in its place, in
// hundredths.
const slack = 116

// boldness is how much wider bold text runs, in hundredths.
const boldness = 108

// style is how a text is set.
type style struct {
	class string
	size  int
	bold  bool
}

var (
	styleTitle  = style{class: "t0", size: 16, bold: true}
	styleVPC    = style{class: "t1", size: 14, bold: true}
	styleName   = style{class: "t2", size: 12, bold: true}
	styleSmall  = style{class: "t3", size: 11}
	styleBad    = style{class: "t3 bad", size: 11, bold: true}
	styleNumber = style{class: "t4", size: 10, bold: true}
)

// width returns the width of a text in pixels, rounded up.
func (s style) width(text string) int {
	sum := 0
	for _, char := range text {
		sum += advance(char)
	}
	sum *= s.size * slack
	if s.bold {
		sum = sum * boldness / 100
	}
	return (sum + 99_999) / 100_000
}

// advance returns the width of a character in thousandths of the size of the font.
func advance(char rune) int {
	switch {
	case char >= ' ' && int(char-' ') < len(widths):
		return widths[char-' ']
	case runewidth.RuneWidth(char) > 1:
		return 1100
	case runewidth.RuneWidth(char) == 0 && unicode.Is(unicode.Mn, char):
		return 0
	default:
		return 900
	}
}

// fit shortens a text to the width.
func (s style) fit(text string, width int) string {
	if s.width(text) <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if s.width(string(runes[:middle])+"…") <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

// wrap breaks a text into lines of at most the width, at spaces where it can.
func (s style) wrap(text string, width int) []string {
	var lines []string
	current := ""
	for word := range strings.FieldsSeq(text) {
		joined := word
		if current != "" {
			joined = current + " " + word
		}
		if s.width(joined) <= width {
			current = joined
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		current = s.fit(word, width)
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// visible replaces what would break a picture or mislead its reader: control characters, those that change the
// direction of text, and what XML does not allow.
func visible(text string) string {
	return strings.Map(func(char rune) rune {
		switch {
		case char == '\n' || char == '\t':
			return ' '
		case unicode.IsControl(char), unicode.Is(unicode.Bidi_Control, char), unicode.Is(unicode.Cf, char),
			unicode.Is(unicode.Zl, char), unicode.Is(unicode.Zp, char), char == 0xFFFE, char == 0xFFFF:
			return unicode.ReplacementChar
		default:
			return char
		}
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
}
