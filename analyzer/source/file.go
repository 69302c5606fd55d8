package source

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// byteOrderMark is the UTF-8 encoding of U+FEFF. Editors hide it, so it has a byte offset but no
// column.
var byteOrderMark = []byte("\ufeff")

// File is one input: the name a user knows it by and its bytes, exactly as read.
type File struct {
	// Name is the path as reports print it: relative where possible, with forward slashes. Bytes that
	// are no UTF-8 are replaced, since handles are text.
	Name string
	// Content is the file's bytes, with byte order mark and line endings as they stand.
	Content []byte

	starts []int      // byte offset of the first byte of each line
	marks  []Position // places in long lines, in order, from which to count on
}

// markEvery is the number of bytes in a line after which its columns are counted anew for the index, so
// that a minified file of one line costs no more than any other.
const markEvery = 1 << 10

// New returns a file with its line index built. A line ends with "\n", "\r\n" or a lone "\r", as in
// YAML 1.2 section 5.4 and the Language Server Protocol.
func New(name string, content []byte) *File {
	file := &File{Name: strings.ToValidUTF8(name, "\ufffd"), Content: content, starts: []int{0}}
	for i, b := range content {
		if b == '\n' || b == '\r' && (i+1 == len(content) || content[i+1] != '\n') {
			file.starts = append(file.starts, i+1)
		}
	}
	file.markLongLines()
	return file
}

// markLongLines notes a place in each markEvery bytes of a line.
func (f *File) markLongLines() {
	for number := 1; number <= len(f.starts); number++ {
		end := f.LineStart(number + 1)
		for offset := f.starts[number-1] + markEvery; offset < end; offset += markEvery {
			f.marks = append(f.marks, f.Position(offset))
		}
	}
}

// Position returns the place of the byte at offset. An offset beyond the file is taken as its end,
// a negative one as its start, and an offset inside a character as the character's first byte.
func (f *File) Position(offset int) Position {
	offset = max(0, min(offset, len(f.Content)))
	for offset > 0 && offset < len(f.Content) && !utf8.RuneStart(f.Content[offset]) {
		offset--
	}
	line := sort.SearchInts(f.starts, offset+1) // the first line that starts after offset; 1-based, it is ours
	position := Position{Line: line, Column: 1, ColumnUTF16: 1}
	before := f.Content[f.starts[line-1]:offset]
	mark := sort.Search(len(f.marks), func(i int) bool { return f.marks[i].Offset > offset }) - 1
	if mark >= 0 && f.marks[mark].Line == line {
		position = f.marks[mark]
		before = f.Content[position.Offset:offset]
	} else if line == 1 {
		before = bytes.TrimPrefix(before, byteOrderMark)
	}
	position.Offset = offset
	for len(before) > 0 {
		char, size := utf8.DecodeRune(before)
		before = before[size:]
		position.Column++
		position.ColumnUTF16++
		if char > 0xFFFF {
			position.ColumnUTF16++
		}
	}
	return position
}

// Span returns the span of the bytes from start up to, but without, end.
func (f *File) Span(start, end int) Span {
	return Span{Start: f.Position(start), End: f.Position(max(start, end))}
}

// Lines returns the number of lines; an empty file has one, and a file that ends with a line
// terminator has an empty last line.
func (f *File) Lines() int {
	return len(f.starts)
}

// Line returns the text of the line with the 1-based number, without its terminator and without a
// byte order mark. A number outside the file gives "".
func (f *File) Line(number int) string {
	if number < 1 || number > len(f.starts) {
		return ""
	}
	end := len(f.Content)
	if number < len(f.starts) {
		end = f.starts[number]
	}
	line := bytes.TrimRight(f.Content[f.starts[number-1]:end], "\r\n")
	if number == 1 {
		line = bytes.TrimPrefix(line, byteOrderMark)
	}
	return string(line)
}

// LineStart returns the byte offset of the first byte of the 1-based line, or the file's length for
// a number beyond the last line.
func (f *File) LineStart(number int) int {
	switch {
	case number < 1:
		return 0
	case number > len(f.starts):
		return len(f.Content)
	default:
		return f.starts[number-1]
	}
}
