package main

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// fullWriter takes nothing.
type fullWriter struct{}

func (fullWriter) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestOutputThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"check":   {"check", "testdata/inputs/clean.yaml"},
		"model":   {"model", "testdata/inputs/clean.yaml"},
		"rules":   {"rules"},
		"explain": {"explain", "syntax/duplicate-key"},
		"version": {"version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var complaints strings.Builder
			command := in(nil)
			command.Stdout, command.Stderr = fullWriter{}, &complaints
			if status := command.Main(t.Context(), args); status != statusFailure {
				t.Errorf("status %d, want %d", status, statusFailure)
			}
			if !strings.Contains(complaints.String(), "no space left") {
				t.Errorf("stderr: %s", complaints.String())
			}
		})
	}
}

func TestRelativePathsStartFromDir(t *testing.T) {
	t.Parallel()
	var output strings.Builder
	command := in(nil)
	command.Dir, command.Stdout = "testdata", &output
	if status := command.Main(t.Context(), []string{"check", "inputs/broken.yaml"}); status != statusFindings {
		t.Errorf("status %d, want %d", status, statusFindings)
	}
	if !strings.Contains(output.String(), " inputs/broken.yaml:5:") {
		t.Errorf("stdout: %s", output.String())
	}
}

func TestFindRule(t *testing.T) {
	t.Parallel()
	all := []rule.Rule{{ID: "a/first"}, {ID: "a/two"}, {ID: "b/two"}}
	for wanted, want := range map[string]string{"a/first": "a/first", "first": "a/first", "b/two": "b/two"} {
		if found, err := findRule(all, wanted); err != nil || found.ID != want {
			t.Errorf("findRule(%s) = %s, %v, want %s", wanted, found.ID, err, want)
		}
	}
	for wanted, want := range map[string]string{
		"two":     "there are several: a/two, b/two",
		"a":       "its rules are a/first, a/two",
		"a/*":     "its rules are a/first, a/two",
		"a/frist": `did you mean "a/first"?`,
		"zzzzz":   "'latchkey rules' lists them",
	} {
		if _, err := findRule(all, wanted); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("findRule(%s) = %v, want %s", wanted, err, want)
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for want, of := range map[string]version{
		"(devel) (go1.26.0)": {module: "(devel)", toolchain: "go1.26.0"},
		"v0.1.0 (commit 0123456789ab of 2026-01-31T12:00:00Z, modified, go1.26.0)": {
			module: "v0.1.0", commit: "0123456789abcdef", time: "2026-01-31T12:00:00Z", modified: true,
			toolchain: "go1.26.0",
		},
	} {
		if got := of.String(); got != want {
			t.Errorf("String = %q, want %q", got, want)
		}
	}
}

func TestThreshold(t *testing.T) {
	t.Parallel()
	for name, reached := range map[string][]rule.Severity{
		"none":     {},
		"low":      {rule.Low, rule.Medium, rule.High, rule.Critical},
		"high":     {rule.High, rule.Critical},
		"critical": {rule.Critical},
	} {
		var from threshold
		if err := from.UnmarshalText([]byte(name)); err != nil {
			t.Fatal(err)
		}
		if text, err := from.MarshalText(); err != nil || string(text) != name {
			t.Errorf("MarshalText = %s, %v, want %s", text, err, name)
		}
		for _, worst := range append(rule.Severities(), 0) {
			if got, want := from.reached(worst), slices.Contains(reached, worst); got != want {
				t.Errorf("%s is reached by %v: %v, want %v", name, worst, got, want)
			}
		}
	}
}
