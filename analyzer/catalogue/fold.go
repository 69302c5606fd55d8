package catalogue

import "strings"

// Names at AWS are ASCII and compared without regard to case.

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// compareFold compares as strings.Compare does, in lower case.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && compareFold(text[:len(prefix)], prefix) == 0
}

// wildcard reports whether the pattern matches the whole of the text: "*" stands for any text, "?" for
// any one character.
func wildcard(pattern, text string) bool {
	next, at := 0, 0
	afterStar, retry := -1, 0
	for at < len(text) {
		switch {
		case next < len(pattern) && pattern[next] == '*':
			next++
			afterStar, retry = next, at
		case next < len(pattern) && (pattern[next] == '?' || lower(pattern[next]) == lower(text[at])):
			next++
			at++
		case afterStar >= 0: // let the last star swallow one character more
			retry++
			next, at = afterStar, retry
		default:
			return false
		}
	}
	return strings.Trim(pattern[next:], "*") == ""
}

// fills reports whether the name is the template, or the template with its placeholders filled in.
func fills(template, name string) bool {
	start, end := placeholder(template)
	if start < 0 {
		return compareFold(template, name) == 0
	}
	if !hasPrefixFold(name, template[:start]) {
		return false
	}
	for from := start + 1; from <= len(name); from++ {
		if fills(template[end:], name[from:]) {
			return true
		}
	}
	return false
}

// placeholder returns where the first placeholder of a template stands, as in "${TagKey}" or "<key>";
// -1 when there is none.
func placeholder(template string) (start, end int) {
	start = strings.IndexAny(template, "$<")
	if start < 0 {
		return -1, -1
	}
	length := strings.IndexAny(template[start:], "}>")
	if length < 0 {
		return -1, -1
	}
	return start, start + length + 1
}
