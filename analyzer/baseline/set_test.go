package baseline_test

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// ssh and rdp are messages of findings that differ in nothing else.
const (
	ssh = "Web admits SSH (22) from any IPv4 address"
	rdp = "Web admits RDP (3389) from any IPv4 address"
)

// at returns a finding of a file: what stands at a path marks "0.0.0.0/0".
func at(file, pointer, message string) finding.Finding {
	return finding.Finding{
		Rule: "security-group/open-remote-admin", Message: message,
		Location: finding.Location{File: file, Path: pointer},
	}
}

// ingress returns the path of an item of the group's list.
func ingress(index int) string {
	return fmt.Sprintf("/Resources/Web/Properties/SecurityGroupIngress/%d/CidrIp", index)
}

// world is what a run finds, in the folder of the baseline.
type world struct {
	findings []finding.Finding
	// unread are files that are there and not looked at.
	unread []string
	// looked are the folders that the run looks at, all for none.
	looked []string
	// marked is the text that findings mark in place of "0.0.0.0/0".
	marked string
	// read are files that are read, those of the findings included in any case. All but those of standard input are
	// there.
	read, stdin []string
	// silent says that silence proves nothing about a rule, a file and a resource.
	silent func(rule, file, resource string) bool
}

// compare compares a world with the baseline of another one.
func compare(before, after world) (set *baseline.Set, fresh, known []finding.Finding) {
	entries := make([]baseline.Entry, len(before.findings))
	for i, found := range before.findings {
		entries[i] = baseline.Of(found, found.Location.File, before.text(found))
	}
	read := slices.Clone(after.read)
	for _, found := range after.findings {
		if !slices.Contains(read, found.Location.File) {
			read = append(read, found.Location.File)
		}
	}
	set = baseline.NewSet(entries, baseline.Run{
		Files:  slices.Concat(read, after.stdin),
		Name:   func(file string) string { return file },
		Exists: func(name string) bool { return slices.Contains(slices.Concat(read, after.unread), name) },
		Covers: func(name string) bool {
			return after.looked == nil || slices.Contains(after.looked, path.Dir(name))
		},
	})
	fresh, known = set.Split(after.findings, baseline.Facts{
		Marked: after.text,
		Settled: func(rule, file, resource string) bool {
			return after.silent == nil || !after.silent(rule, file, resource)
		},
	})
	return set, fresh, known
}

func (w world) text(finding.Finding) string {
	if w.marked != "" {
		return w.marked
	}
	return "0.0.0.0/0"
}

// places lists findings as file and path.
func places(findings []finding.Finding) []string {
	var all []string
	for _, found := range findings {
		all = append(all, found.Location.File+found.Location.Path)
	}
	return all
}

func files(entries []baseline.Entry) []string {
	var all []string
	for _, entry := range entries {
		all = append(all, entry.File+entry.Path)
	}
	return all
}

func of(findings ...finding.Finding) []finding.Finding { return findings }

func TestSplit(t *testing.T) {
	t.Parallel()
	web := at("a.yaml", ingress(0), ssh)
	database := at("a.yaml", "/Resources/Database/Properties/CidrIp", "Database admits SSH (22) from any IPv4 address")
	policy := at("a.yaml", "/Statement/0", "a.yaml lets nobody edit this bucket policy again")
	tests := map[string]struct {
		before, after world
		// fresh and gone are places; all other findings are known.
		fresh, gone, open []string
	}{
		"nothing has changed": {
			before: world{findings: of(web, database)}, after: world{findings: of(web, database)},
		},
		"a second open port of the same group is new": {
			before: world{findings: of(web)}, after: world{findings: of(web, at("a.yaml", ingress(1), rdp))},
			fresh: []string{"a.yaml" + ingress(1)},
		},
		"another port in the place of the known one is new": {
			before: world{findings: of(web)}, after: world{findings: of(at("a.yaml", ingress(0), rdp))},
			fresh: []string{"a.yaml" + ingress(0)}, gone: []string{"a.yaml" + ingress(0)},
		},
		"another value is new": {
			before: world{findings: of(web)}, after: world{findings: of(web), marked: "::/0"},
			fresh: []string{"a.yaml" + ingress(0)}, gone: []string{"a.yaml" + ingress(0)},
		},
		"quotes and blanks are no value": {
			before: world{findings: of(web), marked: "Sid: All"}, after: world{findings: of(web), marked: `"Sid":  "All"`},
		},
		"other words for the same names and numbers are the same": {
			before: world{findings: of(web)},
			after:  world{findings: of(at("a.yaml", ingress(0), "Web allows SSH (22) to every IPv4 address"))},
		},
		"an item that moved in its list is the same": {
			before: world{findings: of(web)},
			after:  world{findings: of(at("a.yaml", ingress(0), rdp), at("a.yaml", ingress(1), ssh))},
			fresh:  []string{"a.yaml" + ingress(0)},
		},
		"an item beneath a condition is the same": {
			before: world{findings: of(web)},
			after: world{findings: of(
				at("a.yaml", "/Resources/Web/Properties/SecurityGroupIngress/0/Fn::If/1/CidrIp", ssh))},
		},
		"a single value that became a list is the same": {
			before: world{findings: of(at("a.yaml", "/Resources/Q/Properties/Action", "Q"))},
			after:  world{findings: of(at("a.yaml", "/Resources/Q/Properties/Action/0", "Q"))},
		},
		"another member of the same resource is new": {
			before: world{findings: of(at("a.yaml", "/Resources/R/Properties/AssumeRolePolicyDocument", "R"))},
			after:  world{findings: of(at("a.yaml", "/Resources/R/Properties/Policies/0/PolicyDocument", "R"))},
			fresh:  []string{"a.yaml/Resources/R/Properties/Policies/0/PolicyDocument"},
			gone:   []string{"a.yaml/Resources/R/Properties/AssumeRolePolicyDocument"},
		},
		"a renamed resource is new": {
			before: world{findings: of(web)},
			after:  world{findings: of(at("a.yaml", strings.Replace(ingress(0), "Web", "Www", 1), ssh))},
			fresh:  []string{"a.yaml/Resources/Www/Properties/SecurityGroupIngress/0/CidrIp"},
			gone:   []string{"a.yaml" + ingress(0)},
		},
		"findings that are alike are counted": {
			before: world{findings: of(web, web)}, after: world{findings: of(web, web, web)},
			fresh: []string{"a.yaml" + ingress(0)},
		},
		"and entries that are alike, too": {
			before: world{findings: of(web, web, web)}, after: world{findings: of(web)},
			gone: []string{"a.yaml" + ingress(0), "a.yaml" + ingress(0)},
		},
		"a file that was renamed in its folder is the same": {
			before: world{findings: of(web, database, policy)},
			after: world{findings: of(at("b.json", ingress(0), ssh), at("b.json", database.Location.Path, database.Message),
				at("b.json", "/Statement/0", "b.json lets nobody edit this bucket policy again"))},
		},
		"a file that moved to another folder is the same": {
			before: world{findings: of(web)}, after: world{findings: of(at("stacks/prod/a.yaml", ingress(0), ssh))},
		},
		"what came up in a renamed file is new, and what went is gone": {
			before: world{findings: of(web, database)},
			after:  world{findings: of(at("b.yaml", ingress(0), ssh), at("b.yaml", ingress(1), rdp))},
			fresh:  []string{"b.yaml" + ingress(1)}, gone: []string{"a.yaml" + database.Location.Path},
		},
		"a file of another name in another folder is new": {
			before: world{findings: of(web)}, after: world{findings: of(at("stacks/b.yaml", ingress(0), ssh))},
			fresh: []string{"stacks/b.yaml" + ingress(0)}, gone: []string{"a.yaml" + ingress(0)},
		},
		"a file with little in common is new": {
			before: world{findings: of(web, database, policy)}, after: world{findings: of(at("b.yaml", ingress(0), ssh))},
			fresh: []string{"b.yaml" + ingress(0)},
			gone:  []string{"a.yaml" + ingress(0), "a.yaml" + database.Location.Path, "a.yaml/Statement/0"},
		},
		"a copy is new": {
			before: world{findings: of(web)}, after: world{findings: of(web, at("b.yaml", ingress(0), ssh))},
			fresh: []string{"b.yaml" + ingress(0)},
		},
		"a copy is new where the run leaves the first file out": {
			before: world{findings: of(web)}, after: world{findings: of(at("b.yaml", ingress(0), ssh)), unread: []string{"a.yaml"}},
			fresh: []string{"b.yaml" + ingress(0)}, open: []string{"a.yaml" + ingress(0)},
		},
		"a copy is new where the first file is clean now": {
			before: world{findings: of(web)}, after: world{findings: of(at("b.yaml", ingress(0), ssh)), read: []string{"a.yaml"}},
			fresh: []string{"b.yaml" + ingress(0)}, gone: []string{"a.yaml" + ingress(0)},
		},
		"one of two copies of a file that went is new": {
			before: world{findings: of(web)},
			after:  world{findings: of(at("b.yaml", ingress(0), ssh), at("c.yaml", ingress(0), ssh))},
			fresh:  []string{"c.yaml" + ingress(0)},
		},
		"what an editor sends under the name of a file is not renamed": {
			before: world{findings: of(web)}, after: world{findings: of(at("b.yaml", ingress(0), ssh)), stdin: []string{"a.yaml"}},
			fresh: []string{"b.yaml" + ingress(0)}, gone: []string{"a.yaml" + ingress(0)},
		},
		"folders that moved keep their files apart": {
			before: world{findings: of(at("dev/app/t.yaml", ingress(0), ssh), at("prod/app/t.yaml", ingress(0), ssh), at("dev/db/t.yaml", ingress(0), rdp))},
			after:  world{findings: of(at("x/dev/app/t.yaml", ingress(0), ssh), at("x/prod/app/t.yaml", ingress(0), ssh), at("x/dev/db/t.yaml", ingress(0), rdp))},
		},
		"a file that has entries is no new name of another": {
			before: world{findings: of(web, at("b.yaml", ingress(0), rdp))},
			after:  world{findings: of(at("b.yaml", ingress(0), ssh))},
			fresh:  []string{"b.yaml" + ingress(0)},
			gone:   []string{"a.yaml" + ingress(0), "b.yaml" + ingress(0)},
		},
		"a run over some files says nothing about the others": {
			before: world{findings: of(web, at("b.yaml", ingress(0), ssh))},
			after:  world{findings: of(at("b.yaml", ingress(0), ssh)), unread: []string{"a.yaml"}},
			open:   []string{"a.yaml" + ingress(0)},
		},
		"nor about a file that went, where it does not look": {
			before: world{findings: of(at("old/a.yaml", ingress(0), ssh))},
			after:  world{read: []string{"b.yaml"}, looked: []string{"."}},
			open:   []string{"old/a.yaml" + ingress(0)},
		},
		"but about one that went, where it looks": {
			before: world{findings: of(web)}, after: world{read: []string{"b.yaml"}, looked: []string{"."}},
			gone: []string{"a.yaml" + ingress(0)},
		},
		"nothing is gone where silence proves nothing": {
			before: world{findings: of(web, database)},
			after: world{
				read:   []string{"a.yaml"},
				silent: func(_, file, resource string) bool { return file == "a.yaml" && resource == "Web" },
			},
			gone: []string{"a.yaml" + database.Location.Path}, open: []string{"a.yaml" + ingress(0)},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, fresh, known := compare(test.before, test.after)
			if len(fresh)+len(known) != len(test.after.findings) {
				t.Errorf("%d new and %d known of %d findings", len(fresh), len(known), len(test.after.findings))
			}
			for _, diff := range []string{
				cmp.Diff(test.fresh, places(fresh)), cmp.Diff(test.gone, files(set.Gone())), cmp.Diff(test.open, files(set.Open())),
			} {
				if diff != "" {
					t.Errorf("new, gone and open (-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestKeptDescribesWhatMovedAsItIsNow(t *testing.T) {
	t.Parallel()
	before := world{findings: of(at("a.yaml", ingress(0), ssh), at("a.yaml", ingress(1), rdp), at("b.yaml", ingress(0), ssh))}
	after := world{findings: of(at("c.yaml", ingress(3), ssh)), unread: []string{"b.yaml"}}
	set, _, _ := compare(before, after)
	if set.Moved() != 1 {
		t.Errorf("%d entries have moved, want 1", set.Moved())
	}
	want := []string{"c.yaml" + ingress(3), "b.yaml" + ingress(0)}
	if diff := cmp.Diff(want, files(set.Kept())); diff != "" {
		t.Errorf("kept differs (-want +got):\n%s", diff)
	}
	if again, fresh, _ := compare(after, after); len(fresh)+len(again.Gone()) > 0 {
		t.Errorf("what was kept is not what is there: new %v, gone %v", places(fresh), files(again.Gone()))
	}
}

// TestEachEntryStandsForOneFinding changes random worlds at random.
func TestEachEntryStandsForOneFinding(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 0))
		before, after := randomWorld(random), randomWorld(random)
		set, fresh, known := compare(before, after)
		if got, want := len(fresh)+len(known), len(after.findings); got != want {
			t.Fatalf("seed %d: %d findings became %d", seed, want, got)
		}
		if got := len(known) + len(set.Gone()) + len(set.Open()); got != len(before.findings) {
			t.Fatalf("seed %d: %d entries became %d", seed, len(before.findings), got)
		}
		if len(set.Kept()) != len(before.findings)-len(set.Gone()) {
			t.Fatalf("seed %d: prune keeps %d of %d entries", seed, len(set.Kept()), len(before.findings))
		}
		for _, found := range fresh { // one that is new is there more often than the baseline has it
			isSame := func(other finding.Finding) bool { return cmp.Equal(found, other) }
			if number(after.findings, isSame) <= number(before.findings, isSame) {
				t.Fatalf("seed %d: %v is said to be new", seed, found.Location)
			}
		}
		shuffled := after
		shuffled.findings = slices.Clone(after.findings)
		random.Shuffle(len(shuffled.findings), func(i, j int) {
			shuffled.findings[i], shuffled.findings[j] = shuffled.findings[j], shuffled.findings[i]
		})
		if _, again, _ := compare(before, shuffled); len(again) != len(fresh) {
			t.Fatalf("seed %d: %d are new, or %d in another order", seed, len(fresh), len(again))
		}
		if _, none, _ := compare(shuffled, after); len(none) > 0 {
			t.Fatalf("seed %d: %v is new in its own baseline", seed, places(none))
		}
	}
}

func number(findings []finding.Finding, is func(finding.Finding) bool) int {
	count := 0
	for _, found := range findings {
		if is(found) {
			count++
		}
	}
	return count
}

// randomWorld returns a world of a few files, in which much is alike.
func randomWorld(random *rand.Rand) world {
	var made world
	names := []string{"a.yaml", "b.yaml", "x/a.yaml", "x/c.yaml"}
	for range random.IntN(8) {
		message := []string{ssh, rdp}[random.IntN(2)]
		made.findings = append(made.findings, at(names[random.IntN(len(names))], ingress(random.IntN(3)), message))
	}
	for _, name := range names {
		if random.IntN(2) == 0 {
			made.unread = append(made.unread, name)
		}
	}
	return made
}
