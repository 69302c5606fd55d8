package access

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// object is something within a resource that stands for all that a pattern names.
type object struct {
	// pattern is as the document writes it; empty for all that no pattern names.
	pattern string
	// source is the pattern for matching.
	source *value.Value
	arn    *value.Value
}

// mostObjects bounds the patterns that are told apart.
const mostObjects = 8

// objects returns what stands for all that lies within a resource: something that no pattern names, and one
// thing for each pattern that names what lies within.
func objects(arn *value.Value, separator string, documents, originals []*policy.Document) []object {
	if separator == "" {
		return []object{{arn: arn}}
	}
	all := value.Join(arn, value.OfText(separator+"*"))
	named := []object{{arn: value.Join(arn, value.OfText(separator+unnamed))}}
	for d, document := range documents {
		for i := range document.Statements {
			statement, original := &document.Statements[i], &originals[d].Statements[i]
			patterns := append(append([]policy.Text{}, statement.Resources...), statement.NotResources...)
			shown := append(append([]policy.Text{}, original.Resources...), original.NotResources...)
			for j := range patterns {
				found := example(patterns[j].Source)
				if len(named) <= mostObjects && policy.MatchARN(all, found) == value.Yes {
					named = append(named, object{pattern: written(shown[j]), source: patterns[j].Source, arn: found})
				}
			}
		}
	}
	return named
}

// fill replaces wildcards by something that no document is expected to write.
var fill = strings.NewReplacer("*", unnamed, "?", unnamed)

// example returns something that a pattern matches. A policy variable is taken for a name as [table.anyone]
// gives it.
func example(pattern *value.Value) *value.Value {
	var parts []*value.Value
	for _, part := range pattern.Pieces() {
		if text, isLiteral := part.Literal(); isLiteral {
			part = value.OfText(fill.Replace(text))
		} else if part.Kind == value.Unresolved && strings.HasPrefix(part.Text, "${") {
			part = value.OfText(unnamed)
		}
		parts = append(parts, part)
	}
	return value.Join(parts...)
}

// within returns one answer from those for each object. The first is for what no pattern names.
func within(objects []object, cells []Cell) Cell {
	rest := cells[0]
	var likes, unlikes, reads []string
	var doubts []Reason
	for i, cell := range cells {
		pattern := "the resource is like " + objects[i].pattern
		switch {
		case cell.same(rest):
		case cell.Answer == Undecided:
			doubts = append(doubts, cell.Reasons...)
		case rest.Answer == No:
			if but := exceptions(objects, cells, i); len(but) > 0 {
				pattern += " and not like " + enumerate(but, " nor ")
			}
			likes = append(likes, strings.Join(append([]string{pattern}, cell.Conditions...), " and "))
		case cell.Answer == No:
			unlikes = append(unlikes, objects[i].pattern)
		default:
			reads = append(reads, "where "+pattern+": "+cell.inWords())
		}
	}
	switch {
	case len(likes) > 0:
		return Cell{Answer: Conditional, Conditions: []string{strings.Join(value.Distinct(likes), ", or ")}}
	case len(unlikes)+len(reads) > 0 && rest.isPositive():
		conditions := rest.Conditions
		if len(unlikes) > 0 {
			unlike := "the resource is not like " + enumerate(value.Distinct(unlikes), " nor ")
			conditions = append([]string{unlike}, conditions...)
		}
		return Cell{Answer: Conditional, Conditions: append(conditions, value.Distinct(reads)...)}
	case len(doubts) > 0:
		return Cell{Answer: Undecided, Reasons: value.Distinct(append(doubts, rest.Reasons...))}
	default:
		return rest
	}
}

// exceptions returns the patterns within that of an object for which the answer is no.
func exceptions(objects []object, cells []Cell, of int) []string {
	var found []string
	for i, each := range objects {
		if cells[i].Answer == No && each.pattern != "" && policy.MatchARN(objects[of].source, each.arn) == value.Yes {
			found = append(found, each.pattern)
		}
	}
	return value.Distinct(found)
}
