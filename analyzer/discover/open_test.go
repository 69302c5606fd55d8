package discover_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/discover"
)

func TestOpenReadsWhatLiesInTheRepositoryAlone(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	root := filepath.Join(outside, "repo")
	for name, text := range map[string]string{
		"repo/.git/HEAD": "ref: refs/heads/main\n", "repo/shared/part.yaml": "part", "repo/app/own.yaml": "own", "secret": "secret",
	} {
		file := filepath.Join(outside, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(outside, "secret"), filepath.Join(root, "app", "link.yaml")); err != nil {
		t.Skipf("there are no symbolic links here: %v", err)
	}
	open, err := discover.Open(filepath.Join(root, "app"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ name, want string }{
		"a file beside":               {"own.yaml", "own"},
		"a file elsewhere in it":      {"../shared/part.yaml", "part"},
		"a file outside":              {"../../secret", ""},
		"a link to a file outside":    {"link.yaml", ""},
		"an absolute path outside":    {filepath.Join(outside, "secret"), ""},
		"a directory":                 {"../shared", ""},
		"a file that is not there":    {"gone.yaml", ""},
		"an absolute path inside":     {filepath.Join(root, "app", "own.yaml"), "own"},
		"a way out and in again":      {"../../repo/app/own.yaml", "own"},
		"the parent of the directory": {"..", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := open(test.name)
			if string(content) != test.want || (err == nil) != (test.want != "") {
				t.Errorf("open(%s) = %q, %v, want %q", test.name, content, err, test.want)
			}
		})
	}
}
