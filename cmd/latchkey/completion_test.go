package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// completion writes the script of a shell into a file.
func completion(t *testing.T, shell string) string {
	t.Helper()
	here := &hooked{dir: t.TempDir(), env: os.Environ()}
	here.write(t, "completion", here.want(t, 0, "latchkey", "completion", shell))
	return filepath.Join(here.dir, "completion")
}

func TestShellsReadTheirCompletion(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			needPrograms(t, shell)
			here := &hooked{dir: t.TempDir(), env: os.Environ()}
			here.want(t, 0, shell, "-n", completion(t, shell))
		})
	}
}

func TestBashCompletes(t *testing.T) {
	t.Parallel()
	needPrograms(t, "bash")
	// What bash does for a tab, with the words and the cursor where they are then. compopt works nowhere else, and the
	// two functions come with the package bash-completion, which may be missing.
	script := `
compopt() { :; }
_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}; }
__ltrim_colon_completions() { :; }
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMP_TYPE=9
complete -p latchkey > /dev/null
__start_latchkey latchkey
printf '%s\n' "${COMPREPLY[@]}"
`
	file := completion(t, "bash")
	here := &hooked{dir: t.TempDir(), env: os.Environ()}
	for line, want := range map[string]string{
		"latchkey check --form":           "--format",
		"latchkey check --format sar":     "sarif",
		"latchkey check --fail-on crit":   "critical",
		"latchkey expl":                   "explain",
		"latchkey explain lockout/root-o": "lockout/root-only-recovery",
	} {
		args := append([]string{"--noprofile", "--norc", "-c", script, "bash", file}, strings.Fields(line)...)
		got := here.want(t, 0, "bash", args...)
		if first, _, _ := strings.Cut(strings.TrimSpace(got), " "); first != want {
			t.Errorf("%s: completed to %q, want %s", line, got, want)
		}
	}
}

func TestFishCompletes(t *testing.T) {
	t.Parallel()
	needPrograms(t, "fish")
	file := completion(t, "fish")
	here := &hooked{dir: t.TempDir(), env: append(os.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())}
	for line, want := range map[string]string{
		"latchkey check --form":       "--format",
		"latchkey check --format sar": "sarif",
	} {
		got := here.want(t, 0, "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", file, line)
		if first, _, _ := strings.Cut(strings.TrimSpace(got), "\t"); first != want {
			t.Errorf("%s: completed to %q, want %s", line, got, want)
		}
	}
}
