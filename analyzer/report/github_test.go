package report_test

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// workflowCommand is what the runner of GitHub Actions reads from a line.
type workflowCommand struct {
	Name       string
	Properties map[string]string
	Data       string
}

// runnerCommands are commands that the runner knows, in lower case: it does not mind the case.
var runnerCommands = []string{
	"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "stop-commands", "set-output", "save-state",
	"set-env", "add-path", "add-matcher", "remove-matcher", "echo",
}

// bracketed matches the older form of a command, which may stand anywhere in a line. What has no shape may be
// overlooked where text is compared as people do.
var bracketed = regexp.MustCompile(`#[^\x20-\x7e]*#[^\x20-\x7e]*\[`)

// runnerReads reads the commands from a log as the runner does, and the lines that are none.
func runnerReads(t *testing.T, log string) (commands []workflowCommand, plain []string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(log), "\n") {
		command, ok := readCommand(line)
		switch {
		case ok:
			commands = append(commands, command)
		case bracketed.MatchString(line):
			t.Errorf("a line has a command of the older form: %q", line)
		case line != "":
			plain = append(plain, line)
		}
	}
	return commands, plain
}

func readCommand(line string) (workflowCommand, bool) {
	line = strings.TrimLeftFunc(line, func(char rune) bool { return unicode.IsSpace(char) || unicode.Is(unicode.Cf, char) })
	rest, starts := strings.CutPrefix(line, "::")
	head, data, ends := strings.Cut(rest, "::")
	name, list, _ := strings.Cut(head, " ")
	if !starts || !ends || !slices.Contains(runnerCommands, strings.ToLower(name)) {
		return workflowCommand{}, false
	}
	unescape := func(text string, marks ...string) string {
		for _, mark := range append(marks, "\r", "\n", "%") {
			text = strings.ReplaceAll(text, fmt.Sprintf("%%%02X", mark[0]), mark)
		}
		return text
	}
	command := workflowCommand{Name: name, Properties: map[string]string{}, Data: unescape(data)}
	for property := range strings.SplitSeq(strings.TrimSpace(list), ",") {
		if key, value, ok := strings.Cut(property, "="); ok {
			command.Properties[key] = unescape(value, ":", ",")
		}
	}
	return command, true
}

func TestGitHub(t *testing.T) {
	t.Parallel()
	got := write(t, "github", rich(t), report.Options{
		Dir: "/src/app/templates", Root: "/src/app", ShowUndecided: true, ShowSuppressed: true,
	})
	golden(t, "github", got)
	commands, plain := runnerReads(t, got)
	var levels []string
	for _, command := range commands {
		levels = append(levels, command.Name)
	}
	want := []string{
		"error", "error", "error", "warning", "warning", "notice", "warning", "group", "endgroup", "group", "endgroup",
	}
	if diff := cmp.Diff(want, levels); diff != "" {
		t.Error(diff)
	}
	if len(plain) != 3 {
		t.Errorf("want a suppressed finding, an undecided question and the summary:\n%q", plain)
	}
}

func TestGitHubOfACleanRun(t *testing.T) {
	t.Parallel()
	got := write(t, "github", &finding.Report{Summary: finding.Summary{Files: 2}}, report.Options{})
	if want := "no findings in 2 files\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := write(t, "github", &finding.Report{}, report.Options{Quiet: true}); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

// graded returns a report with the given numbers of findings, the mildest first.
func graded(t *testing.T, critical, high, medium, low int) *finding.Report {
	t.Helper()
	of := single(t, "a: b\n", "a")
	first := of.Findings[0]
	of.Findings = nil
	counts := map[rule.Severity]int{rule.Critical: critical, rule.High: high, rule.Medium: medium, rule.Low: low}
	for _, severity := range []rule.Severity{rule.Low, rule.Medium, rule.High, rule.Critical} {
		for i := range counts[severity] {
			first.Severity, first.Message = severity, fmt.Sprintf("%s %d", severity, i)
			of.Findings = append(of.Findings, first)
		}
	}
	of.Summary.Findings = counts
	return of
}

func TestGitHubAnnotatesTheMostSevereAndListsTheRest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		critical, high, medium, low int
		shown                       map[string]int
		left                        string
	}{
		"all have room": {2, 8, 10, 10, map[string]int{"error": 10, "warning": 10, "notice": 10}, ""},
		"one error too many takes one notice": {
			3, 8, 10, 10, map[string]int{"error": 10, "warning": 10, "notice": 10}, "2 findings",
		},
		"a notice too many": {0, 0, 0, 11, map[string]int{"notice": 10}, "2 findings"},
		"many of each": {
			30, 30, 30, 30, map[string]int{"error": 10, "warning": 10, "notice": 10}, "91 findings",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := graded(t, test.critical, test.high, test.medium, test.low)
			commands, plain := runnerReads(t, write(t, "github", of, report.Options{}))
			shown := map[string]int{}
			said := strings.Join(plain, "\n")
			var told string
			for _, command := range commands {
				switch command.Name {
				case "group":
					told = command.Data
				case "endgroup":
				default:
					shown[command.Name]++
					said += "\n" + command.Data
				}
			}
			if diff := cmp.Diff(test.shown, shown); diff != "" {
				t.Error(diff)
			}
			if test.left != "" && (told != test.left+" without an annotation" || !strings.Contains(said, test.left+" stand in")) {
				t.Errorf("want %s left, told %q in\n%s", test.left, told, said)
			}
			for _, found := range of.Findings {
				if !regexp.MustCompile(`(?m)\b` + found.Message + `\b`).MatchString(said) {
					t.Errorf("%q is lost", found.Message)
				}
			}
			if test.critical > 0 && !strings.Contains(commands[0].Data, "critical 0") {
				t.Errorf("the first annotation is %q, want the most severe", commands[0].Data)
			}
		})
	}
}

func TestGitHubTellsWhatMakesTheRunIncompleteFirst(t *testing.T) {
	t.Parallel()
	of := graded(t, 30, 0, 0, 0)
	of.Notices = []finding.Notice{
		{Message: "every file was looked at", Detail: true},
		{File: "x.yaml", Message: "cannot be read"},
		{Message: "rule a/b: failed", Fault: true},
	}
	commands, _ := runnerReads(t, write(t, "github", of, report.Options{Verbose: true}))
	want := workflowCommand{"error", map[string]string{"title": "latchkey"}, "rule a/b: failed"}
	if diff := cmp.Diff(want, commands[0]); diff != "" {
		t.Error(diff)
	}
	want = workflowCommand{"warning", map[string]string{"file": "x.yaml", "title": "latchkey"}, "cannot be read"}
	if diff := cmp.Diff(want, commands[10]); diff != "" {
		t.Error(diff)
	}
	if len(commands) != 14 {
		t.Errorf("%d commands, want 10 errors, a warning, a group with its end, and a notice", len(commands))
	}
}

func TestGitHubCutsLongMessages(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Findings[0].Notes = []finding.Note{{Label: "why", Text: strings.Repeat("\U0001F511", 5000)}}
	commands, _ := runnerReads(t, write(t, "github", of, report.Options{}))
	if units := len(utf16.Encode([]rune(commands[0].Data))); units > 4096 || units < 4090 {
		t.Errorf("the message has %d UTF-16 units, want 4096 at most and hardly less", units)
	}
	if !strings.HasSuffix(commands[0].Data, "\U0001F511...") {
		t.Error("the cut is not marked")
	}
}

func FuzzGitHubCommands(f *testing.F) {
	f.Add("100% of a,b:c", "a,b:c%0A.yaml", "family/name")
	f.Add("::error::x", " ::stop-commands::x", "::error::")
	f.Add("##[error]x", "##[add-mask]y.yaml", "##[group]z")
	f.Add("a\n::set-env name=x::y\r\n##[error]", "#\u200d#\ufe0f[error].yaml", "%25\r%")
	f.Add("\xff\x00\u2028", "####[x", "#\u034f#[error]")
	f.Fuzz(func(t *testing.T, message, file, id string) {
		if strings.HasPrefix(strings.TrimLeft(file, "/."), "=") || len(message)+len(id) > 500 {
			t.Skip()
		}
		const count = 12
		found := finding.Finding{Rule: id, Severity: rule.High, Message: message, Location: finding.Location{File: file}}
		of := &finding.Report{
			Findings: slices.Repeat([]finding.Finding{found}, count),
			Suppressed: []finding.Finding{{
				Rule: id, Message: message, Location: found.Location, Suppression: &finding.Suppression{Reason: message},
			}},
			Undecided: []finding.Undecided{{Rule: id, Reason: message, Location: found.Location}},
			Notices:   []finding.Notice{{File: file, Message: message}, {Message: message, Fault: true}},
		}
		commands, plain := runnerReads(t, write(t, "github", of, report.Options{ShowSuppressed: true, ShowUndecided: true}))

		name := strings.TrimPrefix(path.Clean("/"+file), "/")
		if name == "" {
			name = "."
		}
		want := workflowCommand{Name: "error", Properties: map[string]string{
			"file":  strings.ToValidUTF8(name, "\ufffd"),
			"title": report.Visible(id) + " (high)",
		}}
		annotations := 0
		for i, command := range commands {
			if command.Name == "error" && i > 0 {
				annotations++
				data := command.Data
				command.Data = ""
				if diff := cmp.Diff(want, command); diff != "" {
					t.Fatal(diff)
				}
				if !strings.HasPrefix(data, report.Visible(message)) {
					t.Fatalf("message %q became %q", message, data)
				}
			}
		}
		if annotations != 9 || len(commands) != 10+1+2+1+2+2 || len(plain) != 3+1+1+1 {
			t.Fatalf("%d annotations, %d commands, %d lines: %q", annotations, len(commands), len(plain), commands)
		}
	})
}
