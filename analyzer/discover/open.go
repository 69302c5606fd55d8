package discover

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Open returns a function that reads files which the analysed ones name, by names relative to the
// directory. It reads regular files in the directory's repository alone, or in the directory where it
// is in none: what a template names must not make latchkey read anything else, and neither may a
// symbolic link.
func Open(dir string) (func(name string) ([]byte, error), error) {
	absolute, err := filepath.Abs(cmp.Or(dir, "."))
	if err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	root, err := filepath.EvalSymlinks(cmp.Or(Repository(absolute), absolute))
	if err != nil {
		return nil, fmt.Errorf("find working directory: %w", err)
	}
	return func(name string) ([]byte, error) {
		file := filepath.FromSlash(name)
		if !filepath.IsAbs(file) {
			file = filepath.Join(absolute, file)
		}
		target, err := filepath.EvalSymlinks(file)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		info, err := os.Stat(target)
		if err != nil || !info.Mode().IsRegular() || info.Size() > MaxSize || !isInside(root, target) {
			return nil, fmt.Errorf("open %s: %w", name, cmp.Or(err, fs.ErrPermission))
		}
		content, err := os.ReadFile(target)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		return content, nil
	}, nil
}
