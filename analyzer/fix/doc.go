// Package fix turns the symbolic edits of a fix into the smallest change of a file's bytes, and two texts into a
// unified diff.
//
// The edits of a file become a tree of changes over its syntax tree. Each collection that changes is written at
// once, so that several edits of it don't get in each other's way. What is new takes the form that the text around
// has: block or flow, indentation, quotes, short or long functions, commas, line ends. The result is parsed again
// and has to be the old document with the edits and nothing else, comments included; otherwise there is no change
// but a refusal, a phrase that says why.
package fix
