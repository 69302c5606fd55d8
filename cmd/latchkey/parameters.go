package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// parameters are the values given for template parameters. A value may be a secret, so that no message
// repeats one.
type parameters struct {
	// values are by name. The last value of a name holds.
	values map[string]string
	// notices say which values of files are left out.
	notices []finding.Notice
}

// formError says that a value of --parameters has no form that is understood.
type formError struct{ message string }

func (e *formError) Error() string { return e.message }

// parameterName is what CloudFormation takes for the name of a parameter. What has another form before
// its first equals sign is the path of a file.
var parameterName = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// filePrefix is what the AWS CLI puts before the path of a file.
const filePrefix = "file://"

// parameters reads the values of --parameters, in the order given. All that is wrong with them is one
// error.
func (c *Command) parameters(given []string) (parameters, error) {
	all := parameters{values: map[string]string{}}
	var failures []error
	for _, argument := range given {
		read, err := c.parameterArgument(argument)
		failures = append(failures, err)
		maps.Copy(all.values, read.values)
		all.notices = append(all.notices, read.notices...)
	}
	return all, errors.Join(failures...)
}

func (c *Command) parameterArgument(argument string) (parameters, error) {
	name, value, isPair := cutPair(argument)
	switch {
	case isPair && name == "ParameterKey":
		return parameters{}, &formError{`--parameters "ParameterKey=...": want KEY=VALUE, as in Stage=prod`}
	case isPair:
		return parameters{values: map[string]string{name: value}}, nil
	default:
		return c.parameterFile(strings.TrimPrefix(argument, filePrefix))
	}
}

// cutPair cuts KEY=VALUE.
func cutPair(text string) (name, value string, isPair bool) {
	name, value, found := strings.Cut(text, "=")
	return name, value, found && parameterName.MatchString(name)
}

func (c *Command) parameterFile(given string) (parameters, error) {
	content, err := c.readAtMost(given, discover.MaxSize)
	if errors.Is(err, os.ErrNotExist) || given == "" {
		name, _, hasValue := strings.Cut(given, "=")
		if hasValue {
			name += "=..."
		}
		const message = "--parameters %q: want KEY=VALUE with letters and digits as the key, or a file that exists"
		return parameters{}, &formError{fmt.Sprintf(message, name)}
	}
	if err != nil {
		return parameters{}, fmt.Errorf("read parameters: %s: %w", given, cause(err))
	}
	return readParameters(source.New(filepath.ToSlash(given), content))
}

// readAtMost reads a file up to one byte beyond the size.
func (c *Command) readAtMost(given string, size int64) ([]byte, error) {
	file, err := os.Open(c.path(given))
	if err != nil {
		return nil, err //nolint:wrapcheck // wrapped by the caller
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, size+1)) //nolint:wrapcheck // wrapped by the caller
}
