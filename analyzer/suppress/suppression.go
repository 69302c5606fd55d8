package suppress

import (
	"bytes"
	"slices"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// dateForm is the form of the date up to which a suppression holds (RFC 3339, full-date).
const dateForm = time.DateOnly

// Suppression asks to leave findings out.
type Suppression struct {
	// At identifies the suppression, and Location is where it stands.
	At       source.At
	Location finding.Location
	// Rules are the selectors of the rules it hides: ids, names, families ("nacl" or "nacl/*") or tags.
	Rules []string
	// Reason is why; without one it hides nothing.
	Reason string
	// Until is the last day on which it holds, as in 2027-01-31; empty for one that always does.
	Until string
	// Covers reports whether it is about a place.
	Covers func(finding.Location) bool
	// External says that it stands in the configuration, not in the file it is about.
	External bool
	// Partial says that the run may not hold all that it is about, so that it is never said to be unused.
	Partial bool

	removal  finding.Fix                     // of the suppression as a whole
	without  func(kept []string) finding.Fix // leaves these of its rules; nil where it can't
	mistakes []Issue                         // in its form
	isBroken bool                            // hides nothing because of its form
}

// IssueKind is what is wrong with a suppression: the name of the rule that reports it.
type IssueKind string

// The kinds of issues.
const (
	MissingReason IssueKind = "missing-reason"
	UnknownRule   IssueKind = "unknown-rule"
	Unused        IssueKind = "unused"
	Expired       IssueKind = "expired"
)

// Issue is something wrong with a suppression.
type Issue struct {
	Kind IssueKind
	// At and Location are those of the suppression.
	At       source.At
	Location finding.Location
	// Rules are the selectors that it is about; all of the suppression's but for an unknown or unused one.
	Rules []string
	// Detail depends on the kind: the nearest id to an unknown rule, the day on which a suppression ended, else
	// what is not understood, as a sentence without a full stop.
	Detail string
	// Unclear says that something is not understood, and Detail says what.
	Unclear bool
	// Fix removes what is unused; nil for the other kinds.
	Fix *finding.Fix
}

// Read returns the suppressions in a file, in the order of the file: those in comments, then those in metadata. A
// file that does not parse has none.
func Read(tree *syntax.Tree) []*Suppression {
	// Our name with a capital letter is told, too.
	if tree.Root == nil || !bytes.Contains(tree.File.Content, []byte(keyword[1:])) {
		return nil
	}
	return append(readComments(tree), readMetadata(tree)...)
}

// New returns a suppression that stands in a configuration, as the item of a list at the handle.
func New(asked Suppression) *Suppression {
	asked.External = true
	asked.removal = finding.Fix{
		Title: "remove the suppression", Safe: true,
		Edits: []finding.Edit{{Op: "remove", At: asked.At, Written: asked.At}},
	}
	return &asked
}

// Facts are what a run knows that suppressions are judged by.
type Facts struct {
	// Known are all rules, and On reports whether one was asked about a file; "" stands for all files.
	Known []rule.Rule
	On    func(id, file string) bool
	// Settled reports whether nothing outside of a file decides what is found in it, such as the values of parameters;
	// "" stands for all files. Elsewhere the removal of what is unused is only suggested.
	Settled func(file string) bool
	// Suggest returns the id that is spelled most like a text, or "".
	Suggest func(text string) string
	// Today is the day of the run; the zero Time for none, and then nothing expires.
	Today time.Time
}

// Set holds the suppressions of a run.
type Set struct {
	facts Facts
	all   []*judged
	// files are those of one file, by the rules that they name, and wide those that may be about any file.
	files map[string]map[string][]*judged
	wide  map[string][]*judged
}

// judged is a suppression with what became of it.
type judged struct {
	*Suppression

	// holds says that it hides what it covers.
	holds bool
	// names are the ids of the rules of each selector.
	names map[string][]string
	// used says of a selector that it hid something.
	used map[string]bool
}

// NewSet returns the set of the suppressions.
func NewSet(suppressions []*Suppression, facts Facts) *Set {
	set := &Set{facts: facts, files: map[string]map[string][]*judged{}, wide: map[string][]*judged{}}
	for _, given := range suppressions {
		one := &judged{Suppression: given, names: map[string][]string{}, used: map[string]bool{}}
		for _, selector := range given.Rules {
			for _, known := range facts.Known {
				if known.Matches(selector) {
					one.names[selector] = append(one.names[selector], known.ID)
				}
			}
		}
		one.holds = given.Reason != "" && !given.isBroken && !set.isOver(given)
		set.all = append(set.all, one)
		set.index(one)
	}
	return set
}

// index makes a suppression be found by the rules that it names.
func (s *Set) index(one *judged) {
	byRule := s.wide
	if file := one.Location.File; !one.External {
		if s.files[file] == nil {
			s.files[file] = map[string][]*judged{}
		}
		byRule = s.files[file]
	}
	for _, ids := range one.names {
		for _, id := range ids {
			if known := byRule[id]; len(known) == 0 || known[len(known)-1] != one {
				byRule[id] = append(known, one)
			}
		}
	}
}

// isOver reports whether the suppression is past its date.
func (s *Set) isOver(given *Suppression) bool {
	return given.Until != "" && !s.facts.Today.IsZero() && s.facts.Today.Format(dateForm) > given.Until
}

// Split parts the findings that stand from those that are suppressed, which say by what. Both keep their order.
func (s *Set) Split(findings []finding.Finding) (kept, suppressed []finding.Finding) {
	if len(s.all) == 0 {
		return findings, nil
	}
	for _, found := range findings {
		if by := s.hide(found); by != nil {
			found.Suppression = &finding.Suppression{
				Reason: by.Reason, Until: by.Until, Location: by.Location, External: by.External,
			}
			suppressed = append(suppressed, found)
		} else {
			kept = append(kept, found)
		}
	}
	return kept, suppressed
}

// hide returns the first suppression that hides the finding, nil when none does. All that do were of use.
func (s *Set) hide(found finding.Finding) *Suppression {
	var first *Suppression
	for _, named := range [][]*judged{s.files[found.Location.File][found.Rule], s.wide[found.Rule]} {
		for _, one := range named {
			if !one.holds || !one.Covers(found.Location) {
				continue
			}
			for selector, ids := range one.names {
				if slices.Contains(ids, found.Rule) {
					one.used[selector] = true
				}
			}
			if first == nil {
				first = one.Suppression
			}
		}
	}
	return first
}
