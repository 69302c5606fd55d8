package main

import (
	"embed"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed scaffold
var scaffold embed.FS

// ruleID matches the id of a rule: a family and a name, in lower case with dashes.
var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// newRule writes the files of a new rule. Each holds the word TODO where a person has to decide, and
// the tests fail until it is gone.
func (c *Command) newRule(root, id string) error {
	family, name, _ := strings.Cut(id, "/")
	if !ruleID.MatchString(id) || family == "lib" {
		return fmt.Errorf("%w: %q is no FAMILY/NAME in lower case with dashes, as in sqs/public-queue-policy",
			errUsage, id)
	}
	snake := strings.ReplaceAll(name, "-", "_")
	places := []struct{ from, to string }{
		{"rule.rego", path.Join("rules", id, snake+".rego")},
		{"rule_test.rego", path.Join("rules", id, snake+"_test.rego")},
		{"bad-example.yaml", path.Join("fixtures/rules", id, "bad-example.yaml")},
		{"good-example.yaml", path.Join("fixtures/rules", id, "good-example.yaml")},
	}
	fill := strings.NewReplacer("FAMILY", family, "NAME", name)
	files := derived{}
	for _, place := range places {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(place.to))); err == nil {
			return fmt.Errorf("start rule: %s is there already", place.to)
		}
		text, err := scaffold.ReadFile("scaffold/" + place.from)
		if err != nil {
			return fmt.Errorf("start rule: %w", err)
		}
		files[place.to] = []byte(fill.Replace(string(text)))
	}
	if err := writeFiles(root, files, nil); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	_, err := fmt.Fprintf(c.Stdout, `%s

1. Replace every TODO in these files.
2. go test ./rules -run 'TestRego/%s'
3. go generate ./rules
4. UPDATE_GOLDEN=1 go test ./analyzer -run Fixtures, and read what it wrote
5. go test ./rules ./analyzer ./cmd/rulekit
`, strings.Join(names, "\n"), id)
	if err != nil {
		return fmt.Errorf("print next steps: %w", err)
	}
	return nil
}
