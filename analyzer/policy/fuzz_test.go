package policy_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func str(text string) *value.Value {
	return &value.Value{Kind: value.String, Text: text}
}

// textOperators are the operators that the reference below knows.
var textOperators = map[string]func(given, wanted string) bool{
	"StringEquals": func(given, wanted string) bool { return given == wanted },
	"StringEqualsIgnoreCase": func(given, wanted string) bool {
		given, wanted = strings.ToLower(given), strings.ToLower(wanted)
		return given == wanted
	},
	"StringLike": func(given, wanted string) bool { return slowly([]rune(wanted), []rune(given)) },
	"ArnLike":    slowlyARN,
}

// slowlyARN compares part by part; both have to have six.
func slowlyARN(given, wanted string) bool {
	parts, patterns := strings.SplitN(given, ":", 6), strings.SplitN(wanted, ":", 6)
	if len(parts) != 6 || len(patterns) != 6 {
		return false
	}
	for i := range parts {
		if !slowly([]rune(patterns[i]), []rune(parts[i])) {
			return false
		}
	}
	return true
}

// FuzzCondition holds operators with qualifiers against the definition, in plain booleans.
func FuzzCondition(f *testing.F) {
	f.Add(uint8(0), uint8(0), false, false, "a", "b", "a", "c", uint8(1), false)
	f.Add(uint8(2), uint8(1), true, true, "a*", "b?", "ab", "bc", uint8(2), true)
	f.Add(uint8(3), uint8(2), true, false, "arn:aws:iam::*:role/*", "*", "arn:aws:iam::1:role/a", "", uint8(0), true)
	f.Fuzz(func(
		t *testing.T, base, qualifier uint8, negated, ifExists bool, wantedA, wantedB, givenA, givenB string, count uint8, list bool,
	) {
		wanted, given := []string{wantedA, wantedB}, []string{givenA, givenB}[:count%3]
		for _, text := range append(slices.Clone(wanted), given...) {
			if len(text) > 12 && base%4 != 3 || len(text) > 24 || !utf8.ValidString(text) || len(given) == 1 && text == "" {
				t.Skip() // the reference takes exponential time, and an empty text is special
			}
			if base%4 == 3 && strings.Count(text, ":") < 5 {
				t.Skip() // what is no ARN is undecided
			}
		}
		name := []string{"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnLike"}[base%4]
		operator := policy.Operator{
			Base: name, IfExists: ifExists,
			Qualifier: []policy.Qualifier{policy.Unqualified, policy.ForAnyValue, policy.ForAllValues}[qualifier%3],
		}
		if negated {
			operator.Base = map[string]string{
				"StringEquals": "StringNotEquals", "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
				"StringLike": "StringNotLike", "ArnLike": "ArnNotLike",
			}[name]
		}
		condition := policy.Condition{Operator: operator.String(), Key: "k"}
		for _, text := range wanted {
			condition.Values = append(condition.Values, policy.Text{Source: str(text)})
		}
		entry := policy.Entry{Presence: value.TruthOf(len(given) > 0), Multivalued: list}
		for _, text := range given {
			entry.Values = append(entry.Values, str(text))
		}

		got := condition.Holds(policy.Context{"k": entry}, true)

		if want := defined(operator, textOperators[name], negated, wanted, given, list); got != want {
			t.Errorf("%s %q holds for %q: %s, want %s", operator, wanted, given, got, want)
		}
	})
}

// defined is the definition of a condition over texts.
func defined(
	operator policy.Operator, matches func(given, wanted string) bool, negated bool, wanted, given []string, list bool,
) value.Truth {
	satisfied := func(text string) bool {
		return negated != slices.ContainsFunc(wanted, func(pattern string) bool { return matches(text, pattern) })
	}
	switch {
	case len(given) == 0 && operator.IfExists:
		return value.Yes
	case operator.Qualifier == policy.ForAllValues:
		return value.TruthOf(!slices.ContainsFunc(given, func(text string) bool { return !satisfied(text) }))
	case operator.Qualifier == policy.ForAnyValue:
		return value.TruthOf(slices.ContainsFunc(given, satisfied))
	case len(given) == 0:
		return value.TruthOf(negated)
	case !list && len(given) == 1:
		return value.TruthOf(satisfied(given[0]))
	case negated:
		return value.Undecided
	default:
		return value.No
	}
}

// FuzzSymbolicCondition holds every operator to its promise: whatever a symbol turns out to be, a
// decided answer stands.
func FuzzSymbolicCondition(f *testing.F) {
	f.Add(uint8(4), uint8(0), "a*", "", "b", "c", "x", true)
	f.Add(uint8(25), uint8(1), "arn:aws:iam::1:role/*", "", "arn:aws:iam::1:role/", "", "x", false)
	f.Add(uint8(8), uint8(2), "1", "", "1", "", "0", true)
	bases := make([]string, 0, len(samples))
	for base := range samples {
		bases = append(bases, base)
	}
	slices.Sort(bases)
	f.Fuzz(func(t *testing.T, base, qualifier uint8, wanted, wantedEnd, given, givenEnd, symbol string, symbolic bool) {
		all := strings.Join([]string{wanted, wantedEnd, given, givenEnd, symbol}, " ")
		if !utf8.ValidString(all) || strings.ContainsAny(symbol, "*?:") || strings.Contains(all, "$") || len(all) > 204 {
			t.Skip() // a symbol stands for itself, not for a pattern, and for one part of an ARN
		}
		name := bases[int(base)%len(bases)]
		if strings.HasPrefix(name, "Arn") && min(strings.Count(wanted+wantedEnd, ":"), strings.Count(given+givenEnd, ":")) < 5 {
			t.Skip() // a request has ARNs under the keys that hold them
		}
		prefix := []string{"", "ForAnyValue:", "ForAllValues:"}[qualifier%3]
		ask := func(middle *value.Value) value.Truth {
			pattern := str(wanted + wantedEnd)
			if symbolic {
				pattern = value.Join(str(wanted), middle, str(wantedEnd))
			}
			condition := policy.Condition{
				Operator: prefix + name, Key: "k", Values: []policy.Text{{Source: pattern}},
			}
			context := policy.Context{"k": policy.Present(value.Join(str(given), middle, str(givenEnd)))}
			return condition.Holds(context, true)
		}

		unknown := ask(&value.Value{Kind: value.Unresolved, Symbol: "X"})
		known := ask(str(symbol))

		if unknown != value.Undecided && known != value.Undecided && unknown != known {
			t.Errorf("holds for any symbol: %s, for %q: %s", unknown, symbol, known)
		}
	})
}

// FuzzMatchARN holds patterns of resources against the definition.
func FuzzMatchARN(f *testing.F) {
	f.Add("arn:aws:s3:::b*", "arn:aws:s3:::b/k")
	f.Add("arn:aws:sqs", "arn:aws:sqs:r:1:q")
	f.Add("arn:aws:s?:::b", "arn:aws:s3:::b")
	f.Add("*", "arn:aws:sns:r:1:t:s")
	f.Fuzz(func(t *testing.T, pattern, arn string) {
		if len(pattern) > 24 || len(arn) > 24 || strings.Count(arn, ":") < 5 || !utf8.ValidString(pattern+" "+arn) {
			t.Skip() // the reference takes exponential time
		}
		fields := strings.SplitN(pattern, ":", 6)
		want := pattern == "*" || slowlyARN(arn, pattern+strings.Repeat(":*", 6-len(fields)))
		if pattern != "*" && len(fields) > 3 && strings.ContainsAny(fields[2], "*?") {
			want = false
		}

		if got := policy.MatchARN(str(pattern), str(arn)); got != value.TruthOf(want) {
			t.Errorf("%q matches %q: %s, want %t", pattern, arn, got, want)
		}
	})
}
