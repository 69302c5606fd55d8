package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// maxFaults is how many faults of one file are told.
const maxFaults = 10

// parameterReader reads the parameter values of a file.
type parameterReader struct {
	tree   *syntax.Tree
	read   parameters
	faults []error
	// first are the places where names of a list stand first.
	first map[string]source.Position
}

// readParameters reads a file of parameter values, in any of these forms, as JSON or YAML:
//
//   - the AWS CLI's: a list of {"ParameterKey": ..., "ParameterValue": ...} or of "KEY=VALUE"
//     (https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/)
//   - CodePipeline's: {"Parameters": {...}, "Tags": ..., "StackPolicy": ...}
//     (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html)
//   - that of git-sync's stack deployment files: template-file-path, parameters and tags
//     (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/git-sync-concepts-terms.html)
//   - a plain mapping of names to values
//
// The error names every fault with its place.
func readParameters(file *source.File) (parameters, error) {
	r := &parameterReader{
		tree:  syntax.Parse(file),
		read:  parameters{values: map[string]string{}},
		first: map[string]source.Position{},
	}
	for _, problem := range r.tree.Problems {
		r.fault(problem.Span.Start, "%s", withoutText(problem.Message, file, problem.Span))
	}
	for _, repeated := range r.tree.Duplicates {
		first, last := repeated.Occurrences[0], repeated.Occurrences[len(repeated.Occurrences)-1]
		r.repeated(last.Key.Value, file.Position(first.Key.Start), file.Position(last.Key.Start))
	}
	switch {
	case len(r.faults) > 0:
	case r.tree.Root == nil:
		r.fault(file.Position(0), "the file holds no parameter values")
	case len(r.tree.Documents) > 1:
		r.faultAt(r.tree.Documents[1], "a file of parameter values has one YAML document")
	default:
		r.root(r.tree.Root)
	}
	if more := len(r.faults) - maxFaults; more > 0 {
		r.faults = append(r.faults[:maxFaults], fmt.Errorf("%s: and %d more", file.Name, more))
	}
	return r.read, errors.Join(r.faults...)
}

// withoutText returns the message without the text that it is about, if it repeats it: that may be a
// secret that nobody put into quotes. A mark such as {{ stays.
func withoutText(message string, file *source.File, span source.Span) string {
	text := strings.TrimLeft(string(file.Content[span.Start.Offset:span.End.Offset]), "*&!")
	if len(text) < 3 {
		return message
	}
	return strings.ReplaceAll(message, text, "...")
}

func (r *parameterReader) fault(at source.Position, format string, values ...any) {
	place := fmt.Sprintf("%s:%d:%d: ", r.tree.File.Name, at.Line, at.Column)
	r.faults = append(r.faults, errors.New(place+fmt.Sprintf(format, values...)))
}

func (r *parameterReader) faultAt(node *syntax.Node, format string, values ...any) {
	r.fault(r.tree.File.Position(node.Start), format, values...)
}

func (r *parameterReader) repeated(name string, first, last source.Position) {
	r.fault(last, "%s stands here again; it stands in line %d, too", name, first.Line)
}

// root reads the document in the form that its members tell.
func (r *parameterReader) root(root *syntax.Node) {
	switch {
	case root.Kind == syntax.Scalar:
		r.faultAt(root, "parameter values are a mapping of names to values or a list")
	case root.Kind == syntax.Sequence:
		r.list(root)
	case hasCollection(root, "Resources"):
		r.faultAt(root.Get("Resources"), "this is a template and not a file of parameter values")
	case hasCollection(root, "Parameters", "Tags", "StackPolicy"):
		r.section(root.Get("Parameters"))
	case root.Get("template-file-path") != nil, hasCollection(root, "parameters", "tags"):
		r.section(root.Get("parameters"))
	default:
		r.members(root)
	}
}

// hasCollection reports whether the mapping has a mapping or list under one of the keys.
func hasCollection(mapping *syntax.Node, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool {
		value := mapping.Get(key)
		return value != nil && value.Kind != syntax.Scalar
	})
}

// section reads the values of a file that has other sections, too; nil for none.
func (r *parameterReader) section(values *syntax.Node) {
	switch {
	case values == nil, values.IsNull():
	case values.Kind == syntax.Mapping:
		r.members(values)
	case values.Kind == syntax.Sequence:
		r.list(values)
	case values.Kind == syntax.Scalar:
		r.faultAt(values, "parameter values are a mapping of names to values or a list")
	}
}

func (r *parameterReader) members(mapping *syntax.Node) {
	for _, member := range mapping.Entries {
		name := member.Key.Value
		if !parameterName.MatchString(name) {
			r.faultAt(member.Key, "%q is no name of a parameter: it has letters and digits only", name)
			continue
		}
		r.value(name, member.Value)
	}
}

// value keeps the value of a parameter, which is text. What YAML or JSON would take for a number or a
// boolean stays as it is written.
func (r *parameterReader) value(name string, value *syntax.Node) {
	switch {
	case value.Kind == syntax.Mapping:
		r.faultAt(value, "the value of %s is a mapping, want text", name)
	case value.Kind == syntax.Sequence:
		r.faultAt(value, "the value of %s is a list, want text; commas separate the items of a list parameter", name)
	case value.Tag != "" && value.Tag != "!" && !strings.HasPrefix(value.Tag, "!!"):
		r.faultAt(value, "the value of %s has a tag; a value that begins with ! needs quotes", name)
	case value.IsNull():
		r.faultAt(value, `the value of %s is missing; "" is an empty one`, name)
	default:
		r.read.values[name] = value.Value
	}
}

func (r *parameterReader) list(list *syntax.Node) {
	for _, item := range list.Items {
		switch item.Kind {
		case syntax.Mapping:
			r.keyAndValue(item)
		case syntax.Scalar:
			r.pair(item)
		case syntax.Sequence:
			r.faultAt(item, "want ParameterKey and ParameterValue, but this is a list")
		}
	}
}

func (r *parameterReader) pair(item *syntax.Node) {
	name, value, isPair := cutPair(item.Value)
	if !isPair {
		r.faultAt(item, "want KEY=VALUE, or ParameterKey and ParameterValue")
		return
	}
	if r.isNew(name, item) {
		r.read.values[name] = value
	}
}

// keyAndValue reads an item of the AWS CLI's form.
func (r *parameterReader) keyAndValue(item *syntax.Node) {
	key, value, previous := item.Get("ParameterKey"), item.Get("ParameterValue"), item.Get("UsePreviousValue")
	switch {
	case key == nil:
		r.faultAt(item, "ParameterKey is missing")
	case key.Kind != syntax.Scalar || !parameterName.MatchString(key.Value):
		r.faultAt(key, "ParameterKey has letters and digits only")
	case !r.isNew(key.Value, key):
	case previous != nil && strings.EqualFold(previous.Value, "true"):
		r.previous(key.Value, item)
	case value == nil:
		r.faultAt(item, "ParameterValue of %s is missing", key.Value)
	default:
		r.value(key.Value, value)
	}
}

// isNew reports whether the list has not named the parameter before.
func (r *parameterReader) isNew(name string, node *syntax.Node) bool {
	at := r.tree.File.Position(node.Start)
	if first, ok := r.first[name]; ok {
		r.repeated(name, first, at)
		return false
	}
	r.first[name] = at
	return true
}

// previous says that the value is the deployed stack's, which nobody knows here.
func (r *parameterReader) previous(name string, item *syntax.Node) {
	at := r.tree.File.Position(item.Start)
	r.read.notices = append(r.read.notices, finding.Notice{
		File:    r.tree.File.Name,
		Message: fmt.Sprintf("line %d: %s is left out: the stack's previous value is not known here", at.Line, name),
	})
}
