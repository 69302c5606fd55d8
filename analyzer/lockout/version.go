package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The versions of the policy language: before the current one, policy variables are literal text (IAM User Guide,
// Version element).
const (
	currentVersion = "2012-10-17"
	oldVersion     = "2008-10-17"
)

// inEitherVersion returns the verdict where it is the same in both versions of the language, for a document whose
// Version another deployment may set otherwise, or that is not known; a doubt where it is not.
func (t Target) inEitherVersion(row service, document *policy.Document, resources []resource, found Verdict) Verdict {
	version := document.Source.Get("Version")
	text, isLiteral := version.Literal()
	step, isAssumed := policy.Assumed(version)
	if version == nil || isLiteral && !isAssumed || found.Level == Undecided {
		return found
	}
	reason := Reason{At: version.At, Cause: Unresolved, Text: "whether policy variables are known hangs on Version"}
	if isAssumed {
		reason.Text += ", which is the " + step.Message
		reason.Via = []Hop{{At: step.At, Message: step.Message}}
	}
	another := currentVersion
	if text == currentVersion {
		another = oldVersion
	}
	other := t.worst(row, policy.Parse(withVersion(document.Source, another)), resources)
	return found.unless(other, reason)
}

// withVersion returns the document in another version.
func withVersion(document *value.Value, version string) *value.Value {
	made := *document
	made.Fields = slices.Clone(document.Fields)
	for i, field := range made.Fields {
		if field.Key == "Version" {
			made.Fields[i].Value = value.OfText(version)
		}
	}
	return &made
}
