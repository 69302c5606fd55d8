package access_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// read returns what the pipeline makes of one file; text in braces is a policy, all else a template.
func read(tb testing.TB, name, text, account string) access.Input {
	tb.Helper()
	kind := assembly.Template
	if strings.HasPrefix(text, "{") {
		kind = assembly.Policy
	}
	tree := syntax.Parse(source.New(name, []byte(text)))
	for _, problem := range tree.Problems {
		tb.Fatalf("%s: %s", name, problem.Message)
	}
	env := template.Environment{Account: account}
	linked := assembly.Link([]assembly.File{{Tree: tree, Kind: kind}}, env)
	members := assembly.NewReader(linked[0]).Read(env, nil)
	document := model.Build(members, env, []model.Section{model.Policies})
	return access.Input{Members: members, Document: document}
}

// statements returns a policy document with the statements.
func statements(all ...string) string {
	return `{"Version": "2012-10-17", "Statement": [` + strings.Join(all, ",\n") + `]}`
}

const owner = "111122223333"

// overview describes the policies of assemblies in one scenario each.
func overview(inputs []access.Input) access.Report {
	report := access.NewReport()
	for _, input := range inputs {
		report.Add(access.Scenarios{input})
	}
	return report
}

// answer answers a question about assemblies in one scenario each.
func answer(inputs []access.Input, question access.Question) (*access.Reply, error) {
	var assemblies []access.Scenarios
	for _, input := range inputs {
		assemblies = append(assemblies, access.Scenarios{input})
	}
	scenarios, _ := access.Combine(assemblies, 1)
	return access.Ask(scenarios, question)
}
