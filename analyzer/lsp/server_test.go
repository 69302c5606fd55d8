package lsp_test

import (
	"bytes"
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

	"github.com/google/go-cmp/cmp"
	"github.com/sourcegraph/jsonrpc2"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/lsp"
	"github.com/latchkey-dev/latchkey/analyzer/lsp/lsptest"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// words is a backend for which every "bad" in a text is a finding that becomes "good".
type words struct {
	mu sync.Mutex
	// asked are the workspaces that were analysed.
	asked []lsp.Workspace
	// hold, if there is one, is waited for by each analysis, which then reports to started first.
	hold, started chan struct{}
	// failure is what the next analyses come to, and panics has them break.
	failure error
	panics  bool
	// most is the greatest number of analyses at once.
	now, most int
	// isDeaf says that analyses go on when they are out of date.
	isDeaf bool
	// resolving, if there is one, is waited for by each hover, which then counts itself in hovers first.
	resolving chan struct{}
	hovers    int
	// saved are files that are not analysed, with what was found in them.
	saved []*source.File
}

func (w *words) Page(id string) string { return "# " + id + "\n" }

func (w *words) Link(id string) string { return "https://example.com/" + id }

func (w *words) Analyze(ctx context.Context, workspace lsp.Workspace) (lsp.Analysis, error) {
	w.mu.Lock()
	w.asked = append(w.asked, workspace)
	hold, failure, panics, deaf := w.hold, w.failure, w.panics, w.isDeaf
	saved := slices.Clone(w.saved)
	w.now++
	w.most = max(w.most, w.now)
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.now--
		w.mu.Unlock()
	}()
	if hold != nil {
		w.started <- struct{}{}
		ended := ctx.Done()
		if deaf {
			ended = nil
		}
		select {
		case <-hold:
		case <-ended:
			return nil, ctx.Err()
		}
	}
	if panics {
		panic("a defect")
	}
	if failure != nil {
		return nil, failure
	}
	report := &finding.Report{Files: map[string]*source.File{}}
	isSaved := func(file *source.File) bool {
		return slices.ContainsFunc(saved, func(other *source.File) bool { return other.Name == file.Name })
	}
	for _, file := range append(slices.DeleteFunc(slices.Clone(workspace.Open), isSaved), saved...) {
		report.Files[file.Name] = file
		for rest := 0; ; {
			at := bytes.Index(file.Content[rest:], []byte("bad"))
			if at < 0 {
				break
			}
			rest += at + 3
			span := file.Span(rest-3, rest)
			report.Findings = append(report.Findings, finding.Finding{
				Rule: "words/bad", Severity: rule.High, Message: "there is a bad word",
				Location: finding.Location{File: file.Name, Span: span},
				Fix: &finding.Fix{Title: "write good", Safe: true, Text: []finding.Replacement{
					{File: file.Name, Span: span, Text: "good"},
				}},
			})
		}
	}
	return found{report, w}, nil
}

// found is what words says.
type found struct {
	report *finding.Report
	of     *words
}

func (f found) Report() *finding.Report { return f.report }

func (f found) Problems() []lsp.Problem {
	return []lsp.Problem{{Message: "the words are few"}}
}

func (f found) Fix(_ context.Context, about finding.Finding) ([]finding.Replacement, string, error) {
	return about.Fix.Text, "", nil
}

func (f found) FixAll(context.Context, string) ([]finding.Replacement, error) {
	var all []finding.Replacement
	for _, each := range f.report.Findings {
		all = append(all, each.Fix.Text...)
	}
	return all, nil
}

func (f found) Ignore(finding.Finding, string) ([]finding.Replacement, string, string) {
	return nil, "", "words can't be ignored"
}

func (f found) Resolve(ctx context.Context, file string, offset int) (*lsp.Meaning, error) {
	f.of.mu.Lock()
	f.of.hovers++
	resolving := f.of.resolving
	f.of.mu.Unlock()
	if resolving != nil {
		select {
		case <-resolving:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	content := f.report.Files[file].Content
	if offset >= len(content) || content[offset] != '$' {
		return nil, nil //nolint:nilnil // as the interface has it
	}
	return &lsp.Meaning{
		Span:  f.report.Files[file].Span(offset, offset+1),
		Cases: []lsp.Case{{Text: "`a`\n<b>"}, {Reason: "no <default>"}, {Text: "x", Steps: []finding.Step{{Message: "[click](https://example.com)\n# now"}}}},
	}, nil
}

func start(t *testing.T, backend lsp.Backend) *lsptest.Client {
	t.Helper()
	return lsptest.Start(t, func(ctx context.Context, in io.Reader, out io.Writer) error {
		server := lsp.NewServer(backend, lsp.Options{Dir: "/work", Debounce: time.Millisecond})
		return server.Run(ctx, in, out)
	})
}

const document = "file:///work/a.yaml"

// wide begins with characters of one to four bytes, and one to two UTF-16 units.
const wide = "k: é漢🔑 bad # 관리자\r\nbad"

func TestPositionsCountAsAgreed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		offered []string
		agreed  string
		want    lsptest.Range
	}{
		"UTF-16 where nothing is said": {nil, "utf-16", span(0, 8, 11)},
		"UTF-16 where that is offered": {[]string{"utf-16"}, "utf-16", span(0, 8, 11)},
		"UTF-8 where it is offered":    {[]string{"utf-16", "utf-8"}, "utf-8", span(0, 13, 16)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := start(t, &words{})
			agreed := client.Initialize(map[string]any{"general": map[string]any{"positionEncodings": test.offered}})
			if agreed["positionEncoding"] != test.agreed {
				t.Errorf("encoding %v, want %s", agreed["positionEncoding"], test.agreed)
			}
			client.Open(document, wide)
			got := client.Diagnostics(document)
			if diff := cmp.Diff([]lsptest.Range{test.want, span(1, 0, 3)}, ranges(got)); diff != "" {
				t.Errorf("ranges mismatch (-want +got):\n%s", diff)
			}
			actions := client.Actions(document, test.want)
			if len(actions) != 1 || actions[0].Edit.Changes[document][0].Range != test.want {
				t.Errorf("actions at the range: %+v", actions)
			}
			before := lsptest.Position{Line: 0, Character: test.want.Start.Character - 2}
			if actions := client.Actions(document, lsptest.Range{Start: before, End: before}); len(actions) != 0 {
				t.Errorf("actions before the range: %+v", actions)
			}
		})
	}
}

func span(line, start, end int) lsptest.Range {
	return lsptest.Range{
		Start: lsptest.Position{Line: line, Character: start}, End: lsptest.Position{Line: line, Character: end},
	}
}

func ranges(of []lsptest.Diagnostic) []lsptest.Range {
	var all []lsptest.Range
	for _, each := range of {
		all = append(all, each.Range)
	}
	return all
}

func TestFixAllChangesEveryPlace(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(nil)
	client.Open(document, wide)
	actions := client.Actions(document, lsptest.Range{}, "source.fixAll.latchkey")
	if len(actions) != 1 || actions[0].Kind != "source.fixAll.latchkey" {
		t.Fatalf("actions %+v", actions)
	}
	client.Apply(actions[0])
	if got, want := client.Text(document), strings.ReplaceAll(wide, "bad", "good"); got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if left := client.Diagnostics(document); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestNothingIsSaidOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	backend := &words{hold: make(chan struct{}), started: make(chan struct{}, 100)}
	client := start(t, backend)
	client.Initialize(nil)
	<-backend.started
	client.Open(document, "bad")
	<-backend.started // the first was ended
	for range 20 {
		client.Change(document, client.Text(document)+" bad")
	}
	<-backend.started
	time.Sleep(20 * time.Millisecond)
	close(backend.hold)
	if got := client.Diagnostics(document); len(got) != 21 {
		t.Errorf("%d diagnostics, want 21", len(got))
	}
	if told := client.Told(document); len(told) != 1 {
		t.Errorf("the client was told %d times, want once", len(told))
	}
	backend.mu.Lock()
	defer backend.mu.Unlock()
	if backend.most != 1 {
		t.Errorf("%d analyses at once", backend.most)
	}
}

func TestTheDiskIsLookedAtOnlyWhenItChanged(t *testing.T) {
	t.Parallel()
	backend := &words{}
	client := start(t, backend)
	client.Initialize(map[string]any{"workspace": map[string]any{
		"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true},
	}}, "file:///work")
	client.UntilAsked("client/registerCapability")
	client.Open(document, "")
	client.Diagnostics(document)
	client.Change(document, "bad")
	client.Diagnostics(document)
	client.Touch("file:///work/b.yaml")
	client.Change(document, "bad, bad")
	client.Diagnostics(document)
	backend.mu.Lock()
	defer backend.mu.Unlock()
	rescans := 0
	for _, each := range backend.asked {
		if each.Rescan && slices.Contains(each.Changed, "/work/b.yaml") {
			rescans++
		}
	}
	last := backend.asked[len(backend.asked)-2]
	if rescans != 1 && rescans != 2 || last.Rescan && !slices.Contains(last.Changed, "/work/b.yaml") {
		t.Errorf("%d analyses looked at the disk: %+v", rescans, backend.asked)
	}
}

func TestWhatIsSaidStaysUntilItChanges(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(nil)
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	client.Open("file:///work/b.yaml", "")
	client.Diagnostics("file:///work/b.yaml")
	if told := client.Told(document); len(told) != 1 {
		t.Errorf("the client was told %d times of one version", len(told))
	}
	client.Close(document)
	client.UntilCodes(document)
}

func TestAnalysisThatFailsIsTold(t *testing.T) {
	t.Parallel()
	for name, backend := range map[string]*words{
		"an error": {failure: errors.New("no disk")},
		"a panic":  {panics: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := start(t, backend)
			client.Initialize(nil)
			client.UntilLogged(name, func(message string) bool {
				return strings.Contains(message, "no disk") || strings.Contains(message, "a defect")
			})
			backend.mu.Lock()
			backend.failure, backend.panics = nil, false
			backend.mu.Unlock()
			client.Open(document, "bad")
			client.UntilCodes(document, "words/bad")
			client.UntilLogged("a problem that stands nowhere", func(message string) bool {
				return message == "the words are few"
			})
		})
	}
}

func TestHoverEscapesWhatItShows(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(nil)
	client.Open(document, "$")
	got, _ := client.Hover(document, lsptest.Position{})
	want := "```\n`a`\n<b>\n```\n\nnot known: no \\<default\\>\n\n`x`\n\n- \\[click\\]\\(https://example\\.com\\) \\# now\n\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("hover mismatch (-want +got):\n%s", diff)
	}
}

func TestRangesOfAChangeAreUnderstood(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(nil)
	client.Open(document, "k: 🔑 worse\nx")
	client.Notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": document, "version": 2},
		"contentChanges": []any{
			map[string]any{"range": span(0, 6, 11), "text": "ba"},
			map[string]any{"range": span(0, 8, 900), "text": "d"},
		},
	})
	client.UntilCodes(document, "words/bad")
	told := client.Told(document)
	if got, want := told[len(told)-1].Diagnostics[0].Range, span(0, 6, 9); got != want {
		t.Errorf("range %v, want %v", got, want)
	}
}

func code(err error) int64 {
	if answer, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return answer.Code
	}
	return 0
}

func TestStagesOfTheServer(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	if got := code(client.Call("textDocument/hover", map[string]any{}, nil)); got != -32002 {
		t.Errorf("a request before initialize: code %d", got)
	}
	client.Notify("textDocument/didOpen", "before initialize")
	client.Initialize(nil)
	if got := code(client.Call("initialize", map[string]any{}, nil)); got != jsonrpc2.CodeInvalidRequest {
		t.Errorf("a second initialize: code %d", got)
	}
	if err := client.Call("shutdown", nil, nil); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if got := code(client.Call("textDocument/hover", map[string]any{}, nil)); got != jsonrpc2.CodeInvalidRequest {
		t.Errorf("a request after shutdown: code %d", got)
	}
	client.Notify("textDocument/didOpen", "after shutdown")
	if err := client.Exit(); err != nil {
		t.Errorf("exit: %v", err)
	}
}

func TestRequestsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(map[string]any{"general": "nonsense", "textDocument": []int{1}})
	client.Open(document, wide)
	about := map[string]any{"uri": document}
	tests := map[string]struct {
		method string
		params any
		want   int64
	}{
		"an unknown method":        {"textDocument/completion", map[string]any{}, jsonrpc2.CodeMethodNotFound},
		"an unknown optional one":  {"$/what", nil, jsonrpc2.CodeMethodNotFound},
		"no parameters":            {"textDocument/hover", nil, jsonrpc2.CodeInvalidParams},
		"null":                     {"textDocument/hover", json.RawMessage("null"), 0},
		"a list":                   {"textDocument/hover", []int{1}, jsonrpc2.CodeInvalidParams},
		"a text for a number":      {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": "x"}}, jsonrpc2.CodeInvalidParams},
		"half a line":              {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": 0.5}}, jsonrpc2.CodeInvalidParams},
		"a number beyond all":      {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": 1e300}}, jsonrpc2.CodeInvalidParams},
		"a negative place":         {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": -5, "character": -7}}, 0},
		"a place far out":          {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": 1 << 40, "character": 1 << 60}}, 0},
		"a place far to the right": {"textDocument/hover", map[string]any{"textDocument": about, "position": map[string]any{"line": 0, "character": 1 << 60}}, 0},
		"an unknown document":      {"textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": "file:///nowhere"}}, 0},
		"a document without name":  {"textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": ""}}, 0},
		"a broken name":            {"textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": "file://%zz\x00"}}, 0},
		"a range from end to start": {"textDocument/codeAction", map[string]any{"textDocument": about, "range": map[string]any{
			"start": map[string]any{"line": 9, "character": 9}, "end": map[string]any{"line": -1, "character": -1},
		}}, 0},
		"kinds that are none": {"textDocument/codeAction", map[string]any{"textDocument": about, "context": map[string]any{"only": []string{"", ".", "refactor"}}}, 0},
	}
	for name, test := range tests {
		if err := client.Call(test.method, test.params, nil); code(err) != test.want || err != nil && test.want == 0 {
			t.Errorf("%s: %v, want code %d", name, err, test.want)
		}
	}
	for _, method := range []string{
		"initialized", "textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose",
		"workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders", "$/cancelRequest", "$/setTrace",
		"workspace/didChangeConfiguration", "no/such/thing",
	} {
		for _, params := range []any{nil, 1, "text", []any{nil}, map[string]any{}, map[string]any{
			"textDocument": 5, "changes": "x", "event": []any{}, "id": map[string]any{}, "contentChanges": 1,
		}} {
			client.Notify(method, params)
		}
	}
	client.Change(document, "bad")
	client.UntilCodes(document, "words/bad")
}

func TestBytesThatAreNoMessages(t *testing.T) {
	t.Parallel()
	framed := func(text string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text) }
	hover := `{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{}}`
	tests := map[string]string{
		"no JSON":                     framed("{]"),
		"nothing":                     framed(""),
		"null":                        framed("null"),
		"a batch":                     framed("[" + hover + "]"),
		"an id of another kind":       framed(strings.Replace(hover, "7", "{}", 1)),
		"neither request nor answer":  framed(`{"jsonrpc":"2.0","id":3}`),
		"an answer to nothing":        framed(`{"jsonrpc":"2.0","id":99,"result":null}`),
		"a length that is too short":  strings.Replace(framed(hover), "66", "40", 1),
		"a length that is no number":  "Content-Length: many\r\n\r\n" + hover,
		"a negative length":           "Content-Length: -5\r\n\r\n" + hover,
		"a length beyond all":         "Content-Length: 99999999999999999999\r\n\r\n",
		"no length":                   "Content-Type: x\r\n\r\n" + hover + "\r\n\r\n",
		"a line that does not end":    strings.Repeat("x", 1<<20),
		"bytes":                       "\x00\xff\r\n\r\n\r\n",
		"a message beyond the bound":  fmt.Sprintf("Content-Length: %d\r\n\r\n%s", 65<<20, strings.Repeat(" ", 65<<20)),
		"nesting without end":         framed(strings.Repeat("[", 100000)),
		"small letters and one break": strings.Replace(framed(hover), "Content-Length: 66\r\n\r\n", "content-length:66\n\n", 1),
	}
	if len(hover) != 66 {
		t.Fatalf("the request has %d bytes", len(hover))
	}
	for name, sent := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := start(t, &words{})
			client.Initialize(nil)
			client.Send(sent)
			client.Open(document, "bad")
			client.UntilCodes(document, "words/bad")
		})
	}
}

func TestMessageThatIsTooLongForItsHeader(t *testing.T) {
	t.Parallel()
	client := start(t, &words{})
	client.Initialize(nil)
	client.Send("Content-Length: 90\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\"}") // it takes 59 bytes of what follows along
	client.Notify("$/one/that/is/lost", map[string]any{"text": strings.Repeat("x", 100)})
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
}

func TestRequestWithAnIDIsAnsweredWhateverItIs(t *testing.T) {
	t.Parallel()
	var answers bytes.Buffer
	text := `{"jsonrpc":"2.0","id":41,"method":{}}`
	in := strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text))
	server := lsp.NewServer(&words{}, lsp.Options{})
	if err := server.Run(t.Context(), in, &answers); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answers.String(), `"id":41`) || !strings.Contains(answers.String(), "-32600") {
		t.Errorf("answer: %s", answers.String())
	}
}

func TestRequestsAreCancelled(t *testing.T) {
	t.Parallel()
	backend := &words{hold: make(chan struct{}), started: make(chan struct{}, 100)}
	client := start(t, backend)
	client.Initialize(nil)
	client.Open(document, "bad")
	<-backend.started
	failed := make(chan error)
	go func() {
		failed <- client.CallAs("mine", "textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": document}})
	}()
	for code := int64(0); code == 0; { // until the request has come
		client.Notify("$/cancelRequest", map[string]any{"id": "mine"})
		select {
		case err := <-failed:
			if answer, _ := errors.AsType[*jsonrpc2.Error](err); answer == nil || answer.Code != -32800 {
				t.Errorf("cancelled request: %v", err)
			}
			code = 1
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ask sends hovers with the ids "hover 0" and so on, and returns where their answers come.
func ask(client *lsptest.Client, from, to int) []chan error {
	var answers []chan error
	for i := from; i < to; i++ {
		answer := make(chan error, 1)
		answers = append(answers, answer)
		go func() {
			answer <- client.CallAs(fmt.Sprint("hover ", i), "textDocument/hover", map[string]any{
				"textDocument": map[string]any{"uri": document}, "position": map[string]any{},
			})
		}()
	}
	return answers
}

// until waits until the condition holds, which is asked with the backend locked.
func (w *words) until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 30_000 {
		w.mu.Lock()
		isSo := holds()
		w.mu.Unlock()
		if isSo {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("waited for %s in vain", what)
}

func TestMessagesDoNotWaitForRequests(t *testing.T) {
	t.Parallel()
	backend := &words{resolving: make(chan struct{})}
	client := start(t, backend)
	client.Initialize(nil)
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	atWork := ask(client, 0, 8)
	backend.until(t, "eight hovers", func() bool { return backend.hovers == 8 })
	waiting := ask(client, 8, 20)
	client.Change(document, "bad, bad") // which is taken in though none has an answer
	client.UntilCodes(document, "words/bad", "words/bad")
	for i, answer := range waiting {
		for isAnswered := false; !isAnswered; { // until the request has come
			client.Notify("$/cancelRequest", map[string]any{"id": fmt.Sprint("hover ", 8+i)})
			select {
			case err := <-answer:
				isAnswered = true
				if code(err) != -32800 {
					t.Errorf("cancelled request that waits: %v", err)
				}
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	backend.mu.Lock()
	if backend.hovers != 8 {
		t.Errorf("%d hovers were begun, want 8", backend.hovers)
	}
	backend.mu.Unlock()
	if err := client.Call("shutdown", nil, nil); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	for _, answer := range atWork {
		if err := <-answer; code(err) != -32800 {
			t.Errorf("request at work at the end: %v", err)
		}
	}
}

func TestTooManyRequestsAreRefused(t *testing.T) {
	t.Parallel()
	backend := &words{resolving: make(chan struct{})}
	client := start(t, backend)
	client.Initialize(nil)
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	answers := ask(client, 0, 210)
	refused := make(chan error, len(answers))
	for _, answer := range answers {
		go func() { refused <- <-answer }()
	}
	for range 10 {
		if err := <-refused; code(err) != -32803 || !strings.Contains(err.Error(), "200 requests wait") {
			t.Errorf("one request too many: %v", err)
		}
	}
	close(backend.resolving)
	for range 200 {
		if err := <-refused; err != nil {
			t.Errorf("a request that was taken: %v", err)
		}
	}
	if err := <-ask(client, 300, 301)[0]; err != nil {
		t.Errorf("a later request: %v", err)
	}
}

func TestAnalysisThatIsOutOfDateSaysNothing(t *testing.T) {
	t.Parallel()
	backend := &words{hold: make(chan struct{}), started: make(chan struct{}, 100), isDeaf: true}
	client := start(t, backend)
	client.Initialize(nil)
	<-backend.started
	client.Open(document, "bad")
	backend.hold <- struct{}{} // the first, without the document
	<-backend.started
	client.Change(document, "good")
	client.Change(document, "good, good")
	// An answer to a request shows that the changes were taken.
	if err := client.Call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": "file:///nowhere"}}, nil); err != nil {
		t.Fatal(err)
	}
	backend.hold <- struct{}{} // the second, which found something in what has changed
	<-backend.started
	close(backend.hold)
	client.Diagnostics(document)
	for _, told := range client.Told(document) {
		if told.Version == nil || *told.Version != 3 || len(told.Diagnostics) != 0 {
			t.Errorf("told of version %v: %+v", *told.Version, told.Diagnostics)
		}
	}
}

func TestWhatAnEndedAnalysisWasToLookAtIsLookedAt(t *testing.T) {
	t.Parallel()
	backend := &words{}
	client := start(t, backend)
	client.Initialize(nil)
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	backend.mu.Lock()
	backend.hold, backend.started = make(chan struct{}), make(chan struct{}, 100)
	backend.mu.Unlock()
	client.Touch("file:///work/b.yaml")
	<-backend.started
	client.Change(document, "bad, bad")
	<-backend.started
	close(backend.hold)
	client.UntilCodes(document, "words/bad", "words/bad")
	backend.mu.Lock()
	defer backend.mu.Unlock()
	last := backend.asked[len(backend.asked)-1]
	if !last.Rescan || !slices.Equal(last.Changed, []string{"/work/b.yaml"}) {
		t.Errorf("looked at: %+v", last)
	}
}

func TestClosedDocumentIsSearchedForAgain(t *testing.T) {
	t.Parallel()
	backend := &words{}
	client := start(t, backend)
	client.Initialize(nil)
	client.Open("untitled:1", "bad")
	client.UntilCodes("untitled:1", "words/bad")
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	client.Change(document, "bad, bad")
	client.UntilCodes(document, "words/bad", "words/bad")
	client.Close("untitled:1")
	client.UntilCodes("untitled:1")
	backend.mu.Lock()
	defer backend.mu.Unlock()
	if last := backend.asked[len(backend.asked)-1]; !last.Rescan {
		t.Errorf("looked at: %+v", last)
	}
}

// A configuration counts once it is saved: until then the client moves what it was told with the text.
func TestNothingIsSaidOfTextThatIsNotSaved(t *testing.T) {
	t.Parallel()
	backend := &words{saved: []*source.File{source.New(".latchkey.yaml", []byte("bad"))}}
	client := start(t, backend)
	client.Initialize(nil)
	const configuration = "file:///work/.latchkey.yaml"
	client.Open(configuration, "bad")
	if found := client.Diagnostics(configuration); len(found) != 1 {
		t.Fatalf("%d diagnostics, want 1", len(found))
	}
	if actions := client.Actions(configuration, span(0, 0, 3)); len(actions) != 1 {
		t.Errorf("actions %+v, want one", actions)
	}
	client.Change(configuration, "# a comment\nbad")
	client.Open(document, "bad")
	client.UntilCodes(document, "words/bad")
	for _, told := range client.Told(configuration) {
		if told.Version != nil && *told.Version == 2 {
			t.Errorf("told of what is not saved: %+v", told)
		}
	}
	if actions := client.Actions(configuration, span(0, 0, 30)); len(actions) != 0 {
		t.Errorf("actions of what is not saved: %+v", actions)
	}
	if actions := client.Actions(configuration, span(0, 0, 3), "source.fixAll"); len(actions) != 0 {
		t.Errorf("all fixes of what is not saved: %+v", actions)
	}
	if text, _ := client.Hover(configuration, lsptest.Position{}); text != "" {
		t.Errorf("hover over what is not saved: %s", text)
	}
	backend.mu.Lock()
	backend.saved = []*source.File{source.New(".latchkey.yaml", []byte("# a comment\nbad"))}
	backend.mu.Unlock()
	client.Save(configuration)
	if diff := cmp.Diff([]lsptest.Range{span(1, 0, 3)}, ranges(client.Diagnostics(configuration))); diff != "" {
		t.Errorf("ranges once saved (-want +got):\n%s", diff)
	}
}

func FuzzMessages(f *testing.F) {
	for _, method := range []string{
		"initialize", "initialized", "shutdown", "textDocument/hover", "textDocument/codeAction", "textDocument/didOpen",
		"textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles",
		"workspace/didChangeWorkspaceFolders", "$/cancelRequest",
	} {
		f.Add(method, `{"textDocument":{"uri":"file:///work/a.yaml","version":2,"text":"bad"},"position":{"line":0,"character":2},`+
			`"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":9}},"contentChanges":[{"text":"bad bad"},`+
			`{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"text":"é"}],"changes":[{"uri":"file:///x"}],`+
			`"event":{"added":[{"uri":"file:///y"}],"removed":[{"uri":"file:///work"}]},"id":1,"context":{"only":["quickfix"]}}`)
	}
	f.Add("exit", "null")
	f.Fuzz(func(t *testing.T, method, params string) {
		if !json.Valid([]byte(params)) {
			params = "null"
		}
		name, _ := json.Marshal(method)
		var in bytes.Buffer
		send := func(format string, values ...any) {
			text := fmt.Sprintf(format, values...)
			fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(text), text)
		}
		send(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":"file:///work"}}`)
		send(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///work/a.yaml","text":%q}}}`, "bad")
		send(`{"jsonrpc":"2.0","id":2,"method":%s,"params":%s}`, name, params)
		send(`{"jsonrpc":"2.0","method":%s,"params":%s}`, name, params)
		send(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`)
		var out bytes.Buffer
		server := lsp.NewServer(&words{}, lsp.Options{Dir: "/work", Debounce: time.Nanosecond})
		if err := server.Run(t.Context(), &in, &out); err != nil && method != "exit" {
			t.Fatal(err)
		}
		if method != "exit" && !strings.Contains(out.String(), `"id":3`) {
			t.Errorf("the server did not get to the last request: %s", out.String())
		}
		if strings.Contains(out.String(), "the server has a defect") {
			t.Errorf("%s", out.String())
		}
	})
}

func FuzzBytes(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("Content-Length: 47\r\nContent-Type: x\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}"))
	f.Add([]byte("content-length:4\n\nnullContent-Length: 9999999999\r\n\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		server := lsp.NewServer(&words{}, lsp.Options{Dir: "/work", Debounce: time.Nanosecond})
		if err := server.Run(t.Context(), bytes.NewReader(text), io.Discard); err != nil && !errors.Is(err, lsp.ErrNotShutDown) {
			t.Fatal(err)
		}
	})
}
