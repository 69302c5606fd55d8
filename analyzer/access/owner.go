package access

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// accountIDs matches what may be an account id.
var accountIDs = regexp.MustCompile(`\b[0-9]{12}\b`)

// mentioned returns the account ids that a value holds anywhere, sorted.
func mentioned(v *value.Value) []string {
	var found []string
	var walk func(*value.Value)
	walk = func(v *value.Value) {
		if v == nil {
			return
		}
		found = append(found, accountIDs.FindAllString(v.Text, -1)...)
		for _, inner := range slices.Concat(v.Items, v.Parts) {
			walk(inner)
		}
		for _, field := range v.Fields {
			walk(field.Value)
		}
	}
	walk(v)
	slices.Sort(found)
	return slices.Compact(found)
}

// mostOwners bounds the accounts that are tried as the owner of a resource.
const mostOwners = 8

// owners returns the accounts that may own a resource as far as candidates tell accounts apart: the one that is
// known, else one that is not taken, and the candidates.
func owners(known *string, taken, candidates []string) []string {
	if known != nil {
		return []string{*known}
	}
	return append([]string{unused(taken)}, candidates...)
}

// mostPrincipals is how many principals a policy may name for each account to be tried as the owner.
const mostPrincipals = 1000

// isCrowded reports whether a document names so many principals that one owner is work enough.
func isCrowded(document *policy.Document) bool {
	count := 0
	for i := range document.Statements {
		count += len(principalsOf(&document.Statements[i]))
	}
	return count > mostPrincipals
}

// accountSymbols returns an id for each symbol that stands for an account among the principals of the documents,
// and what the symbol looks like by that id.
func accountSymbols(documents []*policy.Document) (ids, shown map[string]string) {
	ids, shown = map[string]string{}, map[string]string{}
	var taken []string
	for _, document := range documents {
		taken = append(taken, mentioned(document.Source)...)
	}
	for _, document := range documents {
		for i := range document.Statements {
			statement := &document.Statements[i]
			for _, principal := range slices.Concat(statement.Principals, statement.NotPrincipals) {
				account := principal.Account
				isPart := account.Is(value.Unresolved) && account != principal.Source
				if !isPart || account.Symbol == "" || account.Symbol == accountSymbol || ids[account.Symbol] != "" {
					continue
				}
				id := unused(append(taken, slices.Collect(maps.Values(ids))...))
				ids[account.Symbol], shown[id] = id, policy.Show(account)
			}
		}
	}
	return ids, shown
}

// unused returns an account id that is not among the given ones.
func unused(taken []string) string {
	for number := 0; ; number++ {
		if id := fmt.Sprintf("%012d", number); !slices.Contains(taken, id) {
			return id
		}
	}
}

// owned is the answer where an account owns the resource.
type owned struct {
	account string
	cell    Cell
}

// asWrittenIn replaces ids that stand for symbols by these.
func asWrittenIn(text string, shown map[string]string) string {
	for id, written := range shown {
		text = strings.ReplaceAll(text, id, written)
	}
	return text
}

// merged returns one answer for a resource whose owner is not known, from those for each account that may be
// it. The first one is for an account that no document mentions. The noun is what a sentence calls the resource.
func merged(answers []owned, noun string) Cell {
	unmentioned := answers[0].cell
	var different []owned
	for _, answer := range answers[1:] {
		if !answer.cell.same(unmentioned) {
			different = append(different, answer)
		}
	}
	if len(different) == 0 {
		return unmentioned
	}
	ids, alike := []string{}, true
	for _, answer := range different {
		ids = append(ids, answer.account)
		alike = alike && answer.cell.same(different[0].cell)
	}
	either := enumerate(ids, " or ")
	first, owns := different[0].cell, " owns the "+noun
	switch {
	case alike && unmentioned.Answer == No && first.isPositive():
		only := "account " + either + owns
		return Cell{Answer: Conditional, Conditions: append([]string{only}, first.Conditions...)}
	case alike && first.Answer == No && unmentioned.isPositive():
		only := "an account other than " + either + owns
		return Cell{Answer: Conditional, Conditions: append([]string{only}, unmentioned.Conditions...)}
	case alike && first.Answer == Yes && unmentioned.Answer == Conditional:
		only := "account " + either + owns + ", or " + strings.Join(unmentioned.Conditions, ", and ")
		return Cell{Answer: Conditional, Conditions: []string{only}}
	case alike && first.Answer != Undecided && unmentioned.Answer != Undecided:
		differ := "where account " + either + owns + ": " + first.inWords() + "; elsewhere: " +
			unmentioned.inWords()
		return Cell{Answer: Conditional, Conditions: []string{differ}}
	default:
		doubts := []Reason{{Text: "it hangs on which account" + owns + ", which --account tells"}}
		for _, answer := range append(different, answers[0]) {
			doubts = append(doubts, answer.cell.Reasons...)
		}
		return Cell{Answer: Undecided, Reasons: value.Distinct(doubts)}
	}
}

// isPositive holds for answers that are yes, under conditions or not.
func (c Cell) isPositive() bool {
	return c.Answer == Yes || c.Answer == Conditional
}
