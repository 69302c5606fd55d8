package source

// Position is a place in a file. The zero Position stands for "no place".
type Position struct {
	// Offset counts bytes from the start of the file, from 0.
	Offset int
	// Line counts lines, from 1.
	Line int
	// Column counts characters (Unicode code points) in the line, from 1. A byte order mark does
	// not count.
	Column int
	// ColumnUTF16 counts UTF-16 code units in the line, from 1, as SARIF and the Language Server
	// Protocol want it.
	ColumnUTF16 int
}

// Span is the text from Start up to, but without, End. A span with equal ends marks a place between
// two characters.
type Span struct {
	Start, End Position
}

// IsZero reports whether the span stands for "no place".
func (s Span) IsZero() bool {
	return s.Start.Line == 0
}
