package analyzer_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// TestProgressIsToldOfEachFile counts what several workers tell.
func TestProgressIsToldOfEachFile(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	got := map[string]int{}
	analysis, err := analyzer.New(rules.FS(), analyzer.Options{Jobs: 8, Progress: func(now analyzer.Progress) {
		mutex.Lock()
		defer mutex.Unlock()
		got[fmt.Sprintf("%s %d of %d", now.Stage, now.Done, now.Total)]++
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = analysis.Analyze(t.Context(), []*source.File{
		source.New("a.yaml", []byte(importing)), source.New("b.yaml", []byte(exporting)), source.New("c.yaml", []byte("x: 1")),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"read 0 of 3": 1, "read 1 of 3": 1, "read 2 of 3": 1, "read 3 of 3": 1,
		"linked 0 of 2": 1, "linked 2 of 2": 1,
		"judged 0 of 2": 1, "judged 2 of 2": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress differs (-want +got):\n%s", diff)
	}
}
