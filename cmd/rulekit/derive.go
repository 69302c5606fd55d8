package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// derived are the files to write, by slash-separated path from the root of the repository.
type derived map[string][]byte

// sink does something with derived files: writeFiles or checkFiles. Leftovers are files that were
// derived from rules that are gone.
type sink func(root string, files derived, leftovers []string) error

// writeFiles makes the files on disk equal to the derived ones.
func writeFiles(root string, files derived, leftovers []string) error {
	for name, content := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		//nolint:gosec // the repository is for everyone to read
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("write derived file: %w", err)
		}
		//nolint:gosec // the repository is for everyone to read
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return fmt.Errorf("write derived file: %w", err)
		}
	}
	for _, name := range leftovers {
		if err := os.Remove(filepath.Join(root, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("remove derived file: %w", err)
		}
	}
	return nil
}

// checkFiles returns errStale, with each name, where the files on disk differ from the derived ones.
func checkFiles(root string, files derived, leftovers []string) error {
	var errs []error
	for name, want := range files {
		got, err := fs.ReadFile(os.DirFS(root), name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			errs = append(errs, fmt.Errorf("%s is missing: %w", name, errStale))
		case err != nil:
			return fmt.Errorf("check derived file: %w", err)
		case !bytes.Equal(got, want):
			errs = append(errs, fmt.Errorf("%s is out of date: %w", name, errStale))
		}
	}
	for _, name := range leftovers {
		errs = append(errs, fmt.Errorf("%s is about a rule that is gone: %w", name, errStale))
	}
	slices.SortFunc(errs, func(a, b error) int { return bytes.Compare([]byte(a.Error()), []byte(b.Error())) })
	return errors.Join(errs...)
}
