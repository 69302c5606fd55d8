package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
)

// TestProgress plays a run: what workers tell, and ticks of a clock.
func TestProgress(t *testing.T) {
	t.Parallel()
	type event struct {
		after time.Duration // of the tick since the start; 0 for none
		tells analyzer.Progress
	}
	told := func(stage analyzer.Stage, done, total int) analyzer.Progress {
		return analyzer.Progress{Stage: stage, Done: done, Total: total}
	}
	tests := map[string]struct {
		events []event
		want   string
	}{
		"a short run shows nothing": {
			[]event{{tells: told(analyzer.Reading, 1, 2)}, {after: 1999 * time.Millisecond}, {tells: told(analyzer.Judging, 2, 2)}}, "",
		},
		"a long one shows where it is, and cleans up": {
			[]event{{tells: told(analyzer.Judging, 312, 706)}, {after: 2 * time.Second}},
			"\rlatchkey: 312 of 706 files\x1b[K" + "\r\x1b[K",
		},
		"the line is written again only where it changes": {
			[]event{
				{after: 2 * time.Second},
				{tells: told(analyzer.Reading, 1, 9)},
				{after: 3 * time.Second},
				{after: 4 * time.Second},
				{tells: told(analyzer.Linking, 4, 9)},
				{after: 5 * time.Second},
				{tells: told(analyzer.Judging, 9, 9)},
				{after: 6 * time.Second},
			},
			"\rlatchkey: looking for files\x1b[K\rlatchkey: read 1 of 9 files\x1b[K\rlatchkey: linked 4 of 9 files\x1b[K" +
				"\rlatchkey: 9 of 9 files\x1b[K\r\x1b[K",
		},
		"a worker that is late turns nothing back": {
			[]event{
				{tells: told(analyzer.Judging, 5, 9)},
				{tells: told(analyzer.Judging, 4, 9)},
				{after: 2 * time.Second},
				{tells: told(analyzer.Judging, 0, 9)},
				{after: 3 * time.Second},
			},
			"\rlatchkey: 5 of 9 files\x1b[K\rlatchkey: 0 of 9 files\x1b[K\r\x1b[K",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
			ticks := make(chan time.Time)
			released := 0
			shown := &progress{}
			shown.begin(&out, start, ticks, func() { released++ })
			for _, event := range test.events {
				if event.tells.Stage != "" {
					shown.tell(event.tells)
				}
				if event.after > 0 {
					ticks <- start.Add(event.after)
					ticks <- start // taken only once the line is written; too early to write another
				}
			}
			shown.end()
			shown.end()
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Errorf("terminal differs (-want +got):\n%s", diff)
			}
			if released != 1 {
				t.Errorf("the clock was released %d times", released)
			}
		})
	}
}

// descriptor is a stream that says it is the given descriptor.
type descriptor struct {
	bytes.Buffer

	number uintptr
}

func (d *descriptor) Fd() uintptr { return d.number }

func TestProgressIsForTerminalsOnly(t *testing.T) {
	t.Parallel()
	command := in(nil)
	for name, out := range map[string]interface{ Write([]byte) (int, error) }{
		"a buffer": &bytes.Buffer{}, "a file": &descriptor{number: ^uintptr(0)},
	} {
		command.Stderr, command.Now, command.progress = out, func() time.Time { return time.Time{} }, &progress{}
		if command.showProgress() != nil {
			t.Errorf("%s is taken for a terminal", name)
		}
	}
}

func TestProgressIsNotForPrograms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environment map[string]string
		want        bool
	}{
		"a shell":             {nil, true},
		"CI":                  {map[string]string{"CI": "true"}, false},
		"no CI":               {map[string]string{"CI": "false"}, true},
		"a terminal that can": {map[string]string{"TERM": "xterm-256color"}, true},
		"one that can't":      {map[string]string{"TERM": "dumb"}, false},
		"a hook":              {map[string]string{"PRE_COMMIT": "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := in(test.environment).isWatched(); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
