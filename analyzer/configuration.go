package analyzer

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Configuration says what differs from file to file. The zero Configuration is that of a run without one.
type Configuration struct {
	// SettingsOf returns the settings of a file; nil for those of the options.
	SettingsOf func(file string) Settings
	// Suppressions are those that stand outside of the files they are about.
	Suppressions []*suppress.Suppression
	// Files are the files that these stand in, for the text around them.
	Files []*source.File
	// Baselines hold what is known and not reported.
	Baselines Baselines
}

// Settings say how one file is checked.
type Settings struct {
	// Region, Account and Partition are those of the stack; empty means not known.
	Region, Account, Partition string
	// Parameters are values by parameter name; they come before defaults.
	Parameters map[string]string
	// Known is what is known beyond that, and stands in no template.
	Known template.Known
	// On reports whether a rule may report the file, and SeverityOf returns the severity that it then has, 0 for its
	// own.
	On         func(rule.Rule) bool
	SeverityOf func(rule.Rule) rule.Severity
}

// With returns the analyzer under a configuration. What the options say of the deployment is not looked at where the
// configuration has settings.
func (a *Analyzer) With(configuration Configuration) *Analyzer {
	configured := *a
	configured.configuration = configuration
	return &configured
}

// Knows reports whether a selector names rules, on or not; if not, suggestion is what may be meant, or "".
func (a *Analyzer) Knows(selector string) (isKnown bool, suggestion string) {
	if slices.ContainsFunc(a.known, func(known rule.Rule) bool { return known.Matches(selector) }) {
		return true, ""
	}
	return false, suggest(a.known, strings.TrimSuffix(selector, "/*"))
}

// deployed is an assembly with what is known of its deployment.
type deployed struct {
	assembly.Assembly

	environment template.Environment
	key         string // is equal for equal environments
}

// link puts files together that refer to each other, among those that are deployed alike: neither an export nor a
// nested stack reaches another account or Region.
func (a *Analyzer) link(files []assembly.File) []deployed {
	var groups [][]assembly.File
	var environments []template.Environment
	var keys []string
	known := map[string]int{}
	facts := a.facts(files)
	for _, file := range files {
		environment, key := a.environmentOf(file.Tree.File.Name)
		environment.Facts = facts
		index, isKnown := known[key]
		if !isKnown {
			index = len(groups)
			known[key] = index
			groups, environments, keys = append(groups, nil), append(environments, environment), append(keys, key)
		}
		groups[index] = append(groups[index], file)
	}
	var all []deployed
	stage := a.start(Linking, len(files))
	for i, group := range groups {
		for _, linked := range assembly.Link(group, environments[i]) {
			all = append(all, deployed{linked, environments[i], keys[i]})
		}
		stage.add(len(group))
	}
	return all
}

// facts returns what is known of each file; nil without a configuration.
func (a *Analyzer) facts(files []assembly.File) func(file string) template.Known {
	if a.configuration.SettingsOf == nil {
		return nil
	}
	known := map[string]template.Known{}
	for _, file := range files {
		name := file.Tree.File.Name
		known[name] = a.configuration.SettingsOf(name).Known
	}
	return func(file string) template.Known { return known[file] }
}

// environment returns what the options know of the deployment.
func (a *Analyzer) environment() template.Environment {
	return template.Environment{
		Region: a.options.Region, Account: a.options.Account, Partition: a.options.Partition,
		Parameters: a.options.Parameters, Include: a.include,
	}
}

// environmentOf returns what is known of the deployment of a file, and a text that is equal for equal ones.
func (a *Analyzer) environmentOf(file string) (environment template.Environment, key string) {
	environment = a.environment()
	if a.configuration.SettingsOf == nil {
		return environment, ""
	}
	settings := a.configuration.SettingsOf(file)
	environment.Region, environment.Account = settings.Region, settings.Account
	environment.Partition, environment.Parameters = settings.Partition, settings.Parameters
	text, _ := json.Marshal([]any{ // texts and maps of texts always have a form in JSON
		settings.Region, settings.Account, settings.Partition, settings.Parameters,
	})
	return environment, string(text)
}

// settle takes away what a file's settings turn off, and gives findings the severity that these say. It keeps the
// order.
func (a *Analyzer) settle(findings []finding.Finding) []finding.Finding {
	if a.configuration.SettingsOf == nil {
		return findings
	}
	rules := map[string]rule.Rule{}
	for _, on := range a.rules {
		rules[on.ID] = on
	}
	kept := findings[:0]
	for _, found := range findings {
		settings := a.configuration.SettingsOf(found.Location.File)
		if !settings.On(rules[found.Rule]) {
			continue
		}
		if severity := settings.SeverityOf(rules[found.Rule]); severity != 0 {
			found.Severity = severity
		}
		kept = append(kept, found)
	}
	return kept
}

// isOn reports whether the rule with the id is asked about a file; "" stands for all files.
func (a *Analyzer) isOn(id, file string) bool {
	everywhere := file == "" || a.configuration.SettingsOf == nil
	return slices.ContainsFunc(a.rules, func(on rule.Rule) bool {
		return on.ID == id && (everywhere || a.configuration.SettingsOf(file).On(on))
	})
}
