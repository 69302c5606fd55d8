package rules.lib.coverage_test

import data.rules.lib.coverage

test_action[note] if {
	some note, statement in {
		"by its name": {"actions": [{"value": "s3:PutObject"}]},
		"in another case": {"actions": [{"value": "S3:putobject"}]},
		"by a pattern": {"actions": [{"value": "s3:Get*"}, {"value": "s3:Put*"}]},
		"by what is left out": {"not_actions": [{"value": "iam:*"}]},
	}

	coverage.action(statement, "s3:PutObject")
	coverage.may_action(statement, "s3:PutObject")
}

test_no_action[note] if {
	some note, statement in {
		"another name": {"actions": [{"value": "s3:GetObject"}]},
		"nothing": {"actions": []},
		"neither element": {},
		"it is left out": {"not_actions": [{"value": "s3:Put*"}]},
	}

	not coverage.action(statement, "s3:PutObject")
	not coverage.may_action(statement, "s3:PutObject")
}

test_perhaps_an_action[note] if {
	some note, statement in {
		"an unresolved name": {"actions": [{"unresolved": "parameter Action has no default"}]},
		"an unresolved name is left out": {"not_actions": [{"unresolved": "parameter Action has no default"}]},
		"the element is unresolved": {"unresolved": [{"element": "Action"}]},
		"the statement is unresolved": {"unresolved": [{"element": "Statement"}]},
	}

	not coverage.action(statement, "s3:PutObject")
	coverage.may_action(statement, "s3:PutObject")
}
