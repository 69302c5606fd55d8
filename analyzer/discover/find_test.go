package discover_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
)

const policy = `{"Statement": {"Effect": "Allow"}}`

// tree writes files into a new directory and returns it. A name that ends in a slash is an empty
// directory, and a content that starts with "->" a symbolic link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		target, isLink := strings.CutPrefix(content, "->")
		var err error
		switch {
		case isLink:
			err = os.Symlink(filepath.FromSlash(target), file)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(file, 0o755)
		default:
			err = os.WriteFile(file, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func find(t *testing.T, options discover.Options) discover.Result {
	t.Helper()
	result, err := discover.Find(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func names(result discover.Result) []string {
	found := []string{}
	for _, file := range result.Files {
		found = append(found, file.Name)
	}
	return found
}

// said returns the notices that everybody sees.
func said(result discover.Result) []string {
	notices := []string{}
	for _, notice := range result.Notices {
		if !notice.Detail {
			notices = append(notices, notice.File+": "+notice.Message)
		}
	}
	return notices
}

// unread returns what could not be read.
func unread(result discover.Result) []string {
	notices := []string{}
	for _, notice := range result.Unread {
		notices = append(notices, notice.File+": "+notice.Message)
	}
	return notices
}

// TestFindReadsBytesAsTheyAre checks that nothing of a file is lost or changed.
func TestFindReadsBytesAsTheyAre(t *testing.T) {
	t.Parallel()
	long := strings.ReplaceAll(topic, "\n", "\r\n") + strings.Repeat("# x\n", 10_000)
	for name, text := range map[string]string{
		"a byte order mark":           "\ufeff" + long,
		"a zero byte":                 "#\x00\n" + long,
		"UTF-16":                      utf16le(long),
		"UTF-16 without its own mark": utf16le(long)[len("\xff\xfe"):],
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := find(t, discover.Options{Paths: []string{"."}, Dir: tree(t, map[string]string{"a.yaml": text})})
			if len(result.Files) != 1 || string(result.Files[0].Content) != text {
				t.Errorf("content differs from the file's")
			}
		})
	}
}

// TestFindSays checks what everybody is told.
func TestFindSays(t *testing.T) {
	t.Parallel()
	const left = "skipped: neither a CloudFormation template nor a policy document " +
		"(without the sections of a template or a policy)"
	padding := strings.Repeat("# "+strings.Repeat("x", 997)+"\n", discover.MaxSize/1000+1)
	files := map[string]string{
		"a.yaml": topic, "x.yaml": "a: b\n", "y.yaml": "a: b\n", "empty/": "", "loop": "->loop",
		"huge.yaml": topic + padding, "huge.txt": padding,
	}
	const huge = "skipped: larger than 16 MB; CloudFormation takes at most 1 MB"
	tests := map[string]struct {
		paths        []string
		hook         bool
		want, unread []string
	}{
		"nothing when all is well": {
			paths: []string{"a.yaml"},
		},
		"that a path is missing": {
			paths:  []string{"no.yaml", "a.yaml"},
			unread: []string{"no.yaml: no such file or directory"},
		},
		"that a path is below a file": {
			paths:  []string{"a.yaml/b"},
			unread: []string{"a.yaml/b: not a directory"},
		},
		"that a link goes in a circle": {
			paths:  []string{"loop"},
			unread: []string{"loop: too many levels of symbolic links"},
		},
		"that a pattern fits nothing": {
			paths:  []string{"*.cfn"},
			unread: []string{"*.cfn: the pattern fits no file"},
		},
		"that the start of a pattern is missing": {
			paths:  []string{"no/*.cfn"},
			unread: []string{"no/*.cfn: no such file or directory"},
		},
		"that the only path is no template": {
			paths: []string{"x.yaml"},
			want:  []string{"x.yaml: " + left},
		},
		"nothing when a pattern fits what is known already": {
			paths: []string{"a.yaml", "a.*"},
		},
		"nothing about one of many": {
			paths: []string{"x.yaml", "y.yaml"},
		},
		"nothing to a hook": {
			paths: []string{"x.yaml"}, hook: true,
		},
		"that a directory has no template": {
			paths: []string{"empty"},
			want:  []string{"empty: no CloudFormation template and no policy document found"},
		},
		"nothing to a hook about a directory": {
			paths: []string{"empty"}, hook: true,
		},
		"that a named file is too large": {
			paths:  []string{"huge.txt", "a.yaml"},
			unread: []string{"huge.txt: " + huge},
		},
		"that a template in a walk is too large": {
			paths: []string{"."},
			want:  []string{"huge.yaml: " + huge},
		},
	}
	dir := tree(t, files)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" {
				t.Skip("the system's messages differ")
			}
			result := find(t, discover.Options{Paths: test.paths, Dir: dir, Hook: test.hook})
			if diff := cmp.Diff(append([]string{}, test.want...), said(result)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]string{}, test.unread...), unread(result)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFindTellsTheCuriousWhy checks that there is a reason for every file.
func TestFindTellsTheCuriousWhy(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		".git/": "", ".gitignore": "out/\n", "out/a.yaml": topic, "old/a.yaml": topic, "a.yaml": topic,
		"p.json": policy, "x.bin": "\x00", "x.py": "", "none": "->nothing", "folder": "->old", "outside": "->/",
	})
	result := find(t, discover.Options{Paths: []string{"."}, Dir: dir, Exclude: []string{"old"}})
	got := map[string]string{}
	for _, notice := range result.Notices {
		got[notice.File] = notice.Message
		if !notice.Detail {
			t.Errorf("%s: %s: not a detail", notice.File, notice.Message)
		}
	}
	const neither = "skipped: neither a CloudFormation template nor a policy document "
	want := map[string]string{
		".gitignore": neither + "(without keys)",
		"out":        "skipped: ignored by git",
		"old":        `skipped: excluded by "old"`,
		"a.yaml":     "read as a template: it has Resources with a Type",
		"p.json":     "read as a policy: it has a Statement with an Effect",
		"x.bin":      neither + "(binary)",
		"x.py":       "skipped: written in another language",
		"none":       "skipped: a symbolic link to nothing",
		"folder":     "skipped: a symbolic link to a directory",
		"outside":    "skipped: a symbolic link to a directory",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestFindReadsStandardInput checks the path "-".
func TestFindReadsStandardInput(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.yaml": policy})
	options := discover.Options{Paths: []string{"-", "a.yaml", "-"}, Dir: dir, Stdin: strings.NewReader(topic)}
	if diff := cmp.Diff([]string{"<stdin>", "a.yaml"}, names(find(t, options))); diff != "" {
		t.Error(diff)
	}

	options = discover.Options{Paths: []string{"-"}, Dir: dir, Stdin: strings.NewReader(topic), StdinName: "./x/b.yaml"}
	if diff := cmp.Diff([]string{"x/b.yaml"}, names(find(t, options))); diff != "" {
		t.Error(diff)
	}

	options = discover.Options{Paths: []string{".", "-"}, Dir: dir, StdinName: "a.yaml"}
	options.Stdin = strings.NewReader(topic)
	result := find(t, options)
	if len(result.Files) != 1 || string(result.Files[0].Content) != topic {
		t.Errorf("found %v, want the newer a.yaml alone", names(result))
	}

	options = discover.Options{Paths: []string{"-"}, Dir: dir, Stdin: brokenReader{}}
	result = find(t, options)
	if diff := cmp.Diff([]string{"<stdin>: it broke"}, unread(result)); diff != "" {
		t.Error(diff)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("it broke") }

var _ io.Reader = brokenReader{}

// TestFindGoesOnPastTheUnreadable checks that one file does not cost another its result, and that what may have held
// templates is told as such.
func TestFindGoesOnPastTheUnreadable(t *testing.T) {
	t.Parallel()
	if os.Getuid() <= 0 {
		t.Skip("this user may read everything")
	}
	dir := tree(t, map[string]string{"a.yaml": topic, "b.yaml": topic, "d/c.yaml": topic, "key": "secret"})
	for _, name := range []string{"a.yaml", "d", "key"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, name), 0o700) })
	}
	result := find(t, discover.Options{Paths: []string{"."}, Dir: dir})
	if diff := cmp.Diff([]string{"b.yaml"}, names(result)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a.yaml: permission denied", "d: permission denied"}, unread(result)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"key: permission denied"}, said(result)); diff != "" {
		t.Error(diff)
	}
}

// TestFindStops checks the errors.
func TestFindStops(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.yaml": topic})

	for name, options := range map[string]discover.Options{
		"a malformed pattern":         {Dir: dir, Exclude: []string{"[a"}},
		"a missing working directory": {Dir: filepath.Join(dir, "no")},
	} {
		if _, err := discover.Find(t.Context(), options); err == nil {
			t.Errorf("%s is no error", name)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, path := range []string{".", "a.yaml"} {
		_, err := discover.Find(cancelled, discover.Options{Paths: []string{path}, Dir: dir})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Find(%s) = %v, want the context's error", path, err)
		}
	}
}
