package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// domain is what a parameter may be taken to be. A parameter that several templates have by one name is one
// domain, in which each template takes part as far as it allows a choice.
type domain struct {
	name    string
	choices []Choice
	// own are the choices of the templates that have the parameter, by the name of the file; nil for a pseudo
	// parameter that is the same in all of them.
	own map[string][]Choice
}

// chosenDomain is a domain with the index of one of its choices.
type chosenDomain struct {
	domain
	index int
}

// domains returns what the parameters that conditions read may be.
func (s *scenarioSearch) domains() []domain {
	compared := make([]comparisons, len(s.stacks))
	for i, stack := range slices.Backward(s.stacks) { // nested stacks come before those that hold them
		if stack.reader == nil {
			continue
		}
		if compared[i] == nil {
			compared[i] = comparisons{}
		}
		for _, name := range stack.conditions {
			stack.reader.compare(stack.reader.conditions.nodes[name], compared[i])
		}
		if stack.Parent != Outermost && s.stacks[stack.Parent].reader != nil {
			if compared[stack.Parent] == nil {
				compared[stack.Parent] = comparisons{}
			}
			s.stacks[stack.Parent].reader.hand(stack.Name, compared[i], compared[stack.Parent])
		}
	}
	var all []domain
	for i, stack := range s.stacks {
		if stack.reader != nil {
			all = stack.addDomains(all, compared[i])
		}
	}
	return all
}

// addDomains adds what the parameters of a stack may be. Those of a nested stack are up to its parent.
func (s searchedStack) addDomains(all []domain, compared comparisons) []domain {
	file := s.Tree.File.Name
	for _, name := range compared.names() {
		isPseudo := strings.HasPrefix(name, "AWS::")
		if s.Parent != Outermost && (!isPseudo || isOfStack(name)) {
			continue
		}
		choices := s.reader.choices(name, compared[name])
		if len(choices) == 0 {
			continue
		}
		isSame := func(other domain) bool {
			return other.name == name && (isPseudo && !isOfStack(name) || !isPseudo && other.own[file] == nil)
		}
		known := slices.IndexFunc(all, isSame)
		if known < 0 {
			added := domain{name: name, choices: choices}
			if !isPseudo || isOfStack(name) {
				added.own = map[string][]Choice{file: choices}
			}
			all = append(all, added)
			continue
		}
		all[known].join(file, choices)
	}
	return all
}

// join adds the choices of another template. The first choice stands for the first of each template; those
// that a template shares with the first one come after it, to be chosen together.
func (d *domain) join(file string, choices []Choice) {
	if d.own != nil {
		d.own[file] = choices
	}
	for _, choice := range choices {
		if !slices.Contains(d.choices[1:], choice) && (d.own != nil || choice != d.choices[0]) {
			d.choices = append(d.choices, choice)
		}
	}
}

// isOfStack reports whether a pseudo parameter is another one in each stack.
func isOfStack(name string) bool {
	return name == "AWS::StackName" || name == "AWS::StackId" || name == "AWS::NotificationARNs"
}

// scenarioOf returns the scenario that the choices make.
func scenarioOf(stacks []searchedStack, chosen []chosenDomain) Scenario {
	scenario := Scenario{}
	for _, stack := range stacks {
		file := stack.Tree.File.Name
		if scenario[file] != nil {
			continue
		}
		scenario[file] = Assignment{}
		for _, one := range chosen {
			if choice, takesPart := one.in(file); takesPart {
				scenario[file][one.name] = choice
			}
		}
	}
	return scenario
}

// in returns what a template takes the parameter to be: the choice where it allows that, else its own first.
func (c chosenDomain) in(file string) (choice Choice, takesPart bool) {
	choice = c.choices[c.index]
	if c.own == nil {
		return choice, true
	}
	own := c.own[file]
	if len(own) == 0 {
		return Choice{}, false
	}
	if c.index == 0 || !slices.Contains(own, choice) {
		return own[0], true
	}
	return choice, true
}

// isConsistent reports whether the Region and the partition that are chosen go together.
func isConsistent(chosen []chosenDomain) bool {
	region, partition := "", ""
	for _, one := range chosen {
		switch one.name {
		case "AWS::Region":
			region = one.choices[one.index].Text
		case "AWS::Partition":
			partition = one.choices[one.index].Text
		}
	}
	return region == "" || partition == "" || value.PartitionOf(region) == partition
}
