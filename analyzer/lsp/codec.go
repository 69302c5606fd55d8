package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// The bounds of what is read.
const (
	// maxMessage is the number of bytes of a message up to which it is read: a few of the largest documents.
	maxMessage = 64 << 20
	// maxHeader is the number of bytes up to which a line of a header is looked at.
	maxHeader = 4 << 10
)

// unreadable is the method of the notification that stands for what was no message. No client's method has a blank in
// it.
const unreadable = "latchkey unreadable"

// unreadableParams say what was no message.
type unreadableParams struct {
	Reason string `json:"reason"`
	// ID is that of the request which it was meant to be; null where that can't be told.
	ID json.RawMessage `json:"id"`
}

// contentLength begins the line of a header that says how many bytes follow.
var contentLength = regexp.MustCompile(`(?i)content-length:`)

// codec reads and writes messages behind headers as the protocol's base says. What is no message is told to the
// handler, and reading goes on where the next header seems to be.
type codec struct{}

// WriteObject writes a message.
func (codec) WriteObject(stream io.Writer, message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode message: %w", err)
	}
	if _, err := fmt.Fprintf(stream, "Content-Length: %d\r\n\r\n%s", len(text), text); err != nil {
		return fmt.Errorf("write message: %w", err)
	}
	return nil
}

// ReadObject reads a message. The error is that of the stream.
func (codec) ReadObject(stream *bufio.Reader, message any) error {
	length, reason, err := readHeader(stream)
	if err != nil {
		return err
	}
	if reason == "" && length > maxMessage {
		reason = fmt.Sprintf("a message of %d bytes is too large: at most %d are read", length, maxMessage)
		if _, err := io.CopyN(io.Discard, stream, int64(length)); err != nil {
			return err //nolint:wrapcheck // the connection knows io.EOF
		}
	}
	if reason != "" {
		return substitute(message, unreadableParams{Reason: reason})
	}
	text, err := readBody(stream, length)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, message); err != nil {
		params := unreadableParams{Reason: err.Error()}
		_ = json.Unmarshal(text, &params) // an id, if there is one
		params.Reason = err.Error()
		return substitute(message, params)
	}
	return nil
}

// readBody reads so many bytes. Memory is taken as they come, not as the header promises.
func readBody(stream io.Reader, length int) ([]byte, error) {
	var text bytes.Buffer
	_, err := io.CopyN(&text, stream, int64(length))
	return text.Bytes(), err
}

// substitute gives the message the form of a notification which says that there was none.
func substitute(message any, params unreadableParams) error {
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "method": unreadable, "params": params})
	if err == nil {
		err = json.Unmarshal(text, message)
	}
	if err != nil {
		return fmt.Errorf("replace message: %w", err)
	}
	return nil
}

// readHeader reads up to the empty line that ends a header, and returns the length of what follows. What stands before
// the header, such as the rest of a message that was longer than its own header said, is passed over. The reason says
// why there is no length.
func readHeader(stream *bufio.Reader) (length int, reason string, err error) {
	length = -1
	for {
		line, err := readLine(stream)
		if err != nil {
			return 0, "", err
		}
		switch text := bytes.TrimSpace(line); {
		case len(text) > 0:
			if found := contentLength.FindAllIndex(text, -1); len(found) > 0 {
				length, reason = parseLength(text[found[len(found)-1][1]:])
			}
		case length >= 0 || reason != "":
			return length, reason, nil
		}
	}
}

func parseLength(text []byte) (length int, reason string) {
	number, err := strconv.ParseUint(string(bytes.TrimSpace(text)), 10, 31)
	if err != nil {
		return -1, "the Content-Length of a message is no number of bytes"
	}
	return int(number), ""
}

// readLine returns a line, or the end of one that is too long to belong to a header.
func readLine(stream *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := stream.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxHeader {
			line = line[len(line)-maxHeader:]
		}
		if err == nil {
			return line, nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err //nolint:wrapcheck // the connection knows io.EOF
		}
	}
}
