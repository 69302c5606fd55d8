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
#   resources: [diagnosis/security-group/invalid-icmp-type]
#   remediation: |
#     Write the type as `FromPort` and the code as `ToPort`. For `ping` that is `8` and `-1` (ICMPv6:
#     `128` and `-1`), for path MTU discovery `3` and `4`. For everything both are `-1`.
package rules["security-group"]["invalid-icmp-type"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("security-group/invalid-icmp-type")
	message := $"{issue.name} has an ICMP rule that matches no message: {issue.words.reason}"
	finding := object.union(diagnosis.finding(issue, "high", message), {"label": issue.words.label})
}

undecided contains doubt if some doubt in diagnosis.doubts("security-group/invalid-icmp-type")
