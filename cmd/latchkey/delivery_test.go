package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// ownAction is how a workflow elsewhere uses the action.
var ownAction = regexp.MustCompile(`latchkey-dev/latchkey@v[0-9.]+`)

// workflows returns the texts of the workflows here and of those that the documentation shows, by name.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{".github/workflows/*.yml", "docs/examples/*.yml"} {
		names, err := filepath.Glob(filepath.Join(repositoryRoot, filepath.FromSlash(pattern)))
		if err != nil || len(names) == 0 {
			t.Fatalf("no file fits %s: %v", pattern, err)
		}
		for _, name := range names {
			texts[filepath.Base(name)] = readText(t, name)
		}
	}
	return texts
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWorkflowsPassActionlint(t *testing.T) {
	t.Parallel()
	needPrograms(t, "git")
	actionlint := findTool(t, "actionlint")
	// Inputs of the action are only looked at where the workflow and the action are in one repository.
	repository := &hooked{dir: t.TempDir(), env: os.Environ()}
	repository.want(t, 0, "git", "init", "-q")
	copyFile(t, filepath.Join(repositoryRoot, "action.yml"), filepath.Join(repository.dir, "action.yml"))
	folder := filepath.Join(repository.dir, ".github", "workflows")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	for name, text := range workflows(t) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(ownAction.ReplaceAllString(text, "./")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	repository.want(t, 0, actionlint, "-no-color")
}

// findTool returns a program that is on the PATH or where Go installs programs, and skips the test without it.
func findTool(t *testing.T, name string) string {
	t.Helper()
	if found, err := exec.LookPath(name); err == nil {
		return found
	}
	for _, variable := range []string{"GOBIN", "GOPATH"} {
		folder, err := exec.CommandContext(t.Context(), "go", "env", variable).Output()
		if err != nil {
			continue
		}
		dir := strings.TrimSpace(string(folder))
		if variable == "GOPATH" {
			dir = filepath.Join(dir, "bin")
		}
		if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return found
		}
	}
	t.Skipf("%s is not installed, so that this test is left out", name)
	return ""
}

func TestScriptsPassShellcheck(t *testing.T) {
	t.Parallel()
	needPrograms(t, "shellcheck")
	here := &hooked{dir: repositoryRoot, env: os.Environ()}
	here.want(t, 0, "shellcheck", ".ci/run")
	dir := t.TempDir()
	for _, step := range readAction(t).Runs.Steps {
		if step.Run == "" {
			continue
		}
		name := filepath.Join(dir, strings.ReplaceAll(step.Name, " ", "-")+".sh")
		if err := os.WriteFile(name, []byte(step.Run), 0o600); err != nil {
			t.Fatal(err)
		}
		here.want(t, 0, "shellcheck", "--shell=bash", name)
	}
}

// pinned is an action by its commit, with the version that the commit is.
var pinned = regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

func TestActionsArePinnedAlike(t *testing.T) {
	t.Parallel()
	texts := workflows(t)
	texts["action.yml"] = readText(t, repositoryRoot+"/action.yml")
	versions := map[string]string{}
	for name, text := range texts {
		for _, found := range regexp.MustCompile(`(?m)^\s*(?:- )?uses: (.*)$`).FindAllStringSubmatch(text, -1) {
			used := found[1]
			if used == "./" || ownAction.MatchString(used) {
				continue
			}
			if !pinned.MatchString(used) {
				t.Errorf("%s: %s is not pinned to a commit with its version", name, used)
			}
			action, version, _ := strings.Cut(used, "@")
			if known, ok := versions[action]; ok && known != version {
				t.Errorf("%s: %s is also used at %s", name, used, known)
			}
			versions[action] = version
		}
	}
}

func TestScriptsOfTheActionTakeInputsFromTheEnvironment(t *testing.T) {
	t.Parallel()
	for _, step := range readAction(t).Runs.Steps {
		if step.Run == "" {
			continue
		}
		if strings.Contains(step.Run, "${{") {
			t.Errorf("%s: an expression in a script is code to the shell", step.Name)
		}
		if step.Shell != "bash" || !strings.HasPrefix(step.Run, "set -euo pipefail\n") {
			t.Errorf("%s: want shell bash, and set -euo pipefail first", step.Name)
		}
	}
}

func TestActionUsesAllItsInputs(t *testing.T) {
	t.Parallel()
	text := readText(t, repositoryRoot+"/action.yml")
	for name := range readAction(t).Inputs {
		if !strings.Contains(text, "inputs."+name+" ") {
			t.Errorf("nothing reads the input %s", name)
		}
		wantText(t, readText(t, repositoryRoot+"/docs/ci.md"), "`"+name+"`")
	}
}

func TestDocumentedWorkflowsAreTheExamples(t *testing.T) {
	t.Parallel()
	page := readText(t, repositoryRoot+"/docs/ci.md")
	for _, name := range []string{"code-scanning.yml", "shards.yml"} {
		wantText(t, page, "```yaml\n"+readText(t, repositoryRoot+"/docs/examples/"+name)+"```")
	}
}

func TestDocumentedHooksExist(t *testing.T) {
	t.Parallel()
	var hooks []struct{ ID string }
	if err := yaml.Unmarshal([]byte(readText(t, repositoryRoot+"/.pre-commit-hooks.yaml")), &hooks); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, hook := range hooks {
		ids = append(ids, hook.ID)
		wantText(t, readText(t, repositoryRoot+"/docs/ci.md"), "`"+hook.ID+"`")
	}
	for _, page := range []string{"/README.md", "/docs/ci.md"} {
		found := regexp.MustCompile(`- id: ([\w-]+)`).FindAllStringSubmatch(readText(t, repositoryRoot+page), -1)
		if len(found) == 0 {
			t.Errorf("%s shows no hook", page)
		}
		for _, hook := range found {
			if !slices.Contains(ids, hook[1]) {
				t.Errorf("%s shows the hook %s, which does not exist", page, hook[1])
			}
		}
	}
}

// instruction is one of a Dockerfile.
type instruction struct {
	name, value string
}

// imageStages returns the instructions of each stage of the Dockerfile, which begins with FROM.
func imageStages(t *testing.T) [][]instruction {
	t.Helper()
	text := strings.ReplaceAll(readText(t, repositoryRoot+"/Dockerfile"), "\\\n", " ")
	var stages [][]instruction
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		if name == "FROM" {
			stages = append(stages, nil)
		}
		if len(stages) == 0 {
			t.Fatalf("%s stands before the first FROM", name)
		}
		last := &stages[len(stages)-1]
		*last = append(*last, instruction{name, strings.TrimSpace(value)})
	}
	return stages
}

func TestImageHoldsTheProgramAlone(t *testing.T) {
	t.Parallel()
	stages := imageStages(t)
	if !regexp.MustCompile(`golang:\d+\.\d+\.\d+-\w+ AS build$`).MatchString(stages[0][0].value) {
		t.Errorf("FROM %s: want golang in a whole version", stages[0][0].value)
	}
	got := map[string]string{}
	for _, each := range stages[len(stages)-1] {
		if each.name == "COPY" || each.name == "LABEL" {
			continue
		}
		got[each.name] = each.value
	}
	want := map[string]string{"FROM": "scratch", "USER": "65532:65532", "WORKDIR": "/src", "ENTRYPOINT": `["/latchkey"]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var entry []string
	if err := json.Unmarshal([]byte(got["ENTRYPOINT"]), &entry); err != nil {
		t.Errorf("there is no shell in the image: %v", err)
	}
}

// TestImageBuilds runs the commands of the Dockerfile without an engine, on the files that .dockerignore lets in.
func TestImageBuilds(t *testing.T) {
	t.Parallel()
	needBuilds(t)
	needPrograms(t, "sh", "go")
	stages := imageStages(t)
	here := &hooked{dir: t.TempDir(), env: append(os.Environ(), "VERSION=v9.8.7", "CGO_ENABLED=0")}
	for line := range strings.Lines(readText(t, repositoryRoot+"/.dockerignore")) {
		name, ok := strings.CutPrefix(strings.TrimSpace(line), "!")
		from, to := filepath.Join(repositoryRoot, name), filepath.Join(here.dir, name)
		info, err := os.Stat(from)
		switch {
		case !ok:
		case err != nil:
			t.Fatal(err)
		case info.IsDir():
			if err := os.CopyFS(to, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
		default:
			copyFile(t, from, to)
		}
	}
	for _, pattern := range []string{"*/testdata", "*/*/testdata", "*/*_test.go", "*/*/*_test.go"} {
		names, err := filepath.Glob(filepath.Join(here.dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := os.RemoveAll(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	program := filepath.Join(t.TempDir(), "latchkey")
	for _, each := range stages[0] {
		if each.name == "RUN" {
			here.want(t, 0, "sh", "-c", strings.Replace(each.value, "-o /latchkey", "-o "+program, 1))
		}
	}
	wantText(t, here.want(t, 0, program, "version"), "latchkey v9.8.7 (")
	for _, each := range stages[len(stages)-1] {
		if from, ok := strings.CutSuffix(each.value, " /"); ok && each.name == "COPY" {
			for name := range strings.FieldsSeq(from) {
				readText(t, filepath.Join(here.dir, name))
			}
		}
	}
}
