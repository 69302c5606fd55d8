package lockout

import (
	"slices"
	"strings"
)

// FactKind says what sort of fact an escape needs.
type FactKind string

// The kinds of facts that a document can't prove, the least surprising first.
const (
	// Owned is the account that owns the resource, where it was not given.
	Owned FactKind = "owner"
	// Placed is the Region of the resource, where it was not given.
	Placed FactKind = "region"
	// Existing is a principal that has to exist.
	Existing FactKind = "principal"
	// Unbounded is the absence of a permissions boundary, which Deny with NotPrincipal never spares.
	Unbounded FactKind = "boundary"
	// Member is what organization the account is in.
	Member FactKind = "organization"
	// Tagged is a tag or another attribute of the principal or the resource.
	Tagged FactKind = "tag"
	// InSession is the name or another property of the session.
	InSession FactKind = "session"
	// Network is where the request comes from.
	Network FactKind = "network"
	// MFA is a session that was begun with a second factor.
	MFA FactKind = "mfa"
	// Time is when the request is made.
	Time FactKind = "time"
	// Header is something that the client may send as it likes.
	Header FactKind = "header"
	// Calling is an AWS service, other than CloudFormation, that makes the request for someone.
	Calling FactKind = "service"
	// Given is a value of a condition that can't be known offline.
	Given FactKind = "value"
	// PlainHTTP is a request without TLS, which no console, no SDK and no AWS service makes.
	PlainHTTP FactKind = "http"
)

// undocumented is a condition of which no document says whether it holds. No escape has such a fact: it makes
// a verdict Undecided.
const undocumented = FactKind("undocumented")

// ranks puts the kinds into groups of the same weight: the higher, the worse a way back.
var ranks = map[FactKind]int{
	Owned: 1, Placed: 1, Existing: 2, Unbounded: 2, Member: 3, Tagged: 4, InSession: 4, Network: 5, MFA: 6, Time: 7,
	Header: 8, Calling: 9, Given: 10, undocumented: 11, PlainHTTP: 12,
}

// Fact is one thing that has to hold for an escape.
type Fact struct {
	Kind FactKind `json:"kind"`
	// Value is what the fact is about, as in "vpce-0a1b", a role's ARN or an instant; empty where the kind
	// says it all.
	Value string `json:"value"`
	// Text is a phrase that reads after "only if", as in "the request comes from vpce-0a1b".
	Text string `json:"fact"`
}

// cost orders escapes: by their worst fact, then by how many there are of it, and so on. A way back that
// only removes the policy costs something, too, but less than any fact.
type cost uint64

const (
	// removal is what it costs that nothing but removal is left.
	removal cost = 1
	// rankBits is the width of a counter of facts of one rank. The last one has the bits that are left.
	rankBits = 5
	lastBits = 64 - rankBits*lastRank
	lastRank = 12
	// tops are the highest bits of all counters but the last, lastTop that of the last.
	tops    cost = 0x0842108421084210
	lastTop cost = 1 << 63
)

func costOf(facts []Fact) cost {
	var sum cost
	for _, fact := range facts {
		sum = sum.plus(1 << (rankBits * ranks[fact.Kind]))
	}
	return sum
}

// plus adds counter by counter. One that is full stays so, since a fact never counts as one of another rank.
func (c cost) plus(other cost) cost {
	all := tops | lastTop
	sum := (c&^all + other&^all) ^ ((c ^ other) & all)
	over := (c&other | (c|other)&^sum) & all
	full := over & tops
	sum |= full | (full - full>>(rankBits-1))
	if over&lastTop != 0 {
		sum |= lastTop | (lastTop - lastTop>>(lastBits-1))
	}
	return sum
}

// needsNothing reports whether the cost is at most that of removal.
func (c cost) needsNothing() bool {
	return c <= removal
}

// hangsOnDeployment reports whether all that is needed is to know the account and the Region.
func (c cost) hangsOnDeployment() bool {
	return !c.needsNothing() && c < 1<<(rankBits*ranks[Existing])
}

// hangsOnUndocumented reports whether one of the facts is a condition of which nobody says whether it holds.
func (c cost) hangsOnUndocumented() bool {
	return c>>(rankBits*ranks[undocumented])&(1<<rankBits-1) != 0
}

func (c cost) overPlainHTTP() bool {
	return c >= 1<<(rankBits*ranks[PlainHTTP])
}

// distinctFacts returns the facts, each once.
func distinctFacts(facts []Fact) []Fact {
	kept := []Fact{}
	for _, fact := range facts {
		if !slices.Contains(kept, fact) {
			kept = append(kept, fact)
		}
	}
	return kept
}

// enumerate reads phrases out, with "and" before the last.
func enumerate(phrases []string) string {
	last := len(phrases) - 1
	if last < 1 {
		return strings.Join(phrases, "")
	}
	return strings.Join(phrases[:last], ", ") + " and " + phrases[last]
}
