// Package source holds the words that every other package speaks about text: a file, a position in
// it, a span between two positions, and a symbolic handle to one of its nodes.
package source
