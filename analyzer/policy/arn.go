package policy

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// arnFields is the number of parts of an ARN: arn:partition:service:region:account:resource, where
// the last may hold colons itself.
const arnFields = 6

// The indexes of an ARN's parts that have rules of their own.
const (
	partitionField = 1
	serviceField   = 2
	regionField    = 3
	accountField   = 4
	resourceField  = 5
)

// Split cuts a text at the separator into at most limit fields, as [strings.SplitN] does. Parts that
// are not literal are never cut: each belongs to one field.
func Split(v *value.Value, separator string, limit int) []*value.Value {
	var fields, field []*value.Value
	for _, part := range v.Pieces() {
		text, isLiteral := part.Literal()
		if !isLiteral {
			field = append(field, part)
			continue
		}
		for len(fields) < limit-1 {
			before, after, found := strings.Cut(text, separator)
			if !found {
				break
			}
			fields = append(fields, value.Join(append(field, value.OfText(before))...))
			field, text = nil, after
		}
		field = append(field, value.OfText(text))
	}
	return append(fields, value.Join(field...))
}

// MatchARN answers whether the pattern of a Resource element matches the ARN of one resource. The
// unresolved parts of the ARN are taken for names, which hold neither ":" nor "/".
//
// As the IAM User Guide has it: case matters, the parts between the colons are matched one by one, a
// pattern with too few parts is completed with "*", a final "*" runs past colons, and a wildcard in
// the service matches nothing. The partition is not compared where it is symbolic, since a policy
// lives in one.
func MatchARN(pattern, arn *value.Value) value.Truth {
	wantedText, wantedLiteral := pattern.Literal()
	givenText, givenLiteral := arn.Literal()
	if wantedLiteral && (givenLiteral || wantedText == "*") {
		return matchLiteralARN(wantedText, givenText)
	}
	given := Split(arn, ":", arnFields)
	wanted, written, ok := patternFields(pattern)
	if !ok || len(given) < arnFields {
		return Match(pattern, arn)
	}
	if written > serviceField+1 && hasWildcard(wanted[serviceField]) {
		return value.No
	}
	truth := value.Yes
	for i := range wanted {
		truth = truth.And(matchField(i, wanted[i], given[i]))
	}
	return truth
}

// matchLiteralARN is the short way for ARNs that are wholly known.
func matchLiteralARN(pattern, arn string) value.Truth {
	given, count := cutARN(arn)
	wanted, written := cutARN(pattern)
	switch {
	case pattern == "*":
		return value.Yes
	case count < arnFields:
		return matchLiterally(pattern, arn)
	case written > serviceField+1 && strings.ContainsAny(wanted[serviceField], "*?"):
		return value.No
	}
	truth := value.Yes
	for i := range written {
		truth = truth.And(matchLiterally(wanted[i], given[i]))
	}
	return truth
}

// cutARN cuts a text into the parts of an ARN, and counts those that are there.
func cutARN(text string) (fields [arnFields]string, count int) {
	for count < arnFields-1 {
		before, after, found := strings.Cut(text, ":")
		if !found {
			break
		}
		fields[count], text = before, after
		count++
	}
	fields[count] = text
	return fields, count + 1
}

// patternFields returns the six parts of a pattern and how many of them were written. It fails when
// the parts can't be told apart because an unresolved text may hold colons.
func patternFields(pattern *value.Value) (fields []*value.Value, written int, ok bool) {
	fields = Split(pattern, ":", arnFields)
	written = len(fields)
	if written < arnFields && pattern.Kind != value.String || !startsLiterally(fields[0]) {
		return nil, written, false
	}
	for len(fields) < arnFields {
		fields = append(fields, value.OfText("*"))
	}
	return fields, written, true
}

func startsLiterally(field *value.Value) bool {
	_, isLiteral := field.Literal()
	return isLiteral
}

func hasWildcard(field *value.Value) bool {
	for _, part := range field.Pieces() {
		if text, ok := part.Literal(); ok && strings.ContainsAny(text, "*?") {
			return true
		}
	}
	return false
}

func matchField(index int, wanted, given *value.Value) value.Truth {
	_, wantedLiteral := wanted.Literal()
	_, givenLiteral := given.Literal()
	if index == partitionField && (!wantedLiteral || !givenLiteral) {
		return value.Yes
	}
	if index == resourceField && namesAnother(wanted, given) {
		return value.No
	}
	return match(wanted, given, matching{names: true})
}

// namesAnother reports whether both resources begin with the name of a declared resource, and not
// with the same one.
func namesAnother(wanted, given *value.Value) bool {
	a, b := Split(wanted, "/", 2)[0], Split(given, "/", 2)[0]
	return a.Kind == value.Reference && b.Kind == value.Reference && value.Same(a, b) == value.No
}
