package model

import (
	"path"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// filePolicy reads a policy that is a file of its own. What it is for follows from its text.
func filePolicy(member assembly.Member, env template.Environment, known *principals) Policy {
	document := policy.ParseFile(member.Policy)
	facts := policy.Recognise(document)
	entry := Policy{
		At: document.At, Name: path.Base(member.Tree.File.Name), Noun: fileNoun(facts), Kind: string(facts.Kind),
		Service: facts.Service, Version: document.Version, Owner: optional(env.Account), Exists: value.Yes,
		Subjects: []string{}, On: []string{}, Statements: document.Statements, Issues: fileIssues(document, facts),
		Document: document,
	}
	isOnResource := facts.Kind == policy.Resource || facts.Kind == policy.Control
	target := lockout.Target{
		Service: facts.Service, Partition: env.Partition, Known: knownOf(env, document.At), Declared: known.declared,
		Allowance: known.allowance,
	}
	if isOnResource && facts.Service == "" {
		if verdict, may := lockout.MayLock(document, target); may {
			entry.Lockout, entry.Target = &verdict, target
		}
	}
	if !isOnResource || !lockout.Analysed(facts.Service) {
		return entry
	}
	if facts.Unnamed {
		target.Resources = []lockout.Name{{unnamed(entry.Noun)}}
	}
	if env.Account != "" {
		target.Account = accountOf(env)
	}
	if env.Region != "" {
		target.Region = regionOf(env)
	}
	entry.decide(document, target) // what may be attached to a resource that it does not name stays undecided
	entry.repair()
	return entry
}

// knownOf returns what is known beyond the templates about a policy, by the handle of what has it.
func knownOf(env template.Environment, at source.At) lockout.Known {
	known := env.Known(at.File())
	return lockout.Known{
		BreakGlass: known.BreakGlass, Organization: known.Organization, OnPremises: known.OnPremises,
	}
}

// unnamed stands for the resource of a policy that need not name it.
func unnamed(noun string) *value.Value {
	reason := "the " + noun + " does not name its resource"
	return &value.Value{Kind: value.Unresolved, Symbol: "resource of the policy", Reason: reason}
}

// fileNoun is what a person calls a policy that is a file of its own: "policy" for most kinds.
func fileNoun(facts policy.Facts) string {
	switch facts.Kind {
	case policy.ServiceControl:
		return "service control policy"
	case policy.Resource:
		for _, places := range holders {
			for _, place := range places {
				if place.kind == "resource" && place.service == facts.Service {
					return place.noun
				}
			}
		}
	case policy.Identity, policy.Trust, policy.Control:
	}
	return "policy"
}
