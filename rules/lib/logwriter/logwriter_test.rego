package rules.lib.logwriter_test

import data.rules.lib.logwriter

test_permission_is_for_the_service if {
	service := "logdelivery.elasticloadbalancing.amazonaws.com"
	found := logwriter.permission({"service": service, "bucket": {"name": "Logs"}})

	found == [{
		"Effect": "Allow",
		"Principal": {"Service": service},
		"Action": "s3:PutObject",
		"Resource": {"Fn::Sub": "${Logs.Arn}/AWSLogs/${AWS::AccountId}/*"},
		"Condition": {"ArnLike": {"aws:SourceArn": {"Fn::Sub": concat("", [
			"arn:${AWS::Partition}:elasticloadbalancing:",
			"${AWS::Region}:${AWS::AccountId}:loadbalancer/*",
		])}}},
	}]
}

test_allowed_names_the_services if {
	found := logwriter.allowed({"statements": [
		_statement({"effect": "Allow", "principals": [_service("cloudtrail.amazonaws.com"), _service("ec2.amazonaws.com")]}),
		_statement({
			"effect": "Allow",
			"principals": [_service("delivery.logs.amazonaws.com")],
			"actions": [{"value": "s3:GetBucketAcl"}],
		}),
		_statement({"effect": "Deny", "principals": [_service("logging.s3.amazonaws.com")]}),
	]})

	{writer.service | some writer in found} == {"cloudtrail.amazonaws.com"}
}

test_matches[note] if {
	some note, override in {
		"everyone": {},
		"the service": {"principals": [_service("cloudtrail.amazonaws.com")]},
		"all but a role": {"principals": [], "not_principals": [{"kind": "role"}]},
		"another organization": _under("StringNotEquals", "aws:principalorgid", "o-1"),
		"if it exists": _under("StringNotEqualsIfExists", "aws:principalorgid", "o-1"),
		"another role": _under("ArnNotLike", "aws:principalarn", "arn:aws:iam::*:role/Admin"),
		"not through an endpoint": _under("StringNotEquals", "aws:sourcevpce", "vpce-1"),
		"no endpoint at all": _under("Null", "aws:sourcevpce", "true"),
		"another network": _under("NotIpAddress", "aws:sourceip", "192.0.2.0/24"),
		"services": _under("Bool", "aws:principalisawsservice", "true"),
	}

	logwriter.matches(_statement(override), "cloudtrail.amazonaws.com")
}

test_does_not_match_for_sure[note] if {
	some note, override in {
		"another service": {"principals": [_service("config.amazonaws.com")]},
		"a role": {"principals": [{"kind": "role", "value": "arn:aws:iam::111122223333:role/a"}]},
		"all but a service": {"principals": [], "not_principals": [{"kind": "role"}, _service("x")]},
		"all but one that is not known": {"principals": [], "not_principals": [{"kind": "unclear"}]},
		"plain HTTP": _under("Bool", "aws:securetransport", "false"),
		"people": _under("Bool", "aws:principalisawsservice", "false"),
		"an endpoint": _under("StringEquals", "aws:sourcevpce", "vpce-1"),
		"any value": _under("StringNotLike", "aws:principalarn", "*"),
		"for any value": _under("ForAnyValue:StringNotEquals", "aws:principalorgid", "o-1"),
		"every network": _under("NotIpAddress", "aws:sourceip", "0.0.0.0/0"),
		"another account": _under("StringNotEquals", "aws:sourceaccount", "111122223333"),
		"unencrypted objects": _under("StringNotEquals", "s3:x-amz-server-side-encryption", "aws:kms"),
		"one that is not known": {"conditions": [{"unresolved": "Fn::If"}]},
	}

	not logwriter.matches(_statement(override), "cloudtrail.amazonaws.com")
}

test_covers_all_objects[note] if {
	some note, resource in {
		"everything": {"value": "*"},
		"objects of the bucket": {"value": "arn:aws:s3:::my-logs/*"},
		"the bucket and its objects": {"value": "arn:aws:s3:::my-logs*"},
		"a reference": {"written": "arn:aws:s3:::${Logs}/*"},
		"a reference to the ARN": {"written": "${Logs.Arn}/*"},
	}

	logwriter.covers_all_objects({"resources": [resource]})
}

test_covers_some_objects_at_most[note] if {
	some note, resource in {
		"the bucket": {"value": "arn:aws:s3:::my-logs"},
		"a prefix": {"value": "arn:aws:s3:::my-logs/private/*"},
		"a reference with a prefix": {"written": "${Logs.Arn}/private/*"},
		"one that is not known": {"unresolved": "parameter"},
	}

	not logwriter.covers_all_objects({"resources": [resource]})
}

test_may_allow[note] if {
	some note, override in {
		"the service": {"principals": [_service("cloudtrail.amazonaws.com")]},
		"everyone": {},
		"a principal that is not known": {"principals": [{"kind": "unclear"}]},
		"an action that is not known": {"actions": [{"unresolved": "parameter"}]},
		"a statement that is not known": {"actions": [], "principals": [], "unresolved": [{"element": "Statement"}]},
	}

	statement := _statement(object.union({"effect": "Allow"}, override))
	logwriter.may_allow(statement, "cloudtrail.amazonaws.com")
}

test_may_not_allow[note] if {
	some note, override in {
		"another service": {"principals": [_service("config.amazonaws.com")]},
		"another action": {"actions": [{"value": "s3:GetObject"}]},
		"a denial": {"effect": "Deny"},
	}

	statement := _statement(object.union({"effect": "Allow"}, override))
	not logwriter.may_allow(statement, "cloudtrail.amazonaws.com")
}

_service(name) := {"kind": "service", "value": name, "at": "a#/P"}

_under(operator, key, value) := {"conditions": [{"operator": operator, "key": key, "values": [{"value": value}]}]}

_statement(override) := object.union(
	{"effect": "Deny", "principals": [{"kind": "anyone", "value": "*"}], "actions": [{"value": "s3:*"}]},
	override,
)
