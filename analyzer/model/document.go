// Package model builds the document that rules read: plain JSON with everything that was resolved
// and proved about an assembly, published as schema/document.json.
package model

import (
	_ "embed"
	"path"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/diagnosis"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Schema is the JSON Schema of the document, in the draft 7 form that Rego's type checker reads.
//
//go:embed schema/document.json
var Schema []byte

// Version is the version of the document's form. Within a version it only grows.
const Version = 1

// Document is what rules read about one assembly. Its JSON form is described by Schema.
type Document struct {
	Version int `json:"version"`
	// Region and Account are null where they are not known.
	Region    *string `json:"region"`
	Account   *string `json:"account"`
	Partition string  `json:"partition"`
	// Files are the files of the assembly, in the order given.
	Files    []File   `json:"files"`
	Scenario Scenario `json:"scenario"`
	// Resources are all resources of all templates, by id.
	Resources map[string]Resource `json:"resources"`
	// ByType lists the ids of the resources of a type, in the order of the files.
	ByType map[string][]string `json:"by_type"`
	// Policies are the policy documents of all templates and of policy files.
	Policies []Policy `json:"policies"`
	// LogPointers are the resources that write their logs to a declared bucket.
	LogPointers []LogPointer `json:"log_pointers"`
	// Network is what is known of VPCs and what is in them.
	Network network.Network `json:"network"`
	// Diagnosis is what is wrong with the network.
	Diagnosis network.Diagnosis `json:"diagnosis"`
	// Suppressions are what is wrong with the suppressions of findings. What they hide shows only when all other
	// rules have spoken, so that they stand in a document of their own and are empty in all others.
	Suppressions []Suppression `json:"suppressions"`

	members    []assembly.Member
	conditions map[string]value.Truth
	repeated   map[string][]syntax.Entry // the occurrences of repeated keys, by handle; made on first use
}

// Scenario is the truth of the conditions under which the document holds.
type Scenario struct {
	// Conditions maps each condition's name to "yes", "no" or "undecided". Where several templates have
	// conditions, the name of the file and "#" stand before it.
	Conditions map[string]value.Truth `json:"conditions"`
}

// File is a file of the assembly.
type File struct {
	Name string `json:"name"`
	// Kind is "template" or "policy".
	Kind string `json:"kind"`
	// Problems say what is wrong with the text or its shape.
	Problems []Problem `json:"problems"`
	// Duplicates are keys that stand more than once in one mapping.
	Duplicates []Duplicate `json:"duplicates"`
}

// Problem is something that keeps a file from being read whole.
type Problem struct {
	At source.At `json:"at"`
	// Message is a sentence without a full stop.
	Message string `json:"message"`
}

// Duplicate is a repeated key.
type Duplicate struct {
	// At is the member in force.
	At  source.At `json:"at"`
	Key string    `json:"key"`
	// Same says that all occurrences have equal values.
	Same bool `json:"same"`
	// Occurrences are the handles of the keys, in the order of the file.
	Occurrences []source.At `json:"occurrences"`
}

// Resource is a resource of a template.
type Resource struct {
	Type string `json:"type"`
	// Name is the logical id.
	Name string    `json:"name"`
	File string    `json:"file"`
	At   source.At `json:"at"`
	// Exists is "yes", or "undecided" for a resource under a condition that can't be decided.
	Exists value.Truth `json:"exists"`
	// Condition is the name of the condition the resource stands under, "" without one.
	Condition string `json:"condition"`
	// Properties are plain JSON. A reference is an object with "ref" and "attribute", a partly
	// resolved text one with "text", an unresolved value one with "unresolved".
	Properties any `json:"properties"`
}

// Section is the name of a member of the document that takes work to build.
type Section string

// The sections of a document.
const (
	Conditions Section = "scenario"
	Resources  Section = "resources"
	ByType     Section = "by_type"
	Policies   Section = "policies" // log_pointers comes with it
	Logs       Section = "log_pointers"
	Network    Section = "network"
	Diagnosis  Section = "diagnosis"
)

// Sections returns all sections, for a whole document.
func Sections() []Section {
	return []Section{Conditions, Resources, ByType, Policies, Logs, Network, Diagnosis}
}

// Build puts together what the members of an assembly say and what can be proved about it, as far as the
// sections say. The others stay empty: rules that do not read them need not wait for them.
func Build(members []assembly.Member, env template.Environment, sections []Section) *Document {
	return NewBuilder().Build(members, env, sections)
}

// Build is the function of the same name, for one of several scenarios.
func (b *Builder) Build(members []assembly.Member, env template.Environment, sections []Section) *Document {
	document := &Document{
		Version: Version, Region: optional(env.Region), Account: optional(env.Account), Partition: env.InPartition(),
		Files: files(members), Scenario: Scenario{Conditions: map[string]value.Truth{}},
		Resources: map[string]Resource{}, ByType: map[string][]string{}, Policies: []Policy{},
		LogPointers: []LogPointer{}, Suppressions: []Suppression{}, members: members,
	}
	wants := func(section Section) bool { return slices.Contains(sections, section) }
	all := templates(members)
	document.conditions = conditions(all)
	if wants(Conditions) {
		document.Scenario.Conditions = document.conditions
	}
	for _, read := range all {
		if wants(Resources) {
			document.addResources(read)
		}
		if wants(ByType) {
			document.addTypes(read)
		}
	}
	if wants(Policies) {
		document.Policies = append(document.Policies, b.policies(members, env)...)
	}
	if wants(Policies) || wants(Logs) {
		document.LogPointers = logPointers(all)
	}
	if wants(Network) || wants(Diagnosis) {
		document.addNetwork(network.Build(all, env), sections)
	}
	return document
}

// addNetwork adds what is known of VPCs, and what is wrong with them.
func (d *Document) addNetwork(built *network.Network, sections []Section) {
	if slices.Contains(sections, Network) {
		d.Network = *built
	}
	if slices.Contains(sections, Diagnosis) {
		d.Diagnosis = diagnosis.Of(built)
	}
}

// Only returns the document with no more than the given sections, to be written out.
func (d *Document) Only(sections []Section) *Document {
	part := *d
	wants := func(section Section) bool { return slices.Contains(sections, section) }
	if !wants(Conditions) {
		part.Scenario = Scenario{Conditions: map[string]value.Truth{}}
	}
	if !wants(Resources) {
		part.Resources = map[string]Resource{}
	}
	if !wants(ByType) {
		part.ByType = map[string][]string{}
	}
	if !wants(Policies) {
		part.Policies = []Policy{}
	}
	if !wants(Policies) && !wants(Logs) {
		part.LogPointers = []LogPointer{}
	}
	if !wants(Network) {
		part.Network = network.Network{}
	}
	if !wants(Diagnosis) {
		part.Diagnosis = network.Diagnosis{}
	}
	return &part
}

// Conditions returns the truth of the conditions under which the document holds, whether or not the
// section was wanted.
func (d *Document) Conditions() map[string]value.Truth {
	return d.conditions
}

// conditions returns the truth of the templates' conditions. Where several have conditions, the name of
// the file stands before that of the condition.
func conditions(all []*template.Template) map[string]value.Truth {
	truths := map[string]value.Truth{}
	all = slices.DeleteFunc(slices.Clone(all), func(read *template.Template) bool { return len(read.Scenario) == 0 })
	for _, read := range all {
		for name, answer := range read.Scenario {
			if len(all) > 1 {
				name = path.Base(read.Tree.File.Name) + "#" + name
			}
			truths[name] = answer
		}
	}
	return truths
}

func (d *Document) addResources(read *template.Template) {
	for _, resource := range read.Resources {
		d.Resources[resource.ID] = Resource{
			Type: resource.Type, Name: resource.Name, File: read.Tree.File.Name, At: resource.At,
			Exists: resource.Exists, Condition: resource.Condition, Properties: plain(resource.Properties),
		}
	}
}

func (d *Document) addTypes(read *template.Template) {
	for _, resource := range read.Resources {
		d.ByType[resource.Type] = append(d.ByType[resource.Type], resource.ID)
	}
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
