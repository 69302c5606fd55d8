package discover

import "strings"

// wildcard is a pattern of a .gitignore file, compiled. Git's own matcher backtracks; this one keeps
// the set of places in the pattern that the text so far leads to, so that no pattern is slow.
type wildcard struct {
	// prefix is the text before the first special character.
	prefix string
	steps  []step
}

// step is one element of a pattern.
type step struct {
	kind stepKind
	// set holds the bytes that a step of kind `one` takes.
	set byteSet
}

type stepKind uint8

const (
	one  stepKind = iota + 1 // exactly one byte of a set
	star                     // any bytes but "/"
	deep                     // any bytes
	dirs                     // nothing, or bytes that end in "/"
)

// compile reads a pattern as git's wildmatch does. A pattern that git takes for malformed, such as
// one with an open bracket, matches nothing: it gets a step that takes no byte.
func compile(pattern string) wildcard {
	special := strings.IndexAny(pattern, `*?[\`)
	if special < 0 {
		return wildcard{prefix: pattern}
	}
	compiled := wildcard{prefix: pattern[:special]}
	rest := pattern[special:]
	for i := 0; i < len(rest); {
		next, width := compileStep(rest, i)
		compiled.steps = append(compiled.steps, next)
		i += width
	}
	return compiled
}

// compileStep returns the step that starts at i and the number of bytes it takes.
func compileStep(pattern string, i int) (step, int) {
	switch pattern[i] {
	case '*':
		return compileStars(pattern, i)
	case '?':
		return step{kind: one, set: allBytes().without('/')}, 1
	case '[':
		set, width := compileBracket(pattern[i:])
		return step{kind: one, set: set.without('/')}, width
	case '\\':
		if i+1 == len(pattern) {
			return step{kind: one}, 1
		}
		return step{kind: one, set: byteSet{}.with(pattern[i+1])}, 2
	default:
		return step{kind: one, set: byteSet{}.with(pattern[i])}, 1
	}
}

// compileStars tells "*" from "**". Two stars or more reach through directories only between
// slashes or at an end of the pattern; git takes the end of its literal prefix for such an end, too.
func compileStars(pattern string, start int) (step, int) {
	end := start
	for end < len(pattern) && pattern[end] == '*' {
		end++
	}
	atStart := start == 0 || pattern[start-1] == '/'
	switch {
	case end-start == 1 || !atStart:
		return step{kind: star}, end - start
	case end == len(pattern):
		return step{kind: deep}, end - start
	case pattern[end] == '/':
		return step{kind: dirs}, end - start + 1
	default:
		return step{kind: star}, end - start
	}
}

// match reports whether the whole text fits the pattern.
func (w wildcard) match(text string) bool {
	rest, ok := strings.CutPrefix(text, w.prefix)
	if !ok || len(w.steps) == 0 {
		return ok && rest == ""
	}
	now, next := make([]bool, len(w.steps)+1), make([]bool, len(w.steps)+1)
	w.enter(now, 0)
	for i := range len(rest) {
		clear(next)
		alive := false
		for at := range w.steps {
			if now[at] {
				alive = w.advance(next, at, rest[i]) || alive
			}
		}
		if !alive {
			return false
		}
		now, next = next, now
	}
	return now[len(w.steps)]
}

// enter marks the place before a step, and the place after it where the step may take nothing.
func (w wildcard) enter(places []bool, at int) {
	places[at] = true
	for at < len(w.steps) && w.steps[at].kind != one {
		at++
		places[at] = true
	}
}

// advance marks the places that a byte leads to from the place before a step, and reports whether
// there are any.
func (w wildcard) advance(places []bool, at int, b byte) bool {
	switch w.steps[at].kind {
	case one:
		if !w.steps[at].set.has(b) {
			return false
		}
		w.enter(places, at+1)
	case star:
		if b == '/' {
			return false
		}
		w.enter(places, at)
	case deep:
		w.enter(places, at)
	case dirs:
		places[at] = true
		if b == '/' {
			w.enter(places, at+1)
		}
	}
	return true
}
