# METADATA
# description: Services that write logs to buckets, and the statements that let them or stop them
package rules.lib.logwriter

import data.rules.lib.coverage
import data.rules.lib.pattern

# METADATA
# description: The services that the policy of a bucket allows to write logs, with the statements that do
# scope: document
allowed(policy) := {{
	"service": principal.value,
	"at": principal.at,
	"message": "is allowed to write to the bucket",
} |
	some statement in policy.statements
	statement.effect == "Allow"
	coverage.action(statement, "s3:PutObject")
	some principal in statement.principals
	principal.kind == "service"
	principal.value in _services
}

# METADATA
# description: |
#   The statements that let the service of a log pointer write to its bucket under the names it uses by
#   itself, for a template that declares both
# scope: document
permission(pointer) := array.concat(_read(pointer), [{
	"Effect": "Allow",
	"Principal": {"Service": pointer.service},
	"Action": "s3:PutObject",
	"Resource": {"Fn::Sub": concat("", ["${", pointer.bucket.name, ".Arn}/AWSLogs/${AWS::AccountId}/*"])},
	"Condition": _from(pointer),
}])

# METADATA
# description: |
#   True when the statement surely applies to what the service puts: its principal is everyone, or the
#   service, and every condition holds for requests of services.
# scope: document
matches(statement, service) if {
	_is_about(statement, service)
	every condition in object.get(statement, "conditions", []) {
		_holds(condition)
	}
}

# METADATA
# description: True when the statement's Resource surely covers all objects of the bucket it is about
# scope: document
covers_all_objects(statement) if {
	some resource in statement.resources
	some text in [object.get(resource, "value", ""), object.get(resource, "written", "")]
	_covers_all_objects(text)
}

# METADATA
# description: True unless the statement surely does not allow the service to put objects
# scope: document
may_allow(statement, service) if {
	object.get(statement, "effect", "Allow") == "Allow"
	coverage.may_action(statement, "s3:PutObject")
	_may_be_about(statement, service)
}

_elb := "logdelivery.elasticloadbalancing.amazonaws.com"

_delivery := "delivery.logs.amazonaws.com"

_services := {"cloudtrail.amazonaws.com", _elb, _delivery, "logging.s3.amazonaws.com"}

# CloudTrail looks whose bucket it is
_read(pointer) := [{
	"Effect": "Allow",
	"Principal": {"Service": pointer.service},
	"Action": "s3:GetBucketAcl",
	"Resource": {"Fn::GetAtt": [pointer.bucket.name, "Arn"]},
	"Condition": _from(pointer),
} |
	pointer.service == "cloudtrail.amazonaws.com"
]

_from(pointer) := {"ArnLike": {"aws:SourceArn": {"Fn::Sub": concat("", [
	"arn:${AWS::Partition}:",
	_callers[pointer.service],
])}}}

_callers := {
	"cloudtrail.amazonaws.com": "cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/*",
	_elb: "elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:loadbalancer/*",
}

_is_about(statement, _) if {
	some principal in statement.principals
	principal.kind == "anyone"
}

_is_about(statement, service) if {
	some principal in statement.principals
	principal.kind == "service"
	principal.value == service
}

_is_about(statement, _) if {
	count(statement.not_principals) > 0
	every principal in statement.not_principals {
		principal.kind in {"account", "user", "role", "session", "declared"}
	}
}

# load balancers write as accounts of AWS in older Regions, so that any principal may be theirs
_may_be_about(statement, service) if {
	some principal in statement.principals
	_may_be(principal, service)
}

_may_be_about(statement, _) if statement.not_principals

_may_be_about(statement, _) if {
	some unresolved in object.get(statement, "unresolved", [])
	unresolved.element in {"Principal", "NotPrincipal", "Statement"}
}

_may_be(principal, service) if principal.value == service

_may_be(principal, _) if principal.kind in {"anyone", "unclear"}

_may_be(principal, _) if not principal.value

_may_be(_, service) if service == _elb

_covers_all_objects("*")

_covers_all_objects(text) if regex.match(`^arn:[^:]*:s3:::[^/]*\*$`, text)

_covers_all_objects(text) if regex.match(`^arn:[^:]*:s3:::[^/]+/\*$`, text)

_covers_all_objects(text) if regex.match(`^\$\{[A-Za-z0-9]+\.Arn\}/\*$`, text)

# keys that requests of services do not have, so that negated operators hold for them
_absent := {"aws:sourcevpce", "aws:sourcevpc", "aws:principalorgid", "aws:principalarn"}

_negated := {
	"stringnotequals",
	"stringnotequalsignorecase",
	"stringnotlike",
	"arnnotequals",
	"arnnotlike",
}

_holds(condition) if {
	condition.key in _absent
	trim_suffix(lower(condition.operator), "ifexists") in _negated
	not _matches_all(condition)
}

_holds(condition) if {
	condition.key in _absent
	lower(condition.operator) == "null"
	condition.values[0].value == "true"
	count(condition.values) == 1
}

# services call from addresses of AWS, or from none
_holds(condition) if {
	condition.key == "aws:sourceip"
	trim_suffix(lower(condition.operator), "ifexists") == "notipaddress"
	every value in condition.values {
		not endswith(object.get(value, "value", "/0"), "/0")
	}
}

_holds(condition) if {
	condition.key == "aws:principalisawsservice"
	trim_suffix(lower(condition.operator), "ifexists") == "bool"
	condition.values[0].value == "true"
}

_matches_all(condition) if {
	some value in condition.values
	pattern.matches(value.value, "#")
}
