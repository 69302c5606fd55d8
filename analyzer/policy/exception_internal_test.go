package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

// TestControlledServicesAreThoseOfTheCatalogue keeps the list from naming a service that is none, and from
// missing one that joined.
func TestControlledServicesAreThoseOfTheCatalogue(t *testing.T) {
	t.Parallel()
	listed := strings.Fields(controlledServices)
	for _, prefix := range listed {
		if _, known := catalogue.Lookup(prefix); !known {
			t.Errorf("the catalogue has no service %s", prefix)
		}
	}
	var supported []string
	for _, service := range catalogue.Services() {
		if catalogue.RCPSupported(service.Prefix) {
			supported = append(supported, service.Prefix)
		}
	}
	slices.Sort(supported)

	if diff := cmp.Diff(supported, listed); diff != "" {
		t.Errorf("the services of the catalogue and those of the list differ (-want +got):\n%s", diff)
	}
}

// TestExceptionsAreAboutActions keeps a misspelt action from being an exception that never holds.
func TestExceptionsAreAboutActions(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Concat(assumeActions, exemptActions, ownersAlone) {
		prefix, action, _ := strings.Cut(name, ":")
		service, known := catalogue.Lookup(prefix)
		if _, listed := service.Action(action); !known || !listed || name != strings.ToLower(name) {
			t.Errorf("%s is no action in lower case", name)
		}
	}
}
