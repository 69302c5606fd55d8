package catalogue_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

func TestFindKey(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name string
		want catalogue.Key
	}{
		"a global key":                    {"aws:sourceip", catalogue.Key{Name: "aws:SourceIp", Type: catalogue.TypeIPAddress}},
		"a global key with several":       {"aws:CalledVia", catalogue.Key{Name: "aws:CalledVia", Type: catalogue.TypeString, Multivalued: true}},
		"a tag of the request":            {"aws:RequestTag/team", catalogue.Key{Name: "aws:RequestTag/${TagKey}", Type: catalogue.TypeString}},
		"a tag key with a slash":          {"aws:PrincipalTag/a/b", catalogue.Key{Name: "aws:PrincipalTag/${TagKey}", Type: catalogue.TypeString}},
		"a date":                          {"aws:CurrentTime", catalogue.Key{Name: "aws:CurrentTime", Type: catalogue.TypeDate}},
		"a key of a role session":         {"ec2:sourceinstancearn", catalogue.Key{Name: "ec2:SourceInstanceArn", Type: catalogue.TypeARN}},
		"a key of a service":              {"S3:prefix", catalogue.Key{Name: "s3:prefix", Type: catalogue.TypeString}},
		"a number":                        {"s3:max-keys", catalogue.Key{Name: "s3:max-keys", Type: catalogue.TypeNumeric}},
		"an ARN":                          {"sts:TaskPolicyArn", catalogue.Key{Name: "sts:TaskPolicyArn", Type: catalogue.TypeARN}},
		"several ARNs":                    {"sts:RequestContextProviders", catalogue.Key{Name: "sts:RequestContextProviders", Type: catalogue.TypeARN, Multivalued: true}},
		"a truth":                         {"kms:GrantIsForAWSResource", catalogue.Key{Name: "kms:GrantIsForAWSResource", Type: catalogue.TypeBool}},
		"a placeholder in angle brackets": {"s3:ExistingObjectTag/team", catalogue.Key{Name: "s3:ExistingObjectTag/<key>", Type: catalogue.TypeString}},
		"a placeholder after a colon":     {"kms:EncryptionContext:app", catalogue.Key{Name: "kms:EncryptionContext:${EncryptionContextKey}", Type: catalogue.TypeString}},
		"a placeholder in the middle":     {"codebuild:fileSystemLocations/shared.type", catalogue.Key{Name: "codebuild:fileSystemLocations/${identifier}.type", Type: catalogue.TypeString}},
		"a template stands for itself":    {"aws:ResourceTag/${TagKey}", catalogue.Key{Name: "aws:ResourceTag/${TagKey}", Type: catalogue.TypeString}},
		"a prefix that is no service":     {"saml:AUD", catalogue.Key{Name: "saml:aud", Type: catalogue.TypeString}},
		"a key listed elsewhere":          {"ec2:osuser", catalogue.Key{Name: "ec2:osuser", Type: catalogue.TypeString}},
		"a placeholder in the prefix": {
			"agent.example.buildkite.dev:cluster_id",
			catalogue.Key{Name: "agent.${Domain}.buildkite.dev:cluster_id", Type: catalogue.TypeString},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			key, found := catalogue.FindKey(test.name)
			if diff := cmp.Diff(test.want, key); !found || diff != "" {
				t.Errorf("FindKey(%q) = %t (-want +got):\n%s", test.name, found, diff)
			}
		})
	}
}

func TestFindKeyUnknown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "aws", "aws:", "aws:SourceIpAddress", "aws:RequestTag", "aws:RequestTag/", "aws:prefix", "s3:SourceIp",
		"s3:ExistingObjectTag/", "SourceIp", "login.example.com:sub", "codebuild:fileSystemLocations/.type",
	} {
		if key, found := catalogue.FindKey(name); found {
			t.Errorf("FindKey(%q) = %s, want nothing", name, key.Name)
		}
	}
}

func TestServiceKey(t *testing.T) {
	t.Parallel()
	queues := service(t, "sqs")
	if _, found := queues.Key("aws:ResourceTag/team"); !found {
		t.Error("sqs does not list aws:ResourceTag")
	}
	if key, found := queues.Key("aws:SourceIp"); found {
		t.Errorf("sqs lists %s, which every service has", key.Name)
	}
}

func TestGlobalKeyIsFoundByItsName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"aws:PrincipalArn", "AWS:PRINCIPALORGID", "aws:userid", "aws:username", "aws:UserAgent", "aws:referer",
		"aws:AssumedRoot", "aws:VpceOrgPaths", "aws:VpcSourceIp", "lambda:SourceFunctionArn", "aws:PrincipalIsAWSService",
	} {
		if _, found := catalogue.GlobalKey(name); !found {
			t.Errorf("GlobalKey(%q) found nothing", name)
		}
	}
	if key, found := catalogue.GlobalKey("s3:prefix"); found {
		t.Errorf("GlobalKey(s3:prefix) = %s, want nothing", key.Name)
	}
}

func TestCarries(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service, action, key string
		want                 bool
	}{
		"a key of the action":                   {"s3", "ListBucket", "s3:prefix", true},
		"a key of another action":               {"s3", "GetObject", "s3:prefix", false},
		"a key of the resource type":            {"s3", "GetObject", "s3:AccessPointNetworkOrigin", true},
		"a filled-in key of the action":         {"s3", "GetObject", "s3:existingobjecttag/team", true},
		"a global key":                          {"s3", "GetObject", "aws:SourceVpce", true},
		"a tag of the principal":                {"s3", "ListAllMyBuckets", "aws:PrincipalTag/team", true},
		"a resource tag on a taggable resource": {"sqs", "SendMessage", "aws:ResourceTag/team", true},
		"a resource tag without a resource":     {"s3", "ListAllMyBuckets", "aws:ResourceTag/team", false},
		"a request tag where tags are set":      {"sqs", "TagQueue", "aws:RequestTag/team", true},
		"a request tag where none is":           {"sqs", "SendMessage", "aws:RequestTag/team", false},
		"tag keys where none is":                {"sqs", "SendMessage", "aws:TagKeys", false},
		"a claim of an identity provider":       {"s3", "GetObject", "accounts.google.com:aud", true},
		"a claim that only its provider knows":  {"s3", "GetObject", "login.example.com:sub", true},
		"an unknown global key":                 {"s3", "GetObject", "aws:SourceIpAddress", false},
		"a key without a prefix":                {"s3", "GetObject", "prefix", false},
		"an unknown key":                        {"sqs", "SendMessage", "sqs:Delay", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := service(t, test.service)
			action, found := from.Action(test.action)
			if !found {
				t.Fatalf("Action(%q) found nothing", test.action)
			}
			if got := from.Carries(action, test.key); got != test.want {
				t.Errorf("Carries(%s, %s) = %t, want %t", test.action, test.key, got, test.want)
			}
		})
	}
}
