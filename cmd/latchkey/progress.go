package main

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/latchkey-dev/latchkey/analyzer"
)

// patience is how long a run may take before it says how far it is, and pace how often it says so.
const (
	patience = 2 * time.Second
	pace     = 100 * time.Millisecond
)

// showProgress shows how far the command is where somebody looks, up to the first word that it says. It returns what an
// analyzer is to tell, nil where nobody looks.
func (c *Command) showProgress() func(analyzer.Progress) {
	file, hasDescriptor := c.Stderr.(interface{ Fd() uintptr })
	if c.Now == nil || c.progress == nil || !c.isWatched() || !hasDescriptor || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	ticker := time.NewTicker(pace)
	c.progress.begin(c.Stderr, c.Now(), ticker.C, ticker.Stop)
	return c.progress.tell
}

// isWatched reports whether people may look at the error stream, and it can write over a line: nobody has said that the
// run is of a hook or in CI.
func (c *Command) isWatched() bool {
	return !isOn(c.env("CI")) && c.env("TERM") != "dumb" && c.env("PRE_COMMIT") != "1"
}

// progress shows on one line of a terminal how far a run is.
type progress struct {
	current atomic.Pointer[analyzer.Progress]
	mutex   sync.Mutex
	// finish takes the line away; nil where there is none.
	finish func()
}

// begin shows how far a run is that started at a time, whenever a tick says what time it is. It releases the ticks in
// the end.
func (p *progress) begin(out io.Writer, start time.Time, ticks <-chan time.Time, release func()) {
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		p.show(out, start, ticks, stop)
	}()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.finish = func() {
		release()
		close(stop)
		<-stopped
	}
}

// show writes the line anew where it has changed, and takes it away once it is to stop.
func (p *progress) show(out io.Writer, start time.Time, ticks <-chan time.Time, stop <-chan struct{}) {
	shown := ""
	for {
		select {
		case <-stop:
			if shown != "" {
				_, _ = io.WriteString(out, "\r\x1b[K")
			}
			return
		case now := <-ticks:
			if line := p.line(); now.Sub(start) >= patience && line != shown {
				_, _ = io.WriteString(out, "\r"+line+"\x1b[K")
				shown = line
			}
		}
	}
}

// line says how far the run is.
func (p *progress) line() string {
	at := p.current.Load()
	switch {
	case at == nil:
		return "latchkey: looking for files"
	case at.Stage == analyzer.Judging:
		return fmt.Sprintf("latchkey: %d of %d files", at.Done, at.Total)
	default:
		return fmt.Sprintf("latchkey: %s %d of %d files", at.Stage, at.Done, at.Total)
	}
}

// tell notes how far the run is, whichever of its workers says so.
func (p *progress) tell(now analyzer.Progress) {
	for {
		last := p.current.Load()
		isSame := last != nil && last.Stage == now.Stage && last.Total == now.Total
		isLate := isSame && now.Done > 0 && last.Done > now.Done
		if isLate || p.current.CompareAndSwap(last, &now) {
			return
		}
	}
}

// end takes the line away, so that what is printed next starts on a line of its own.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.finish != nil {
		p.finish()
		p.finish = nil
	}
}
