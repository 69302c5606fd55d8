package report

import (
	"cmp"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// uri returns the URI of a file relative to the root of the repository: percent-encoded, with
// forward slashes and without "..", which code scanning rejects. A file outside of the root has a
// "file" URI.
func (o Options) uri(name string) string {
	path, isInside := o.fromRoot(name)
	if !isInside {
		return "file:///" + encodePath(strings.TrimPrefix(path, "/"))
	}
	return encodePath(path)
}

// fromRoot returns the path of a file from the root of the repository, with forward slashes, and whether it is inside.
// A file outside of the root has its absolute path.
func (o Options) fromRoot(name string) (path string, isInside bool) {
	root := cmp.Or(o.Root, string(filepath.Separator))
	path = filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(cmp.Or(o.Dir, root), path)
	}
	relative, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(relative) {
		return filepath.ToSlash(path), false
	}
	return filepath.ToSlash(relative), true
}

// placeFromRoot is place with the path of the file from the root of the repository.
func (o Options) placeFromRoot(location finding.Location) string {
	location.File, _ = o.fromRoot(location.File)
	return place(location)
}

// encodePath percent-encodes each part of a path. A colon is encoded as well: before the first slash
// it would end a scheme (RFC 3986, section 4.2).
func encodePath(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), ":", "%3A")
	}
	return strings.Join(parts, "/")
}
