package policy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

func TestMatch(t *testing.T) {
	t.Parallel()

	enormous := strings.Repeat("ab", 2000)
	huge, longest := "*"+strings.Repeat("a", 4000), strings.Repeat("a", 2047)
	cases := map[string]struct {
		pattern, subject string
		want             value.Truth
	}{
		"a text matches itself":                           {"abc", "abc", value.Yes},
		"case matters":                                    {"abc", "aBc", value.No},
		"a star matches nothing":                          {"abc*", "abc", value.Yes},
		"stars match anything between":                    {"a*c*e", "abcde", value.Yes},
		"a question mark matches one character":           {"a?c", "aéc", value.Yes},
		"a question mark needs a character":               {"ab?", "ab", value.No},
		"a star in the subject is a character":            {"a?", "a*", value.Yes},
		"a star swallows a symbol":                        {"a*", "a<X>", value.Yes},
		"a symbol matches itself":                         {"a<X>", "a<X>", value.Yes},
		"a reference matches itself":                      {"<!R.Arn>", "<!R.Arn>", value.Yes},
		"two symbols may be equal":                        {"<X>", "<Y>", value.Undecided},
		"a symbol without identity may be anything":       {"<>", "<>", value.Undecided},
		"a symbol may be the literal":                     {"<X>", "abc", value.Undecided},
		"a symbol may hold what the pattern goes on to":   {"a-*-b", "a<X>", value.Undecided},
		"literal parts rule a symbol out":                 {"x<X>", "abc", value.No},
		"a symbol in one place on both sides is no doubt": {"a:<X>:b*", "a:<X>:c", value.No},
		"nor is one at the ends of both":                  {"*b:<X>:d", "c:<X>:d", value.No},
		"literal ends rule a symbol out":                  {"<X>-x", "<Y>-y", value.No},
		"a question mark may lie within a symbol":         {"a?", "a<X>", value.Undecided},
		"an enormous pattern is not searched":             {"x" + enormous + "x", "<X>" + strings.Repeat("c", 4000) + "<Y>", value.Undecided},
		"what both begin with is left out before":         {enormous + "?", enormous + "<X>y", value.Undecided},
		"a smaller one is":                                {"xababx", "<X>cccc<Y>", value.No},
		"an enormous literal is not searched":             {huge + "b", huge + "a", value.Undecided},
		"an ARN of full length is searched":               {longest + "b", longest + "b", value.Yes},
		"an empty pattern matches only an empty subject":  {"", "", value.Yes},
		"an empty pattern does not match a text":          {"", "a", value.No},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := policy.Match(valuetest.Symbolic(test.pattern), valuetest.Symbolic(test.subject)); got != test.want {
				t.Errorf("%s matches %s: %s, want %s", test.pattern, test.subject, got, test.want)
			}
		})
	}
}

func TestMatchAction(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		pattern string
		want    value.Truth
	}{
		"prefix and name in any case":       {"S3:PUTBUCKETPOLICY", value.Yes},
		"a star for the name":               {"s3:*", value.Yes},
		"a star for all":                    {"*", value.Yes},
		"a star within the name":            {"s3:*BucketPolicy", value.Yes},
		"question marks":                    {"s3:PutBucketPolic?", value.Yes},
		"another action":                    {"s3:PutBucketAcl", value.No},
		"another service":                   {"sqs:*", value.No},
		"a prefix is not the whole name":    {"s3:Put", value.No},
		"an unresolved name":                {"s3:<X>", value.Undecided},
		"an unresolved name of another one": {"sqs:<X>", value.No},
		"an enormous name is not searched":  {strings.Repeat("*a", 1<<20) + "b", value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := policy.MatchAction(valuetest.Symbolic(test.pattern), "s3:PutBucketPolicy"); got != test.want {
				t.Errorf("%s matches: %s, want %s", test.pattern, got, test.want)
			}
		})
	}
}

func FuzzWildcard(f *testing.F) {
	f.Add("a*c", "abc")
	f.Add("*a?*", "bab")
	f.Add("**", "")
	f.Add("?", "é")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 12 || len(text) > 24 {
			t.Skip() // the reference takes exponential time
		}
		want := slowly([]rune(pattern), []rune(text))
		if got := policy.Wildcard(pattern, text); got != want {
			t.Errorf("Wildcard(%q, %q) is %t", pattern, text, got)
		}
		if !utf8.ValidString(pattern + " " + text) {
			t.Skip() // all bytes that are no text look alike
		}
		literally := func(text string) *value.Value { return &value.Value{Kind: value.String, Text: text} }
		if got := policy.Match(literally(pattern), literally(text)); got != value.TruthOf(want) {
			t.Errorf("Match(%q, %q) is %s", pattern, text, got)
		}
	})
}

// slowly is the definition of a match, step by step.
func slowly(pattern, text []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(text) == 0
	case pattern[0] == '*':
		return slowly(pattern[1:], text) || len(text) > 0 && slowly(pattern, text[1:])
	default:
		return len(text) > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && slowly(pattern[1:], text[1:])
	}
}

// FuzzMatch holds the three-valued matcher to its promise: whatever a symbol turns out to be, a
// decided answer stands.
func FuzzMatch(f *testing.F) {
	f.Add("a*", "b", "c", "d", "x")
	f.Add("", "/*", "b", "", "b/c")
	f.Fuzz(func(t *testing.T, before, after, left, right, symbol string) {
		if !utf8.ValidString(strings.Join([]string{before, after, left, right, symbol}, " ")) {
			t.Skip() // all bytes that are no text look alike
		}
		text := func(before, after string) *value.Value {
			return value.Join(
				&value.Value{Kind: value.String, Text: before},
				&value.Value{Kind: value.Unresolved, Symbol: "X"},
				&value.Value{Kind: value.String, Text: after},
			)
		}
		got := policy.Match(text(before, after), text(left, right))
		if strings.ContainsAny(symbol, "*?") {
			return // a symbol in a pattern stands for itself, not for a pattern
		}
		held := policy.Wildcard(before+symbol+after, left+symbol+right)
		if got == value.Yes && !held || got == value.No && held {
			t.Errorf("%q+X+%q matches %q+X+%q: %s, but not with X = %q", before, after, left, right, got, symbol)
		}
	})
}
