package policy

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// comparison is what an operator does with one value of the request and one of the policy.
type comparison struct {
	// matches is the positive form: a negated operator is satisfied where it is not. What is
	// malformed in a policy is Undecided, as the outcome is not documented.
	matches func(given, wanted *value.Value) value.Truth
	negated bool
}

// comparisons are the operators by their canonical names (IAM User Guide, IAM JSON policy elements:
// Condition operators). ArnEquals and ArnLike behave identically there.
var comparisons = map[string]comparison{
	"StringEquals":              {matches: equal},
	"StringNotEquals":           {matches: equal, negated: true},
	"StringEqualsIgnoreCase":    {matches: equalFold},
	"StringNotEqualsIgnoreCase": {matches: equalFold, negated: true},
	"StringLike":                {matches: like},
	"StringNotLike":             {matches: like, negated: true},
	"NumericEquals":             {matches: numbers(func(order int) bool { return order == 0 })},
	"NumericNotEquals":          {matches: numbers(func(order int) bool { return order == 0 }), negated: true},
	"NumericLessThan":           {matches: numbers(func(order int) bool { return order < 0 })},
	"NumericLessThanEquals":     {matches: numbers(func(order int) bool { return order <= 0 })},
	"NumericGreaterThan":        {matches: numbers(func(order int) bool { return order > 0 })},
	"NumericGreaterThanEquals":  {matches: numbers(func(order int) bool { return order >= 0 })},
	"DateEquals":                {matches: dates(func(order int) bool { return order == 0 })},
	"DateNotEquals":             {matches: dates(func(order int) bool { return order == 0 }), negated: true},
	"DateLessThan":              {matches: dates(func(order int) bool { return order < 0 })},
	"DateLessThanEquals":        {matches: dates(func(order int) bool { return order <= 0 })},
	"DateGreaterThan":           {matches: dates(func(order int) bool { return order > 0 })},
	"DateGreaterThanEquals":     {matches: dates(func(order int) bool { return order >= 0 })},
	"Bool":                      {matches: sameBool},
	"BinaryEquals":              {matches: sameBytes},
	"IpAddress":                 {matches: inNetwork},
	"NotIpAddress":              {matches: inNetwork, negated: true},
	"ArnEquals":                 {matches: likeARN},
	"ArnLike":                   {matches: likeARN},
	"ArnNotEquals":              {matches: likeARN, negated: true},
	"ArnNotLike":                {matches: likeARN, negated: true},
	null:                        {}, // it is about the key, not about its values
}

// equal compares two texts in which nothing is a wildcard. It knows more than [value.Same], since
// the literal parts of texts may rule equality out.
func equal(given, wanted *value.Value) value.Truth {
	givenText, givenLiteral := given.Literal()
	wantedText, wantedLiteral := wanted.Literal()
	if givenLiteral && wantedLiteral {
		return value.TruthOf(givenText == wantedText)
	}
	if same := value.Same(given, wanted); same != value.Undecided {
		return same
	}
	return matching{pattern: subjectTokens(wanted), subject: subjectTokens(given)}.truth()
}

func equalFold(given, wanted *value.Value) value.Truth {
	return equal(lower(given), lower(wanted))
}

// lower puts the literal parts of a value into lower case.
func lower(v *value.Value) *value.Value {
	parts := make([]*value.Value, 0, len(v.Pieces()))
	for _, part := range v.Pieces() {
		if text, ok := part.Literal(); ok {
			part = value.OfText(strings.ToLower(text))
		}
		parts = append(parts, part)
	}
	return value.Join(parts...)
}

func like(given, wanted *value.Value) value.Truth {
	return Match(wanted, given)
}

// likeARN compares the six parts of two ARNs one by one; each part of the policy's may hold wildcards.
// What becomes of a policy's value with fewer parts, such as "*", is not documented, so it is
// Undecided unless it can't match at all.
func likeARN(given, wanted *value.Value) value.Truth {
	givenText, givenLiteral := given.Literal()
	wantedText, wantedLiteral := wanted.Literal()
	if givenLiteral && wantedLiteral {
		return likeLiteralARN(givenText, wantedText)
	}
	parts, pattern := Split(given, ":", arnFields), Split(wanted, ":", arnFields)
	switch {
	case given.Is(value.Reference) && wanted.Is(value.Reference):
		return value.Same(given, wanted)
	case len(parts) < arnFields && givenLiteral:
		return value.No
	case len(pattern) < arnFields && wantedLiteral:
		return Match(wanted, given).And(value.Undecided)
	case len(parts) < arnFields || len(pattern) < arnFields:
		return Match(wanted, given)
	}
	truth := value.Yes
	for i := range parts {
		truth = truth.And(likePart(i, parts[i], pattern[i]))
	}
	return truth
}

// likeLiteralARN is the short way for ARNs that are wholly known.
func likeLiteralARN(given, wanted string) value.Truth {
	parts, count := cutARN(given)
	patterns, written := cutARN(wanted)
	switch {
	case count < arnFields:
		return value.No
	case written < arnFields:
		return matchLiterally(wanted, given).And(value.Undecided)
	}
	truth := value.Yes
	for i := range parts {
		truth = truth.And(matchLiterally(patterns[i], parts[i]))
	}
	return truth
}

// likePart does not compare the partition where it is symbolic, since a policy lives in one.
func likePart(index int, given, wanted *value.Value) value.Truth {
	_, givenLiteral := given.Literal()
	_, wantedLiteral := wanted.Literal()
	if index == partitionField && (!givenLiteral || !wantedLiteral) {
		return value.Yes
	}
	return match(wanted, given, matching{})
}

func sameBool(given, wanted *value.Value) value.Truth {
	a, b := lower(given), lower(wanted)
	if isBool(a) && isBool(b) || value.Same(a, b) == value.Yes {
		return value.Same(a, b)
	}
	return value.Undecided
}

func isBool(v *value.Value) bool {
	text, _ := v.Literal()
	return text == "true" || text == "false"
}

// sameBytes compares base64 texts by what they encode.
func sameBytes(given, wanted *value.Value) value.Truth {
	same := value.Same(given, wanted)
	if same != value.No {
		return same
	}
	a, _ := given.Literal()
	b, _ := wanted.Literal()
	left, errLeft := base64.StdEncoding.DecodeString(a)
	right, errRight := base64.StdEncoding.DecodeString(b)
	if errLeft != nil || errRight != nil {
		return value.Undecided
	}
	return value.TruthOf(bytes.Equal(left, right))
}
