package source_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestPosition(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		offset  int
		want    source.Position
	}{
		"the first byte is line 1, column 1":          {"ab", 0, source.Position{Offset: 0, Line: 1, Column: 1, ColumnUTF16: 1}},
		"the end of the file is a place":              {"ab", 2, source.Position{Offset: 2, Line: 1, Column: 3, ColumnUTF16: 3}},
		"an offset beyond the end is the end":         {"ab", 9, source.Position{Offset: 2, Line: 1, Column: 3, ColumnUTF16: 3}},
		"a negative offset is the start":              {"ab", -1, source.Position{Offset: 0, Line: 1, Column: 1, ColumnUTF16: 1}},
		"a line feed ends a line":                     {"a\nb", 2, source.Position{Offset: 2, Line: 2, Column: 1, ColumnUTF16: 1}},
		"a carriage return and line feed end one":     {"a\r\nb", 3, source.Position{Offset: 3, Line: 2, Column: 1, ColumnUTF16: 1}},
		"a lone carriage return ends a line":          {"a\rb", 2, source.Position{Offset: 2, Line: 2, Column: 1, ColumnUTF16: 1}},
		"columns count characters, not bytes":         {"é: x", 4, source.Position{Offset: 4, Line: 1, Column: 4, ColumnUTF16: 4}},
		"a character beyond the BMP is two units":     {"🔑x", 4, source.Position{Offset: 4, Line: 1, Column: 2, ColumnUTF16: 3}},
		"an offset inside a character is its start":   {"é", 1, source.Position{Offset: 0, Line: 1, Column: 1, ColumnUTF16: 1}},
		"a byte order mark has no column":             {"\ufeffa", 3, source.Position{Offset: 3, Line: 1, Column: 1, ColumnUTF16: 1}},
		"a byte that is no character counts as one":   {"\xffa", 1, source.Position{Offset: 1, Line: 1, Column: 2, ColumnUTF16: 2}},
		"a place after the last line feed is a line":  {"a\n", 2, source.Position{Offset: 2, Line: 2, Column: 1, ColumnUTF16: 1}},
		"the empty file has a place":                  {"", 0, source.Position{Offset: 0, Line: 1, Column: 1, ColumnUTF16: 1}},
		"the line feed itself is on the line it ends": {"a\nb", 1, source.Position{Offset: 1, Line: 1, Column: 2, ColumnUTF16: 2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := source.New("a.yaml", []byte(test.content)).Position(test.offset)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Position(%d) mismatch (-want +got):\n%s", test.offset, diff)
			}
		})
	}
}

func TestSpanNeverEndsBeforeItStarts(t *testing.T) {
	t.Parallel()
	span := source.New("a.yaml", []byte("abc")).Span(2, 1)
	if span.Start != span.End {
		t.Errorf("Span(2, 1) = %v, want an empty span", span)
	}
	if span.IsZero() || !(source.Span{}).IsZero() {
		t.Error("only the zero Span stands for no place")
	}
}

func TestLineIsWithoutItsTerminator(t *testing.T) {
	t.Parallel()
	file := source.New("a.yaml", []byte("\ufeffone\r\ntwo\n\nfour"))
	want := []string{"", "one", "two", "", "four", ""}
	got := make([]string, 0, len(want))
	for number := range file.Lines() + 2 {
		got = append(got, file.Line(number))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines mismatch (-want +got):\n%s", diff)
	}
}

func TestLineStartIsAByteOffset(t *testing.T) {
	t.Parallel()
	file := source.New("a.yaml", []byte("é\nb"))
	want := []int{0, 0, 3, 4}
	got := make([]int, 0, len(want))
	for number := range 4 {
		got = append(got, file.LineStart(number))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("starts mismatch (-want +got):\n%s", diff)
	}
}

func TestPositionsInLongLinesAreCountedAsInShortOnes(t *testing.T) {
	t.Parallel()
	text := "\ufeff" + strings.Repeat("a🔑é", 3000) + "\n" + strings.Repeat("é", 5000)
	file := source.New("a.json", []byte(text))
	column, columnUTF16, line := 1, 1, 1
	for offset, char := range strings.TrimPrefix(text, "\ufeff") {
		got := file.Position(offset + 3)
		want := source.Position{Offset: offset + 3, Line: line, Column: column, ColumnUTF16: columnUTF16}
		if got != want {
			t.Fatalf("Position(%d) = %+v, want %+v", offset+3, got, want)
		}
		column++
		columnUTF16 += utf16.RuneLen(char)
		if char == '\n' {
			line, column, columnUTF16 = line+1, 1, 1
		}
	}
}
