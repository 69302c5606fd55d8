package lsp

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// drive is the start of an absolute path of Windows as it stands in a URI.
var drive = regexp.MustCompile(`^/[A-Za-z]:`)

// pathOf returns the path of a file that a URI names; false for another URI, such as that of a document which was
// never saved.
func pathOf(uri string) (path string, isFile bool) {
	parsed, err := url.Parse(uri)
	if err != nil || parsed.Scheme != "file" || parsed.Path == "" || strings.ContainsRune(parsed.Path, 0) {
		return "", false
	}
	path = parsed.Path
	switch {
	case drive.MatchString(path):
		path = path[1:]
	case parsed.Host != "" && parsed.Host != "localhost":
		path = "//" + parsed.Host + path
	}
	return filepath.Clean(filepath.FromSlash(path)), true
}

// uriOf returns the URI of a path.
func uriOf(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// nameIn returns the name of a path in reports of a workspace: relative to the directory where it is in there.
func nameIn(dir, path string) string {
	relative, err := filepath.Rel(dir, path)
	if dir == "" || err != nil || relative == ".." || strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(relative)
}

// pathIn returns the path of a file by its name.
func pathIn(dir, name string) string {
	path := filepath.FromSlash(name)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
