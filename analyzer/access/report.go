package access

import (
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Version is the version of the JSON form of [Report] and [Reply], which schema/access.json describes. What
// is added keeps it; what is taken away or changes its meaning raises it.
const Version = 1

// Report says of policy documents who may still change them and who may use what they are on.
type Report struct {
	Version int `json:"version"`
	// Policies are in the order of the files.
	Policies []Policy `json:"policies"`
}

// Policy is one policy document.
type Policy struct {
	// Name is the logical id of the resource that holds the document, or the base name of its file.
	Name string `json:"name"`
	// Noun is what a person calls it, as in "bucket policy".
	Noun string `json:"noun"`
	// Kind is that of the document that rules read: "resource", "identity", "trust" ...
	Kind    string `json:"kind"`
	Service string `json:"service"`
	// On is what the policy is on, or whom it is attached to, as far as that is known: ARNs and logical ids.
	On       []string `json:"on"`
	Location Location `json:"location"`
	// Exists is "yes", or "undecided" for a resource under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
	// Scenarios are the conditions of the templates under which all this is so, and how they are then: it is so
	// where one of the sets holds. There are none for what is so whatever the conditions are.
	Scenarios []map[string]bool `json:"scenarios"`
	// Owner is the account that owns the resource, null where it is not known.
	Owner *string `json:"owner"`
	// Verdict says who can still change the policy; null where identity policies alone decide that, and for
	// services that are not analysed.
	Verdict *Verdict `json:"verdict"`
	// Table says who may use the resource; null where the policy is on none.
	Table *Table `json:"table"`
	// Statements are in the order of the file.
	Statements []Statement `json:"statements"`
}

// Verdict is what was proved about the way back to a policy.
type Verdict struct {
	Level lockout.Level `json:"level"`
	// Text is the level in words.
	Text string `json:"text"`
	// Escape is the smallest way back in words, "" where there is none or it is not known.
	Escape string `json:"escape"`
	// Unlock is AWS's task policy with which a root session gets the policy open; "" where there is none.
	Unlock string `json:"unlock"`
	// Core are the statements that close all other ways.
	Core []Statement `json:"core"`
	// Reasons say why the level is undecided, or why the service refuses the document.
	Reasons []Reason `json:"reasons"`
}

// Statement is a statement of a policy, in words.
type Statement struct {
	// Name is how a person finds it: "statement DenyAll", or "Statement[0]".
	Name     string   `json:"name"`
	Sid      string   `json:"sid"`
	Location Location `json:"location"`
	Effect   string   `json:"effect"`
	// Text says what it does.
	Text string `json:"text"`
}
