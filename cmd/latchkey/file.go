package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile writes a file as a whole or not at all: to a new file beside it, which then takes its
// place. A symbolic link stays one, and a pipe or a device is written to directly. The error does not
// name the file.
func writeFile(name string, content []byte) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = replaceFile(name, content, 0o644)
	case err == nil && info.Mode().IsRegular():
		err = replaceLinked(name, content, info.Mode().Perm())
	case err == nil:
		err = os.WriteFile(name, content, 0)
	}
	return cause(err)
}

// cause takes the path off an error about a file: it may be that of the new file, which nobody
// knows.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}

func replaceLinked(name string, content []byte, mode fs.FileMode) error {
	target, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err //nolint:wrapcheck // wrapped by writeFile
	}
	return replaceFile(target, content, mode)
}

// replaceFile puts a new file with the content and the mode in place of a file.
func replaceFile(name string, content []byte, mode fs.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err //nolint:wrapcheck // wrapped by writeFile
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Chmod(mode), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err //nolint:wrapcheck // wrapped by writeFile
}
