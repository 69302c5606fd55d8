package analyzer

import "sync/atomic"

// Stage is what a run is at.
type Stage string

// The stages, in their order.
const (
	Reading Stage = "read"
	Linking Stage = "linked"
	Judging Stage = "judged"
)

// Progress says how far a run has come.
type Progress struct {
	Stage Stage
	// Done is how many of the Total files are through with the stage.
	Done, Total int
}

// progress counts the files that are through with one stage. A nil one counts nothing.
type progress struct {
	tell  func(Progress)
	stage Stage
	total int
	done  atomic.Int64
}

// start tells that a stage begins, and returns what counts its files: nil where nobody listens.
func (a *Analyzer) start(stage Stage, total int) *progress {
	if a.options.Progress == nil {
		return nil
	}
	started := &progress{tell: a.options.Progress, stage: stage, total: total}
	started.add(0)
	return started
}

// add tells that further files are done.
func (p *progress) add(files int) {
	if p == nil {
		return
	}
	done := int(p.done.Add(int64(files)))
	p.tell(Progress{Stage: p.stage, Done: done, Total: p.total})
}
