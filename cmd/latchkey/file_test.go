package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plain, private, link := filepath.Join(dir, "plain"), filepath.Join(dir, "private"), filepath.Join(dir, "link")
	if err := os.WriteFile(private, []byte("a longer text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("private", link); err != nil {
		t.Fatal(err)
	}

	for _, name := range []string{plain, link, os.DevNull} {
		if err := writeFile(name, []byte("new")); err != nil {
			t.Errorf("writeFile(%s): %v", name, err)
		}
	}

	for name, mode := range map[string]os.FileMode{plain: 0o644, private: 0o600} {
		content, err := os.ReadFile(name)
		if err != nil || string(content) != "new" {
			t.Errorf("%s holds %q (%v)", name, content, err)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has the mode %v (%v), want %v", name, info.Mode(), err, mode)
		}
	}
	if _, err := os.Readlink(link); err != nil {
		t.Errorf("the link is gone: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 {
		t.Errorf("the folder holds %v (%v), want three files", entries, err)
	}
}

func TestWriteFileLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := replaceFile(dir, nil, 0o600); err == nil {
		t.Error("a directory was replaced")
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left (%v)", left, err)
	}
}
