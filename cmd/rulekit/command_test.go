package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// run runs rulekit in the folder.
func run(t *testing.T, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, complaints bytes.Buffer
	command := Command{Stdout: &out, Stderr: &complaints, Dir: dir}
	status = command.Main(args)
	return status, out.String(), complaints.String()
}

// must fails the test unless rulekit succeeds.
func must(t *testing.T, dir string, args ...string) string {
	t.Helper()
	status, stdout, stderr := run(t, dir, args...)
	if status != statusOK || stderr != "" {
		t.Fatalf("rulekit %v: status %d, errors:\n%s", args, status, stderr)
	}
	return stdout
}

// repository returns an empty repository.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "go.mod", "module example.org/rules\n")
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	if err := writeFiles(root, derived{name: []byte(text)}, nil); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, root, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, root, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDerivedFilesOfThisRepositoryAreUpToDate(t *testing.T) {
	t.Parallel()
	must(t, ".", "index", "-check")
	must(t, ".", "docs", "-check")
}

func TestNewStartsARuleThatCanBeIndexed(t *testing.T) {
	t.Parallel()
	root := repository(t)

	stdout := must(t, root, "new", "sqs/open-queue")
	want := []string{
		"fixtures/rules/sqs/open-queue/bad-example.yaml",
		"fixtures/rules/sqs/open-queue/good-example.yaml",
		"rules/sqs/open-queue/open_queue.rego",
		"rules/sqs/open-queue/open_queue_test.rego",
	}
	if diff := cmp.Diff(want, strings.Split(stdout, "\n")[:len(want)]); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	for _, name := range want {
		text := read(t, root, name)
		if !strings.Contains(text, "TODO") || strings.Contains(text, "FAMILY") || strings.Contains(text, "NAME") {
			t.Errorf("%s is not filled in, or leaves nothing to do:\n%s", name, text)
		}
	}

	must(t, root, "index")
	must(t, root, "docs")
	index := read(t, root, "rules/index.json") + read(t, root, "rules/texts.json")
	for _, part := range []string{`"id": "sqs/open-queue"`, `"resources": [`, `"language": "yaml"`} {
		if !strings.Contains(index, part) {
			t.Errorf("the index lacks %s:\n%s", part, index)
		}
	}
}

func TestNewKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	write(t, root, "rules/sqs/open-queue/open_queue.rego", "mine")

	status, _, stderr := run(t, root, "new", "sqs/open-queue")
	want := "rulekit: start rule: rules/sqs/open-queue/open_queue.rego is there already\n"
	if status != statusError || stderr != want {
		t.Errorf("got status %d and errors %q", status, stderr)
	}
	if got := read(t, root, "rules/sqs/open-queue/open_queue.rego"); got != "mine" {
		t.Errorf("the rule was overwritten: %q", got)
	}
}

func TestCheckTellsWhatIsOutOfDate(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	must(t, root, "index")
	must(t, root, "docs")
	must(t, filepath.Join(root, "rules"), "index", "-check")
	must(t, root, "docs", "-check")

	write(t, root, "fixtures/rules/sqs/open-queue/bad-example.yaml", "Resources: {}\n")
	write(t, root, "docs/rules/sqs/gone.md", "# Gone\n")
	if err := os.Remove(filepath.Join(root, "docs", "rules", "README.md")); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := run(t, root, "index", "-check")
	if status != statusStale || stderr != "rulekit: rules/texts.json is out of date: run go generate ./rules\n" {
		t.Errorf("got status %d and errors %q", status, stderr)
	}
	status, _, stderr = run(t, root, "docs", "-check")
	want := "rulekit: docs/rules/README.md is missing: run go generate ./rules\n" +
		"docs/rules/sqs/gone.md is about a rule that is gone: run go generate ./rules\n" +
		"docs/rules/sqs/open-queue.md is out of date: run go generate ./rules\n"
	if diff := cmp.Diff(want, stderr); diff != "" || status != statusStale {
		t.Errorf("got status %d; errors differ (-want +got):\n%s", status, diff)
	}

	must(t, root, "docs")
	must(t, root, "docs", "-check")
	if _, err := os.Stat(filepath.Join(root, "docs", "rules", "sqs", "gone.md")); err == nil {
		t.Error("the page about a rule that is gone is still there")
	}
}

func TestDocsShowTheFixtureThatIsCalledTheExample(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	write(t, root, "fixtures/rules/sqs/open-queue/bad-a.yaml", "Resources: an oddity\n")
	write(t, root, "fixtures/rules/sqs/open-queue/bad-example.json", `{"Resources": "json comes second"}`)
	write(t, root, "fixtures/rules/sqs/open-queue/bad-example.yaml", "Resources: plain\n")
	write(t, root, "fixtures/rules/sqs/open-queue/good-a.yaml", "Resources: an oddity\n")
	remove(t, root, "fixtures/rules/sqs/open-queue/good-example.yaml")
	write(t, root, "fixtures/rules/sqs/open-queue/good-example.json", `{"Resources": "plain"}`)
	must(t, root, "docs")

	page := read(t, root, "docs/rules/sqs/open-queue.md")
	for _, part := range []string{
		"## Flagged\n\n```yaml\nResources: plain\n```\n",
		"## Accepted\n\n```json\n{\"Resources\": \"plain\"}\n```\n",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q:\n%s", part, page)
		}
	}
}

func TestDocsShowTheFirstFixturesAndLinkTheSource(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	remove(t, root, "fixtures/rules/sqs/open-queue/bad-example.yaml")
	write(t, root, "fixtures/rules/sqs/open-queue/bad-a.json", `{"Resources": "json comes second"}`)
	write(t, root, "fixtures/rules/sqs/open-queue/bad-b.yaml", "Resources: first\n\n")
	must(t, root, "docs")

	page := read(t, root, "docs/rules/sqs/open-queue.md")
	for _, part := range []string{
		"## Flagged\n\n```yaml\nResources: first\n```\n",
		"## Accepted\n\n```yaml\n# TODO the same template",
		"## Source\n\n[rules/sqs/open-queue/open_queue.rego](../../../rules/sqs/open-queue/open_queue.rego)\n",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q:\n%s", part, page)
		}
	}
	contents := read(t, root, "docs/rules/README.md")
	want := "## sqs\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n" +
		"| [sqs/open-queue](sqs/open-queue.md) | medium | TODO say what is wrong in at most 60 characters |\n"
	if !strings.HasSuffix(contents, want) {
		t.Errorf("got contents:\n%s", contents)
	}
}

func TestHelpGoesToStandardOutput(t *testing.T) {
	t.Parallel()
	nowhere := t.TempDir() // help needs no repository
	for name, args := range map[string][]string{
		"the word":               {"help"},
		"the flag":               {"--help"},
		"the flag of Go's tools": {"-help"},
		"the short flag":         {"-h"},
		"a flag of a command":    {"new", "--help"},
		"the word for a command": {"help", "docs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(usage, must(t, nowhere, args...)); diff != "" {
				t.Errorf("help differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErrorsEndWithStatusTwo(t *testing.T) {
	t.Parallel()
	broken := repository(t)
	write(t, broken, "rules/sqs/open-queue/open_queue.rego", "package x\n")
	bare := repository(t)
	must(t, bare, "new", "sqs/open-queue")
	if err := os.RemoveAll(filepath.Join(bare, "fixtures")); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		dir  string
		args []string
		want string
	}{
		"no command": {
			dir:  broken,
			want: "rulekit: wrong arguments\n" + usage,
		},
		"an unknown command": {
			dir: broken, args: []string{"list"},
			want: "rulekit: wrong arguments: [list]\n" + usage,
		},
		"an unknown option": {
			dir: broken, args: []string{"docs", "-x"},
			want: "rulekit: wrong arguments: [docs -x]\n" + usage,
		},
		"an id that is none": {
			dir: broken, args: []string{"new", "Open Queue"},
			want: `rulekit: wrong arguments: "Open Queue" is no FAMILY/NAME in lower case with dashes, ` +
				"as in sqs/public-queue-policy\n" + usage,
		},
		"the family of libraries": {
			dir: broken, args: []string{"new", "lib/arn"},
			want: `rulekit: wrong arguments: "lib/arn" is no FAMILY/NAME in lower case with dashes, ` +
				"as in sqs/public-queue-policy\n" + usage,
		},
		"a broken rule": {
			dir: broken, args: []string{"index"},
			want: "rulekit: read rules:\nsqs/open-queue/open_queue.rego:1:1: package is x: " +
				"want rules.sqs[\"open-queue\"], which is the folder's name\n",
		},
		"a rule without fixtures": {
			dir: bare, args: []string{"docs"},
			want: "rulekit: find example: fixtures/rules/sqs/open-queue has no bad-*.yaml or bad-*.json: add one\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _, stderr := run(t, test.dir, test.args...)
			if diff := cmp.Diff(test.want, stderr); diff != "" || status != statusError {
				t.Errorf("got status %d; errors differ (-want +got):\n%s", status, diff)
			}
		})
	}
}
