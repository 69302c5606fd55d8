package catalogue

import (
	"slices"
	"strings"
)

// globals are the keys that requests to any service may carry, with the cross-service keys of role
// sessions. AWS publishes them as prose, so they are kept by hand. Two have a second type:
// aws:EpochTime takes numeric operators as well, and aws:FederatedProvider is an ARN for providers that
// are not part of AWS. aws:SourceOwner is not on the page, yet SNS sets it and writes it into the policy
// of a new topic.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
var globals = [...]Key{
	{Name: "aws:AssumedRoot", Type: TypeBool},
	{Name: "aws:CalledVia", Type: TypeString, Multivalued: true},
	{Name: "aws:CalledViaAWSMCP", Type: TypeString},
	{Name: "aws:CalledViaFirst", Type: TypeString},
	{Name: "aws:CalledViaLast", Type: TypeString},
	{Name: "aws:ChatbotSourceArn", Type: TypeARN},
	{Name: "aws:CurrentTime", Type: TypeDate},
	{Name: "aws:Ec2InstanceSourcePrivateIPv4", Type: TypeIPAddress},
	{Name: "aws:Ec2InstanceSourceVpc", Type: TypeString},
	{Name: "aws:EpochTime", Type: TypeDate},
	{Name: "aws:FederatedProvider", Type: TypeString},
	{Name: "aws:IsMcpServiceAction", Type: TypeBool},
	{Name: "aws:MultiFactorAuthAge", Type: TypeNumeric},
	{Name: "aws:MultiFactorAuthPresent", Type: TypeBool},
	{Name: "aws:PrincipalAccount", Type: TypeString},
	{Name: "aws:PrincipalArn", Type: TypeARN},
	{Name: "aws:PrincipalIsAWSService", Type: TypeBool},
	{Name: "aws:PrincipalOrgID", Type: TypeString},
	{Name: "aws:PrincipalOrgPaths", Type: TypeString, Multivalued: true},
	{Name: "aws:PrincipalServiceName", Type: TypeString},
	{Name: "aws:PrincipalServiceNamesList", Type: TypeString, Multivalued: true},
	{Name: "aws:PrincipalTag/${TagKey}", Type: TypeString},
	{Name: "aws:PrincipalType", Type: TypeString},
	{Name: "aws:referer", Type: TypeString},
	{Name: "aws:RequestedRegion", Type: TypeString},
	{Name: "aws:RequestTag/${TagKey}", Type: TypeString},
	{Name: "aws:ResourceAccount", Type: TypeString},
	{Name: "aws:ResourceOrgID", Type: TypeString},
	{Name: "aws:ResourceOrgPaths", Type: TypeString, Multivalued: true},
	{Name: "aws:ResourceTag/${TagKey}", Type: TypeString},
	{Name: "aws:SecureTransport", Type: TypeBool},
	{Name: "aws:SignInSessionArn", Type: TypeARN},
	{Name: "aws:SourceAccount", Type: TypeString},
	{Name: "aws:SourceArn", Type: TypeARN},
	{Name: "aws:SourceIdentity", Type: TypeString},
	{Name: "aws:SourceIp", Type: TypeIPAddress},
	{Name: "aws:SourceOrgID", Type: TypeString},
	{Name: "aws:SourceOrgPaths", Type: TypeString, Multivalued: true},
	{Name: "aws:SourceOwner", Type: TypeString},
	{Name: "aws:SourceVpc", Type: TypeString},
	{Name: "aws:SourceVpcArn", Type: TypeARN},
	{Name: "aws:SourceVpce", Type: TypeString},
	{Name: "aws:TagKeys", Type: TypeString, Multivalued: true},
	{Name: "aws:TokenIssueTime", Type: TypeDate},
	{Name: "aws:UserAgent", Type: TypeString},
	{Name: "aws:userid", Type: TypeString},
	{Name: "aws:username", Type: TypeString},
	{Name: "aws:ViaAWSMCPService", Type: TypeBool},
	{Name: "aws:ViaAWSService", Type: TypeBool},
	{Name: "aws:VpceAccount", Type: TypeString},
	{Name: "aws:VpceOrgID", Type: TypeString},
	{Name: "aws:VpceOrgPaths", Type: TypeString, Multivalued: true},
	{Name: "aws:VpcSourceIp", Type: TypeIPAddress},
	{Name: "codebuild:BuildArn", Type: TypeARN},
	{Name: "codebuild:ProjectArn", Type: TypeARN},
	{Name: "ec2:RoleDelivery", Type: TypeNumeric},
	{Name: "ec2:SourceInstanceArn", Type: TypeARN},
	{Name: "glue:CredentialIssuingService", Type: TypeString},
	{Name: "glue:RoleAssumedBy", Type: TypeString},
	{Name: "identitystore:UserId", Type: TypeString},
	{Name: "lambda:SourceFunctionArn", Type: TypeARN},
	{Name: "ssm:SourceInstanceArn", Type: TypeARN},
}

// GlobalKey returns the global condition key of that full name, as in "aws:SourceIp", or the
// cross-service key of a role session, as in "lambda:SourceFunctionArn". It finds names as
// [Service.Key] does.
func GlobalKey(name string) (Key, bool) {
	return findKey(globals[:], name)
}

// FindKey returns the condition key of that full name, wherever it is listed: among the global keys, at
// the service it is named after, or at another one, as "saml:aud" is at sts. The claims of an identity
// provider that anyone may add to an account, as in "login.example.com:sub", are not listed anywhere.
func FindKey(name string) (Key, bool) {
	if key, found := GlobalKey(name); found {
		return key, true
	}
	prefix, _, _ := strings.Cut(name, ":")
	if service, known := Lookup(prefix); known {
		if key, found := service.Key(name); found {
			return key, true
		}
	}
	for _, candidate := range theIndex().homes {
		if !fills(candidate.prefix, prefix) {
			continue
		}
		service, _ := Lookup(candidate.service)
		if key, found := service.Key(name); found {
			return key, true
		}
	}
	return Key{}, false
}

// isClaim reports whether the key has the prefix of an identity provider, which is that of no service.
func isClaim(name string) bool {
	prefix, _, qualified := strings.Cut(name, ":")
	_, service := Lookup(prefix)
	return qualified && !service && compareFold(prefix, "aws") != 0
}

// isListed reports whether services list where they support the global key.
func isListed(key Key) bool {
	switch key.Name {
	case "aws:RequestTag/${TagKey}", "aws:ResourceTag/${TagKey}", "aws:TagKeys":
		return true
	default:
		return false
	}
}

// findKey searches sorted keys: first for the name itself, then for a template that it fills.
func findKey(keys []Key, name string) (Key, bool) {
	at, found := slices.BinarySearchFunc(keys, name, func(key Key, wanted string) int {
		return compareFold(key.Name, wanted)
	})
	if found {
		return keys[at], true
	}
	at = slices.IndexFunc(keys, func(key Key) bool { return fills(key.Name, name) })
	if at < 0 {
		return Key{}, false
	}
	return keys[at], true
}
