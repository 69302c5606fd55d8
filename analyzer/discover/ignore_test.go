package discover_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
)

// ignoreCases are working trees with their templates; git lists those that are not ignored.
var ignoreCases = map[string]map[string]string{
	"one file at the root": {
		".gitignore": "*.tmp.yaml\n/out\n", "a.yaml": topic, "a.tmp.yaml": topic, "x/b.tmp.yaml": topic,
		"out/a.yaml": topic, "x/out/a.yaml": topic,
	},
	"nearer files come first": {
		".gitignore": "*.yaml\n", "x/.gitignore": "!a.yaml\n", "a.yaml": topic, "x/a.yaml": topic, "x/b.yaml": topic,
		"x/y/a.yaml": topic, "x/y/.gitignore": "a.yaml\n",
	},
	"a pattern with a slash is relative to its file": {
		"x/.gitignore": "y/a.yaml\n/b.yaml\n", "y/a.yaml": topic, "x/y/a.yaml": topic, "x/z/y/a.yaml": topic,
		"x/b.yaml": topic, "x/y/b.yaml": topic,
	},
	"what is below an ignored directory stays ignored": {
		".gitignore": "x/\n!x/a.yaml\n", "x/a.yaml": topic, "x/.gitignore": "!*\n", "b.yaml": topic,
	},
	"the repository's private patterns hold, last of all": {
		".git/info/exclude": "a.yaml\nb.yaml\n", ".gitignore": "!b.yaml\n", "a.yaml": topic, "b.yaml": topic,
	},
	"directories on the way": {
		".gitignore": "a/**/b\n**/c/d.yaml\n", "a/b/x.yaml": topic, "a/x/y/b/x.yaml": topic, "c/d.yaml": topic,
		"x/c/d.yaml": topic, "x/d.yaml": topic, "b/x.yaml": topic,
	},
	"patterns for directories only": {
		".gitignore": "build/\n", "build/a.yaml": topic, "x/build": topic,
	},
}

// TestFindIgnoresWhatGitIgnores compares a walk with git.
func TestFindIgnoresWhatGitIgnores(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	for name, files := range ignoreCases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t, files)
			run := func(args ...string) string {
				command := exec.CommandContext(t.Context(), git, args...)
				command.Dir = dir
				command.Env = []string{"HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "PATH=" + os.Getenv("PATH")}
				output, err := command.Output()
				if err != nil {
					t.Fatalf("git %v: %v", args, err)
				}
				return string(output)
			}
			run("init", "--quiet")
			var want []string
			for file := range strings.SplitSeq(run("ls-files", "--others", "--exclude-standard", "-z"), "\x00") {
				if files[file] == topic {
					want = append(want, file)
				}
			}
			slices.Sort(want)
			if diff := cmp.Diff(want, names(find(t, discover.Options{Paths: []string{"."}, Dir: dir}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFindInPartOfARepository checks which patterns hold where a walk starts.
func TestFindInPartOfARepository(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files map[string]string
		paths []string
		want  []string
	}{
		"patterns above the path hold": {
			files: map[string]string{
				".git/": "", ".gitignore": "x/y/b.yaml\n", "x/.gitignore": "c.yaml\n",
				"x/y/a.yaml": topic, "x/y/b.yaml": topic, "x/y/c.yaml": topic,
			},
			paths: []string{"x/y"},
			want:  []string{"x/y/a.yaml"},
		},
		"patterns above the repository do not": {
			files: map[string]string{".gitignore": "a.yaml\n", "x/.git/": "", "x/a.yaml": topic},
			paths: []string{"x"},
			want:  []string{"x/a.yaml"},
		},
		"patterns in the walk hold without a repository": {
			files: map[string]string{"x/.gitignore": "a.yaml\n", "x/a.yaml": topic, "x/b.yaml": topic},
			paths: []string{"x"},
			want:  []string{"x/b.yaml"},
		},
		"a repository inside another starts afresh": {
			files: map[string]string{".git/": "", ".gitignore": "a.yaml\n", "x/.git": "gitdir: y\n", "x/a.yaml": topic},
			paths: []string{"."},
			want:  []string{"x/a.yaml"},
		},
		"an ignored directory is walked when it is named": {
			files: map[string]string{".git/": "", ".gitignore": "out/\n*.tmp.yaml\n", "out/x/a.yaml": topic},
			paths: []string{"out/x"},
			want:  []string{"out/x/a.yaml"},
		},
		"an ignored file is read when it is named": {
			files: map[string]string{".git/": "", ".gitignore": "a.yaml\n", "a.yaml": topic},
			paths: []string{"a.yaml"},
			want:  []string{"a.yaml"},
		},
		"an ignored file is not read for a pattern": {
			files: map[string]string{".git/": "", ".gitignore": "a.yaml\n", "a.yaml": topic, "b.yaml": topic},
			paths: []string{"*.yaml"},
			want:  []string{"b.yaml"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := find(t, discover.Options{Paths: test.paths, Dir: tree(t, test.files)})
			if diff := cmp.Diff(test.want, names(result)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRepository looks for the root upwards.
func TestRepository(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"x/.git/": "", "x/y/z/": "", "x/w/.git": "gitdir: z\n", "x/w/v/": ""})
	for below, want := range map[string]string{"x": "x", "x/y/z": "x", "x/w/v": "x/w"} {
		if got := discover.Repository(filepath.Join(dir, below)); got != filepath.Join(dir, want) {
			t.Errorf("Repository(%s) = %q, want %s", below, got, want)
		}
	}
	if got := discover.Repository(dir); got != "" {
		t.Errorf("Repository = %q, want none", got)
	}
}
