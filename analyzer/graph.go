package analyzer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/assembly"
	"github.com/latchkey-dev/latchkey/analyzer/engine"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/suppress"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ofNetwork are the families of rules whose findings stand in the picture of a network.
var ofNetwork = []string{
	"ssm", "routing", "endpoint", "security-group", "nacl", "reachability", "load-balancer", "dns",
}

// Graph is the picture of networks: one for each set of files that refer to each other.
type Graph struct {
	inputs []picture.Input
}

// Write draws the picture in a format. Where there is nothing to draw the error is [picture.ErrNothing].
func (g *Graph) Write(to io.Writer, format picture.Format) error {
	return picture.Write(to, format, g.inputs)
}

// Graph reads the networks of the files in the scenario of the values given and the defaults, with what the rules
// about networks find in that scenario. Files that are neither templates nor policies are left out with a notice. A
// rule that fails on some of the files is an error beside the picture, which then lacks what the rule would say.
func (a *Analyzer) Graph(
	ctx context.Context, files []*source.File,
) (graph *Graph, notices []finding.Notice, err error) {
	inputs, notices, err := a.read(ctx, files)
	if err != nil {
		return nil, nil, err
	}
	notices = append(notices, broken(inputs)...)
	recognised := parsed(inputs)
	prepared, err := a.engine.Prepare(ctx, presentTypes(recognised))
	if err != nil {
		return nil, nil, fmt.Errorf("prepare rules: %w", err)
	}
	assemblies := a.link(recognised)
	graph = &Graph{inputs: make([]picture.Input, len(assemblies))}
	judged := make([]judgement, len(assemblies))
	err = a.each(ctx, len(assemblies), func(ctx context.Context, i int) error {
		graph.inputs[i], judged[i] = a.draw(ctx, prepared, assemblies[i])
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	suppressions := a.suppressions(inputs)
	for i := range judged {
		graph.inputs[i].Issues = a.issues(judged[i], suppressions)
	}
	return graph, append(notices, a.uselessParameters(inputs)...), faults(judged)
}

// draw puts together what is to be drawn of one assembly.
func (a *Analyzer) draw(
	ctx context.Context, rules *engine.Prepared, linked deployed,
) (picture.Input, judgement) {
	present := presentTypes(linked.Files)
	rules, err := rules.For(present)
	if err != nil {
		return picture.Input{}, judgement{faults: []error{fmt.Errorf("prepare rules: %w", err)}}
	}
	env := linked.environment
	members := assembly.NewReader(linked.Assembly).Read(env, nil)
	read := sectionsFor(rules)
	document := model.Build(members, env, a.withLate(read, present))
	asked := evaluation{rules: rules, sections: read, late: a.late, known: map[[sha256.Size]byte]*answers{}}
	found := asked.ask(ctx, document)
	judged := locate(document, found.results, found.undecided)
	if found.fault != nil {
		judged.faults = append(judged.faults, found.fault)
	}
	input := networkOf(members, env)
	for _, name := range slices.Sorted(maps.Keys(document.Conditions())) {
		switch document.Conditions()[name] {
		case value.Yes:
			input.Conditions.Hold = append(input.Conditions.Hold, name)
		case value.Undecided:
			input.Conditions.Open = append(input.Conditions.Open, name)
		case value.No:
		}
	}
	return input, judged
}

// issues returns what stands in the picture of an assembly: what is neither turned off nor suppressed.
func (a *Analyzer) issues(judged judgement, suppressions *suppress.Set) []picture.Issue {
	found, _ := suppressions.Split(a.settle(merge([]outcome{{judgement: judged}}).findings))
	finding.Sort(found)
	var issues []picture.Issue
	for _, each := range found {
		if isOfNetwork(each) {
			issues = append(issues, issueOf(each))
		}
	}
	return issues
}

// networkOf reads the network of the members' templates.
func networkOf(members []assembly.Member, env template.Environment) picture.Input {
	var templates []*template.Template
	var names []string
	for _, member := range members {
		if member.Template == nil {
			continue
		}
		templates = append(templates, member.Template)
		if name := member.Tree.File.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return picture.Input{Title: titleOf(names), Network: network.Build(templates, env)}
}

func isOfNetwork(found finding.Finding) bool {
	family, _, _ := strings.Cut(found.Rule, "/")
	return slices.Contains(ofNetwork, family)
}

func issueOf(found finding.Finding) picture.Issue {
	issue := picture.Issue{
		Rule: found.Rule, Severity: found.Severity.String(), Message: found.Message, At: resourceAt(found.Location),
		Place: fmt.Sprintf("%s:%d", path.Base(found.Location.File), found.Location.Span.Start.Line),
	}
	_, issue.Closes = found.Properties["explanationCodes"]
	for _, step := range slices.Concat(found.Related, found.Flow) {
		if at := resourceAt(step.Location); at != issue.At && !slices.Contains(issue.Related, at) {
			issue.Related = append(issue.Related, at)
		}
	}
	return issue
}

// resourceAt returns the resource that a place is in; one without a name where it is in none.
func resourceAt(location finding.Location) picture.Resource {
	name, _ := source.At("#" + location.Path).Resource()
	return picture.Resource{File: location.File, Name: name}
}

// maxTitles bounds the files that a title names.
const maxTitles = 3

// titleOf names files by the last parts of their names.
func titleOf(names []string) string {
	var parts []string
	for _, name := range names {
		parts = append(parts, path.Base(name))
	}
	if rest := len(parts) - maxTitles; rest > 0 {
		parts = append(parts[:maxTitles], fmt.Sprintf("%d more", rest))
	}
	return strings.Join(parts, ", ")
}
