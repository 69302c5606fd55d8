package analyzer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

// labFile returns the template of the VPC lab.
func labFile(t *testing.T) *source.File {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "fixtures", "scenarios", "vpc-lab", "template.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return source.New("lab/template.yaml", text)
}

func TestFiguresMarkWhatTheReportHas(t *testing.T) {
	t.Parallel()
	run, err := analyzer.New(rules.FS(), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := []*source.File{labFile(t), source.New("topic.yaml", []byte("Resources: {A: {Type: AWS::SNS::Topic}}\n"))}
	result, err := run.Analyze(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	result.Findings = result.Findings[1:] // as when the first is suppressed
	link := func(found finding.Finding) string { return "#at-" + found.Fingerprint }
	figures, err := run.Figures(t.Context(), files, result, link)
	if err != nil || len(figures) != 1 {
		t.Fatalf("got %d figures and the error %v, want 1", len(figures), err)
	}
	if diff := cmp.Diff(result.Findings, figures[0].Findings); diff != "" {
		t.Errorf("the figure has other findings (-report +figure):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"lab/template.yaml"}, figures[0].Files); diff != "" {
		t.Error(diff)
	}
	for _, found := range result.Findings {
		if !strings.Contains(figures[0].SVG, `<a href="#at-`+found.Fingerprint+`"`) {
			t.Errorf("no number links to %s", found.Rule)
		}
	}
	if strings.Contains(figures[0].SVG, "ssm/private-subnet-without-endpoints") {
		t.Error("the figure marks a finding that the report does not have")
	}
}

func TestDiffsShowWhatFixesChange(t *testing.T) {
	t.Parallel()
	run, err := analyzer.New(rules.FS(), analyzer.Options{Select: []string{"load-balancer/outdated-tls-policy"}})
	if err != nil {
		t.Fatal(err)
	}
	text := "Resources:\n  Secure:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties:\n" +
		"      LoadBalancerArn: !Ref Balancer\n      Port: 443\n      Protocol: TLS\n" +
		"      SslPolicy: ELBSecurityPolicy-TLS13-1-0-2021-06 # old\n" +
		"      Certificates: [{CertificateArn: !Ref Certificate}]\n" +
		"      DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]\n" +
		"  Balancer:\n    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n    Properties: {Type: network}\n"
	result, err := run.Analyze(t.Context(), []*source.File{source.New("lb.yaml", []byte(text))})
	if err != nil || len(result.Findings) != 1 || result.Findings[0].Fix == nil {
		t.Fatalf("got %v and %v, want one finding with a fix", result, err)
	}
	want := "--- a/lb.yaml\n+++ b/lb.yaml\n@@ -5,7 +5,7 @@\n       LoadBalancerArn: !Ref Balancer\n       Port: 443\n" +
		"       Protocol: TLS\n-      SslPolicy: ELBSecurityPolicy-TLS13-1-0-2021-06 # old\n" +
		"+      SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06 # old\n" +
		"       Certificates: [{CertificateArn: !Ref Certificate}]\n" +
		"       DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]\n   Balancer:\n"
	diffs := analyzer.Diffs(result)
	if diff := cmp.Diff(want, diffs(*result.Findings[0].Fix)); diff != "" {
		t.Error(diff)
	}
	lost := finding.Fix{Edits: []finding.Edit{{Op: "remove", At: source.NewAt("lb.yaml", "Resources", "Gone")}}}
	if got := diffs(lost); got != "" {
		t.Errorf("a fix that can't be written has the diff %q", got)
	}
}
