package value_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

func TestDistinct(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ items, want []string }{
		"the first of equal items stays": {[]string{"b", "a", "b", "c", "a"}, []string{"b", "a", "c"}},
		"what differs stays":             {[]string{"b", "a"}, []string{"b", "a"}},
		"nothing is nothing":             {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := append([]string{}, test.items...)
			if diff := cmp.Diff(test.want, value.Distinct(given)); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(append([]string{}, test.items...), given); diff != "" {
				t.Errorf("the items given changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnresolvedValuesAreEqualBySymbol(t *testing.T) {
	t.Parallel()
	region, reason := value.OfSymbol("AWS::Region", "it is not known"), value.OfReason("it is not known")

	if got := value.Same(region, value.OfSymbol("AWS::Region", "another reason")); got != value.Yes {
		t.Errorf("two values with one symbol are the same: %s", got)
	}
	if got := value.Same(reason, reason); got != value.Undecided {
		t.Errorf("a value without a symbol is the same as itself: %s", got)
	}
}
