package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// colorMode says when to use the terminal's colours.
type colorMode string

// The modes.
const (
	colorAuto   colorMode = "auto"
	colorAlways colorMode = "always"
	colorNever  colorMode = "never"
)

// UnmarshalText reads a mode.
func (m *colorMode) UnmarshalText(text []byte) error {
	switch read := colorMode(text); read {
	case colorAuto, colorAlways, colorNever:
		*m = read
		return nil
	default:
		return fmt.Errorf("want %s, %s or %s", colorAuto, colorAlways, colorNever)
	}
}

// MarshalText writes the mode.
func (m *colorMode) MarshalText() ([]byte, error) { return []byte(*m), nil }

// bindColor gives the command the flag --color.
func bindColor(command *cobra.Command, mode *colorMode) {
	command.Flags().TextVar(mode, "color", mode, "use colours, `WHEN`: auto, always or never")
	completeValues(command, "color", []string{string(colorAuto), string(colorAlways), string(colorNever)})
}

// useColor decides about colours on standard output. What a user said on the command line comes
// first, then https://no-color.org, then the wishes for colour (https://bixense.com/clicolors,
// https://force-color.org), then what the terminal can do.
func (c *Command) useColor(mode colorMode) bool {
	switch {
	case mode == colorAlways:
		return true
	case mode == colorNever, c.env("NO_COLOR") != "":
		return false
	case isOn(c.env("FORCE_COLOR")), isOn(c.env("CLICOLOR_FORCE")):
		return true
	case c.env("TERM") == "dumb", c.env("CLICOLOR") == "0":
		return false
	default:
		fd, ok := c.terminal()
		return ok && term.IsTerminal(fd)
	}
}

func isOn(value string) bool {
	return value != "" && value != "0" && value != "false"
}

// width returns the columns to wrap text to: those of COLUMNS, else those of the terminal; 0 when
// nobody knows.
func (c *Command) width() int {
	if columns, err := strconv.Atoi(c.env("COLUMNS")); err == nil && columns > 0 {
		return columns
	}
	if fd, ok := c.terminal(); ok {
		if columns, _, err := term.GetSize(fd); err == nil {
			return columns
		}
	}
	return 0
}

// terminal returns the descriptor of standard output, if it has one.
func (c *Command) terminal() (fd int, ok bool) {
	file, ok := c.Stdout.(interface{ Fd() uintptr })
	if !ok {
		return 0, false
	}
	return int(file.Fd()), true
}
