package report_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

// The schemas that output is checked against, each compiled once.
var (
	reportSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
		return jsonschema.NewCompiler().Compile("schema/report.json")
	})
	sarifSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
		return jsonschema.NewCompiler().Compile("testdata/sarif-2.1.0.json")
	})
)

// validate checks what was written against a schema.
func validate(t *testing.T, schema func() (*jsonschema.Schema, error), written string) {
	t.Helper()
	compiled, err := schema()
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Error(err)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	got := write(t, "json", rich(t), report.Options{})
	validate(t, reportSchema, got)
	golden(t, "json", got)
}

func TestJSONOfACleanRun(t *testing.T) {
	t.Parallel()
	got := write(t, "json", &finding.Report{}, report.Options{})
	validate(t, reportSchema, got)
	want := `{
  "version": 1,
  "findings": [],
  "undecided": [],
  "suppressed": [],
  "notices": [],
  "summary": {
    "files": 0,
    "templates": 0,
    "policies": 0,
    "findings": {}
  }
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestJSONKeepsTextAsItIs(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Message = "<&> \x1b 로그 \u2028 \xff"
	got := write(t, "json", of, report.Options{})
	if want := `"message": "<&> \u001b 로그 \u2028 \ufffd"`; !strings.Contains(got, want) {
		t.Errorf("want %s in\n%s", want, got)
	}
	validate(t, reportSchema, got)
}

func TestJSONHasDetailOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	type written struct {
		Notices []finding.Notice `json:"notices"`
	}
	all := rich(t).Notices
	for verbose, want := range map[bool][]finding.Notice{false: all[:1], true: all} {
		got := decode[written](t, write(t, "json", rich(t), report.Options{Verbose: verbose}))
		if diff := cmp.Diff(want, got.Notices); diff != "" {
			t.Errorf("verbose %t: %s", verbose, diff)
		}
	}
}

func TestJSONRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Properties = map[string]any{"number": func() {}}
	var out strings.Builder
	err := report.Write(&out, "json", of, report.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "render report as json: encode JSON: ") || out.Len() > 0 {
		t.Errorf("got %q and error %v", out.String(), err)
	}
}
