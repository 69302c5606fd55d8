package discover

import (
	"path/filepath"
	"strings"
)

// relativeTo returns the file's path relative to the directory, or the path itself when there is no
// way from one to the other.
func relativeTo(dir, file string) string {
	relative, err := filepath.Rel(dir, file)
	if err != nil {
		return file
	}
	return relative
}

// isInside reports whether the file is the directory or lies below it.
func isInside(dir, file string) bool {
	relative, err := filepath.Rel(dir, file)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// name returns the name of a path that a user gave.
func (s *search) name(given string) string {
	absolute := given
	if !filepath.IsAbs(absolute) {
		absolute = filepath.Join(s.dir, given)
	}
	if isInside(s.dir, absolute) {
		return filepath.ToSlash(relativeTo(s.dir, absolute))
	}
	return filepath.ToSlash(filepath.Clean(given))
}

// nameOfReal returns the name of a path without symbolic links.
func (s *search) nameOfReal(file string) string {
	return filepath.ToSlash(relativeTo(s.realDir, file))
}

func (s *search) stdinName() string {
	if s.options.StdinName == "" {
		return "<stdin>"
	}
	return s.name(s.options.StdinName)
}
