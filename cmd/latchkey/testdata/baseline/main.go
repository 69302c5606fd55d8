// Command baseline links the Rego engine and exits. It is what a cold start is measured against.
package main

import (
	"os"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

func main() {
	if ast.NewCompiler().Failed() || topdown.NewQuery(nil) == nil {
		os.Exit(1)
	}
}
