package lsp

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestPositionsLeadBackToTheirOffsets(t *testing.T) {
	t.Parallel()
	file := source.New("a.yaml", []byte("\ufeffk: é漢🔑\r\nx\ry\n\nend"))
	for _, counted := range []encoding{encodingUTF8, encodingUTF16} {
		for offset := range file.Content {
			at := file.Position(offset)
			want := max(at.Offset, len(byteOrderMark))
			if char := file.Content[at.Offset]; char == '\n' && at.Offset > 0 && file.Content[at.Offset-1] == '\r' {
				want-- // there is no place between the two
			}
			if got := counted.offsetOf(file, counted.positionOf(file, at)); got != want {
				t.Errorf("%s: offset %d comes back as %d", counted, want, got)
			}
		}
	}
}

func TestPlacesBeyondTheTextAreItsEnds(t *testing.T) {
	t.Parallel()
	file := source.New("a.yaml", []byte("k: 🔑\nx"))
	for at, want := range map[position]int{
		{Line: -1, Character: 5}:      0,
		{Line: 0, Character: -1}:      0,
		{Line: 0, Character: 4}:       3, // in the middle of the character
		{Line: 0, Character: 99}:      7,
		{Line: 1, Character: 1 << 62}: 9,
		{Line: 1 << 62, Character: 0}: 9,
	} {
		if got := encoding(encodingUTF16).offsetOf(file, at); got != want {
			t.Errorf("offset of %+v is %d, want %d", at, got, want)
		}
	}
}

func TestURIsOfFiles(t *testing.T) {
	t.Parallel()
	for uri, want := range map[string]string{
		"file:///work/a%20b.yaml":        "/work/a b.yaml",
		"file:///work/%ED%95%9C%23.yaml": "/work/한#.yaml",
		"file:///work/../etc/./x.yaml":   "/etc/x.yaml",
		"file://localhost/work/a.yaml":   "/work/a.yaml",
		"file:///c%3A/stacks/a.yaml":     "c:/stacks/a.yaml",
		"file://server/share/a.yaml":     "/server/share/a.yaml",
		"untitled:Untitled-1":            "",
		"https://example.com/a.yaml":     "",
		"file:///a%00b":                  "",
		"file://%zz":                     "",
		"":                               "",
		"vscode-vfs://github/x/app.yaml": "",
	} {
		if got, _ := pathOf(uri); got != want {
			t.Errorf("path of %s is %q, want %q", uri, got, want)
		}
	}
	for path, want := range map[string]string{
		"/work/a b#.yaml": "file:///work/a%20b%23.yaml", "c:/stacks/한.yaml": "file:///c:/stacks/%ED%95%9C.yaml",
	} {
		if got := uriOf(path); got != want {
			t.Errorf("URI of %s is %s, want %s", path, got, want)
		}
	}
}
