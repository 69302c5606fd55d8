package discover

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Options say what to look for, and where.
type Options struct {
	// Paths are files, directories, patterns such as "stacks/**/*.yaml" for systems whose shell does
	// not expand them, and Stdin.
	Paths []string
	// Exclude are patterns of files and directories to leave out, also where a path names them. One
	// with a slash is relative to Dir, one without holds for each part of a name.
	Exclude []string
	// Dir is the directory that relative paths and names start from; empty for the current one.
	Dir string
	// Stdin is read for the path "-", under the name StdinName ("<stdin>" when that is empty).
	Stdin     io.Reader
	StdinName string
	// Hook says that a pre-commit hook chose the paths, so that one which is no template surprises
	// nobody.
	Hook bool
	// Cache, if there is one, spares files that have not changed since an earlier search.
	Cache *Cache
}

// Result is what was found.
type Result struct {
	// Files are the templates and policies, each once, ordered by name. A name is relative to
	// Options.Dir and has forward slashes; a file outside that directory keeps the path as given.
	Files []*source.File
	// Notices say what was left out and why, ordered by file. What was left out as expected is a
	// detail.
	Notices []finding.Notice
	// Unread are what could not be read and may have held templates, each with its cause: paths that a user named, and
	// below them folders and files of which the name is that of a template.
	Unread []finding.Notice
}

// Find reads the templates and policies that the paths lead to. A path that can't be read costs
// nothing but itself: it is a notice. An error means a malformed pattern or a cancelled context.
func Find(ctx context.Context, options Options) (Result, error) {
	search, err := newSearch(options)
	if err != nil {
		return Result{}, err
	}
	for _, given := range options.Paths {
		if err := search.add(ctx, given); err != nil {
			return Result{}, err
		}
	}
	for _, found := range search.candidates() {
		if ctx.Err() != nil {
			return Result{}, fmt.Errorf("read files: %w", ctx.Err())
		}
		search.read(found)
	}
	return search.finish(), nil
}

// search is the state of one Find.
type search struct {
	options  Options
	excludes excludes
	// dir is Options.Dir made absolute, realDir the same without symbolic links.
	dir, realDir string
	// found holds the files by their path without symbolic links, so that each is read once.
	found  map[string]candidate
	result Result
}

// candidate is a file that may be a template or a policy.
type candidate struct {
	name, real string
	// named says that a user named the file, not only a directory above it.
	named bool
}

func newSearch(options Options) (*search, error) {
	dir, err := filepath.Abs(cmp.Or(options.Dir, "."))
	if err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	realDir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	excluded, err := newExcludes(options.Exclude, dir)
	if err != nil {
		return nil, err
	}
	return &search{
		options: options, excludes: excluded, dir: dir, realDir: realDir,
		found: map[string]candidate{},
	}, nil
}

// keep remembers a file. One with several names is known by the first of them in order.
func (s *search) keep(found candidate) {
	if s.excluded(found.name) {
		return
	}
	if known, ok := s.found[found.real]; ok {
		found.named = found.named || known.named
		found.name = min(found.name, known.name)
	}
	s.found[found.real] = found
}

// excluded reports whether a pattern leaves the file or directory out.
func (s *search) excluded(name string) bool {
	pattern := s.excludes.match(name)
	if pattern != "" {
		s.detail(name, fmt.Sprintf("skipped: excluded by %q", pattern))
	}
	return pattern != ""
}

// candidates returns the files to read, ordered by name. What an editor sends on standard input is
// newer than the file of that name.
func (s *search) candidates() []candidate {
	if input, ok := s.found[Stdin]; ok {
		maps.DeleteFunc(s.found, func(key string, other candidate) bool {
			return key != Stdin && other.name == input.name
		})
	}
	return slices.SortedFunc(maps.Values(s.found), func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.real, b.real))
	})
}

// finish orders the notices and says when there is nothing to analyse.
func (s *search) finish() Result {
	told := slices.ContainsFunc(s.result.Notices, func(notice finding.Notice) bool { return !notice.Detail })
	found := len(s.result.Files) + len(s.result.Unread)
	if found == 0 && !told && !s.options.Hook && len(s.options.Paths) == 1 {
		s.notice(s.options.Paths[0], "no CloudFormation template and no policy document found")
	}
	s.result.Notices = inOrder(s.result.Notices)
	s.result.Unread = inOrder(s.result.Unread)
	return s.result
}

// inOrder orders notices by file and leaves out repetitions.
func inOrder(notices []finding.Notice) []finding.Notice {
	slices.SortStableFunc(notices, func(a, b finding.Notice) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(notices)
}

func (s *search) notice(file, message string) {
	s.result.Notices = append(s.result.Notices, finding.Notice{File: file, Message: message})
}

func (s *search) detail(file, message string) {
	s.result.Notices = append(s.result.Notices, finding.Notice{File: file, Message: message, Detail: true})
}

// unread says that something could not be read which may have held templates.
func (s *search) unread(file, message string) {
	s.result.Unread = append(s.result.Unread, finding.Notice{File: file, Message: message, Unread: true})
}
