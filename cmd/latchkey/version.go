package main

import (
	"cmp"
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version of the module as a build without its git repository names it, with
// -ldflags "-X main.release=v0.1.0"; "" else.
var release string

// version says which build this is.
type version struct {
	// module is the version of the module, as in "v0.1.0"; "(devel)" for a build from a working tree
	// that carries none.
	module string
	// commit and time are those of the commit that was built, empty where the build does not know.
	commit, time string
	// modified says that the working tree was not the commit's.
	modified  bool
	toolchain string
}

func (c *Command) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit and the Go toolchain of this build",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			return c.print("latchkey " + readVersion().String() + "\n")
		},
	}
}

// readVersion reads what the toolchain wrote into the program.
func readVersion() version {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version{module: cmp.Or(release, "(devel)")}
	}
	read := version{module: cmp.Or(release, info.Main.Version, "(devel)"), toolchain: info.GoVersion}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			read.commit = setting.Value
		case "vcs.time":
			read.time = setting.Value
		case "vcs.modified":
			read.modified = setting.Value == "true"
		}
	}
	return read
}

// String returns the version as in "v0.1.0 (commit 1a2b3c4d5e6f of 2026-01-31T12:00:00Z, go1.26.0)".
func (v version) String() string {
	text := v.module + " ("
	if v.commit != "" {
		text += fmt.Sprintf("commit %.12s of %s", v.commit, v.time)
		if v.modified {
			text += ", modified"
		}
		text += ", "
	}
	return text + v.toolchain + ")"
}
