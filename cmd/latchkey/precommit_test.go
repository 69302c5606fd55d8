package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hooked is a git repository whose hook pre-commit runs.
type hooked struct {
	dir string
	env []string
}

// newHooked returns a repository with a hook of the manifest. The hook comes from a repository of its own, since
// pre-commit takes hooks from commits, with the files that fill writes.
func newHooked(t *testing.T, hook string, fill func(dir string)) *hooked {
	t.Helper()
	needPrograms(t, "git", "pre-commit")
	repository := &hooked{dir: t.TempDir()}
	for _, entry := range os.Environ() {
		// Of the hook that runs the tests, if one does.
		if !strings.HasPrefix(entry, "GIT_") && !strings.HasPrefix(entry, "PRE_COMMIT") {
			repository.env = append(repository.env, entry)
		}
	}
	nobody := filepath.Join(t.TempDir(), "none")
	repository.env = append(repository.env, "PRE_COMMIT_HOME="+t.TempDir(), "PRE_COMMIT_COLOR=never",
		"GIT_CONFIG_GLOBAL="+nobody, "GIT_CONFIG_SYSTEM="+nobody,
		"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com",
		"GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com")
	hooks := &hooked{dir: t.TempDir(), env: repository.env}
	copyFile(t, filepath.Join(repositoryRoot, ".pre-commit-hooks.yaml"), filepath.Join(hooks.dir, ".pre-commit-hooks.yaml"))
	fill(hooks.dir)
	hooks.want(t, 0, "git", "init", "-q")
	hooks.want(t, 0, "git", "add", ".")
	hooks.want(t, 0, "git", "commit", "-q", "-m", "hooks")
	revision := strings.TrimSpace(hooks.want(t, 0, "git", "rev-parse", "HEAD"))
	repository.write(t, ".pre-commit-config.yaml", fmt.Sprintf(
		"repos:\n  - repo: %s\n    rev: %s\n    hooks: [{id: %s}]\n", hooks.dir, revision, hook))
	repository.want(t, 0, "git", "init", "-q")
	repository.want(t, 0, "pre-commit", "install")
	return repository
}

// want runs a program, wants its exit status and returns what it printed.
func (h *hooked) want(t *testing.T, status int, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir, command.Env = h.dir, h.env
	output, err := command.CombinedOutput()
	if command.ProcessState == nil {
		t.Fatal(err)
	}
	if got := command.ProcessState.ExitCode(); got != status {
		t.Fatalf("%s %s: exit status %d, want %d:\n%s", name, strings.Join(args, " "), got, status, output)
	}
	return string(output)
}

func (h *hooked) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(h.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// commit stages everything and commits it.
func (h *hooked) commit(t *testing.T, status int) string {
	t.Helper()
	h.want(t, 0, "git", "add", "--all")
	return h.want(t, status, "git", "commit", "-m", "change")
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func input(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/inputs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantText(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}

func TestHooksAreAManifest(t *testing.T) {
	t.Parallel()
	needPrograms(t, "pre-commit")
	here := &hooked{dir: repositoryRoot, env: append(os.Environ(), "PRE_COMMIT_HOME="+t.TempDir())}
	here.want(t, 0, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
}

func TestHookKeepsFindingsOutOfCommits(t *testing.T) {
	t.Parallel()
	repository := newHooked(t, "latchkey-system", func(string) {})

	// The configuration of pre-commit itself is passed, and is no template.
	wantText(t, repository.commit(t, 0), "Passed")
	repository.write(t, "values.yaml", "replicas: 3\n")
	repository.write(t, "notes.json", "[1, 2]\n")
	if text := repository.commit(t, 0); strings.Contains(text, "values.yaml:") {
		t.Errorf("the hook speaks of files that are no templates:\n%s", text)
	}

	repository.write(t, "clean.yaml", input(t, "clean.yaml"))
	wantText(t, repository.commit(t, 0), "Passed")

	repository.write(t, "an open door.yaml", input(t, "icmp.yaml"))
	repository.write(t, "locked.template", input(t, "locked.json"))
	wantText(t, repository.commit(t, 1), "Failed", "exit code: 1", "medium[security-group/open-icmp]",
		"--> an open door.yaml:8:", "--> locked.template:", "2 findings")

	// What is not staged is not looked at.
	repository.want(t, 0, "git", "reset", "-q")
	repository.write(t, "clean.yaml", input(t, "clean.yaml")+"# checked\n")
	repository.want(t, 0, "git", "add", "clean.yaml")
	repository.want(t, 0, "git", "commit", "-m", "change")

	// A file that goes is not read.
	repository.want(t, 0, "git", "rm", "-q", "clean.yaml")
	wantText(t, repository.want(t, 0, "git", "commit", "-m", "change"), "no files to check")
}

func TestHookIsOneProcessForManyFiles(t *testing.T) {
	t.Parallel()
	repository := newHooked(t, "latchkey-system", func(string) {})
	for number := range 60 {
		repository.write(t, fmt.Sprintf("stack %02d.yaml", number), input(t, "icmp.yaml"))
	}
	text := repository.commit(t, 1)
	wantText(t, text, "60 findings (60 medium) in 60 of ")
	if got := strings.Count(text, " findings ("); got != 1 {
		t.Errorf("%d sums, want one:\n%s", got, text)
	}
}

func TestFixHookWritesAndStopsTheCommit(t *testing.T) {
	t.Parallel()
	repository := newHooked(t, "latchkey-fix-system", func(string) {})
	repository.write(t, "break glass.yaml", longSession)
	wantText(t, repository.commit(t, 1), "Failed", "exit code: 1", "files were modified by this hook",
		"break glass.yaml:7:24: breakglass/long-root-session: end sessions after an hour (written)",
		"1 fix in 1 file written")
	wantText(t, repository.commit(t, 0), "Passed")
	fixed, err := os.ReadFile(filepath.Join(repository.dir, "break glass.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	wantText(t, string(fixed), "SessionDuration: PT1H # long")
}

// longSession is a template with a finding that has a safe fix.
const longSession = `Resources:
  BreakGlass:
    Type: AWS::SSO::PermissionSet
    Properties:
      InstanceArn: arn:aws:sso:::instance/ssoins-1111222233334444
      Name: BreakGlass
      SessionDuration: PT8H # long
      CustomerManagedPolicyReferences: [{Name: root-unlock}]
  Unlock:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: root-unlock
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoot
            Resource: arn:aws:iam::111122223333:root
            Condition: {ArnEquals: {sts:TaskPolicyArn: arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy}}
`

func TestHookBuildsLatchkey(t *testing.T) {
	t.Parallel()
	needBuilds(t)
	needPrograms(t, "git", "pre-commit", "go")
	repository := newHooked(t, "latchkey", func(dir string) {
		for _, name := range []string{"go.mod", "go.sum"} {
			copyFile(t, filepath.Join(repositoryRoot, name), filepath.Join(dir, name))
		}
		for _, name := range []string{"analyzer", "cmd", "rules"} {
			if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(repositoryRoot, name))); err != nil {
				t.Fatal(err)
			}
		}
	})
	// The modules are there already, while pre-commit wants a folder of its own for them.
	modules := strings.TrimSpace(repository.want(t, 0, "go", "env", "GOMODCACHE"))
	repository.env = append(repository.env, "GOMODCACHE="+modules)
	wantText(t, repository.commit(t, 0), "Passed")
	repository.write(t, "open.yaml", input(t, "icmp.yaml"))
	wantText(t, repository.commit(t, 1), "Failed", "medium[security-group/open-icmp]")
}
