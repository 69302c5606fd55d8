# METADATA
# title: ICMP rule that matches no message
# description: |
#   For ICMP `FromPort` is a type and `ToPort` a code, not the ends of a range of ports. A rule that
#   takes them for ports is refused by EC2, or is accepted and never matches, and then the ping that it
#   was written for stays unanswered:
#
#   - `0` to `65535`, as the console shows "All ICMP", is type 0 (echo reply) with a code that does not
#     exist;
#   - `-1`, every type, goes with code `-1` only;
#   - types and codes end at 255.
#
#   The rule looks at ingress and egress, whatever the source or destination.
# related_resources:
#   - description: Amazon EC2 API, IpPermission, what FromPort and ToPort mean for ICMP
#     ref: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
#   - description: IANA, ICMP type numbers and codes
#     ref: https://www.iana.org/assignments/icmp-parameters/icmp-parameters.xhtml
#   - description: IANA, ICMPv6 type numbers and codes
#     ref: https://www.iana.org/assignments/icmpv6-parameters/icmpv6-parameters.xhtml
# schemas:
#   - input: schema.document
# custom:
#   severity: high
#   confidence: high
#   since: 0.1.0
#   tags: [correctness]
#   resources: [AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupIngress, AWS::EC2::SecurityGroupEgress]
#   remediation: |
#     Write the type as `FromPort` and the code as `ToPort`. For `ping` that is `8` and `-1` (ICMPv6:
#     `128` and `-1`), for path MTU discovery `3` and `4`. For everything both are `-1`.
package rules["security-group"]["invalid-icmp-type"]

findings contains finding if {
	some rule in _rules
	rule.exists == "yes"
	flaw := _flaw(rule.icmp.type, rule.icmp.code)

	finding := {
		"message": $"{rule.owner} has an ICMP rule that matches no message: {flaw.reason}",
		"at": $"{rule.at}/{flaw.property}",
		"label": flaw.label,
		"related": object.get(rule, "via", []),
	}
}

undecided contains doubt if {
	some rule in _rules
	rule.undecided
	rule.protocol in {"icmp", "icmpv6"}

	doubt := {"at": rule.at, "reason": $"{rule.owner} has a rule for ICMP that is not fully known: {rule.undecided}"}
}

_rules contains rule if {
	some group in input.network.security_groups
	some rule in group.rules
}

# what is wrong with a type and a code, the first thing that is
_flaw(type, code) := flaw if {
	type == 0
	code >= 255
	flaw := {"property": "ToPort", "label": "a code, not a port", "reason": $"it asks for type 0 with code {code}"}
} else := flaw if {
	type == -1
	code != -1
	flaw := {
		"property": "ToPort",
		"label": "type -1 goes with code -1 only",
		"reason": $"it asks for every type with code {code}",
	}
} else := flaw if {
	_is_outside(type)
	flaw := {
		"property": "FromPort",
		"label": "a type, not a port",
		"reason": $"it asks for type {type}, and types end at 255",
	}
} else := flaw if {
	_is_outside(code)
	flaw := {
		"property": "ToPort",
		"label": "a code, not a port",
		"reason": $"it asks for code {code}, and codes end at 255",
	}
}

_is_outside(number) if number < -1

_is_outside(number) if number > 255
