// Package report writes the result of a run, in one format a file: for people (text), for grep and
// editors (concise), for programs (json), for code scanning (sarif) and for CI systems (github, gitlab, junit,
// markdown).
//
// A format decides the frame around what was found, never the content. Every format gives the same
// bytes for the same report, whatever the machine or its locale.
package report
