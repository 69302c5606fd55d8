package access

import (
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// sense says whether something is meant as written or the other way round.
type sense uint8

const (
	asWritten sense = iota
	inverted
)

// reading is one condition, to be put into words in one sense.
type reading struct {
	operator policy.Operator
	sense    sense
	key      string
	values   []string
}

// phrase says in words when a condition holds, as in "aws:SourceVpce is vpce-0a1b", or when it does not.
func phrase(c *policy.Condition, in sense) string {
	operator, known := policy.ParseOperator(c.Operator)
	if !known || c.Key == "" {
		return [...]string{"a condition that is not known holds", "a condition that is not known fails"}[in]
	}
	read := reading{operator: operator, sense: in, key: c.Key, values: texts(c.Values)}
	name := keyName(c.Key)
	switch {
	case operator.Base == "Null":
		return name + read.null()
	case operator.Qualifier == policy.ForAnyValue:
		return [...]string{"some", "no"}[in] + " value of " + name + read.predicate(read.some())
	case operator.Qualifier == policy.ForAllValues:
		return [...]string{"every", "some"}[in] + " value of " + name + read.predicate(read.about())
	case operator.Base == "Bool" && len(read.values) == 1 && read.about() == others:
		read.values[0] = strconv.FormatBool(!strings.EqualFold(read.values[0], "true"))
		return name + read.predicate(those) + read.orAbsent(those)
	default:
		return name + read.predicate(read.about()) + read.orAbsent(read.about())
	}
}

// about says which values a phrase is about: those that a condition lists, or all others.
type about uint8

const (
	those about = iota
	others
)

// about returns which values the phrase is about.
func (r reading) about() about {
	if r.operator.Negated() == (r.sense == asWritten) {
		return others
	}
	return those
}

// some returns which values the operator itself is about.
func (r reading) some() about {
	if r.operator.Negated() {
		return others
	}
	return those
}

func (r reading) null() string {
	isAbsent := strings.EqualFold(strings.Join(r.values, ""), "true")
	if isAbsent == (r.sense == asWritten) {
		return " is absent"
	}
	return " is there"
}

// orAbsent says what a request without the key does, where the words before would suggest the opposite.
func (r reading) orAbsent(meant about) string {
	holdsWithout := r.operator.IfExists || r.operator.Negated()
	satisfied := holdsWithout == (r.sense == asWritten)
	switch {
	case policy.KeyPresence(r.key, policy.Role) == value.Yes:
		return ""
	case satisfied && meant == those:
		return " or absent"
	case !satisfied && meant == others:
		return " and not absent"
	default:
		return ""
	}
}

// verbs are how the operators read: for the values listed, and for others.
var verbs = []struct{ operator, listed, others string }{
	{"LessThanEquals", "at most", "more than"},
	{"LessThan", "less than", "at least"},
	{"GreaterThanEquals", "at least", "less than"},
	{"GreaterThan", "more than", "at most"},
	{"IpAddress", "in", "outside of"},
	{"", "", "not"},
}

// inTime turns comparisons of numbers into those of times.
var inTime = strings.NewReplacer(
	"less than", "before", "more than", "after", "at least", "no earlier than", "at most", "no later than",
)

// predicate returns the verb with the values, as in " is in 192.0.2.0/24".
func (r reading) predicate(meant about) string {
	words := []string{"", "is"}
	for _, verb := range verbs {
		if !strings.HasSuffix(r.operator.Base, verb.operator) {
			continue
		}
		said := verb.listed
		if meant == others {
			said = verb.others
		}
		if strings.HasPrefix(r.operator.Base, "Date") {
			said = inTime.Replace(said)
		}
		if said != "" {
			words = append(words, said)
		}
		break
	}
	if r.operator.Wildcards() && strings.ContainsAny(strings.Join(r.values, ""), "*?") {
		words = append(words, "like")
	}
	word := " or "
	if meant == others {
		word = " nor "
	}
	return strings.Join(append(words, enumerate(r.values, word)), " ")
}
