package analyzer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// outcome is what the rules say about an assembly in one scenario.
type outcome struct {
	conditions map[string]value.Truth
	judgement
}

// merge puts the outcomes of an assembly's scenarios together. What is said twice of one place, as of a
// template that makes two stacks, stands once. A finding that holds in all of them
// stands without a scenario; one that holds in some names the conditions that these have in common
// and the others have not.
func merge(outcomes []outcome) judgement {
	var merged judgement
	naming := naming{outcomes: outcomes, known: map[string]map[string]bool{}}
	held, said := map[string][]int{}, map[string]bool{}
	for i, one := range outcomes {
		for _, found := range one.findings {
			if in := held[identity(found)]; len(in) == 0 || in[len(in)-1] != i {
				held[identity(found)] = append(in, i)
			}
		}
	}
	for i, one := range outcomes {
		merged.faults = append(merged.faults, one.faults...)
		for _, found := range one.findings {
			in := held[identity(found)]
			if in[0] != i || said[identity(found)] {
				continue
			}
			said[identity(found)] = true
			found.Scenario = naming.scenario(in)
			merged.findings = append(merged.findings, found)
		}
	}
	merged.undecided = mergeUndecided(outcomes)
	return merged
}

// naming names the scenarios that findings hold in. Many findings hold in the same ones.
type naming struct {
	outcomes []outcome
	known    map[string]map[string]bool // by the chosen outcomes
}

// scenario returns the conditions that name the chosen outcomes, nil when these are all.
func (n naming) scenario(chosen []int) map[string]bool {
	if len(chosen) == len(n.outcomes) {
		return nil
	}
	key := fmt.Sprint(chosen)
	if n.known[key] == nil {
		n.known[key] = common(n.outcomes, chosen)
	}
	return n.known[key]
}

// identity is equal for findings that are one and the same in several scenarios: evidence may differ.
func identity(found finding.Finding) string {
	span := found.Location.Span
	return fmt.Sprintf("%s\x00%s\x00%d\x00%d\x00%s",
		found.Rule, found.Location.File, span.Start.Offset, span.End.Offset, found.Message)
}

// common returns the truth of conditions that are the same in the chosen outcomes and tell these from
// the others, as few as do. Where nothing tells them apart, the first of the chosen outcomes stands for
// all.
func common(outcomes []outcome, chosen []int) map[string]bool {
	scenario := describe(outcomes, chosen)
	if len(scenario) == 0 {
		chosen = chosen[:1]
		scenario = describe(outcomes, chosen)
	}
	for _, name := range slices.Sorted(maps.Keys(scenario)) {
		without := maps.Clone(scenario)
		delete(without, name)
		if len(without) > 0 && matching(outcomes, without) == matching(outcomes, scenario) {
			scenario = without
		}
	}
	return scenario
}

// matching counts the outcomes in which the conditions have the given truth.
func matching(outcomes []outcome, scenario map[string]bool) int {
	count := 0
	for _, one := range outcomes {
		if holds(one, scenario) {
			count++
		}
	}
	return count
}

func holds(one outcome, scenario map[string]bool) bool {
	for name, truth := range scenario {
		if one.conditions[name] != value.TruthOf(truth) {
			return false
		}
	}
	return true
}

func describe(outcomes []outcome, chosen []int) map[string]bool {
	scenario := map[string]bool{}
	for name, truth := range outcomes[chosen[0]].conditions {
		if truth != value.Undecided && sameIn(outcomes, chosen, name, truth) && !sameInAll(outcomes, name, truth) {
			scenario[name] = truth == value.Yes
		}
	}
	return scenario
}

func sameIn(outcomes []outcome, chosen []int, name string, truth value.Truth) bool {
	for _, i := range chosen {
		if outcomes[i].conditions[name] != truth {
			return false
		}
	}
	return true
}

func sameInAll(outcomes []outcome, name string, truth value.Truth) bool {
	for _, one := range outcomes {
		if one.conditions[name] != truth {
			return false
		}
	}
	return true
}

func mergeUndecided(outcomes []outcome) []finding.Undecided {
	var merged []finding.Undecided
	seen := map[finding.Undecided]bool{}
	for _, one := range outcomes {
		for _, question := range one.undecided {
			if !seen[question] {
				seen[question] = true
				merged = append(merged, question)
			}
		}
	}
	return merged
}
