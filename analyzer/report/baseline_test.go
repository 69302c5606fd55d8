package report_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

func TestWithABaselineTheLastLineCountsWhatIsNewKnownAndGone(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		counts  finding.Baseline
		isClean bool
		want    string
	}{
		"new and known": {finding.Baseline{Known: 496}, false, "1 new finding (1 high) in 1 of 1 file; 496 in the baseline"},
		"known alone":   {finding.Baseline{Known: 496}, true, "no new findings in 1 file; 496 in the baseline"},
		"gone, too": {
			finding.Baseline{Known: 1, Gone: 3},
			true,
			"no new findings in 1 file; 1 in the baseline; 3 gone from it (latchkey baseline prune)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := single(t, "Web: x", "Web")
			of.Summary.Baseline = &test.counts
			if test.isClean {
				of.Findings = nil
			}
			lines := strings.Split(strings.TrimSpace(write(t, "text", of, report.Options{Width: 120})), "\n")
			if got := lines[len(lines)-1]; got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestJSONCountsWhatTheBaselineHolds(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	if got := write(t, "json", of, report.Options{}); strings.Contains(got, `"baseline"`) {
		t.Errorf("a run without a baseline has counts of one:\n%s", got)
	}
	of.Summary.Baseline = &finding.Baseline{Known: 2}
	got := write(t, "json", of, report.Options{})
	validate(t, reportSchema, got)
	type written struct {
		Summary struct {
			Baseline map[string]int `json:"baseline"`
		} `json:"summary"`
	}
	counts := decode[written](t, got).Summary.Baseline
	if gone, isThere := counts["gone"]; counts["known"] != 2 || gone != 0 || !isThere {
		t.Errorf("counts = %v", counts)
	}
}
