package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// bucketText has what YAML files have in the wild: a byte order mark, Windows line endings, tabs
// before a comment, Korean, an accent of its own character, and no line end at its end.
const bucketText = "\ufeffAWSTemplateFormatVersion: \"2010-09-09\"\r\n" +
	"Resources:\r\n" +
	"  Policy:\r\n" +
	"    Type: AWS::S3::BucketPolicy\r\n" +
	"    Properties:\r\n" +
	"      Bucket: !Ref Logs\r\n" +
	"      PolicyDocument:\r\n" +
	"        Statement:\r\n" +
	"          - Sid: DenyAll\t\t# 모두 거부: cafe\u0301 \U0001F511 only\r\n" +
	"            Effect: Deny\r\n" +
	"            Principal: \"*\"\r\n" +
	"            Action: s3:*\r\n" +
	"            Resource: \"*\"\r\n" +
	"  Logs:\r\n" +
	"    Type: AWS::S3::Bucket\r\n" +
	"    Properties:\r\n" +
	"      BucketName: logs"

// networkText is the file that the first one's neighbours point into.
const networkText = `Parameters:
  Cidr:
    Type: String
    Default: 0.0.0.0/0
Resources:
  Gateway:
    Type: AWS::EC2::InternetGateway
  Route:
    Type: AWS::EC2::Route
    Properties:
      GatewayId: !Ref Gateway
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: !Ref Cidr}
  Bell:
    Description: "bell` + "\a, \x1b[31mred\x1b[0m, \u202egnp" + `"
`

// minifiedText is one line of 5,000 characters around what matters.
var minifiedText = `{"Metadata":"` + strings.Repeat("x", 2500) + `","Statement":[{"Effect":"Deny","Principal":"*",` +
	`"Action":"sqs:*","Resource":"*"}],"Filler":"` + strings.Repeat("y", 2500) + `","Last":"리전"}`

func files() map[string]*source.File {
	held := map[string]*source.File{}
	for name, text := range map[string]string{
		"stacks/bucket policy.yaml": bucketText,
		"stacks/network.yaml":       networkText,
		"queue.json":                minifiedText,
		"empty.yaml":                "",
	} {
		held[name] = source.New(name, []byte(text))
	}
	return held
}

// at returns the location of the first occurrence of text in a file. An empty text is the end of
// the file.
func at(t *testing.T, held map[string]*source.File, name, text, path string) finding.Location {
	t.Helper()
	file := held[name]
	start := strings.Index(string(file.Content), text)
	if start < 0 {
		t.Fatalf("%s does not hold %q", name, text)
	}
	if text == "" {
		start = len(file.Content)
	}
	return finding.Location{File: name, Path: path, Span: file.Span(start, start+len(text))}
}

func step(location finding.Location, message string) finding.Step {
	return finding.Step{Location: location, Message: message}
}

// rich returns a report that has everything a report can have.
func rich(t *testing.T) *finding.Report {
	t.Helper()
	held := files()
	const bucket, network, queue = "stacks/bucket policy.yaml", "stacks/network.yaml", "queue.json"
	statement := "/Resources/Policy/Properties/PolicyDocument/Statement/0"
	ingress := "/Resources/Group/Properties/SecurityGroupIngress/0"

	report := &finding.Report{Files: held, Rules: rules()}
	report.Findings = []finding.Finding{
		{
			Rule: "syntax/invalid-document", Severity: rule.High, Fingerprint: "f0",
			Message:  "empty.yaml holds no document",
			Location: at(t, held, "empty.yaml", "", ""),
		},
		{
			Rule: "lockout/data-lockout", Severity: rule.Medium, Fingerprint: "f1",
			Message:  "RetryQueue denies sqs:SendMessage to everyone",
			Label:    "every action of the service, the ones that send and receive included",
			Location: at(t, held, queue, `"sqs:*"`, "/Statement/0/Action"),
			Related: []finding.Step{
				step(at(t, held, queue, `"Deny"`, "/Statement/0/Effect"), "the statement denies"),
				step(at(t, held, queue, `"리전"`, "/Last"), "far away on the same line"),
			},
		},
		{
			Rule: "lockout/root-only-recovery", Severity: rule.High, Fingerprint: "f2",
			Message:  "Policy leaves no IAM principal of the account that could edit or remove it again",
			Label:    "denies s3:PutBucketPolicy and s3:DeleteBucketPolicy to every principal, without a condition",
			Location: at(t, held, bucket, "Sid: DenyAll", statement),
			Related: []finding.Step{
				step(at(t, held, bucket, "모두 거부", ""), "what the author meant"),
				step(at(t, held, bucket, "e\u0301 \U0001F511", ""), "an accent and a key"),
				step(at(t, held, bucket, "Logs:", "/Resources/Logs"), "the bucket"),
			},
			Notes: []finding.Note{
				{Label: "way back", Text: "only the account's root user; for a member account:\n" +
					"aws sts assume-root --target-principal <account> " +
					"--task-policy-arn arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"},
			},
			Scenario: map[string]bool{"IsProd": true, "HasBreakGlass": false},
			Fix: &finding.Fix{Title: "exempt a break-glass role", Edits: []finding.Edit{{
				Op: "add", At: source.NewAt(bucket).Child("Resources").Child("Policy").Child("Condition"),
				Value: map[string]any{"ArnNotLike": map[string]any{"aws:PrincipalArn": "arn:aws:iam::*:role/<Glass>"}},
			}}},
			Properties: map[string]any{"verdict": "root-only", "statements": []any{0}},
		},
		{
			Rule: "lockout/root-only-recovery", Severity: rule.Critical, Fingerprint: "f3",
			Message:  "Policy says [click here](https://example.com) \x1b[2J and \\ more",
			Location: at(t, held, bucket, "DenyAll", statement+"/Sid"),
		},
		{
			Rule: "security-group/open-icmp", Severity: rule.Low, Fingerprint: "f4",
			Message:  "Group lets the whole internet send every type of ICMP",
			Label:    "any address",
			Location: at(t, held, network, "!Ref Cidr", ingress+"/CidrIp"),
			Related: []finding.Step{
				step(at(t, held, network, "Default: 0.0.0.0/0", "/Parameters/Cidr/Default"), "the default"),
				step(at(t, held, bucket, "BucketName: logs", "/Resources/Logs/Properties/BucketName"), "flow logs"),
				step(finding.Location{File: "parameters.json", Path: "/Cidr"}, "no value is given here"),
			},
			Flow: []finding.Step{
				step(at(t, held, network, "Gateway:", "/Resources/Gateway"), "the internet gateway"),
				step(at(t, held, network, "Route:", "/Resources/Route"),
					"a route of the subnet leads to it, for every address that is not in the VPC"),
				step(at(t, held, network, "Group:", "/Resources/Group"), "the group lets the packet in"),
			},
			Fix: &finding.Fix{Title: "allow only echo requests", Safe: true, Edits: []finding.Edit{
				{Op: "replace", At: source.NewAt(network, "Resources", "Group", "FromPort"), Value: 8},
				{Op: "remove", At: source.NewAt("other.yaml", "Resources", "Old")},
			}},
		},
		{
			Rule: "syntax/duplicate-key", Severity: rule.Medium, Fingerprint: "f5",
			Message:  "Bell holds characters that a terminal obeys",
			Label:    "here",
			Location: at(t, held, network, "Gateway:\n    Type: AWS::EC2::InternetGateway\n  Route:\n    Type", ""),
			Related: []finding.Step{
				step(at(t, held, network, "\x1b[31mred", "/Resources/Bell/De.scription"), "an escape\nsequence"),
			},
		},
	}
	finding.Sort(report.Findings)
	report.Suppressed = []finding.Finding{{
		Rule: "security-group/open-ping", Severity: rule.Low, Message: "Group answers pings", Fingerprint: "f6",
		Location: at(t, held, network, "icmp", ingress),
		Suppression: &finding.Suppression{
			Reason: "our provider pings us", Until: "2027-01-31", Location: at(t, held, network, "icmp", ingress),
		},
	}}
	report.Undecided = []finding.Undecided{{
		Rule: "ssm/private-subnet-without-endpoints", Reason: "the subnet is imported and not among the files",
		Location: at(t, held, network, "Route", "/Resources/Route"),
	}}
	report.Notices = []finding.Notice{
		{File: "broken link.yaml", Message: "cannot be read: no such file"},
		{Message: "2 rules were left out", Detail: true},
	}
	report.Summary = finding.Summary{
		Files: 14, Templates: 12, Policies: 2,
		Findings: map[rule.Severity]int{rule.Critical: 1, rule.High: 2, rule.Medium: 2, rule.Low: 1},
	}
	return report
}

// rules returns the rules of the rich report, out of order.
func rules() []rule.Rule {
	long := strings.Repeat("Every word of this description counts. ", 40)
	described := []rule.Rule{
		{ID: "syntax/invalid-document", Title: "Document that does not parse", Severity: rule.High},
		{ID: "syntax/duplicate-key", Title: "Key that stands twice", Severity: rule.Medium},
		{ID: "security-group/open-icmp", Title: "ICMP open to the internet", Severity: rule.Medium, CWE: 284},
		{
			ID: "lockout/root-only-recovery", Title: "Policy that only root can recover", Severity: rule.High, CWE: 732,
			Tags: []string{"lockout", "s3", "sqs"},
		},
		{ID: "lockout/data-lockout", Title: "Data that nobody can reach", Severity: rule.Medium, Description: long},
	}
	for i := range described {
		described[i].Confidence = rule.HighConfidence
		described[i].Since = "0.1.0"
		described[i].Remediation = "Remove it."
		if described[i].Description == "" {
			described[i].Description = "Says what `" + described[i].ID + "` is about."
		}
	}
	return described
}

// single returns a report with one finding that marks text in a file of the given content.
func single(t *testing.T, content, text string) *finding.Report {
	t.Helper()
	held := map[string]*source.File{"app.yaml": source.New("app.yaml", []byte(content))}
	return &finding.Report{
		Files: held,
		Findings: []finding.Finding{{
			Rule: "family/name", Severity: rule.High, Message: "Web is wrong", Label: "label",
			Location: at(t, held, "app.yaml", text, ""), Fingerprint: "print",
		}},
		Rules:   []rule.Rule{{ID: "family/name", Title: "Title", Severity: rule.High, Confidence: rule.HighConfidence}},
		Summary: finding.Summary{Files: 1, Templates: 1, Findings: map[rule.Severity]int{rule.High: 1}},
	}
}

// decode reads what was written as JSON.
func decode[T any](t *testing.T, written string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal([]byte(written), &value); err != nil {
		t.Fatal(err)
	}
	if !utf8.ValidString(written) {
		t.Error("the output is not UTF-8")
	}
	return value
}
