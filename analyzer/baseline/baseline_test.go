package baseline_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/latchkey-dev/latchkey/analyzer/baseline"
	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// text returns a baseline with lines in its list of findings.
func text(lines ...string) string {
	return "{\"version\": 1, \"findings\": [\n" + strings.Join(lines, ",\n") + "\n]}\n"
}

// line is an entry as it is written, with one member in place of another.
func line(old, replacement string) string {
	const entry = `{"file":"a.yaml","rule":"nacl/x","resource":"","path":"/a","value":"0123456789abcdef","message":"m"}`
	return strings.Replace(entry, old, replacement, 1)
}

func write(t *testing.T, entries []baseline.Entry) string {
	t.Helper()
	content, err := baseline.Write(entries)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestABaselineHasALineForEachEntryInAnOrderOfItsOwn(t *testing.T) {
	t.Parallel()
	one := baseline.Entry{
		File: "b.yaml", Rule: "nacl/x", Resource: "<Web>", Path: "/Resources/<Web>", Value: "00", Message: "말 \"&\" \u2028",
	}
	two := baseline.Entry{File: "a.yaml", Rule: "nacl/y", Value: "01", Message: "m"}
	const want = `{
  "$schema": "https://github.com/latchkey-dev/latchkey/raw/main/analyzer/baseline/schema/baseline.json",
  "version": 1,
  "findings": [
    {"file":"a.yaml","rule":"nacl/y","resource":"","path":"","value":"01","message":"m"},
    {"file":"b.yaml","rule":"nacl/x","resource":"<Web>","path":"/Resources/<Web>","value":"00","message":"말 \"&\" \u2028"},
    {"file":"b.yaml","rule":"nacl/x","resource":"<Web>","path":"/Resources/<Web>","value":"00","message":"말 \"&\" \u2028"}
  ]
}
`
	got := write(t, []baseline.Entry{one, two, one})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	read, err := baseline.Read(source.New("known.json", []byte(got)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]baseline.Entry{two, one, one}, read); diff != "" {
		t.Errorf("entries differ (-want +got):\n%s", diff)
	}
}

func TestTheSchemaDescribesWhatIsWritten(t *testing.T) {
	t.Parallel()
	compiled, err := jsonschema.NewCompiler().Compile("schema/baseline.json")
	if err != nil {
		t.Fatal(err)
	}
	file := source.New("a.yaml", []byte("Resources:\n"))
	found := finding.Finding{
		Rule: "syntax/duplicate-key", Message: "Web is wrong",
		Location: finding.Location{File: "a.yaml", Path: "/Resources", Span: file.Span(0, 9)},
	}
	for name, test := range map[string]struct {
		text    string
		isValid bool
	}{
		"of findings":       {write(t, []baseline.Entry{baseline.Of(found, "a.yaml", "Resources")}), true},
		"of none":           {write(t, nil), true},
		"another version":   {strings.Replace(write(t, nil), `1`, `2`, 1), false},
		"another member":    {text(line(`"path"`, `"line":1,"path"`)), false},
		"a missing member":  {text(line(`"path":"/a",`, ``)), false},
		"a rule without /":  {text(line(`nacl/x`, `x`)), false},
		"a value of a text": {text(line(`0123456789abcdef`, `0.0.0.0/0`)), false},
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); (err == nil) != test.isValid {
			t.Errorf("%s: %v\n%s", name, err, test.text)
		}
	}
}

func TestWhatIsNoBaselineIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want []string
	}{
		"an empty file": {"", []string{"known.json:1:1: the baseline is not valid JSON: unexpected end of JSON input"}},
		"a file that ends too early": {
			"{\n  \"version\": 1,\n", []string{"known.json:2:16: the baseline is not valid JSON: unexpected end of JSON input"},
		},
		"the marks of a merge": {
			text(line("", ""), "<<<<<<< HEAD"),
			[]string{"known.json:3:1: the baseline is not valid JSON: invalid character '<' looking for beginning of value"},
		},
		"another sort of file": {
			"[1]", []string{"known.json:1:1: this is no baseline: want an object with version and findings"},
		},
		"a report": {
			`{"findings": []}`, []string{"known.json:1:1: this is no baseline: want an object with version and findings"},
		},
		"another version": {
			"\n{\"version\": 2, \"findings\": {}}",
			[]string{"known.json:2:1: the baseline has version 2: this latchkey reads version 1"},
		},
		"no findings":      {`{"version": 1}`, []string{"known.json:1:1: the baseline has no list of findings"}},
		"findings of null": {`{"version": 1, "findings": null}`, []string{"known.json:1:1: the baseline has no list of findings"}},
		"another member": {
			"{\"version\": 1, \"findings\": [],\n\"fidings\": []}", []string{`known.json:2:12: "fidings" is no member of a baseline`},
		},
		"two lists": {
			"\ufeff{\"version\": 1, \"findings\": [],\n\"findings\": []}",
			[]string{`known.json:2:13: "findings" stands here a second time`},
		},
		"a number as an entry": {
			text(line("", ""), "  7"), []string{"known.json:3:3: an entry is an object, and not a number"},
		},
		"a number as a text": {
			text(line(`"/a"`, `7`)), []string{"known.json:2:1: path is a text, and not a number"},
		},
		"an unknown member of an entry": {
			text(line(`"path"`, `"line":1,"path"`), line("", "")), []string{`known.json:2:1: the entry has an unknown field "line"`},
		},
		"missing members": {text(line("", ""), "{}"), []string{
			"known.json:3:1: the entry has no file", "known.json:3:1: the entry has no rule",
			"known.json:3:1: the entry has no value", "known.json:3:1: the entry has no message",
		}},
		"many mistakes": {text(strings.Repeat("7,", 12) + "7"), append(
			repeated(10, "known.json:2:%d: an entry is an object, and not a number"), "known.json: and 3 more such places",
		)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := baseline.Read(source.New("known.json", []byte(test.text)))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("error differs (-want +got):\n%s", diff)
			}
			if _, isOurs := errors.AsType[*baseline.Error](err); !isOurs {
				t.Errorf("%T has no place", err)
			}
		})
	}
}

// repeated returns a message for each of the first columns of every second character.
func repeated(count int, format string) []string {
	var all []string
	for i := range count {
		all = append(all, fmt.Sprintf(format, 1+2*i))
	}
	return all
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(text(line("", ""), line("a.yaml", "b.yaml"))))
	f.Add([]byte("\ufeff" + text()))
	f.Add([]byte(`{"version":1,"findings":[{},null,[]],"findings":[{"file":"a"}],"x":{"y":[1]}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		entries, err := baseline.Read(source.New("known.json", content))
		if err != nil {
			return
		}
		again, err := baseline.Read(source.New("known.json", []byte(write(t, entries))))
		if err != nil {
			t.Fatalf("what was read and written is refused: %v", err)
		}
		if len(again) != len(entries) {
			t.Errorf("%d entries became %d", len(entries), len(again))
		}
	})
}
