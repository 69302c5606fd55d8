package catalogue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

// service looks up a service that the table must hold.
func service(t *testing.T, prefix string) catalogue.Service {
	t.Helper()
	found, ok := catalogue.Lookup(prefix)
	if !ok {
		t.Fatalf("Lookup(%q) found nothing", prefix)
	}
	return found
}

func TestAction(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service, name string
		want          string
		level         catalogue.Level
		resources     []string
	}{
		"a bucket policy is about permissions": {"s3", "PutBucketPolicy", "PutBucketPolicy", catalogue.Write | catalogue.PermissionsManagement, []string{"bucket"}},
		"case does not matter":                 {"KMS", "cREATEgRANT", "CreateGrant", catalogue.Write | catalogue.PermissionsManagement, []string{"key"}},
		"objects behind access points":         {"s3", "GetObject", "GetObject", catalogue.Read, []string{"accesspointobject", "object"}},
		"an action without resource types":     {"s3", "ListAllMyBuckets", "ListAllMyBuckets", catalogue.List, []string{}},
		"queue attributes hold the policy":     {"sqs", "SetQueueAttributes", "SetQueueAttributes", catalogue.Write | catalogue.PermissionsManagement, []string{"queue"}},
		"a key policy":                         {"kms", "PutKeyPolicy", "PutKeyPolicy", catalogue.Write | catalogue.PermissionsManagement, []string{"key"}},
		"root sessions":                        {"sts", "AssumeRoot", "AssumeRoot", catalogue.Write, []string{"root-user"}},
		"passing a role":                       {"iam", "PassRole", "PassRole", catalogue.Write, []string{"role"}},
		"tagging writes, too":                  {"sqs", "TagQueue", "TagQueue", catalogue.Write | catalogue.Tagging, []string{"queue"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			action, found := service(t, test.service).Action(test.name)
			if !found {
				t.Fatalf("Action(%q) found nothing", test.name)
			}
			if action.Name != test.want || action.Level != test.level {
				t.Errorf("Action(%q) = %s (%s), want %s (%s)", test.name, action.Name, action.Level, test.want, test.level)
			}
			if diff := cmp.Diff(test.resources, action.Resources); diff != "" {
				t.Errorf("resources of %s (-want +got):\n%s", action.Name, diff)
			}
		})
	}
}

func TestActionUnknown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "PutBucketPolicies", "s3:PutBucketPolicy", "PutBucketPolicy ", "Put*", "ｐutObject"} {
		if action, found := service(t, "s3").Action(name); found {
			t.Errorf("Action(%q) = %s, want nothing", name, action.Name)
		}
	}
}

func TestMatching(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service, pattern string
		want             []string
	}{
		"a name matches itself":          {"sqs", "sendmessage", []string{"SendMessage"}},
		"a star is any text":             {"sqs", "*queuea*", []string{"GetQueueAttributes", "SetQueueAttributes"}},
		"a star may be empty":            {"sqs", "*DeleteQueue*", []string{"DeleteQueue"}},
		"a mark is exactly one letter":   {"sqs", "?etQueueAttributes", []string{"GetQueueAttributes", "SetQueueAttributes"}},
		"a mark is never empty":          {"sqs", "DeleteQueue?", nil},
		"an unknown name":                {"sqs", "DeleteAll", nil},
		"no text matches no action":      {"sqs", "", nil},
		"a prefix is not for patterns":   {"sqs", "sqs:*", nil},
		"stars and marks go together":    {"sts", "Assume*?oot", []string{"AssumeRoot"}},
		"the last star has to go back":   {"s3", "*Bucket*Policy", []string{"DeleteBucketPolicy", "GetBucketPolicy", "PutBucketPolicy"}},
		"several stars in a row are one": {"sts", "AssumeRoo**", []string{"AssumeRoot"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var names []string
			for _, action := range service(t, test.service).Matching(test.pattern) {
				names = append(names, action.Name)
			}
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Errorf("Matching(%q) (-want +got):\n%s", test.pattern, diff)
			}
		})
	}
	if all := service(t, "s3").Matching("*"); len(all) != len(service(t, "s3").Actions()) {
		t.Errorf("Matching(*) = %d actions, want all", len(all))
	}
}

// FuzzMatching compares with the plainest matcher there is.
func FuzzMatching(f *testing.F) {
	for _, pattern := range []string{"*", "", "Get*", "*Queue?*", "??tQ*s", "**", "*e*e*e", "sendMESSAGE", "K*"} {
		f.Add(pattern)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		if len(pattern) > 24 {
			t.Skip("the plain matcher takes exponential time")
		}
		queues := service(t, "sqs")
		var want []string
		for _, action := range queues.Actions() {
			if plainlyMatches(pattern, action.Name) {
				want = append(want, action.Name)
			}
		}
		var got []string
		for _, action := range queues.Matching(pattern) {
			got = append(got, action.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Matching(%q) (-plain +got):\n%s", pattern, diff)
		}
	})
}

func plainlyMatches(pattern, text string) bool {
	switch {
	case pattern == "":
		return text == ""
	case pattern[0] == '*':
		return plainlyMatches(pattern[1:], text) || text != "" && plainlyMatches(pattern, text[1:])
	case text == "":
		return false
	case pattern[0] == '?' || pattern[0] < 0x80 && sameLetter(pattern[0], text[0]):
		return plainlyMatches(pattern[1:], text[1:])
	default:
		return false
	}
}

// sameLetter compares with the letters of ASCII, which differ by one bit in case.
func sameLetter(a, b byte) bool {
	isLetter := 'a' <= a|0x20 && a|0x20 <= 'z'
	return a == b || isLetter && a|0x20 == b|0x20
}

func TestLevel(t *testing.T) {
	t.Parallel()
	tagging := catalogue.Write | catalogue.Tagging
	if got, want := tagging.String(), "Write, Tagging"; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
	if !tagging.Has(catalogue.Write) || tagging.Has(catalogue.Write|catalogue.Read) {
		t.Errorf("Has asks for other levels than given")
	}
	if got := catalogue.Level(0).String(); got != "" {
		t.Errorf("no level is %q, want nothing", got)
	}
}
