# METADATA
# title: Second policy of a resource that has one
# description: |
#   Two resources of the templates each put a policy on one bucket, queue or topic, which has one policy.
#   They are not joined: a policy that is put replaces the one before as a whole. Which of the two is left
#   depends on the order in which CloudFormation makes them, and it changes when one of them is updated.
#   Deleting either leaves no policy at all. For buckets the deployment has been seen to fail as well,
#   with `The bucket policy already exists on bucket`, or over two requests at once. Either way a document
#   is not in force as it is written.
#
#   The other rules look at each document as if it were the one in force. The rule is silent where the two
#   stand under conditions that exclude each other, and where it is not sure that both name one resource.
# related_resources:
#   - description: Amazon S3 API Reference, PutBucketPolicy
#     ref: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
#   - description: Amazon SQS API Reference, SetQueueAttributes
#     ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
#   - description: Amazon SNS API Reference, SetTopicAttributes
#     ref: https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness, availability]
#   resources: [verdict/second]
#   remediation: |
#     Put the statements of both documents into one policy, and remove the other.
package rules.lockout["second-policy"]

findings contains finding if {
	some policy in input.policies
	some second in object.get(policy, "seconds", [])

	finding := {
		"message": concat(", ", [
			$"{policy.name} is on {second.noun} {second.resource} beside {second.first}",
			$"so that the deployment fails or only one {policy.noun} is in force",
		]),
		"at": second.at,
		"label": $"has the policy {second.first} already",
		"related": [{"at": second.first_at, "message": $"{second.first} is on it, too"}],
	}
}
