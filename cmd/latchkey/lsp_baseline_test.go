package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lsp/lsptest"
)

const openGroup = `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: for admins
      SecurityGroupIngress:
        - {IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0}
`

func TestEditorShowsWhatIsNotInTheBaseline(t *testing.T) {
	t.Parallel()
	dir, uri := workspace(t, map[string]string{
		".latchkey.yaml": "baseline: ci/known.json\n", "app.yaml": openGroup, "vpc.yaml": unsupported, "ci/README": "",
	})
	create := func() {
		command := in(nil)
		command.Dir = dir
		if status := command.Main(t.Context(), []string{"baseline", "create", "--force", "-q"}); status != statusClean {
			t.Fatalf("create the baseline: status %d", status)
		}
	}
	create()
	client := serve(t, dir)
	client.Initialize(able, uri(""))
	client.Open(uri("app.yaml"), openGroup)
	client.UntilCodes(uri("app.yaml"))
	client.Change(uri("app.yaml"), openGroup+"        - {IpProtocol: icmpv6, FromPort: -1, ToPort: -1, CidrIpv6: \"::/0\"}\n")
	client.UntilCodes(uri("app.yaml"), openICMP)
	client.Change(uri("app.yaml"), "# lines that moved\n"+openGroup)
	client.UntilCodes(uri("app.yaml"))

	// What is known is still fixed.
	client.Open(uri("vpc.yaml"), unsupported)
	client.UntilCodes(uri("vpc.yaml"))
	actions := client.Actions(uri("vpc.yaml"), lsptest.Range{}, "source.fixAll")
	if len(actions) != 1 {
		t.Fatalf("%d actions, want one", len(actions))
	}
	client.Apply(actions[0])
	want := strings.Replace(unsupported, "EnableDnsSupport: false", "EnableDnsSupport: true", 1)
	if diff := cmp.Diff(want, client.Text(uri("vpc.yaml"))); diff != "" {
		t.Errorf("text mismatch (-want +got):\n%s", diff)
	}

	// A baseline that is not understood is marked, and nothing is hidden; once it is, all is as before.
	write(t, filepath.Join(dir, "ci/known.json"), "<<<<<<< ours\n")
	client.Touch(uri("ci/known.json"))
	client.UntilCodes(uri("app.yaml"), openICMP)
	client.UntilCodes(uri("ci/known.json"), "")
	create()
	client.Touch(uri("ci/known.json"))
	client.UntilCodes(uri("app.yaml"))
	client.UntilCodes(uri("ci/known.json"))

	// One that is not there is told where it is named.
	write(t, filepath.Join(dir, ".latchkey.yaml"), "baseline: none.json\n")
	client.Touch(uri(".latchkey.yaml"))
	client.UntilCodes(uri(".latchkey.yaml"), "")
	client.UntilCodes(uri("app.yaml"), openICMP)
	if err := client.Shutdown(); err != nil {
		t.Errorf("shut down: %v", err)
	}
}
