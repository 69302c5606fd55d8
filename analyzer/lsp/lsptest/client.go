// Package lsptest is a client for tests of language servers: it opens, changes and closes documents as an editor does,
// applies what code actions change, and waits for diagnostics.
package lsptest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/sourcegraph/jsonrpc2"
)

// patience is how long the client waits for anything.
const patience = 30 * time.Second

// Position is a place in a document, counted from 0, in UTF-16 units.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// Range is the text between two places.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Diagnostic is what a server says about a range.
type Diagnostic struct {
	Range           Range  `json:"range"`
	Severity        int    `json:"severity"`
	Code            string `json:"code"`
	CodeDescription struct {
		Href string `json:"href"`
	} `json:"codeDescription"`
	Source  string `json:"source"`
	Message string `json:"message"`
	Tags    []int  `json:"tags"`
	Related []struct {
		Location struct {
			URI   string `json:"uri"`
			Range Range  `json:"range"`
		} `json:"location"`
		Message string `json:"message"`
	} `json:"relatedInformation"`
}

// Published is a notification of diagnostics.
type Published struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}

// TextEdit is a change of a document.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
	Snippet struct {
		Value string `json:"value"`
	} `json:"snippet"`
}

// DocumentEdit is the changes of one document in a version.
type DocumentEdit struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version *int   `json:"version"`
	} `json:"textDocument"`
	Edits []TextEdit `json:"edits"`
}

// Action is a code action.
type Action struct {
	Title       string       `json:"title"`
	Kind        string       `json:"kind"`
	IsPreferred bool         `json:"isPreferred"`
	Diagnostics []Diagnostic `json:"diagnostics"`
	Disabled    struct {
		Reason string `json:"reason"`
	} `json:"disabled"`
	Edit struct {
		Changes         map[string][]TextEdit `json:"changes"`
		DocumentChanges []DocumentEdit        `json:"documentChanges"`
	} `json:"edit"`
}

// Client is one editor.
type Client struct {
	t    *testing.T
	conn *jsonrpc2.Conn
	in   io.WriteCloser
	done chan error // what the server returned

	mu        sync.Mutex
	changed   chan struct{} // closed, and replaced, when the server tells something
	told      []Published
	logged    []string
	asked     []string // methods that the server called
	documents map[string]*document
}

type document struct {
	text    string
	version int
}

// Start runs a server and returns a client of it. The server is ended with the test.
func Start(t *testing.T, serve func(ctx context.Context, in io.Reader, out io.Writer) error) *Client {
	t.Helper()
	toServer, in := io.Pipe()
	fromServer, out := io.Pipe()
	c := &Client{
		t: t, in: in, done: make(chan error, 1), changed: make(chan struct{}), documents: map[string]*document{},
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		c.done <- serve(ctx, toServer, out)
		_ = out.Close() // a pipe's end always closes
	}()
	stream := jsonrpc2.NewBufferedStream(duplex{fromServer, in}, jsonrpc2.VSCodeObjectCodec{})
	c.conn = jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(c.handle))
	t.Cleanup(func() {
		_ = in.Close()
		select {
		case err := <-c.done:
			t.Logf("the server returned %v", err) // which is for Exit to judge
		case <-time.After(patience):
			t.Error("the server did not end with its input")
		}
		cancel()
	})
	return c
}

// duplex makes one stream of two.
type duplex struct {
	io.Reader
	io.WriteCloser
}

// handle takes what the server tells and asks.
func (c *Client) handle(_ context.Context, _ *jsonrpc2.Conn, request *jsonrpc2.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch request.Method {
	case "textDocument/publishDiagnostics":
		var told Published
		if err := json.Unmarshal(*request.Params, &told); err != nil {
			return nil, fmt.Errorf("read diagnostics: %w", err)
		}
		if told.Diagnostics == nil {
			c.t.Errorf("diagnostics of %s are null, where the protocol wants a list", told.URI)
		}
		c.told = append(c.told, told)
	case "window/logMessage":
		var told struct {
			Message string `json:"message"`
		}
		if err := json.Unmarshal(*request.Params, &told); err != nil {
			return nil, fmt.Errorf("read message: %w", err)
		}
		c.logged = append(c.logged, told.Message)
	default:
		c.asked = append(c.asked, request.Method)
	}
	close(c.changed)
	c.changed = make(chan struct{})
	return nil, nil //nolint:nilnil // null is the result
}

// Send writes bytes to the server as they are.
func (c *Client) Send(text string) {
	c.t.Helper()
	if _, err := io.WriteString(c.in, text); err != nil {
		c.t.Fatal(err)
	}
}

// Call asks the server and reads its answer into result, unless that is nil.
func (c *Client) Call(method string, params, result any) error {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := c.conn.Call(ctx, method, params, result)
	if errors.Is(err, context.DeadlineExceeded) {
		c.t.Fatalf("%s: no answer", method)
	}
	return err //nolint:wrapcheck // tests look at it
}

// CallAs is Call with an id, for requests that are cancelled.
func (c *Client) CallAs(id, method string, params any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	with := jsonrpc2.PickID(jsonrpc2.ID{Str: id, IsString: true})
	return c.conn.Call(ctx, method, params, nil, with) //nolint:wrapcheck // tests look at it
}

// Notify tells the server something.
func (c *Client) Notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// Initialize opens folders, given as URIs, with what the client can do. It returns the server's capabilities.
func (c *Client) Initialize(capabilities map[string]any, folders ...string) map[string]any {
	c.t.Helper()
	list := []map[string]string{}
	for _, folder := range folders {
		list = append(list, map[string]string{"uri": folder, "name": folder})
	}
	var result struct{ Capabilities map[string]any }
	params := map[string]any{
		"processId": nil, "rootUri": nil, "capabilities": capabilities, "workspaceFolders": list,
	}
	if err := c.Call("initialize", params, &result); err != nil {
		c.t.Fatal(err)
	}
	c.Notify("initialized", map[string]any{})
	return result.Capabilities
}

// Open opens a document.
func (c *Client) Open(uri, text string) {
	c.t.Helper()
	c.mu.Lock()
	c.documents[uri] = &document{text: text, version: 1}
	c.mu.Unlock()
	c.Notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": "yaml", "version": 1, "text": text,
	}})
}

// Change gives an open document another text.
func (c *Client) Change(uri, text string) {
	c.t.Helper()
	c.mu.Lock()
	open := c.documents[uri]
	open.text = text
	open.version++
	version := open.version
	c.mu.Unlock()
	c.Notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri, "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// Close closes a document.
func (c *Client) Close(uri string) {
	c.t.Helper()
	c.mu.Lock()
	delete(c.documents, uri)
	c.mu.Unlock()
	c.Notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// Save tells that a document was saved.
func (c *Client) Save(uri string) {
	c.t.Helper()
	c.Notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// Touch tells that files have changed on the disk.
func (c *Client) Touch(uris ...string) {
	c.t.Helper()
	changes := []any{}
	for _, uri := range uris {
		changes = append(changes, map[string]any{"uri": uri, "type": 2})
	}
	c.Notify("workspace/didChangeWatchedFiles", map[string]any{"changes": changes})
}

// Text returns the text of an open document.
func (c *Client) Text(uri string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.documents[uri].text
}

// until waits until the condition holds. It is asked with the client locked, again whenever the server tells something.
func (c *Client) until(what string, holds func() bool) {
	c.t.Helper()
	late := time.After(patience)
	for {
		c.mu.Lock()
		isSo, changed := holds(), c.changed
		c.mu.Unlock()
		if isSo {
			return
		}
		select {
		case <-changed:
		case <-late:
			c.t.Fatalf("waited for %s in vain", what)
		}
	}
}

// last returns what the server said last of a document, nil for nothing.
func (c *Client) last(uri string) *Published {
	for _, told := range slices.Backward(c.told) {
		if told.URI == uri {
			return &told
		}
	}
	return nil
}

// Diagnostics waits for what the server says of an open document as it is.
func (c *Client) Diagnostics(uri string) []Diagnostic {
	c.t.Helper()
	var found []Diagnostic
	c.until("diagnostics of "+uri, func() bool {
		told := c.last(uri)
		isNow := told != nil && told.Version != nil && *told.Version == c.documents[uri].version
		if isNow {
			found = told.Diagnostics
		}
		return isNow
	})
	return found
}

// UntilCodes waits until the codes of a document's diagnostics are these, in order.
func (c *Client) UntilCodes(uri string, codes ...string) {
	c.t.Helper()
	c.until(fmt.Sprintf("%v in %s", codes, uri), func() bool {
		told := c.last(uri)
		return told != nil && slices.Equal(Codes(told.Diagnostics), codes)
	})
}

// UntilLogged waits until the server has said something to its user that holds for the test.
func (c *Client) UntilLogged(what string, holds func(message string) bool) {
	c.t.Helper()
	c.until(what, func() bool { return slices.ContainsFunc(c.logged, holds) })
}

// UntilAsked waits until the server has called a method.
func (c *Client) UntilAsked(method string) {
	c.t.Helper()
	c.until(method, func() bool { return slices.Contains(c.asked, method) })
}

// Told returns all diagnostics that the server has sent for a document, in order.
func (c *Client) Told(uri string) []Published {
	c.mu.Lock()
	defer c.mu.Unlock()
	var told []Published
	for _, each := range c.told {
		if each.URI == uri {
			told = append(told, each)
		}
	}
	return told
}

// Codes returns the codes of diagnostics, in order.
func Codes(found []Diagnostic) []string {
	codes := make([]string, len(found))
	for i, each := range found {
		codes[i] = each.Code
	}
	return codes
}

// Actions returns the code actions for a range.
func (c *Client) Actions(uri string, at Range, only ...string) []Action {
	c.t.Helper()
	about := map[string]any{"diagnostics": []any{}}
	if len(only) > 0 {
		about["only"] = only
	}
	var actions []Action
	err := c.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "range": at, "context": about,
	}, &actions)
	if err != nil {
		c.t.Fatal(err)
	}
	return actions
}

// Hover returns the text of a hover, "" for none, and its range.
func (c *Client) Hover(uri string, at Position) (text string, about Range) {
	c.t.Helper()
	var result *struct {
		Contents struct{ Value string }
		Range    Range
	}
	err := c.Call("textDocument/hover", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "position": at,
	}, &result)
	if err != nil {
		c.t.Fatal(err)
	}
	if result == nil {
		return "", Range{}
	}
	return result.Contents.Value, result.Range
}

// Apply makes the changes of a code action in the documents that are open, and tells the server. A snippet leaves an
// empty place.
func (c *Client) Apply(action Action) {
	c.t.Helper()
	for uri, edits := range action.Edit.Changes {
		c.Change(uri, Edited(c.Text(uri), edits))
	}
	for _, edit := range action.Edit.DocumentChanges {
		uri := edit.TextDocument.URI
		c.mu.Lock()
		version := c.documents[uri].version
		c.mu.Unlock()
		if edit.TextDocument.Version == nil || *edit.TextDocument.Version != version {
			c.t.Fatalf("the change of %s is about version %v, not %d", uri, edit.TextDocument.Version, version)
		}
		c.Change(uri, Edited(c.Text(uri), edit.Edits))
	}
}

// Edited returns a text with changes, which do not overlap. What is inserted at one place stays in order.
func Edited(text string, edits []TextEdit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b TextEdit) int {
		return Offset(text, a.Range.Start) - Offset(text, b.Range.Start)
	})
	var made strings.Builder
	at := 0
	for _, edit := range edits {
		start, end := Offset(text, edit.Range.Start), Offset(text, edit.Range.End)
		made.WriteString(text[at:start] + edit.NewText)
		at = end
	}
	return made.String() + text[at:]
}

// Offset returns the byte offset of a place in a text.
func Offset(text string, at Position) int {
	offset := 0
	for line := 0; line < at.Line && offset < len(text); offset++ {
		if text[offset] == '\n' {
			line++
		}
	}
	units := 0
	for i, char := range text[offset:] {
		if units >= at.Character || char == '\n' {
			return offset + i
		}
		units += utf16.RuneLen(char)
	}
	return len(text)
}

// Shutdown ends the server as the protocol wants it, and returns what it returned.
func (c *Client) Shutdown() error {
	c.t.Helper()
	if err := c.Call("shutdown", nil, nil); err != nil {
		c.t.Fatal(err)
	}
	return c.Exit()
}

// Exit ends the server, and returns what it returned.
func (c *Client) Exit() error {
	c.t.Helper()
	c.Notify("exit", nil)
	select {
	case err := <-c.done:
		c.done <- err // for the end of the test
		return err
	case <-time.After(patience):
		c.t.Fatal("the server did not end")
		return nil
	}
}
