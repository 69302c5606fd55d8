package template

import (
	"fmt"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// MaxScenarios is how many scenarios of one template are told apart. Of templates that belong together, and
// of large ones, it is fewer, in proportion, but never fewer than minScenarios.
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

// Assignment is what the parameters of a template are taken to be, by name. Pseudo parameters are among
// them by their own names, as in "AWS::Region".
type Assignment map[string]Choice

// Scenario is the assignment of each of several templates, by the name of the file.
type Scenario map[string]Assignment

// Stack is one of several stacks that belong together.
type Stack struct {
	Tree *syntax.Tree
	// Parent is the index of the stack that this one is nested in, which stands before it; Outermost for
	// none.
	Parent int
	// Name is the logical id of a nested stack in its parent.
	Name string
}

// Outermost is the parent of a stack that is nested in none.
const Outermost = -1

// Scenarios returns scenarios that tell apart what the conditions of stacks that belong together can be,
// each with another truth of the conditions that outputs and resources of relevant types hang on: what
// switches nobody looks at does not matter. The parameters of nested stacks are what their parents give
// them. Others with one name are the same in all templates that allow it. The first scenario is that of
// the values given and the defaults. It reports whether the list is complete: it is cut at a bound,
// MaxScenarios for one template, and when finding them takes too many tries.
func Scenarios(stacks []Stack, env Environment) (scenarios []Scenario, complete bool) {
	search := newScenarioSearch(stacks, env)
	complete = deviations(search.domains(), search.visit)
	if len(search.found) == 0 { // the templates' own rules refuse every assignment that was tried
		return []Scenario{nil}, complete
	}
	return search.found, complete
}

// scenarioSearch collects scenarios that differ in the truth of conditions.
type scenarioSearch struct {
	stacks []searchedStack
	seen   map[string]bool
	limit  int
	tried  int
	work   int // how many values and conditions were looked at
	found  []Scenario
}

// searchedStack is a stack with the conditions that matter.
type searchedStack struct {
	Stack
	reader     *reader
	conditions []string
}

func newScenarioSearch(stacks []Stack, env Environment) *scenarioSearch {
	search := &scenarioSearch{seen: map[string]bool{}}
	resources, files := 0, map[*syntax.Tree]bool{}
	for _, stack := range stacks {
		own := env
		if stack.Parent != Outermost {
			own.Parameters, own.Arguments = nil, map[string]*value.Value{}
		}
		searched := searchedStack{Stack: stack, reader: newReader(stack.Tree, own)}
		if searched.reader != nil {
			searched.conditions = searched.reader.usedConditions()
			resources += searched.reader.relevantResources()
		}
		search.stacks = append(search.stacks, searched)
		files[stack.Tree] = true
	}
	search.limit = max(minScenarios, MaxScenarios/max(1, len(files)))
	search.limit = max(leastScenarios, min(search.limit, maxResources/max(1, resources)))
	return search
}

// maxResources bounds the resources that all scenarios look at together, down to leastScenarios: a template
// may hold thousands.
const (
	maxResources   = 15_000
	leastScenarios = 2
)

// relevantResources counts the resources that somebody looks at.
func (r *reader) relevantResources() int {
	count := 0
	for _, member := range r.members {
		if r.isRelevant(scalarText(member.Value.Get("Type"))) {
			count++
		}
	}
	return count
}

// visit takes the assignment if it is possible and makes another truth of the conditions. It returns
// false when no more are wanted.
func (s *scenarioSearch) visit(chosen []chosenDomain) bool {
	if s.tried++; s.tried > maxAssignments || s.work > maxWork {
		return false
	}
	scenario := scenarioOf(s.stacks, chosen)
	if !isConsistent(chosen) {
		return true
	}
	var truths strings.Builder
	absent := make([]bool, len(s.stacks))
	for i, stack := range s.stacks {
		if stack.reader == nil {
			continue
		}
		s.work += stack.reader.spent + len(chosen)
		stack.reader.assume(scenario[stack.Tree.File.Name])
		if stack.Parent != Outermost {
			parent := s.stacks[stack.Parent].reader
			absent[i] = absent[stack.Parent] || parent == nil || !parent.nests(stack.Name, stack.reader)
		}
		if absent[i] {
			truths.WriteString("-")
			continue
		}
		if stack.reader.isRefused() {
			return true
		}
		for _, name := range stack.conditions {
			fmt.Fprintf(&truths, "%d", stack.reader.conditions.decide(name))
		}
	}
	return s.take(truths.String(), scenario)
}

// take keeps a scenario that makes another truth of the conditions. It returns false when no more are
// wanted.
func (s *scenarioSearch) take(truths string, scenario Scenario) bool {
	if s.seen[truths] {
		return true
	}
	if len(s.found) == s.limit {
		return false
	}
	s.seen[truths] = true
	s.found = append(s.found, scenario)
	return true
}

// nests reports whether a stack holds the nested one in the scenario, and gives this its arguments.
func (r *reader) nests(name string, nested *reader) bool {
	node := r.resources[name]
	condition := scalarText(node.Get("Condition"))
	if node == nil || condition != "" && r.conditions.decide(condition) == value.No {
		return false
	}
	nested.env.Arguments = map[string]*value.Value{}
	given := node.Get("Properties").Get("Parameters")
	if given == nil {
		return true
	}
	r.comparing++ // a secret decides conditions of the nested stack, too
	arguments := r.resolve(nil, given, source.NewAt(r.file))
	r.comparing--
	if arguments.Is(value.Map) {
		for _, field := range arguments.Fields {
			nested.env.Arguments[field.Key] = field.Value
		}
	}
	return true
}

// deviations calls visit with assignments: that of the first choices, those that deviate from it in
// every parameter, then those that deviate in one, in two and so on. It stops when visit returns false,
// and reports whether it got through.
func deviations(domains []domain, visit func([]chosenDomain) bool) bool {
	chosen := make([]chosenDomain, len(domains))
	for i, domain := range domains {
		chosen[i] = chosenDomain{domain: domain}
	}
	counts := []int{0}
	if len(domains) > 1 {
		counts = append(counts, len(domains)) // whatever the bound, everything is switched once
	}
	for count := 1; count < max(2, len(domains)); count++ {
		counts = append(counts, count)
	}
	for _, count := range counts {
		if !deviate(chosen, 0, count, visit) {
			return false
		}
	}
	return true
}

// deviate visits the assignments in which exactly count of the domains from start on are not at
// their first choice.
func deviate(chosen []chosenDomain, start, count int, visit func([]chosenDomain) bool) bool {
	if count == 0 {
		return visit(chosen)
	}
	for i := start; i+count <= len(chosen); i++ {
		for choice := 1; choice < len(chosen[i].choices); choice++ {
			chosen[i].index = choice
			if !deviate(chosen, i+1, count-1, visit) {
				return false
			}
		}
		chosen[i].index = 0
	}
	return true
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
