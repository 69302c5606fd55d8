package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// wants reports whether a report of the format is to be written.
func wants(outputs []output, format string) bool {
	return slices.ContainsFunc(outputs, func(to output) bool { return to.format == format })
}

// pictures draws the networks of the files for an HTML report, and nothing where none is to be written.
func (c *check) pictures(
	ctx context.Context, run *analyzer.Analyzer, outputs []output, files []*source.File, result *finding.Report,
) (report.Pictures, error) {
	if !wants(outputs, "html") {
		return report.Pictures{}, nil
	}
	link := func(found finding.Finding) string { return "#" + report.Anchor(found) }
	figures, err := run.Figures(ctx, files, result, link)
	if err != nil {
		return report.Pictures{}, fmt.Errorf("draw networks: %w", err)
	}
	pictures := report.Pictures{Style: picture.Sheet()}
	for _, drawn := range figures {
		pictures.Drawn = append(pictures.Drawn, report.Picture{
			Files: drawn.Files, Summary: drawn.Summary, SVG: drawn.SVG, Findings: drawn.Findings,
		})
	}
	return pictures, nil
}
