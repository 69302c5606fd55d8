package access

import (
	"cmp"
	"encoding/json"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Scenarios are an assembly in each of its scenarios, of which the first is that of the values given and the
// defaults.
type Scenarios []Input

// truths are what conditions are in a scenario, by name.
type truths map[string]value.Truth

// alternatives names the chosen ones of several scenarios: one of the sets of conditions holds in each of them,
// and none in another, as far as conditions that are decided tell scenarios apart. There are none where all are
// chosen.
func alternatives(all []truths, chosen []int) []map[string]bool {
	named := []map[string]bool{}
	if len(chosen) == len(all) {
		return named
	}
	covered := map[int]bool{}
	for _, i := range chosen {
		if covered[i] {
			continue
		}
		scenario := telling(all, chosen, i)
		named = append(named, scenario)
		for _, j := range chosen {
			covered[j] = covered[j] || all[j].have(scenario)
		}
	}
	return named
}

// telling returns conditions that hold in a scenario and in none that is not chosen, as few as do.
func telling(all []truths, chosen []int, of int) map[string]bool {
	scenario := decided(all, of)
	if !isOnlyIn(all, chosen, scenario) {
		return scenario
	}
	if one := single(all, chosen, scenario); one != nil {
		return one
	}
	for _, name := range slices.Sorted(maps.Keys(scenario)) {
		without := maps.Clone(scenario)
		delete(without, name)
		if isOnlyIn(all, chosen, without) {
			scenario = without
		}
	}
	return scenario
}

// single returns the one condition of a scenario that holds in the most chosen ones and in no other; nil for none.
func single(all []truths, chosen []int, scenario map[string]bool) map[string]bool {
	var best map[string]bool
	most := 0
	for _, name := range slices.Sorted(maps.Keys(scenario)) {
		one, count := map[string]bool{name: scenario[name]}, 0
		for _, i := range chosen {
			if all[i].have(one) {
				count++
			}
		}
		if count > most && isOnlyIn(all, chosen, one) {
			best, most = one, count
		}
	}
	return best
}

// decided returns the conditions of a scenario that are decided there, and not the same everywhere.
func decided(all []truths, of int) map[string]bool {
	scenario := map[string]bool{}
	for name, truth := range all[of] {
		differs := slices.ContainsFunc(all, func(other truths) bool { return other[name] != truth })
		if differs && truth != value.Undecided {
			scenario[name] = truth == value.Yes
		}
	}
	return scenario
}

// isOnlyIn reports whether the conditions hold in chosen scenarios alone.
func isOnlyIn(all []truths, chosen []int, scenario map[string]bool) bool {
	for i, other := range all {
		if other.have(scenario) && !slices.Contains(chosen, i) {
			return false
		}
	}
	return true
}

func (t truths) have(scenario map[string]bool) bool {
	for name, truth := range scenario {
		if t[name] != value.TruthOf(truth) {
			return false
		}
	}
	return true
}

// outcome is what is said in some scenarios.
type outcome[T any] struct {
	said T
	in   []int
}

// outcomes puts together what scenarios have in common, in the order in which it comes up.
type outcomes[T any] struct {
	all   []*outcome[T]
	known map[string]*outcome[T]
}

// add notes what is said in a scenario; identity is equal for what says the same.
func (o *outcomes[T]) add(scenario int, identity string, said T) {
	if o.known == nil {
		o.known = map[string]*outcome[T]{}
	}
	if same := o.known[identity]; same == nil {
		o.known[identity] = &outcome[T]{said: said, in: []int{scenario}}
		o.all = append(o.all, o.known[identity])
	} else if same.in[len(same.in)-1] != scenario {
		same.in = append(same.in, scenario)
	}
}

// pathOfPlace matches the path in a location that has a place in the text. The same place has another path where
// a list lacks what stands before it in another scenario.
var pathOfPlace = regexp.MustCompile(`"path":"(?:[^"\\]|\\.)*","start"`)

// identityOf returns a text that is equal for what says the same of the same places.
func identityOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // there is nothing in a report that has no JSON form
	}
	return string(pathOfPlace.ReplaceAll(text, nil))
}

// policies describes the policies of the assembly. What is said of one in all scenarios stands once, and else
// names the scenarios that it holds in.
func (s Scenarios) policies() []Policy {
	var found outcomes[Policy]
	all, files, allowance := make([]truths, len(s)), map[string]int{}, newAllowance()
	for i, input := range s {
		all[i] = input.Document.Conditions()
		for p := range input.Document.Policies {
			describing := describer{Input: input, entry: &input.Document.Policies[p], allowance: allowance}
			described := describing.policy()
			if _, known := files[described.Location.File]; !known {
				files[described.Location.File] = len(files)
			}
			found.add(i, identityOf(described), described)
		}
	}
	policies := make([]Policy, len(found.all))
	for i, each := range found.all {
		policies[i] = each.said
		policies[i].Scenarios = alternatives(all, each.in)
	}
	if len(s) > 1 { // one that the first scenario lacks stands between others
		slices.SortStableFunc(policies, func(a, b Policy) int {
			return cmp.Or(
				cmp.Compare(files[a.Location.File], files[b.Location.File]),
				cmp.Compare(a.Location.span.Start.Offset, b.Location.span.Start.Offset),
				strings.Compare(a.Name, b.Name),
			)
		})
	}
	return policies
}

// Scenario is one satisfiable truth of the conditions of all assemblies.
type Scenario struct {
	Inputs     []Input
	conditions truths
}

// Combine combines the scenarios of several assemblies, up to the bound, and reports whether these are all. In
// the first one every assembly is in its first scenario.
func Combine(assemblies []Scenarios, most int) (all []Scenario, complete bool) {
	all, complete = []Scenario{{conditions: truths{}}}, true
	alone := func(each Scenarios) bool { return len(each) < 2 }
	areSeveral := len(slices.DeleteFunc(slices.Clone(assemblies), alone)) > 1
	for _, scenarios := range assemblies {
		var combined []Scenario
		for _, input := range scenarios {
			conditions := truths(input.Document.Conditions())
			if areSeveral {
				conditions = prefixed(input)
			}
			for _, scenario := range all {
				combined = append(combined, scenario.with(input, conditions))
			}
		}
		complete = complete && len(combined) <= most
		all = combined[:min(len(combined), most)]
	}
	return all, complete
}

// with returns the scenario with one more assembly, whose conditions are given.
func (s Scenario) with(input Input, conditions truths) Scenario {
	more := Scenario{Inputs: append(slices.Clip(s.Inputs), input), conditions: maps.Clone(s.conditions)}
	maps.Copy(more.conditions, conditions)
	return more
}

// prefixed returns the conditions of an assembly by names that tell them from those of others: with that of the
// file before them.
func prefixed(input Input) truths {
	conditions := truths{}
	for name, truth := range input.Document.Conditions() {
		if !strings.Contains(name, "#") {
			name = path.Base(input.Document.Files[0].Name) + "#" + name
		}
		conditions[name] = truth
	}
	return conditions
}
