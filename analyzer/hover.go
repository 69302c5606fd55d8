package analyzer

import (
	"context"
	"fmt"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Resolved is what a piece of a template comes to.
type Resolved struct {
	// Span is the text that it is about.
	Span source.Span
	// Cases are the values, one for each that differs by the conditions or by the stacks that the template makes.
	Cases []ResolvedCase
}

// ResolvedCase is a value, and how it came about.
type ResolvedCase struct {
	// Text is the value: a literal, or what is known of one.
	Text string
	// Reason says why the value is not known, in a phrase without a full stop; empty for one that is, if only in
	// part.
	Reason string
	// Steps lead to the value, nearest first.
	Steps []finding.Step
	// Scenario names the conditions under which it is the value; empty where it always is.
	Scenario map[string]bool
}

// ResolvedAt returns what the text at a byte offset of a template comes to: the innermost value around it that an
// intrinsic function makes or that hangs on a condition. It reports false for text that means just what it says. The
// error is for a context that ends.
func (x *Analysis) ResolvedAt(ctx context.Context, file string, offset int) (made Resolved, found bool, err error) {
	files, _, isKnown := x.assemblyOf(file)
	if !isKnown {
		return Resolved{}, false, nil
	}
	stacks, _ := files.Stacks()
	scenarios, _ := template.Scenarios(stacks, files.environment)
	reader := assembly.NewReader(files.Assembly)
	cases := resolvedCases{file: file, offset: offset, held: map[string][]int{}}
	var outcomes []outcome
	for _, scenario := range scenarios {
		if err := ctx.Err(); err != nil {
			return Resolved{}, false, fmt.Errorf("resolve value: %w", err)
		}
		members := reader.Read(files.environment, scenario)
		document := model.NewBuilder().Build(members, files.environment, nil)
		cases.add(document, members, len(outcomes))
		outcomes = append(outcomes, outcome{conditions: document.Conditions()})
	}
	naming := naming{outcomes: outcomes, known: map[string]map[string]bool{}}
	for i, key := range cases.keys {
		cases.found[i].Scenario = naming.scenario(cases.held[key])
	}
	return Resolved{Span: cases.span, Cases: cases.found}, len(cases.found) > 0, nil
}

// resolvedCases gathers what the text at an offset comes to in several scenarios.
type resolvedCases struct {
	file   string
	offset int
	// found are the different values and keys what tells them apart; held are the scenarios of each, by its key.
	found []ResolvedCase
	keys  []string
	held  map[string][]int
	span  source.Span // the widest text of a value
}

// add takes in what the text comes to in a scenario.
func (c *resolvedCases) add(document *model.Document, members []assembly.Member, scenario int) {
	for _, member := range members {
		if member.Template == nil || member.Tree.File.Name != c.file {
			continue
		}
		search := &valueSearch{tree: member.Tree, offset: c.offset}
		search.visit(member.Template.Body)
		for _, output := range member.Template.Outputs {
			search.visit(output.Value)
		}
		if search.found == nil || !isMade(search.found) {
			continue
		}
		resolved := ResolvedCase{Steps: placed(document, search.found.Via)}
		if search.found.Is(value.Unresolved) {
			resolved.Reason = search.found.Reason
		} else {
			resolved.Text = spell(search.found)
		}
		if span := member.Tree.File.Span(search.start, search.end); c.span.IsZero() || wider(span, c.span) {
			c.span = span
		}
		key := fmt.Sprint(resolved.Text, "\n", resolved.Reason, resolved.Steps)
		in, isKnown := c.held[key]
		if !isKnown {
			c.found, c.keys = append(c.found, resolved), append(c.keys, key)
		}
		if len(in) == 0 || in[len(in)-1] != scenario {
			c.held[key] = append(in, scenario)
		}
	}
}

func wider(a, b source.Span) bool {
	return a.End.Offset-a.Start.Offset > b.End.Offset-b.Start.Offset
}

// valueSearch looks for the innermost value whose text is around an offset.
type valueSearch struct {
	tree       *syntax.Tree
	offset     int
	found      *value.Value
	start, end int
}

// visit looks at a value and all below it. A value has its text from the key on that it stands under.
func (s *valueSearch) visit(v *value.Value) {
	if v == nil {
		return
	}
	if origin := v.Origin; origin.Node != nil && origin.Tree == s.tree {
		start, end := origin.Node.Start, origin.Node.End
		if origin.Key != nil {
			start, end = origin.Key.Start, max(origin.Key.End, end)
		}
		isAround := start <= s.offset && s.offset <= end
		if isAround && (s.found == nil || end-start <= s.end-s.start) {
			s.found, s.start, s.end = v, start, end
		}
	}
	for _, item := range v.Items {
		s.visit(item)
	}
	for _, field := range v.Fields {
		s.visit(field.Value)
	}
}

// isMade reports whether a value is another one than its text says.
func isMade(v *value.Value) bool {
	node := v.Origin.Node
	if len(v.Via) > 0 || strings.HasPrefix(node.Tag, "!") && !strings.HasPrefix(node.Tag, "!!") {
		return true
	}
	if node.Kind != syntax.Mapping || len(node.Entries) != 1 {
		return false
	}
	name := node.Entries[0].Key.Value
	return name == "Ref" || strings.HasPrefix(name, "Fn::")
}

// placed returns the steps of a value with their places.
func placed(document *model.Document, steps []value.Step) []finding.Step {
	var all []finding.Step
	for _, step := range steps {
		place, _ := document.Locate(step.At) // the step tells without a place, too
		all = append(all, finding.Step{
			Location: finding.Location{File: place.File, Path: place.Path, Span: place.Span}, Message: step.Message,
		})
	}
	return all
}

// maxSpelled is the number of bytes up to which a value is spelled.
const maxSpelled = 2000

// spell returns a value as it is written, collections as flow YAML, with what is not known of it in words.
func spell(v *value.Value) string {
	var text strings.Builder
	spellInto(&text, v)
	if text.Len() > maxSpelled {
		return strings.ToValidUTF8(text.String()[:maxSpelled], "") + "..."
	}
	return text.String()
}

func spellInto(text *strings.Builder, v *value.Value) {
	if v == nil || text.Len() > maxSpelled {
		return
	}
	switch v.Kind {
	case value.Null:
		text.WriteString("null")
	case value.Bool, value.Number, value.String:
		text.WriteString(v.Text)
	case value.List:
		text.WriteString("[")
		for i, item := range v.Items {
			separate(text, i)
			spellInto(text, item)
		}
		text.WriteString("]")
	case value.Map:
		text.WriteString("{")
		for i, field := range v.Fields {
			separate(text, i)
			text.WriteString(field.Key + ": ")
			spellInto(text, field.Value)
		}
		text.WriteString("}")
	case value.Text:
		for _, part := range v.Parts {
			if part.Kind == value.String {
				text.WriteString(part.Text)
				continue
			}
			text.WriteString("${")
			spellInto(text, part)
			text.WriteString("}")
		}
	case value.Reference:
		text.WriteString(strings.TrimSuffix(v.Resource+"."+v.Attribute, "."))
	case value.Unresolved:
		text.WriteString(v.Reason)
	}
}

func separate(text *strings.Builder, index int) {
	if index > 0 {
		text.WriteString(", ")
	}
}
