package merge_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/merge"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// of returns a finding in a file, with a fingerprint of its own.
func of(file, message string, severity rule.Severity) finding.Finding {
	return finding.Finding{
		Rule: "family/name", Severity: severity, Message: message, Fingerprint: file + message,
		Location: finding.Location{File: file, Span: source.New(file, []byte(message)).Span(0, 1)},
	}
}

func suppressed(found finding.Finding) finding.Finding {
	found.Suppression = &finding.Suppression{Reason: "it is so", Location: found.Location}
	return found
}

// reported returns a report about templates, with what was found in them.
func reported(files []string, findings ...finding.Finding) *finding.Report {
	made := &finding.Report{Summary: finding.Summary{Files: len(files), Templates: len(files)}}
	for _, name := range files {
		made.Inputs = append(made.Inputs, finding.Input{Name: name, Kind: finding.Template, Hash: name})
	}
	for _, found := range findings {
		if found.Suppression != nil {
			made.Suppressed = append(made.Suppressed, found)
		} else {
			made.Findings = append(made.Findings, found)
		}
	}
	return made
}

func shard(index, of int, report *finding.Report, pending ...finding.Finding) *finding.Report {
	report.Shard, report.Pending = &finding.Shard{Index: index, Of: of, Set: "set"}, pending
	return report
}

// named gives reports the names 1.json, 2.json and so on.
func named(reports ...*finding.Report) []merge.Source {
	sources := make([]merge.Source, len(reports))
	for i, each := range reports {
		sources[i] = merge.Source{Name: string(rune('1'+i)) + ".json", Report: each}
	}
	return sources
}

// brief says what a report holds.
func brief(of *finding.Report) []string {
	var lines []string
	for _, found := range of.Findings {
		lines = append(lines, "finding "+found.Location.File+" "+found.Message)
	}
	for _, found := range of.Suppressed {
		lines = append(lines, "suppressed "+found.Location.File+" "+found.Message)
	}
	for _, question := range of.Undecided {
		lines = append(lines, "undecided "+question.Location.File+" "+question.Reason)
	}
	for _, notice := range of.Notices {
		lines = append(lines, "notice "+notice.File+" "+notice.Message)
	}
	return lines
}

var knownRules = []rule.Rule{{ID: "family/name"}, {ID: "suppression/unused"}}

func TestReportsAreJoined(t *testing.T) {
	t.Parallel()
	wide := of(".latchkey.yaml", "hides nothing", rule.Low)
	question := finding.Undecided{Rule: "family/name", Location: finding.Location{File: "a"}, Reason: "unknown"}
	withQuestion := func(report *finding.Report) *finding.Report {
		report.Undecided = []finding.Undecided{question}
		return report
	}
	withNotices := func(report *finding.Report, notices ...finding.Notice) *finding.Report {
		report.Notices = notices
		return report
	}
	everywhere, z := finding.Notice{Message: "no region"}, finding.Notice{File: "z", Message: "left out"}
	tests := map[string]struct {
		sources []merge.Source
		want    []string
		summary finding.Summary
	}{
		"findings come in the order of the files": {
			named(reported([]string{"b"}, of("b", "two", rule.Low)), reported([]string{"a", "c"}, of("a", "one", rule.High))),
			[]string{"finding a one", "finding b two"},
			finding.Summary{Files: 3, Templates: 3, Findings: map[rule.Severity]int{rule.High: 1, rule.Low: 1}},
		},
		"the same report twice counts once": {
			named(
				withQuestion(reported([]string{"a"}, of("a", "one", rule.Low), suppressed(of("a", "two", rule.Low)))),
				withQuestion(reported([]string{"a"}, of("a", "one", rule.Low), suppressed(of("a", "two", rule.Low)))),
			),
			[]string{"finding a one", "suppressed a two", "undecided a unknown"},
			finding.Summary{Files: 1, Templates: 1, Findings: map[rule.Severity]int{rule.Low: 1}},
		},
		"files of runs that overlap count once": {
			named(reported([]string{"a", "b"}), reported([]string{"b", "c"})), nil,
			finding.Summary{Files: 3, Templates: 3, Findings: map[rule.Severity]int{}},
		},
		"what stands in one report and is suppressed in another stands": {
			named(reported([]string{"a"}, suppressed(of("a", "one", rule.Low))), reported([]string{"a"}, of("a", "one", rule.Low))),
			[]string{"finding a one"},
			finding.Summary{Files: 1, Templates: 1, Findings: map[rule.Severity]int{rule.Low: 1}},
		},
		"a shard may be given twice": {
			named(shard(1, 2, reported([]string{"a"}, of("a", "one", rule.Low))), shard(2, 2, reported([]string{"b"})),
				shard(1, 2, reported([]string{"a"}, of("a", "one", rule.Low)))),
			[]string{"finding a one"},
			finding.Summary{Files: 2, Templates: 2, Findings: map[rule.Severity]int{rule.Low: 1}},
		},
		"what no shard could decide alone stands if all have it": {
			named(shard(1, 2, reported(nil), wide), shard(2, 2, reported(nil), wide)),
			[]string{"finding .latchkey.yaml hides nothing"},
			finding.Summary{Findings: map[rule.Severity]int{rule.Low: 1}},
		},
		"so does what is suppressed": {
			named(shard(1, 2, reported(nil), suppressed(wide)), shard(2, 2, reported(nil), suppressed(wide))),
			[]string{"suppressed .latchkey.yaml hides nothing"},
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
		"what hid something in one shard is not unused": {
			named(shard(1, 2, reported(nil), wide), shard(2, 2, reported(nil))), nil,
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
		"notices stand once, in the order of one run": {
			named(
				withNotices(reported(nil), everywhere, z, finding.Notice{File: "b", Message: "cut"}),
				withNotices(reported(nil), everywhere, z, finding.Notice{File: "a", Message: "cut"}),
			),
			[]string{"notice  no region", "notice z left out", "notice a cut", "notice b cut"},
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
		"notices come by file, in whichever report they stand": {
			named(
				withNotices(reported(nil), finding.Notice{File: "b", Message: "cut"}, finding.Notice{File: "d", Message: "cut"}),
				withNotices(reported(nil), finding.Notice{File: "a", Message: "cut"}, finding.Notice{File: "c", Message: "cut"}),
				withNotices(reported(nil), finding.Notice{File: "b", Message: "left out"}),
			),
			[]string{"notice a cut", "notice b cut", "notice b left out", "notice c cut", "notice d cut"},
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
		"a notice that others precede elsewhere waits for them": {
			named(withNotices(reported(nil), finding.Notice{File: "a", Message: "cut"}), withNotices(reported(nil), z, finding.Notice{File: "a", Message: "cut"})),
			[]string{"notice z left out", "notice a cut"},
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
		"notices in orders that contradict each other are kept": {
			named(withNotices(reported(nil), everywhere, z), withNotices(reported(nil), z, everywhere)),
			[]string{"notice  no region", "notice z left out"},
			finding.Summary{Findings: map[rule.Severity]int{}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			joined, err := merge.Reports(test.sources, merge.Options{BuiltIn: knownRules})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, brief(joined)); diff != "" {
				t.Errorf("report differs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.summary, joined.Summary); diff != "" {
				t.Errorf("summary differs (-want +got):\n%s", diff)
			}
			if joined.Shard != nil || len(joined.Pending) > 0 {
				t.Error("what is joined is still a shard")
			}
		})
	}
}

// TestReportsWithoutListsOfFilesAreCountedAsTheySay reads reports of a version that listed no files.
func TestReportsWithoutListsOfFilesAreCountedAsTheySay(t *testing.T) {
	t.Parallel()
	old := func() *finding.Report {
		return &finding.Report{Summary: finding.Summary{Files: 3, Templates: 1, Policies: 2}}
	}
	joined, err := merge.Reports(named(old(), old(), reported([]string{"a"})), merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := finding.Summary{Files: 7, Templates: 3, Policies: 4, Findings: map[rule.Severity]int{}}
	if diff := cmp.Diff(want, joined.Summary); diff != "" {
		t.Errorf("summary differs (-want +got):\n%s", diff)
	}
}

func TestConfigurationsAreNoFilesOfTheCount(t *testing.T) {
	t.Parallel()
	configured := func(files ...string) *finding.Report {
		made := reported(files)
		made.Inputs = append(made.Inputs, finding.Input{Name: ".latchkey.yaml", Kind: finding.Configuration, Hash: "same"})
		return made
	}
	joined, err := merge.Reports(named(configured("a"), configured("b")), merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := finding.Summary{Files: 2, Templates: 2, Findings: map[rule.Severity]int{}}
	if diff := cmp.Diff(want, joined.Summary); diff != "" {
		t.Errorf("summary differs (-want +got):\n%s", diff)
	}
}

func TestWhatBaselinesHeldIsAddedUp(t *testing.T) {
	t.Parallel()
	compared := func(known, gone int, files ...string) *finding.Report {
		made := reported(files)
		made.Summary.Baseline = &finding.Baseline{Known: known, Gone: gone}
		return made
	}
	sources := named(compared(2, 1, "a"), reported([]string{"b"}), compared(3, 0, "c"))
	joined, err := merge.Reports(sources, merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&finding.Baseline{Known: 5, Gone: 1}, joined.Summary.Baseline); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMildFindingsAreDropped(t *testing.T) {
	t.Parallel()
	joined, err := merge.Reports(
		named(reported([]string{"a"}, of("a", "one", rule.Low), of("a", "two", rule.High), suppressed(of("a", "six", rule.Low)))),
		merge.Options{BuiltIn: knownRules, MinSeverity: rule.Medium},
	)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"finding a two"}, brief(joined)); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

func TestReportsThatDoNotGoTogether(t *testing.T) {
	t.Parallel()
	changed := reported([]string{"a"})
	changed.Inputs[0].Hash = "other"
	otherSet := shard(2, 2, reported([]string{"b"}))
	otherSet.Shard.Set = "other"
	otherRun := func(set, files, rules string) []merge.Source {
		sources := named(shard(1, 2, reported(nil)), shard(2, 2, reported(nil)))
		first, second := sources[0].Report.Shard, sources[1].Report.Shard
		first.Files, first.Rules = "files", "rules"
		second.Set, second.Files, second.Rules = set, files, rules
		return sources
	}
	tests := map[string]struct {
		sources []merge.Source
		want    string
	}{
		"one missing shard":       {named(shard(2, 2, reported(nil))), "shard 1 of 2 is missing"},
		"several missing shards":  {named(shard(3, 5, reported(nil)), shard(5, 5, reported(nil))), "shards 1, 2 and 4 of 5 are missing"},
		"as many as are named":    {named(shard(11, 11, reported(nil))), "shards 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10 of 11 are missing"},
		"more than are named":     {named(shard(3, 9000, reported(nil)), shard(8000, 9000, reported(nil))), "shards 1, 2, 4, 5, 6, 7, 8, 9, 10, 11 and 8988 more of 9000 are missing"},
		"a shard beside a whole":  {named(reported(nil), shard(1, 2, reported(nil))), "shard 2 of 2 is missing"},
		"other numbers of shards": {named(shard(1, 2, reported(nil)), shard(2, 3, reported(nil))), "1.json and 2.json are shards of different runs: one is of 2 shards, the other of 3"},
		"other files":             {otherRun("other", "others", "rules"), "1.json and 2.json are shards of different runs: their files differ"},
		"other rules":             {otherRun("other", "files", "others"), "1.json and 2.json are shards of different runs: their rules differ"},
		"other flags":             {otherRun("other", "files", "rules"), "1.json and 2.json are shards of different runs: their flags, their configurations or the versions of latchkey differ"},
		"others of old versions":  {named(shard(1, 2, reported([]string{"a"})), otherSet), "1.json and 2.json are shards of different runs: their files, rules, flags or configurations differ"},
		"a file that has changed": {named(reported([]string{"a"}), reported([]string{"b"}), changed), "a is not the same in 1.json and 3.json: want reports about the same files"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := merge.Reports(test.sources, merge.Options{})
			if err == nil {
				t.Fatal("they are joined")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
			_, isIncomplete := errors.AsType[*merge.IncompleteError](err)
			if strings.Contains(test.want, "missing") != isIncomplete {
				t.Errorf("the error is a %T", err)
			}
		})
	}
}

func TestPartialRunsSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	wide := of(".latchkey.yaml", "hides nothing", rule.Low)
	joined, err := merge.Reports(named(shard(1, 2, reported([]string{"a"}, of("a", "one", rule.Low)), wide)),
		merge.Options{Partial: true, BuiltIn: knownRules})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"finding a one", "notice  shard 2 of 2 is missing, so silence proves nothing"}
	if diff := cmp.Diff(want, brief(joined)); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
	if !joined.Notices[0].Fault {
		t.Error("nothing marks the run as incomplete")
	}
}

// TestPartialRunsMayBeSeveral joins what is there of two runs, and of a third that is whole.
func TestPartialRunsMayBeSeveral(t *testing.T) {
	t.Parallel()
	inSet := func(set string, report *finding.Report) *finding.Report {
		report.Shard.Set = set
		return report
	}
	wide := of(".latchkey.yaml", "hides nothing", rule.Low)
	joined, err := merge.Reports(named(
		shard(1, 2, reported([]string{"a"}, of("a", "one", rule.Low)), wide),
		inSet("other", shard(2, 3, reported([]string{"b"}, of("b", "two", rule.Low)), wide)),
		inSet("whole", shard(1, 1, reported([]string{"c"}), of("c", "hides nothing", rule.Low))),
	), merge.Options{Partial: true, BuiltIn: knownRules})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"finding a one", "finding b two", "finding c hides nothing",
		"notice  shard 2 of 2 is missing, so silence proves nothing",
		"notice  shards 1 and 3 of 3 are missing, so silence proves nothing",
	}
	if diff := cmp.Diff(want, brief(joined)); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

// TestFilesOfReportsThatListOnlySomeAreCountedOnce has a report that counts more files than it lists.
func TestFilesOfReportsThatListOnlySomeAreCountedOnce(t *testing.T) {
	t.Parallel()
	some := reported([]string{"a"})
	some.Summary = finding.Summary{Files: 3, Templates: 1, Policies: 2}
	joined, err := merge.Reports(named(some, reported([]string{"a", "b"})), merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := finding.Summary{Files: 4, Templates: 2, Policies: 2, Findings: map[rule.Severity]int{}}
	if diff := cmp.Diff(want, joined.Summary); diff != "" {
		t.Errorf("summary differs (-want +got):\n%s", diff)
	}
}

func TestRulesAreThoseOfAllReports(t *testing.T) {
	t.Parallel()
	chosen := func(ids ...string) *finding.Report {
		made := &finding.Report{Chosen: true}
		for _, id := range ids {
			made.Rules = append(made.Rules, rule.Rule{ID: id})
		}
		return made
	}
	builtIn, added := []rule.Rule{{ID: "b/b", Title: "B"}, {ID: "a/a", Title: "A"}}, []rule.Rule{{ID: "own/c", Title: "C"}}
	tests := map[string]struct {
		sources  []merge.Source
		want     []string
		isChosen bool
		notices  []string
	}{
		"all built-in ones":       {named(reported(nil)), []string{"A", "B"}, false, nil},
		"those of both":           {named(chosen("b/b"), chosen("own/c")), []string{"B", "C"}, true, nil},
		"some and all":            {named(chosen("b/b"), reported(nil)), []string{"A", "B"}, false, nil},
		"all and a user's own":    {named(reported(nil), chosen("own/c")), []string{"A", "B", "C"}, true, nil},
		"one that nobody knows":   {named(chosen("b/b", "x/y")), []string{"B"}, true, []string{"notice  the rule x/y is not known, so its description is left out"}},
		"a finding of such a one": {named(reported([]string{"a"}, of("a", "one", rule.Low))), []string{"A", "B"}, false, []string{"finding a one", "notice  the rule family/name is not known, so its description is left out"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			joined, err := merge.Reports(test.sources, merge.Options{BuiltIn: builtIn, Added: added})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, on := range joined.Rules {
				got = append(got, on.Title)
			}
			if !slices.Equal(test.want, got) || joined.Chosen != test.isChosen {
				t.Errorf("rules %q, chosen %t, want %q, %t", got, joined.Chosen, test.want, test.isChosen)
			}
			if diff := cmp.Diff(test.notices, brief(joined)); diff != "" {
				t.Errorf("notices differ (-want +got):\n%s", diff)
			}
		})
	}
}
