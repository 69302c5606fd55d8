package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// in returns a command whose environment is the given one.
func in(environment map[string]string) *Command {
	return &Command{
		Stdout: &bytes.Buffer{},
		LookupEnv: func(name string) (string, bool) {
			value, ok := environment[name]
			return value, ok
		},
	}
}

func TestUseColor(t *testing.T) {
	t.Parallel()
	type environment map[string]string
	tests := map[string]struct {
		mode colorMode
		environment
		want bool
	}{
		"what is no terminal has none": {
			mode: colorAuto,
		},
		"always is always": {
			mode: colorAlways, environment: environment{"NO_COLOR": "1"}, want: true,
		},
		"never is never": {
			mode: colorNever, environment: environment{"FORCE_COLOR": "1"},
		},
		"FORCE_COLOR asks for them": {
			mode: colorAuto, environment: environment{"FORCE_COLOR": "3"}, want: true,
		},
		"CLICOLOR_FORCE asks for them": {
			mode: colorAuto, environment: environment{"CLICOLOR_FORCE": "1"}, want: true,
		},
		"a force of 0 is none": {
			mode: colorAuto, environment: environment{"FORCE_COLOR": "0", "CLICOLOR_FORCE": "0"},
		},
		"NO_COLOR comes before": {
			mode: colorAuto, environment: environment{"NO_COLOR": "1", "FORCE_COLOR": "1"},
		},
		"an empty NO_COLOR is none": {
			mode: colorAuto, environment: environment{"NO_COLOR": "", "FORCE_COLOR": "1"}, want: true,
		},
		"a force comes before a terminal's limits": {
			mode: colorAuto, environment: environment{"TERM": "dumb", "FORCE_COLOR": "1"}, want: true,
		},
		"a dumb terminal has none": {
			mode: colorAuto, environment: environment{"TERM": "dumb"},
		},
		"CLICOLOR can turn them off": {
			mode: colorAuto, environment: environment{"CLICOLOR": "0"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := in(test.environment).useColor(test.mode); got != test.want {
				t.Errorf("useColor = %v, want %v", got, test.want)
			}
		})
	}
}

func TestFileIsNoTerminal(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	command := in(nil)
	command.Stdout = file
	if command.useColor(colorAuto) || command.width() != 0 {
		t.Errorf("useColor = %v, width = %d, want none", command.useColor(colorAuto), command.width())
	}
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for columns, want := range map[string]int{"132": 132, "": 0, "wide": 0, "-5": 0, "0": 0} {
		if got := in(map[string]string{"COLUMNS": columns}).width(); got != want {
			t.Errorf("width with COLUMNS=%q is %d, want %d", columns, got, want)
		}
	}
}
