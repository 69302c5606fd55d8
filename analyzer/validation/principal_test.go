package validation_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/validation"
)

func TestPrincipals(t *testing.T) {
	t.Parallel()
	with := func(principal string) string { return allow(`"Principal": ` + principal) }
	declared := validation.Use{Kind: validation.Resource, Service: "s3", TypeOf: func(string) string { return "AWS::IAM::Role" }}
	checkStatements(t, map[string]test{
		"an account":                          {bucket, with(`{"AWS": "111122223333"}`), nil},
		"everyone":                            {bucket, with(`"*"`), nil},
		"a plain name":                        {bucket, with(`"user01"`), []string{"invalid-principal-format /Principal user01 (only * may stand without a type such as AWS or Service)"}},
		"a plain name under AWS":              {bucket, with(`{"AWS": ["user01", "111122223333"]}`), []string{"invalid-principal-format /Principal/AWS/0 user01 (an account id, an ARN or * is expected)"}},
		"a group":                             {bucket, with(`{"AWS": "arn:aws:iam::111122223333:group/g"}`), []string{"invalid-principal-format /Principal/AWS arn:aws:iam::111122223333:group/g (a group is no principal)"}},
		"an unknown type":                     {bucket, with(`{"aws": "111122223333"}`), []string{"invalid-principal-key /Principal/aws~2 aws (AWS)"}},
		"a wildcard in an ARN":                {bucket, with(`{"AWS": "arn:aws:iam::111122223333:role/*"}`), []string{"unsupported-wildcard-in-principal /Principal/AWS arn:aws:iam::111122223333:role/* (AWS)"}},
		"a wildcard in a symbolic ARN":        {bucket, with(`{"AWS": "arn:aws:iam::<A>:role/*"}`), []string{"unsupported-wildcard-in-principal /Principal/AWS arn:aws:iam::${A}:role/* (AWS)"}},
		"a wildcard for services":             {bucket, with(`{"Service": "*"}`), []string{"unsupported-wildcard-in-principal /Principal/Service * (Service)"}},
		"a wildcard among those not meant":    {bucket, `"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/*"}, "Action": "s3:*", "Resource": "*"`, []string{"unsupported-wildcard-in-principal /NotPrincipal/AWS arn:aws:iam::111122223333:role/* (AWS)"}},
		"a service without its domain":        {bucket, with(`{"Service": "lambda"}`), []string{"invalid-service-principal-format /Principal/Service lambda (SERVICE.amazonaws.com)"}},
		"a service in capitals":               {bucket, with(`{"Service": "Lambda.amazonaws.com"}`), []string{"invalid-service-principal-format /Principal/Service Lambda.amazonaws.com (SERVICE.amazonaws.com)"}},
		"services of other partitions":        {bucket, with(`{"Service": ["ec2.amazonaws.com.cn", "ec2.c2s.ic.gov", "logs.eu-west-1.amazonaws.com"]}`), nil},
		"a service that is not known":         {bucket, with(`{"Service": "<S>.amazonaws.com"}`), nil},
		"an identity provider":                {bucket, with(`{"Federated": "cognito-identity.amazonaws.com"}`), []string{"federated-principal-not-supported /Principal/Federated cognito-identity.amazonaws.com"}},
		"an identity provider in a file":      {validation.Use{Kind: validation.Resource, Service: "s3", File: true}, with(`{"Federated": "cognito-identity.amazonaws.com"}`), nil},
		"all but one":                         {bucket, allow(`"NotPrincipal": {"AWS": "111122223333"}`), []string{"allow-with-not-principal /NotPrincipal~2 NotPrincipal"}},
		"the id of a role":                    {bucket, with(`{"AWS": "AROAEXAMPLEEXAMPLE123"}`), []string{"invalid-role-reference /Principal/AWS AROAEXAMPLEEXAMPLE123"}},
		"the id of a user":                    {bucket, with(`{"AWS": "AIDAEXAMPLEEXAMPLE123"}`), []string{"invalid-user-reference /Principal/AWS AIDAEXAMPLEEXAMPLE123"}},
		"the name of a declared role":         {declared, with(`{"AWS": "<!Role>"}`), []string{"invalid-principal-format /Principal/AWS ${Role} (Ref gives the name of the role, and an ARN is expected)"}},
		"the ARN of a declared role":          {declared, with(`{"AWS": "<!Role.Arn>"}`), nil},
		"what is not known":                   {bucket, with(`{"AWS": ["<A>", "arn:aws:iam::<A>:<B>"]}`), nil},
		"a placeholder":                       {unclear, with(`{"AWS": "{{ account }}"}`), nil},
		"a principal in an identity policy":   {identity, with(`"*"`), []string{"unsupported-principal /Principal~2 Principal"}},
		"a principal in a service control":    {control, with(`"*"`), []string{"scp-syntax-error-principal /Principal~2 Principal"}},
		"a service that acts for anyone":      {queue, `"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"`, []string{"restrict-access-to-service-principal /Principal/Service sns.amazonaws.com"}},
		"a service that reads metadata":       {bucket, `"Effect": "Allow", "Principal": {"Service": "config.amazonaws.com"}, "Action": "s3:GetBucketAcl", "Resource": "*"`, []string{"restrict-access-to-service-principal /Principal/Service config.amazonaws.com [partial]"}},
		"a service that acts for one":         {queue, `"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*", "Condition": {"ArnEquals": {"aws:SourceArn": "<T>"}}`, nil},
		"a service under unknown conditions":  {queue, `"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*", "Condition": "<C>"`, nil},
		"a service that acts in the account":  {queue, `"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"`, nil},
		"a service narrowed by another key":   {queue, `"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceOwner": "111122223333"}}`, []string{"recommended-condition-key-for-service-principal /Principal/Service sns.amazonaws.com"}},
		"a service with an organization":      {bucket, allow(`"Principal": {"Service": "cloudfront.amazonaws.com"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}`), []string{"unsupported-condition-key-for-service-principal /Condition/StringEquals/aws:PrincipalOrgID~2 aws:PrincipalOrgID (cloudfront.amazonaws.com)"}},
		"an account with an organization":     {bucket, allow(`"Principal": {"Service": "cloudfront.amazonaws.com", "AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}`), nil},
		"a service that may have none":        {bucket, allow(`"Principal": {"Service": "ec2.amazonaws.com"}, "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}`), nil},
		"a federated user of AWS":             {bucket, with(`{"AWS": "arn:aws:sts::111122223333:federated-user/ada"}`), nil},
		"all but one, to be denied":           {bucket, `"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"`, nil},
		"all but one, with an unknown effect": {bucket, `"Effect": "<E>", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"`, nil},
	})
}
