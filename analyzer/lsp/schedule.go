package lsp

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// schedule says when the next analysis begins.
type schedule struct {
	timer *time.Timer
	// due is sent to when an analysis is to begin.
	due chan struct{}
	// generation counts the changes of the workspace.
	generation int
	// cancel ends the analysis at work; nil for none.
	cancel context.CancelFunc
	// done is closed, and replaced, when there is a new current analysis.
	done    chan struct{}
	stopped bool
}

func newSchedule() schedule {
	return schedule{due: make(chan struct{}, 1), done: make(chan struct{})}
}

// stop lets no analysis begin or go on.
func (s *schedule) stop() {
	s.stopped = true
	if s.timer != nil {
		s.timer.Stop()
	}
	if s.cancel != nil {
		s.cancel()
	}
}

// wake ends the analysis at work, which is out of date, and lets one begin after a while. The server is locked.
func (s *Server) wake(after time.Duration) {
	now := &s.schedule
	now.generation++
	if now.stopped {
		return
	}
	if now.cancel != nil {
		now.cancel()
	}
	if now.timer != nil {
		now.timer.Stop()
	}
	due := now.due
	now.timer = time.AfterFunc(after, func() {
		select {
		case due <- struct{}{}:
		default: // it is due already
		}
	})
}

// work runs one analysis after the other until the context ends.
func (s *Server) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.schedule.due:
			s.analyze(ctx)
		}
	}
}

// analyze runs an analysis and publishes what it says, unless the workspace has changed meanwhile.
func (s *Server) analyze(ctx context.Context) {
	defer s.survive(ctx, "analysis")
	s.mu.Lock()
	workspace, open := s.state.take()
	generation := s.schedule.generation
	running, cancel := context.WithCancel(ctx)
	s.schedule.cancel = cancel
	s.mu.Unlock()
	defer cancel()

	result, err := s.findings(running, workspace)
	if err != nil {
		s.giveUp(ctx, generation, workspace, err)
		return
	}
	messages, warnings := s.conclude(generation, &current{Analysis: result, dir: workspace.Dir, open: open})
	for _, warning := range warnings {
		s.tell(ctx, messageWarning, warning)
	}
	for _, message := range messages {
		if err := s.conn.Notify(ctx, "textDocument/publishDiagnostics", message); err != nil {
			s.log.Printf("publish diagnostics: %v", err)
			return
		}
	}
}

// giveUp keeps what an analysis that came to nothing was to look at on the disk for the next one, and says why it did,
// unless that is because the workspace has changed.
func (s *Server) giveUp(ctx context.Context, generation int, workspace Workspace, cause error) {
	s.mu.Lock()
	s.schedule.cancel = nil
	s.state.giveBack(workspace)
	isNewest := s.schedule.isAt(generation)
	s.mu.Unlock()
	if isNewest && !errors.Is(cause, context.Canceled) {
		s.tell(ctx, messageError, fmt.Sprintf("analysis: %v", cause))
	}
}

// conclude takes an analysis as the current one, unless the workspace has changed meanwhile, and returns what the
// client has to be told.
func (s *Server) conclude(generation int, made *current) (messages []publishParams, warnings []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.schedule.cancel = nil
	if !s.schedule.isAt(generation) {
		return nil, nil
	}
	s.state.current = made
	report := made.Report()
	s.log.Printf("analysed %d files, %d of them open: %d findings",
		len(report.Files), len(made.open), len(report.Findings))
	close(s.schedule.done)
	s.schedule.done = make(chan struct{})
	return s.state.news(s.diagnostics()), s.state.warnings()
}

// isAt reports whether nothing has changed since a generation.
func (s *schedule) isAt(generation int) bool {
	return s.generation == generation && !s.stopped
}

// findings asks the backend. A panic is an error: one document that can't be dealt with must not cost the others
// their diagnostics once it is mended.
func (s *Server) findings(ctx context.Context, workspace Workspace) (found Analysis, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			s.log.Printf("analysis: %v\n%s", broken, debug.Stack())
			found, err = nil, fmt.Errorf("the server has a defect: %v", broken)
		}
	}()
	return s.backend.Analyze(ctx, workspace)
}

// errModified says that a document went on changing while a request waited for what is known of it.
var errModified = errors.New("the document has changed")

// patience is how long a request waits for an analysis of the document as it is.
const patience = 10 * time.Second

// await returns the analysis that is about a document as it is now, nil for a document that is not open.
func (s *Server) await(ctx context.Context, uri string) (*current, document, error) {
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		s.mu.Lock()
		name := s.state.name(uri)
		open, last, done := s.state.open[name], s.state.current, s.schedule.done
		if open == nil {
			s.mu.Unlock()
			return nil, document{}, nil
		}
		now := *open
		s.mu.Unlock()
		if last != nil && last.open[name] == now {
			return last, now, nil
		}
		select {
		case <-done:
		case <-late.C:
			return nil, document{}, errModified
		case <-ctx.Done():
			return nil, document{}, ctx.Err() //nolint:wrapcheck // the answer says it in its own words
		}
	}
}
