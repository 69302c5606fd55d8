package rules.breakglass["long-root-session_test"]

import data.rules.breakglass["long-root-session"] as rule

test_points_at_the_duration if {
	found := rule.findings with input as _document("PT8H", {})

	found == {{
		"message": "BreakGlass keeps sessions that can start root sessions alive for 8 hours",
		"at": "app.yaml#/Resources/BreakGlass/Properties/SessionDuration",
		"related": [{"at": "app.yaml#/A", "message": "starts root sessions"}],
		"fix": {
			"title": "end sessions after an hour",
			"safe": true,
			"edits": [{
				"op": "replace",
				"at": "app.yaml#/Resources/BreakGlass/Properties/SessionDuration",
				"value": "PT1H",
			}],
		},
	}}
}

test_says_how_long[note] if {
	some note, example in {
		"hours": ["PT12H", "12 hours"],
		"minutes": ["PT90M", "90 minutes"],
		"hours and minutes": ["PT1H30M", "90 minutes"],
		"zeros before the digits": ["PT02H", "2 hours"],
		"seconds": ["PT7200S", "2 hours"],
		"nothing but zeros": ["PT2H00M", "2 hours"],
	}

	found := rule.findings with input as _document(example[0], {})

	{finding.message | some finding in found} == {concat("", [
		"BreakGlass keeps sessions that can start root sessions alive for ",
		example[1],
	])}
}

test_stays_silent[note] if {
	some note, duration in {
		"an hour": "PT1H",
		"an hour in minutes": "PT60M",
		"no duration": "soon",
		"a duration of another form": "P1D",
		"the duration is unresolved": {"unresolved": "parameter Duration has no default"},
	}

	found := rule.findings with input as _document(duration, {})

	found == set()
}

test_stays_silent_without_root_sessions[note] if {
	some note, override in {
		"other actions": {"statements": [{"effect": "Allow", "actions": [{"at": "app.yaml#/A", "value": "s3:Get*"}]}]},
		"another permission set": {"subjects": ["app.yaml#Other"]},
	}

	found := rule.findings with input as _document("PT8H", override)

	found == set()
}

test_lists_what_it_can_not_decide if {
	found := rule.undecided with input as _document({"unresolved": "parameter Duration has no default"}, {})

	found == {{
		"at": "app.yaml#/Resources/BreakGlass/Properties/SessionDuration",
		"reason": "sessions of BreakGlass may last longer than an hour: parameter Duration has no default",
	}}
}

# a permission set that the rule reports; each test overrides only what it is about
_document(duration, override) := {
	"by_type": {"AWS::SSO::PermissionSet": ["app.yaml#BreakGlass"]},
	"resources": {"app.yaml#BreakGlass": {
		"name": "BreakGlass",
		"at": "app.yaml#/Resources/BreakGlass",
		"exists": "yes",
		"properties": {"SessionDuration": duration},
	}},
	"policies": [object.union(
		{
			"at": "app.yaml#/P",
			"kind": "permission-set",
			"exists": "yes",
			"subjects": ["app.yaml#BreakGlass"],
			"statements": [{
				"effect": "Allow",
				"actions": [{"at": "app.yaml#/A", "value": "sts:AssumeRoot"}],
				"resources": [{"value": "*"}],
			}],
		},
		override,
	)],
}
