// Package fact holds answers with their reasons: yes, no or undecided, and the steps of their proofs.
package fact

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Fact is the answer to a question about the network.
type Fact struct {
	// Answer is "yes", "no" or "undecided".
	Answer value.Truth `json:"answer"`
	// Reason says why, in a phrase without a full stop; always there for an undecided answer.
	Reason string `json:"reason,omitempty"`
}

// Yes is a certain answer for a reason, which may be empty.
func Yes(reason string) Fact { return Fact{Answer: value.Yes, Reason: reason} }

// No is a certain answer for a reason, which may be empty.
func No(reason string) Fact { return Fact{Answer: value.No, Reason: reason} }

// Undecided is no answer, for a reason.
func Undecided(reason string) Fact { return Fact{Answer: value.Undecided, Reason: reason} }

// Or is yes when one fact is, no when both are, with the reason of the fact that decides.
func (f Fact) Or(other Fact) Fact {
	if answer := f.Answer.Or(other.Answer); answer != f.Answer {
		return Fact{Answer: answer, Reason: other.Reason}
	}
	return f
}

// Hop is one step of a path or of a proof.
type Hop struct {
	// At is the handle of the place the step is about.
	At source.At `json:"at"`
	// Message says what happens there, in a sentence without a full stop.
	Message string `json:"message"`
}

// Steps turns the places a value came by, such as a parameter's default, into hops.
func Steps(values ...*value.Value) []Hop {
	var hops []Hop
	for _, v := range values {
		if v == nil {
			continue
		}
		for _, step := range v.Via {
			hop := Hop{At: step.At, Message: step.Message}
			if !slices.Contains(hops, hop) {
				hops = append(hops, hop)
			}
		}
	}
	return hops
}

// Join returns the texts of all lists without repetitions, in order.
func Join(lists ...[]string) []string {
	var all []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, text := range list {
			if !seen[text] {
				seen[text] = true
				all = append(all, text)
			}
		}
	}
	return all
}

// maxNamed bounds how many things a message names.
const maxNamed = 4

// Enumerate puts texts behind each other, as in "A, B and C". Of many it names the first.
func Enumerate(texts []string) string {
	if len(texts) > maxNamed {
		texts = append(slices.Clone(texts[:maxNamed-1]), fmt.Sprintf("%d more", len(texts)-maxNamed+1))
	}
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
