package config_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/config"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

var known = []rule.Rule{{ID: "a/one", Tags: []string{"a", "tag"}}, {ID: "a/two", Tags: []string{"a"}}, {ID: "b/three"}}

// rules knows the rules of the tests.
func rules(selector string) (bool, string) {
	return slices.ContainsFunc(known, func(r rule.Rule) bool { return r.Matches(selector) }), "a/one"
}

func read(t *testing.T, text string) *config.Configuration {
	t.Helper()
	made, err := config.Read(source.New(config.Name, []byte(text)), rules)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestWhatIsNotUnderstoodIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want string // the lines of the error
	}{
		"nothing":                       {"", ""},
		"comments alone":                {"# select: x\n", ""},
		"a key whose values are gone":   {"select:\n#  - a/one\n", ""},
		"an unknown key":                {"selct: [a]\n", `1:1: "selct" is no key of the configuration; did you mean "select"?`},
		"an unknown key, far from any":  {"wonderful: 1\n", `1:1: "wonderful" is no key of the configuration`},
		"an unknown key of an override": {"overrides:\n  - paths: [a]\n    exclude: [b]\n", `3:5: "exclude" is no key of overrides[0]`},
		"a key twice":                   {"ignore: [a]\nignore: [b]\n", `2:1: "ignore" stands here a second time`},
		"an unknown rule":               {"ignore:\n  - b\n  - a/won\n", `3:5: ignore[1]: no rule, family or tag is called "a/won"; did you mean "a/one"?`},
		"an unknown rule with severity": {"severity: {x: low}\n", `1:12: severity: no rule, family or tag is called "x"; did you mean "a/one"?`},
		"no severity":                   {"severity: {a: hgh}\n", `1:15: severity.a: "hgh" is no severity: want critical, high, medium or low`},
		"no threshold":                  {"fail-on: never\n", `1:10: fail-on "never": want low, medium, high, critical or none`},
		"no account":                    {"account: 1234\n", `1:10: account "1234": want 12 digits`},
		"no region":                     {"region: Frankfurt\n", `1:9: region "Frankfurt": want a region such as eu-west-1`},
		"a text in place of a list":     {"ignore: a\n", `1:9: ignore: want a list`},
		"a list in place of a text":     {"region: [eu-west-1]\n", `1:9: region: want a region such as eu-west-1`},
		"a list in place of a mapping":  {"parameters: [a]\n", `1:13: parameters: want a mapping`},
		"a list in place of it all":     {"- a\n", `1:1: the configuration: want a mapping`},
		"a pattern that is malformed":   {"exclude: ['a[']\n", `1:11: exclude[0] "a[": the pattern is malformed`},
		"an override of no paths":       {"overrides:\n  - ignore: [a]\n", `2:5: paths is missing: want the files that the override is about`},
		"a suppression of no rule":      {"suppressions:\n  - reason: r\n", `2:5: rule is missing: want the rules that the suppression hides`},
		"a suppression that is a list":  {"suppressions: [[\na]]\n", `1:16: suppressions[0]: want a mapping`},
		"a mapping in place of a list":  {"exclude: {a: b}\n", `1:10: exclude: want a list`},
		"a text in place of a mapping":  {"known: all\n", `1:8: known: want a mapping`},
		"a text in a list of mappings":  {"overrides: [a]\n", `1:13: overrides[0]: want a mapping`},
		"a list in place of true":       {"known: {legacy-ssm-agent: [true]}\n", `1:27: legacy-ssm-agent: want true or false`},
		"another text in place of true": {"known: {legacy-ssm-agent: yes}\n", `1:27: legacy-ssm-agent "yes": want true or false`},
		"a list in place of a severity": {"severity: {a: [low]}\n", `1:15: severity.a: want critical, high, medium or low`},
		"a list in place of a selector": {"select: [[a]]\n", `1:10: select[0]: want a text`},
		"a list in place of a file":     {"baseline: [a]\n", `1:11: baseline: want the name of a file`},
		"a value that is missing":       {"fail-on:\n", `1:9: fail-on: want low, medium, high, critical or none`},
		"a file without a name":         {"baseline: ''\n", `1:11: baseline "": want the name of a file`},
		"a baseline in an override":     {"overrides:\n  - paths: [a]\n    baseline: b\n", `3:5: "baseline" is no key of overrides[0]`},
		"a misspelt key that is needed": {"overrides:\n  - path: [a]\nsuppressions:\n  - rules: [a]\n    reason: r\n", "2:5: \"path\" is no key of overrides[0]; did you mean \"paths\"?\n4:5: \"rules\" is no key of suppressions[0]; did you mean \"rule\"?"},
		"a key that is needed and null": {"overrides:\n  - paths:\n", `2:5: paths is missing: want the files that the override is about`},
		"paths that are no list":        {"overrides:\n  - paths: a\n", `2:12: paths: want a list`},
		"an override that is null":      {"overrides: [null]\n", `1:13: paths is missing: want the files that the override is about`},
		"a rule that is null":           {"suppressions: [{rule: null}]\n", `1:23: rule: want a text`},
		"no day":                        {"suppressions: [{rule: a, until: 2026-02-30}]\n", `1:33: until "2026-02-30": there is no such day`},
		"several at once":               {"selct: 1\nregion: x\n", "1:1: \"selct\" is no key of the configuration; did you mean \"select\"?\n2:9: region \"x\": want a region such as eu-west-1"},
		"what does not parse":           {"a: [\n", `1:4: the [ that opens here is never closed`},
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

func TestConfigurationsUpToTheirSizeAreRead(t *testing.T) {
	t.Parallel()
	read(t, "#"+strings.Repeat("x", config.MaxSize-1))
	_, err := config.Read(source.New(config.Name, []byte("#"+strings.Repeat("x", config.MaxSize))), rules)
	const want = config.Name + ":1:1: the configuration is larger than 1048576 bytes, the most it may have"
	if err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %q", err, want)
	}
}

func TestOverridesChangeTheSettingsOfSomeFiles(t *testing.T) {
	t.Parallel()
	subject := read(t, `
ignore: [b/three]
severity: {a: high}
fail-on: high
region: eu-west-1
parameters: {Stage: prod, Size: "01"}
overrides:
  - paths: ["sandbox/**", dev.yaml]
    ignore: [a/two]
    severity: {a/one: low}
    fail-on: none
    parameters: {Stage: dev}
  - paths: ["sandbox/tokyo/*"]
    region: ap-northeast-1
    account: 000000000001
`)
	type settled struct {
		Off                             []string
		One, Two                        rule.Severity
		FailOn, Region, Account, Stages string
	}
	of := func(name string) settled {
		settings := subject.For(name)
		made := settled{
			One: settings.SeverityOf(known[0]), Two: settings.SeverityOf(known[1]), FailOn: string(settings.FailOn),
			Region: string(settings.Region), Account: string(settings.Account),
			Stages: settings.Parameters["Stage"] + settings.Parameters["Size"],
		}
		for _, candidate := range known {
			if !settings.On(candidate) {
				made.Off = append(made.Off, candidate.ID)
			}
		}
		return made
	}
	dev := settled{[]string{"a/two", "b/three"}, rule.Low, rule.High, "none", "eu-west-1", "", "dev01"}
	tokyo := dev
	tokyo.Region, tokyo.Account = "ap-northeast-1", "000000000001"
	for name, want := range map[string]settled{
		"app.yaml":               {[]string{"b/three"}, rule.High, rule.High, "high", "eu-west-1", "", "prod01"},
		"sandbox/app.yaml":       dev,
		"deep/dev.yaml":          dev,
		"sandbox/tokyo/app.yaml": tokyo,
		"other/sandbox/app.yaml": {[]string{"b/three"}, rule.High, rule.High, "high", "eu-west-1", "", "prod01"},
	} {
		if diff := cmp.Diff(want, of(name)); diff != "" {
			t.Errorf("settings of %s differ (-want +got):\n%s", name, diff)
		}
	}
}

func TestTheLastLayerThatNamesARuleGivesItsSeverity(t *testing.T) {
	t.Parallel()
	settings := read(t, `
severity: {a/one: high, a/two: high, b/three: high, a: low}
overrides:
  - paths: [app.yaml]
    severity: {a: critical, a/two: low}
  - paths: [other.yaml]
    severity: {a: low}
  - paths: [app.yaml]
    severity: {tag: medium}
`).For("app.yaml")
	want := map[string]rule.Severity{"a/one": rule.Medium, "a/two": rule.Low, "b/three": rule.High}
	got := map[string]rule.Severity{}
	for _, each := range known {
		got[each.ID] = settings.SeverityOf(each)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("severities differ (-want +got):\n%s", diff)
	}
}

func TestTheBaselineHasAPlace(t *testing.T) {
	t.Parallel()
	subject := read(t, "ignore: [a]\nbaseline: ci/known.json\n")
	at := subject.BaselineAt()
	if subject.Baseline != "ci/known.json" || at.Line != 2 || at.Column != 11 {
		t.Errorf("baseline %q at %+v", subject.Baseline, at)
	}
}

func TestSelectLeavesOnlyWhatItNames(t *testing.T) {
	t.Parallel()
	settings := read(t, "select: [tag, b/*]\nignore: [b/three]\n").For("x")
	var on []string
	for _, candidate := range known {
		if settings.On(candidate) {
			on = append(on, candidate.ID)
		}
	}
	if diff := cmp.Diff([]string{"a/one"}, on); diff != "" {
		t.Errorf("rules differ (-want +got):\n%s", diff)
	}
}

func TestPatternsFitFilesAndFolders(t *testing.T) {
	t.Parallel()
	subject := read(t, "exclude: [node_modules, 'old/**', 'stacks/*/x.yaml', './gone']\n")
	for name, want := range map[string]bool{
		"app.yaml": false, "a/node_modules/b.yaml": true, "old/a/b.yaml": true, "stacks/a/x.yaml": true,
		"stacks/a/b/x.yaml": false, "gone/a.yaml": true, "bold/a.yaml": false, "../old/a.yaml": false,
	} {
		if got := subject.Excludes(name); got != want {
			t.Errorf("Excludes(%q) = %t, want %t", name, got, want)
		}
	}
}

func TestASuppressionCoversFilesAndResources(t *testing.T) {
	t.Parallel()
	subject := read(t, "suppressions:\n  - {rule: a, path: 'x/*.yaml', resource: Web, reason: r}\n  - rule: a\n    reason: r\n")
	only, all := subject.Suppressions[0], subject.Suppressions[1]
	for _, place := range []struct {
		name, pointer string
		want          bool
	}{
		{"x/a.yaml", "/Resources/Web", true},
		{"x/a.yaml", "/Resources/Web/Properties/A", true},
		{"x/a.yaml", "/Resources/Webs", false},
		{"x/a.yaml", "/Outputs/Web", false},
		{"x/a.yaml", "", false},
		{"y/a.yaml", "/Resources/Web", false},
	} {
		if got := only.Covers(place.name, place.pointer); got != place.want || !all.Covers(place.name, place.pointer) {
			t.Errorf("Covers(%q, %q) = %t, want %t", place.name, place.pointer, got, place.want)
		}
	}
	if got := all.Span; got.Start.Line != 3 || got.Start.Column != 5 || got.End.Column != 12 {
		t.Errorf("the second stands at %+v", got)
	}
}

func TestFindTakesTheNearestUpToTheRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name string) string {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	outer := write(config.Name)
	inner := write("project/a/" + config.Name)
	write("project/b/c/app.yaml")
	write("repo/.git")
	write("repo/a/app.yaml")
	for folder, want := range map[string]string{
		"project/a": inner, "project/b/c": outer, "repo/a": "", "repo": "", ".": outer,
	} {
		if got, _ := config.Find(filepath.Join(root, filepath.FromSlash(folder))); got != want {
			t.Errorf("Find(%s) = %q, want %q", folder, got, want)
		}
	}
}

func TestFindTellsOfWhatIsMisnamedAndTakesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	for _, folder := range []string{"a/b/.latchkey.yml", "folder/.latchkey.yaml", "link"} {
		if err := os.MkdirAll(at(folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"a/.latchkey.yml", ".latchkey.yaml", ".latchkey.yml"} {
		if err := os.WriteFile(at(name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("gone", at("link/.latchkey.yaml")); err != nil {
		t.Skip("no symbolic links here")
	}
	for folder, want := range map[string]string{
		"a/b": ".latchkey.yaml", "folder": "folder/.latchkey.yaml", "link": "link/.latchkey.yaml",
	} {
		if got, _ := config.Find(at(folder)); got != at(want) {
			t.Errorf("Find(%s) = %q, want %q", folder, got, at(want))
		}
	}
	_, passed := config.Find(at("a/b"))
	if diff := cmp.Diff([]string{at("a/.latchkey.yml")}, passed); diff != "" {
		t.Errorf("misnamed files differ (-want +got):\n%s", diff)
	}
}

// FuzzRead finds texts that break the reader.
func FuzzRead(f *testing.F) {
	f.Add("select: [a]\noverrides: [{paths: [x], severity: {a: low}}]\nsuppressions: [{rule: a}, x]\n")
	f.Add(string(config.Template))
	f.Add("known: {break-glass: ['arn:aws:iam::*:role/A'], on-premises: [10.0.0.0/8], legacy-ssm-agent: true}\n")
	f.Fuzz(func(t *testing.T, text string) {
		made, err := config.Read(source.New(config.Name, []byte(text)), rules)
		if err != nil {
			return
		}
		made.For("a/b.yaml")
		for _, one := range made.Suppressions {
			if one.Span.IsZero() || one.Rule == "" {
				t.Errorf("%+v has no place or no rule", one)
			}
		}
	})
}
