// Package networktest reads networks out of short templates, for the tests of what is found in them.
package networktest

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax" //nolint:depguard // for tests alone, which parse their templates
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Resource is a resource of the type, without "AWS::", in one line of YAML.
func Resource(name, kind, properties string) string {
	return "  " + name + ": {Type: AWS::" + kind + ", Properties: {" + properties + "}}\n"
}

// Build reads the network of a template app.yaml that the texts make up. The Region of the deployment may be empty:
// then it is not known.
func Build(tb testing.TB, region string, texts ...string) *network.Network {
	tb.Helper()
	return BuildKnowing(tb, template.Environment{Region: region}, texts...)
}

// BuildKnowing is Build with all that is known of the deployment.
func BuildKnowing(tb testing.TB, env template.Environment, texts ...string) *network.Network {
	tb.Helper()
	tree := syntax.Parse(source.New("app.yaml", []byte(strings.Join(texts, ""))))
	for _, problem := range tree.Problems {
		tb.Fatalf("the test's template does not parse: %s", problem.Message)
	}
	return network.Build([]*template.Template{template.Read(tree, env)}, env)
}

// Family finds what is wrong with one side of a network.
type Family func(n *network.Network, d *network.Diagnosis)

// Diagnose asks a family about the network of a template that the texts make up.
func Diagnose(tb testing.TB, family Family, region string, texts ...string) network.Diagnosis {
	tb.Helper()
	var found network.Diagnosis
	family(Build(tb, region, texts...), &found)
	return found
}
