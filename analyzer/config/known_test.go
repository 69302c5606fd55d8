package config_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

func TestFactsAreCheckedInTheirPlace(t *testing.T) {
	t.Parallel()
	const (
		principal = "want the ARN of a role or user, such as arn:aws:iam::*:role/BreakGlass"
		service   = "want a service such as ssm, without com.amazonaws and the Region"
	)
	tests := map[string]struct {
		text string
		want string // the lines of the error
	}{
		"all of them": {`
known:
  break-glass: ["arn:aws:iam::*:role/BreakGlass-*", arn:aws-cn:iam::111122223333:user/ops/glass, "arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Glass_*"]
  organization: o-a1b2c3d4e5
  on-premises: [192.168.0.0/16, 198.51.100.7/32, "2001:db8::/32"]
  legacy-ssm-agent: true
  endpoints: [ssm, ssmmessages, ec2messages, s3, kms, ecr.api, sns, sqs, sts, logs]
`, ""},
		"nothing":                   {"known:\n", ""},
		"a text":                    {"known: yes\n", `1:8: known: want a mapping`},
		"an unknown fact":           {"known: {organisation: o-a1b2c3d4e5}\n", `1:9: "organisation" is no key of known; did you mean "organization"?`},
		"a fact of the top level":   {"break-glass: []\n", `1:1: "break-glass" is no key of the configuration`},
		"a name in place of an ARN": {"known: {break-glass: [BreakGlass]}\n", `1:23: break-glass[0] "BreakGlass": ` + principal},
		"a session":                 {"known: {break-glass: ['arn:aws:sts::111122223333:assumed-role/A/s']}\n", `1:23: break-glass[0] "arn:aws:sts::111122223333:assumed-role/A/s": ` + principal},
		"everybody":                 {"known: {break-glass: ['*']}\n", `1:23: break-glass[0] "*": ` + principal},
		"a role of Identity Center": {"known: {break-glass: ['arn:aws:iam::*:role/AWSReservedSSO_Glass_*']}\n", `1:23: break-glass[0] "arn:aws:iam::*:role/AWSReservedSSO_Glass_*": roles of IAM Identity Center have the path /aws-reserved/sso.amazonaws.com/`},
		"no list":                   {"known: {break-glass: 'arn:aws:iam::*:role/A'}\n", `1:22: break-glass: want a list`},
		"no organization":           {"known: {organization: 111122223333}\n", `1:23: organization "111122223333": want the id of an organization such as o-a1b2c3d4e5`},
		"no network":                {"known: {on-premises: [10.0.0.0]}\n", `1:23: on-premises[0] "10.0.0.0": want a block of addresses such as 192.168.0.0/16`},
		"an address in a network":   {"known: {on-premises: [10.1.0.0/8]}\n", `1:23: on-premises[0] "10.1.0.0/8": want the first address of the block, 10.0.0.0/8`},
		"all addresses":             {"known: {on-premises: ['::/0']}\n", `1:23: on-premises[0] "::/0": want the addresses on premises, not all there are`},
		"neither true nor false":    {"known: {legacy-ssm-agent: old}\n", `1:27: legacy-ssm-agent "old": want true or false`},
		"a whole service name":      {"known: {endpoints: [com.amazonaws.eu-west-1.ssm]}\n", `1:21: endpoints[0] "com.amazonaws.eu-west-1.ssm": ` + service},
		"a service in capitals":     {"known: {endpoints: [SSM]}\n", `1:21: endpoints[0] "SSM": ` + service},
		"a misspelt service":        {"known: {endpoints: [ssm-messages, ssmmesages]}\n", "1:21: endpoints[0] \"ssm-messages\": did you mean \"ssmmessages\"?\n1:35: endpoints[1] \"ssmmesages\": did you mean \"ssmmessages\"?"},
		"in an override":            {"overrides:\n  - paths: [a]\n    known: {endpoint: [ssm]}\n", `3:13: "endpoint" is no key of known; did you mean "endpoints"?`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Read(source.New(config.Name, []byte(test.text)), rules)
			got := ""
			if err != nil {
				got = strings.ReplaceAll(err.Error(), config.Name+":", "")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOverridesReplaceFactsOneByOne(t *testing.T) {
	t.Parallel()
	subject := read(t, `
known:
  break-glass: ["arn:aws:iam::*:role/A"]
  organization: o-a1b2c3d4e5
  on-premises: [10.0.0.0/8]
  legacy-ssm-agent: true
  endpoints: [ssm]
overrides:
  - paths: ["new/**"]
    known: {legacy-ssm-agent: false, endpoints: []}
  - paths: ["new/tokyo/**"]
    known: {organization: o-ffffffffff, endpoints: [s3], break-glass: ["arn:aws:iam::*:role/B"], on-premises: [172.16.0.0/12]}
`)
	base := config.Known{
		BreakGlass: []config.PrincipalPattern{"arn:aws:iam::*:role/A"}, Organization: "o-a1b2c3d4e5",
		OnPremises: []config.Network{"10.0.0.0/8"}, LegacySSMAgent: "true", Endpoints: []config.Service{"ssm"},
	}
	renewed := base
	renewed.LegacySSMAgent, renewed.Endpoints = "false", []config.Service{}
	tokyo := config.Known{
		BreakGlass: []config.PrincipalPattern{"arn:aws:iam::*:role/B"}, Organization: "o-ffffffffff",
		OnPremises: []config.Network{"172.16.0.0/12"}, LegacySSMAgent: "false", Endpoints: []config.Service{"s3"},
	}
	for name, want := range map[string]config.Known{"a.yaml": base, "new/a.yaml": renewed, "new/tokyo/a.yaml": tokyo} {
		if diff := cmp.Diff(want, subject.For(name).Known); diff != "" {
			t.Errorf("facts of %s differ (-want +got):\n%s", name, diff)
		}
	}
}

// TestTheExamplesOfTheDocumentationAreConfigurations reads what docs/configuration.md shows.
func TestTheExamplesOfTheDocumentationAreConfigurations(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(text, -1)
	if len(examples) == 0 {
		t.Fatal("there is no example")
	}
	for _, example := range examples {
		if _, err := config.Read(source.New(config.Name, example[1]), rules); err != nil {
			t.Errorf("%s: %v", example[1], err)
		}
	}
}
