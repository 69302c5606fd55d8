package baseline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Of returns the entry of a finding, given the name of its file in the baseline and the text that it marks.
func Of(found finding.Finding, file, marked string) Entry {
	return Entry{
		File: file, Rule: found.Rule, Resource: Resource(found.Location.Path), Path: found.Location.Path,
		Value: hash(found, marked), Message: found.Message,
	}
}

// steps returns the steps of a JSON Pointer.
func steps(pointer string) []string {
	return source.At("#" + pointer).Steps()
}

// Resource returns the logical id of the resource that a JSON Pointer leads into, "" for none.
func Resource(pointer string) string {
	name, _ := source.At("#" + pointer).Resource()
	return name
}

// route returns a JSON Pointer without what changes when a statement moves in its list, when one value becomes a list,
// or when a condition is put around it.
func route(pointer string) string {
	return strings.Join(slices.DeleteFunc(steps(pointer), func(step string) bool {
		return step == "Fn::If" || step != "" && strings.Trim(step, "0123456789") == ""
	}), "\x00")
}

// hash returns a hash of what is wrong. The marked text alone is not enough: it may be "0.0.0.0/0" where the message
// says which port is open, or a reference to what the message spells out; and the message may name one port of a range
// that is open. The label stays out: it is about the text, too, and may hang on what else is known, such as the action
// that is spelled most alike.
func hash(found finding.Finding, marked string) string {
	name := found.Location.File
	message := strings.NewReplacer(name, "", path.Base(name), "").Replace(found.Message) // a renamed file is the same
	parts := []string{plain(marked), strings.Join(names(message), " ")}
	for _, name := range stated {
		if value, has := found.Properties[name]; has {
			parts = append(parts, fmt.Sprintf("%s=%v", name, value))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// stated are the properties of findings that say what the file does. Others, such as the codes of what closes a way or
// the facts that a way back needs, follow from other files and from what is known of the deployment.
var stated = []string{"ports"}

// plain returns a text without quotes and with single blanks, which is the same in YAML and JSON.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, "", `'`, "").Replace(text)), " ")
}

// lower are the characters of a word that is no name.
const lower = "abcdefghijklmnopqrstuvwxyz-'"

// names returns the words of a message that are names or numbers: logical ids, actions, ports, addresses. The others
// are left out, so that a later version may word a message in another way.
func names(message string) []string {
	var found []string
	for word := range strings.FieldsSeq(message) {
		if word = strings.Trim(word, `.,;:!?()"'`); strings.Trim(word, lower) != "" {
			found = append(found, word)
		}
	}
	return found
}
