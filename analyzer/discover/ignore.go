package discover

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ignores are the patterns of one directory's .gitignore file, with those of the directories above
// up to the root of the repository. A nil *ignores ignores nothing.
type ignores struct {
	above *ignores
	// dir is the directory, slash-separated, that the patterns are relative to.
	dir      string
	patterns []pattern
}

// pattern is a line of a .gitignore file.
type pattern struct {
	wildcard wildcard
	// negated marks a pattern that takes a file back in ("!").
	negated bool
	// dirOnly marks a pattern that holds for directories only ("name/").
	dirOnly bool
	// anywhere marks a pattern without a slash, which is compared with the last part of a path.
	anywhere bool
}

// isRepository reports whether the directory is the root of a git repository; a worktree and a
// submodule have a .git file in place of the folder.
func isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// Repository returns the root of the git repository that holds the directory, "" without one. The
// directory's path is absolute.
func Repository(dir string) string {
	for !isRepository(dir) {
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
	return dir
}

// ignoresAbove returns the patterns that hold inside a directory of a repository, without the
// directory's own. Nothing is ignored inside a directory that is itself ignored: naming it is asking
// for it.
func ignoresAbove(dir, root string) *ignores {
	if root == "" || dir == root {
		return nil
	}
	parent := filepath.Dir(dir)
	above := ignoresAbove(parent, root).enter(parent)
	if above.match(filepath.ToSlash(dir) + "/") {
		return nil
	}
	return above
}

// enter returns the patterns that hold inside a directory: those so far and its own. A repository
// inside another one starts afresh, as it does for git.
func (i *ignores) enter(dir string) *ignores {
	base := filepath.ToSlash(dir)
	if isRepository(dir) {
		i = (*ignores)(nil).with(base, readPatterns(filepath.Join(dir, ".git", "info", "exclude")))
	}
	return i.with(base, readPatterns(filepath.Join(dir, ".gitignore")))
}

func (i *ignores) with(dir string, patterns []pattern) *ignores {
	if len(patterns) == 0 {
		return i
	}
	return &ignores{above: i, dir: strings.TrimSuffix(dir, "/"), patterns: patterns}
}

// match reports whether the path is ignored. The path is slash-separated and lies below the
// directory of the patterns; one that ends in a slash is a directory. The nearest directory's last
// pattern that fits decides.
func (i *ignores) match(file string) bool {
	name, isDir := strings.CutSuffix(file, "/")
	base := path.Base(name)
	for ; i != nil; i = i.above {
		relative := strings.TrimPrefix(name, i.dir+"/")
		for _, candidate := range slices.Backward(i.patterns) {
			text := relative
			if candidate.anywhere {
				text = base
			}
			if (isDir || !candidate.dirOnly) && candidate.wildcard.match(text) {
				return !candidate.negated
			}
		}
	}
	return false
}

// readPatterns reads a file of patterns. One that is missing or unreadable has none, as for git.
func readPatterns(file string) []pattern {
	content, err := os.ReadFile(file) //nolint:gosec // the file of patterns beside the user's own files
	if err != nil {
		return nil
	}
	return parsePatterns(content)
}

// parsePatterns reads the lines of a .gitignore file as gitignore(5) tells and git's dir.c does.
func parsePatterns(content []byte) []pattern {
	var patterns []pattern
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	for line := range strings.SplitSeq(string(content), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if line = trimTrailingSpaces(line); line != "" {
			patterns = append(patterns, parsePattern(line))
		}
	}
	return patterns
}

func parsePattern(text string) pattern {
	var parsed pattern
	text, parsed.negated = strings.CutPrefix(text, "!")
	text, parsed.dirOnly = strings.CutSuffix(text, "/")
	parsed.anywhere = !strings.Contains(text, "/")
	parsed.wildcard = compile(strings.TrimPrefix(text, "/"))
	return parsed
}

// trimTrailingSpaces removes the spaces at the end, up to one that a backslash protects.
func trimTrailingSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if line[i] == ' ' {
			continue
		}
		end = min(i+1, len(line))
	}
	return line[:end]
}
