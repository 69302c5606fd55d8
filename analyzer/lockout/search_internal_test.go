package lockout

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// TestTheSearchSaysThatItWasCutShort has one duty more than groups, each of which can do any one of the duties.
func TestTheSearchSaysThatItWasCutShort(t *testing.T) {
	t.Parallel()
	pigeonholes := func(holes int) way {
		required := newSet(holes + 1)
		var groups []group
		for range holes {
			var options []option
			for duty := range holes + 1 {
				one := option{sure: newSet(holes + 1), hard: newSet(holes + 1)}
				one.sure.add(duty)
				options = append(options, one)
			}
			groups = append(groups, group{options: options})
		}
		for duty := range holes + 1 {
			required.add(duty)
		}
		return seek(groups, required, newSet(holes+1), everything)
	}
	tests := map[string]struct {
		holes     int
		exhausted bool
	}{
		"a few are all looked at": {3, false},
		"of many some are not":    {10, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := pigeonholes(test.holes); got.found || got.exhausted != test.exhausted {
				t.Errorf("got found = %t, exhausted = %t, want exhausted = %t", got.found, got.exhausted, test.exhausted)
			}
		})
	}
}

// TestALastResortThatWasNotFoundMayBeThere is about the root user, when not all of its ways were looked at.
func TestALastResortThatWasNotFoundMayBeThere(t *testing.T) {
	t.Parallel()
	statement := policy.Statement{
		Effect: "Deny", Principals: []policy.Principal{{Kind: policy.Anyone}},
		Actions:   []policy.Text{{Value: "*", Source: value.OfText("*")}},
		Resources: []policy.Text{{Value: "*", Source: value.OfText("*")}},
	}
	document := &policy.Document{Version: "2012-10-17", Statements: []policy.Statement{statement}}
	target := Target{Service: "secretsmanager", Resources: []Name{{value.OfText("s")}}, Account: value.OfText("111122223333")}
	row := services["secretsmanager"]
	p := newProof(target, row, target.resources(row, document)[0], document)
	if !p.fill() {
		t.Fatal("the document is too large")
	}
	for isCut, want := range map[bool]Level{false: Total, true: Undecided} {
		p.cut = isCut
		if got := p.lastResort(p.strongest()); got != want {
			t.Errorf("got %s for cut = %t, want %s", got, isCut, want)
		}
	}
}

func TestFactsOfOneRankNeverCountAsAnother(t *testing.T) {
	t.Parallel()
	many := func(kind FactKind, count int) cost {
		facts := make([]Fact, count)
		for i := range facts {
			facts[i].Kind = kind
		}
		return costOf(facts)
	}
	tests := map[string]struct {
		less, more cost
	}{
		"one fact of each rank":            {many(Given, 1), many(undocumented, 1)},
		"any number of values":             {many(Given, 100), many(undocumented, 1)},
		"any number of undocumented facts": {many(undocumented, 100), many(PlainHTTP, 1)},
		"principals and networks":          {many(Existing, 1000), many(Network, 1)},
		"two sums":                         {many(Given, 20).plus(many(Given, 20)), many(undocumented, 1)},
		"a removal":                        {removal.plus(removal), many(Owned, 1)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.less >= test.more {
				t.Errorf("got %x, which is not less than %x", test.less, test.more)
			}
		})
	}
	if got := many(PlainHTTP, 100); !got.overPlainHTTP() || got.plus(got) < got {
		t.Errorf("a hundred facts cost %x", got)
	}
}

func TestPositionsHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	seen := map[string][]int{}
	numbers := []int{0, 1, 127, 128, 255, 256, 1 << 14, 1<<16 - 1, 1 << 16, 1<<16 + 1, 1 << 24}
	for _, first := range numbers {
		for _, second := range numbers {
			at := []int{first, second}
			if other, is := seen[key(at)]; is {
				t.Errorf("%v and %v have one key", at, other)
			}
			seen[key(at)] = at
		}
	}
}

func TestPatternsThatContradictEachOther(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		one, other string
		want       bool
	}{
		"they begin unlike":                {"abc*", "abd*", true},
		"they end unlike":                  {"*xyz", "*ayz", true},
		"one goes on where the other ends": {"abc*", "abcd*", false},
		"a wildcard comes before":          {"a*c", "ab*", false},
		"a mark comes before":              {"a?d", "abd", false},
		"they are equal":                   {"abc", "abc", false},
		"one is long":                      {strings.Repeat("a", 1<<17) + "b", strings.Repeat("a", 1<<17) + "c", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, other := globOf(value.OfText(test.one)), globOf(value.OfText(test.other))
			if got := contradict([]glob{one, other}); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
			if _, met, _ := meet(one, other); met && test.want {
				t.Error("a text matches both")
			}
		})
	}
	folded := globOf(value.OfText("ABC")).folded()
	if contradict([]glob{folded, globOf(value.OfText("abc"))}) {
		t.Error("the case of letters matters")
	}
}
