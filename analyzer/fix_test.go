package analyzer_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/rules"
)

// TestFixesOfBadFixtures makes every fix of a rule's bad examples and analyses the result: what was fixed is gone,
// fixing again changes nothing, and the file has all its comments but those of what was taken away.
func TestFixesOfBadFixtures(t *testing.T) {
	t.Parallel()
	known, err := engine.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, described := range known {
		t.Run(described.ID, func(t *testing.T) {
			t.Parallel()
			for _, file := range fixtures(t, described.ID, "bad-") {
				t.Run(path.Base(file), func(t *testing.T) {
					t.Parallel()
					checkFixture(t, subject, described.ID, file)
				})
			}
		})
	}
}

func checkFixture(t *testing.T, subject *analyzer.Analyzer, id, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file := source.New(path.Base(name), text)
	wanted := analyzer.FixOptions{Select: []string{id}, Unsafe: true}
	fixes := fixed(t, subject, file, wanted)
	for _, refused := range fixes.Refused {
		t.Errorf("refused: %s: %s: %s", refused.Finding.Message, refused.Finding.Fix.Title, refused.Reason)
	}
	if len(fixes.Made) == 0 {
		return
	}
	after := source.New(file.Name, fixes.Files[0].Content)
	report, err := subject.Analyze(t.Context(), []*source.File{after})
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range report.Findings {
		if found.Rule == id && found.Fix != nil {
			t.Errorf("still found: %s", found.Message)
		}
	}
	if again := fixed(t, subject, after, wanted); len(again.Files) > 0 {
		t.Errorf("fixing what is fixed changes it:\n%s", again.Files[0].Diff())
	}
	if gone := goneComments(file, after); len(gone) > 0 && !takesAway(fixes) {
		t.Errorf("comments are gone: %q", gone)
	}
	checkOwned(t, fixes)
}

// checkOwned checks that the diff of one fix takes away no line but those that its edits are about: of what is
// replaced or removed, and the one that gets a comma, or loses its brackets, where something is added.
func checkOwned(t *testing.T, fixes *analyzer.Fixes) {
	t.Helper()
	if len(fixes.Made) != 1 {
		return // the places of the second fix may be those in what the first one made
	}
	tree := syntax.Parse(fixes.Files[0].File)
	owned := map[int]bool{}
	for _, edit := range fixes.Made[0].Fix.Edits {
		first, last := linesOf(tree, edit)
		for line := first; line <= last; line++ {
			owned[line] = true
		}
	}
	for _, text := range fixes.Made[0].Fix.Text {
		for line := text.Span.Start.Line; line <= text.Span.End.Line; line++ {
			owned[line] = true
		}
	}
	number := 0
	for line := range strings.Lines(fixes.Files[0].Diff()) {
		switch {
		case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+"), strings.HasPrefix(line, "\\"):
		case strings.HasPrefix(line, "@@"):
			start, _, _ := strings.Cut(strings.TrimPrefix(strings.Fields(line)[1], "-"), ",")
			first, err := strconv.Atoi(start)
			if err != nil {
				t.Fatal(err)
			}
			number = first
		default:
			if line[0] == '-' && !owned[number] {
				t.Errorf("line %d is not the fix's to change:\n%s", number, fixes.Files[0].Diff())
			}
			number++
		}
	}
}

// linesOf returns the lines of a node that an edit is about, of an added one those of what it stands behind.
func linesOf(tree *syntax.Tree, edit finding.Edit) (first, last int) {
	node, key := tree.Root, (*syntax.Node)(nil)
	for _, step := range edit.Written.Steps() {
		var next *syntax.Node
		if index, err := strconv.Atoi(step); err == nil && node.Kind == syntax.Sequence {
			if index < len(node.Items) {
				key, next = nil, node.Items[index]
			}
		} else if entry := node.Entry(step); entry != nil {
			key, next = entry.Key, entry.Value
		}
		if next == nil {
			return behind(tree, node)
		}
		node = next
	}
	start := node.Start
	if key != nil {
		start = key.Start
	}
	return tree.File.Position(start).Line, tree.File.Position(node.End).Line
}

// behind returns the line that a new element is written behind.
func behind(tree *syntax.Tree, node *syntax.Node) (first, last int) {
	line := tree.File.Position(node.Start).Line
	if number := len(node.Entries); number > 0 {
		line = tree.File.Position(node.Entries[number-1].Value.End).Line
	}
	if number := len(node.Items); number > 0 {
		line = tree.File.Position(node.Items[number-1].End).Line
	}
	return line, line
}

// takesAway reports whether a fix removes something, so that its comments may go with it, or is about a comment.
func takesAway(fixes *analyzer.Fixes) bool {
	return slices.ContainsFunc(fixes.Made, func(found finding.Finding) bool {
		return len(found.Fix.Text) > 0 || slices.ContainsFunc(found.Fix.Edits, func(edit finding.Edit) bool { return edit.Op == "remove" })
	})
}

func goneComments(before, after *source.File) []string {
	left := map[string]int{}
	for _, comment := range syntax.Parse(after).Comments {
		left[comment.Text]++
	}
	var gone []string
	for _, comment := range syntax.Parse(before).Comments {
		if left[comment.Text]--; left[comment.Text] < 0 {
			gone = append(gone, comment.Text)
		}
	}
	return gone
}

func fixed(
	t *testing.T, subject *analyzer.Analyzer, file *source.File, options analyzer.FixOptions,
) *analyzer.Fixes {
	t.Helper()
	fixes, err := subject.Fix(t.Context(), []*source.File{file}, options)
	if err != nil {
		t.Fatal(err)
	}
	return fixes
}

// session is a permission set with three safe fixes, two of them in one list, and a suggested one.
const session = `Resources:
  BreakGlass: # for emergencies
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1111222233334444
      Name: BreakGlass
      SessionDuration: PT8H # long
      InlinePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoot
            Resource: "*"
`

func TestOnlyChosenFixesAreMade(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options         analyzer.FixOptions
		made, suggested []string
	}{
		"the safe ones unless told otherwise": {
			made: []string{"breakglass/assume-root-without-task-policy", "breakglass/long-root-session"},
			suggested: []string{
				"breakglass/assume-root-on-every-account", "breakglass/missing-console-permissions",
			},
		},
		"the suggested ones, too": {
			options: analyzer.FixOptions{Unsafe: true},
			made: []string{
				"breakglass/assume-root-on-every-account", "breakglass/assume-root-without-task-policy",
				"breakglass/long-root-session", "breakglass/missing-console-permissions",
			},
		},
		"those of selected rules": {
			options: analyzer.FixOptions{Select: []string{"long-root-session"}},
			made:    []string{"breakglass/long-root-session"},
		},
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fixes := fixed(t, subject, source.New("set.yaml", []byte(session)), test.options)
			if diff := cmp.Diff(test.made, rulesOf(fixes.Made)); diff != "" {
				t.Errorf("made mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.suggested, rulesOf(fixes.Suggested)); diff != "" {
				t.Errorf("suggested mismatch (-want +got):\n%s", diff)
			}
			if len(fixes.Refused) > 0 {
				t.Errorf("refused: %v", fixes.Refused)
			}
		})
	}
}

func rulesOf(findings []finding.Finding) []string {
	var ids []string
	for _, found := range findings {
		ids = append(ids, found.Rule)
	}
	slices.Sort(ids)
	return ids
}

// TestFixesThatDoNotHoldAreRefused gives rules whose fixes are wrong, each in one way. None may reach the file.
func TestFixesThatDoNotHoldAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ edits, reason string }{
		"a fix that changes nothing that matters": {
			`[{"op": "add", "at": sprintf("%s/Properties/Tags", [id.at]), "value": []}]`, "the finding would still be there",
		},
		"a fix that brings up something as severe": {
			`[{"op": "replace", "at": sprintf("%s/Properties/BucketName", [id.at]), "value": "worse"}]`,
			"own/worse would be found instead: Data is worse",
		},
		"a fix of what is not there": {
			`[{"op": "remove", "at": sprintf("%s/Properties/Tags", [id.at])}]`, "it is not there",
		},
		"a fix in the branch of a condition": {
			`[{"op": "replace", "at": sprintf("%s/Properties/AccessControl", [id.at]), "value": "x"}]`,
			"Fn::If decides what stands there",
		},
		"two edits of one place": {
			`[{"op": "replace", "at": sprintf("%s/Properties/BucketName", [id.at]), "value": "x"},
				{"op": "remove", "at": sprintf("%s/Properties/BucketName", [id.at])}]`,
			"it overlaps another change",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeRule(t, dir, "bad", `"bad"`, test.edits)
			writeRule(t, dir, "worse", `"worse"`, "")
			subject, err := analyzer.New(rules.FS(), analyzer.Options{UserRules: os.DirFS(dir)})
			if err != nil {
				t.Fatal(err)
			}
			fixes := fixed(t, subject, source.New("app.yaml", []byte(`Conditions: {Is: !Equals [a, a]}
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties: {BucketName: bad, AccessControl: !If [Is, Private, !Ref AWS::NoValue]}
`)), analyzer.FixOptions{})
			if len(fixes.Files) > 0 {
				t.Fatalf("it was made:\n%s", fixes.Files[0].Diff())
			}
			if len(fixes.Refused) != 1 || fixes.Refused[0].Reason != test.reason {
				t.Errorf("refused = %v, want %q", fixes.Refused, test.reason)
			}
		})
	}
}

// writeRule writes a rule about buckets with a name. Its fix has the edits, if there are any.
func writeRule(t *testing.T, dir, name, bucket, edits string) {
	t.Helper()
	fix := ""
	if edits != "" {
		fix = `, "fix": {"title": "mend it", "safe": true, "edits": ` + edits + `}`
	}
	text := `# METADATA
# title: Buckets that are ` + name + `
# description: A test.
# related_resources:
#   - description: none
#     ref: https://example.com
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [test]
#   resources: [AWS::S3::Bucket]
#   remediation: None.
package rules.own.` + name + `

findings contains {"message": $"{id.name} is ` + name + `", "at": id.at` + fix + `} if {
	some key in input.by_type["AWS::S3::Bucket"]
	id := input.resources[key]
	id.properties.BucketName == ` + bucket + `
}
`
	folder := filepath.Join(dir, "own", name)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".rego"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDiffIsTakenByGit applies the diff of all fixtures together with git, and compares the result with what the
// fixes make.
func TestDiffIsTakenByGit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here to apply the diff")
	}
	subject, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := gitFiles(t, dir)
	fixes, err := subject.Fix(t.Context(), files, analyzer.FixOptions{Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	if least := 25; len(fixes.Files) < least {
		t.Fatalf("%d files change, want at least %d", len(fixes.Files), least)
	}
	var diff strings.Builder
	for _, file := range fixes.Files {
		diff.WriteString(file.Diff())
	}
	for _, args := range [][]string{{"init", "-q"}, {"apply", "--check", "-"}, {"apply", "-"}} {
		command := exec.CommandContext(t.Context(), "git", append([]string{"-c", "core.autocrlf=false"}, args...)...)
		command.Dir, command.Stdin = dir, strings.NewReader(diff.String())
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	for _, file := range fixes.Files {
		text, err := os.ReadFile(filepath.Join(dir, file.File.Name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(file.Content), string(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file.File.Name, diff)
		}
	}
}

// gitFiles writes the bad fixtures to a folder, some under names that need quotes in a diff and some with other line
// ends.
func gitFiles(t *testing.T, dir string) []*source.File {
	t.Helper()
	names, err := filepath.Glob(ruleFixtures + "/*/*/bad-*.[yj]*")
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		made := path.Base(path.Dir(name)) + "-" + path.Base(name)
		switch i % 4 {
		case 1:
			made = "with blank " + made
		case 2:
			made = "wíth\t\"quotes\" " + made
			text = []byte(strings.ReplaceAll(string(text), "\n", "\r\n"))
		case 3:
			text = []byte(strings.TrimRight(string(text), "\n"))
		}
		if err := os.WriteFile(filepath.Join(dir, made), text, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, source.New(made, text))
	}
	return files
}
