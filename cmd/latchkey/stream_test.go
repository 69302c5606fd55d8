package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

// closedPipe is standard output whose reader has gone.
type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
}

func TestAReaderThatHasGoneIsNoError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want int
	}{
		"check keeps its status": {[]string{"check", "testdata/inputs/icmp.yaml"}, statusFindings},
		"check without findings": {[]string{"check", "testdata/inputs/clean.yaml"}, statusClean},
		"model":                  {[]string{"model", "testdata/inputs/clean.yaml"}, statusClean},
		"rules":                  {[]string{"rules"}, statusClean},
		"explain":                {[]string{"explain", "syntax/duplicate-key"}, statusClean},
		"version":                {[]string{"version"}, statusClean},
		"help":                   {[]string{"--help"}, statusClean},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var complaints strings.Builder
			command := in(nil)
			command.Stdout, command.Stderr = closedPipe{}, &complaints
			if status := command.Main(t.Context(), test.args); status != test.want {
				t.Errorf("status %d, want %d", status, test.want)
			}
			if complaints.Len() > 0 {
				t.Errorf("stderr: %s", complaints.String())
			}
		})
	}
}

func TestAnEndedContextStopsTheRun(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancelCause(t.Context())
	stop(errors.New("interrupt signal received"))
	var output, complaints strings.Builder
	command := in(nil)
	command.Stdout, command.Stderr = &output, &complaints
	status := command.Main(ctx, []string{"check", "testdata/inputs/icmp.yaml"})
	if status != statusFailure || output.Len() > 0 {
		t.Errorf("status %d, stdout %q", status, output.String())
	}
	if complaints.String() != "latchkey: stopped: interrupt signal received\n" {
		t.Errorf("stderr: %s", complaints.String())
	}
}

func TestStandardInputThatNeverComesDoesNotKeepARunFromStopping(t *testing.T) {
	t.Parallel()
	input, writer := io.Pipe()
	t.Cleanup(func() { _ = writer.Close() })
	ctx, stop := context.WithCancelCause(t.Context())
	go func() {
		_, _ = writer.Write([]byte("Resources:\n")) // returns when it has been read
		stop(errors.New("interrupt signal received"))
	}()
	var complaints strings.Builder
	command := in(nil)
	command.Stdin, command.Stderr = input, &complaints
	if status := command.Main(ctx, []string{"check", "-"}); status != statusFailure {
		t.Errorf("status %d, want %d", status, statusFailure)
	}
	if complaints.String() != "latchkey: stopped: interrupt signal received\n" {
		t.Errorf("stderr: %s", complaints.String())
	}
}
