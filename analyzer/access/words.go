package access

import (
	"fmt"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
)

// shownValues is the number of alternatives that a phrase names.
const shownValues = 4

// enumerate reads out texts with a word before the last, and counts those that are too many.
func enumerate(values []string, word string) string {
	last := len(values) - 1
	switch {
	case last < 0:
		return "one of no values"
	case last == 0:
		return values[0]
	case len(values) > shownValues:
		return fmt.Sprintf("%s%s%d others", strings.Join(values[:shownValues-1], ", "), word, len(values)-shownValues+1)
	default:
		return strings.Join(values[:last], ", ") + word + values[last]
	}
}

// texts returns texts as the document writes them.
func texts(values []policy.Text) []string {
	shown := make([]string, len(values))
	for i := range values {
		shown[i] = written(values[i])
	}
	return shown
}

func written(text policy.Text) string {
	switch {
	case text.Value != "":
		return text.Value
	case text.Written != "":
		return text.Written
	case text.Source == nil:
		return "${?}"
	}
	if shown := policy.Show(text.Source); shown != "" {
		return shown
	}
	return `""`
}

// keyName returns a condition key as AWS spells it; one that is not known stays in lower case.
func keyName(key string) string {
	found, known := catalogue.FindKey(key)
	if !known {
		return key
	}
	prefix, _, isTemplate := strings.Cut(found.Name, "${")
	if isTemplate && len(prefix) <= len(key) {
		return prefix + key[len(prefix):]
	}
	return found.Name
}
