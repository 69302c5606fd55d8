package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Error is something in a baseline that is not understood.
type Error struct {
	File    string
	At      source.Position
	Message string
}

// Error returns the place, as editors and terminals know to link it, and the message.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.At.Line, e.At.Column, e.Message)
}

// faultLimit is the number of errors that are told of one baseline: a file that is none may have one for each line.
const faultLimit = 10

// Read returns the entries of a baseline. The error holds an *Error for each thing in it that is not understood, at
// most ten. Positions are those of the entries, which have a line each.
func Read(file *source.File) ([]Entry, error) {
	reader := reader{file: file, content: file.Content}
	if bytes.HasPrefix(file.Content, []byte(byteOrderMark)) {
		reader.content, reader.skipped = file.Content[len(byteOrderMark):], len(byteOrderMark)
	}
	if reader.head(); len(reader.faults) > 0 {
		return nil, reader.err()
	}
	entries := reader.entries()
	return entries, reader.err()
}

const byteOrderMark = "\ufeff"

// reader turns text into entries and notes what does not fit.
type reader struct {
	file    *source.File
	content []byte // without a byte order mark
	skipped int    // its length
	faults  []error
}

func (r *reader) fault(offset int, message string) {
	offset = min(max(offset+r.skipped, 0), len(r.file.Content))
	r.faults = append(r.faults, &Error{File: r.file.Name, At: r.file.Position(offset), Message: message})
}

func (r *reader) err() error {
	if left := len(r.faults) - faultLimit; left > 0 {
		more := fmt.Errorf("%s: and %d more such places", r.file.Name, left)
		return errors.Join(append(slices.Clip(r.faults[:faultLimit]), more)...)
	}
	return errors.Join(r.faults...)
}

// head checks that the text is JSON and that it is a baseline of this version.
func (r *reader) head() {
	var head map[string]json.RawMessage
	err := json.Unmarshal(r.content, &head)
	if wrong, is := errors.AsType[*json.SyntaxError](err); is {
		r.fault(int(wrong.Offset)-1, "the baseline is not valid JSON: "+wrong.Error())
		return
	}
	start := len(r.content) - len(bytes.TrimLeft(r.content, " \t\r\n"))
	stated, isStated := head["version"]
	list, isThere := head["findings"]
	switch {
	case err != nil || !isStated:
		r.fault(start, "this is no baseline: want an object with version and findings")
	case string(stated) != version:
		const message = "the baseline has version %s: this latchkey reads version %s"
		r.fault(start, fmt.Sprintf(message, stated, version))
	case !isThere || list[0] != '[':
		r.fault(start, "the baseline has no list of findings")
	}
}

// entries reads the findings of a text that is JSON.
func (r *reader) entries() []Entry {
	decoder := json.NewDecoder(bytes.NewReader(r.content))
	decoder.DisallowUnknownFields()
	var entries []Entry
	_, _ = decoder.Token() // the brace: that all this is JSON is known
	seen := map[string]bool{}
	for decoder.More() {
		key, _ := decoder.Token()
		name, _ := key.(string)
		if seen[name] {
			r.fault(r.next(decoder), fmt.Sprintf("%q stands here a second time", name))
		}
		seen[name] = true
		if name == "findings" {
			entries = append(entries, r.list(decoder)...)
			continue
		}
		if name != "$schema" && name != "version" {
			r.fault(r.next(decoder), fmt.Sprintf("%q is no member of a baseline", name))
		}
		var ignored json.RawMessage
		_ = decoder.Decode(&ignored)
	}
	return entries
}

// list reads the list of findings, each at its own place.
func (r *reader) list(decoder *json.Decoder) []Entry {
	var entries []Entry
	_, _ = decoder.Token() // the bracket
	for decoder.More() {
		start := r.next(decoder)
		var entry Entry
		err := decoder.Decode(&entry)
		wrong, isType := errors.AsType[*json.UnmarshalTypeError](err)
		switch {
		case isType && wrong.Field == "":
			r.fault(start, "an entry is an object, and not a "+wrong.Value)
		case isType:
			r.fault(start, fmt.Sprintf("%s is a text, and not a %s", wrong.Field, wrong.Value))
		case err != nil:
			r.fault(start, "the entry has an "+strings.TrimPrefix(err.Error(), "json: "))
		default:
			r.check(start, entry)
		}
		entries = append(entries, entry)
	}
	_, _ = decoder.Token()
	return entries
}

// next returns the offset of the value that comes next.
func (r *reader) next(decoder *json.Decoder) int {
	offset := int(decoder.InputOffset())
	return len(r.content) - len(bytes.TrimLeft(r.content[offset:], " \t\r\n,:"))
}

// check notes what an entry lacks. What belongs to no resource, and a place without a node, is empty.
func (r *reader) check(start int, entry Entry) {
	for _, member := range []struct{ name, value string }{
		{"file", entry.File}, {"rule", entry.Rule}, {"value", entry.Value}, {"message", entry.Message},
	} {
		if member.value == "" {
			r.fault(start, "the entry has no "+member.name)
		}
	}
}
