package policy

import (
	"cmp"
	"net/netip"
	"regexp"
	"strconv"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// numbers compares what both values spell; accepts gets the order of the request's value relative to
// that of the policy.
func numbers(accepts func(order int) bool) func(given, wanted *value.Value) value.Truth {
	return ordered(accepts, func(given, wanted string) (order int, ok bool) {
		a, errA := strconv.ParseInt(given, 10, 64)
		b, errB := strconv.ParseInt(wanted, 10, 64)
		if errA == nil && errB == nil {
			return cmp.Compare(a, b), true
		}
		x, errX := strconv.ParseFloat(given, 64)
		y, errY := strconv.ParseFloat(wanted, 64)
		return cmp.Compare(x, y), errX == nil && errY == nil && x == x && y == y
	})
}

// dates compares points in time, in ISO 8601 or as seconds since 1970.
func dates(accepts func(order int) bool) func(given, wanted *value.Value) value.Truth {
	return ordered(accepts, func(given, wanted string) (order int, ok bool) {
		a, okA := ParseDate(given)
		b, okB := ParseDate(wanted)
		return a.Compare(b), okA && okB
	})
}

// ordered makes a comparison of one that puts two texts in an order. Equal values are in the same
// place whatever they are.
func ordered(
	accepts func(order int) bool, compare func(given, wanted string) (order int, ok bool),
) func(given, wanted *value.Value) value.Truth {
	return func(given, wanted *value.Value) value.Truth {
		givenText, givenLiteral := given.Literal()
		wantedText, wantedLiteral := wanted.Literal()
		if givenLiteral && wantedLiteral {
			if order, ok := compare(givenText, wantedText); ok {
				return value.TruthOf(accepts(order))
			}
			return value.Undecided
		}
		if value.Same(given, wanted) == value.Yes {
			return value.TruthOf(accepts(0))
		}
		return value.Undecided
	}
}

// dateForms are the forms of ISO 8601 that the W3C note on date and time formats has, which the IAM
// User Guide points to, without the bare year: it might as well be meant as seconds.
var dateForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01"}

var seconds = regexp.MustCompile(`^[0-9]{5,12}$`)

// ParseDate reads a value of the date operators: a point in time in ISO 8601 with a zone, a day or a
// month, which begin at midnight UTC, or seconds since 1970.
func ParseDate(text string) (date time.Time, ok bool) {
	if seconds.MatchString(text) {
		number, err := strconv.ParseInt(text, 10, 64)
		return time.Unix(number, 0), err == nil
	}
	for _, form := range dateForms {
		if date, err := time.Parse(form, text); err == nil {
			return date, true
		}
	}
	return time.Time{}, false
}

// inNetwork answers whether an address of the request lies in a network of the policy. A network
// without a length is one address (IAM User Guide, IP address condition operators).
func inNetwork(given, wanted *value.Value) value.Truth {
	givenText, givenLiteral := given.Literal()
	wantedText, wantedLiteral := wanted.Literal()
	if !givenLiteral || !wantedLiteral {
		if value.Same(given, wanted) == value.Yes {
			return value.Yes
		}
		return value.Undecided
	}
	address, err := netip.ParseAddr(givenText)
	network, ok := ParseNetwork(wantedText)
	if err != nil || !ok {
		return value.Undecided
	}
	return value.TruthOf(network.Contains(address.Unmap()))
}

// ParseNetwork reads a value of the IP address operators: a network in CIDR notation, or an address,
// which stands for the network of which it is the only one. Bits behind the prefix are ignored.
func ParseNetwork(text string) (network netip.Prefix, ok bool) {
	if address, err := netip.ParseAddr(text); err == nil {
		address = address.Unmap()
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	network, err := netip.ParsePrefix(text)
	return network.Masked(), err == nil
}
