package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// IndexFile is the name of the file, at the root of a rule set, that holds what Index returns for it,
// without texts. It saves a start from parsing every module.
const IndexFile = "index.json"

// TextsFile is the name of the file beside it that holds the texts, which few runs print.
const TextsFile = "texts.json"

// Stored is the form of the index file. It is an object, since opa takes a JSON file beside rules for
// data, and data has to be one.
type Stored struct {
	Index []rule.Rule `json:"index"`
}

// storedTexts is the form of the texts file.
type storedTexts struct {
	Texts []rule.Texts `json:"texts"`
}

// Encode returns the content of the index file and of the texts file for rules with their texts.
func Encode(rules []rule.Rule) (index, texts []byte, err error) {
	var brief Stored
	var long storedTexts
	for _, described := range rules {
		brief.Index = append(brief.Index, described.With(rule.Texts{}))
		long.Texts = append(long.Texts, described.Texts())
	}
	if index, err = encode(brief); err != nil {
		return nil, nil, err
	}
	if texts, err = encode(long); err != nil {
		return nil, nil, err
	}
	return index, texts, nil
}

func encode(stored any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(stored); err != nil {
		return nil, err //nolint:wrapcheck // there is nothing to add
	}
	return text.Bytes(), nil
}

// Load returns the rules of a rule set, by id: from its index where it has one, without their texts, else
// as Index does.
func Load(ruleSet fs.FS) ([]rule.Rule, error) {
	text, err := fs.ReadFile(ruleSet, IndexFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Index(ruleSet)
	}
	if err != nil {
		return nil, fmt.Errorf("read index: %w", err)
	}
	var stored Stored
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, fmt.Errorf("read %s: %w", IndexFile, err)
	}
	return stored.Index, nil
}

// Describe returns the rules that Load returned for the rule set with their texts.
func Describe(ruleSet fs.FS, rules []rule.Rule) ([]rule.Rule, error) {
	text, err := fs.ReadFile(ruleSet, TextsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return rules, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	var stored storedTexts
	if err := json.Unmarshal(text, &stored); err != nil {
		return nil, fmt.Errorf("read %s: %w", TextsFile, err)
	}
	byID := map[string]rule.Texts{}
	for _, texts := range stored.Texts {
		byID[texts.ID] = texts
	}
	described := make([]rule.Rule, len(rules))
	for i, brief := range rules {
		described[i] = brief
		if texts, ok := byID[brief.ID]; ok {
			described[i] = brief.With(texts)
		}
	}
	return described, nil
}
