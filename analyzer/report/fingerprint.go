package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// The fingerprints of a result: the one that code scanning computes itself where it is missing, and
// our own, which other tools may use.
const (
	lineHashKey    = "primaryLocationLineHash"
	fingerprintKey = "latchkey/v1"
)

// fingerprints gives results what code scanning tells them apart by.
type fingerprints struct {
	files map[string]*source.File
	// hashes holds the line hashes of the files that were asked for.
	hashes map[string][]string
	// lines are the places that a rule has spoken about, and derived counts the hashes that stand in
	// where it speaks again.
	lines   map[ruleLine]bool
	derived map[string]int
}

type ruleLine struct {
	rule, file string
	line       int
}

func newFingerprints(files map[string]*source.File) *fingerprints {
	return &fingerprints{
		files:   files,
		hashes:  map[string][]string{},
		lines:   map[ruleLine]bool{},
		derived: map[string]int{},
	}
}

// of returns the fingerprints of a finding; call it once for each, in the order of the report. The
// first result of a rule on a line has the line's hash. Another would be taken for the same alert,
// so it has a hash of its logical path instead.
func (f *fingerprints) of(found finding.Finding) map[string]string {
	prints := map[string]string{}
	if found.Fingerprint != "" {
		prints[fingerprintKey] = found.Fingerprint
	}
	key := ruleLine{found.Rule, found.Location.File, max(found.Location.Span.Start.Line, 1)}
	switch hashes := f.lineHashes(key.file); {
	case f.lines[key]:
		sum := sha256.Sum256([]byte(found.Rule + "|" + found.Location.Path))
		hash := hex.EncodeToString(sum[:])[:16]
		f.derived[key.file+"\x00"+hash]++
		prints[lineHashKey] = fmt.Sprintf("%s:%d", hash, f.derived[key.file+"\x00"+hash])
	case key.line <= len(hashes):
		prints[lineHashKey] = hashes[key.line-1]
	}
	f.lines[key] = true
	return prints
}

// lineHashes returns the hash of each line of the file, none for a file we do not hold.
func (f *fingerprints) lineHashes(name string) []string {
	file := f.files[name]
	if file == nil {
		return nil
	}
	if _, known := f.hashes[name]; !known {
		f.hashes[name] = lineHashes(file.Content)
	}
	return f.hashes[name]
}
