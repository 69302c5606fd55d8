package analyzer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/fix"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Figure is the drawing of one network, for a report in which its findings stand.
type Figure struct {
	picture.Figure

	// Findings are those that have a number in the drawing, the first number 1.
	Findings []finding.Finding
}

// Figures draws the networks of the files as [Analyzer.Graph] does, with the findings of the report that hold in the
// scenario that is drawn. Their numbers link to what anchor returns for them.
func (a *Analyzer) Figures(
	ctx context.Context, files []*source.File, report *finding.Report, anchor func(finding.Finding) string,
) ([]Figure, error) {
	// The report has the notices and the faults of rules already.
	graph, _, err := a.Graph(ctx, files)
	if graph == nil {
		return nil, err
	}
	open := map[drawnIssue][]finding.Finding{}
	for _, found := range report.Findings {
		key := drawnAs(issueOf(found))
		open[key] = append(open[key], found)
	}
	inputs := slices.Clone(graph.inputs)
	byLink := map[string]finding.Finding{}
	for i, input := range inputs {
		inputs[i].Issues = nil
		for _, issue := range input.Issues {
			if found, ok := takeReported(issue, open); ok {
				issue.Link = anchor(found)
				byLink[issue.Link] = found
				inputs[i].Issues = append(inputs[i].Issues, issue)
			}
		}
	}
	var figures []Figure
	for _, drawn := range picture.Figures(inputs) {
		figure := Figure{Figure: drawn}
		for _, issue := range drawn.Issues {
			figure.Findings = append(figure.Findings, byLink[issue.Link])
		}
		figures = append(figures, figure)
	}
	return figures, nil
}

// drawnIssue is what tells the issues of a drawing apart. The message is no part of it, as it may differ between the
// scenario that is drawn and all of them.
type drawnIssue struct {
	rule, place string
	at          picture.Resource
}

func drawnAs(issue picture.Issue) drawnIssue { return drawnIssue{issue.Rule, issue.Place, issue.At} }

// takeReported returns the finding of a report that an issue is about, and takes it away from those that are open;
// one with the same message where there are several.
func takeReported(issue picture.Issue, open map[drawnIssue][]finding.Finding) (finding.Finding, bool) {
	key := drawnAs(issue)
	all := open[key]
	if len(all) == 0 {
		return finding.Finding{}, false
	}
	i := max(slices.IndexFunc(all, func(each finding.Finding) bool { return each.Message == issue.Message }), 0)
	found := all[i]
	open[key] = slices.Delete(all, i, i+1)
	return found, true
}

// Diffs returns a function that shows the fixes of a report as unified diffs, "" for a fix that can't be written. It is
// not for several goroutines at once.
func Diffs(report *finding.Report) func(finding.Fix) string {
	replacements := fix.Replacements(report.Files)
	return func(wanted finding.Fix) string {
		changes := map[string][]finding.Replacement{}
		for _, change := range replacements(wanted) {
			changes[change.File] = append(changes[change.File], change)
		}
		var diff strings.Builder
		for _, name := range slices.Sorted(maps.Keys(changes)) {
			before := report.Files[name].Content
			diff.WriteString(fix.Diff(name, before, fix.Apply(before, changes[name])))
		}
		return diff.String()
	}
}
