package discover

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// sections are the keys that stand at the top of templates and policies.
var sections = []string{
	"AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Hooks", "Id", "Mappings", "Metadata",
	"Outputs", "Parameters", "Resources", "Rules", "Statement", "Transform", "Version",
}

var (
	// yamlKey is a key with the rest of its line.
	yamlKey = regexp.MustCompile(`^(?:"([^"]*)"|'([^']*)'|([^\s"'#{}\[\],&*!|>%@-][^\s"'{}\[\],]*?))\s*:(?:\s+(.*))?$`)
	// typeMember is a Type in block or flow style, with or without quotes.
	typeMember = regexp.MustCompile(`(?:^|[\s{,])["']?Type["']?\s*:\s*["']?([\w:@-]+)`)
	// effectMember is an Effect in block or flow style.
	effectMember = regexp.MustCompile(`(?:^|[\s{,-])["']?Effect["']?\s*:`)
	// blockHeader ends a line after which the deeper lines are text.
	blockHeader = regexp.MustCompile(`(?:^|\s)[|>][-+1-9]{0,2}\s*(?:\s#.*)?$`)
	// placeholder is a text generator's mark where YAML has a key or a value. A dynamic reference of
	// CloudFormation ("{{resolve:...}}") is none.
	placeholder = regexp.MustCompile(`^(?:- +)*(?:[^\s"'#]+: +)?(?:\{%|<%|\{\{(?:[^r]|r[^e]|$))`)
)

// lookAtYAML goes through the lines of the first document. Only keys in the first column count, or
// in the column of the first key when all lines are indented. What stands under Resources, Statement
// and Transform is searched for the one member that matters.
func lookAtYAML(text []byte) *look {
	scan := yamlScan{look: &look{generated: isCookiecutter(text)}, root: -1, block: -1}
	if !bytes.Contains(text, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n")) // YAML ends lines at a lone CR, too
	}
	for line := range strings.Lines(string(text)) {
		if !scan.line(strings.TrimRight(line, " \t\r\n")) {
			break
		}
	}
	scan.look.prose = scan.fenced || !scan.startsWell && scan.strays >= max(1, scan.known)
	return scan.look
}

// yamlScan walks the lines of a text.
type yamlScan struct {
	look *look
	// root is the column of the top level, -1 before its first line.
	root int
	// section is the key at the top level that the present line stands under.
	section string
	// block is the indentation of the key whose block of text the present line belongs to, else -1.
	block int
	// known and strays count top-level lines: those with a key of sections, those that are no YAML.
	known, strays int
	// startsWell says that the first line has a key of sections.
	startsWell bool
	// fenced says that a Markdown fence was seen.
	fenced bool
}

// line takes a line without blanks at its end. It returns false after the first document.
func (s *yamlScan) line(line string) bool {
	content := strings.TrimLeft(line, " \t")
	indent := len(line) - len(content)
	if indent == 0 && isDocumentMark(line) {
		if s.root >= 0 {
			return false
		}
		line = strings.TrimLeft(strings.TrimPrefix(line, "---"), " \t")
		content = line
	}
	if content == "" || content[0] == '#' || s.root < 0 && content[0] == '%' {
		return true
	}
	if s.root < 0 {
		s.root = indent
	}
	if s.block >= 0 && indent > s.block {
		s.member(content)
		return true
	}
	s.block = -1
	s.look.generated = s.look.generated || isPlaceholder(content)
	if strings.ContainsAny(content, "|>") && blockHeader.MatchString(content) {
		s.block = indent
	}
	if indent > s.root || s.section != "" && content[0] == '-' {
		s.member(content)
	} else {
		s.topLevel(content)
	}
	return true
}

// isPlaceholder reports whether the line starts with a placeholder or has one for its value.
func isPlaceholder(content string) bool {
	return (strings.Contains(content, "{{") || strings.Contains(content, "%")) && placeholder.MatchString(content)
}

// isDocumentMark reports whether the line ends a document or starts one.
func isDocumentMark(line string) bool {
	return line == "---" || line == "..." || strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "---\t")
}

// topLevel takes a line at the top level. A list and a bracket that closes are YAML, but no key.
func (s *yamlScan) topLevel(content string) {
	found := yamlKey.FindStringSubmatch(content)
	if found == nil {
		if !strings.ContainsRune("-}]", rune(content[0])) {
			s.strays++
		}
		s.fenced = s.fenced || strings.HasPrefix(content, "```")
		return
	}
	s.section = found[1] + found[2] + found[3]
	if slices.Contains(sections, s.section) {
		s.startsWell = s.startsWell || len(s.look.keys) == 0 && s.strays == 0
		s.known++
	}
	s.look.keys = append(s.look.keys, s.section)
	s.member(found[4])
}

// member takes a line, or the rest of one, under a key of the top level.
func (s *yamlScan) member(content string) {
	switch s.section {
	case "Resources":
		if s.look.typed || !strings.Contains(content, "Type") {
			return
		}
		found := typeMember.FindStringSubmatch(content)
		s.look.typed = found != nil && typeName.MatchString(found[1])
	case "Statement":
		s.look.effect = s.look.effect || strings.Contains(content, "Effect") && effectMember.MatchString(content)
	case "Transform", "Version":
		value, _, _ := strings.Cut(content, " #")
		s.look.note(s.section, strings.Trim(value, `-[]"', `))
	}
}

// isCookiecutter reports whether the text waits to be filled in by cookiecutter, whose placeholders
// stand inside strings too, so that such a text may well parse.
func isCookiecutter(text []byte) bool {
	return bytes.Contains(text, []byte("{{cookiecutter.")) || bytes.Contains(text, []byte("{{ cookiecutter."))
}
