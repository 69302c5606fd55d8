package discover

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// MaxSize is the number of bytes up to which a file is read. CloudFormation takes templates of up to
// 1 MB.
const MaxSize = 16 << 20

// foreignExtensions are those of programs, prose and pages. A walk does not open such files; prose
// quotes templates without being one.
var foreignExtensions = map[string]bool{
	".adoc": true, ".bash": true, ".c": true, ".cc": true, ".cpp": true, ".cs": true, ".css": true, ".go": true,
	".h": true, ".htm": true, ".html": true, ".java": true, ".js": true, ".jsx": true, ".kt": true, ".md": true,
	".mdx": true, ".php": true, ".py": true, ".rb": true, ".rego": true, ".rs": true, ".rst": true, ".scss": true,
	".sh": true, ".sql": true, ".svg": true, ".swift": true, ".tf": true, ".ts": true, ".tsx": true, ".vue": true,
	".xml": true,
}

// read reads a file, unless it is known, and keeps it when it is a template or a policy. Of what is known there is
// nothing new to say.
func (s *search) read(found candidate) {
	known, info, isKnown := s.options.Cache.recall(found)
	switch count := len(s.result.Files); {
	case isKnown && known != nil:
		s.result.Files = append(s.result.Files, known)
	case isKnown:
	case s.readAnew(found):
		if len(s.result.Files) > count {
			known = s.result.Files[count]
		}
		s.options.Cache.keep(found, info, known)
	}
}

// readAnew is read for a file that is not known. It reports whether the file could be read.
func (s *search) readAnew(found candidate) bool {
	content, err := s.content(found)
	switch {
	case err != nil && (found.named || mayHoldTemplate(found.name, err)):
		s.unread(found.name, cause(err))
		return false
	case err != nil:
		s.notice(found.name, cause(err))
		return false
	}
	file := source.New(found.name, content)
	kind, reason := KindOf(file)
	switch {
	case len(content) > MaxSize && (kind != Other || found.named):
		s.tooLarge(found)
	case kind != Other && !found.named && !isTemplateName(found.name) && !parses(file):
		s.detail(found.name, "skipped: it quotes a template, but is none: the whole of it does not parse")
	case kind != Other:
		s.result.Files = append(s.result.Files, file)
		s.detail(found.name, fmt.Sprintf("read as a %s: it has %s", kind, reason))
	default:
		s.unrecognised(found, reason, content)
	}
	return true
}

// mayHoldTemplate reports whether a file below a path, which could not be read for the reason, may hold a template or a
// policy by its name, so that nobody knows what it would have shown. A link that leads nowhere holds none.
func mayHoldTemplate(name string, err error) bool {
	return path.Ext(name) != "" && isTemplateName(name) && !errors.Is(err, fs.ErrNotExist)
}

// isTemplateName reports whether files of the name are templates or policies as a rule, so that one
// that does not parse is a broken one and not something else.
func isTemplateName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case "", ".yaml", ".yml", ".json", ".template", ".cfn", ".packaged", ".policy":
		return true
	}
	return false
}

func parses(file *source.File) bool {
	return syntax.Parse(file).Root != nil
}

// unrecognised says that a file is neither a template nor a policy. Only a user who named this one
// file, and no hook, is waiting for an answer, unless the file itself says that it is a template.
func (s *search) unrecognised(found candidate, reason string, content []byte) {
	message := fmt.Sprintf("skipped: neither a CloudFormation template nor a policy document (%s)", reason)
	claimed := bytes.Contains(content, []byte("AWSTemplateFormatVersion")) && isTemplateName(found.name)
	if claimed || found.named && len(s.options.Paths) == 1 && !s.options.Hook {
		s.notice(found.name, message)
	} else {
		s.detail(found.name, message)
	}
}

// tooLarge says that a file is beyond any size that could be deployed.
func (s *search) tooLarge(found candidate) {
	message := fmt.Sprintf("skipped: larger than %d MB; CloudFormation takes at most 1 MB", MaxSize>>20)
	if found.named {
		s.unread(found.name, message)
	} else {
		s.notice(found.name, message)
	}
}

// content reads a file. Of one that shows to be binary in its first bytes it reads no more, and of
// one that is too large one byte more than MaxSize.
func (s *search) content(found candidate) ([]byte, error) {
	if found.real == Stdin {
		return readLimited(s.options.Stdin)
	}
	file, err := os.Open(found.real)
	if err != nil {
		return nil, err //nolint:wrapcheck // shown by cause, which takes the path off
	}
	defer func() { _ = file.Close() }()
	return readLimited(file)
}

func readLimited(reader io.Reader) ([]byte, error) {
	if reader == nil {
		return nil, nil
	}
	head, err := io.ReadAll(io.LimitReader(reader, headSize))
	if err != nil || isBinary(head) {
		return head, err //nolint:wrapcheck // shown by cause
	}
	rest, err := io.ReadAll(io.LimitReader(reader, MaxSize+1-headSize))
	return append(head, rest...), err
}
