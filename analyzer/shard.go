package analyzer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
)

// Shard is a part of a run: of all assemblies those that fall to it. The zero Shard is the whole run.
type Shard struct {
	// Index counts from 1, up to Of.
	Index, Of int
}

// isWhole reports whether the shard is the whole run.
func (s Shard) isWhole() bool {
	return s == Shard{}
}

// assemblyCost is what an assembly costs besides its text, in bytes of text that cost as much.
const assemblyCost = 2 << 10

// share returns the assemblies that fall to the shard, in their order. Every assembly falls to exactly one, whatever
// the machine: the largest first, each goes to the shard that has the least to do so far.
func (s Shard) share(assemblies []deployed) []deployed {
	if s.isWhole() {
		return assemblies
	}
	costs := make([]int, len(assemblies))
	order := make([]int, len(assemblies))
	for i, each := range assemblies {
		order[i], costs[i] = i, assemblyCost
		for _, file := range each.Files {
			costs[i] += textSize(file.Tree.File)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(costs[b], costs[a]) })
	isOurs := make([]bool, len(assemblies))
	loads := make([]int, s.Of)
	for _, i := range order {
		lightest := slices.Index(loads, slices.Min(loads))
		loads[lightest] += costs[i]
		isOurs[i] = lightest == s.Index-1
	}
	var share []deployed
	for i, each := range assemblies {
		if isOurs[i] {
			share = append(share, each)
		}
	}
	return share
}

// textSize returns the number of bytes of a file, where a line ends with one byte: on some machines git makes it two.
func textSize(file *source.File) int {
	return len(file.Content) - bytes.Count(file.Content, []byte("\r"))
}

// inputsOf returns those of the inputs that are in some of the assemblies, in their order.
func inputsOf(assemblies []deployed, inputs []*input) []*input {
	isThere := map[*source.File]bool{}
	for _, each := range assemblies {
		for _, file := range each.Files {
			isThere[file.Tree.File] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(inputs), func(in *input) bool { return !isThere[in.file] })
}

// lighten takes the nodes of a tree that matters only if its file falls to the shard, so that a shard of a large set
// does not hold all of it. Given parameters are looked up in all templates.
func (a *Analyzer) lighten(in *input) {
	if a.options.Shard.isWhole() || len(a.options.Parameters) > 0 || in.kind != discover.Template ||
		assembly.MayLink(assembly.File{Tree: in.tree}) {
		return
	}
	in.tree, in.isEmptied = &syntax.Tree{File: in.file}, true
}

// restore gives the trees of the inputs their nodes back.
func (a *Analyzer) restore(ctx context.Context, inputs []*input) error {
	return a.each(ctx, len(inputs), func(_ context.Context, i int) error {
		if in := inputs[i]; in.isEmptied {
			*in.tree, in.isEmptied = *syntax.Parse(in.file), false
		}
		return nil
	})
}

// shardOf returns what a report says of the part of the run that it is of, nil for the whole run.
func (a *Analyzer) shardOf(inputs []*input) *finding.Shard {
	shard := a.options.Shard
	if shard.isWhole() {
		return nil
	}
	var made strings.Builder
	for _, on := range a.rules {
		fmt.Fprintf(&made, "rule %q\n", on.ID)
	}
	for _, in := range inputs {
		text := sha256.Sum256(bytes.ReplaceAll(in.file.Content, []byte("\r"), nil))
		fmt.Fprintf(&made, "file %q %x\n", in.file.Name, text)
	}
	set := sha256.Sum256([]byte(made.String()))
	return &finding.Shard{Index: shard.Index, Of: shard.Of, Set: hex.EncodeToString(set[:16])}
}

// split takes out of the findings about suppressions those that a shard can't decide: a suppression of the
// configuration that hid nothing here may have hidden something in another shard.
func (a *Analyzer) split(found []finding.Finding, isWide func(finding.Finding) bool) (here, pending []finding.Finding) {
	if a.options.Shard.isWhole() {
		return found, nil
	}
	for _, each := range found {
		switch {
		case !isWide(each):
			here = append(here, each)
		case each.Rule == unused:
			pending = append(pending, each)
		case a.options.Shard.Index == 1: // all shards find the same
			here = append(here, each)
		}
	}
	return here, pending
}
