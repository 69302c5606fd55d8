package discover

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// skippedFolders are folders that hold no one's own templates.
var skippedFolders = map[string]bool{".git": true, "node_modules": true}

// add collects the files that a path leads to.
func (s *search) add(ctx context.Context, given string) error {
	if given == Stdin {
		s.keep(candidate{name: s.stdinName(), real: Stdin, named: true})
		return nil
	}
	resolved, err := s.resolve(given)
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(given, "*?[{"):
		return s.expand(ctx, given)
	case err != nil:
		s.unread(given, cause(err))
		return nil
	case resolved.isDir:
		return s.tree(ctx, folder{real: resolved.path, name: s.name(given)})
	default:
		s.keep(candidate{name: s.name(given), real: resolved.path, named: true})
		return nil
	}
}

// resolved is what a path that a user gave leads to.
type resolved struct {
	path  string
	isDir bool
}

// resolve follows the symbolic links of a path. What is no file on a disk, such as a shell's
// /dev/fd/63, keeps its path.
func (s *search) resolve(given string) (resolved, error) {
	file := given
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.dir, file)
	}
	info, err := os.Stat(file)
	if err != nil {
		return resolved{}, err //nolint:wrapcheck // shown by cause, which takes the path off
	}
	if info.IsDir() || info.Mode().IsRegular() {
		file, err = filepath.EvalSymlinks(file)
	}
	return resolved{path: file, isDir: info.IsDir()}, err //nolint:wrapcheck // shown by cause
}

// expand walks the part of the pattern that has no wildcards, and keeps what fits the rest.
func (s *search) expand(ctx context.Context, given string) error {
	base, pattern := doublestar.SplitPattern(filepath.ToSlash(given))
	start, err := s.resolve(filepath.FromSlash(base))
	if err != nil || !start.isDir || !doublestar.ValidatePattern(pattern) {
		s.unread(given, "no such file or directory")
		return nil //nolint:nilerr // the notice tells it
	}
	fits := 0
	err = s.tree(ctx, folder{real: start.path, name: s.name(base), pattern: pattern, fits: &fits})
	if err == nil && fits == 0 {
		s.unread(given, "the pattern fits no file")
	}
	return err
}

// folder is a directory to walk.
type folder struct {
	real, name string
	// boundary is the directory outside of which no symbolic link is followed.
	boundary string
	// ignores are the patterns that hold inside.
	ignores *ignores
	// pattern limits the files, by their names below the walk's start; empty for all.
	pattern string
	// below is the name below the walk's start.
	below string
	// fits counts the files that the pattern leaves; nil without a pattern.
	fits *int
}

// leaves reports whether the pattern leaves the file.
func (f folder) leaves() bool {
	if f.pattern == "" {
		return true
	}
	if !doublestar.MatchUnvalidated(f.pattern, f.below) {
		return false
	}
	*f.fits++
	return true
}

// tree walks a directory that a user named.
func (s *search) tree(ctx context.Context, start folder) error {
	root := Repository(start.real)
	start.ignores = ignoresAbove(start.real, root)
	start.boundary = cmp.Or(root, start.real)
	return s.walk(ctx, start)
}

// walk collects the files in the directory and below, in the order of their names.
func (s *search) walk(ctx context.Context, at folder) error {
	if ctx.Err() != nil {
		return fmt.Errorf("walk %s: %w", at.name, ctx.Err())
	}
	entries, err := os.ReadDir(at.real)
	if err != nil {
		s.unread(at.name, cause(err))
	}
	at.ignores = at.ignores.enter(at.real)
	for _, entry := range entries {
		if err := s.visit(ctx, at, entry); err != nil {
			return err
		}
	}
	return nil
}

// visit takes one entry of a directory.
func (s *search) visit(ctx context.Context, at folder, entry fs.DirEntry) error {
	next := at
	next.real = filepath.Join(at.real, entry.Name())
	next.name = path.Join(at.name, entry.Name())
	next.below = path.Join(at.below, entry.Name())
	slashed := filepath.ToSlash(next.real)
	switch {
	case entry.IsDir() && skippedFolders[entry.Name()]:
	case entry.IsDir() && at.ignores.match(slashed+"/"), !entry.IsDir() && at.ignores.match(slashed):
		s.detail(next.name, "skipped: ignored by git")
	case entry.IsDir() && s.excluded(next.name):
	case entry.IsDir():
		return s.walk(ctx, next)
	case !next.leaves():
	case foreignExtensions[strings.ToLower(path.Ext(next.name))]:
		s.detail(next.name, "skipped: written in another language")
	case entry.Type()&fs.ModeSymlink != 0:
		s.link(next)
	case entry.Type().IsRegular():
		s.keep(candidate{name: next.name, real: next.real})
	}
	return nil
}

// link keeps the file that a symbolic link leads to, under its own name. A link to a directory, to
// nothing, in a circle or out of the repository (or, without one, out of the directory that the user
// named) leads nowhere.
func (s *search) link(at folder) {
	target, err := filepath.EvalSymlinks(at.real)
	if err != nil {
		s.detail(at.name, "skipped: a symbolic link to nothing")
		return
	}
	info, err := os.Stat(target)
	switch {
	case err != nil || !info.Mode().IsRegular():
		s.detail(at.name, "skipped: a symbolic link to a directory")
	case !isInside(at.boundary, target):
		s.detail(at.name, "skipped: a symbolic link to a file outside")
	default:
		s.keep(candidate{name: s.nameOfReal(target), real: target})
	}
}

// cause returns what went wrong with a path, without the path.
func cause(err error) string {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	return err.Error()
}
