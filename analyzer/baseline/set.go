package baseline

import (
	"cmp"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// Run says what a run looks at.
type Run struct {
	// Files are the names of the files that were read.
	Files []string
	// Name returns the name of a file in the baseline, given its name in the run.
	Name func(file string) string
	// Exists reports whether there is a file, and Covers whether the run looks for files where it stands or stood; both
	// by its name in the baseline.
	Exists, Covers func(name string) bool
}

// Facts are what is known after the rules have spoken.
type Facts struct {
	// Marked returns the text that a finding marks.
	Marked func(finding.Finding) string
	// Settled reports whether the silence of a rule about a resource of a file proves that there is nothing to find.
	// The file has its name in the run; "" stands for one that is no longer there.
	Settled func(rule, file, resource string) bool
}

// Set compares the findings of one run with the entries of a baseline.
type Set struct {
	run     Run
	entries []Entry
	// states say what became of the entries; until Split they are all open.
	states []state
	moved  int
}

// state is what became of an entry.
type state uint8

const (
	// open is an entry that the run says nothing about.
	open state = iota
	// matched is one whose finding is still there.
	matched
	// gone is one whose finding is not.
	gone
)

// NewSet returns a set of the entries, for one run.
func NewSet(entries []Entry, run Run) *Set {
	return &Set{run: run, entries: slices.Clone(entries), states: make([]state, len(entries))}
}

// Split parts the findings that are new from those that the baseline holds. Both keep their order. Each entry stands
// for one finding. It is looked for first where it was, then along the same route of the same resource in the same
// file, then in the file that the entry's file has become.
func (s *Set) Split(findings []finding.Finding, facts Facts) (fresh, known []finding.Finding) {
	comparison := newComparison(s, findings, facts)
	renamed := comparison.findRenamed(s.run)
	comparison.pairAll(renamed)
	s.settle(renamed, facts)
	for i, found := range findings {
		if comparison.isKnown[i] {
			known = append(known, found)
		} else {
			fresh = append(fresh, found)
		}
	}
	return fresh, known
}

// settle tells the entries whose finding is gone from those that the run says nothing about: of a file that was not
// read, of a rule that was not asked.
func (s *Set) settle(renamed map[string]string, facts Facts) {
	names := map[string]string{}
	for _, file := range s.run.Files {
		names[s.run.Name(file)] = file
	}
	for i, entry := range s.entries {
		if s.states[i] == matched {
			continue
		}
		name := cmp.Or(renamed[entry.File], entry.File)
		file, wasRead := names[name]
		wasSought := wasRead || !s.run.Exists(name) && s.run.Covers(name)
		if wasSought && facts.Settled(entry.Rule, file, entry.Resource) {
			s.states[i] = gone
		}
	}
}

// Gone returns the entries whose findings are gone.
func (s *Set) Gone() []Entry {
	return s.those(func(one state) bool { return one == gone })
}

// Open returns the entries that the run says nothing about.
func (s *Set) Open() []Entry {
	return s.those(func(one state) bool { return one == open })
}

// Moved counts the entries whose finding has another path now, or another file.
func (s *Set) Moved() int { return s.moved }

// Kept returns the entries without those whose findings are gone. What has moved is described as it is now.
func (s *Set) Kept() []Entry {
	return s.those(func(one state) bool { return one != gone })
}

func (s *Set) those(wanted func(state) bool) []Entry {
	var kept []Entry
	for i, entry := range s.entries {
		if wanted(s.states[i]) {
			kept = append(kept, entry)
		}
	}
	return kept
}
