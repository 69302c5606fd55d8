package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// writeAll writes the files with their fixes, each as a whole or not at all. One that can't be written costs the
// others nothing.
func (c *fixRun) writeAll(fixes *analyzer.Fixes) error {
	var failures []error
	for _, file := range fixes.Files {
		if err := c.writeFixed(file); err != nil {
			failures = append(failures, fmt.Errorf("write %s: %w", file.File.Name, err))
			continue
		}
		c.tellWritten(file, fixes.Made)
	}
	return errors.Join(failures...)
}

// tellWritten says which of the fixes that were made stand in a file now.
func (c *fixRun) tellWritten(file analyzer.FixedFile, made []finding.Finding) {
	if c.quiet {
		return
	}
	for _, found := range made {
		if found.Location.File == file.File.Name {
			c.sayLeft(found, "written")
		}
	}
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
