package access

import (
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Location is a place in a file, as in the JSON report of findings: lines and columns count from 1, columns
// in characters, offsets in bytes from 0.
type Location struct {
	File string `json:"file"`
	// Path is the JSON Pointer of the node, in the resolved document.
	Path  string    `json:"path"`
	Start *Position `json:"start,omitempty"`
	End   *Position `json:"end,omitempty"`

	span source.Span
}

// Position is a place in the text of a file.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

// Finding returns the location as findings have it.
func (l Location) Finding() finding.Location {
	return finding.Location{File: l.File, Path: l.Path, Span: l.span}
}

// newLocation returns the place of a span.
func newLocation(file, path string, span source.Span) Location {
	place := Location{File: file, Path: path, span: span}
	if !span.IsZero() {
		place.Start = &Position{span.Start.Line, span.Start.Column, span.Start.Offset}
		place.End = &Position{span.End.Line, span.End.Column, span.End.Offset}
	}
	return place
}
