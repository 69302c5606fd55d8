package report_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
	"github.com/latchkey-dev/latchkey/analyzer/report"
	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// TestSARIFLineHash has the vectors of src/fingerprints.test.ts of github/codeql-action (MIT); the
// last one is our own, computed with that project's code.
func TestSARIFLineHash(t *testing.T) {
	t.Parallel()
	greetings := []string{
		"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
		"b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1",
	}
	tests := map[string]struct {
		content string
		want    []string
	}{
		"an empty file": {"", []string{"c129715d7a2bc9a3:1"}},
		"blanks and tabs do not count": {" a\nb\n  \t\tc\n d", []string{
			"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",
		}},
		"no line end at the end": {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", []string{
			"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
			"b86d3392aea1be30:1", "e6ceba753e1a442:1",
		}},
		"line feeds":           {" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greetings},
		"lone returns as well": {" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greetings},
		"returns and feeds":    {" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greetings},
		"all three":            {" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greetings},
		"equal lines are counted": {strings.Repeat("Lorem ipsum dolor sit amet.\n", 10), []string{
			"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
			"a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
			"55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1",
		}},
		"a byte order mark, a surrogate pair and a blank line": {"\ufeffkey: \U0001F511 a\r\n\r \nb\tc", []string{
			"3cc55baf1508683:1", "db339bebf56b8fc:1", "2c7328ba8682a02:1", "6eaa282957ed7fe0:1",
		}},
		"a program": {"x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n", []string{
			"e54938cc54b302f1:1", "bb609acbe9138d60:1", "1131fd5871777f34:1", "5c482a0f8b35ea28:1",
			"54517377da7028d2:1", "2c644846cb18d53e:1", "f1b89f20de0d133:1", "c129715d7a2bc9a3:1",
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of := single(t, test.content, "")
			held, first := of.Files["app.yaml"], of.Findings[0]
			of.Findings = nil
			for line := range held.Lines() {
				first.Location.Span = held.Span(held.LineStart(line+1), held.LineStart(line+1))
				of.Findings = append(of.Findings, first)
			}
			var got []string
			for _, result := range firstRun(t, write(t, "sarif", of, report.Options{})).Results {
				got = append(got, result.Fingerprints["primaryLocationLineHash"])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSARIFTellsResultsOnOneLineApart(t *testing.T) {
	t.Parallel()
	of := single(t, "a: {b: c}\n", "a")
	first := of.Findings[0]
	of.Findings = nil
	for _, path := range []string{"/a", "/a/b", "/a/b", "/a/b"} {
		first.Location.Path = path
		of.Findings = append(of.Findings, first)
	}
	other := first
	other.Rule = "family/other"
	of.Findings = append(of.Findings, other)

	var got []string
	for _, result := range firstRun(t, write(t, "sarif", of, report.Options{})).Results {
		got = append(got, result.Fingerprints["primaryLocationLineHash"])
	}
	sum := sha256.Sum256([]byte("family/name|/a/b"))
	derived := hex.EncodeToString(sum[:8])
	want := []string{got[0], derived + ":1", derived + ":2", derived + ":3", got[0]}
	if diff := cmp.Diff(want, got); diff != "" || slices.Contains(want[1:4], got[0]) {
		t.Error(diff)
	}
}

func TestSARIFLeavesAnUnknownFileToTheUpload(t *testing.T) {
	t.Parallel()
	of := single(t, "a: b\n", "a")
	of.Files = map[string]*source.File{}
	of.Findings = append(of.Findings, finding.Finding{Rule: "a/b", Location: finding.Location{File: "x"}})
	log := decode[struct {
		Runs []run `json:"runs"`
	}](t, write(t, "sarif", of, report.Options{}))
	for _, result := range log.Runs[0].Results {
		if hash, given := result.Fingerprints["primaryLocationLineHash"]; given {
			t.Errorf("%s has the hash %s of a file that nobody read", result.uri(), hash)
		}
	}
}
