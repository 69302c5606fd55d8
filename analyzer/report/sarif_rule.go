package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// Limits of code scanning, in characters and in tags.
const (
	descriptionLimit = 1024
	tagLimit         = 20
)

// newSARIFRule describes a rule. It has no name: code scanning would show it in place of the id,
// which is what people select, ignore and look up.
func newSARIFRule(described rule.Rule) sarifRule {
	shown := gradeOf(described.Severity)
	description := strings.TrimSpace(described.Description)
	if description == "" {
		description = described.Title
	}
	return sarifRule{
		ID:               described.ID,
		ShortDescription: sarifText{Text: clip(described.Title, descriptionLimit)},
		FullDescription:  sarifText{Text: clip(description, descriptionLimit)},
		Help: sarifText{
			Text:     strings.TrimSpace(description + "\n\n" + described.Remediation),
			Markdown: rule.Page(described),
		},
		DefaultConfiguration: sarifConfiguration{shown.level},
		Properties: sarifRuleProperties{
			Tags:             tags(described),
			Precision:        described.Confidence.String(),
			ProblemSeverity:  shown.problem,
			SecuritySeverity: shown.score,
		},
	}
}

// tags returns the rule's tags. "security" and the spelling of the weakness are CodeQL's, which code
// scanning filters by.
func tags(described rule.Rule) []string {
	all := []string{"security", described.Family()}
	if described.CWE > 0 {
		all = append(all, fmt.Sprintf("external/cwe/cwe-%03d", described.CWE))
	}
	var kept []string
	for _, tag := range append(all, described.Tags...) {
		if !slices.Contains(kept, tag) && len(kept) < tagLimit {
			kept = append(kept, tag)
		}
	}
	return kept
}

// grade is how SARIF and code scanning express a severity.
type grade struct {
	// level is SARIF's.
	level string
	// problem is the property problem.severity.
	problem string
	// score is the property security-severity, a number in the middle of code scanning's band for
	// the severity: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low.
	score string
}

func gradeOf(severity rule.Severity) grade {
	switch severity {
	case rule.Critical:
		return grade{"error", "error", "9.5"}
	case rule.High:
		return grade{"error", "error", "8.0"}
	case rule.Medium:
		return grade{"warning", "warning", "5.5"}
	case rule.Low:
		return grade{"note", "recommendation", "2.0"}
	default:
		return grade{"warning", "warning", "5.5"}
	}
}

// clip cuts text to the given number of characters, at a word's end, and marks the cut.
func clip(text string, limit int) string {
	chars := []rune(text)
	if len(chars) <= limit {
		return text
	}
	cut := string(chars[:limit-len(ellipsis)])
	if end := strings.LastIndexAny(cut, " \n"); end > 0 {
		cut = cut[:end]
	}
	return strings.TrimRight(cut, " \n") + ellipsis
}
