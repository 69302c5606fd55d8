package template

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// MaxScenarios is how many scenarios of one template are told apart. Of templates that belong together
// it is fewer, in proportion, but never fewer than minScenarios.
const (
	MaxScenarios = 64
	minScenarios = 16
)

// maxAssignments is how many assignments of parameters are tried to find scenarios.
const maxAssignments = 2048

// maxWork bounds how many values and conditions are looked at to find scenarios, so that large templates
// cost no more tries than small ones cost time.
const maxWork = 1_000_000

// Choice is what a parameter is taken to be in a scenario.
type Choice struct {
	// Text is the parameter's value.
	Text string
	// Other says that the value is one that no condition compares the parameter with. Text is empty.
	Other bool
}

// Assignment is what the parameters that conditions read are taken to be, by name. Pseudo
// parameters are among them by their own names, as in "AWS::Region".
type Assignment map[string]Choice

// Scenarios returns assignments that tell apart what the conditions of templates that belong together
// can be, each with another truth of the conditions that outputs and resources of relevant types hang
// on: what switches nobody looks at does not matter. A parameter
// that several of them have is one and the same. The first assignment is that of the values given and
// the defaults. It reports whether the list is complete: it is cut at a bound, MaxScenarios for one
// template, and when finding them takes too many tries.
func Scenarios(trees []*syntax.Tree, env Environment) (scenarios []Assignment, complete bool) {
	search := scenarioSearch{
		seen: map[string]bool{}, limit: max(minScenarios, MaxScenarios/max(1, len(trees))),
	}
	for _, tree := range trees {
		if r := newReader(tree, env); r != nil {
			search.readers = append(search.readers, r)
			search.conditions = append(search.conditions, r.usedConditions())
		}
	}
	complete = deviations(search.domains(), search.visit)
	if len(search.found) == 0 { // the templates' own rules refuse every assignment that was tried
		return []Assignment{nil}, complete
	}
	return search.found, complete
}

// scenarioSearch collects assignments that differ in the truth of conditions.
type scenarioSearch struct {
	readers    []*reader
	conditions [][]string // the names that matter, for each reader
	seen       map[string]bool
	limit      int
	tried      int
	work       int // how many values and conditions were looked at
	found      []Assignment
}

// visit takes the assignment if it is possible and makes another truth of the conditions. It returns
// false when no more are wanted.
func (s *scenarioSearch) visit(assignment Assignment) bool {
	if s.tried++; s.tried > maxAssignments || s.work > maxWork {
		return false
	}
	var truths strings.Builder
	s.work += len(assignment)
	for i, r := range s.readers {
		s.work += r.spent
		r.assume(assignment)
		if r.isRefused() {
			return true
		}
		for _, name := range s.conditions[i] {
			fmt.Fprintf(&truths, "%d", r.conditions.decide(name))
		}
	}
	if s.seen[truths.String()] {
		return true
	}
	if len(s.found) == s.limit {
		return false
	}
	s.seen[truths.String()] = true
	s.found = append(s.found, assignment)
	return true
}

// domains returns what the parameters that conditions read may be, by name.
func (s *scenarioSearch) domains() []domain {
	var all []domain
	for i, r := range s.readers {
		for _, own := range r.domains(s.conditions[i]) {
			known := slices.IndexFunc(all, func(other domain) bool { return other.name == own.name })
			if known < 0 {
				all = append(all, own)
				continue
			}
			for _, choice := range own.choices {
				if !slices.Contains(all[known].choices, choice) {
					all[known].choices = append(all[known].choices, choice)
				}
			}
		}
	}
	return all
}

// domain is what one parameter may be taken to be; the first choice is the one given or the default.
type domain struct {
	name    string
	choices []Choice
}

// deviations calls visit with assignments: that of the first choices, those that deviate from it in
// every parameter, then those that deviate in one, in two and so on. It stops when visit returns false,
// and reports whether it got through.
func deviations(domains []domain, visit func(Assignment) bool) bool {
	chosen := make([]int, len(domains))
	counts := []int{0}
	if len(domains) > 1 {
		counts = append(counts, len(domains)) // whatever the bound, everything is switched once
	}
	for count := 1; count < max(2, len(domains)); count++ {
		counts = append(counts, count)
	}
	for _, count := range counts {
		if !deviate(domains, chosen, 0, count, visit) {
			return false
		}
	}
	return true
}

// deviate visits the assignments in which exactly count of the domains from start on are not at
// their first choice.
func deviate(domains []domain, chosen []int, start, count int, visit func(Assignment) bool) bool {
	if count == 0 {
		assignment := Assignment{}
		for i, domain := range domains {
			assignment[domain.name] = domain.choices[chosen[i]]
		}
		return visit(assignment)
	}
	for i := start; i+count <= len(domains); i++ {
		for choice := 1; choice < len(domains[i].choices); choice++ {
			chosen[i] = choice
			if !deviate(domains, chosen, i+1, count-1, visit) {
				return false
			}
		}
		chosen[i] = 0
	}
	return true
}

// usedConditions returns the names of the conditions that outputs and resources of relevant types hang
// on, and those that these are made of.
func (r *reader) usedConditions() []string {
	if len(r.conditions.nodes) == 0 {
		return nil
	}
	use := conditionUse{reader: r, nodes: r.conditions.nodes, used: map[string]bool{}}
	for _, member := range r.members {
		if kind := scalarText(member.Value.Get("Type")); kind == "" || r.isRelevant(kind) {
			use.visit(r.withGlobals(kind, member.Value))
		}
	}
	use.visit(r.root.Get("Outputs"))
	return slices.Sorted(maps.Keys(use.used))
}

// conditionUse collects the names of conditions.
type conditionUse struct {
	reader *reader
	nodes  map[string]*syntax.Node
	used   map[string]bool
}

func (u conditionUse) add(name string) {
	if node, ok := u.nodes[name]; ok && !u.used[name] {
		u.used[name] = true
		u.visit(node)
	}
}

// visit adds the conditions that are named below a node and in what it includes: by Fn::If, by the
// function Condition and by the attribute Condition.
func (u conditionUse) visit(node *syntax.Node) {
	if node == nil {
		return
	}
	if function, ok := asCall(node); ok {
		switch items, _ := function.arguments(1); {
		case function.name == "Fn::If" && items != nil:
			u.add(scalarText(items[0]))
		case function.name == "Condition":
			u.add(scalarText(function.argument))
		case function.name == transformName:
			u.visitIncluded(function.argument)
			return
		}
	}
	for _, item := range node.Items {
		u.visit(item)
	}
	for _, entry := range node.Entries {
		if entry.Key.Value == "Condition" {
			u.add(scalarText(entry.Value))
		}
		if entry.Key.Value == transformName {
			u.visitIncluded(entry.Value)
			continue
		}
		u.visit(entry.Value)
	}
}

func (u conditionUse) visitIncluded(argument *syntax.Node) {
	if included, reason := u.reader.include(argument); reason == "" {
		u.visit(included)
	}
}

// domains returns what the parameters that the conditions read may be: the value given, else the
// allowed values, else the default, else the texts that conditions compare it with and some other
// one.
func (r *reader) domains(conditions []string) []domain {
	compared := map[string][]string{}
	for _, name := range conditions {
		r.comparisons(r.conditions.nodes[name], compared)
	}
	var domains []domain
	for _, name := range slices.Sorted(maps.Keys(compared)) {
		if choices := r.choices(name, compared[name]); len(choices) > 0 {
			domains = append(domains, domain{name: name, choices: choices})
		}
	}
	return domains
}

// comparisons collects the parameters below a condition with the literals they are compared with.
func (r *reader) comparisons(node *syntax.Node, compared map[string][]string) {
	if node == nil {
		return
	}
	var names, literals []string
	function, isCall := asCall(node)
	items, _ := function.arguments(1)
	for _, item := range items {
		if inner, ok := asCall(item); ok && inner.name == "Ref" {
			names = append(names, scalarText(inner.argument))
		} else if !ok && item.Kind == syntax.Scalar {
			literals = append(literals, item.Value)
		}
	}
	if isCall && function.name == "Ref" {
		names = append(names, scalarText(function.argument))
	}
	for _, name := range names {
		compared[name] = append(compared[name], literals...)
	}
	for _, item := range node.Items {
		r.comparisons(item, compared)
	}
	for _, entry := range node.Entries {
		r.comparisons(entry.Value, compared)
	}
	if isCall && function.name == "Fn::Sub" && function.argument != nil {
		for _, piece := range splitSub(function.argument.Value) {
			if piece.variable != "" {
				compared[piece.variable] = append(compared[piece.variable], literals...)
			}
		}
	}
}

func (r *reader) choices(name string, literals []string) []Choice {
	declaration, declared := r.parameters[name]
	switch {
	case strings.HasPrefix(name, "AWS::"):
		if !r.pseudo(name).Is(value.Unresolved) {
			return nil
		}
		return append([]Choice{{Other: true}}, alternatives(literals)...)
	case !declared || r.isGiven(name) || isSSMType(scalarText(declaration.Get("Type"))):
		return nil
	}
	fallback := declaration.Get("Default")
	allowed := declaration.Get("AllowedValues")
	if allowed != nil && len(allowed.Items) > 0 {
		var texts []string
		if fallback != nil {
			texts = append(texts, fallback.Value)
		}
		for _, item := range allowed.Items {
			texts = append(texts, item.Value)
		}
		return alternatives(texts)
	}
	if fallback != nil {
		return nil
	}
	if pattern := declaration.Get("AllowedPattern"); pattern != nil {
		return patternChoices(scalarText(pattern), literals)
	}
	return append([]Choice{{Other: true}}, alternatives(literals)...)
}

// otherText stands for what nobody thought of: a pattern that takes it takes more than what conditions
// compare with.
const otherText = "latchkey-0ther"

// patternChoices returns what a parameter with an AllowedPattern may be: the texts that fit, and some other
// one only where the pattern is known to take others. A pattern that can't be read gives no choices, which
// leaves the parameter's conditions undecided.
func patternChoices(pattern string, literals []string) []Choice {
	allowed, err := regexp.Compile("^(?:" + pattern + ")$")
	if err != nil {
		return nil
	}
	fitting := alternatives(slices.DeleteFunc(slices.Clone(literals), func(text string) bool {
		return !allowed.MatchString(text)
	}))
	if allowed.MatchString(otherText) {
		fitting = append([]Choice{{Other: true}}, fitting...)
	}
	return fitting
}

// alternatives returns a choice for each text, once.
func alternatives(texts []string) []Choice {
	var choices []Choice
	seen := make(map[string]bool, len(texts))
	for _, text := range texts {
		if !seen[text] {
			seen[text] = true
			choices = append(choices, Choice{Text: text})
		}
	}
	return choices
}

// isRefused reports whether the section Rules refuses the assignment in force: an assertion whose
// rule applies is surely false.
func (r *reader) isRefused() bool {
	for _, entry := range value.Members(orEmpty(r.root.Get("Rules"))) {
		at := source.NewAt(r.file, "Rules", entry.Key.Value)
		if when := entry.Value.Get("RuleCondition"); when != nil && r.conditions.evaluate(when, at) != value.Yes {
			continue
		}
		assertions := entry.Value.Get("Assertions")
		if assertions == nil {
			continue
		}
		for _, assertion := range assertions.Items {
			if assert := assertion.Get("Assert"); assert != nil && r.conditions.evaluate(assert, at) == value.No {
				return true
			}
		}
	}
	return false
}
