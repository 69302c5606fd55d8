# METADATA
# title: Permission set for root sessions that lasts for hours
# description: |
#   A permission set allows `sts:AssumeRoot`, and its sessions last longer than an hour. A root session
#   ends after 15 minutes at most, but for as long as the session of the permission set lasts, whoever
#   has its credentials can start the next one. An hour is the shortest that a permission set can be
#   given, and its default.
# related_resources:
#   - description: IAM Identity Center User Guide, set session duration for AWS accounts
#     ref: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
#   - description: AWS STS API, AssumeRoot
#     ref: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [privilege]
#   cwe: 613
#   resources: [AWS::SSO::PermissionSet]
#   remediation: |
#     Set `SessionDuration` to `PT1H`, or leave it out. A permission set that is for more than emergencies
#     does better without `sts:AssumeRoot`: give that a permission set of its own.
package rules.breakglass["long-root-session"]

import data.rules.lib.assumeroot

findings contains finding if {
	some id in input.by_type["AWS::SSO::PermissionSet"]
	resource := input.resources[id]
	resource.exists == "yes"
	duration := resource.properties.SessionDuration
	_minutes(duration) > 60
	starts := _starts(id)
	count(starts) > 0
	at := $"{resource.at}/Properties/SessionDuration"

	finding := {
		"message": $"{resource.name} keeps sessions that can start root sessions alive for {_words(_minutes(duration))}",
		"at": at,
		"related": [{"at": start, "message": "starts root sessions"} | some start in starts],
		"fix": {
			"title": "end sessions after an hour",
			"safe": true,
			"edits": [{"op": "replace", "at": at, "value": "PT1H"}],
		},
	}
}

undecided contains doubt if {
	some id in input.by_type["AWS::SSO::PermissionSet"]
	resource := input.resources[id]
	reason := resource.properties.SessionDuration.unresolved
	count(_starts(id)) > 0

	doubt := {
		"at": $"{resource.at}/Properties/SessionDuration",
		"reason": $"sessions of {resource.name} may last longer than an hour: {reason}",
	}
}

# where the permission set is allowed to start root sessions
_starts(id) := sort({grant.action.at |
	some grant in assumeroot.grants
	id in grant.policy.subjects
})

# the minutes that a duration such as PT1H30M lasts, of those that a permission set can be given
_minutes(text) := minutes if {
	is_string(text)
	some parts in regex.find_all_string_submatch_n(`^PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?$`, text, 1)
	minutes := ((_number(parts[1]) * 60) + _number(parts[2])) + (_number(parts[3]) / 60)
}

_number("") := 0

_number(digits) := to_number(trim_left(digits, "0")) if trim_left(digits, "0") != ""

_number(digits) := 0 if {
	digits != ""
	trim_left(digits, "0") == ""
}

_words(minutes) := $"{minutes / 60} hours" if minutes % 60 == 0

_words(minutes) := $"{minutes} minutes" if {
	minutes % 60 != 0
}
