package config

import (
	"cmp"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Error is something in a configuration that is not understood.
type Error struct {
	File    string
	At      source.Position
	Message string
}

// Error returns the place, as editors and terminals know to link it, and the message.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.At.Line, e.At.Column, e.Message)
}

// MaxSize is the number of bytes up to which a configuration is read.
const MaxSize = 1 << 20

// Rules tells whether a selector names rules; if not, suggestion is what may be meant, or "".
type Rules func(selector string) (isKnown bool, suggestion string)

// Read reads a configuration. The error holds an *Error for each thing in it that is not understood, in the order of
// the file. An empty file is an empty configuration.
func Read(file *source.File, rules Rules) (*Configuration, error) {
	if len(file.Content) > MaxSize {
		message := fmt.Sprintf("the configuration is larger than %d bytes, the most it may have", MaxSize)
		return nil, &Error{File: file.Name, At: source.Position{Line: 1, Column: 1}, Message: message}
	}
	tree := syntax.Parse(file)
	reader := reader{tree: tree, rules: rules, meant: map[*syntax.Node][]string{}}
	for _, problem := range tree.Problems {
		reader.fault(problem.Span.Start.Offset, problem.Message)
	}
	for _, duplicate := range tree.Duplicates {
		for _, again := range duplicate.Occurrences[1:] {
			reader.fault(again.Key.Start, fmt.Sprintf("%q stands here a second time", again.Key.Value))
		}
	}
	read := &Configuration{file: file}
	if tree.Root != nil && !tree.Root.IsNull() {
		reader.value(tree.Root, reflect.ValueOf(read).Elem(), "the configuration")
		reader.places(read)
	}
	slices.SortStableFunc(reader.faults, func(a, b *Error) int { return cmp.Compare(a.At.Offset, b.At.Offset) })
	errs := make([]error, len(reader.faults))
	for i, fault := range reader.faults {
		errs[i] = fault
	}
	return read, errors.Join(errs...)
}

// reader fills Go values from a tree and notes what does not fit.
type reader struct {
	tree   *syntax.Tree
	rules  Rules
	faults []*Error
	// meant are the keys that unknown ones of a mapping may be, which then are not missing besides.
	meant map[*syntax.Node][]string
}

func (r *reader) fault(offset int, message string) {
	r.faults = append(r.faults, &Error{File: r.tree.File.Name, At: r.tree.File.Position(offset), Message: message})
}

// places notes where the baseline and the suppressions stand, and what suppressions and overrides lack.
func (r *reader) places(read *Configuration) {
	if named := r.tree.Root.Get("baseline"); named != nil {
		read.baselineAt = r.tree.File.Position(named.Start)
	}
	list := r.tree.Root.Get("suppressions")
	for i := range read.Suppressions {
		item := list.Items[i]
		if r.lacks(item, "rule", "the rules that the suppression hides") || len(item.Entries) == 0 {
			continue
		}
		first := item.Entries[0]
		read.Suppressions[i].Span = r.tree.File.Span(first.Key.Start, first.Key.End)
		if first.Value.Kind == syntax.Scalar && first.Value.Style <= syntax.DoubleQuoted {
			read.Suppressions[i].Span = r.tree.File.Span(first.Key.Start, first.Value.End)
		}
	}
	for i := range read.Overrides {
		r.lacks(r.tree.Root.Get("overrides").Items[i], "paths", "the files that the override is about")
	}
}

// lacks reports whether an item of a list says nothing under a key that it needs, and notes it unless another fault of
// the item says so.
func (r *reader) lacks(item *syntax.Node, key, want string) bool {
	if item.Kind != syntax.Mapping && !item.IsNull() {
		return true
	}
	switch given := item.Get(key); {
	case given == nil, key == "paths" && given.IsNull(): // a rule that is null is no text
	case given.Kind == syntax.Sequence && len(given.Items) == 0:
	default:
		return false
	}
	if !slices.Contains(r.meant[item], key) {
		r.fault(item.Start, fmt.Sprintf("%s is missing: want %s", key, want))
	}
	return true
}

// value fills a Go value from a node; what names it in messages.
func (r *reader) value(node *syntax.Node, into reflect.Value, what string) {
	if text, is := reflect.TypeAssert[encoding.TextUnmarshaler](into.Addr()); is || into.Kind() == reflect.String {
		if node.Kind != syntax.Scalar || node.IsNull() || node.Tag != "" {
			r.fault(node.Start, what+": want "+wanted(into.Type()))
			return
		}
		if !is {
			into.SetString(node.Value)
			r.check(node, into, what)
		} else if err := text.UnmarshalText([]byte(node.Value)); err != nil {
			r.fault(node.Start, fmt.Sprintf("%s: %q is no severity: want %s", what, node.Value, wanted(into.Type())))
		}
		return
	}
	if node.IsNull() {
		return // a key whose values are all comments
	}
	fill := r.object
	if into.Kind() == reflect.Slice {
		fill = r.list
	} else if into.Kind() == reflect.Map {
		fill = r.mapping
	}
	fill(node, into, what)
}

func (r *reader) list(node *syntax.Node, into reflect.Value, what string) {
	if node.Kind != syntax.Sequence {
		r.fault(node.Start, what+": want a list")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(node.Items), len(node.Items)))
	for i, item := range node.Items {
		r.value(item, into.Index(i), fmt.Sprintf("%s[%d]", what, i))
	}
}

func (r *reader) mapping(node *syntax.Node, into reflect.Value, what string) {
	if node.Kind != syntax.Mapping {
		r.fault(node.Start, what+": want a mapping")
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, entry := range node.Entries {
		key, member := reflect.New(into.Type().Key()).Elem(), reflect.New(into.Type().Elem()).Elem()
		r.value(entry.Key, key, what)
		r.value(entry.Value, member, what+"."+entry.Key.Value)
		into.SetMapIndex(key, member)
	}
}

func (r *reader) object(node *syntax.Node, into reflect.Value, what string) {
	if node.Kind != syntax.Mapping {
		r.fault(node.Start, what+": want a mapping")
		return
	}
	fields := fieldsOf(into.Type())
	for _, entry := range node.Entries {
		index, isKnown := fields[entry.Key.Value]
		if !isKnown {
			message := fmt.Sprintf("%q is no key of %s", entry.Key.Value, what)
			if meant := closest(entry.Key.Value, fields); meant != "" {
				message += fmt.Sprintf("; did you mean %q?", meant)
				r.meant[node] = append(r.meant[node], meant)
			}
			r.fault(entry.Key.Start, message)
			continue
		}
		r.value(entry.Value, into.FieldByIndex(index), entry.Key.Value)
	}
}

// fieldsOf returns the indexes of a struct's fields by their keys.
func fieldsOf(of reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, field := range reflect.VisibleFields(of) {
		if key := field.Tag.Get("json"); key != "" && key != "-" {
			fields[key] = field.Index
		}
	}
	return fields
}

// closest returns the key that is spelled most like a text, "" when none is close.
func closest(text string, fields map[string][]int) string {
	best, distance := "", len(text)/3+2
	keys := make([]string, 0, len(fields))
	for key := range fields {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if off := rule.Distance(strings.ToLower(text), key); off < distance {
			best, distance = key, off
		}
	}
	return best
}

// The forms of texts. They are those of the flags with the same names.
var forms = map[reflect.Type]struct {
	form *regexp.Regexp
	want string
}{
	reflect.TypeFor[Account]():   {regexp.MustCompile(`^\d{12}$`), "12 digits"},
	reflect.TypeFor[Region]():    {regexp.MustCompile(`^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$`), "a region such as eu-west-1"},
	reflect.TypeFor[Partition](): {regexp.MustCompile(`^aws(-[a-z]+)*$`), "a partition such as aws-cn"},
	reflect.TypeFor[Threshold](): {
		regexp.MustCompile(`^(low|medium|high|critical|none)$`), "low, medium, high, critical or none",
	},
	reflect.TypeFor[Organization](): {
		regexp.MustCompile(`^o-[a-z0-9]{10,32}$`), "the id of an organization such as o-a1b2c3d4e5",
	},
	reflect.TypeFor[Switch]():   {regexp.MustCompile(`^(true|false)$`), "true or false"},
	reflect.TypeFor[Date]():     {regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`), "a day as in 2027-01-31"},
	reflect.TypeFor[FileName](): {regexp.MustCompile(`^[^\x00]*[^\x00/\\]$`), "the name of a file"},
}

// wanted says what a text of a type may be.
func wanted(text reflect.Type) string {
	if text == reflect.TypeFor[rule.Severity]() {
		return "critical, high, medium or low"
	}
	if known, ok := forms[text]; ok {
		return known.want
	}
	return "a text"
}

// check notes a text that does not have the form of its type.
func (r *reader) check(node *syntax.Node, given reflect.Value, what string) {
	text := given.String()
	if wanted, ok := forms[given.Type()]; ok && !wanted.form.MatchString(text) {
		r.fault(node.Start, fmt.Sprintf("%s %q: want %s", what, text, wanted.want))
		return
	}
	switch typed := given.Interface().(type) {
	case interface{ fault() string }:
		if wanted := typed.fault(); wanted != "" {
			r.fault(node.Start, fmt.Sprintf("%s %q: %s", what, text, wanted))
		}
	case Selector:
		if isKnown, meant := r.rules(text); !isKnown {
			message := fmt.Sprintf("%s: no rule, family or tag is called %q", what, text)
			if meant != "" {
				message += fmt.Sprintf("; did you mean %q?", meant)
			}
			r.fault(node.Start, message)
		}
	case Pattern:
		if text == "" || !doublestar.ValidatePattern(text) {
			r.fault(node.Start, fmt.Sprintf("%s %q: the pattern is malformed", what, text))
		}
	case Date:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			r.fault(node.Start, fmt.Sprintf("%s %q: there is no such day", what, text))
		}
	}
}
