package discover_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
)

// TestFindNames checks which files are found, and under which names.
func TestFindNames(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files          map[string]string
		paths, exclude []string
		want           []string
	}{
		"a directory is walked in the order of names": {
			files: map[string]string{"b.yaml": topic, "a/z.json": policy, "a.template": topic, "c": policy},
			paths: []string{"."},
			want:  []string{"a.template", "a/z.json", "b.yaml", "c"},
		},
		"the order of the paths does not matter, nor do repetitions": {
			files: map[string]string{"b.yaml": topic, "a/z.json": policy},
			paths: []string{"b.yaml", "a", ".", "./b.yaml", "a/../a/z.json"},
			want:  []string{"a/z.json", "b.yaml"},
		},
		"other files are left out": {
			files: map[string]string{
				"README.md": topic, "x.py": topic, "x.yaml": "a: b\n", "x.bin": "\x00" + topic, "a.yaml": topic,
				"Makefile": "all:\n\tgo build\n",
			},
			paths: []string{"."},
			want:  []string{"a.yaml"},
		},
		"a named file may have any extension": {
			files: map[string]string{"a.md": topic},
			paths: []string{"a.md"},
			want:  []string{"a.md"},
		},
		"git's own folder and packages are left out": {
			files: map[string]string{".git/a.yaml": topic, "x/node_modules/y/a.yaml": topic, "a.yaml": topic},
			paths: []string{"."},
			want:  []string{"a.yaml"},
		},
		"hidden files are read": {
			files: map[string]string{".a.yaml": topic, ".x/a.yaml": topic},
			paths: []string{"."},
			want:  []string{".a.yaml", ".x/a.yaml"},
		},
		"a pattern that the shell left alone is expanded": {
			files: map[string]string{"s/a.yaml": topic, "s/x/b.yaml": topic, "s/c.json": policy, "d.yaml": topic},
			paths: []string{"s/**/*.yaml"},
			want:  []string{"s/a.yaml", "s/x/b.yaml"},
		},
		"a name with the characters of a pattern is a name first": {
			files: map[string]string{"{{ x }}.yaml": topic, "x.yaml": topic},
			paths: []string{"{{ x }}.yaml"},
			want:  []string{"{{ x }}.yaml"},
		},
		"an exclusion without a slash holds for each part of a name": {
			files:   map[string]string{"old/a": topic, "x/old/a": topic, "old.yaml": topic, "x/b.yaml": topic},
			paths:   []string{"."},
			exclude: []string{"old", "b.*"},
			want:    []string{"old.yaml"},
		},
		"an exclusion with a slash is relative to the working directory": {
			files:   map[string]string{"s/old/a": topic, "x/s/old/a": topic, "t/x/a.yaml": topic, "t/a.yaml": topic},
			paths:   []string{"."},
			exclude: []string{"./s/old/", "t/**/a.yaml"},
			want:    []string{"x/s/old/a"},
		},
		"an exclusion holds for named paths": {
			files:   map[string]string{"old/a.yaml": topic, "old/x/b.yaml": topic, "c.yaml": topic},
			paths:   []string{"old/a.yaml", "old/x", "c.yaml"},
			exclude: []string{"old"},
			want:    []string{"c.yaml"},
		},
		"a link to a directory is not followed in a walk": {
			files: map[string]string{"real/a.yaml": topic, "x/link": "->../real", "x/loop": "->.", "x/no": "->no"},
			paths: []string{"x"},
			want:  []string{},
		},
		"a link to a directory is followed when it is named": {
			files: map[string]string{"real/a.yaml": topic, "link": "->real"},
			paths: []string{"link"},
			want:  []string{"link/a.yaml"},
		},
		"a link to a file is read under the file's own name": {
			files: map[string]string{".git/": "", "real/a.yaml": topic, "x/link.yaml": "->../real/a.yaml"},
			paths: []string{"x"},
			want:  []string{"real/a.yaml"},
		},
		"a file with two names is read once": {
			files: map[string]string{"a.yaml": topic, "link.yaml": "->a.yaml"},
			paths: []string{".", "link.yaml"},
			want:  []string{"a.yaml"},
		},
		"a link that leads out of the walk is not followed without a repository": {
			files: map[string]string{"a.yaml": topic, "x/link.yaml": "->../a.yaml"},
			paths: []string{"x"},
			want:  []string{},
		},
		"a link that leads out of the repository is not followed": {
			files: map[string]string{"a.yaml": topic, "x/.git/": "", "x/link.yaml": "->../a.yaml"},
			paths: []string{"x"},
			want:  []string{},
		},
		"a link that leads out is followed when it is named": {
			files: map[string]string{"a.yaml": topic, "x/.git/": "", "x/link.yaml": "->../a.yaml"},
			paths: []string{"x/link.yaml"},
			want:  []string{"x/link.yaml"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := find(t, discover.Options{Paths: test.paths, Exclude: test.exclude, Dir: tree(t, test.files)})
			if diff := cmp.Diff(test.want, names(result)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFindNamesFilesOutside checks the names of files outside the working directory.
func TestFindNamesFilesOutside(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.yaml": topic, "x/b.yaml": topic})
	below := filepath.Join(dir, "x")
	absolute := filepath.Join(dir, "a.yaml")

	result := find(t, discover.Options{Paths: []string{"../a.yaml", filepath.Join(below, "b.yaml")}, Dir: below})
	if diff := cmp.Diff([]string{"../a.yaml", "b.yaml"}, names(result)); diff != "" {
		t.Error(diff)
	}
	result = find(t, discover.Options{Paths: []string{absolute}, Dir: below})
	if diff := cmp.Diff([]string{filepath.ToSlash(absolute)}, names(result)); diff != "" {
		t.Error(diff)
	}
}
