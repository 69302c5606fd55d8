package analyzer_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// compareGolden compares a text with a file, which UPDATE_GOLDEN=1 rewrites.
func compareGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v\nrun UPDATE_GOLDEN=1 go test ./analyzer and read the new file", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}
