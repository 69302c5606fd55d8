package rules.lockout["second-policy_test"]

import data.rules.lockout["second-policy"] as rule

test_points_at_the_name_of_the_resource if {
	found := rule.findings with input as _document({"seconds": [{
		"at": "app.yaml#/MorePolicy/Bucket",
		"noun": "bucket",
		"resource": "Data",
		"first": "DataPolicy",
		"first_at": "app.yaml#/DataPolicy/Bucket",
	}]})

	found == {{
		"message": concat(", ", [
			"MorePolicy is on bucket Data beside DataPolicy",
			"so that the deployment fails or only one bucket policy is in force",
		]),
		"at": "app.yaml#/MorePolicy/Bucket",
		"label": "has the policy DataPolicy already",
		"related": [{"at": "app.yaml#/DataPolicy/Bucket", "message": "DataPolicy is on it, too"}],
	}}
}

test_stays_silent_about_the_only_policy if {
	found := rule.findings with input as _document({})

	found == set()
}

_document(override) := {"policies": [object.union({"name": "MorePolicy", "noun": "bucket policy"}, override)]}
