package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run is short and its garbage small, so the collector has little to win: it waits until the heap has
// grown well beyond what it starts with, but keeps to what a hook or an editor may take. Where more than
// half of that is in use it would run all the time, so it lets the heap grow by half of what is in use.
const (
	lazyPercent = 800
	keenPercent = 50
	memoryLimit = 160 << 20
)

// paceCollector sets the pace of the collector and watches over it.
func paceCollector() {
	debug.SetGCPercent(lazyPercent)
	debug.SetMemoryLimit(memoryLimit)
	afterCollection(liveHeap)
}

// afterCollection waits for the collector's next run and then sets its pace anew.
func afterCollection(live func() uint64) {
	sentinel := new([64]byte) // nothing holds it, so the collector's next run takes it
	runtime.AddCleanup(sentinel, func(int) {
		if live() <= memoryLimit/2 {
			afterCollection(live)
			return
		}
		debug.SetGCPercent(keenPercent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, 0)
}

// liveHeap returns the bytes that were in use after the collector's last run.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0 // this Go does not know
	}
	return sample[0].Value.Uint64()
}
