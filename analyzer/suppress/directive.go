package suppress

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// keyword begins a directive in a comment, and is the name of our section in metadata.
const keyword = "latchkey"

// The words of directives.
const (
	ignoreNode = "ignore"
	ignoreFile = "ignore-file"
)

// directive is what a comment says: "latchkey: ignore[nacl/*, open-icmp] reason=... until=2027-01-31".
type directive struct {
	word  string
	rules []string
	// listStart and listEnd are the byte offsets in the comment's text of what stands between the brackets.
	listStart, listEnd int
	reason, until      string
	// listMistake and dateMistake say what is not understood, in a sentence without a full stop.
	listMistake, dateMistake string
}

var (
	head   = regexp.MustCompile(`^` + keyword + `:[ \t]*([A-Za-z_-]*)[ \t]*`)
	option = regexp.MustCompile(`(?:^|[ \t])([A-Za-z_-]+)=`)
	// nearUntil is a date that nobody would take for a part of the reason.
	nearUntil = regexp.MustCompile(`(?i)\buntil[ \t]*[:=]?[ \t]*\d{4}-\d{2}-\d{2}`)
	// near is the beginning of a directive that is not quite one, and meant a whole one behind something else.
	near  = regexp.MustCompile(`(?i)^` + keyword + `[ \t]*:?[ \t]*` + ignoreNode + `(?:-file)?[ \t]*\[`)
	meant = regexp.MustCompile(`\b` + keyword + `:[ \t]*` + ignoreNode + `(?:-file)?[ \t]*\[[^\]]*\][ \t]*reason=`)
)

// parseDirective reads the text of a comment. Prose that happens to begin with our name is no directive; a word that is
// nearly one, or that has a list, was meant as one.
func parseDirective(text string) (directive, bool) {
	match := head.FindStringSubmatchIndex(text)
	if match == nil {
		return nearDirective(text)
	}
	read := directive{word: text[match[2]:match[3]]}
	rest := text[match[1]:]
	if read.word != ignoreNode && read.word != ignoreFile {
		word := nearest(read.word, ignoreNode, ignoreFile)
		if word == "" && !strings.HasPrefix(rest, "[") {
			return directive{}, false
		}
		read.listMistake = fmt.Sprintf("%q is not understood: want ignore or ignore-file", read.word)
		return read, true
	}
	closing := strings.IndexByte(rest, ']')
	switch {
	case !strings.HasPrefix(rest, "["):
		read.listMistake = read.word + " names no rule: want " + read.word + "[RULE, FAMILY/*]"
		return read, true
	case closing < 0:
		read.listMistake = "the list of rules is not closed: want " + read.word + "[RULE, FAMILY/*]"
		return read, true
	}
	read.listStart, read.listEnd = match[1]+1, match[1]+closing
	for each := range strings.SplitSeq(rest[1:closing], ",") {
		if each = strings.TrimSpace(each); each != "" {
			read.rules = append(read.rules, each)
		}
	}
	if len(read.rules) == 0 {
		read.listMistake = read.word + "[] names no rule"
	}
	if meant.MatchString(rest[closing+1:]) {
		read.listMistake = "a comment holds one suppression: want the second in a comment of its own"
	}
	read.options(rest[closing+1:])
	return read, true
}

// nearDirective reads the text of a comment that does not begin as directives do, and was meant as one all the same.
func nearDirective(text string) (directive, bool) {
	switch {
	case near.MatchString(text):
		return directive{listMistake: "want " + keyword + ": " + ignoreNode + "[RULE, FAMILY/*]"}, true
	case meant.MatchString(text):
		return directive{listMistake: "a suppression has to begin its comment"}, true
	default:
		return directive{}, false
	}
}

// options reads what follows the list. A reason runs up to the next option, and may hold an equals sign.
func (d *directive) options(text string) {
	type piece struct {
		name        string
		start, from int // byte offsets of the option and of its value
	}
	var pieces []piece
	hasReason := false
	for _, match := range option.FindAllStringSubmatchIndex(text, -1) {
		name := text[match[2]:match[3]]
		switch {
		case name == "reason" && !hasReason:
			hasReason = true
		case name != "until" && !isNearlyUntil(name):
			continue
		}
		pieces = append(pieces, piece{name, match[0], match[1]})
	}
	for i, each := range pieces {
		end := len(text)
		if i+1 < len(pieces) {
			end = pieces[i+1].start
		}
		value := unquote(strings.TrimSpace(text[each.from:end]))
		switch each.name {
		case "reason":
			d.reason = value
			if said := nearUntil.FindString(value); said != "" {
				d.dateMistake = unknownOption(fmt.Sprintf("%q", said))
			}
		case "until":
			date, mistake := readDate(value)
			d.until, d.dateMistake = date, cmp.Or(d.dateMistake, mistake)
		default:
			d.dateMistake = unknownOption(each.name + "=")
		}
	}
}

// unknownOption says that the name of an option is not understood.
func unknownOption(name string) string {
	return name + " is not understood: want until=YYYY-MM-DD"
}

// readDate returns the date, or what is wrong with it. A mistake in a date must not make a suppression last for ever.
func readDate(text string) (date, mistake string) {
	if _, err := time.Parse(dateForm, text); err != nil {
		return "", fmt.Sprintf("%q is no date: want until=YYYY-MM-DD", text)
	}
	return text, ""
}

// isNearlyUntil reports whether the name of an option was meant to be "until".
func isNearlyUntil(name string) bool {
	return name != "until" && (nearest(name, "until") != "" || strings.HasPrefix(strings.ToLower(name), "expir"))
}

// unquote takes quotes away that stand around all of a text.
func unquote(text string) string {
	if len(text) >= 2 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0] {
		return strings.TrimSpace(text[1 : len(text)-1])
	}
	return text
}

// nearest returns the first of the words that a text is nearly, "" when it is none: a letter or two are wrong.
func nearest(text string, words ...string) string {
	for _, word := range words {
		if text != "" && rule.Distance(strings.ToLower(text), word) <= 2 {
			return word
		}
	}
	return ""
}
