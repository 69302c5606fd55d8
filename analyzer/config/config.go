// Package config reads the configuration of a project: a file .latchkey.yaml that says, for the folder it stands in and
// all below it, which rules are on, how severe they are, what is known of the deployment and what is suppressed.
//
// What is not understood is refused with its place: a misspelt key must not quietly leave a rule on or off.
package config

import (
	_ "embed"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Name is the name of the file.
const Name = ".latchkey.yaml"

// Schema is the JSON Schema of the file.
//
//go:embed schema/config.json
var Schema []byte

// Template is a configuration in which all is a comment, to begin with.
//
//go:embed template.yaml
var Template []byte

// The texts that a configuration checks.
type (
	// Selector names rules: an id, a name, a family (nacl or nacl/*) or a tag.
	Selector string
	// Pattern names files relative to the folder of the configuration: ** stands for any number of folders. Without a
	// slash it is compared with each part of a name, as for --exclude.
	Pattern string
	// Account is the id of an account, 12 digits.
	Account string
	// Region is an AWS Region, as in eu-west-1.
	Region string
	// Partition is aws, aws-cn and so on.
	Partition string
	// Date is a day, as in 2027-01-31.
	Date string
	// Threshold is a severity, or none.
	Threshold string
	// FileName is the name of a file, relative to the folder of the configuration.
	FileName string
)

// Configuration is the content of the file.
type Configuration struct {
	Settings
	// Exclude leaves files and folders out.
	Exclude []Pattern `json:"exclude"`
	// Baseline is the file of known findings, relative to this one: what is not in it is new and reported.
	Baseline FileName `json:"baseline"`
	// Overrides change the settings for some of the files; of several that fit the later one wins.
	Overrides []Override `json:"overrides"`
	// Suppressions hide findings, each with its reason.
	Suppressions []Suppression `json:"suppressions"`

	file       *source.File
	baselineAt source.Position
}

// Settings say how files are checked.
type Settings struct {
	// Select leaves only the rules that it names; without it all are on.
	Select []Selector `json:"select"`
	// Ignore takes rules away, in overrides in addition to those that are ignored for all files.
	Ignore []Selector `json:"ignore"`
	// Severity gives rules another severity.
	Severity map[Selector]rule.Severity `json:"severity"`
	// FailOn is the severity from which on findings make the run fail.
	FailOn Threshold `json:"fail-on"`
	// Account is the id of the account that owns the stacks.
	Account Account `json:"account"`
	// Region is the Region that the stacks are deployed to.
	Region Region `json:"region"`
	// Partition is that of the Region unless it is given.
	Partition Partition `json:"partition"`
	// Parameters are values of template parameters, by name.
	Parameters map[string]string `json:"parameters"`
	// Known are facts about the deployment that decide what is undecided without them.
	Known Known `json:"known"`

	// below are the severities of the layers under Severity, the lowest first.
	below []map[Selector]rule.Severity
}

// Override changes settings for some of the files.
type Override struct {
	// Paths are the files it is about.
	Paths []Pattern `json:"paths"`
	Settings
}

// Suppression hides findings.
type Suppression struct {
	// Rule names the rules that it hides.
	Rule Selector `json:"rule"`
	// Path is the files that it is about; without one all.
	Path Pattern `json:"path"`
	// Resource is the logical id of the resource that it is about; without one all.
	Resource string `json:"resource"`
	// Reason is why; without one it hides nothing.
	Reason string `json:"reason"`
	// Until is the last day on which it holds; without one it always does.
	Until Date `json:"until"`

	// Span is where it stands.
	Span source.Span `json:"-"`
}

// File returns the text that the configuration was read from.
func (c *Configuration) File() *source.File { return c.file }

// BaselineAt returns where the name of the baseline stands; the zero Position without one.
func (c *Configuration) BaselineAt() source.Position { return c.baselineAt }

// For returns the settings of a file, by its name relative to the folder of the configuration.
func (c *Configuration) For(name string) Settings {
	settled := c.Settings
	for _, override := range c.Overrides {
		if fitsAny(override.Paths, name) {
			settled = settled.with(override.Settings)
		}
	}
	return settled
}

// with returns the settings with others on top.
func (s Settings) with(over Settings) Settings {
	if len(over.Select) > 0 {
		s.Select = over.Select
	}
	s.Ignore = slices.Concat(s.Ignore, over.Ignore)
	if len(over.Severity) > 0 {
		s.below, s.Severity = append(slices.Clip(s.below), s.Severity), over.Severity
	}
	s.Parameters = merged(s.Parameters, over.Parameters)
	s.Known = s.Known.with(over.Known)
	replace(&s.FailOn, over.FailOn)
	replace(&s.Account, over.Account)
	replace(&s.Region, over.Region)
	replace(&s.Partition, over.Partition)
	return s
}

func replace[T ~string](to *T, with T) {
	if with != "" {
		*to = with
	}
}

func merged[K ~string, V any](below, above map[K]V) map[K]V {
	if len(above) == 0 {
		return below
	}
	both := maps.Clone(below)
	if both == nil {
		both = map[K]V{}
	}
	maps.Copy(both, above)
	return both
}

// On reports whether the settings leave a rule on.
func (s Settings) On(candidate rule.Rule) bool {
	named := func(selector Selector) bool { return candidate.Matches(string(selector)) }
	return (len(s.Select) == 0 || slices.ContainsFunc(s.Select, named)) && !slices.ContainsFunc(s.Ignore, named)
}

// SeverityOf returns the severity that the settings give to a rule, 0 when they give none. The last override counts
// that names the rule in any way, before what holds for all files.
func (s Settings) SeverityOf(of rule.Rule) rule.Severity {
	if given := severityIn(s.Severity, of); given != 0 {
		return given
	}
	for _, layer := range slices.Backward(s.below) {
		if given := severityIn(layer, of); given != 0 {
			return given
		}
	}
	return 0
}

// severityIn returns the severity that one layer gives to a rule, 0 when it gives none. The most specific selector
// counts: the id before the name, the name before a family, a family before a tag.
func severityIn(layer map[Selector]rule.Severity, of rule.Rule) rule.Severity {
	for _, selector := range []string{of.ID, of.Name(), of.Family(), of.Family() + "/*"} {
		if given, ok := layer[Selector(selector)]; ok {
			return given
		}
	}
	for _, tag := range of.Tags {
		if given, ok := layer[Selector(tag)]; ok {
			return given
		}
	}
	return 0
}

// Excludes reports whether the configuration leaves a file out, by its name relative to the configuration's folder.
func (c *Configuration) Excludes(name string) bool {
	return fitsAny(c.Exclude, name)
}

// Covers reports whether a suppression is about a place: a file, by its name relative to the configuration's folder,
// and the JSON Pointer of a node in it.
func (s *Suppression) Covers(name, pointer string) bool {
	if s.Path != "" && !fitsAny([]Pattern{s.Path}, name) {
		return false
	}
	if s.Resource == "" {
		return true
	}
	resource, _ := source.At("#" + pointer).Resource()
	return resource == s.Resource
}

// fitsAny reports whether a file, or a folder that it is in, fits one of the patterns.
func fitsAny(patterns []Pattern, name string) bool {
	parts := strings.Split(path.Clean(name), "/")
	for _, pattern := range patterns {
		form := path.Clean(string(pattern))
		for i, part := range parts {
			if strings.Contains(form, "/") {
				part = strings.Join(parts[:i+1], "/")
			}
			if doublestar.MatchUnvalidated(form, part) {
				return true
			}
		}
	}
	return false
}
