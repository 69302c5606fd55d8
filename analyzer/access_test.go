package analyzer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer"
	"github.com/latchkey-dev/latchkey/analyzer/access"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/rules"
)

const accessFixtures = "../fixtures/access"

func accessAnalyzer(t *testing.T, account string) *analyzer.Analyzer {
	t.Helper()
	made, err := analyzer.New(rules.FS(), analyzer.Options{Account: account})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// accessFile reads a fixture under its base name.
func accessFile(t *testing.T, name string) *source.File {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(accessFixtures, name))
	if err != nil {
		t.Fatal(err)
	}
	return source.New(name, content)
}

// asJSON writes a value as the command does.
func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAccessReports keeps the JSON form of what is said of policies. UPDATE_GOLDEN=1 rewrites it.
func TestAccessReports(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"team.yaml", "photos-bucket.json", "user01-s3.json"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, _, err := accessAnalyzer(t, "").Access(t.Context(), []*source.File{accessFile(t, name)})
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, filepath.Join(accessFixtures, name+".want"), asJSON(t, report))
		})
	}
}

// exercise is a request of one of the exercises that courses on IAM set, with the answer of the course.
type exercise struct {
	file, identity, boundary, action, resource string
	context                                    map[string][]string
	want                                       policy.Outcome
}

func (e exercise) ask(t *testing.T) *access.Reply {
	t.Helper()
	var files []*source.File
	if e.file != "" {
		files = append(files, accessFile(t, e.file))
	}
	given := []analyzer.GivenFile{{Layer: policy.LayerIdentity, File: accessFile(t, e.identity)}}
	if e.boundary != "" {
		given = append(given, analyzer.GivenFile{Layer: policy.LayerBoundary, File: accessFile(t, e.boundary)})
	}
	question := access.Question{
		Principal: "arn:aws:iam::111122223333:user/user01", Action: e.action, Resource: e.resource, Context: e.context,
	}
	reply, _, err := accessAnalyzer(t, "111122223333").Ask(t.Context(), files, question, given)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// TestABucketThatForbidsUploads is a user with all of S3, and a bucket that takes the uploads away.
func TestABucketThatForbidsUploads(t *testing.T) {
	t.Parallel()
	const photo, elsewhere = "arn:aws:s3:::photos/a.png", "arn:aws:s3:::others/a.png"
	cases := map[string]struct {
		action, resource string
		want             policy.Outcome
	}{
		"to upload":            {"s3:PutObject", photo, policy.ExplicitDeny},
		"to download":          {"s3:GetObject", photo, policy.Allowed},
		"to upload elsewhere":  {"s3:PutObject", elsewhere, policy.Allowed},
		"to make a bucket":     {"s3:CreateBucket", "arn:aws:s3:::more", policy.Allowed},
		"to list all buckets":  {"s3:ListAllMyBuckets", "*", policy.Allowed},
		"to start an instance": {"ec2:RunInstances", "arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1", policy.ImplicitDeny},
		"to list instances":    {"ec2:DescribeInstances", "*", policy.ImplicitDeny},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := exercise{file: "photos-bucket.json", identity: "user01-s3.json", action: tc.action, resource: tc.resource}
			if got := asked.ask(t); got.Outcome != tc.want {
				t.Errorf("got %s: %s", got.Outcome, got.Text)
			}
		})
	}
	t.Run("the bucket's statement decides", func(t *testing.T) {
		t.Parallel()
		asked := exercise{file: "photos-bucket.json", identity: "user01-s3.json", action: "s3:PutObject", resource: photo}
		compareGolden(t, filepath.Join(accessFixtures, "upload.want"), asJSON(t, asked.ask(t)))
	})
}

// TestAllOfEC2WithinABoundary is a user with all of EC2, and a boundary that leaves one instance to start and
// stop, and small ones to launch. What the policy of a bucket gives the user is not limited by it.
func TestAllOfEC2WithinABoundary(t *testing.T) {
	t.Parallel()
	const instances = "arn:aws:ec2:ap-northeast-2:111122223333:instance/"
	const one, another = instances + "i-0a1b2c3d4e5f67890", instances + "i-0fedcba9876543210"
	ofType := func(name string) map[string][]string { return map[string][]string{"ec2:InstanceType": {name}} }
	cases := map[string]exercise{
		"to stop the instance":       {action: "ec2:StopInstances", resource: one, want: policy.Allowed},
		"to stop another":            {action: "ec2:StopInstances", resource: another, want: policy.ImplicitDeny},
		"to terminate the instance":  {action: "ec2:TerminateInstances", resource: one, want: policy.ImplicitDeny},
		"to launch a small one":      {action: "ec2:RunInstances", resource: another, context: ofType("t3.micro"), want: policy.Allowed},
		"to launch a large one":      {action: "ec2:RunInstances", resource: another, context: ofType("m5.large"), want: policy.ImplicitDeny},
		"to launch one of some size": {action: "ec2:RunInstances", resource: another, want: policy.NotDecided},
		"to list instances":          {action: "ec2:DescribeInstances", resource: "*", want: policy.ImplicitDeny},
		"to list buckets":            {action: "s3:ListAllMyBuckets", resource: "*", want: policy.ImplicitDeny},
		"to upload where the bucket names the user": {
			file: "uploads-bucket.json", action: "s3:PutObject", resource: "arn:aws:s3:::uploads/a.png", want: policy.Allowed,
		},
		"to download from there": {
			file: "uploads-bucket.json", action: "s3:GetObject", resource: "arn:aws:s3:::uploads/a.png", want: policy.ImplicitDeny,
		},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.identity, tc.boundary = "ec2-full-access.json", "one-instance-boundary.json"
			if got := tc.ask(t); got.Outcome != tc.want {
				t.Errorf("got %s: %s", got.Outcome, got.Text)
			}
		})
	}
}

func TestAFileGivenForALayerHasToBeAPolicy(t *testing.T) {
	t.Parallel()
	question := access.Question{Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a"}
	for _, file := range []*source.File{
		accessFile(t, "team.yaml"), source.New("broken.json", []byte(`{"Statement": [`)), source.New("notes.txt", []byte("hello")),
	} {
		given := []analyzer.GivenFile{{Layer: policy.LayerIdentity, File: file}}
		_, _, err := accessAnalyzer(t, "").Ask(t.Context(), nil, question, given)
		if want := "--identity: " + file.Name + " is no policy document"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
