package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// output is one report to write.
type output struct {
	format string
	// file is where the report goes, "" for standard output.
	file string
}

// parseOutputs reads the values of --format: "sarif" or "sarif=out.sarif". Without any it is text on
// standard output. Two reports cannot go to one place.
func parseOutputs(values []string) ([]output, error) {
	if len(values) == 0 {
		return []output{{format: "text"}}, nil
	}
	var outputs []output
	for _, value := range values {
		format, file, toFile := strings.Cut(value, "=")
		switch {
		case !slices.Contains(report.Formats(), format):
			return nil, fmt.Errorf("--format %q: want one of %s", format, strings.Join(report.Formats(), ", "))
		case toFile && file == "":
			return nil, fmt.Errorf("--format %q: the name of the file is missing", value)
		case file == "-":
			file = "" // as elsewhere, "-" is the standard stream
		case toFile:
			file = filepath.Clean(file)
		}
		for _, other := range outputs {
			if other.file == file {
				return nil, fmt.Errorf("--format %s and --format %s write to the same place (%s): "+
					"send one to a file, as in -f %s=FILE", other.format, format, place(file), format)
			}
		}
		outputs = append(outputs, output{format: format, file: file})
	}
	return outputs, nil
}

// overwrites returns an error for a report that would take the place of a file which is read, by whatever name.
func (c *Command) overwrites(outputs []output, inputs []string) error {
	for _, out := range outputs {
		if out.file != "" && c.isInput(out.file, inputs) {
			return fmt.Errorf("--format %s=%s: the report would take the place of a file that is read",
				out.format, out.file)
		}
	}
	return nil
}

// isInput reports whether a file that is to be written is one of those that are read, perhaps over a link.
func (c *Command) isInput(name string, inputs []string) bool {
	written, err := os.Stat(c.path(name))
	if err != nil {
		return false // there is nothing to lose
	}
	return slices.ContainsFunc(inputs, func(input string) bool {
		read, err := os.Stat(c.path(filepath.FromSlash(input)))
		return err == nil && os.SameFile(written, read)
	})
}

func place(file string) string {
	if file == "" {
		return "standard output"
	}
	return file
}

// print writes to standard output.
func (c *Command) print(text string) error {
	_, err := io.WriteString(c.Stdout, text)
	if err := unlessClosed(err); err != nil {
		return fmt.Errorf("write standard output: %w", err)
	}
	return nil
}
