// Command latchkey proves from CloudFormation templates and AWS policies who would be locked out,
// what would be stranded and who would be let in.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	paceCollector()
	signal.Ignore(syscall.SIGPIPE) // a write to a closed pipe is an error instead, see unlessClosed
	ctx, release := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, release) // a second signal ends the program at once
	command := Command{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Dir: ".", LookupEnv: os.LookupEnv,
		Now: time.Now, //nolint:forbidigo // the one clock; what is found depends on it by the day alone
	}
	os.Exit(command.Main(ctx, os.Args[1:]))
}
