package suppress

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// commentReader reads the directives in the comments of a file.
type commentReader struct {
	tree    *syntax.Tree
	targets []target
}

// readComments returns the suppressions in the comments of the first document, which is the one that is analysed.
func readComments(tree *syntax.Tree) []*Suppression {
	var found []*Suppression
	reader := commentReader{tree: tree}
	for i, comment := range tree.Comments {
		if len(tree.Documents) > 1 && comment.Start > tree.Documents[1].Start {
			break
		}
		said, isDirective := parseDirective(comment.Text)
		if !isDirective {
			continue
		}
		if reader.targets == nil {
			reader.targets = targets(tree.Root)
		}
		found = append(found, reader.suppression(i, comment, said))
	}
	return found
}

func (r *commentReader) suppression(index int, comment syntax.Comment, said directive) *Suppression {
	file := r.tree.File
	made := &Suppression{
		At:       source.CommentAt(file.Name, index),
		Location: finding.Location{File: file.Name, Span: file.Span(comment.Start, comment.End)},
		Rules:    said.rules, Reason: said.reason, Until: said.until,
		Covers: coversNothing,
		removal: finding.Fix{Title: "remove the comment", Safe: true, Text: []finding.Replacement{
			{File: file.Name, Span: file.Span(comment.Start, comment.End)},
		}},
	}
	text := comment.End - len(comment.Text) // the offset at which the comment's text starts
	made.without = func(kept []string) finding.Fix {
		return finding.Fix{Title: "leave " + strings.Join(kept, ", "), Safe: true, Text: []finding.Replacement{{
			File: file.Name, Span: file.Span(text+said.listStart, text+said.listEnd), Text: strings.Join(kept, ", "),
		}}}
	}
	switch {
	case said.listMistake != "":
		made.mistake(UnknownRule, said.listMistake)
		return made
	case said.dateMistake != "":
		made.mistake(Expired, said.dateMistake)
	}
	switch {
	case said.word == ignoreNode:
		about, found := r.about(comment)
		switch {
		case found && r.isPast(comment, about):
			made.mistake(Unused, "it stands at the end of what is above it")
		case found:
			made.Covers = about.covers(file.Name)
		}
	case comment.Start > r.tree.Root.Start:
		made.mistake(Unused, "ignore-file has to stand before the first key")
	default:
		made.Covers = coversFile(file.Name)
	}
	return made
}

// mistake notes what keeps the suppression from hiding anything.
func (s *Suppression) mistake(kind IssueKind, detail string) {
	issue := s.issue(kind, s.Rules, detail)
	issue.Unclear = true
	s.mistakes = append(s.mistakes, issue)
	s.isBroken = true
}

// about returns what a comment is about: beside text the outermost of what starts on its line, else the innermost
// that ends there; on a line of its own the next that starts.
func (r *commentReader) about(comment syntax.Comment) (target, bool) {
	file := r.tree.File
	line := file.Position(comment.Start).Line
	before := strings.TrimRight(string(file.Content[file.LineStart(line):comment.Start]), " \t\ufeff")
	if before == "" {
		return r.first(comment.Start, len(file.Content))
	}
	if found, ok := r.first(file.LineStart(line), comment.Start); ok {
		return found, true
	}
	last := file.LineStart(line) + len(before) - 1
	var innermost target
	for _, candidate := range r.targets {
		if candidate.start <= last && last < candidate.end {
			innermost = candidate
		}
	}
	return innermost, innermost.end > 0
}

// isPast reports whether a comment on a line of its own stands at the end of what is above it: deeper than what comes
// next, or within braces or brackets that close before.
func (r *commentReader) isPast(comment syntax.Comment, next target) bool {
	file := r.tree.File
	if next.start < comment.Start {
		return false // it stands beside what it is about
	}
	if end := flowEnd(r.tree, comment.Start); end > 0 {
		return next.start >= end
	}
	line := string(file.Content[file.LineStart(file.Position(next.start).Line):next.start])
	indent := len(strings.TrimPrefix(line, "\ufeff")) - len(strings.TrimLeft(strings.TrimPrefix(line, "\ufeff"), " "))
	return file.Position(comment.Start).Column-1 > indent
}

// first returns the first target that starts at or after one byte offset and before another.
func (r *commentReader) first(from, to int) (target, bool) {
	for _, candidate := range r.targets {
		if candidate.start >= from && candidate.start < to {
			return candidate, true
		}
	}
	return target{}, false
}
