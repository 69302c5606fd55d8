package catalogue_test

import (
	"testing"
)

func TestResource(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service, name string
		want          string
	}{
		"a bucket has no region and no account": {"s3", "bucket", "arn:${Partition}:s3:::${BucketName}"},
		"case does not matter":                  {"s3", "OBJECT", "arn:${Partition}:s3:::${BucketName}/${ObjectName}"},
		"a queue":                               {"sqs", "queue", "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"},
		"a role has no region":                  {"iam", "role", "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"},
		"a root user belongs to another":        {"sts", "root-user", "arn:${Partition}:iam::${Account}:root"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource, found := service(t, test.service).Resource(test.name)
			if !found || resource.ARN != test.want {
				t.Errorf("Resource(%q) = %q, %t, want %q", test.name, resource.ARN, found, test.want)
			}
		})
	}
	if resource, found := service(t, "s3").Resource("queue"); found {
		t.Errorf("s3 has the resource type %s", resource.Name)
	}
}
