package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/latchkey-dev/latchkey/analyzer"
)

// writeAll writes the files with their fixes, each as a whole or not at all. One that can't be written costs the
// others nothing.
func (c *fixRun) writeAll(fixes *analyzer.Fixes) error {
	var failures []error
	for _, file := range fixes.Files {
		if err := c.writeFixed(file); err != nil {
			failures = append(failures, fmt.Errorf("write %s: %w", file.File.Name, err))
		}
	}
	return errors.Join(failures...)
}

// writeFixed writes one file, unless somebody else changed it since it was read or does not want it changed.
func (c *fixRun) writeFixed(file analyzer.FixedFile) error {
	name := c.path(file.File.Name)
	info, err := os.Stat(name)
	if err != nil {
		return cause(err)
	}
	if info.Mode().Perm()&0o222 == 0 {
		return errors.New("the file is read-only")
	}
	now, err := os.ReadFile(name) //nolint:gosec // a file that the user named, read before
	if err != nil {
		return cause(err)
	}
	if !bytes.Equal(now, file.File.Content) {
		return errors.New("the file has changed since it was read")
	}
	return writeFile(name, file.Content)
}
