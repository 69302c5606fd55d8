package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The types of the protocol, as far as they are used, with its names. See
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/

// The error codes of the protocol.
const (
	codeNotInitialized  = -32002
	codeRequestFailed   = -32803
	codeContentModified = -32801
	codeCancelled       = -32800
)

// The encodings of positions.
const (
	encodingUTF8  = "utf-8"
	encodingUTF16 = "utf-16"
)

// The kinds of code actions.
const (
	kindQuickFix = "quickfix"
	kindSource   = "source"
	kindFixAll   = "source.fixAll.latchkey"
)

// position is a place in a document: lines and characters count from 0, these in units of the encoding. Clients may
// send anything, so there is room for more than the protocol allows.
type position struct {
	Line      int64 `json:"line"`
	Character int64 `json:"character"`
}

type textRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type place struct {
	URI   string    `json:"uri"`
	Range textRange `json:"range"`
}

type documentIdentifier struct {
	URI string `json:"uri"`
}

type versionedIdentifier struct {
	URI string `json:"uri"`
	// Version is null for a document that is not open.
	Version *int64 `json:"version"`
}

type initializeParams struct {
	RootURI          *string            `json:"rootUri"`
	RootPath         *string            `json:"rootPath"`
	WorkspaceFolders []folder           `json:"workspaceFolders"`
	Capabilities     lenient[abilities] `json:"capabilities"`
}

type folder struct {
	URI  string `json:"uri"`
	Name string `json:"name"`
}

// abilities are those of a client.
type abilities struct {
	General struct {
		PositionEncodings []string `json:"positionEncodings"`
	} `json:"general"`
	Workspace struct {
		WorkspaceEdit struct {
			DocumentChanges    bool `json:"documentChanges"`
			SnippetEditSupport bool `json:"snippetEditSupport"`
		} `json:"workspaceEdit"`
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
	} `json:"workspace"`
	TextDocument struct {
		Hover struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
		CodeAction struct {
			DisabledSupport bool `json:"disabledSupport"`
		} `json:"codeAction"`
		PublishDiagnostics struct {
			RelatedInformation bool `json:"relatedInformation"`
		} `json:"publishDiagnostics"`
	} `json:"textDocument"`
}

// lenient is a value that stays as far as it was understood where its JSON has another form.
type lenient[T any] struct {
	value T
}

// UnmarshalJSON reads the value.
func (l *lenient[T]) UnmarshalJSON(text []byte) error {
	_ = json.Unmarshal(text, &l.value) // the rest is as if it were not there
	return nil
}

type initializeResult struct {
	Capabilities serverCapabilities `json:"capabilities"`
	ServerInfo   serverInfo         `json:"serverInfo"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

type serverCapabilities struct {
	PositionEncoding   string            `json:"positionEncoding"`
	TextDocumentSync   syncOptions       `json:"textDocumentSync"`
	HoverProvider      bool              `json:"hoverProvider"`
	CodeActionProvider codeActionOptions `json:"codeActionProvider"`
	Workspace          workspaceOptions  `json:"workspace"`
}

type syncOptions struct {
	OpenClose bool `json:"openClose"`
	// Change is 1: a change holds the whole text.
	Change int         `json:"change"`
	Save   saveOptions `json:"save"`
}

type saveOptions struct {
	IncludeText bool `json:"includeText"`
}

type codeActionOptions struct {
	CodeActionKinds []string `json:"codeActionKinds"`
}

type workspaceOptions struct {
	WorkspaceFolders folderOptions `json:"workspaceFolders"`
}

type folderOptions struct {
	Supported           bool `json:"supported"`
	ChangeNotifications bool `json:"changeNotifications"`
}

type didOpenParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version int64  `json:"version"`
		Text    string `json:"text"`
	} `json:"textDocument"`
}

type didChangeParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version int64  `json:"version"`
	} `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

// contentChange is the whole text, or what a range of it becomes.
type contentChange struct {
	Range *textRange `json:"range"`
	Text  string     `json:"text"`
}

type documentParams struct {
	TextDocument documentIdentifier `json:"textDocument"`
}

type watchedFilesParams struct {
	Changes []documentIdentifier `json:"changes"`
}

type foldersParams struct {
	Event struct {
		Added   []folder `json:"added"`
		Removed []folder `json:"removed"`
	} `json:"event"`
}

type cancelParams struct {
	ID json.RawMessage `json:"id"`
}

type diagnostic struct {
	Range           textRange        `json:"range"`
	Severity        int              `json:"severity"`
	Code            string           `json:"code,omitempty"`
	CodeDescription *codeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source"`
	Message         string           `json:"message"`
	Tags            []int            `json:"tags,omitempty"`
	Related         []related        `json:"relatedInformation,omitempty"`
}

type codeDescription struct {
	Href string `json:"href"`
}

type related struct {
	Location place  `json:"location"`
	Message  string `json:"message"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int64       `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type hoverParams struct {
	TextDocument documentIdentifier `json:"textDocument"`
	Position     position           `json:"position"`
}

type hover struct {
	Contents markup    `json:"contents"`
	Range    textRange `json:"range"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type codeActionParams struct {
	TextDocument documentIdentifier `json:"textDocument"`
	Range        textRange          `json:"range"`
	Context      struct {
		Only []string `json:"only"`
	} `json:"context"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Disabled    *disabled      `json:"disabled,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
}

type disabled struct {
	Reason string `json:"reason"`
}

// workspaceEdit has either member.
type workspaceEdit struct {
	Changes         map[string][]textEdit `json:"changes,omitempty"`
	DocumentChanges []documentEdit        `json:"documentChanges,omitempty"`
}

type documentEdit struct {
	TextDocument versionedIdentifier `json:"textDocument"`
	Edits        []textEdit          `json:"edits"`
}

// textEdit is a TextEdit, or with Snippet a SnippetTextEdit.
type textEdit struct {
	Range   textRange `json:"range"`
	NewText *string   `json:"newText,omitempty"`
	Snippet *snippet  `json:"snippet,omitempty"`
}

type snippet struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}

type registrationParams struct {
	Registrations []registration `json:"registrations"`
}

type registration struct {
	ID      string         `json:"id"`
	Method  string         `json:"method"`
	Options watcherOptions `json:"registerOptions"`
}

type watcherOptions struct {
	Watchers []watcher `json:"watchers"`
}

type watcher struct {
	GlobPattern string `json:"globPattern"`
}

// decode reads parameters. A member of another type than it should have is an error, one too many is none.
func decode[T any](params *json.RawMessage) (read T, err error) {
	if params == nil || len(bytes.TrimSpace(*params)) == 0 {
		return read, errNoParams
	}
	if err := json.Unmarshal(*params, &read); err != nil {
		return read, fmt.Errorf("read parameters: %w", err)
	}
	return read, nil
}
