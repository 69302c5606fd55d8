package rules.lockout["principal-lockout_test"]

import data.rules.lockout["principal-lockout"] as rule

test_names_the_principals[verdict] if {
	some verdict in ["principal", "data-plane"]

	found := rule.findings with input as _document({"verdict": verdict})

	found == {{
		"message": "DataPolicy denies user/a and role/b every way to change this bucket policy",
		"at": "app.yaml#/Statement/0",
		"label": "others can still change the policy",
		"related": [{"at": "app.yaml#/Statement/1", "message": "denies the rest"}],
	}}
}

test_stays_silent[note] if {
	some note, override in {
		"there is a stronger verdict": {"verdict": "root-only"},
		"only the data is denied": {"verdict": "data-plane", "denied": [], "denied_core": []},
	}

	found := rule.findings with input as _document(override)

	found == set()
}

# a document with one policy that the rule reports; each test overrides only what it is about
_document(lockout) := {"policies": [{
	"name": "DataPolicy",
	"noun": "bucket policy",
	"lockout": object.union(
		{
			"verdict": "principal",
			"denied": ["user/a", "role/b"],
			"denied_core": ["app.yaml#/Statement/0", "app.yaml#/Statement/1"],
		},
		lockout,
	),
}]}
