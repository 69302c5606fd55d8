// Package rules holds the built-in rules: one folder for each, named as users type it.
package rules

import (
	"embed"
	"io/fs"
)

//go:generate go run ../cmd/rulekit index
//go:generate go run ../cmd/rulekit docs

//go:embed index.json texts.json */*/*.rego
var files embed.FS

// FS returns the built-in rules and their libraries, with index.json and texts.json, which hold what the rules say
// of themselves.
func FS() fs.FS {
	return files
}
