package report_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/rule"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// whole returns the rich report with what it says of its files, and with all that a fix can have.
func whole(t *testing.T) *finding.Report {
	t.Helper()
	made := rich(t)
	for name := range made.Files {
		made.Inputs = append(made.Inputs, finding.Input{Name: name, Kind: finding.Template})
	}
	finding.SortInputs(made.Inputs)
	place := at(t, made.Files, "queue.json", `"리전"`, "").Span
	made.Findings[0].Fix = &finding.Fix{
		Title: "write it anew", Safe: true, Refusal: "a loop makes it",
		Edits: []finding.Edit{{
			Op: "add", At: source.NewAt("queue.json", "L").Item(1), Written: source.NewAt("queue.json", "L").Item(2),
			Value: []any{json.Number("1.50"), json.Number("12345678901234567890"), nil, "<&>"},
		}},
		Text: []finding.Replacement{{File: "queue.json", Span: place, Text: "\"x\"\n"}},
	}
	made.Notices = append(made.Notices,
		finding.Notice{Message: "a rule failed", Fault: true}, finding.Notice{File: "none", Message: "gone", Unread: true})
	return made
}

// attached reads a report and gives it the texts and rules of another.
func attached(t *testing.T, written string, of *finding.Report) *finding.Report {
	t.Helper()
	read, err := report.ReadJSON([]byte(written))
	if err != nil {
		t.Fatal(err)
	}
	left := report.Attach(read, func(name string) ([]byte, error) {
		if file := of.Files[name]; file != nil {
			return file.Content, nil
		}
		return nil, fs.ErrNotExist
	})
	if diff := cmp.Diff([]string{"parameters.json"}, left); diff != "" {
		t.Errorf("files left out differ (-want +got):\n%s", diff)
	}
	if !read.Chosen {
		read.Rules = of.Rules
	}
	return read
}

// TestReportReadFromJSONIsWrittenLikeItself writes in every format a report and what JSON keeps of it.
func TestReportReadFromJSONIsWrittenLikeItself(t *testing.T) {
	t.Parallel()
	original := whole(t)
	read := attached(t, write(t, "json", original, report.Options{Verbose: true}), original)
	for _, format := range report.Formats() {
		for name, options := range map[string]report.Options{
			"plain": {},
			"all": {
				ShowUndecided: true, ShowSuppressed: true, Verbose: true, Color: true,
				Replacements: func(fix finding.Fix) []finding.Replacement { return fix.Text },
			},
		} {
			if diff := cmp.Diff(write(t, format, original, options), write(t, format, read, options)); diff != "" {
				t.Errorf("%s, %s mismatch (-original +read):\n%s", format, name, diff)
			}
		}
	}
}

func TestReportReadFromJSONIsTheSame(t *testing.T) {
	t.Parallel()
	original := whole(t)
	original.Chosen = true
	original.Rules = []rule.Rule{{ID: "lockout/data-lockout"}, {ID: "syntax/duplicate-key"}}
	original.Shard = &finding.Shard{Index: 2, Of: 3, Set: "all", Files: "files", Rules: "rules"}
	original.Pending = original.Suppressed
	read := attached(t, write(t, "json", original, report.Options{Verbose: true}), original)
	for i := range original.Inputs {
		original.Inputs[i].Hash = report.Hash(original.Files[original.Inputs[i].Name])
	}
	delete(original.Files, "none shows it")
	plain := func(value any) any { // numbers and lists as JSON has them
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if diff := cmp.Diff(original, read,
		cmp.FilterPath(func(path cmp.Path) bool {
			name := path.Last().String()
			return name == ".Value" || name == ".Properties"
		}, cmp.Transformer("plain", plain)),
		cmp.AllowUnexported(source.File{}),
	); diff != "" {
		t.Errorf("report mismatch (-original +read):\n%s", diff)
	}
}

// TestTextThatIsNotTheSameIsLeftOut gives a report files that have changed since.
func TestTextThatIsNotTheSameIsLeftOut(t *testing.T) {
	t.Parallel()
	of := single(t, "Web: x", "Web")
	of.Inputs = []finding.Input{{Name: "app.yaml", Kind: finding.Template}}
	written := write(t, "json", of, report.Options{})
	tests := map[string]struct {
		written string
		open    func(string) ([]byte, error)
		want    []string
	}{
		"the same":     {written, func(string) ([]byte, error) { return []byte("Web: x"), nil }, nil},
		"another text": {written, func(string) ([]byte, error) { return []byte("Web: y"), nil }, []string{"app.yaml"}},
		"no file":      {written, func(string) ([]byte, error) { return nil, errors.New("gone") }, []string{"app.yaml"}},
		"a place that is not in it": {
			strings.Replace(written, `"offset": 3`, `"offset": 9000`, 1),
			func(string) ([]byte, error) { return []byte("Web: x"), nil },
			[]string{"app.yaml"},
		},
		"a place whose line is another": {
			strings.Replace(written, `"offset": 0`, `"offset": 1`, 1),
			func(string) ([]byte, error) { return []byte("Web: x"), nil },
			[]string{"app.yaml"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read, err := report.ReadJSON([]byte(test.written))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, report.Attach(read, test.open)); diff != "" {
				t.Errorf("files left out differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReportOfAnEarlierVersionIsRead(t *testing.T) {
	t.Parallel()
	read, err := report.ReadJSON([]byte("\ufeff" + `{"version": 1, "findings": [], "undecided": [], "suppressed": [],
		"notices": [], "summary": {"files": 3, "templates": 2, "policies": 1, "findings": {}}, "later": {"x": 1}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := finding.Summary{Files: 3, Templates: 2, Policies: 1, Findings: map[rule.Severity]int{}}
	if diff := cmp.Diff(want, read.Summary); diff != "" {
		t.Error(diff)
	}
}

func TestReadJSONSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	const (
		begin = `{"version": 1, "undecided": [], "suppressed": [], "notices": [],` +
			` "summary": {"files": 0, "templates": 0, "policies": 0, "findings": {}}, `
		found = begin + `"findings": [{"rule": "a/b", "severity": "low", "message": "m", "location": `
	)
	tests := map[string]struct{ text, want string }{
		"nothing":            {" \n", "is empty, as when the run that was to write it failed"},
		"UTF-16":             {"\xff\xfe{\x00", "is UTF-16, as some shells redirect it: want UTF-8, as -f json=FILE writes it"},
		"text":               {"3 findings", "is no JSON report of latchkey: want what 'latchkey check -f json' writes"},
		"no JSON":            {"{\n  \"version\": x}", "2:14: is no JSON: invalid character 'x' looking for beginning of value"},
		"half of it":         {"{\n  \"version\": 1,", "2:16: is no JSON: the text ends too early"},
		"two of them":        {begin + `"findings": []} {}`, "1:155: the report is followed by something else"},
		"a list":             {"[]", "is no JSON report of latchkey: want what 'latchkey check -f json' writes"},
		"SARIF":              {`{"$schema": "x", "version": "2.1.0", "runs": []}`, "is no JSON report of latchkey: want what 'latchkey check -f json' writes"},
		"another program":    {`{"results": []}`, "is no JSON report of latchkey: want what 'latchkey check -f json' writes"},
		"a later version":    {`{"version": 2}`, "version is 2: want a JSON report of latchkey, version 1"},
		"a missing member":   {`{"version": 1, "findings": []}`, "undecided is missing"},
		"a member of null":   {`{"version": 1, "findings": null}`, "findings is missing"},
		"another type":       {begin + `"findings": [{"rule": 7}]}`, "1:160: findings.rule is a JSON number, which has no place there"},
		"a severity":         {begin + `"findings": [{"rule": "a/b", "severity": "bad"}]}`, `findings[0].severity: "bad" is no severity: want critical, high, medium or low`},
		"no severity":        {begin + `"findings": [{"rule": "a/b"}]}`, "findings[0].severity: want critical, high, medium or low"},
		"a rule":             {begin + `"findings": [{"rule": "ab"}]}`, "findings[0].rule: want the id of a rule, as in family/name"},
		"no file":            {found + `{}}]}`, "findings[0].location.file: want the name of a file"},
		"a start alone":      {found + `{"file": "a", "start": {"line": 1, "column": 1, "offset": 0}}}]}`, "findings[0].location: want start and end, or neither"},
		"a line of 0":        {found + `{"file": "a", "start": {"line": 0}, "end": {"line": 1}}}]}`, "findings[0].location.start: want a line and a column from 1 on and an offset from 0 on"},
		"an end before":      {found + `{"file": "a", "start": {"line": 2, "column": 1, "offset": 4}, "end": {"line": 1, "column": 1, "offset": 5}}}]}`, "findings[0].location.end: want a place after start, or the same"},
		"a number too large": {found + `{"file": "a", "start": {"line": 99999999999999999999}}}]}`, "1:265: findings.location.start.line is a JSON number 99999999999999999999, which has no place there"},
		"a shard":            {begin + `"findings": [], "shard": {"index": 3, "of": 2, "set": "x"}}`, "shard.index: want a number from 1 to that of shards"},
		"a hash":             {begin + `"findings": [], "files": [{"file": "a", "kind": "policy", "sha256": "x"}]}`, "files[0].sha256: want 64 hexadecimal digits"},
		"an edit":            {found + `{"file": "a"}, "fix": {"edits": [{"op": "grow"}]}}]}`, "findings[0].fix.edits[0].op: want add, replace or remove"},
		"a suppression": {
			strings.Replace(begin, `"suppressed": []`, `"suppressed": [{"rule": "a/b", "severity": "low", "message": "m", "location": {"file": "a"}}]`, 1) + `"findings": []}`,
			"suppressed[0].suppression: want why it is left out",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := report.ReadJSON([]byte(test.text))
			if err == nil {
				t.Fatal("it is read")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzReadJSON reads any text. What it takes can be written in all formats, and as JSON that is read the same again.
func FuzzReadJSON(f *testing.F) {
	var rich strings.Builder
	sample := &finding.Report{
		Findings: []finding.Finding{{
			Rule: "a/b", Severity: rule.High, Message: "m", Scenario: map[string]bool{"x": true},
			Location: finding.Location{File: "a", Path: "/b", Span: source.New("a", []byte("é𝄞x")).Span(2, 7)},
			Fix:      &finding.Fix{Edits: []finding.Edit{{Op: "add", At: "a#/b", Value: json.Number("1")}}},
		}},
		Shard: &finding.Shard{Index: 1, Of: 2, Set: "s"}, Notices: []finding.Notice{{Message: "m"}},
		Files:  map[string]*source.File{"a": source.New("a", []byte("é𝄞x"))},
		Inputs: []finding.Input{{Name: "a", Kind: finding.Policy}},
	}
	if err := report.Write(&rich, "json", sample, report.Options{}); err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{rich.String(), `{"version": 1}`, "[", "", "\xff\xfe"} {
		f.Add([]byte(text), []byte("é𝄞x"))
	}
	f.Fuzz(func(t *testing.T, text, file []byte) {
		read, err := report.ReadJSON(text)
		if err != nil {
			return
		}
		report.Attach(read, func(string) ([]byte, error) { return file, nil })
		options := report.Options{Verbose: true, ShowSuppressed: true, ShowUndecided: true}
		for _, format := range report.Formats() {
			write(t, format, read, options)
		}
		once := write(t, "json", read, options)
		again, err := report.ReadJSON([]byte(once))
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, once)
		}
		if diff := cmp.Diff(once, write(t, "json", again, options)); diff != "" {
			t.Errorf("written differently (-once +again):\n%s", diff)
		}
	})
}
