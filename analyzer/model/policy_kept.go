package model

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Builder builds the documents of one assembly, in one scenario after the other. It keeps what it found out about
// policies, since most scenarios differ in few of the resources. Its environments differ in nothing but the scenario.
// It is not for several goroutines at once.
type Builder struct {
	allowance *lockout.Allowance
	// numbers tells resources apart, as they were read.
	numbers map[*template.Resource]int
	kept    map[keptKey][]Policy
}

// keptKey is what the policies of a resource, or of a file, rest on.
type keptKey struct {
	tree     *syntax.Tree
	resource *template.Resource // nil for a file
	// around tells of the resources beside it, and of the principals of the assembly.
	around string
}

// NewBuilder returns a builder for the scenarios of one assembly.
func NewBuilder() *Builder {
	return &Builder{
		allowance: &lockout.Allowance{}, numbers: map[*template.Resource]int{}, kept: map[keptKey][]Policy{},
	}
}

// keep returns the policies that were read before with all the same, else those that are read now.
func (b *Builder) keep(key keptKey, read func() []Policy) []Policy {
	found, isKept := b.kept[key]
	if !isKept {
		found = read()
		b.kept[key] = found
	}
	return found
}

// principalsIn writes down the principals of the assembly.
func (b *Builder) principalsIn(members []assembly.Member) string {
	var written strings.Builder
	for _, read := range templates(members) {
		for _, resource := range read.Resources {
			if _, isPrincipal := principalTypes[resource.Type]; isPrincipal || resource.Type == setType {
				b.write(&written, resource)
			}
		}
	}
	return written.String()
}

// around writes down the resources of a template, but for those that only put a policy on another one: no policy is
// about them.
func (b *Builder) around(read *template.Template) string {
	var written strings.Builder
	for _, resource := range read.Resources {
		if !isAttachment(resource.Type) {
			b.write(&written, resource)
		}
	}
	return written.String()
}

func (b *Builder) write(to *strings.Builder, resource *template.Resource) {
	number, isKnown := b.numbers[resource]
	if !isKnown {
		number = len(b.numbers)
		b.numbers[resource] = number
	}
	to.WriteString(strconv.Itoa(number) + " ")
}

// isAttachment reports whether resources of the type do nothing but put a policy on another one.
func isAttachment(resourceType string) bool {
	for _, place := range holders[resourceType] {
		if place.targets == "" {
			return false
		}
	}
	return len(holders[resourceType]) > 0
}
