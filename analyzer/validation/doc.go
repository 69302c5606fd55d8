// Package validation finds what AWS refuses or ignores in a policy document, as the policy validation
// of IAM Access Analyzer does, without asking AWS.
//
// Every check has the code that Access Analyzer gives it, in lower case with dashes: INVALID_EFFECT is
// invalid-effect. What can't be known offline, such as a parameter without a value, is never an issue,
// and neither is a value that is only assumed.
//
// Some codes have no check here. JSON_SYNTAX_ERROR is what rule syntax/invalid-document reports. Service
// control policies take the whole policy language since September 2025, so SCP_SYNTAX_ERROR_ACTION_WILDCARD,
// ..._ALLOW_CONDITION, ..._ALLOW_NOTACTION, ..._ALLOW_RESOURCE and ..._NOTRESOURCE are out of date.
// CONFIRM_AUDIENCE_CLAIM_TYPE asks a question about every trust in a web identity, whatever it says.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
package validation
