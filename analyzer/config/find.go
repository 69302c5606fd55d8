package config

import (
	"os"
	"path/filepath"
)

// Find returns the path of the configuration that is in force in a folder: the nearest in it or above it, up to the
// root of its repository, or of the file system where it is in none. It is "" where there is none.
func Find(folder string) string {
	for {
		file := filepath.Join(folder, Name)
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			return file
		}
		parent := filepath.Dir(folder)
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil || parent == folder {
			return ""
		}
		folder = parent
	}
}
