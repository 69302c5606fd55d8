package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lsp/lsptest"
)

// The templates that most of these tests are about: a group that admits what another template exports.
const (
	exporting = `Parameters:
  Cidr:
    Type: String
    Default: 0.0.0.0/0
Resources:
  Topic:
    Type: AWS::SNS::Topic
Outputs:
  Admins:
    Value: !Ref Cidr
    Export:
      Name: admins
`
	importing = `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: for admins
      VpcId: vpc-11112222
      SecurityGroupIngress:
        - IpProtocol: icmp
          FromPort: -1
          ToPort: -1
          CidrIp: !ImportValue admins
`
	openICMP = "security-group/open-icmp"
)

// unsupported is a template with a finding that has a safe fix.
const unsupported = `Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.0.0.0/16
      EnableDnsHostnames: true
      EnableDnsSupport: false
  Zone:
    Type: AWS::Route53::HostedZone
    Properties:
      Name: corp.example.com
      VPCs:
        - VPCId: !Ref Vpc
          VPCRegion: !Ref AWS::Region
`

// able are the capabilities of a client that can do everything.
var able = map[string]any{
	"workspace": map[string]any{
		"workspaceEdit":         map[string]any{"documentChanges": true},
		"didChangeWatchedFiles": map[string]any{"dynamicRegistration": true},
	},
	"textDocument": map[string]any{
		"codeAction":         map[string]any{"disabledSupport": true},
		"publishDiagnostics": map[string]any{"relatedInformation": true},
	},
}

// workspace writes files into a new folder, which is no repository, and returns a function that gives their URIs.
func workspace(t *testing.T, files map[string]string) (dir string, uri func(name string) string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		write(t, filepath.Join(dir, name), content)
	}
	return dir, func(name string) string { return "file://" + filepath.ToSlash(filepath.Join(dir, name)) }
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// serve runs `latchkey lsp` in a folder with a client.
func serve(t *testing.T, dir string) *lsptest.Client {
	t.Helper()
	return lsptest.Start(t, func(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
		command := in(nil)
		command.Stdin, command.Stdout, command.Stderr, command.Dir = stdin, stdout, io.Discard, dir
		command.Now = func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
		if status := command.Main(ctx, []string{"lsp"}); status != statusClean {
			return statusError(status)
		}
		return nil
	})
}

func TestEditorSeesWhatAnotherTemplateChanges(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"net.yaml": exporting, "app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.UntilCodes(uri("app.yaml"), openICMP) // no document is open yet
	client.Open(uri("net.yaml"), exporting)
	client.Change(uri("net.yaml"), strings.Replace(exporting, "0.0.0.0/0", "10.0.0.0/8", 1))
	client.UntilCodes(uri("app.yaml"))
	client.Change(uri("net.yaml"), exporting)
	client.UntilCodes(uri("app.yaml"), openICMP)
	client.Change(uri("net.yaml"), strings.Replace(exporting, "0.0.0.0/0", "10.0.0.0/8", 1))
	client.UntilCodes(uri("app.yaml"))
	client.Close(uri("net.yaml")) // what was not saved is gone
	client.UntilCodes(uri("app.yaml"), openICMP)
	if err := client.Shutdown(); err != nil {
		t.Errorf("shut down: %v", err)
	}
}

func TestEditorShowsAFindingWithItsEvidence(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"net.yaml": exporting, "app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.Open(uri("app.yaml"), importing)
	found := client.Diagnostics(uri("app.yaml"))
	if len(found) != 1 {
		t.Fatalf("%d diagnostics, want 1", len(found))
	}
	got := found[0]
	want := lsptest.Range{
		Start: lsptest.Position{Line: 8, Character: 20}, End: lsptest.Position{Line: 8, Character: 22},
	}
	if got.Range != want || got.Severity != 2 || got.Source != "latchkey" {
		t.Errorf("diagnostic %+v", got)
	}
	if want := "https://github.com/latchkey-dev/latchkey/blob/main/docs/rules/" + openICMP + ".md"; got.CodeDescription.Href != want {
		t.Errorf("href %s, want %s", got.CodeDescription.Href, want)
	}
	if _, err := os.Stat("../../docs/rules/" + openICMP + ".md"); err != nil {
		t.Error(err)
	}
	var places []string
	for _, each := range got.Related {
		places = append(places, strings.TrimPrefix(each.Location.URI, uri(""))+": "+each.Message)
	}
	if !slices.Contains(places, "/net.yaml: default of parameter Cidr") {
		t.Errorf("related places: %s", strings.Join(places, "\n"))
	}
}

func TestEditorFixes(t *testing.T) {
	t.Parallel()
	for name, only := range map[string][]string{"one finding": nil, "all": {"source.fixAll"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, uri := workspace(t, nil)
			client := serve(t, dir)
			client.Initialize(able, uri(""))
			client.Open(uri("vpc.yaml"), unsupported)
			found := client.Diagnostics(uri("vpc.yaml"))
			if len(found) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(found))
			}
			actions := client.Actions(uri("vpc.yaml"), found[0].Range, only...)
			if len(only) == 0 && (!actions[0].IsPreferred || actions[0].Kind != "quickfix") {
				t.Errorf("first action: %+v", actions[0])
			}
			client.Apply(actions[0])
			want := strings.Replace(unsupported, "EnableDnsSupport: false", "EnableDnsSupport: true", 1)
			if diff := cmp.Diff(want, client.Text(uri("vpc.yaml"))); diff != "" {
				t.Errorf("text mismatch (-want +got):\n%s", diff)
			}
			if left := client.Diagnostics(uri("vpc.yaml")); len(left) > 0 {
				t.Errorf("still there: %+v", left)
			}
		})
	}
}

func TestEditorSaysWhyAFixCannotBeMade(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../fixtures/rules/dns/resolver-endpoint-closed/bad-outbound.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(content), "SecurityGroupEgress:", "SecurityGroupEgress: &shared", 1)
	dir, uri := workspace(t, nil)
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.Open(uri("vpc.yaml"), text)
	found := client.Diagnostics(uri("vpc.yaml"))
	if len(found) != 1 {
		t.Fatalf("%d diagnostics, want 1", len(found))
	}
	actions := client.Actions(uri("vpc.yaml"), found[0].Range)
	if len(actions) != 2 || actions[0].Disabled.Reason != "aliases share the anchor &shared" || actions[0].IsPreferred {
		t.Errorf("actions: %+v", actions)
	}
}

// Hovers and code actions are answered while analyses run; the race detector looks on.
func TestEditorAsksWhileItChanges(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"net.yaml": exporting})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	text := unsupported + strings.TrimPrefix(importing, "Resources:\n")
	client.Open(uri("app.yaml"), text)
	var asking sync.WaitGroup
	for i := range 4 {
		asking.Go(func() {
			for line := range 20 {
				at := map[string]any{"line": line, "character": 20 - i}
				params := map[string]any{
					"textDocument": map[string]any{"uri": uri("app.yaml")}, "position": at,
					"range": map[string]any{"start": at, "end": at}, "context": map[string]any{},
				}
				_ = client.Call("textDocument/hover", params, nil) // what is said is for other tests
				_ = client.Call("textDocument/codeAction", params, nil)
			}
		})
	}
	for i := range 10 {
		client.Change(uri("app.yaml"), text+strings.Repeat("# typed\n", i))
		client.Diagnostics(uri("app.yaml"))
	}
	asking.Wait()
	if got := lsptest.Codes(client.Diagnostics(uri("app.yaml"))); len(got) != 2 {
		t.Errorf("diagnostics %v, want two", got)
	}
}

func TestEditorIgnoresWithAReason(t *testing.T) {
	t.Parallel()
	inFlow := "Resources:\n  Group: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: g, SecurityGroupIngress: [\n" +
		"    {IpProtocol: icmp, FromPort: -1,\n      ToPort: -1, CidrIp: 0.0.0.0/0}]}}\n"
	inJSON := `{"Resources": {"Group": {
  "Type": "AWS::EC2::SecurityGroup",
  "Properties": {"GroupDescription": "g", "SecurityGroupIngress": [{"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1, "CidrIp": "0.0.0.0/0"}]}
}}}
`
	block := strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1)
	tests := map[string]struct {
		file, text string
		// marker is what the reason is written behind.
		marker, scope string
	}{
		"in a block of YAML": {"app.yaml", block, "          # latchkey: ignore[" + openICMP + "] reason=", "here"},
		"with line ends of Windows": {
			"app.yaml", strings.ReplaceAll(block, "\n", "\r\n"), "          # latchkey: ignore[" + openICMP + "] reason=", "here",
		},
		"with wide characters before": {
			"app.yaml", strings.Replace(block, "for admins", "관리자 🔑 用", 1), "ignore[" + openICMP + "] reason=", "here",
		},
		"in brackets":          {"app.yaml", inFlow, "reason=", "here"},
		"in JSON":              {"app.json", inJSON, `"reason": "`, "in this resource"},
		"in YAML that is JSON": {"app.yaml", inJSON, "reason=", "here"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, uri := workspace(t, nil)
			client := serve(t, dir)
			client.Initialize(able, uri(""))
			client.Open(uri(test.file), test.text)
			found := client.Diagnostics(uri(test.file))
			if len(found) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(found))
			}
			actions := client.Actions(uri(test.file), found[0].Range)
			want := "Ignore " + openICMP + " " + test.scope + " (write the reason)"
			if len(actions) != 1 || actions[0].Title != want {
				t.Fatalf("actions %+v, want %q", actions, want)
			}
			client.Apply(actions[0])
			codes := lsptest.Codes(client.Diagnostics(uri(test.file)))
			slices.Sort(codes)
			if diff := cmp.Diff([]string{openICMP, "suppression/missing-reason"}, codes); diff != "" {
				t.Errorf("without a reason (-want +got):\n%s", diff)
			}
			text := client.Text(uri(test.file))
			if !strings.Contains(text, test.marker) {
				t.Fatalf("no %q in\n%s", test.marker, text)
			}
			client.Change(uri(test.file), strings.Replace(text, test.marker, test.marker+"our monitor pings us", 1))
			if left := client.Diagnostics(uri(test.file)); len(left) > 0 {
				t.Errorf("still there: %+v", left)
			}
		})
	}
}

func TestEditorLeavesTheReasonToASnippet(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, nil)
	client := serve(t, dir)
	client.Initialize(map[string]any{"workspace": map[string]any{
		"workspaceEdit": map[string]any{"documentChanges": true, "snippetEditSupport": true},
	}}, uri(""))
	client.Open(uri("app.yaml"), strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1))
	found := client.Diagnostics(uri("app.yaml"))
	actions := client.Actions(uri("app.yaml"), found[0].Range)
	got := actions[0].Edit.DocumentChanges[0].Edits[0].Snippet.Value
	if want := "          # latchkey: ignore[" + openICMP + "] reason=$1\n"; got != want {
		t.Errorf("snippet %q, want %q", got, want)
	}
}

func TestEditorSaysWhatTextComesTo(t *testing.T) {
	t.Parallel()
	conditional := `Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
  Name: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !If [IsProd, 10.0.0.0/16, 10.1.0.0/16]
      InstanceTenancy: default
      Tags:
        - Key: Name
          Value: !Sub "🔑-${Stage}-${Name}"
`
	dir, uri := workspace(t, map[string]string{"net.yaml": exporting, "app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.Open(uri("app.yaml"), importing)
	client.Open(uri("vpc.yaml"), conditional)
	client.Open(uri("net.yaml"), exporting)
	tests := map[string]struct {
		file string
		at   lsptest.Position
		want []string // parts of the text; none for no hover
	}{
		"an import":               {"app.yaml", lsptest.Position{Line: 10, Character: 30}, []string{"`0.0.0.0/0`", `default of parameter Cidr, line 4 of net\.yaml`, `exported by net\.yaml as admins`}},
		"its key":                 {"app.yaml", lsptest.Position{Line: 10, Character: 11}, []string{"`0.0.0.0/0`"}},
		"a reference":             {"net.yaml", lsptest.Position{Line: 9, Character: 14}, []string{"`0.0.0.0/0`", "default of parameter Cidr, line 4"}},
		"a flagged span":          {"app.yaml", lsptest.Position{Line: 8, Character: 20}, []string{"# ", openICMP, "## How to fix"}},
		"a choice":                {"vpc.yaml", lsptest.Position{Line: 9, Character: 20}, []string{"`10.0.0.0/16` when IsProd is true", "`10.1.0.0/16` when IsProd is false"}},
		"a text with parts":       {"vpc.yaml", lsptest.Position{Line: 13, Character: 22}, []string{"🔑-dev-${parameter Name has no default}"}},
		"what means what it says": {"vpc.yaml", lsptest.Position{Line: 10, Character: 26}, nil},
		"beyond the end":          {"vpc.yaml", lsptest.Position{Line: 400, Character: 26}, nil},
	}
	for name, test := range tests {
		text, _ := client.Hover(uri(test.file), test.at)
		if len(test.want) == 0 && text != "" {
			t.Errorf("%s: %s", name, text)
		}
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", name, want, text)
			}
		}
	}
}

func TestEditorSurvivesBrokenYAML(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, nil)
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	whole := strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1)
	client.Open(uri("app.yaml"), whole)
	client.UntilCodes(uri("app.yaml"), openICMP)
	for end := len(whole) - 1; end > 0; end -= 37 { // as somebody who types leaves it
		client.Change(uri("app.yaml"), whole[:end]+"\n\t{[\"")
	}
	found := client.Diagnostics(uri("app.yaml"))
	if codes := lsptest.Codes(found); !slices.Equal(codes, []string{"syntax/invalid-document"}) && len(codes) > 0 {
		t.Errorf("diagnostics %v of a broken document", codes)
	}
	client.Change(uri("app.yaml"), whole[:len(whole)-20]+": [")
	client.UntilCodes(uri("app.yaml"), "syntax/invalid-document")
	client.Change(uri("app.yaml"), whole)
	client.UntilCodes(uri("app.yaml"), openICMP)
}

func TestEditorFollowsTheDisk(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"app.yaml": importing, ".gitignore": "build/\n", "build/app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.UntilAsked("client/registerCapability")
	write(t, filepath.Join(dir, "net.yaml"), exporting)
	client.Touch(uri("net.yaml"))
	client.UntilCodes(uri("app.yaml"), openICMP)
	if err := os.Rename(filepath.Join(dir, "app.yaml"), filepath.Join(dir, "web.yaml")); err != nil {
		t.Fatal(err)
	}
	client.Touch(uri("app.yaml"), uri("web.yaml"))
	client.UntilCodes(uri("web.yaml"), openICMP)
	client.UntilCodes(uri("app.yaml"))
	if err := os.Remove(filepath.Join(dir, "web.yaml")); err != nil {
		t.Fatal(err)
	}
	client.Touch(uri("web.yaml"))
	client.UntilCodes(uri("web.yaml"))
	client.Open(uri("build/app.yaml"), importing) // whoever opens it wants to know
	client.UntilCodes(uri("build/app.yaml"), openICMP)
	client.Close(uri("build/app.yaml"))
	client.UntilCodes(uri("build/app.yaml"))
}

func TestEditorFollowsTheConfiguration(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"net.yaml": exporting, "app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.UntilCodes(uri("app.yaml"), openICMP)
	configure := func(text string) {
		write(t, filepath.Join(dir, ".latchkey.yaml"), text)
		client.Touch(uri(".latchkey.yaml"))
	}
	configure("ignore: [open-icmp]\n")
	client.UntilCodes(uri("app.yaml"))
	configure("ignore: [open-icmp]\nseverty: {}\n")
	client.UntilCodes(uri(".latchkey.yaml"), "") // the last good one stays in force
	if found := client.Told(uri(".latchkey.yaml")); !strings.Contains(found[0].Diagnostics[0].Message, "severity") {
		t.Errorf("diagnostics of the configuration: %+v", found)
	}
	client.Open(uri("app.yaml"), importing)
	if left := client.Diagnostics(uri("app.yaml")); len(left) > 0 {
		t.Errorf("the configuration is lost: %+v", left)
	}
	configure("severity: {open-icmp: critical}\n")
	client.UntilCodes(uri("app.yaml"), openICMP)
	client.UntilCodes(uri(".latchkey.yaml"))
	if told := client.Told(uri("app.yaml")); told[len(told)-1].Diagnostics[0].Severity != 1 {
		t.Errorf("severity %d, want 1", told[len(told)-1].Diagnostics[0].Severity)
	}
	configure("parameters: {Cidr: 10.0.0.0/8}\n")
	client.UntilCodes(uri("app.yaml"))
	configure("exclude: [app.yaml]\n")
	client.Open(uri("other.yaml"), strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1))
	client.UntilCodes(uri("other.yaml"), openICMP)
	client.UntilCodes(uri("app.yaml"))
}

func TestEditorFixesAConfiguration(t *testing.T) {
	t.Parallel()
	used := "suppressions:\n  - {rule: open-icmp, path: app.yaml, reason: our monitor pings us}\n"
	text := used + "  - {rule: nacl/*, path: app.yaml, reason: nothing here}\n"
	for name, only := range map[string][]string{"one finding": nil, "all": {"source.fixAll"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, uri := workspace(t, map[string]string{
				"app.yaml": strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1), ".latchkey.yaml": text,
			})
			client := serve(t, dir)
			client.Initialize(able, uri(""))
			client.Open(uri(".latchkey.yaml"), text)
			found := client.Diagnostics(uri(".latchkey.yaml"))
			if got := lsptest.Codes(found); !slices.Equal(got, []string{"suppression/unused"}) {
				t.Fatalf("diagnostics %v", got)
			}
			actions := client.Actions(uri(".latchkey.yaml"), found[0].Range, only...)
			if len(actions) != 1 {
				t.Fatalf("actions %+v, want one", actions)
			}
			client.Apply(actions[0])
			if diff := cmp.Diff(used, client.Text(uri(".latchkey.yaml"))); diff != "" {
				t.Errorf("text mismatch (-want +got):\n%s", diff)
			}
			if again := client.Actions(uri(".latchkey.yaml"), found[0].Range, only...); len(again) != 0 {
				t.Errorf("actions on what is not saved: %+v", again)
			}
			write(t, filepath.Join(dir, ".latchkey.yaml"), used)
			client.Save(uri(".latchkey.yaml"))
			if left := client.Diagnostics(uri(".latchkey.yaml")); len(left) > 0 {
				t.Errorf("still there: %+v", left)
			}
		})
	}
}

func TestEditorWithoutAFolder(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{"app.yaml": importing})
	client := serve(t, dir)
	client.Initialize(able)
	client.Open(uri("app.yaml"), importing)
	client.UntilCodes(uri("app.yaml"))
	client.Open("untitled:Untitled-1", strings.Replace(importing, "!ImportValue admins", "0.0.0.0/0", 1))
	client.UntilCodes("untitled:Untitled-1", openICMP)
	client.Close("untitled:Untitled-1")
	client.UntilCodes("untitled:Untitled-1")
}

func TestEditorIncludesWhatItHolds(t *testing.T) {
	t.Parallel()
	template := `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: for admins
      SecurityGroupIngress:
        Fn::Transform:
          Name: AWS::Include
          Parameters: {Location: rules.yaml}
`
	rule := "- {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}\n"
	dir, uri := workspace(t, map[string]string{"app.yaml": template, "rules.yaml": rule})
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.UntilCodes(uri("app.yaml"), openICMP)
	client.Open(uri("rules.yaml"), rule)
	client.Change(uri("rules.yaml"), strings.Replace(rule, "0.0.0.0/0", "10.0.0.0/8", 1))
	client.UntilCodes(uri("app.yaml"))
}

func TestEditorThatLeavesWithoutShutdown(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, nil)
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	if err := client.Exit(); err != statusError(statusNotShutDown) { //nolint:errorlint // it is no wrapped one
		t.Errorf("exit: %v", err)
	}
}
