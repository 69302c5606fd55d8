package discover

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// excludes are the patterns of files and directories that a user leaves out.
type excludes []string

// newExcludes checks the patterns and makes them relative to the directory.
func newExcludes(patterns []string, dir string) (excludes, error) {
	checked := make(excludes, 0, len(patterns))
	for _, given := range patterns {
		pattern := given
		if filepath.IsAbs(pattern) {
			pattern = relativeTo(dir, pattern)
		}
		pattern = path.Clean(filepath.ToSlash(pattern))
		if !doublestar.ValidatePattern(pattern) {
			return nil, fmt.Errorf("exclude %q: the pattern is malformed", given)
		}
		checked = append(checked, pattern)
	}
	return checked, nil
}

// match returns the pattern that leaves the file or directory out, "" when none does. A pattern with
// a slash is compared with the name and with each directory in it, one without with each part of
// the name.
func (e excludes) match(name string) string {
	parts := strings.Split(name, "/")
	for _, pattern := range e {
		for i, part := range parts {
			text := part
			if strings.Contains(pattern, "/") {
				text = strings.Join(parts[:i+1], "/")
			}
			if doublestar.MatchUnvalidated(pattern, text) {
				return pattern
			}
		}
	}
	return ""
}
