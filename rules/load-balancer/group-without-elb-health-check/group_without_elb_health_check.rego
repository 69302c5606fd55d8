# METADATA
# title: Auto Scaling group that does not ask its load balancer
# description: |
#   This Auto Scaling group registers its instances with a load balancer, and replaces an instance only when
#   EC2 finds it impaired, which is the default. One whose server has stopped runs on: the load balancer sends it
#   nothing, the group counts it as healthy, and the capacity is gone.
# related_resources:
#   - description: Amazon EC2 Auto Scaling, health checks of a load balancer
#     ref: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html
#   - description: AWS CloudFormation, AWS::AutoScaling::AutoScalingGroup, HealthCheckType
#     ref: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html
# schemas:
#   - input: schema.document
# custom:
#   severity: medium
#   confidence: high
#   since: 0.1.0
#   tags: [availability]
#   resources: [diagnosis/load-balancer/group-without-elb-health-check]
#   remediation: |
#     Set `HealthCheckType: ELB`, and `HealthCheckGracePeriod` to the seconds that an instance takes until it answers.
package rules["load-balancer"]["group-without-elb-health-check"]

import data.rules.lib.diagnosis

findings contains finding if {
	some issue in diagnosis.issues("load-balancer/group-without-elb-health-check")
	message := $"{issue.name} keeps instances that its load balancer finds unhealthy"
	finding := object.union(
		diagnosis.finding(issue, "medium", message),
		diagnosis.fixed(issue, _title(issue), false),
	)
}

# an edit more is the grace period, without which a group would replace instances before they answer
_title(issue) := concat(", ", [
	"ask the load balancer for the health of instances",
	"and give them 300 seconds to start",
]) if count(issue.edits) > 1

_title(issue) := "ask the load balancer for the health of instances" if count(issue.edits) <= 1

undecided contains doubt if {
	some doubt in diagnosis.doubts("load-balancer/group-without-elb-health-check")
}
