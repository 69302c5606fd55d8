package main_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkColdStart runs the program on one small template and a program that only links the Rego
// engine in turn, and reports the ratio of their times.
func BenchmarkColdStart(b *testing.B) {
	dir := b.TempDir()
	latchkey, baseline := filepath.Join(dir, "latchkey"), filepath.Join(dir, "baseline")
	build(b, latchkey, ".")
	build(b, baseline, "./testdata/baseline")
	template, err := filepath.Abs("../../fixtures/scenarios/vpc-lab/template.yaml")
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		ours += timed(b, exec.Command(latchkey, "check", "--exit-zero", template))
		theirs += timed(b, exec.Command(baseline))
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x/baseline")
	b.ReportMetric(float64(theirs.Milliseconds())/float64(b.N), "baseline-ms/op")
}

func build(b *testing.B, output, pkg string) {
	b.Helper()
	command := exec.Command("go", "build", "-o", output, pkg)
	command.Env = append(command.Environ(), "CGO_ENABLED=0")
	if text, err := command.CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pkg, err, text)
	}
}

func timed(b *testing.B, command *exec.Cmd) time.Duration {
	b.Helper()
	start := time.Now() //nolint:forbidigo // a benchmark measures time
	if text, err := command.CombinedOutput(); err != nil {
		b.Fatalf("run %s: %v\n%s", command, err, text)
	}
	return time.Since(start)
}
