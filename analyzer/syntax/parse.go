package syntax

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// maxSize is how large a file may be, in bytes: the most that CloudFormation takes for a template
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). Policies
// are far smaller.
const maxSize = 1 << 20

// Parse reads a file as YAML or JSON. It always returns a tree; what is wrong with the text is in
// its Problems, and then there are no documents.
//
// A file named .json is JSON, and so is one that begins with a brace or bracket and proves to be
// JSON. All else is YAML.
func Parse(file *source.File) *Tree {
	tree := &Tree{File: file}
	if err := tree.read(); err != nil {
		tree.Documents, tree.Duplicates = nil, nil
		tree.addProblem(err)
		return tree
	}
	tree.sortDuplicates()
	if len(tree.Documents) > 0 {
		tree.Root = tree.Documents[0]
	}
	return tree
}

// read reads the file in the notation it is written in.
func (t *Tree) read() error {
	content := t.File.Content
	if len(content) > maxSize {
		return &fault{"the file is larger than 1,048,576 bytes, the most a template may have", 0, 0}
	}
	if err := checkEncoding(content); err != nil {
		return err
	}
	content = bytes.TrimPrefix(content, []byte(byteOrderMark))
	start := bytes.TrimLeft(content, " \t\r\n")
	if len(start) == 0 {
		return nil
	}
	extension := strings.ToLower(path.Ext(t.File.Name))
	if extension == ".json" {
		return t.readJSON()
	}
	if start[0] != '{' && start[0] != '[' {
		return t.readYAML()
	}
	asJSON := t.readJSON()
	if asJSON == nil {
		return nil
	}
	t.Documents, t.Duplicates = nil, nil
	asYAML := t.readYAML()
	if asYAML == nil || extension == ".yaml" || extension == ".yml" {
		return asYAML
	}
	return asJSON
}

// readYAML adds the documents, comments and duplicates of a YAML file.
func (t *Tree) readYAML() error {
	content := newText(t.File.Content)
	err := t.readText(content)
	if f := (*fault)(nil); errors.As(err, &f) {
		return &fault{f.message, content.offset(f.start), content.offset(f.end)}
	}
	return err
}

// readText is readYAML, but places in its faults are those in the text.
func (t *Tree) readText(in *text) error {
	if err := checkCharacters(in.content); err != nil {
		return err
	}
	s := newScanner(in.content)
	if err := s.scan(); err != nil {
		return err
	}
	disagreement := s.readValues()
	b := builder{text: in, tree: t, lexemes: s.lexemes}
	if err := b.build(); err != nil {
		return err // the grammar's words are clearer than those on a disagreement
	}
	t.addComments(in, s.lexemes)
	return disagreement
}

// addComments adds the comments among the lexemes.
func (t *Tree) addComments(in *text, lexemes []lexeme) {
	for _, l := range lexemes {
		if l.kind != comment {
			continue
		}
		raw := strings.TrimRight(in.content[l.start:l.end], " \t")
		t.Comments = append(t.Comments, Comment{
			Text:  strings.TrimLeft(raw[1:], " \t"),
			Start: in.offset(l.start),
			End:   in.offset(l.start + len(raw)),
		})
	}
}

// addProblem adds the problem that the error is about.
func (t *Tree) addProblem(err error) {
	problem := Problem{Message: err.Error(), Span: t.File.Span(0, 0)}
	if f := (*fault)(nil); errors.As(err, &f) {
		problem.Span = t.File.Span(f.start, f.end)
	}
	t.Problems = append(t.Problems, problem)
}
