package model

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Suppression is something wrong with a suppression of findings.
type Suppression struct {
	// Kind is the name of the rule that reports it, as in "unused".
	Kind string `json:"kind"`
	// At is the suppression: of a comment "file#/~4N", where N counts the comments of the file from 0.
	At source.At `json:"at"`
	// Rules are the ids, families and tags that it is about, as written.
	Rules []string `json:"rules"`
	// Detail is the nearest id to an unknown rule, or the day on which a suppression ended; where something is
	// unclear it says what is not understood.
	Detail string `json:"detail"`
	// Unclear says that something in the suppression is not understood.
	Unclear bool `json:"unclear"`
}

// suppressionSubject begins those that are about suppressions.
const suppressionSubject = "suppression/"

// IsSuppression reports whether a subject is about suppressions.
func IsSuppression(subject string) bool { return strings.HasPrefix(subject, suppressionSubject) }

// OfSuppressions returns the document that rules about suppressions read, and the subjects in it. There is one for
// a run, since what a suppression hides shows only when all other rules have spoken.
func OfSuppressions(found []Suppression) (document *Document, subjects []string) {
	document = &Document{
		Version: Version, Files: []File{}, Scenario: Scenario{Conditions: map[string]value.Truth{}},
		Resources: map[string]Resource{}, ByType: map[string][]string{}, Policies: []Policy{},
		LogPointers: []LogPointer{}, Diagnosis: network.Diagnosis{}, Suppressions: found,
	}
	seen := map[string]bool{}
	for _, one := range found {
		if !seen[one.Kind] {
			seen[one.Kind] = true
			subjects = append(subjects, suppressionSubject+one.Kind)
		}
	}
	return document, subjects
}
