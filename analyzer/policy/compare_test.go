package policy_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestComparisons(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		operator, wanted, given string
		want                    value.Truth
	}{
		"case matters":                            {"StringEquals", "A", "a", value.No},
		"case matters in patterns":                {"StringLike", "A*", "ab", value.No},
		"large numbers are exact":                 {"NumericEquals", "9007199254740993", "9007199254740992", value.No},
		"a number that is none":                   {"NumericEquals", "ten", "10", value.Undecided},
		"no number is no number":                  {"NumericEquals", "NaN", "NaN", value.Undecided},
		"a negative number":                       {"NumericLessThan", "0", "-1.5", value.Yes},
		"a date with a fraction":                  {"DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", value.Yes},
		"the very second is not after itself":     {"DateGreaterThan", "2026-01-01T00:00:00Z", "1767225600", value.No},
		"the second after is":                     {"DateGreaterThan", "2026-01-01T00:00:00Z", "1767225601", value.Yes},
		"the second before is not":                {"DateGreaterThan", "2026-01-01T00:00:00Z", "1767225599", value.No},
		"the very second is not before itself":    {"DateLessThan", "2026-01-01T00:00:00Z", "1767225600", value.No},
		"a day begins at midnight":                {"DateGreaterThan", "2026-01-01", "2026-01-01T00:00:00Z", value.No},
		"the same moment in another zone":         {"DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T09:00:00+09:00", value.No},
		"a later moment on an earlier day":        {"DateGreaterThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59-01:00", value.Yes},
		"at least takes the very second":          {"DateGreaterThanEquals", "2026-01-01T00:00:00Z", "1767225600", value.Yes},
		"at least does not take the one before":   {"DateGreaterThanEquals", "2026-01-01T00:00:00Z", "1767225599", value.No},
		"at most takes the very second":           {"DateLessThanEquals", "2026-01-01T00:00:00Z", "1767225600", value.Yes},
		"at most does not take the one after":     {"DateLessThanEquals", "2026-01-01T00:00:00Z", "1767225601", value.No},
		"a moment that is not known is not after": {"DateGreaterThan", "2026-01-01", "<>", value.Undecided},
		"a symbol is not after itself":            {"DateGreaterThan", "<X>", "<X>", value.No},
		"a symbol is at least itself":             {"DateGreaterThanEquals", "<X>", "<X>", value.Yes},
		"a date in another zone":                  {"DateEquals", "2026-01-01T09:00:00+09:00", "2026-01-01T00:00:00Z", value.Yes},
		"a date without a zone":                   {"DateEquals", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z", value.Undecided},
		"a year may be meant as seconds":          {"DateGreaterThan", "2025", "2026-01-01", value.Undecided},
		"a boolean that is none":                  {"Bool", "no", "false", value.Undecided},
		"bytes that are no base64":                {"BinaryEquals", "*", "QQ==", value.Undecided},
		"an address without a length":             {"IpAddress", "203.0.113.7", "203.0.113.7", value.Yes},
		"another address":                         {"IpAddress", "203.0.113.7", "203.0.113.8", value.No},
		"a network with bits behind its prefix":   {"IpAddress", "203.0.113.7/24", "203.0.113.200", value.Yes},
		"an IPv6 network":                         {"IpAddress", "2001:db8::/32", "2001:db8::1", value.Yes},
		"an IPv6 address without a length":        {"IpAddress", "2001:db8::1", "2001:db8::2", value.No},
		"an IPv4 network for an IPv6 address":     {"IpAddress", "0.0.0.0/0", "2001:db8::1", value.No},
		"an address that is none":                 {"IpAddress", "203.0.113.*", "203.0.113.7", value.Undecided},
		"an address that is the same symbol":      {"IpAddress", "<X>", "<X>", value.Yes},
		"no ARN, for one with a symbol":           {"ArnLike", "arn:aws:iam::<A>:role/a", "anonymous", value.No},
		"no ARN, for one that is not known":       {"ArnLike", "<X>", "anonymous", value.No},
		"a symbol, for too few parts":             {"ArnLike", "arn:aws:iam:*", "arn:aws:iam::1:role/<>", value.Undecided},
		"a symbol, for too few that differ":       {"ArnLike", "arn:aws:s3:*", "arn:aws:iam::1:role/<>", value.No},
		"a network that is a symbol":              {"IpAddress", "<X>", "203.0.113.7", value.Undecided},
		"a star in an ARN stays within its part":  {"ArnLike", "arn:aws:*:1:role/a:*", "arn:aws:iam::1:role/a", value.No},
		"a star in the last part runs on":         {"ArnLike", "arn:aws:sns:*:*:t*", "arn:aws:sns:r:1:t:b:c", value.Yes},
		"a star for the service of an ARN":        {"ArnLike", "arn:aws:*::1:role/a", "arn:aws:iam::1:role/a", value.Yes},
		"an ARN with too few parts":               {"ArnLike", "arn:aws:iam:*", "arn:aws:iam::1:role/a", value.Undecided},
		"an ARN with too few parts that differ":   {"ArnLike", "arn:aws:s3:*", "arn:aws:iam::1:role/a", value.No},
		"no ARN in the request":                   {"ArnLike", "arn:aws:iam::*:*", "anonymous", value.No},
		"case matters in ARNs":                    {"ArnEquals", "arn:aws:iam::1:role/A", "arn:aws:iam::1:role/a", value.No},
		"a partition that is not known":           {"ArnEquals", "arn:<P>:iam::1:role/a", "arn:aws:iam::1:role/a", value.Yes},
		"another partition":                       {"ArnEquals", "arn:aws-cn:iam::1:role/a", "arn:aws:iam::1:role/a", value.No},
		"a declared role":                         {"ArnLike", "<!R.Arn>", "<!R.Arn>", value.Yes},
		"another declared role":                   {"ArnLike", "<!R.Arn>", "<!S.Arn>", value.No},
		"a declared role and a literal one":       {"ArnLike", "<!R.Arn>", "arn:aws:iam::1:role/a", value.Undecided},
		"a symbol in the request may hold a path": {"ArnLike", "arn:aws:iam::1:role/*/a", "arn:aws:iam::1:role/<>a", value.Undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := holds(t, `{"`+test.operator+`": {"k": "`+test.wanted+`"}}`, `{"k": "`+test.given+`"}`)

			if got != test.want {
				t.Errorf("%s is %s to %s: %s, want %s", test.given, test.operator, test.wanted, got, test.want)
			}
		})
	}
}

func TestParseNetwork(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		text, want string
	}{
		"an address":            {"203.0.113.7", "203.0.113.7/32"},
		"an IPv6 address":       {"2001:db8::1", "2001:db8::1/128"},
		"a network":             {"203.0.113.7/8", "203.0.0.0/8"},
		"IPv4 in IPv6 notation": {"::ffff:203.0.113.7", "203.0.113.7/32"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got, ok := policy.ParseNetwork(test.text); !ok || got.String() != test.want {
				t.Errorf("ParseNetwork(%q) = %s, %t, want %s", test.text, got, ok, test.want)
			}
		})
	}
	if got, ok := policy.ParseNetwork("203.0.113.0/33"); ok {
		t.Errorf("a prefix that is too long gives %s", got)
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()

	for text, want := range map[string]int64{
		"1767225600": 1767225600, "2026-01-01": 1767225600, "2026-01": 1767225600, "2026-01-01T01:00+01:00": 1767225600,
	} {
		if got, ok := policy.ParseDate(text); !ok || got.Unix() != want {
			t.Errorf("ParseDate(%q) = %s, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "2026", "soon", "2026-01-01T00:00:00", "2026-13-01"} {
		if got, ok := policy.ParseDate(text); ok {
			t.Errorf("ParseDate(%q) = %s", text, got)
		}
	}
}
