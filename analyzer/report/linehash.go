package report

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Constants of the rolling hash that code scanning follows alerts with, from src/fingerprints.ts of
// github/codeql-action.
const (
	hashWindow = 100
	hashBase   = 37
	hashEnd    = 0xFFFF
)

// lineHashes returns primaryLocationLineHash for each line of a file: a hash of the 100 UTF-16 code
// units from the line's first character on, and how often that hash was seen so far. Blanks and tabs
// do not count and all line endings are equal, so that an alert survives a new indentation and
// edits above its line or well below. A byte order mark does count.
func lineHashes(content []byte) []string {
	roller := newRoller()
	afterReturn := false
	for len(content) > 0 {
		char, size := utf8.DecodeRune(content)
		content = content[size:]
		switch {
		case char == ' ' || char == '\t' || char == '\n' && afterReturn:
			afterReturn = false
		case char == '\r' || char == '\n':
			afterReturn = char == '\r'
			roller.push('\n')
			roller.lineStart = true
		case char > 0xFFFF:
			afterReturn = false
			high, low := utf16.EncodeRune(char)
			roller.push(unit(high))
			roller.push(unit(low))
		default:
			afterReturn = false
			roller.push(unit(char))
		}
	}
	roller.push(hashEnd)
	for range hashWindow {
		roller.roll(0)
	}
	return roller.hashes
}

// unit widens a character, which is never negative.
func unit(char rune) uint64 {
	return uint64(uint32(char)) //nolint:gosec // utf8 and utf16 give code points, from 0 on
}

// roller keeps the hash of the last 100 units.
type roller struct {
	window [hashWindow]uint64
	// starts says which places of the window hold the first unit of a line.
	starts [hashWindow]bool
	next   int
	hash   uint64
	// oldest is the factor that a unit has when it leaves the window.
	oldest    uint64
	lineStart bool
	hashes    []string
	seen      map[uint64]int
}

func newRoller() *roller {
	made := &roller{oldest: 1, lineStart: true, seen: map[uint64]int{}}
	for range hashWindow {
		made.oldest *= hashBase
	}
	return made
}

// push takes a unit of the text into the window.
func (r *roller) push(unit uint64) {
	start := r.lineStart
	r.lineStart = false
	place := r.next
	r.roll(unit)
	r.starts[place] = start
}

// roll moves the window on by one. The hash of a line is ready when its first unit leaves.
func (r *roller) roll(unit uint64) {
	if r.starts[r.next] {
		r.starts[r.next] = false
		r.seen[r.hash]++
		r.hashes = append(r.hashes, strconv.FormatUint(r.hash, 16)+":"+strconv.Itoa(r.seen[r.hash]))
	}
	r.hash = hashBase*r.hash + unit - r.oldest*r.window[r.next]
	r.window[r.next] = unit
	r.next = (r.next + 1) % hashWindow
}
