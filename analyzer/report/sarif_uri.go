package report

import (
	"cmp"
	"net/url"
	"path/filepath"
	"strings"
)

// uri returns the URI of a file relative to the root of the repository: percent-encoded, with
// forward slashes and without "..", which code scanning rejects. A file outside of the root has a
// "file" URI.
func (o Options) uri(name string) string {
	root := cmp.Or(o.Root, string(filepath.Separator))
	path := filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(cmp.Or(o.Dir, root), path)
	}
	relative, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(relative) {
		return "file:///" + encodePath(strings.TrimPrefix(filepath.ToSlash(path), "/"))
	}
	return encodePath(filepath.ToSlash(relative))
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
