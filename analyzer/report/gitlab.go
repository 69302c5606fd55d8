package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// gitlabIssue is an item of GitLab's Code Quality report
// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// gitlabInfo is the severity of what is listed only because it was asked for.
const gitlabInfo = "info"

// renderGitLab writes the findings as a Code Quality report: a list, empty where nothing is found. The format has no
// place for notices about the run.
func renderGitLab(report *finding.Report, options Options) ([]byte, error) {
	made := gitlab{options: options, seen: map[string]bool{}}
	issues := each(report.Findings, made.finding)
	if options.ShowSuppressed {
		issues = append(issues, each(report.Suppressed, made.suppressed)...)
	}
	if options.ShowUndecided {
		issues = append(issues, each(report.Undecided, made.undecided)...)
	}
	return encodeJSON(issues, "  ")
}

// gitlab makes issues with fingerprints of their own.
type gitlab struct {
	options Options
	seen    map[string]bool
}

func (g *gitlab) finding(found finding.Finding) gitlabIssue {
	return g.issue(gitlabSeverity(found.Severity), found)
}

func (g *gitlab) suppressed(found finding.Finding) gitlabIssue {
	if by := found.Suppression; by != nil {
		found.Message += " (suppressed: " + reason(*by) + ")"
	}
	return g.issue(gitlabInfo, found)
}

func (g *gitlab) undecided(question finding.Undecided) gitlabIssue {
	return g.issue(gitlabInfo, finding.Finding{
		Rule: question.Rule, Location: question.Location, Message: "undecided: " + question.Reason,
	})
}

func (g *gitlab) issue(severity string, found finding.Finding) gitlabIssue {
	path, _ := g.options.fromRoot(found.Location.File)
	description := Visible(found.Message)
	if len(found.Scenario) > 0 {
		description += " when " + scenario(found.Scenario)
	}
	identity := found.Fingerprint
	if identity == "" {
		identity = fingerprintOf(found.Rule, path, found.Location.Path, found.Message)
	}
	return gitlabIssue{
		Description: description, CheckName: Visible(found.Rule), Fingerprint: g.unique(identity), Severity: severity,
		Location: gitlabLocation{path, gitlabLines{max(found.Location.Span.Start.Line, 1)}},
	}
}

// unique returns the fingerprint, or another for one that was given away: of issues with one fingerprint GitLab shows
// the first alone.
func (g *gitlab) unique(identity string) string {
	made := identity
	for count := 2; g.seen[made]; count++ {
		made = fingerprintOf(identity, strconv.Itoa(count))
	}
	g.seen[made] = true
	return made
}

// fingerprintOf returns a hash of the parts, in the form of the fingerprint of a finding.
func fingerprintOf(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// gitlabSeverity returns the severity by its place in the order: GitLab's worst is "blocker". "info" is left for what
// is no finding.
func gitlabSeverity(severity rule.Severity) string {
	switch severity {
	case rule.Critical:
		return "blocker"
	case rule.High:
		return "critical"
	case rule.Medium:
		return "major"
	case rule.Low:
		return "minor"
	default:
		return "major"
	}
}
