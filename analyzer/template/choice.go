package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// choices returns what a parameter may be, the first of them by default: its allowed values, as far as
// conditions tell them apart, else its default, else the texts that conditions compare it with and some
// other one. None means that there is nothing to choose.
func (r *reader) choices(name string, compared *comparison) []Choice {
	declaration, declared := r.parameters[name]
	switch {
	case strings.HasPrefix(name, "AWS::"):
		return r.pseudoChoices(name, compared.texts)
	case !declared || r.isGiven(name) || isSSMType(scalarText(declaration.Get("Type"))):
		return nil
	}
	fallback := declaration.Get("Default")
	if allowed := declaration.Get("AllowedValues"); allowed != nil && len(allowed.Items) > 0 {
		return allowedChoices(declaration, compared)
	}
	if fallback != nil {
		return nil
	}
	return freeChoices(declaration, compared.texts)
}

// pseudoChoices returns what a pseudo parameter may be that is not known. The partition is taken to be "aws"
// until something else is said.
func (r *reader) pseudoChoices(name string, texts []string) []Choice {
	if name == "AWS::Partition" && r.env.Partition == "" && r.env.Region == "" {
		return alternatives(append([]string{"aws"}, texts...))
	}
	if r.env.pseudo(name) != "" {
		return nil
	}
	return append([]Choice{{Other: true}}, alternatives(texts)...)
}

// allowedChoices returns the default and those of the allowed values that conditions tell apart: one that
// they do not name stands for all of these. A list may also be all of its values at once.
func allowedChoices(declaration *syntax.Node, compared *comparison) []Choice {
	var texts, allowed []string
	if fallback := declaration.Get("Default"); fallback != nil {
		texts = append(texts, literalText(fallback))
	}
	for _, item := range declaration.Get("AllowedValues").Items {
		allowed = append(allowed, literalText(item))
	}
	isNamed := func(text string) bool { return slices.Contains(compared.texts, text) }
	hasUnnamed := slices.ContainsFunc(texts, func(text string) bool { return !isNamed(text) })
	for _, text := range allowed {
		if compared.free || isNamed(text) || !hasUnnamed {
			texts = append(texts, text)
			hasUnnamed = hasUnnamed || !isNamed(text)
		}
	}
	if isListType(scalarText(declaration.Get("Type"))) {
		texts = append(texts, strings.Join(allowed, ","))
	}
	return alternatives(texts)
}

// otherText stands for what nobody thought of: a pattern that takes it takes more than what conditions
// compare with.
const otherText = "latchkey-0ther"

// freeChoices returns what a parameter without allowed values and without a default may be: the texts that
// its declaration takes, and some other one unless its pattern is known to take no others. A pattern that
// can't be read gives no choices, which leaves the parameter's conditions undecided.
func freeChoices(declaration *syntax.Node, texts []string) []Choice {
	pattern, err := allowedPattern(declaration)
	if err != nil {
		return nil
	}
	fitting := alternatives(slices.DeleteFunc(slices.Clone(texts), func(text string) bool {
		return !pattern.MatchString(text) || !isWithinBounds(declaration, text) ||
			!fitsType(scalarText(declaration.Get("Type")), text)
	}))
	if pattern.MatchString(otherText) {
		fitting = append([]Choice{{Other: true}}, fitting...)
	}
	return fitting
}

// allowedPattern returns the pattern that a parameter's texts have to match as a whole, one that matches
// everything where none is declared.
func allowedPattern(declaration *syntax.Node) (*regexp.Regexp, error) {
	pattern := "(?s).*"
	if declared := declaration.Get("AllowedPattern"); declared != nil {
		pattern = scalarText(declared)
	}
	return regexp.Compile("^(?:" + pattern + ")$") //nolint:wrapcheck // nobody is told
}

// Refuses reports whether a template declares the parameter and surely does not take the text for it: it
// is none of the allowed values, does not match the pattern or is out of bounds.
func Refuses(tree *syntax.Tree, parameter, text string) bool {
	declaration := tree.Root.Get("Parameters").Get(parameter)
	kind := scalarText(declaration.Get("Type"))
	if declaration == nil || isSSMType(kind) {
		return false
	}
	texts := []string{text}
	if isListType(kind) {
		texts = nil
		for _, item := range typed(kind, text).Items {
			texts = append(texts, item.Text)
		}
	}
	allowed := orEmptyList(declaration.Get("AllowedValues"))
	isAllowed := func(text string) bool {
		return len(allowed) == 0 ||
			slices.ContainsFunc(allowed, func(item *syntax.Node) bool { return literalText(item) == text })
	}
	if slices.ContainsFunc(texts, func(text string) bool { return !isAllowed(text) }) || !fitsType(kind, text) {
		return true
	}
	pattern, err := allowedPattern(declaration)
	return err == nil && !isListType(kind) && (!pattern.MatchString(text) || !isWithinBounds(declaration, text))
}

// isWithinBounds reports whether a text keeps the declared lengths and, for a number, the declared range.
func isWithinBounds(declaration *syntax.Node, text string) bool {
	number, err := strconv.ParseFloat(text, 64)
	length := float64(utf8.RuneCountInString(text))
	for name, isKept := range map[string]func(bound float64) bool{
		"MinLength": func(bound float64) bool { return length >= bound },
		"MaxLength": func(bound float64) bool { return length <= bound },
		"MinValue":  func(bound float64) bool { return err != nil || number >= bound },
		"MaxValue":  func(bound float64) bool { return err != nil || number <= bound },
	} {
		bound, err := strconv.ParseFloat(scalarText(declaration.Get(name)), 64)
		if err == nil && !isKept(bound) {
			return false
		}
	}
	return true
}

// fitsType reports whether a parameter type takes the text: numbers are numbers, and what AWS looks up in
// the account is never empty (CloudFormation User Guide, parameter types).
func fitsType(kind, text string) bool {
	member, isList := strings.CutPrefix(kind, "List<")
	if isList {
		member = strings.TrimSuffix(member, ">")
		if strings.TrimSpace(text) == "" {
			return false
		}
		return !slices.ContainsFunc(strings.Split(text, ","), func(item string) bool {
			return !fitsType(member, strings.TrimSpace(item))
		})
	}
	switch {
	case member == "Number":
		_, err := strconv.ParseFloat(text, 64)
		return err == nil
	case strings.HasPrefix(member, "AWS::"):
		return text != ""
	}
	return true
}

// alternatives returns a choice for each text, once.
func alternatives(texts []string) []Choice {
	var choices []Choice
	for _, text := range texts {
		if choice := (Choice{Text: text}); !slices.Contains(choices, choice) {
			choices = append(choices, choice)
		}
	}
	return choices
}

// literalText returns the text of a scalar as CloudFormation passes it on: true for True.
func literalText(node *syntax.Node) string {
	if value.ScalarKind(node) == value.Bool {
		return strings.ToLower(node.Value)
	}
	return node.Value
}

func isListType(kind string) bool {
	return kind == "CommaDelimitedList" || strings.HasPrefix(kind, "List<")
}
