package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/model"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// withLogs is a template with a bucket, to which what writes to it is added.
const withLogs = `Parameters: {Open: {Type: String}}
Conditions: {Maybe: !Equals [!Ref Open, a]}
Resources:
  Logs: {Type: AWS::S3::Bucket, Properties: {BucketName: my-logs}}
  `

const (
	trail         = "AWS::CloudTrail::Trail"
	flowLog       = "AWS::EC2::FlowLog"
	queryLogs     = "AWS::Route53Resolver::ResolverQueryLoggingConfig"
	classic       = "AWS::ElasticLoadBalancing::LoadBalancer"
	balancer      = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	enabled       = `{Key: access_logs.s3.enabled, Value: "True"}`
	inLogs        = "{Key: access_logs.s3.bucket, Value: my-logs}"
	attributeRoot = "LoadBalancerAttributes/"
)

func TestLogPointersFindTheBucket(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ kind, properties, at string }{
		"a trail by reference":  {trail, "S3BucketName: !Ref Logs", "S3BucketName"},
		"a trail by name":       {trail, "S3BucketName: my-logs", "S3BucketName"},
		"a flow log by the ARN": {flowLog, "LogDestinationType: s3, LogDestination: !GetAtt Logs.Arn", "LogDestination"},
		"a flow log by an ARN with a reference": {
			flowLog, `LogDestinationType: s3, LogDestination: !Sub "arn:aws:s3:::${Logs}/flow"`, "LogDestination",
		},
		"a flow log by a literal ARN": {
			flowLog, `LogDestinationType: s3, LogDestination: "arn:aws:s3:::my-logs/flow"`, "LogDestination",
		},
		"query logs": {queryLogs, `DestinationArn: "arn:aws-cn:s3:::my-logs"`, "DestinationArn"},
		"a classic load balancer": {
			classic, "AccessLoggingPolicy: {Enabled: true, S3BucketName: my-logs}", "AccessLoggingPolicy/S3BucketName",
		},
		"an application load balancer": {
			balancer, "LoadBalancerAttributes: [" + enabled + ", " + inLogs + "]", attributeRoot + "1/Value",
		},
		"one that says its type": {
			balancer, "Type: application, LoadBalancerAttributes: [" + inLogs + ", " + enabled + "]", attributeRoot + "0/Value",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := []string{"a.yaml#Logs a.yaml#/Resources/W/Properties/" + test.at}
			var got []string
			for _, pointer := range logPointers(t, "W: {Type: "+test.kind+", Properties: {"+test.properties+"}}") {
				got = append(got, pointer.Bucket.ID+" "+string(pointer.At))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLogPointersLeaveOut(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ kind, properties string }{
		"another bucket":              {trail, "S3BucketName: other-logs"},
		"a bucket that is not known":  {trail, "S3BucketName: !Ref Open"},
		"a resource of another type":  {trail, "S3BucketName: !Ref W"},
		"an ARN that is not complete": {queryLogs, `DestinationArn: !Sub "${Logs}/x"`},
		"a bucket whose name holds that of another": {
			flowLog, `LogDestinationType: s3, LogDestination: !Sub "arn:aws:s3:::${Logs}-flow"`,
		},
		"flow logs to CloudWatch":         {flowLog, `LogDestination: "arn:aws:s3:::my-logs"`},
		"logging that is off":             {classic, "AccessLoggingPolicy: {Enabled: false, S3BucketName: my-logs}"},
		"logging that may be off":         {classic, "AccessLoggingPolicy: {Enabled: !Ref Open, S3BucketName: my-logs}"},
		"a load balancer for networks":    {balancer, "Type: network, LoadBalancerAttributes: [" + enabled + ", " + inLogs + "]"},
		"a load balancer that logs not":   {balancer, "LoadBalancerAttributes: [" + inLogs + "]"},
		"attributes that are not known":   {balancer, "LoadBalancerAttributes: !Ref Open"},
		"a resource that may not exist":   {trail + ", Condition: Maybe", "S3BucketName: my-logs"},
		"a resource that writes no logs":  {"AWS::SNS::Topic", "S3BucketName: my-logs"},
		"a resource that names no bucket": {trail, "IsLogging: true"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := logPointers(t, "W: {Type: "+test.kind+", Properties: {"+test.properties+"}}")
			if diff := cmp.Diff([]model.LogPointer{}, found); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLogPointersSayWhoWrites(t *testing.T) {
	t.Parallel()
	bucket := model.LogBucket{
		ID: "a.yaml#Logs", Name: "Logs", File: "a.yaml", At: "a.yaml#/Resources/Logs", Exists: value.Yes,
	}
	const stack = "\n  S: {Type: AWS::CloudFormation::Stack}"
	tests := map[string]struct {
		resources string
		want      model.LogPointer
	}{
		"a trail with a prefix": {
			"W: {Type: " + trail + ", Properties: {S3BucketName: my-logs, S3KeyPrefix: audit}}",
			model.LogPointer{Service: "cloudtrail.amazonaws.com", Checks: true, Prefixed: true},
		},
		"a classic load balancer with a prefix": {
			"W: {Type: " + classic + ", Properties: {AccessLoggingPolicy: {Enabled: true, S3BucketName: my-logs, S3BucketPrefix: a}}}",
			model.LogPointer{Service: "logdelivery.elasticloadbalancing.amazonaws.com", Checks: true, Prefixed: true},
		},
		"an application load balancer with a prefix": {
			"W: {Type: " + balancer + ", Properties: {LoadBalancerAttributes: [" + enabled + ", " + inLogs +
				", {Key: access_logs.s3.prefix, Value: a}]}}",
			model.LogPointer{Service: "logdelivery.elasticloadbalancing.amazonaws.com", Checks: true, Prefixed: true},
		},
		"query logs beside a nested stack": {
			"W: {Type: " + queryLogs + `, Properties: {DestinationArn: "arn:aws:s3:::my-logs"}}` + stack,
			model.LogPointer{Service: "delivery.logs.amazonaws.com", Unseen: true},
		},
		"query logs beside a custom resource": {
			"W: {Type: " + queryLogs + `, Properties: {DestinationArn: "arn:aws:s3:::my-logs"}}` + "\n  C: {Type: Custom::Policy}",
			model.LogPointer{Service: "delivery.logs.amazonaws.com", Unseen: true},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := logPointers(t, test.resources)
			if len(found) != 1 {
				t.Fatalf("found %d pointers, want 1", len(found))
			}
			test.want.At, test.want.Name, test.want.Bucket = found[0].At, "W", bucket
			if diff := cmp.Diff(test.want, found[0]); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// logPointers returns those of a document with the bucket and further resources.
func logPointers(t *testing.T, resources string) []model.LogPointer {
	t.Helper()
	return build(t, "a.yaml", "template", withLogs+resources, template.Environment{}).LogPointers
}

func TestLogPointersComeWithThePolicies(t *testing.T) {
	t.Parallel()
	document := build(t, "a.yaml", "template", withLogs+"W: {Type: "+trail+", Properties: {S3BucketName: my-logs}}",
		template.Environment{})
	for section, want := range map[model.Section]int{model.Policies: 1, model.Logs: 1, model.Resources: 0} {
		if got := len(document.Only([]model.Section{section}).LogPointers); got != want {
			t.Errorf("with %s there are %d pointers, want %d", section, got, want)
		}
		if got := model.Relevant([]model.Section{section})(flowLog); !got {
			t.Errorf("with %s flow logs are not relevant", section)
		}
	}
}

func TestSubjectsAreTheWritersOfLogs(t *testing.T) {
	t.Parallel()
	grant := func(kind, principal, action string) string {
		return "P: {Type: " + kind + `, Properties: {Bucket: other, Topics: [a], PolicyDocument: {Version: "2012-10-17", ` +
			"Statement: {Sid: A, Effect: Allow, Principal: " + principal + ", Action: " + action + `, Resource: "*"}}}}`
	}
	const onBucket, writer = "AWS::S3::BucketPolicy", "{Service: delivery.logs.amazonaws.com}"
	tests := map[string]struct {
		resource string
		want     bool
		subject  string
	}{
		"what writes logs":                  {"W: {Type: " + trail + ", Properties: {S3BucketName: my-logs}}", true, "log/pointer"},
		"what writes them elsewhere":        {"W: {Type: " + trail + ", Properties: {S3BucketName: b}}", false, "log/pointer"},
		"a permission to write":             {grant(onBucket, writer, "s3:Put*"), true, "statement/log-writer"},
		"one that is not known":             {grant(onBucket, writer, "!Ref Open"), true, "statement/log-writer"},
		"a permission to read":              {grant(onBucket, writer, "s3:GetBucketAcl"), false, "statement/log-writer"},
		"a permission of another service":   {grant(onBucket, "{Service: a.amazonaws.com}", "s3:*"), false, "statement/log-writer"},
		"a permission on what is no bucket": {grant("AWS::SNS::TopicPolicy", writer, `"*"`), false, "statement/log-writer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := build(t, "a.yaml", "template", withLogs+test.resource, template.Environment{})
			got := false
			for _, subject := range document.Subjects() {
				got = got || subject == test.subject
			}
			if got != test.want {
				t.Errorf("has the subject %s: %t, want %t", test.subject, got, test.want)
			}
		})
	}
}

func TestWritesLogs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		types []string
		want  bool
	}{
		"what writes logs, and a bucket": {[]string{"AWS::S3::Bucket", classic}, true},
		"no bucket":                      {[]string{classic, trail}, false},
		"nothing that writes":            {[]string{"AWS::S3::Bucket", "AWS::IAM::Role"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			present := map[string]bool{}
			for _, resourceType := range test.types {
				present[resourceType] = true
			}
			if got := model.WritesLogs(present); got != test.want {
				t.Errorf("WritesLogs(%v) = %t, want %t", test.types, got, test.want)
			}
		})
	}
}
