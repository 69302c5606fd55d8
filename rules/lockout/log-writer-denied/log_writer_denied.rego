# METADATA
# title: Log bucket that its log writer can't write to
# description: |
#   A bucket is to receive logs, but its policy does not let the service that writes them put objects.
#   Either a Deny matches the service, though a trail, a flow log or the like in the set points at the
#   bucket or the policy itself allows the service to write. Or the bucket is declared with its trail or
#   load balancer and no policy allows the service anything: these two check for the permission when they
#   are created, and the stack fails.
#
#   A Deny matches services more often than it seems to. They call as themselves, so the keys about
#   principals of an account or about its network, such as `aws:PrincipalOrgID`, `aws:PrincipalArn` and
#   `aws:SourceVpce`, are absent from their requests, and a negated operator holds for an absent key.
#
#   Flow logs and other vended logs add what they need to the bucket's policy themselves, so that only a
#   Deny is reported for them.
# related_resources:
#   - description: AWS CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail
#     ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
#   - description: Elastic Load Balancing, enable access logs for an Application Load Balancer
#     ref: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
#   - description: AWS global condition context keys, aws:PrincipalIsAWSService
#     ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources:
#     - log/pointer
#     - statement/log-writer
#   remediation: |
#     Exempt services from the Deny with `"Bool": {"aws:PrincipalIsAWSService": "false"}`, and allow the
#     service that writes the logs `s3:PutObject` under the prefix it uses, with `aws:SourceAccount` or
#     `aws:SourceArn` as a condition. CloudTrail needs `s3:GetBucketAcl` on the bucket as well.
package rules.lockout["log-writer-denied"]

import data.rules.lib.coverage
import data.rules.lib.denial
import data.rules.lib.logwriter

findings contains object.union(finding, _exemption(policy, statement)) if {
	some policy in input.policies
	policy.service == "s3"
	writers := _writers(policy)
	count(writers) > 0
	some statement in policy.statements
	statement.effect == "Deny"
	coverage.action(statement, "s3:PutObject")
	logwriter.covers_all_objects(statement)
	denied := sort({writer.service |
		some writer in writers
		logwriter.matches(statement, writer.service)
	})
	count(denied) > 0

	finding := {
		"message": $"{policy.name} denies s3:PutObject to {denial.listing(denied)}, {_which(denied)} logs to the bucket",
		"at": statement.at,
		"label": "matches the service",
		"related": _evidence(writers, denied),
	}
}

findings contains object.union(finding, _permission(pointer)) if {
	some pointer in input.log_pointers
	pointer.checks
	pointer.bucket.exists == "yes"
	not _may_write(pointer)

	finding := {
		"message": concat("", [
			$"{pointer.name} writes logs to {pointer.bucket.name}, ",
			$"which no policy lets {pointer.service} write to",
		]),
		"at": pointer.at,
		"severity": _severity(pointer),
		"related": _place(pointer.bucket),
	}
}

# what writes logs to the bucket of a policy: what points at it, and whom the policy allows to write
_writers(policy) := {writer |
	some pointer in input.log_pointers
	pointer.bucket.id in policy.on
	writer := {
		"service": pointer.service,
		"at": pointer.at,
		"message": $"{pointer.name} writes its logs to the bucket",
	}
} | logwriter.allowed(policy)

_which(services) := "which writes" if count(services) == 1

_which(services) := "which write" if count(services) > 1

_evidence(writers, denied) := [step |
	some writer in sort(writers)
	writer.service in denied
	step := {"at": writer.at, "message": writer.message}
]

default _exemption(_, _) := {}

_exemption(policy, statement) := {"fix": {"title": "exempt services", "safe": false, "edits": [_edit(statement)]}} if {
	not policy.embedded
}

_edit(statement) := {
	"op": "add",
	"at": $"{statement.at}/Condition",
	"value": {"Bool": {"aws:PrincipalIsAWSService": "false"}},
} if {
	count(object.get(statement, "conditions", [])) == 0
}

_edit(statement) := {
	"op": "add",
	"at": $"{statement.at}/Condition/Bool",
	"value": {"aws:PrincipalIsAWSService": "false"},
} if {
	count(statement.conditions) > 0
	every condition in statement.conditions {
		condition.operator != "Bool"
	}
}

_edit(statement) := {
	"op": "add",
	"at": $"{statement.at}/Condition/Bool/aws:PrincipalIsAWSService",
	"value": "false",
} if {
	some condition in statement.conditions
	condition.operator == "Bool"
}

default _permission(_) := {}

# the bucket has a policy with a list of statements, and the place of the logs is the usual one
_permission(pointer) := {"fix": {
	"title": $"allow {pointer.service} to write",
	"safe": false,
	"edits": [edit |
		some index, statement in logwriter.permission(pointer)
		edit := {
			"op": "add",
			"at": $"{policy.at}/Statement/{count(policy.statements) + index}",
			"value": statement,
		}
	],
}} if {
	not pointer.prefixed
	policy := [candidate |
		some candidate in input.policies
		candidate.on == [pointer.bucket.id]
		startswith(candidate.at, $"{pointer.bucket.file}#/")
		not candidate.embedded
		endswith(candidate.statements[0].at, "/Statement/0")
	][0]
}

# some policy may allow the service to write, or may be on the bucket
_may_write(pointer) if {
	some policy in input.policies
	policy.service == "s3"
	pointer.bucket.id in policy.on
	some statement in policy.statements
	logwriter.may_allow(statement, pointer.service)
}

_may_write(_) if {
	some policy in input.policies
	policy.service == "s3"
	policy.on == []
}

# what is made by something else may add the policy
_severity(pointer) := "medium" if pointer.unseen

_severity(pointer) := "high" if not pointer.unseen

_place(bucket) := places if {
	places := [{"at": policy.at, "message": "allows the service nothing"} |
		some policy in input.policies
		bucket.id in policy.on
	]
	count(places) > 0
}

_place(bucket) := [{"at": bucket.at, "message": "has no policy"}] if {
	every policy in input.policies {
		not bucket.id in policy.on
	}
}
