package report_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The part of SARIF that code scanning reads, as it reads it: written apart from the types under
// test, so that a wrong name shows.
type (
	run struct {
		Tool struct {
			Driver struct {
				Name string `json:"name"`
				versions
				Rules []described `json:"rules"`
			} `json:"driver"`
		} `json:"tool"`
		AutomationDetails struct {
			ID string `json:"id"`
		} `json:"automationDetails"`
		Invocations []struct {
			Notifications []struct {
				Message text `json:"message"`
			} `json:"toolExecutionNotifications"`
		} `json:"invocations"`
		ColumnKind string          `json:"columnKind"`
		RawResults json.RawMessage `json:"results"`
		Results    []result        `json:"-"`
	}
	versions struct {
		Version         string `json:"version,omitempty"`
		SemanticVersion string `json:"semanticVersion,omitempty"`
	}
	described struct {
		ID               string `json:"id"`
		Name             string `json:"name"`
		ShortDescription text   `json:"shortDescription"`
		FullDescription  text   `json:"fullDescription"`
		Help             text   `json:"help"`
		Configuration    struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
		Properties struct {
			Tags      []string `json:"tags"`
			Precision string   `json:"precision"`
			Problem   string   `json:"problem.severity"`
			Score     string   `json:"security-severity"`
		} `json:"properties"`
	}
	text struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    *int              `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      text              `json:"message"`
		Locations    []location        `json:"locations"`
		Related      []location        `json:"relatedLocations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		CodeFlows    []struct {
			ThreadFlows []struct {
				Locations []struct {
					Location *location `json:"location"`
				} `json:"locations"`
			} `json:"threadFlows"`
		} `json:"codeFlows"`
	}
	location struct {
		ID               *int `json:"id"`
		PhysicalLocation struct {
			ArtifactLocation struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region region `json:"region"`
		} `json:"physicalLocation"`
		Message *text `json:"message"`
	}
	region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

func (r *run) UnmarshalJSON(data []byte) error {
	type same run
	if err := json.Unmarshal(data, (*same)(r)); err != nil {
		return err
	}
	return json.Unmarshal(r.RawResults, &r.Results)
}

func (r result) uri() string {
	return r.Locations[0].PhysicalLocation.ArtifactLocation.URI
}

// checkCodeScanning checks what GitHub rejects or loses although the schema allows it.
func checkCodeScanning(t *testing.T, checked run) {
	t.Helper()
	if !strings.HasPrefix(string(checked.RawResults), "[") {
		t.Errorf("results are %.20s, want an array", checked.RawResults)
	}
	if len(checked.Results) > 25_000 {
		t.Errorf("%d results, GitHub rejects more than 25000", len(checked.Results))
	}
	if !strings.HasSuffix(checked.AutomationDetails.ID, "/") {
		t.Errorf("category %q has no slash at its end", checked.AutomationDetails.ID)
	}
	if checked.ColumnKind != "utf16CodeUnits" {
		t.Errorf("column kind is %q", checked.ColumnKind)
	}
	rules := checked.Tool.Driver.Rules
	if !slices.IsSortedFunc(rules, func(a, b described) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("rules are not in the order of their ids")
	}
	for _, rule := range rules {
		checkRule(t, rule)
	}
	alerts := map[string]bool{}
	for _, result := range checked.Results {
		checkResult(t, result, rules)
		alert := result.RuleID + " " + result.uri() + " " + result.Fingerprints["primaryLocationLineHash"]
		if alerts[alert] {
			t.Errorf("two results are one alert: %s", alert)
		}
		alerts[alert] = true
	}
}

func checkRule(t *testing.T, rule described) {
	t.Helper()
	if rule.ID == "" || rule.Name == rule.ID {
		t.Errorf("rule %q has the name %q", rule.ID, rule.Name)
	}
	for what, text := range map[string]string{
		"short description": rule.ShortDescription.Text,
		"full description":  rule.FullDescription.Text,
	} {
		if length := utf8.RuneCountInString(text); length == 0 || length > 1024 {
			t.Errorf("%s: %s has %d characters, want 1 to 1024", rule.ID, what, length)
		}
	}
	if rule.Help.Text == "" || rule.Help.Markdown == "" {
		t.Errorf("%s: no help", rule.ID)
	}
	if !slices.Contains([]string{"error", "warning", "note"}, rule.Configuration.Level) {
		t.Errorf("%s: level %q", rule.ID, rule.Configuration.Level)
	}
	properties := rule.Properties
	if score, err := strconv.ParseFloat(properties.Score, 64); err != nil || score <= 0 || score > 10 {
		t.Errorf("%s: security-severity %q", rule.ID, properties.Score)
	}
	if !slices.Contains([]string{"error", "warning", "recommendation"}, properties.Problem) {
		t.Errorf("%s: problem.severity %q", rule.ID, properties.Problem)
	}
	if !slices.Contains([]string{"very-high", "high", "medium", "low"}, properties.Precision) {
		t.Errorf("%s: precision %q", rule.ID, properties.Precision)
	}
	if len(properties.Tags) > 20 || !slices.Contains(properties.Tags, "security") {
		t.Errorf("%s: tags %q", rule.ID, properties.Tags)
	}
}

func checkResult(t *testing.T, result result, rules []described) {
	t.Helper()
	if result.Message.Text == "" {
		t.Errorf("%s: no message", result.RuleID)
	}
	if !slices.Contains([]string{"error", "warning", "note"}, result.Level) {
		t.Errorf("%s: level %q", result.RuleID, result.Level)
	}
	if result.RuleIndex != nil && rules[*result.RuleIndex].ID != result.RuleID {
		t.Errorf("%s: rule index %d is %s", result.RuleID, *result.RuleIndex, rules[*result.RuleIndex].ID)
	}
	if len(result.Locations) != 1 {
		t.Fatalf("%s: %d locations, want 1", result.RuleID, len(result.Locations))
	}
	for _, key := range []string{"primaryLocationLineHash", "latchkey/v1"} {
		if result.Fingerprints[key] == "" {
			t.Errorf("%s: no fingerprint %s", result.RuleID, key)
		}
	}
	checkLocation(t, result.Locations[0])
	for i, related := range result.Related {
		checkLocation(t, related)
		link := "](" + strconv.Itoa(i+1) + ")"
		if related.ID == nil || *related.ID != i+1 || i < 10 && !strings.Contains(result.Message.Text, link) {
			t.Errorf("%s: related location %d is not linked: %s", result.RuleID, i+1, result.Message.Text)
		}
	}
	for _, flow := range result.CodeFlows {
		for _, step := range flow.ThreadFlows[0].Locations {
			if step.Location == nil || step.Location.Message == nil {
				t.Fatalf("%s: a step of a path says nothing", result.RuleID)
			}
			checkLocation(t, *step.Location)
		}
	}
}

func checkLocation(t *testing.T, checked location) {
	t.Helper()
	uri := checked.PhysicalLocation.ArtifactLocation.URI
	parsed, err := url.Parse(uri)
	if err != nil || parsed.String() != uri || strings.ContainsAny(uri, `\ `) ||
		slices.Contains(strings.Split(uri, "/"), "..") || parsed.Scheme == "" && strings.HasPrefix(uri, "/") {
		t.Errorf("uri %q", uri)
	}
	region := checked.PhysicalLocation.Region
	if region.StartLine < 1 || region.StartColumn < 1 || region.EndLine != region.StartLine ||
		region.EndColumn < region.StartColumn {
		t.Errorf("%s: region %v", uri, region)
	}
}
