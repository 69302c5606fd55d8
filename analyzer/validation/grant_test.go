package validation_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/validation"
)

func TestGrants(t *testing.T) {
	t.Parallel()
	role := `"arn:aws:iam::111122223333:role/r"`
	checkStatements(t, map[string]test{
		"to pass any role":                  {identity, `"Effect": "Allow", "Action": "iam:passrole", "Resource": "*"`, []string{"pass-role-with-star-in-resource /Resource iam:PassRole (iam:passrole)"}},
		"to pass any role of an account":    {identity, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::<A>:role/*"]`, []string{"pass-role-with-star-in-resource /Resource/0 iam:PassRole (iam:PassRole)"}},
		"to pass a role":                    {identity, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": ` + role, nil},
		"to pass a role that is not known":  {identity, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": "<R>"`, nil},
		"to pass any role to a service":     {identity, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "<S>"}}`, nil},
		"to pass no role":                   {identity, `"Effect": "Deny", "Action": "iam:PassRole", "Resource": "*"`, nil},
		"everything":                        {identity, `"Effect": "Allow", "Action": "*", "Resource": "*"`, []string{"pass-role-with-star-in-action-and-resource /Resource iam:PassRole (*)", "create-slr-with-star-in-action-and-resource /Resource iam:CreateServiceLinkedRole (*)"}},
		"everything, in a file":             {file, `"Effect": "Allow", "Action": "*", "Resource": "*"`, nil},
		"everything, in a boundary":         {validation.Use{Kind: validation.Boundary}, `"Effect": "Allow", "Action": "*", "Resource": "*"`, nil},
		"everything, in an organization":    {control, `"Effect": "Allow", "Action": "*", "Resource": "*"`, nil},
		"everything, in a permission set":   {validation.Use{Kind: validation.PermissionSet}, `"Effect": "Allow", "Action": "iam:Pass*", "Resource": "*"`, []string{"pass-role-with-star-in-action-and-resource /Resource iam:PassRole (iam:Pass*)"}},
		"to pass any role, in a file":       {file, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"`, []string{"pass-role-with-star-in-resource /Resource iam:PassRole (iam:PassRole)"}},
		"all roles but one":                 {identity, `"Effect": "Allow", "Action": "iam:PassRole", "NotResource": ` + role, []string{"pass-role-with-not-resource /NotResource~2 iam:PassRole (iam:PassRole)"}},
		"all roles but one, by a wildcard":  {identity, `"Effect": "Allow", "Action": "iam:P*", "NotResource": ` + role, []string{"pass-role-with-star-in-action-and-not-resource /NotResource~2 iam:PassRole (iam:P*)"}},
		"all actions but some":              {identity, `"Effect": "Allow", "NotAction": ["s3:*", "iam:Create*"], "Resource": "*"`, []string{"pass-role-with-star-in-resource-and-not-action /Resource iam:PassRole"}},
		"all actions but those of IAM":      {identity, `"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"`, nil},
		"all actions but unknown ones":      {identity, `"Effect": "Allow", "NotAction": ["<A>"], "Resource": "*"`, nil},
		"all but some actions and roles":    {identity, `"Effect": "Allow", "NotAction": ["s3:*", "iam:Create*"], "NotResource": ` + role, []string{"pass-role-with-not-action-and-not-resource /NotResource~2 iam:PassRole"}},
		"to create any service-linked role": {identity, `"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"`, []string{"create-slr-with-star-in-resource /Resource iam:CreateServiceLinkedRole (iam:CreateServiceLinkedRole)"}},
		"to create one for a service":       {identity, `"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": {"StringLike": {"iam:AWSServiceName": "ecs.amazonaws.com"}}`, nil},
	})
}

func TestTrustPolicies(t *testing.T) {
	t.Parallel()
	gitHub := `"Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity"`
	subject := func(operator, text string) string {
		return `"Effect": "Allow", ` + gitHub + `, "Condition": {"` + operator + `": {"token.actions.githubusercontent.com:sub": "` + text + `"}}`
	}
	sub := "/Condition/StringLike/token.actions.githubusercontent.com:sub "
	checkStatements(t, map[string]test{
		"a service":                          {trust, `"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"`, nil},
		"everyone":                           {trust, `"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"`, []string{"role-trust-policy-unsupported-wildcard-in-principal /Principal *"}},
		"everyone with a type":               {trust, `"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"`, nil},
		"all but one":                        {trust, `"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"`, []string{"role-trust-policy-syntax-error-notprincipal /NotPrincipal~2 NotPrincipal"}},
		"a resource":                         {trust, `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Resource": "*"`, []string{"role-trust-policy-syntax-error-resource /Resource~2 Resource"}},
		"a provider that is none":            {trust, `"Effect": "Allow", "Principal": {"Federated": "google"}, "Action": "sts:TagSession"`, []string{"invalid-federated-principal-syntax-in-role-trust-policy /Principal/Federated google"}},
		"a SAML provider":                    {trust, `"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::<A>:saml-provider/p"}, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]`, nil},
		"a SAML provider with a token":       {trust, `"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::<A>:saml-provider/p"}, "Action": "sts:AssumeRoleWithWebIdentity"`, []string{"mismatched-action-for-principal /Action sts:AssumeRoleWithWebIdentity (a SAML provider)"}},
		"a service with a token":             {trust, `"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRoleWithSAML"`, []string{"mismatched-action-for-principal /Action sts:AssumeRoleWithSAML (a principal that is not federated)"}},
		"a provider that is not known":       {trust, `"Effect": "Allow", "Principal": {"Federated": "<P>"}, "Action": "sts:AssumeRole"`, nil},
		"several actions and principals":     {trust, `"Effect": "Allow", "Principal": {"AWS": "111122223333", "Federated": "arn:aws:iam::111122223333:saml-provider/p"}, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]`, nil},
		"a source identity":                  {trust, `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Condition": {"StringLike": {"sts:SourceIdentity": "a"}}`, []string{"missing-action-for-condition-key /Condition/StringLike/sts:SourceIdentity~2 sts:SourceIdentity (sts:SetSourceIdentity)"}},
		"a source identity that may be set":  {trust, `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["sts:AssumeRole", "sts:Set*"], "Condition": {"StringLike": {"sts:SourceIdentity": "a"}}`, nil},
		"IAM Roles Anywhere":                 {trust, `"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]`, []string{"missing-action-for-roles-anywhere-trust-policy /Principal/Service rolesanywhere.amazonaws.com (sts:SetSourceIdentity)"}},
		"a web identity of anyone":           {trust, `"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity"`, []string{"missing-condition-key-for-oidc-principal /Principal/Federated accounts.google.com"}},
		"a web identity of an application":   {trust, `"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:aud": "a"}}`, nil},
		"a web identity of unknown ones":     {trust, `"Effect": "Allow", "Principal": {"Federated": "<P>"}, "Action": "sts:AssumeRoleWithWebIdentity"`, nil},
		"any repository of GitHub":           {trust, `"Effect": "Allow", ` + gitHub + `, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}`, []string{"missing-github-repo-condition-key /Principal/Federated token.actions.githubusercontent.com"}},
		"a branch":                           {trust, subject("StringLike", "repo:octo/app:ref:refs/heads/main"), nil},
		"any branch":                         {trust, subject("StringLike", "repo:octo/app:*"), []string{"specific-github-repo-and-branch-recommended " + sub + "repo:octo/app:* (octo/app) [partial]"}},
		"any repository of an owner":         {trust, subject("StringLike", "repo:octo/*"), []string{"specific-github-repo-and-branch-recommended " + sub + "repo:octo/*"}},
		"a repository by another claim":      {trust, `"Effect": "Allow", ` + gitHub + `, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:repository": "octo/app"}}`, nil},
		"a session beside its role":          {trust, `"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/a/r", "arn:aws:sts::111122223333:assumed-role/r/s"]}, "Action": "sts:AssumeRole"`, []string{"redundant-principal-in-role-trust-policy /Principal/AWS/1 arn:aws:sts::111122223333:assumed-role/r/s (arn:aws:iam::111122223333:role/a/r)"}},
		"a session of another account":       {trust, `"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/r", "arn:aws:sts::444455556666:assumed-role/r/s"]}, "Action": "sts:AssumeRole"`, nil},
		"everyone, denied":                   {trust, `"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRoleWithSAML"`, nil},
		"conditions that are not known":      {trust, `"Effect": "Allow", ` + gitHub + `, "Condition": "<C>"`, nil},
		"a web identity that assumes a role": {trust, `"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:TagSession"`, nil},
	})
}

func TestPoliciesOfOrganizations(t *testing.T) {
	t.Parallel()
	checkStatements(t, map[string]test{
		"the whole language": {control, `"Effect": "Allow", "NotAction": "iam:*Role*", "NotResource": "arn:aws:iam::*:role/r", "Condition": {"Bool": {"aws:SecureTransport": "true"}}`, nil},
		"a denial":           {resource, `"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "*"`, nil},
		"what AWS attaches":  {resource, `"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"`, nil},
		"an account":         {resource, `"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"`, []string{"rcp-syntax-error-principal /Principal~2 Principal"}},
		"all but one":        {resource, `"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"`, []string{"rcp-syntax-error-principal /NotPrincipal~2 NotPrincipal"}},
		"other actions":      {resource, `"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"`, []string{"rcp-syntax-error-notaction /NotAction~2 NotAction"}},
		"another service":    {resource, `"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": "*"`, []string{"rcp-syntax-error-action /Action sns:Publish (sns) [unlisted]"}},
		"a file of some use": {validation.Use{Kind: validation.ResourceControl, File: true}, `"Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": "*"`, nil},
		"an unknown service": {resource, `"Effect": "Deny", "Principal": "*", "Action": "<S>:*", "Resource": "*"`, nil},
		"a limited Allow":    {resource, `"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::b", "Condition": {"Bool": {"aws:SecureTransport": "true"}}`, []string{"rcp-syntax-error-allow /Resource~2 Resource", "rcp-syntax-error-allow /Condition~2 Condition"}},
	})
}

func TestSizes(t *testing.T) {
	t.Parallel()
	document := func(length int) string {
		text := `{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::%s", "Principal": "*"}}`
		return fmt.Sprintf(text, strings.Repeat("b", length-len(strings.ReplaceAll(text, " ", ""))+len("%s")))
	}
	check(t, map[string]test{
		"as long as may be": {bucket, document(20480), nil},
		"one more":          {bucket, document(20481), []string{"policy-size-exceeds-resource-policy-quota  20481 (20480)"}},
		"of some service":   {validation.Use{Kind: validation.Resource, Service: "backup"}, document(99999), nil},
		"in a file":         {validation.Use{Kind: validation.ResourceControl, File: true}, document(5121), nil},
		"for resources":     {resource, document(5121), []string{"policy-size-exceeds-rcp-quota  5121 (5120)"}},
	})
}
