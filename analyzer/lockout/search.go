package lockout

import "slices"

// search looks for the cheapest choice of one option in every group that does all duties. It is exhaustive:
// what it leaves out is never better than what it looks at.
type search struct {
	groups   [][]option
	required set
	// rest[g] is what groups g and later can do at best, and floor[g] what they cost at least.
	rest  []set
	floor []cost
	// steps is what is left of the work that one search may take.
	steps  int
	chosen []*option
	best   []*option
	price  cost
}

// longestSearch bounds the steps of one search, each of which looks at the options of one group.
const longestSearch = 1 << 14

// way is what a search finds: the options of an escape.
type way struct {
	options []*option
	price   cost
	found   bool
	// grant is the number of the statement that allows it, where one has to.
	grant int
	// exhausted says that the search was cut short, so that there may be a better way.
	exhausted bool
}

// seek looks for the cheapest way to do the required duties. Of the hard ones, those that are lenient count as
// done. Only options that are allowed are looked at.
func seek(groups []group, required, lenient set, allowed func(*option) bool) way {
	s := &search{required: required, steps: longestSearch, price: ^cost(0)}
	for g := range groups {
		s.groups = append(s.groups, usable(groups[g].options, required, lenient, allowed))
	}
	slices.SortStableFunc(s.groups, func(a, b []option) int { return len(a) - len(b) })
	s.prepare()
	s.walk(0, required.clone(), 0)
	return way{options: s.best, price: s.price, found: s.best != nil, exhausted: s.steps <= 0}
}

// usable returns the options that matter for the duties: none that does no more than another of the same
// price.
func usable(options []option, required, lenient set, allowed func(*option) bool) []option {
	var kept []option
	for i := range options {
		if !allowed(&options[i]) {
			continue
		}
		one := options[i]
		done := one.hard.clone()
		done.keep(lenient)
		done.join(one.sure)
		done.keep(required)
		one.sure = done
		isIdle := slices.ContainsFunc(kept, func(other option) bool { return done.within(other.sure) })
		if !isIdle {
			kept = append(kept, one)
		}
	}
	return kept
}

func (s *search) prepare() {
	s.rest = make([]set, len(s.groups)+1)
	s.floor = make([]cost, len(s.groups)+1)
	s.rest[len(s.groups)] = make(set, len(s.required))
	for g, options := range slices.Backward(s.groups) {
		s.rest[g] = s.rest[g+1].clone()
		lowest := ^cost(0)
		for i := range options {
			s.rest[g].join(options[i].sure)
			lowest = min(lowest, options[i].price)
		}
		if len(options) > 0 {
			s.floor[g] = s.floor[g+1].plus(lowest)
		}
	}
}

// walk chooses from group g on, with the duties that are left and the price so far.
func (s *search) walk(g int, left set, price cost) {
	switch {
	case s.steps <= 0, price.plus(s.floor[g]) >= s.price, !left.within(s.rest[g]):
		return
	case g == len(s.groups):
		s.best, s.price = slices.Clone(s.chosen), price
		return
	}
	s.steps--
	var tried []set
	for i := range s.groups[g] {
		one := &s.groups[g][i]
		remaining := left.without(one.sure)
		if slices.ContainsFunc(tried, func(other set) bool { return other.within(remaining) }) {
			continue // one that is no dearer leaves no more
		}
		tried = append(tried, remaining)
		s.chosen = append(s.chosen, one)
		s.walk(g+1, remaining, price.plus(one.price))
		s.chosen = s.chosen[:len(s.chosen)-1]
	}
}
