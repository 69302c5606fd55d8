package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// The numbers of types and levels in the table: positions from one, and bits.
var (
	types  = []string{"String", "ARN", "Bool", "Numeric", "Date", "IPAddress"}
	levels = []string{"List", "Read", "Write", "Tagging", "Permissions management"}
)

// writer writes what the catalogue's cursor reads.
type writer struct {
	text []byte
	// listed counts the members of all lists, so that the reader needs one slice for them.
	listed int
}

func (w *writer) number(value int) {
	w.text = binary.AppendUvarint(w.text, uint64(value)) //nolint:gosec // lengths and positions
}

// flags writes one byte.
func (w *writer) flags(value byte) {
	w.text = append(w.text, value)
}

func (w *writer) writeText(text string) {
	w.number(len(text))
	w.text = append(w.text, text...)
}

func (w *writer) texts(texts []string) {
	w.number(len(texts))
	for _, text := range texts {
		w.writeText(text)
	}
}

// list writes names as their positions among all.
func (w *writer) list(names, all []string) error {
	w.number(len(names))
	w.listed += len(names)
	for _, name := range names {
		at, found := slices.BinarySearchFunc(all, name, compareFold)
		if !found {
			return fmt.Errorf("it names %q, which is not listed", name)
		}
		w.number(at)
	}
	return nil
}

// kind writes the type of a key and whether it has several values.
func (w *writer) kind(name string) error {
	single, several := strings.CutPrefix(name, "ArrayOf")
	at := slices.Index(types, single)
	if at < 0 {
		return fmt.Errorf("unknown type %q", name)
	}
	w.flags(byte(at+1)<<1 | bit(several)) //nolint:gosec // there are six types
	return nil
}

func (w *writer) action(row action, kinds, keys []string) error {
	var level byte
	for name := range strings.SplitSeq(row.level, ", ") {
		at := slices.Index(levels, name)
		if at < 0 {
			return fmt.Errorf("unknown access level %q", name)
		}
		level |= 1 << at
	}
	w.flags(level)
	if err := w.list(row.resources, kinds); err != nil {
		return err
	}
	return w.list(row.keys, keys)
}

func bit(set bool) byte { //nolint:revive // set is the value to convert, not a switch
	if set {
		return 1
	}
	return 0
}
