package analyzer_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/merge"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/rules"
)

// sharded is a set of files with what is known of it, for runs that are compared.
type sharded struct {
	files         []*source.File
	configuration analyzer.Configuration
	options       analyzer.Options
}

// inOrder returns fixtures in the order in which files are found.
func inOrder(t *testing.T, folder, pattern string) []*source.File {
	t.Helper()
	files := fixtureFiles(t, folder, pattern)
	slices.SortFunc(files, func(a, b *source.File) int { return strings.Compare(a.Name, b.Name) })
	return files
}

// run returns the report of one shard as JSON; the zero Shard is the whole run.
func (s sharded) run(t *testing.T, shard analyzer.Shard, jobs int) (written []byte, made *finding.Report) {
	t.Helper()
	options := s.options
	options.Shard, options.Jobs, options.Today = shard, jobs, today
	analysis, err := analyzer.New(rules.FS(), options)
	if err != nil {
		t.Fatal(err)
	}
	made, err = analysis.With(s.configuration).Analyze(t.Context(), s.files)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Write(&out, "json", made, report.Options{Verbose: true}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), made
}

// merged returns the merged reports of all shards as JSON, each made with another number of jobs.
func (s sharded) merged(t *testing.T, of int) []byte {
	t.Helper()
	var sources []merge.Source
	seen := map[string]int{}
	for index := of; index >= 1; index-- {
		written, _ := s.run(t, analyzer.Shard{Index: index, Of: of}, 1+index%3)
		read, err := report.ReadJSON(written)
		if err != nil {
			t.Fatal(err)
		}
		for _, input := range read.Inputs {
			if seen[input.Name]++; seen[input.Name] > 1 && input.Kind != finding.Configuration {
				t.Errorf("%s is in two of %d shards", input.Name, of)
			}
		}
		for _, found := range slices.Concat(read.Findings, read.Suppressed) {
			if seen[found.Fingerprint]++; seen[found.Fingerprint] > 1 {
				t.Errorf("two of %d shards report %s: %s", of, found.Location.File, found.Message)
			}
		}
		sources = append(sources, merge.Source{Name: strconv.Itoa(index), Report: read})
	}
	slices.Reverse(sources)
	known, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	joined, err := merge.Reports(sources, merge.Options{BuiltIn: known.Rules()})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Write(&out, "json", joined, report.Options{Verbose: true}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestShardsTogetherAreTheWholeRun compares a run with its shards, merged, byte for byte.
func TestShardsTogetherAreTheWholeRun(t *testing.T) {
	t.Parallel()
	sets := map[string]sharded{
		"the bad examples of all rules": {files: inOrder(t, ruleFixtures, "bad-*")},
		"broken files":                  {files: inOrder(t, "../fixtures/broken", "*")},
		"whole scenarios": {
			files: inOrder(t, "../fixtures/scenarios", "*"),
			options: analyzer.Options{
				MinSeverity: rule.Medium, Region: "eu-west-1", Parameters: map[string]string{"Nobody": "x", "VpcCidr": "x"},
			},
		},
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, made := set.run(t, analyzer.Shard{}, 0)
			if len(made.Findings) == 0 {
				t.Error("there is nothing to compare")
			}
			for _, of := range []int{1, 3} {
				if diff := cmp.Diff(string(want), string(set.merged(t, of))); diff != "" {
					t.Errorf("%d shards mismatch (-whole +merged):\n%s", of, diff)
				}
			}
		})
	}
}

// TestShardsOfGeneratedSetsAreTheWholeRun does the same for files that import and nest each other, do not parse, are neither
// template nor policy, and ask to leave findings out, as does their configuration.
func TestShardsOfGeneratedSetsAreTheWholeRun(t *testing.T) {
	t.Parallel()
	unused, decided := 0, 0
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 5))
		set := generated(random)
		want, made := set.run(t, analyzer.Shard{}, 0)
		for _, found := range slices.Concat(made.Findings, made.Suppressed) {
			if found.Rule == "suppression/unused" && found.Location.File == configurationName {
				unused++
			}
		}
		decided += len(made.Suppressed)
		of := 1 + random.IntN(5)
		if diff := cmp.Diff(string(want), string(set.merged(t, of))); diff != "" {
			t.Fatalf("seed %d: %d shards mismatch (-whole +merged):\n%s", seed, of, diff)
		}
	}
	if unused == 0 || decided == 0 {
		t.Errorf("%d unused suppressions of the configuration and %d suppressed findings: the sets are too poor",
			unused, decided)
	}
}

const configurationName = "stacks/.latchkey.yaml"

// generated returns files that have what matters to shards.
func generated(random *rand.Rand) sharded {
	var set sharded
	count := 1 + random.IntN(12)
	for i := range count {
		set.files = append(set.files, source.New(fmt.Sprintf("stacks/%02d.yaml", i), []byte(generatedText(random, i, count))))
	}
	lines := []string{"suppressions:"}
	for range 4 {
		lines = append(lines, "  - x")
	}
	configuration := source.New(configurationName, []byte(strings.Join(lines, "\n")+"\n"))
	set.configuration.Files = []*source.File{configuration}
	selectors := []string{"security-group/open-icmp", "nacl/*", "security-group/*", "none/such", "suppression/unused"}
	for i := range 4 {
		start := configuration.LineStart(i+2) + 4
		at := source.NewAt(configurationName, "suppressions").Item(i)
		about := fmt.Sprintf("stacks/%02d.yaml", random.IntN(count))
		set.configuration.Suppressions = append(set.configuration.Suppressions, suppress.New(suppress.Suppression{
			At: at, Rules: []string{selectors[random.IntN(len(selectors))]},
			Reason:   []string{"it is so", "it is so", ""}[random.IntN(3)],
			Location: finding.Location{File: configurationName, Path: at.Pointer(), Span: configuration.Span(start, start+1)},
			Covers: func(location finding.Location) bool {
				return location.File == about || location.File == configurationName && i == 0
			},
		}))
	}
	return set
}

func generatedText(random *rand.Rand, i, count int) string {
	const group = "  Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, SecurityGroupIngress: [\n" +
		"    {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: %s}]}}\n"
	other := random.IntN(count)
	switch random.IntN(9) {
	case 0:
		return "Resources:\n  Web: {Type: AWS::EC2::SecurityGroup\n"
	case 1:
		return "just: text\n"
	case 2:
		return fmt.Sprintf("Resources:\n"+group, fmt.Sprintf("!ImportValue open-%d", other))
	case 3:
		return fmt.Sprintf("Resources:\n  # latchkey: ignore[open-icmp] reason=ping is on purpose\n"+group, "0.0.0.0/0")
	case 4:
		return fmt.Sprintf("# latchkey: ignore-file[nacl/*] reason=none here\nResources:\n"+group, "10.0.0.0/8")
	case 5:
		return fmt.Sprintf(`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": `+
			`"arn:aws:s3:::bucket-%d/*", "Principal": "*"}]}`, other)
	case 6:
		return fmt.Sprintf("Resources:\n  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: bucket-%d}}\n", i)
	case 7:
		return fmt.Sprintf("Resources:\n  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %02d.yaml}}\n", other)
	default:
		return fmt.Sprintf("Resources:\n"+group+"Outputs: {Open: {Value: 0.0.0.0/0, Export: {Name: open-%d}}}\n---\nmore: 1\n",
			strings.Repeat("# a long line\n", random.IntN(50))+"0.0.0.0/0", i)
	}
}

// TestLinkedFilesStayTogether puts two files that one export links between others.
func TestLinkedFilesStayTogether(t *testing.T) {
	t.Parallel()
	set := sharded{files: []*source.File{
		source.New("a.yaml", []byte(importing)), source.New("b.yaml", []byte(importing)),
		source.New("c.yaml", []byte(exporting)), source.New("d.yaml", []byte("Resources: {A: {Type: AWS::S3::Bucket}}")),
	}}
	for index := range 2 {
		_, made := set.run(t, analyzer.Shard{Index: index + 1, Of: 2}, 0)
		var got []string
		for _, input := range made.Inputs {
			got = append(got, input.Name)
		}
		want := [][]string{{"a.yaml", "b.yaml", "c.yaml"}, {"d.yaml"}}[index]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shard %d differs (-want +got):\n%s", index+1, diff)
		}
	}
}

// TestShardsAreBalanced holds the shards of a real set to about the same size.
func TestShardsAreBalanced(t *testing.T) {
	t.Parallel()
	const of = 4
	set := sharded{files: inOrder(t, ruleFixtures, "bad-*")}
	var sizes [of]int
	for index := range of {
		_, made := set.run(t, analyzer.Shard{Index: index + 1, Of: of}, 0)
		for _, input := range made.Inputs {
			sizes[index] += len(made.Files[input.Name].Content)
		}
	}
	least, most := slices.Min(sizes[:]), slices.Max(sizes[:])
	if (most-least)*10 > most {
		t.Errorf("sizes are %d bytes, want them within a tenth", sizes)
	}
}

// TestLineEndingsMoveNoFile gives one machine the files with the line endings of Windows.
func TestLineEndingsMoveNoFile(t *testing.T) {
	t.Parallel()
	unix := sharded{files: inOrder(t, "../fixtures/scenarios", "*")}
	var windows sharded
	for _, file := range unix.files {
		text := strings.ReplaceAll(strings.ReplaceAll(string(file.Content), "\r", ""), "\n", "\r\n")
		windows.files = append(windows.files, source.New(file.Name, []byte(text)))
	}
	_, one := unix.run(t, analyzer.Shard{Index: 1, Of: 3}, 0)
	_, other := windows.run(t, analyzer.Shard{Index: 1, Of: 3}, 0)
	if diff := cmp.Diff(one.Inputs, other.Inputs); diff != "" {
		t.Errorf("shards differ (-unix +windows):\n%s", diff)
	}
	if one.Shard.Set != other.Shard.Set {
		t.Error("the shards are taken for those of different runs")
	}
}

// TestLineEndingsWeighNothing has a file of many lines that is smaller than another unless line endings of Windows count.
func TestLineEndingsWeighNothing(t *testing.T) {
	t.Parallel()
	const lines = 1000
	long := "Resources: {A: {Type: AWS::S3::Bucket}}\n" + strings.Repeat("#\n", lines)
	wide := "Resources: {A: {Type: AWS::S3::Bucket}}\n#" + strings.Repeat("x", 2*lines+100) + "\n"
	for _, ending := range []string{"\n", "\r\n"} {
		set := sharded{files: []*source.File{
			source.New("long.yaml", []byte(strings.ReplaceAll(long, "\n", ending))),
			source.New("wide.yaml", []byte(strings.ReplaceAll(wide, "\n", ending))),
		}}
		_, made := set.run(t, analyzer.Shard{Index: 1, Of: 2}, 0)
		if len(made.Inputs) != 1 || made.Inputs[0].Name != "wide.yaml" {
			t.Errorf("with %q the first shard has %v, want wide.yaml", ending, made.Inputs)
		}
	}
}

func TestShardsThatAreNotThere(t *testing.T) {
	t.Parallel()
	for _, shard := range []analyzer.Shard{{Index: 0, Of: 2}, {Index: 3, Of: 2}, {Index: 1}, {Index: -1, Of: -1}} {
		if _, err := analyzer.New(rules.FS(), analyzer.Options{Shard: shard}); err == nil {
			t.Errorf("%v is taken", shard)
		}
	}
	_, made := sharded{files: []*source.File{source.New("a.yaml", []byte(importing))}}.
		run(t, analyzer.Shard{Index: 2, Of: 2}, 0)
	if made.Summary.Files != 0 || len(made.Findings) != 0 {
		t.Errorf("an empty shard says %v", made.Summary)
	}
}

// TestShardsOfDifferentRunsDoNotGoTogether mixes shards of a run with those of one that is different in one thing.
func TestShardsOfDifferentRunsDoNotGoTogether(t *testing.T) {
	t.Parallel()
	own := func(message string) fstest.MapFS {
		return fstest.MapFS{"house/owner-tag/owner_tag.rego": {Data: []byte(strings.ReplaceAll(ownerTag, "has no owner", message))}}
	}
	configured := func(change func(*analyzer.Settings)) func(*sharded) {
		return func(set *sharded) {
			set.configuration.SettingsOf = func(file string) analyzer.Settings {
				settings := knowing(template.Known{})
				if file == "b.yaml" {
					change(&settings)
				}
				return settings
			}
		}
	}
	suppressing := func(isPartial bool) func(*sharded) {
		return func(set *sharded) {
			asked := suppress.New(suppress.Suppression{
				At: "c.yaml#/suppressions/0", Rules: []string{"nacl"}, Reason: "it is so", Partial: isPartial,
				Covers: func(finding.Location) bool { return false },
			})
			set.configuration.Suppressions = []*suppress.Suppression{asked}
		}
	}
	file := func(name, text string) *source.File { return source.New(name, []byte(text)) }
	const files, rulesDiffer, flags = "their files differ", "their rules differ", "their flags, their configurations"
	tests := map[string]struct {
		one, other func(*sharded)
		why        string
	}{
		"files":          {nil, func(s *sharded) { s.files = s.files[:1] }, files},
		"text":           {nil, func(s *sharded) { s.files = []*source.File{s.files[0], file("b.yaml", importing)} }, files},
		"configuration":  {nil, func(s *sharded) { s.configuration.Files = []*source.File{file(configurationName, "")} }, files},
		"selected rules": {nil, func(s *sharded) { s.options.Select = []string{"security-group"} }, rulesDiffer},
		"ignored rules":  {nil, func(s *sharded) { s.options.Ignore = []string{"security-group"} }, rulesDiffer},
		"user rules":     {nil, func(s *sharded) { s.options.UserRules = own("has no owner") }, rulesDiffer},
		"other user rules": {
			func(s *sharded) { s.options.UserRules = own("has no owner") },
			func(s *sharded) { s.options.UserRules = own("lacks an owner") }, rulesDiffer,
		},
		"severity":   {nil, func(s *sharded) { s.options.MinSeverity = rule.High }, flags},
		"Region":     {nil, func(s *sharded) { s.options.Region = "eu-west-1" }, flags},
		"account":    {nil, func(s *sharded) { s.options.Account = "111122223333" }, flags},
		"partition":  {nil, func(s *sharded) { s.options.Partition = "aws-cn" }, flags},
		"parameters": {nil, func(s *sharded) { s.options.Parameters = map[string]string{"A": "b"} }, flags},
		"folder":     {nil, func(s *sharded) { s.options.Base = "infra" }, flags},
		"version":    {nil, func(s *sharded) { s.options.Version = "v9.0.0" }, flags},
		"settings of a file": {
			configured(func(*analyzer.Settings) {}), configured(func(s *analyzer.Settings) { s.Region = "us-east-1" }), flags,
		},
		"facts of a file": {
			configured(func(*analyzer.Settings) {}), configured(func(s *analyzer.Settings) { s.Known.Organization = "o-a1b2c3d4e5" }), flags,
		},
		"rules of a file": {
			configured(func(*analyzer.Settings) {}),
			configured(func(s *analyzer.Settings) { s.On = func(on rule.Rule) bool { return on.Family() != "nacl" } }), flags,
		},
		"severities of a file": {
			configured(func(*analyzer.Settings) {}),
			configured(func(s *analyzer.Settings) { s.SeverityOf = func(rule.Rule) rule.Severity { return rule.Low } }), flags,
		},
		"paths that decide whether a suppression is unused": {
			suppressing(false), suppressing(true), flags,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var sources []merge.Source
			for i, change := range []func(*sharded){test.one, test.other} {
				set := sharded{files: []*source.File{file("a.yaml", importing), file("b.yaml", exporting)}}
				if change != nil {
					change(&set)
				}
				_, made := set.run(t, analyzer.Shard{Index: i + 1, Of: 2}, 0)
				sources = append(sources, merge.Source{Name: strconv.Itoa(i + 1), Report: made})
			}
			_, err := merge.Reports(sources, merge.Options{})
			if err == nil || !strings.Contains(err.Error(), "shards of different runs: "+test.why) {
				t.Errorf("the error is %v, want one that says %q", err, test.why)
			}
		})
	}
}
