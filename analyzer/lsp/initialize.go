package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
)

// initialize learns what the client can do and which folders it has open.
func (s *Server) initialize(_ context.Context, params *json.RawMessage) (any, error) {
	read, err := decode[initializeParams](params)
	if err != nil {
		return nil, &paramsError{err}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = read.Capabilities.value
	if slices.Contains(s.client.General.PositionEncodings, encodingUTF8) {
		s.encoding = encodingUTF8
	}
	s.state.setFolders(foldersOf(read))
	s.stage = initialized
	return initializeResult{
		Capabilities: serverCapabilities{
			PositionEncoding:   string(s.encoding),
			TextDocumentSync:   syncOptions{OpenClose: true, Change: 1},
			HoverProvider:      true,
			CodeActionProvider: codeActionOptions{CodeActionKinds: []string{kindQuickFix, kindFixAll}},
			Workspace:          workspaceOptions{folderOptions{Supported: true, ChangeNotifications: true}},
		},
		ServerInfo: serverInfo{Name: "latchkey", Version: s.options.Version},
	}, nil
}

// foldersOf returns the paths of a client's folders. Older clients have one root.
func foldersOf(params initializeParams) []string {
	var paths []string
	for _, each := range params.WorkspaceFolders {
		if path, isFile := pathOf(each.URI); isFile {
			paths = append(paths, path)
		}
	}
	if len(paths) > 0 {
		return paths
	}
	if params.RootURI != nil {
		if path, isFile := pathOf(*params.RootURI); isFile {
			return []string{path}
		}
	} else if params.RootPath != nil && filepath.IsAbs(*params.RootPath) {
		return []string{*params.RootPath}
	}
	return nil
}

// watched are the files whose changes on the disk matter: those that may be templates and policies, and what says
// which of them are analysed, and how.
var watched = []string{
	"**/*.{yaml,yml,json,template,cfn,packaged,policy}", "**/.latchkey.yaml", "**/.gitignore",
}

// initialized begins with the analysis, and asks to be told of changes on the disk.
func (s *Server) initialized(ctx context.Context, _ *json.RawMessage) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wake(0)
	if !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return nil
	}
	var options watcherOptions
	for _, pattern := range watched {
		options.Watchers = append(options.Watchers, watcher{GlobPattern: pattern})
	}
	request := registrationParams{Registrations: []registration{
		{ID: "latchkey-files", Method: "workspace/didChangeWatchedFiles", Options: options},
	}}
	s.waiting.Go(func() { // whose answer comes through this very connection
		if err := s.conn.Call(ctx, "client/registerCapability", request, nil); err != nil {
			s.log.Printf("ask for changes on the disk: %v", err)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.state.isWatched = true
	})
	return nil
}

// shutdown ends all work. What is left to the client is to say exit.
func (s *Server) shutdown(context.Context, *json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stage = shutDown
	s.schedule.stop()
	for _, cancel := range s.requests {
		cancel()
	}
	return nil, nil //nolint:nilnil // null is the result
}
