package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// docsFolder is the folder that holds pages about rules and nothing else.
const docsFolder = "docs/rules"

// deriveDocs derives a page for each rule, one that lists them all, and the table of services in the page about
// lockouts.
func deriveDocs(root string, put sink) error {
	rules, err := readRules(root)
	if err != nil {
		return err
	}
	files := derived{docsFolder + "/README.md": contents(rules)}
	for _, described := range rules {
		files[path.Join(docsFolder, described.ID+".md")] = page(described)
	}
	leftovers, err := pagesBeside(root, files)
	if err != nil {
		return err
	}
	services, err := deriveServices(root)
	if err != nil {
		return err
	}
	maps.Copy(files, services)
	return put(root, files, leftovers)
}

// page returns the rule's page with a link to its source.
func page(described rule.Rule) []byte {
	source := path.Join("rules", described.File)
	return fmt.Appendf(nil, "%s\n## Source\n\n[%s](../../../%s)\n", rule.Page(described), source, source)
}

// contents returns the page that lists all rules by family.
func contents(rules []rule.Rule) []byte {
	var page strings.Builder
	page.WriteString("# Rules\n\nEvery page is derived from the rule itself: `go generate ./rules`.\n")
	family := ""
	for _, described := range rules {
		if described.Family() != family {
			family = described.Family()
			fmt.Fprintf(&page, "\n## %s\n\n| rule | severity | what it finds |\n| --- | --- | --- |\n", family)
		}
		fmt.Fprintf(&page, "| [%s](%s.md) | %s | %s |\n",
			described.ID, described.ID, described.Severity, strings.ReplaceAll(described.Title, "|", `\|`))
	}
	return []byte(page.String())
}

// pagesBeside returns the pages on disk that are not among the files.
func pagesBeside(root string, files derived) ([]string, error) {
	folder := filepath.Join(root, filepath.FromSlash(docsFolder))
	if _, err := os.Stat(folder); err != nil {
		return nil, nil //nolint:nilerr // a folder that is not there yet holds no pages
	}
	var beside []string
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		name = path.Join(docsFolder, name)
		if _, ok := files[name]; err == nil && !entry.IsDir() && !ok {
			beside = append(beside, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	return beside, nil
}
