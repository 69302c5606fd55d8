package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// action is what the tests read of action.yml.
type action struct {
	Inputs map[string]struct {
		Default string
	}
	Outputs map[string]struct {
		Value string
	}
	Runs struct {
		Steps []actionStep
	}
}

type actionStep struct {
	ID, Name, If, Uses, Shell, Run string

	Env, With       map[string]string
	ContinueOnError bool `yaml:"continue-on-error"`
}

// actionRun runs the scripts of the action as the runner does. Actions that it uses do nothing, with the outcome that
// the test wants.
type actionRun struct {
	inputs map[string]string
	// dir is the workspace.
	dir string
	// upload is the outcome of the step that uploads.
	upload string

	// known has the values of expressions by their text, as in "steps.check.outputs.status".
	known map[string]string
	// uploaded is the report as it was when it was uploaded.
	uploaded []byte
	// used names the actions that were used, without versions.
	used   []string
	log    bytes.Buffer
	status int
	// outputs are those of the whole action.
	outputs map[string]string
	summary string
}

var expression = regexp.MustCompile(`\$\{\{ (.+?) \}\}`)

// value returns a text with its expressions replaced.
func (r *actionRun) value(t *testing.T, text string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(found string) string {
		name := expression.FindStringSubmatch(found)[1]
		value, ok := r.known[name]
		if input, isInput := strings.CutPrefix(name, "inputs."); isInput {
			value, ok = r.inputs[input]
		}
		if !ok && !strings.HasPrefix(name, "steps.") {
			t.Fatalf("nothing knows %s", name)
		}
		return value
	})
}

// holds evaluates a condition: comparisons with == or !=, joined by &&.
func (r *actionRun) holds(t *testing.T, condition string) bool {
	t.Helper()
	if condition == "" {
		return true
	}
	condition = expression.FindStringSubmatch(condition)[1]
	for part := range strings.SplitSeq(condition, " && ") {
		left, right, isEqual := strings.Cut(part, " == ")
		if !isEqual {
			var ok bool
			if left, right, ok = strings.Cut(part, " != "); !ok {
				t.Fatalf("condition %q", part)
			}
		}
		if (r.value(t, "${{ "+left+" }}") == strings.Trim(right, "'")) != isEqual {
			return false
		}
	}
	return true
}

func (r *actionRun) use(t *testing.T, step actionStep) {
	t.Helper()
	name, _, _ := strings.Cut(step.Uses, "@")
	r.used = append(r.used, name)
	if step.ID != "upload" {
		return
	}
	r.known["steps.upload.outcome"] = r.upload
	var err error
	if r.uploaded, err = os.ReadFile(r.value(t, step.With["sarif_file"])); err != nil {
		t.Fatal(err)
	}
	if r.upload != "success" && !step.ContinueOnError {
		t.Errorf("an upload that is refused ends the run")
	}
}

// script runs the script of a step and returns its exit status.
func (r *actionRun) script(t *testing.T, step actionStep, temp string) int {
	t.Helper()
	output := filepath.Join(temp, "output-"+step.ID)
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
	command.Dir = r.dir
	command.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
		"GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+filepath.Join(temp, "summary"))
	for name, value := range step.Env {
		command.Env = append(command.Env, name+"="+r.value(t, value))
	}
	command.Stdout, command.Stderr = &r.log, &r.log
	err := command.Run()
	if _, isExit := errors.AsType[*exec.ExitError](err); err != nil && !isExit {
		t.Fatal(err)
	}
	written, err := os.ReadFile(output)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(written)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		r.known["steps."+step.ID+".outputs."+name] = value
	}
	return command.ProcessState.ExitCode()
}

// runAction runs the action with the inputs, in a workspace that holds the scenarios.
func runAction(t *testing.T, run *actionRun) *actionRun {
	t.Helper()
	definition := readAction(t)
	inputs := map[string]string{"binary": "latchkey"}
	for name, input := range definition.Inputs {
		if name != "binary" {
			inputs[name] = input.Default
		}
	}
	for name, value := range run.inputs {
		if _, ok := inputs[name]; !ok {
			t.Fatalf("there is no input %s", name)
		}
		inputs[name] = value
	}
	root, err := filepath.Abs(repositoryRoot)
	if err != nil {
		t.Fatal(err)
	}
	run.inputs = inputs
	run.known = map[string]string{"github.action_path": root, "github.action_ref": "v9.8.7"}
	if run.upload == "" {
		run.upload = "success"
	}
	temp := t.TempDir()
	for _, step := range definition.Runs.Steps {
		if !run.holds(t, step.If) {
			continue
		}
		if step.Uses != "" {
			run.use(t, step)
			continue
		}
		if run.status = run.script(t, step, temp); run.status != 0 {
			break
		}
	}
	run.outputs = map[string]string{}
	for name, output := range definition.Outputs {
		run.outputs[name] = run.value(t, output.Value)
	}
	summary, err := os.ReadFile(filepath.Join(temp, "summary"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	run.summary = string(summary)
	return run
}

// repositoryRoot leads from this package to the root of the repository.
const repositoryRoot = "../.."

func readAction(t *testing.T) action {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repositoryRoot, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var definition action
	if err := yaml.Unmarshal(text, &definition); err != nil {
		t.Fatal(err)
	}
	return definition
}

// needPrograms skips a test for which a program is missing.
func needPrograms(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed, so that this test is left out", name)
		}
	}
}

// checkout returns a folder with templates: locked.yaml has one finding of high severity, "a b/open door.yaml" one of
// medium severity, and clean.yaml none.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, from := range map[string]string{
		"locked.json":        "locked.json",
		"a b/open door.yaml": "icmp.yaml",
		"clean.yaml":         "clean.yaml",
	} {
		text, err := os.ReadFile(filepath.Join("testdata/inputs", from))
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestActionEndsAsLatchkeyDoes(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	for name, test := range map[string]struct {
		inputs   map[string]string
		status   int
		findings string
		uploaded bool
	}{
		"0 for a clean file, with an empty report": {
			inputs: map[string]string{"paths": "clean.yaml"}, findings: "0", uploaded: true,
		},
		"1 for findings, after the upload": {
			inputs: map[string]string{"paths": "locked.json"}, status: 1, findings: "1", uploaded: true,
		},
		"1 for the whole workspace": {status: 1, findings: "2", uploaded: true},
		"0 for findings below fail-on": {
			inputs: map[string]string{"fail-on": "critical"}, findings: "2", uploaded: true,
		},
		"1 for paths on several lines, with blanks and carriage returns": {
			inputs: map[string]string{"paths": "a b/open door.yaml\r\n\nclean.yaml\r\n"},
			status: 1, findings: "1", uploaded: true,
		},
		"0 for rules that are not selected": {
			inputs: map[string]string{"select": "lockout", "paths": "a b"}, findings: "0", uploaded: true,
		},
		"1 with arguments on several lines": {
			inputs: map[string]string{"args": "--ignore=lockout\n--exclude\nclean.yaml\n"},
			status: 1, findings: "1", uploaded: true,
		},
		"2 for wrong usage, without a report": {inputs: map[string]string{"fail-on": "never"}, status: 2},
		"2 for a path that is missing, without half of a report": {
			inputs: map[string]string{"paths": "locked.json\nmissing.yaml"}, status: 2, findings: "1",
		},
		"2 for a category that is no name":               {inputs: map[string]string{"category": `x" | e`}, status: 2},
		"2 for an upload that is neither true nor false": {inputs: map[string]string{"upload": "yes"}, status: 2},
		"2 for a summary that is neither true nor false": {inputs: map[string]string{"summary": "True"}, status: 2},
		"2 for a program that is missing":                {inputs: map[string]string{"binary": "./missing"}, status: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := runAction(t, &actionRun{inputs: test.inputs, dir: checkout(t)})
			if run.status != test.status || run.outputs["findings"] != test.findings {
				t.Errorf("status %d with %q findings, want %d with %q:\n%s",
					run.status, run.outputs["findings"], test.status, test.findings, run.log.String())
			}
			if (run.uploaded != nil) != test.uploaded {
				t.Errorf("uploaded: %t, want %t", run.uploaded != nil, test.uploaded)
			}
			if test.uploaded {
				wantResults(t, run.uploaded, test.findings)
			}
		})
	}
}

// codeScanningRun is what the tests read of a report for code scanning.
type codeScanningRun struct {
	Results           []json.RawMessage `json:"results"`
	AutomationDetails struct {
		ID string `json:"id"`
	} `json:"automationDetails"`
}

// sarifRun returns the one run of a report.
func sarifRun(t *testing.T, text []byte) codeScanningRun {
	t.Helper()
	var sarif struct {
		Runs []codeScanningRun `json:"runs"`
	}
	if err := json.Unmarshal(text, &sarif); err != nil {
		t.Fatal(err)
	}
	if len(sarif.Runs) != 1 {
		t.Fatalf("%d runs, want one", len(sarif.Runs))
	}
	return sarif.Runs[0]
}

// wantResults wants a report for code scanning with a number of results.
func wantResults(t *testing.T, uploaded []byte, want string) {
	t.Helper()
	run := sarifRun(t, uploaded)
	if run.Results == nil {
		t.Fatalf("want results, if none")
	}
	if got := strconv.Itoa(len(run.Results)); got != want {
		t.Errorf("uploaded %s results, want %s", got, want)
	}
}

func TestActionShowsFindingsThatCodeScanningDoesNot(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	for name, test := range map[string]struct {
		run                *actionRun
		annotated, warning bool
	}{
		"uploaded":     {run: &actionRun{}},
		"not uploaded": {run: &actionRun{inputs: map[string]string{"upload": "false"}}, annotated: true},
		"forbidden":    {run: &actionRun{upload: "failure"}, annotated: true, warning: true},
		"incomplete":   {run: &actionRun{inputs: map[string]string{"paths": ".\nmissing"}}, annotated: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.dir = checkout(t)
			run := runAction(t, test.run)
			log := run.log.String()
			if got := strings.Contains(log, "file=locked.json"); got != test.annotated {
				t.Errorf("annotations: %t, want %t:\n%s", got, test.annotated, log)
			}
			if got := strings.Contains(log, "code scanning did not take the report"); got != test.warning {
				t.Errorf("warning: %t, want %t:\n%s", got, test.warning, log)
			}
			if run.status == 0 {
				t.Errorf("the run does not fail")
			}
			if !strings.Contains(run.summary, "lockout/root-only-recovery") {
				t.Errorf("summary: %s", run.summary)
			}
		})
	}
}

func TestActionWritesNoSummaryUnasked(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	run := runAction(t, &actionRun{inputs: map[string]string{"summary": "false"}, dir: checkout(t)})
	if run.summary != "" {
		t.Errorf("summary: %s", run.summary)
	}
}

func TestActionRunsNothingThatItsInputsSay(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	for _, name := range slices.Sorted(maps.Keys(readAction(t).Inputs)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := checkout(t)
			hostile := "$(touch hit) `touch hit`; touch hit; \"; touch hit; '; touch hit; #\n|| touch hit"
			runAction(t, &actionRun{inputs: map[string]string{name: hostile}, dir: dir})
			if _, err := os.Stat(filepath.Join(dir, "hit")); err == nil {
				t.Error("a command of the input ran")
			}
		})
	}
}

func TestActionKeepsCommandsFromItsReport(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	run := runAction(t, &actionRun{
		inputs: map[string]string{"binary": "./fake", "upload": "false"},
		dir:    fakeLatchkey(t, "echo '::error::hostile'"),
	})
	stopped := regexp.MustCompile(`(?m)^::stop-commands::([0-9a-f]{32})\n::error::hostile\n::([0-9a-f]{32})::$`)
	found := stopped.FindStringSubmatch(run.log.String())
	if found == nil || found[1] != found[2] {
		t.Errorf("log: %s", run.log.String())
	}
}

func TestActionFailsForAnyOtherStatus(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	run := runAction(t, &actionRun{
		inputs: map[string]string{"binary": "./fake", "fail-on": "none"}, dir: fakeLatchkey(t, "exit 137"),
	})
	if run.status != 137 || run.uploaded != nil {
		t.Errorf("status %d:\n%s", run.status, run.log.String())
	}
}

// fakeLatchkey returns a workspace with a program "fake" that runs the script.
func fakeLatchkey(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "fake"), []byte("#!/usr/bin/env bash\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestActionFilesReportsUnderACategory(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	ids := map[string]string{}
	for _, category := range []string{"latchkey", "stacks/eu-west-1"} {
		run := runAction(t, &actionRun{inputs: map[string]string{"category": category}, dir: checkout(t)})
		ids[category] = sarifRun(t, run.uploaded).AutomationDetails.ID
	}
	want := map[string]string{"latchkey": "latchkey/", "stacks/eu-west-1": "stacks/eu-west-1/"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

func TestActionReportsWhatIsNewSinceTheBaseline(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	here := &hooked{dir: checkout(t), env: os.Environ()}
	here.want(t, 0, "latchkey", "baseline", "create", "--baseline", "known.json", ".")
	inputs := map[string]string{"baseline": "known.json"}
	if run := runAction(t, &actionRun{inputs: inputs, dir: here.dir}); run.status != 0 || run.outputs["findings"] != "0" {
		t.Errorf("status %d with %s findings, want none:\n%s", run.status, run.outputs["findings"], run.log.String())
	}
	here.write(t, "new.yaml", input(t, "icmp.yaml"))
	if run := runAction(t, &actionRun{inputs: inputs, dir: here.dir}); run.status != 1 || run.outputs["findings"] != "1" {
		t.Errorf("status %d with %s findings, want the new one:\n%s", run.status, run.outputs["findings"], run.log.String())
	}
}

// buildsVariable names the variable of the environment that asks for the tests that build latchkey anew, as users do.
const buildsVariable = "LATCHKEY_TEST_BUILDS"

func needBuilds(t *testing.T) {
	t.Helper()
	if os.Getenv(buildsVariable) == "" {
		t.Skipf("builds latchkey anew, which takes minutes: set %s=1 to run it", buildsVariable)
	}
}

func TestActionBuildsTheLatchkeyItComesWith(t *testing.T) {
	t.Parallel()
	needBuilds(t)
	needPrograms(t, "bash", "go")
	run := runAction(t, &actionRun{inputs: map[string]string{"binary": "", "paths": "clean.yaml"}, dir: checkout(t)})
	if run.status != 0 {
		t.Fatalf("status %d:\n%s", run.status, run.log.String())
	}
	want := []string{"actions/cache", "actions/setup-go", "github/codeql-action/upload-sarif"}
	if diff := cmp.Diff(want, run.used); diff != "" {
		t.Error(diff)
	}
	if !bytes.Contains(run.uploaded, []byte(`"9.8.7"`)) {
		t.Error("the report does not have the version of the action")
	}
}
