package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// deriveIndex derives rules/index.json and rules/texts.json.
func deriveIndex(root string, put sink) error {
	rules, err := readRules(root)
	if err != nil {
		return err
	}
	index, texts, err := engine.Encode(rules)
	if err != nil {
		return fmt.Errorf("encode index: %w", err)
	}
	files := derived{path.Join("rules", engine.IndexFile): index, path.Join("rules", engine.TextsFile): texts}
	return put(root, files, nil)
}

// readRules returns the rules in the repository with their examples.
func readRules(root string) ([]rule.Rule, error) {
	rules, err := engine.Index(os.DirFS(filepath.Join(root, "rules")))
	if err != nil {
		return nil, fmt.Errorf("read rules:\n%w", err)
	}
	fixtures := os.DirFS(filepath.Join(root, "fixtures", "rules"))
	for i := range rules {
		if rules[i].Bad, err = example(fixtures, rules[i].ID, "bad-"); err != nil {
			return nil, err
		}
		if rules[i].Good, err = example(fixtures, rules[i].ID, "good-"); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// example returns the fixture of a rule that starts with the prefix and is called its example, else the first one
// by name. YAML comes before JSON, since it is what most templates are written in.
func example(fixtures fs.FS, id, prefix string) (rule.Example, error) {
	for _, pattern := range []string{"example.yaml", "example.json", "*.yaml", "*.json"} {
		names, err := fs.Glob(fixtures, path.Join(id, prefix+pattern))
		if err != nil {
			return rule.Example{}, fmt.Errorf("list fixtures of %s: %w", id, err)
		}
		if len(names) == 0 {
			continue
		}
		language := strings.TrimPrefix(path.Ext(names[0]), ".")
		text, err := fs.ReadFile(fixtures, names[0])
		if err != nil {
			return rule.Example{}, fmt.Errorf("read fixture: %w", err)
		}
		return rule.Example{Language: language, Text: strings.TrimRight(string(text), "\n") + "\n"}, nil
	}
	return rule.Example{}, fmt.Errorf("find example: fixtures/rules/%s has no %s*.yaml or %s*.json: add one",
		id, prefix, prefix)
}
