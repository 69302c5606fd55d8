package fact

import "github.com/latchkey-dev/latchkey/analyzer/source"

// Edit is a symbolic change of a document, a part of a fix.
type Edit struct {
	// Op is "add", "replace" or "remove".
	Op string `json:"op"`
	// At is the node to change; for "add" the node to create.
	At source.At `json:"at"`
	// Value is what to write, null for "remove". In a template it may be an intrinsic function.
	Value any `json:"value"`
}

// Add is an edit that creates a node.
func Add(at source.At, value any) Edit { return Edit{Op: "add", At: at, Value: value} }

// Replace is an edit that writes a node anew.
func Replace(at source.At, value any) Edit { return Edit{Op: "replace", At: at, Value: value} }

// Remove is an edit that takes a node away.
func Remove(at source.At) Edit { return Edit{Op: "remove", At: at} }
