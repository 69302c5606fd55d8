// Package merge joins the reports of several runs into one: the shards of a run, or runs over different files.
package merge

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Source is a report with the name of the file that it was read from.
type Source struct {
	Name   string
	Report *finding.Report
}

// Options say how to join reports.
type Options struct {
	// BuiltIn are the rules that a report is about which does not say otherwise, and Added further ones.
	BuiltIn, Added []rule.Rule
	// MinSeverity drops findings below it.
	MinSeverity rule.Severity
	// Partial takes a run of which shards are missing.
	Partial bool
}

// Reports joins reports. What several of them say stands once, as do the files that they are about. Of what one of them
// finds and another suppresses, the finding stands. A report without shards is joined as it is.
//
// The error is an *IncompleteError for a run of which shards are missing, else says what does not go together: shards
// of different runs, or a file that was not the same in two of the runs.
func Reports(sources []Source, options Options) (*finding.Report, error) {
	if err := agree(sources); err != nil {
		return nil, err
	}
	runs := runsOf(sources)
	var missing *IncompleteError
	for _, each := range runs {
		if without := each.missing(); without != nil {
			if len(runs) > 1 && !options.Partial {
				return nil, mixed(runs)
			}
			missing = without
		}
	}
	if missing != nil && !options.Partial {
		return nil, missing
	}
	joined := join(sources)
	for _, each := range runs {
		if without := each.missing(); without != nil {
			joined.notice(finding.Notice{Message: without.Error() + ", so silence proves nothing", Fault: true})
			continue
		}
		for _, found := range each.decided() {
			joined.found(found)
		}
	}
	return joined.report(options), nil
}

// IncompleteError says that shards of a run are missing.
type IncompleteError struct {
	// Missing are the indices of the first missing shards, from 1 up to Of, and More counts those that follow.
	Missing  []int
	More, Of int
}

// Error names the missing shards, of many the first and how many more there are.
func (e *IncompleteError) Error() string {
	if len(e.Missing) == 1 {
		return fmt.Sprintf("shard %d of %d is missing", e.Missing[0], e.Of)
	}
	names := make([]string, len(e.Missing))
	for i, index := range e.Missing {
		names[i] = strconv.Itoa(index)
	}
	if e.More > 0 {
		return fmt.Sprintf("shards %s and %d more of %d are missing", strings.Join(names, ", "), e.More, e.Of)
	}
	last := len(names) - 1
	return fmt.Sprintf("shards %s and %s of %d are missing", strings.Join(names[:last], ", "), names[last], e.Of)
}

// agree returns an error for a file that was not the same in two reports.
func agree(sources []Source) error {
	type known struct{ hash, report string }
	files := map[string]known{}
	for _, each := range sources {
		for _, input := range each.Report.Inputs {
			first, isKnown := files[input.Name]
			switch {
			case !isKnown:
				files[input.Name] = known{input.Hash, each.Name}
			case first.hash != input.Hash:
				return fmt.Errorf("%s is not the same in %s and %s: want reports about the same files",
					input.Name, first.report, each.Name)
			}
		}
	}
	return nil
}

// run is the shards of one run.
type run struct {
	of int
	// files and rules tell why two runs differ; empty where their reports don't say.
	files, rules string
	// names are the names of the shards' reports by index, and pending what each of these leaves open.
	names   map[int]string
	pending map[int]map[key]finding.Finding
}

// runsOf returns the runs that shards are of, in the order of the reports.
func runsOf(sources []Source) []*run {
	type set struct {
		of   int
		name string
	}
	var runs []*run
	known := map[set]*run{}
	for _, each := range sources {
		shard := each.Report.Shard
		if shard == nil {
			continue
		}
		own := known[set{shard.Of, shard.Set}]
		if own == nil {
			own = &run{
				of: shard.Of, files: shard.Files, rules: shard.Rules,
				names: map[int]string{}, pending: map[int]map[key]finding.Finding{},
			}
			known[set{shard.Of, shard.Set}] = own
			runs = append(runs, own)
		}
		if own.pending[shard.Index] == nil {
			own.names[shard.Index] = each.Name
			own.pending[shard.Index] = map[key]finding.Finding{}
		}
		for _, found := range each.Report.Pending {
			own.pending[shard.Index][keyOf(found)] = found
		}
	}
	return runs
}

// missing returns what says which shards are missing, nil for a run with all of them.
func (r *run) missing() *IncompleteError {
	var indices []int
	for index := range r.of {
		if r.pending[index+1] == nil {
			indices = append(indices, index+1)
			if len(indices) == missingLimit {
				break
			}
		}
	}
	if len(indices) == 0 {
		return nil
	}
	return &IncompleteError{Missing: indices, More: r.of - len(r.pending) - len(indices), Of: r.of}
}

// missingLimit bounds how many missing shards are named.
const missingLimit = 10

// decided returns what all shards left open, and what therefore stands. A fix is safe if all say so.
func (r *run) decided() []finding.Finding {
	var stands []finding.Finding
	for key, found := range r.pending[1] {
		isEverywhere, isSafe := true, true
		for _, shard := range r.pending {
			other, isThere := shard[key]
			isEverywhere = isEverywhere && isThere
			isSafe = isSafe && (other.Fix == nil || other.Fix.Safe)
		}
		if !isEverywhere {
			continue
		}
		if found.Fix != nil {
			fix := *found.Fix
			fix.Safe = isSafe
			found.Fix = &fix
		}
		stands = append(stands, found)
	}
	return stands
}

// mixed says that shards are not of one run.
func mixed(runs []*run) error {
	first := func(of *run) string { return of.names[slices.Min(slices.Collect(maps.Keys(of.names)))] }
	one, other := runs[0], runs[1]
	why := "their flags, their configurations or the versions of latchkey differ"
	switch {
	case one.of != other.of:
		why = fmt.Sprintf("one is of %d shards, the other of %d", one.of, other.of)
	case one.files == "" || other.files == "":
		why = "their files, rules, flags or configurations differ"
	case one.files != other.files:
		why = "their files differ"
	case one.rules != other.rules:
		why = "their rules differ"
	}
	return fmt.Errorf("%s and %s are shards of different runs: %s", first(one), first(other), why)
}
