package baseline

import (
	"cmp"
	"path"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// comparison pairs the entries of a set with findings.
type comparison struct {
	*Set

	// made are the entries that the findings would have.
	made    []Entry
	isKnown []bool
}

// identity is what an entry and a finding have in common. Either the path or the route is compared.
type identity struct {
	file, rule, resource, path, route, value string
}

func exactly(entry Entry) identity {
	return identity{
		file: entry.File, rule: entry.Rule, resource: entry.Resource, path: entry.Path, value: entry.Value,
	}
}

func alongRoute(entry Entry) identity {
	return identity{
		file: entry.File, rule: entry.Rule, resource: entry.Resource, route: route(entry.Path), value: entry.Value,
	}
}

// newComparison returns a comparison in which nothing is paired yet.
func newComparison(s *Set, findings []finding.Finding, facts Facts) *comparison {
	made := make([]Entry, len(findings))
	for i, found := range findings {
		made[i] = Of(found, s.run.Name(found.Location.File), facts.Marked(found))
	}
	return &comparison{Set: s, made: made, isKnown: make([]bool, len(made))}
}

// pairAll pairs entries with findings: first those of the same path, then those along the same route. The entries of
// renamed files stand for what is found under the new names.
func (c *comparison) pairAll(renamed map[string]string) {
	for _, identify := range []func(Entry) identity{exactly, alongRoute} {
		waiting := map[identity][]int{}
		for i, entry := range c.entries {
			entry.File = cmp.Or(renamed[entry.File], entry.File)
			if c.states[i] == open {
				waiting[identify(entry)] = append(waiting[identify(entry)], i)
			}
		}
		c.pair(waiting, identify)
	}
}

// pair pairs each of the entries with one finding of the same identity that is left.
func (c *comparison) pair(waiting map[identity][]int, identify func(Entry) identity) {
	for i, entry := range c.made {
		if c.isKnown[i] {
			continue
		}
		about := identify(entry)
		if queue := waiting[about]; len(queue) > 0 {
			waiting[about] = queue[1:]
			c.isKnown[i] = true
			if old := c.entries[queue[0]]; old.File != entry.File || old.Path != entry.Path {
				c.moved++
			}
			c.states[queue[0]], c.entries[queue[0]] = matched, entry
		}
	}
}

// rename is a guess that a file of the baseline has become another one.
type rename struct {
	from, to string
	// same is the number of findings that both have.
	same int
}

// findRenamed returns the new names of the files of the baseline that are no longer there. A file was renamed when one
// nearby has at least half of its findings and none in the baseline: one in the same folder, or of the same name in
// another. A copy is not: the file it was made of is still there.
func (c *comparison) findRenamed(run Run) map[string]string {
	left, arrived := c.missing(run), map[string]map[identity]int{}
	for name, has := range c.arrived() {
		arrived[name] = count(has)
	}
	var guesses []rename
	for from, had := range left {
		counts := count(had)
		for to, has := range arrived {
			if path.Dir(from) != path.Dir(to) && path.Base(from) != path.Base(to) {
				continue
			}
			if same := common(counts, has); same > 0 && 2*same >= len(had) {
				guesses = append(guesses, rename{from, to, same})
			}
		}
	}
	slices.SortFunc(guesses, func(a, b rename) int {
		return cmp.Or(-cmp.Compare(a.same, b.same), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	renamed, taken := map[string]string{}, map[string]bool{}
	for _, guess := range guesses {
		if renamed[guess.from] == "" && !taken[guess.to] {
			renamed[guess.from], taken[guess.to] = guess.to, true
		}
	}
	return renamed
}

// missing returns the entries of each file that was neither read nor is there.
func (c *comparison) missing(run Run) map[string][]Entry {
	isRead := map[string]bool{}
	for _, file := range run.Files {
		isRead[run.Name(file)] = true
	}
	had := map[string][]Entry{}
	for _, entry := range c.entries {
		had[entry.File] = append(had[entry.File], entry)
	}
	for name := range had {
		if isRead[name] || run.Exists(name) {
			delete(had, name)
		}
	}
	return had
}

// arrived returns what is found in each file that the baseline has no entries of.
func (c *comparison) arrived() map[string][]Entry {
	found := map[string][]Entry{}
	for _, entry := range c.made {
		found[entry.File] = append(found[entry.File], entry)
	}
	for _, entry := range c.entries {
		delete(found, entry.File)
	}
	return found
}

// count counts the entries of a file by what they are about.
func count(entries []Entry) map[identity]int {
	counts := map[identity]int{}
	for _, entry := range entries {
		entry.File = ""
		counts[alongRoute(entry)]++
	}
	return counts
}

// common returns how many entries are in both counts.
func common(these, those map[identity]int) int {
	same := 0
	for about, number := range these {
		same += min(number, those[about])
	}
	return same
}
