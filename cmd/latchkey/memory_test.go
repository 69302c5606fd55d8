package main

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestTheCollectorGoesBackToItsPaceWhenMemoryIsUsed sets what the whole process has, so it does not run
// beside others.
//
//nolint:paralleltest // see above
func TestTheCollectorGoesBackToItsPaceWhenMemoryIsUsed(t *testing.T) {
	percent, limit := debug.SetGCPercent(lazyPercent), debug.SetMemoryLimit(memoryLimit)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	asked := make(chan struct{}, 3)
	inUse := []uint64{0, memoryLimit / 2, memoryLimit/2 + 1}
	afterCollection(func() uint64 {
		live := inUse[0]
		inUse = inUse[1:]
		asked <- struct{}{}
		return live
	})
	for range cap(asked) {
		if debug.SetMemoryLimit(-1) != memoryLimit {
			t.Fatal("the limit is given up too early")
		}
		collectUntil(asked)
	}
	for range 1000 {
		if debug.SetMemoryLimit(-1) > memoryLimit && debug.SetGCPercent(keenPercent) == keenPercent {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("the limit stays")
}

// collectUntil runs the collector until it has taken the sentinel, which one run may come too early for.
func collectUntil(asked <-chan struct{}) {
	for {
		runtime.GC()
		select {
		case <-asked:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestLiveHeapIsKnown(t *testing.T) {
	t.Parallel()
	runtime.GC()
	if liveHeap() == 0 {
		t.Error("liveHeap = 0")
	}
}
