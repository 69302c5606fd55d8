package lsp

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// workspaceState is what the server knows of the client's workspace.
type workspaceState struct {
	// dir is the directory that file names start from, and fallback that of a client without folders.
	dir, fallback string
	folders       []string
	// open are the open documents, by name.
	open map[string]*document
	// rescan and changed are as in Workspace. isWatched says that the client tells of changes on the disk.
	rescan    bool
	changed   map[string]bool
	isWatched bool
	// published are the diagnostics that the client has, by URI.
	published map[string]published
	// warned are the problems without a file that the user was told of.
	warned map[string]bool
	// current is the last analysis; nil before the first.
	current *current
}

// document is a document that the client has open.
type document struct {
	uri     string
	version int64
	file    *source.File
}

// current is an analysis with the documents that it is about, by name.
type current struct {
	Analysis

	dir  string
	open map[string]document
}

// isAbout reports whether what is said of a file is said of this text.
func (c *current) isAbout(file *source.File) bool {
	known := c.Report().Files[file.Name]
	return known == nil || isSameText(known, file)
}

func newWorkspaceState(dir string) workspaceState {
	return workspaceState{
		dir: dir, fallback: dir, open: map[string]*document{}, rescan: true, changed: map[string]bool{},
		published: map[string]published{},
	}
}

// setFolders takes other folders. Documents have their names from the first.
func (w *workspaceState) setFolders(paths []string) {
	w.folders = paths
	w.rescan = true
	w.dir = w.fallback
	if len(paths) > 0 {
		w.dir = paths[0]
	}
	renamed := map[string]*document{}
	for _, each := range w.open {
		name := w.name(each.uri)
		each.file = source.New(name, each.file.Content)
		renamed[name] = each
	}
	w.open = renamed
}

// name returns the name that a document has in reports: its URI where it is no file.
func (w *workspaceState) name(uri string) string {
	if path, isFile := pathOf(uri); isFile {
		return nameIn(w.dir, path)
	}
	return uri
}

// uri returns the URI of a file: that of the client where it has the file open.
func (w *workspaceState) uri(name string) string {
	if open := w.open[name]; open != nil {
		return open.uri
	}
	return uriOf(pathIn(w.dir, name))
}

// take returns the workspace as it is, and forgets what has changed on the disk.
func (w *workspaceState) take() (Workspace, map[string]document) {
	made := Workspace{
		Dir: w.dir, Folders: slices.Clone(w.folders), Rescan: w.rescan,
		Changed: slices.Sorted(maps.Keys(w.changed)),
	}
	open := map[string]document{}
	for _, name := range slices.Sorted(maps.Keys(w.open)) {
		made.Open = append(made.Open, w.open[name].file)
		open[name] = *w.open[name]
	}
	w.rescan, w.changed = false, map[string]bool{}
	return made, open
}

// giveBack notes again what has changed on the disk, after an analysis that came to nothing.
func (w *workspaceState) giveBack(taken Workspace) {
	w.rescan = w.rescan || taken.Rescan
	for _, path := range taken.Changed {
		w.changed[path] = true
	}
}

// disk notes that the file of a document may be another one now.
func (w *workspaceState) disk(uri string) {
	if path, isFile := pathOf(uri); isFile {
		w.changed[path] = true
	}
}

// warnings returns the problems of the last analysis that stand nowhere, each once for as long as it lasts.
func (w *workspaceState) warnings() []string {
	var told []string
	now := map[string]bool{}
	for _, problem := range w.current.Problems() {
		if problem.File != nil {
			continue
		}
		if now[problem.Message] = true; !w.warned[problem.Message] {
			told = append(told, problem.Message)
		}
	}
	w.warned = now
	return told
}

func (s *Server) didOpen(_ context.Context, params *json.RawMessage) error {
	read, err := decode[didOpenParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	given := read.TextDocument
	name := s.state.name(given.URI)
	s.state.open[name] = &document{
		uri: given.URI, version: given.Version, file: source.New(name, []byte(given.Text)),
	}
	s.refreshUnlessWatched()
	s.wake(0)
	return nil
}

func (s *Server) didChange(_ context.Context, params *json.RawMessage) error {
	read, err := decode[didChangeParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	open := s.state.open[s.state.name(read.TextDocument.URI)]
	if open == nil {
		return errNotOpen
	}
	file := open.file
	for _, change := range read.ContentChanges {
		file = s.encoding.apply(file, change)
	}
	open.file, open.version = file, read.TextDocument.Version
	s.wake(s.options.Debounce)
	return nil
}

// apply returns a file with a change. The server asks for whole texts, yet understands ranges, too.
func (e encoding) apply(file *source.File, change contentChange) *source.File {
	if change.Range == nil {
		return source.New(file.Name, []byte(change.Text))
	}
	start := e.offsetOf(file, change.Range.Start)
	end := max(start, e.offsetOf(file, change.Range.End))
	return source.New(file.Name, slices.Concat(file.Content[:start], []byte(change.Text), file.Content[end:]))
}

func (s *Server) didSave(_ context.Context, params *json.RawMessage) error {
	read, err := decode[documentParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.disk(read.TextDocument.URI)
	s.refreshUnlessWatched()
	s.wake(0)
	return nil
}

func (s *Server) didClose(_ context.Context, params *json.RawMessage) error {
	read, err := decode[documentParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := s.state.name(read.TextDocument.URI)
	if s.state.open[name] == nil {
		return errNotOpen
	}
	delete(s.state.open, name)
	s.state.disk(read.TextDocument.URI)
	s.state.rescan = true // what was analysed as it was open may be left out of a search
	s.wake(0)
	return nil
}

func (s *Server) didChangeWatchedFiles(_ context.Context, params *json.RawMessage) error {
	read, err := decode[watchedFilesParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, change := range read.Changes {
		s.state.disk(change.URI)
	}
	s.state.rescan = true
	s.wake(s.options.Debounce) // a checkout changes many files one after the other
	return nil
}

func (s *Server) didChangeWorkspaceFolders(_ context.Context, params *json.RawMessage) error {
	read, err := decode[foldersParams](params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	folders := s.state.folders
	for _, gone := range read.Event.Removed {
		if path, isFile := pathOf(gone.URI); isFile {
			folders = slices.DeleteFunc(slices.Clone(folders), func(known string) bool { return known == path })
		}
	}
	for _, added := range read.Event.Added {
		if path, isFile := pathOf(added.URI); isFile && !slices.Contains(folders, path) {
			folders = append(slices.Clip(folders), path)
		}
	}
	s.state.setFolders(folders)
	s.wake(0)
	return nil
}

// refreshUnlessWatched has the disk looked at where the client does not tell of changes.
func (s *Server) refreshUnlessWatched() {
	if !s.state.isWatched {
		s.state.rescan = true
	}
}
