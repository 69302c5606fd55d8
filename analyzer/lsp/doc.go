// Package lsp is a server for the Language Server Protocol, version 3.17: diagnostics, code actions and hovers for
// editors, over a pair of streams.
//
// It knows the analyzer through [Backend] alone. One analysis runs at a time; a change of a document ends it, and a
// new one begins once the documents have been left alone for a moment. What is published is always about the
// documents as they are. Nothing that a client sends ends the server, but for what the protocol says does.
package lsp
