package analyzer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
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

// digests returns digests of the rule sets, none for the whole run, which nothing is compared with.
func (s Shard) digests(ruleSets []fs.FS) ([]string, error) {
	if s.isWhole() {
		return nil, nil
	}
	all := make([]string, len(ruleSets))
	for i, ruleSet := range ruleSets {
		var err error
		if all[i], err = engine.Digest(ruleSet); err != nil {
			return nil, err
		}
	}
	return all, nil
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
	made := &finding.Shard{
		Index: shard.Index, Of: shard.Of, Files: a.digestOfFiles(inputs), Rules: a.digestOfRules(),
	}
	var all digest
	all.add("files", made.Files)
	all.add("rules", made.Rules)
	a.addSettings(&all, inputs)
	made.Set = all.String()
	return made
}

// digest collects what the shards of a run have in common, and is nothing that differs from machine to machine.
type digest struct{ lines strings.Builder }

// add adds a value, all of whose parts have a form in JSON. Maps have one form there.
func (d *digest) add(name string, value any) {
	text, _ := json.Marshal(value)
	fmt.Fprintf(&d.lines, "%s %s\n", name, text)
}

// String returns 32 digits that are equal for digests of equal values.
func (d *digest) String() string {
	sum := sha256.Sum256([]byte(d.lines.String()))
	return hex.EncodeToString(sum[:16])
}

// digestOfFiles is about the files that are read, whatever ends their lines.
func (a *Analyzer) digestOfFiles(inputs []*input) string {
	var files digest
	add := func(file *source.File) {
		text := sha256.Sum256(bytes.ReplaceAll(file.Content, []byte("\r"), nil))
		files.add(file.Name, hex.EncodeToString(text[:]))
	}
	for _, in := range inputs {
		add(in.file)
	}
	for _, file := range a.configuration.Files {
		add(file)
	}
	return files.String()
}

// digestOfRules is about the rules that are on, and what they consist of.
func (a *Analyzer) digestOfRules() string {
	var rules digest
	rules.add("content", a.ruleSets)
	for _, on := range a.rules {
		rules.add("rule", on.ID)
	}
	return rules.String()
}

// addSettings adds the rest of what decides what is found: the options and the settings of the files. The day is not
// among it: a run may last beyond midnight.
func (a *Analyzer) addSettings(to *digest, inputs []*input) {
	options := a.options
	to.add("version", options.Version)
	to.add("base", options.Base)
	to.add("severity", options.MinSeverity)
	to.add("stack", []any{options.Region, options.Account, options.Partition, options.Parameters})
	for _, each := range a.configuration.Suppressions {
		to.add("suppression", []any{each.At, each.Rules, each.Reason, each.Until, each.Partial})
	}
	if a.configuration.SettingsOf == nil {
		return
	}
	for _, in := range inputs {
		settings := a.configuration.SettingsOf(in.file.Name)
		_, environment := a.environmentOf(in.file.Name)
		to.add("environment", environment)
		to.add("known", settings.Known)
		for _, on := range a.rules {
			fmt.Fprintf(&to.lines, "%t %d ", settings.On(on), settings.SeverityOf(on))
		}
	}
}

// splitPending takes out of the findings about suppressions those that a shard can't decide: a suppression of the
// configuration that hid nothing here may have hidden something in another shard.
func (a *Analyzer) splitPending(
	found []finding.Finding, isWide func(finding.Finding) bool,
) (here, pending []finding.Finding) {
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
