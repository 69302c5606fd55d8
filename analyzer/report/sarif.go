package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// What GitHub code scanning makes of SARIF decides what is written here:
//
//   - It shows one location for a result, on the line of the change only when every line of the
//     region was changed. Regions are therefore one line long.
//   - It shows related locations only where the message links to them, and paths only where the
//     steps of a code flow stand in the result itself.
//   - It ignores suppressions, so a suppressed finding would be an open alert, and is written only when asked for;
//     and it would show an undecided question as one, which is not written.
//   - It follows an alert from run to run by a fingerprint of the lines after its start, and takes
//     results with one rule and one fingerprint for the same alert.
//   - One invalid number or path rejects the whole file.
const (
	sarifSchema  = "https://json.schemastore.org/sarif-2.1.0.json"
	sarifVersion = "2.1.0"
	// unnumbered is what Go calls the version of a module that is built from a working tree without one.
	unnumbered = "(devel)"
	// sarifColumns says how columns are counted.
	sarifColumns = "utf16CodeUnits"
	toolName     = "latchkey"
	toolURI      = "https://github.com/latchkey-dev/latchkey"
	// resultLimit is the number of results above which code scanning rejects a file.
	resultLimit = 25_000
)

// semanticVersion matches https://semver.org/#is-there-a-suggested-regular-expression-regex-to-check-a-semver-string
// without its capture groups.
var semanticVersion = regexp.MustCompile(
	`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)` +
		`(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?` +
		`(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$`)

// renderSARIF writes the findings for code scanning. All rules that were on are listed, so that they
// do not come and go with the templates, and a run without findings has an empty list, which closes
// the alerts of the run before.
func renderSARIF(report *finding.Report, options Options) ([]byte, error) {
	rules := slices.Clone(report.Rules)
	slices.SortFunc(rules, func(a, b rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	findings, left := worst(options.results(report), resultLimit)
	complete := !slices.ContainsFunc(report.Notices, finding.Notice.Incomplete)
	notifications := each(options.notices(report), func(notice finding.Notice) sarifNotification {
		return newNotification(notice, options)
	})
	if left > 0 {
		notifications = append(notifications, sarifNotification{Level: "warning", Message: sarifText{Text: fmt.Sprintf(
			"Code scanning accepts %d findings; %d of the lowest severities are left out.", resultLimit, left)}})
	}

	return encodeJSON(sarifLog{
		Schema:  sarifSchema,
		Version: sarifVersion,
		Runs: []sarifRun{{
			Tool: sarifTool{newDriver(rules, options.Version)},
			// Text up to the last slash is the category of an upload.
			AutomationDetails: sarifAutomation{cmp.Or(options.Category, toolName) + "/"},
			Invocations:       []sarifInvocation{{ExecutionSuccessful: complete, Notifications: notifications}},
			ColumnKind:        sarifColumns,
			Results:           newResults(findings, rules, report.Files, options),
		}},
	}, "  ")
}

// results returns the findings to write. Those that are suppressed come last, so that the limit leaves them out first
// among their equals.
func (o Options) results(report *finding.Report) []finding.Finding {
	if !o.ShowSuppressed {
		return report.Findings
	}
	return slices.Concat(report.Findings, report.Suppressed)
}

// newDriver describes the tool. A version has to start with a digit to be compared (rule SARIF2005 of the SARIF
// Multitool), so a build without a number counts as one before all releases.
func newDriver(rules []rule.Rule, version string) sarifDriver {
	if version == unnumbered {
		version = "0.0.0-devel"
	}
	driver := sarifDriver{
		Name:           toolName,
		Version:        version,
		InformationURI: toolURI,
		Rules:          each(rules, newSARIFRule),
	}
	if number := strings.TrimPrefix(version, "v"); semanticVersion.MatchString(number) {
		driver.Version, driver.SemanticVersion = number, number
	}
	return driver
}

func newNotification(notice finding.Notice, options Options) sarifNotification {
	made := sarifNotification{Level: "warning", Message: sarifText{Text: sentence(linkSafe(notice.Message))}}
	switch {
	case notice.Incomplete():
		made.Level = "error"
	case notice.Detail:
		made.Level = "note"
	}
	if notice.File != "" {
		made.Locations = []sarifLocation{{PhysicalLocation: sarifPhysicalLocation{
			ArtifactLocation: sarifArtifactLocation{options.uri(notice.File)},
		}}}
	}
	return made
}

// worst returns the findings, or the given number of the most severe ones in their order, and how
// many are left out.
func worst(findings []finding.Finding, limit int) (kept []finding.Finding, left int) {
	if len(findings) <= limit {
		return findings, 0
	}
	places := map[rule.Severity]int{}
	free := limit
	for _, severity := range rule.Severities() {
		for _, found := range findings {
			if found.Severity == severity && free > 0 {
				places[severity]++
				free--
			}
		}
	}
	for _, found := range findings {
		if places[found.Severity] > 0 {
			places[found.Severity]--
			kept = append(kept, found)
		}
	}
	return kept, len(findings) - limit
}
