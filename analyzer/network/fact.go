package network

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

func yes(reason string) Fact { return Fact{Answer: value.Yes, Reason: reason} }

func no(reason string) Fact { return Fact{Answer: value.No, Reason: reason} }

func undecided(reason string) Fact { return Fact{Answer: value.Undecided, Reason: reason} }

// or is yes when one fact is, no when both are, with the reason of the fact that decides.
func (f Fact) or(other Fact) Fact {
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

// Standing says how a container relates to the templates.
type Standing string

// The standings of containers.
const (
	// Declared containers are resources of the templates: what they hold is known.
	Declared Standing = "declared"
	// Default containers exist without a declaration, such as a VPC's main route table or the
	// default VPC.
	Default Standing = "default"
	// External containers come from a parameter, an import, another stack or a literal id: they may
	// hold more than the templates say.
	External Standing = "external"
)

// Link is what a resource says about a container it stands in, such as its VPC.
type Link struct {
	// Standing is "declared", "default" or "external".
	Standing Standing `json:"standing"`
	// ID is the handle of a declared resource ("net.yaml#Vpc"), or what is known of another one: a
	// literal id or a symbol that is equal for equal containers. Empty when nothing is known.
	ID string `json:"id,omitempty"`
	// Name is the logical id of a declared resource.
	Name string `json:"name,omitempty"`
	// Reason says why the container is not declared, in a phrase without a full stop.
	Reason string `json:"reason,omitempty"`
}

// steps turns the places a value came by, such as a parameter's default, into hops.
func steps(values ...*value.Value) []Hop {
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

// join returns the texts of all lists without repetitions, in order.
func join(lists ...[]string) []string {
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

// enumerate puts texts behind each other, as in "A, B and C". Of many it names the first.
func enumerate(texts []string) string {
	if len(texts) > maxNamed {
		texts = append(slices.Clone(texts[:maxNamed-1]), fmt.Sprintf("%d more", len(texts)-maxNamed+1))
	}
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " and " + texts[last]
}
