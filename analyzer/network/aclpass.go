package network

import (
	"slices"

	"go4.org/netipx"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// outcome is what an ACL does with traffic of one port.
type outcome struct {
	allowed, denied *netipx.IPSet
	entries         []*ACLEntry
}

// passes asks the entries alone.
func (a *ACL) passes(direction Direction, traffic Traffic, remote Addresses) Passage {
	var passage Passage
	answered := false
	doubt := a.doubtOf(direction, remote.Family)
	for _, part := range a.parts(direction, traffic) {
		best := a.decide(direction, part, remote, value.Yes)
		worst := a.decide(direction, part, remote, value.No)
		answer := value.Undecided
		switch {
		case IsEmpty(worst.denied):
			answer = value.Yes
		case IsEmpty(best.allowed):
			answer = value.No
		}
		for _, entry := range worst.entries {
			if !slices.Contains(passage.Entries, entry) {
				passage.Entries = append(passage.Entries, entry)
			}
		}
		switch {
		case !answered:
			passage.Answer, answered = answer, true
		case passage.Answer != answer:
			passage.Answer = value.Undecided
		}
	}
	if a.isUnordered(direction) {
		passage.Answer = value.Undecided
	}
	a.explain(&passage, direction, traffic, doubt)
	return passage
}

// isUnordered reports whether the place of an entry among the others is not known.
func (a *ACL) isUnordered(direction Direction) bool {
	return slices.ContainsFunc(a.Entries, func(entry *ACLEntry) bool {
		return entry.Number == 0 && (entry.Direction == direction || entry.Direction == "")
	})
}

// explain says what decides.
func (a *ACL) explain(passage *Passage, direction Direction, traffic Traffic, doubt string) {
	verb, what := "lets", traffic.String()+" "+map[Direction]string{Inbound: "in", Outbound: "out"}[direction]
	if passage.Answer == value.Undecided {
		passage.Reason = a.Name + " lets only a part of " + what
		if doubt != "" {
			passage.Reason = doubt
		}
	}
	if passage.Answer == value.No {
		verb = "does not let"
	}
	passage.Hop = fact.Hop{At: a.At, Message: a.Name + " " + verb + " " + what}
	for _, entry := range passage.Entries {
		if passage.Answer == value.Undecided || entry.Allow == passage.Answer {
			passage.Hop = fact.Hop{At: entry.At, Message: entry.name() + " of " + a.Name + " " + verb + " " + what}
			break
		}
	}
	if a.Standing == stack.Default && passage.Answer == value.Yes {
		passage.Hop = fact.Hop{At: a.At, Message: a.Name + " lets everything pass"}
	}
	if passage.Answer != value.Undecided {
		passage.Reason = passage.Hop.Message
	}
}

// doubtOf says why an entry of the direction is not known.
func (a *ACL) doubtOf(direction Direction, family Family) string {
	for _, entry := range a.Entries {
		if entry.isOf(direction, family) && !entry.isSure() {
			if entry.Undecided != "" {
				return "entry " + entry.Name + " is not fully known: " + entry.Undecided
			}
			return "it can't be decided whether entry " + entry.Name + " exists"
		}
	}
	return ""
}

func (e *ACLEntry) isOf(direction Direction, family Family) bool {
	return (e.Direction == direction || e.Direction == "") && (e.Family == family || e.Family == "")
}

func (e *ACLEntry) isSure() bool { return e.Undecided == "" && e.Exists == value.Yes }

// parts cuts the traffic at the ports where entries begin and end, so that an entry is for all of a part or
// for nothing of it.
func (a *ACL) parts(direction Direction, traffic Traffic) []Traffic {
	if !traffic.hasPorts() || traffic.From == traffic.To {
		return []Traffic{traffic}
	}
	starts := []int{traffic.From}
	for _, entry := range a.Entries {
		if entry.Direction != direction && entry.Direction != "" || entry.Protocol != traffic.Protocol {
			continue
		}
		if entry.From != nil && *entry.From > traffic.From && *entry.From <= traffic.To {
			starts = append(starts, *entry.From)
		}
		if entry.To != nil && *entry.To >= traffic.From && *entry.To < traffic.To {
			starts = append(starts, *entry.To+1)
		}
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	var parts []Traffic
	for i, start := range starts {
		end := traffic.To
		if i+1 < len(starts) {
			end = starts[i+1] - 1
		}
		parts = append(parts, Traffic{Protocol: traffic.Protocol, From: start, To: end})
	}
	return parts
}

// decide sends traffic of one part through the entries. What is not known of an entry turns out so that more is
// allowed where lean is Yes, and less where it is No.
func (a *ACL) decide(direction Direction, traffic Traffic, remote Addresses, lean value.Truth) outcome {
	rest := remote.Bounds()
	var allowed, denied netipx.IPSetBuilder
	var entries []*ACLEntry
	for _, entry := range a.Entries {
		if IsEmpty(rest) {
			break
		}
		if !entry.isOf(direction, remote.Family) {
			continue
		}
		allow, matched := entry.match(traffic, rest, lean)
		if IsEmpty(matched) {
			continue
		}
		if allow {
			allowed.AddSet(matched)
		} else {
			denied.AddSet(matched)
		}
		entries = append(entries, entry)
		rest = subtract(rest, matched)
	}
	denied.AddSet(rest)
	return outcome{allowed: build(&allowed), denied: build(&denied), entries: entries}
}

// match returns what of the rest an entry decides on, and how. An entry that is not known, or is for a part of
// the traffic only, counts where it serves the lean.
func (e *ACLEntry) match(traffic Traffic, rest *netipx.IPSet, lean value.Truth) (allow bool, matched *netipx.IPSet) {
	covers := span{protocol: e.Protocol, from: e.From, to: e.To}.covers(traffic)
	if e.Protocol == "" {
		covers = value.Undecided
	}
	allow = e.Allow == value.Yes || e.Allow == value.Undecided && lean == value.Yes
	isCertain := covers == value.Yes && e.isSure()
	if covers == value.No || !isCertain && allow != (lean == value.Yes) {
		return false, &netipx.IPSet{}
	}
	if !e.Block.IsValid() {
		return allow, rest
	}
	return allow, intersect(rest, AddressesOf(e.Family, e.Block).Set)
}
