package config

import (
	"os"
	"path/filepath"
)

// Misnamed is a name that the file does not have, though many files have one like it.
const Misnamed = ".latchkey.yml"

// Find returns the path of the configuration that is in force in a folder: the nearest in it or above it, up to the
// root of its repository, or of the file system where it is in none. It is "" where there is none. What has the name
// and can't be read is found, too, so that reading it fails. Passed are files on the way that are misnamed, each in a
// folder without a configuration.
func Find(folder string) (file string, passed []string) {
	for {
		file := filepath.Join(folder, Name)
		if _, err := os.Lstat(file); err == nil {
			return file, passed
		}
		misnamed := filepath.Join(folder, Misnamed)
		if info, err := os.Stat(misnamed); err == nil && info.Mode().IsRegular() {
			passed = append(passed, misnamed)
		}
		parent := filepath.Dir(folder)
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil || parent == folder {
			return "", passed
		}
		folder = parent
	}
}
