package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/report"
)

func TestInertLinesAreNoCommands(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"at the start of a line":       {"a\n::error::b\n", "a\n\\x3a:error::b\n"},
		"behind blanks":                {"  \u00a0::error::b", "  \u00a0\\x3a:error::b"},
		"anywhere":                     {"a ##[error]b", "a #\\x23[error]b"},
		"hidden between the marks":     {"#\u00ad#[error]b", "#\u00ad\\x23[error]b"},
		"types of resources stay":      {"AWS::S3::Bucket", "AWS::S3::Bucket"},
		"a comment with a sign stays":  {"17 | # text", "17 | # text"},
		"the text of a template stays": {"12 |   ::error::b", "12 |   ::error::b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, report.Inert(test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
