package engine

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// maxTitle is the number of characters that a title may have.
const maxTitle = 60

var (
	packageKeys = []string{"title", "description", "related_resources", "schemas", "custom"}
	customKeys  = []string{"severity", "confidence", "since", "remediation", "tags", "cwe", "resources"}

	metadataKey = regexp.MustCompile(`^# ([A-Za-z_]+):`)
	version     = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
)

// describe returns what the annotation block on the module's package says.
func describe(tree *ast.Module) (rule.Rule, []error) {
	at := slices.IndexFunc(tree.Annotations, func(block *ast.Annotations) bool { return block.Scope == "package" })
	if at < 0 {
		return rule.Rule{}, []error{errorAt(tree.Package.Loc(), "the package has no METADATA block right above it")}
	}
	reader := metadata{block: tree.Annotations[at]}
	reader.checkKeys()
	described := rule.Rule{
		Title:       reader.title(),
		Description: reader.text("description", reader.block.Description),
		Remediation: reader.text("remediation", reader.custom("remediation")),
		Since:       reader.since(),
		Tags:        reader.list("tags"),
		Resources:   reader.list("resources"),
		CWE:         reader.number("cwe"),
		References:  reader.references(),
	}
	reader.unmarshal("severity", &described.Severity)
	reader.unmarshal("confidence", &described.Confidence)
	reader.checkSchemas()
	return described, reader.errs
}

// metadata reads an annotation block and gathers what is wrong with it.
type metadata struct {
	block *ast.Annotations
	errs  []error
}

// checkKeys reports keys that nothing reads, which are misspelt ones most of the time. OPA drops
// unknown keys of the outer level, so these are found in the text.
func (m *metadata) checkKeys() {
	for line := range strings.Lines(string(m.block.Location.Text)) {
		match := metadataKey.FindStringSubmatch(line)
		if match != nil && !slices.Contains(packageKeys, match[1]) {
			m.fail(match[1], "is no key of a rule's metadata: want one of %s", strings.Join(packageKeys, ", "))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(m.block.Custom)) {
		if !slices.Contains(customKeys, key) {
			m.fail(key, "is no key under custom: want one of %s", strings.Join(customKeys, ", "))
		}
	}
}

func (m *metadata) title() string {
	title := m.text("title", m.block.Title)
	switch length := utf8.RuneCountInString(title); {
	case length > maxTitle:
		m.fail("title", "has %d characters: want at most %d", length, maxTitle)
	case strings.HasSuffix(title, "."):
		m.fail("title", "ends with a full stop: want a phrase")
	case title != "" && strings.ToUpper(title[:1]) != title[:1]:
		m.fail("title", "starts in lower case: want sentence case")
	}
	return title
}

func (m *metadata) since() string {
	since := m.text("since", m.custom("since"))
	if since != "" && !version.MatchString(since) {
		m.fail("since", "is %q: want a version, as in 0.1.0", since)
	}
	return since
}

// text returns the text without blanks at its ends, which may not be empty.
func (m *metadata) text(key, text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		m.fail(key, "is missing")
	}
	return text
}

// custom returns the string under the key; "" where there is none.
func (m *metadata) custom(key string) string {
	text, ok := m.block.Custom[key].(string)
	if !ok && m.block.Custom[key] != nil {
		m.fail(key, "is not a string")
	}
	return text
}

// unmarshal reads a word of a closed set, such as a severity.
func (m *metadata) unmarshal(key string, target interface{ UnmarshalText(text []byte) error }) {
	word := m.text(key, m.custom(key))
	if word == "" {
		return
	}
	if err := target.UnmarshalText([]byte(word)); err != nil {
		m.fail(key, "is wrong: %v", err)
	}
}

// list returns the strings under the key; nil where there is none.
func (m *metadata) list(key string) []string {
	value, present := m.block.Custom[key]
	if !present {
		return nil
	}
	items, ok := value.([]any)
	if !ok || len(items) == 0 {
		m.fail(key, "is not a list with items")
		return nil
	}
	texts := make([]string, len(items))
	for i, item := range items {
		if texts[i], ok = item.(string); !ok || texts[i] == "" {
			m.fail(key, "has the item %v: want a string", item)
		}
	}
	return texts
}

// number returns the positive number under the key; 0 where there is none.
func (m *metadata) number(key string) int {
	value, present := m.block.Custom[key]
	if !present {
		return 0
	}
	number, ok := value.(int)
	if !ok || number <= 0 {
		m.fail(key, "is %v: want a positive number", value)
		return 0
	}
	return number
}

// references returns the related resources. A rule rests on facts, so it has one at least.
func (m *metadata) references() []rule.Reference {
	references := make([]rule.Reference, 0, len(m.block.RelatedResources))
	for _, related := range m.block.RelatedResources {
		if related.Description == "" || related.Ref.Scheme != "https" {
			m.fail("related_resources", "has %s: want a description and an https address", related.Ref.String())
		}
		references = append(references, rule.Reference{Description: related.Description, URL: related.Ref.String()})
	}
	if len(references) == 0 {
		m.fail("related_resources", "is missing")
	}
	return references
}

func (m *metadata) checkSchemas() {
	isDocument := func(schema *ast.SchemaAnnotation) bool {
		return schema.Path.String() == "input" && schema.Schema.String() == "schema.document"
	}
	if !slices.ContainsFunc(m.block.Schemas, isDocument) {
		m.fail("schemas", "does not have the item \"input: schema.document\", which type-checks the rule")
	}
}

// fail adds an error at the key's line, else at the block's first.
func (m *metadata) fail(key, format string, values ...any) {
	location := *m.block.Location
	line := 0
	for text := range strings.Lines(string(location.Text)) {
		if strings.HasPrefix(strings.TrimLeft(text, "# "), key+":") {
			location.Row += line
			break
		}
		line++
	}
	m.errs = append(m.errs, errorAt(&location, "%s %s", key, fmt.Sprintf(format, values...)))
}
