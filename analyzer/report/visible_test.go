package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

func TestVisible(t *testing.T) {
	t.Parallel()

	cases := map[string]struct{ text, want string }{
		"ordinary text stays":                        {"Zürich 東京, a\u00a0b!", "Zürich 東京, a\u00a0b!"},
		"combining marks stay":                       {"e\u0301", "e\u0301"},
		"joiners of an emoji stay":                   {"👩\u200d💻", "👩\u200d💻"},
		"a non-joiner of Persian stays":              {"می\u200cخواهم", "می\u200cخواهم"},
		"an escape that is written out stays":        {`\x1b`, `\x1b`},
		"an escape sequence is written out":          {"a\x1b[31m", `a\x1b[31m`},
		"its introducer as one character is as well": {"\u009b2J", `\u009b2J`},
		"a bell":                        {"\a", `\a`},
		"a backspace":                   {"a\bb", `a\bb`},
		"a NUL":                         {"\x00", `\x00`},
		"a delete":                      {"\x7f", `\x7f`},
		"a tab":                         {"\t", `\t`},
		"line breaks":                   {"a\r\nb", `a\r\nb`},
		"a next line of EBCDIC":         {"a\u0085b", `a\u0085b`},
		"line and paragraph separators": {"a\u2028b\u2029", `a\u2028b\u2029`},
		"a right-to-left override":      {"exe.\u202egpj", `exe.\u202egpj`},
		"embeddings and their end":      {"\u202aa\u202b\u202c", `\u202aa\u202b\u202c`},
		"isolates":                      {"\u2066a\u2067\u2068\u2069", `\u2066a\u2067\u2068\u2069`},
		"marks of direction":            {"\u200e\u200f\u061c", `\u200e\u200f\u061c`},
		"a space without width":         {"a\u200bb", `a\u200bb`},
		"a joiner of words":             {"a\u2060b", `a\u2060b`},
		"a byte order mark":             {"\ufeffa", `\ufeffa`},
		"a soft hyphen":                 {"a\u00adb", `a\u00adb`},
		"a tag character":               {"a\U000e0041", `a\U000e0041`},
		"a character for private use":   {"\ue000", `\ue000`},
		"what is no character":          {"\uffff", `\uffff`},
		"a byte that is not UTF-8":      {"a\xff", "a\ufffd"},
		"a surrogate that was encoded":  {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		"nothing":                       {"", ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := report.Visible(test.text)

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", test.text, diff)
			}
			if again := report.Visible(got); again != got {
				t.Errorf("%q changes a second time, to %q", got, again)
			}
		})
	}
}
