package discover_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
)

func TestCacheSparesWhatHasNotChanged(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"same.json": policy, "changed.json": policy, "other.json": "{}", "gone.json": policy})
	options := discover.Options{Paths: []string{"."}, Dir: dir, Cache: discover.NewCache()}
	first := find(t, options)
	if err := os.WriteFile(filepath.Join(dir, "changed.json"), []byte(policy+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other.json"), []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "gone.json")); err != nil {
		t.Fatal(err)
	}
	second := find(t, options)
	if diff := cmp.Diff([]string{"changed.json", "other.json", "same.json"}, names(second)); diff != "" {
		t.Errorf("names mismatch (-want +got):\n%s", diff)
	}
	for _, file := range second.Files {
		if isKnown := slices.Contains(first.Files, file); isKnown != (file.Name == "same.json") {
			t.Errorf("%s: it is what was read before: %t", file.Name, isKnown)
		}
	}
}

func TestCacheForgets(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.json": policy, "link.json": "->a.json"})
	options := discover.Options{Paths: []string{"."}, Dir: dir, Cache: discover.NewCache()}
	file := filepath.Join(dir, "a.json")
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(file, day, day); err != nil {
		t.Fatal(err)
	}
	find(t, options)
	same := []byte(`{"Statement": {"Effect": "Deny"}} `) // as long, and made at the same time
	if err := os.WriteFile(file, same[:len(policy)], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, day, day); err != nil {
		t.Fatal(err)
	}
	options.Cache.Forget(filepath.Join(dir, "link.json"))
	if got := string(find(t, options).Files[0].Content); got != string(same[:len(policy)]) {
		t.Errorf("content %s after it was forgotten", got)
	}
}

func TestCacheKeepsNoFailure(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.json": policy})
	file := filepath.Join(dir, "a.json")
	if err := os.Chmod(file, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(file); err == nil {
		t.Skip("who runs this reads everything")
	}
	options := discover.Options{Paths: []string{"."}, Dir: dir, Cache: discover.NewCache()}
	find(t, options)
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := names(find(t, options)); !slices.Equal(got, []string{"a.json"}) {
		t.Errorf("names %v", got)
	}
}
