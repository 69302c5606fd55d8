package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

// lockoutPage is a page that people write, but for the table of services between the marks.
const (
	lockoutPage = "docs/lockout.md"
	tableStart  = "<!-- services: go run ./cmd/rulekit docs -->\n"
	tableEnd    = "<!-- end of services -->\n"
)

// deriveServices returns the page about lockouts with the table of services as the code has it; none where
// the repository has no such page.
func deriveServices(root string) (derived, error) {
	text, err := fs.ReadFile(os.DirFS(root), lockoutPage)
	if errors.Is(err, fs.ErrNotExist) {
		return derived{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	before, rest, hasStart := strings.Cut(string(text), tableStart)
	_, after, hasEnd := strings.Cut(rest, tableEnd)
	if !hasStart || !hasEnd {
		return nil, fmt.Errorf("read page: %s lacks the marks around its table of services", lockoutPage)
	}
	table := serviceTable(lockout.Services())
	return derived{lockoutPage: []byte(before + tableStart + table + tableEnd + after)}, nil
}

// serviceTable returns a row for each service.
func serviceTable(services []lockout.Service) string {
	var table strings.Builder
	table.WriteString("| policy of | in CloudFormation | ARN that actions are authorised on | edits it | removes it " +
		"| core data actions | open to the root user | service's own check |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, service := range services {
		root := codes(service.Root)
		if service.Unlock != "" {
			root += ", with `" + service.Unlock + "`"
		}
		fmt.Fprintf(&table, "| %s (`%s`) | %s | %s | %s | %s | %s | %s | %s |\n",
			service.Noun, service.Name, codes(service.Types), codes([]string{service.ARN}),
			managing(service.Edit, service), managing(service.Remove, service), codes(data(service)), root,
			check(service.Safety))
	}
	return table.String()
}

// managing returns the actions, or says that the policy decides nothing about them.
func managing(actions []string, service lockout.Service) string {
	if len(service.Edit)+len(service.Remove) == 0 {
		return "identity policies decide"
	}
	return codes(actions)
}

// data returns the data actions as far as they have a name: an endpoint lets any action pass.
func data(service lockout.Service) []string {
	if service.Name == "endpoint" {
		return []string{"*"}
	}
	return service.Data
}

func check(safety string) string {
	switch safety {
	case "":
		return ""
	case "always":
		return "always"
	default:
		return "unless `" + safety + "`"
	}
}

// codes returns the texts as code, each on a line of its own.
func codes(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return "`" + strings.Join(texts, "`<br>`") + "`"
}
