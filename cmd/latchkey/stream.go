package main

import (
	"errors"
	"syscall"
)

// unlessClosed drops the error of a write to a pipe whose reader has gone, as in `| head`: it has all
// it wants, and the exit status still tells what was found.
func unlessClosed(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}
