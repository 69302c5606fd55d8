package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// Options say how a server behaves.
type Options struct {
	// Version is that of the program.
	Version string
	// Dir is the absolute path of the directory that file names start from while no folder is open.
	Dir string
	// Debounce is how long documents have to be left alone before an analysis; 0 means defaultDebounce.
	Debounce time.Duration
	// Log takes lines about what the server does; nil for none.
	Log io.Writer
}

// defaultDebounce is longer than the pause between two keys of somebody who types.
const defaultDebounce = 200 * time.Millisecond

// ErrNotShutDown says that a client ended the server without asking it to shut down first.
var ErrNotShutDown = errors.New("the client did not shut the server down before it ended it")

var (
	errNoParams  = errors.New("there are no parameters")
	errNotOpen   = errors.New("the document is not open")
	errCancelled = errors.New("the request was cancelled")
	errTooMany   = fmt.Errorf("%d requests wait for an answer already", maxAsked)
)

// Server serves one client.
type Server struct {
	backend Backend
	options Options
	log     *log.Logger

	conn *jsonrpc2.Conn
	// ended is closed once the client has asked the server to exit.
	ended   chan struct{}
	running chan struct{}  // holds a token for each request at work
	waiting sync.WaitGroup // for all that runs beside the messages

	mu       sync.Mutex
	stage    stage
	encoding encoding
	client   abilities
	requests map[string]context.CancelFunc // those without an answer, by their ids
	asked    int                           // the number of requests without an answer
	state    workspaceState
	schedule schedule
}

// stage is how far the life of a server has come.
type stage int

const (
	created stage = iota
	initialized
	shutDown
	exited
)

// The bounds of requests.
const (
	// maxRunning is the number of requests that are worked on at once.
	maxRunning = 8
	// maxAsked is the number of requests that may be without an answer; more are refused.
	maxAsked = 200
)

// NewServer returns a server.
func NewServer(backend Backend, options Options) *Server {
	if options.Debounce <= 0 {
		options.Debounce = defaultDebounce
	}
	if options.Log == nil {
		options.Log = io.Discard
	}
	made := &Server{
		backend: backend, options: options, log: log.New(options.Log, "latchkey: ", 0),
		ended: make(chan struct{}), running: make(chan struct{}, maxRunning),
		encoding: encodingUTF16, requests: map[string]context.CancelFunc{},
	}
	made.state = newWorkspaceState(options.Dir)
	made.schedule = newSchedule()
	return made
}

// Run serves the client until it ends the server, closes its stream, or the context ends. It returns ErrNotShutDown
// where the client should have said more first.
func (s *Server) Run(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream := jsonrpc2.NewBufferedStream(streams{in, out}, codec{})
	s.mu.Lock() // messages wait until the connection is known
	s.conn = jsonrpc2.NewConn(ctx, stream, handler{s}, jsonrpc2.SetLogger(s.log))
	s.mu.Unlock()
	s.waiting.Go(func() { s.work(ctx) })
	select {
	case <-s.ended:
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
	}
	cancel()
	_ = s.conn.Close() // it may be closed already
	s.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage == exited {
		return ErrNotShutDown
	}
	return nil
}

// grace is how long the end of a server waits for the work that it has stopped.
const grace = time.Second

// wait waits until all work has ended, or for the grace.
func (s *Server) wait() {
	ended := make(chan struct{})
	go func() {
		s.waiting.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(grace):
		s.log.Print("left work behind that did not stop in time")
	}
}

// streams are the two streams to a client. Closing them is for who opened them.
type streams struct {
	io.Reader
	io.Writer
}

// Close does nothing.
func (streams) Close() error { return nil }

// handler takes the messages of the client, one after the other.
type handler struct{ *Server }

// Handle takes a message.
func (h handler) Handle(ctx context.Context, _ *jsonrpc2.Conn, request *jsonrpc2.Request) {
	h.mu.Lock()
	now := h.stage
	h.mu.Unlock()
	switch {
	case request.Method == "exit":
		h.exit()
	case request.Method == unreadable:
		h.unread(ctx, request)
	case request.Notif && now == initialized:
		h.notified(ctx, request)
	case request.Notif:
		h.log.Printf("%s: left alone, as the server is not at work", request.Method)
	case now == created && request.Method != "initialize":
		h.fail(ctx, request, codeNotInitialized, errors.New("the server is not initialized"))
	case now == shutDown || now == initialized && request.Method == "initialize":
		h.fail(ctx, request, jsonrpc2.CodeInvalidRequest, errors.New("it is too late for this request"))
	default:
		h.requested(ctx, request)
	}
}

func (s *Server) exit() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stage != shutDown {
		s.stage = exited
	}
	select {
	case <-s.ended:
	default:
		close(s.ended)
	}
}

// unread answers what was no message.
func (s *Server) unread(ctx context.Context, request *jsonrpc2.Request) {
	params, err := decode[unreadableParams](request.Params)
	if err != nil {
		return
	}
	s.tell(ctx, messageWarning, "a message was not understood: "+params.Reason)
	var id jsonrpc2.ID
	if len(params.ID) > 0 && string(params.ID) != "null" && json.Unmarshal(params.ID, &id) == nil {
		respond := &jsonrpc2.Request{ID: id, Method: unreadable}
		s.fail(ctx, respond, jsonrpc2.CodeInvalidRequest, errors.New(params.Reason))
	}
}

// notifications are what a client tells, by method.
var notifications = map[string]func(*Server, context.Context, *json.RawMessage) error{
	"initialized":                         (*Server).initialized,
	"textDocument/didOpen":                (*Server).didOpen,
	"textDocument/didChange":              (*Server).didChange,
	"textDocument/didSave":                (*Server).didSave,
	"textDocument/didClose":               (*Server).didClose,
	"workspace/didChangeWatchedFiles":     (*Server).didChangeWatchedFiles,
	"workspace/didChangeWorkspaceFolders": (*Server).didChangeWorkspaceFolders,
	"$/cancelRequest":                     (*Server).cancelRequest,
}

// notified takes what the client tells. What is not known may be left alone, as the protocol says.
func (s *Server) notified(ctx context.Context, request *jsonrpc2.Request) {
	take := notifications[request.Method]
	if take == nil {
		return
	}
	defer s.survive(ctx, request.Method)
	if err := take(s, ctx, request.Params); err != nil {
		s.tell(ctx, messageWarning, fmt.Sprintf("%s: %v", request.Method, err))
	}
}

// requests are what a client asks and waits for, by method.
var requests = map[string]func(*Server, context.Context, *json.RawMessage) (any, error){
	"initialize":              (*Server).initialize,
	"shutdown":                (*Server).shutdown,
	"textDocument/hover":      (*Server).hover,
	"textDocument/codeAction": (*Server).codeAction,
}

// requested answers a request: the stages of the server's life in their order, all others beside each other.
func (s *Server) requested(ctx context.Context, request *jsonrpc2.Request) {
	answer := requests[request.Method]
	switch request.Method {
	case "initialize", "shutdown":
		s.answer(ctx, request, answer)
		return
	}
	if answer == nil {
		s.fail(ctx, request, jsonrpc2.CodeMethodNotFound, fmt.Errorf("there is no method %q", request.Method))
		return
	}
	ctx, end, isTaken := s.begin(ctx, request.ID.String())
	if !isTaken {
		s.fail(ctx, request, codeRequestFailed, errTooMany)
		return
	}
	s.waiting.Go(func() {
		defer end()
		select {
		case s.running <- struct{}{}:
			defer func() { <-s.running }()
		case <-ctx.Done(): // whose answer says so
		}
		s.answer(ctx, request, answer)
	})
}

// begin notes a request, which can be cancelled from now on until its end is called. It reports false for one too many.
func (s *Server) begin(ctx context.Context, id string) (running context.Context, end func(), isTaken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked == maxAsked {
		return ctx, nil, false
	}
	running, cancel := context.WithCancel(ctx)
	s.asked++
	s.requests[id] = cancel
	return running, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked--
		delete(s.requests, id)
	}, true
}

// answer sends what the function returns. A request that is cancelled and one that went wrong get an answer, too.
func (s *Server) answer(
	ctx context.Context, request *jsonrpc2.Request, with func(*Server, context.Context, *json.RawMessage) (any, error),
) {
	if ctx.Err() != nil {
		s.fail(ctx, request, codeCancelled, errCancelled)
		return
	}
	result, err := s.outcome(ctx, request, with)
	_, isMistake := errors.AsType[*paramsError](err)
	switch {
	case err == nil:
		if err := s.conn.Reply(ctx, request.ID, result); err != nil {
			s.log.Printf("%s: reply: %v", request.Method, err)
		}
	case isMistake:
		s.fail(ctx, request, jsonrpc2.CodeInvalidParams, err)
	case errors.Is(err, errModified):
		s.fail(ctx, request, codeContentModified, err)
	case ctx.Err() != nil:
		s.fail(ctx, request, codeCancelled, errCancelled)
	default:
		s.fail(ctx, request, jsonrpc2.CodeInternalError, err)
	}
}

// outcome returns what the function returns, and a panic in it as an error.
func (s *Server) outcome(
	ctx context.Context, request *jsonrpc2.Request, with func(*Server, context.Context, *json.RawMessage) (any, error),
) (result any, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			s.log.Printf("%s: %v\n%s", request.Method, broken, debug.Stack())
			result, err = nil, fmt.Errorf("the server has a defect: %v", broken)
		}
	}()
	return with(s, ctx, request.Params)
}

// survive notes a panic.
func (s *Server) survive(ctx context.Context, during string) {
	if broken := recover(); broken != nil {
		s.log.Printf("%s: %v\n%s", during, broken, debug.Stack())
		s.tell(ctx, messageError, fmt.Sprintf("%s: the server has a defect: %v", during, broken))
	}
}

// paramsError says that the parameters of a request are not what they should be.
type paramsError struct{ cause error }

func (e *paramsError) Error() string { return e.cause.Error() }

func (e *paramsError) Unwrap() error { return e.cause }

func (s *Server) fail(ctx context.Context, request *jsonrpc2.Request, code int64, cause error) {
	err := s.conn.ReplyWithError(ctx, request.ID, &jsonrpc2.Error{Code: code, Message: cause.Error()})
	if err != nil {
		s.log.Printf("%s: reply: %v", request.Method, err)
	}
}

// The types of messages to a user.
const (
	messageError   = 1
	messageWarning = 2
)

// tell writes a message to the log that the client keeps for its user.
func (s *Server) tell(ctx context.Context, kind int, text string) {
	s.log.Print(text)
	if err := s.conn.Notify(ctx, "window/logMessage", messageParams{Type: kind, Message: visible(text)}); err != nil {
		s.log.Printf("tell client: %v", err)
	}
}

// cancelRequest ends the work at a request.
func (s *Server) cancelRequest(_ context.Context, params *json.RawMessage) error {
	read, err := decode[cancelParams](params)
	if err != nil {
		return err
	}
	var id jsonrpc2.ID
	if err := json.Unmarshal(read.ID, &id); err != nil {
		return fmt.Errorf("read id: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.requests[id.String()]; cancel != nil {
		cancel()
	}
	return nil
}
