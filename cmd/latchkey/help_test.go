package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestHelpFitsATerminal(t *testing.T) {
	t.Parallel()
	var check func(command *cobra.Command)
	check = func(command *cobra.Command) {
		var help strings.Builder
		command.SetOut(&help)
		if err := command.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(help.String()) {
			if line = strings.TrimRight(line, "\n"); len([]rune(line)) > defaultWidth {
				t.Errorf("%s: a line of the help is too long: %s", command.CommandPath(), line)
			}
		}
		for _, below := range command.Commands() {
			check(below)
		}
	}
	check(in(nil).root())
}
