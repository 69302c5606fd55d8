package report_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// write returns the report in a format.
func write(t *testing.T, format string, of *finding.Report, options report.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, format, of, options); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// golden compares with a file in testdata, which UPDATE_GOLDEN=1 rewrites.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	want := []string{"text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"}
	if diff := cmp.Diff(want, report.Formats()); diff != "" {
		t.Error(diff)
	}
}

func TestWriteIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	for _, format := range report.Formats() {
		first := write(t, format, rich(t), report.Options{})
		for range 5 {
			if diff := cmp.Diff(first, write(t, format, rich(t), report.Options{})); diff != "" {
				t.Fatalf("%s: %s", format, diff)
			}
		}
	}
}

func TestWriteNamesTheFormatsThereAre(t *testing.T) {
	t.Parallel()
	err := report.Write(&bytes.Buffer{}, "xml", &finding.Report{}, report.Options{})
	want := `write report: unknown format "xml", want one of text, concise, json, sarif, github, gitlab, junit, markdown, html`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWritePassesOnAFailure(t *testing.T) {
	t.Parallel()
	for _, format := range report.Formats() {
		if err := report.Write(full{}, format, rich(t), report.Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v, want %v", format, err, errFull)
		}
	}
}

var errFull = errors.New("disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
