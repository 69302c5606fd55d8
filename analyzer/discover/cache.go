package discover

import (
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Cache keeps what searches have read, so that the next one reads only the files that have changed: those whose size
// or time of change is another one. It is not for several goroutines at once.
type Cache struct {
	files map[string]cached // by the path without symbolic links
}

// cached is a file as it was read.
type cached struct {
	name    string
	size    int64
	changed time.Time
	// file is nil for one that is neither a template nor a policy.
	file *source.File
}

// NewCache returns a cache that holds nothing.
func NewCache() *Cache {
	return &Cache{files: map[string]cached{}}
}

// Forget makes the next search read a file again, for a caller who knows that it has changed.
func (c *Cache) Forget(path string) {
	delete(c.files, path)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		delete(c.files, target)
	}
}

// recall returns what is known of a file that has not changed. The information is nil for what can't be known, such as
// standard input.
func (c *Cache) recall(found candidate) (file *source.File, info fs.FileInfo, isKnown bool) {
	if c == nil || found.real == Stdin {
		return nil, nil, false
	}
	info, err := os.Stat(found.real)
	if err != nil {
		return nil, nil, false
	}
	known, isKnown := c.files[found.real]
	if !isKnown || known.name != found.name || known.size != info.Size() || !known.changed.Equal(info.ModTime()) {
		return nil, info, false
	}
	return known.file, info, true
}

// keep notes what a file was read as; nil for neither a template nor a policy.
func (c *Cache) keep(found candidate, info fs.FileInfo, file *source.File) {
	if c != nil && info != nil {
		c.files[found.real] = cached{name: found.name, size: info.Size(), changed: info.ModTime(), file: file}
	}
}
