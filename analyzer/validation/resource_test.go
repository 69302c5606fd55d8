package validation_test

import (
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/validation"
)

func TestActions(t *testing.T) {
	t.Parallel()
	with := func(actions string) string { return `"Effect": "Deny", "Resource": "*", "Action": ` + actions }
	onBucket := func(actions string) string { return with(actions) + `, "Principal": "*"` }
	checkStatements(t, map[string]test{
		"actions that exist":                {identity, with(`["s3:putobject", "S3:Get*", "ec2:Describe?nstances"]`), nil},
		"no service":                        {identity, with(`"GetObject"`), []string{"invalid-action /Action GetObject [malformed]"}},
		"no name":                           {identity, with(`"s3:"`), []string{"invalid-action /Action s3: [malformed]"}},
		"an empty text":                     {identity, with(`""`), []string{`invalid-action /Action "" [malformed]`}},
		"a space":                           {identity, with(`"s3: GetObject"`), []string{"invalid-action /Action s3: GetObject [malformed]"}},
		"an unknown name":                   {identity, with(`"s3:ReplicationTags"`), []string{"invalid-action /Action s3:ReplicationTags (s3:ReplicateTags) [unlisted]"}},
		"an unknown name, not meant":        {identity, `"Effect": "Deny", "Resource": "*", "NotAction": "s3:ReplicationTags"`, []string{"invalid-action /NotAction s3:ReplicationTags (s3:ReplicateTags) [unlisted]"}},
		"a pattern that nothing matches":    {identity, with(`"s3:Foo*"`), []string{"invalid-action /Action s3:Foo* [unlisted]"}},
		"an unknown service":                {identity, with(`"lamda:InvokeFunction"`), []string{"invalid-service-in-action /Action lamda (lambda)"}},
		"a pattern for services":            {identity, with(`"*:Get*"`), nil},
		"what is not known":                 {identity, with(`["<A>", "s3:<A>", "<A>:Get"]`), nil},
		"placeholders":                      {file, with(`["{{ action }}", "${service}:Get", "[ACTION]"]`), nil},
		"another service in a bucket's":     {bucket, onBucket(`["s3:*", "sqs:SendMessage"]`), []string{"unsupported-action-in-policy /Action/1 sqs:SendMessage (s3)"}},
		"another service in a file":         {validation.Use{Kind: validation.Resource, Service: "s3", File: true}, onBucket(`["s3:*", "sqs:SendMessage"]`), nil},
		"everything in a bucket's":          {bucket, onBucket(`"*"`), nil},
		"another service in a trust policy": {trust, `"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject"`, []string{"unsupported-action-in-policy /Action s3:GetObject (sts)"}},
		"an action that another covers":     {identity, with(`["s3:Get*", "s3:GetObject", "S3:getBucketAcl"]`), []string{"redundant-action /Action/1 s3:GetObject (s3:Get*)"}},
		"an action that stands twice":       {identity, with(`["s3:GetObject", "s3:GetObject"]`), []string{"redundant-action /Action/1 s3:GetObject (s3:GetObject)"}},
		"patterns that overlap":             {identity, with(`["s3:Get*", "s3:*Object"]`), nil},
		"a mark does not cover a star":      {identity, with(`["s3:GetObjec?", "s3:GetObjec*"]`), []string{"redundant-action /Action/0 s3:GetObjec? (s3:GetObjec*)"}},
	})
}

func TestResources(t *testing.T) {
	t.Parallel()
	with := func(resources string) string { return `"Effect": "Deny", "Action": "*", "Resource": ` + resources }
	types := map[string]string{"t.json#Bucket": "AWS::S3::Bucket", "t.json#Topic": "AWS::SNS::Topic"}
	declared := validation.Use{Kind: validation.Identity, TypeOf: func(id string) string { return types[id] }}
	checkStatements(t, map[string]test{
		"ARNs":                                   {identity, with(`["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:*:sqs:*:*:q"]`), nil},
		"everything, and parts of ARNs":          {identity, with(`["*"]`), nil},
		"an ARN that is cut short by a star":     {identity, with(`["arn:aws:s3:*", "arn:aws:sq*"]`), nil},
		"a name":                                 {identity, with(`"bucket"`), []string{"invalid-arn-prefix /Resource bucket"}},
		"a name with a star after it":            {identity, with(`"bucket/*"`), []string{"invalid-arn-prefix /Resource bucket/*"}},
		"an empty text":                          {identity, with(`""`), []string{`invalid-arn-prefix /Resource ""`}},
		"a pattern that may begin an ARN":        {identity, with(`"ar*:s3:::b"`), nil},
		"what Ref gives of a bucket":             {declared, with(`["<!Bucket>", "<!Bucket>/*", "<!Bucket.Arn>", "arn:aws:s3:::<!Bucket>"]`), []string{"invalid-arn-prefix /Resource/0 ${Bucket} (Ref gives the name of the bucket)", "invalid-arn-prefix /Resource/1 ${Bucket}/* (Ref gives the name of the bucket)"}},
		"what Ref gives of a topic":              {declared, with(`"<!Topic>"`), nil},
		"too few fields":                         {identity, with(`"arn:aws:s3:b"`), []string{"missing-arn-field /Resource arn:aws:s3:b"}},
		"too few fields that are known":          {identity, with(`"arn:aws:<X>"`), nil},
		"another partition":                      {identity, with(`"arn:awss:s3:::b"`), []string{"invalid-partition /Resource arn:awss:s3:::b (awss)"}},
		"a partition to come":                    {identity, with(`"arn:aws-moon:s3:::b"`), nil},
		"a service in capitals":                  {identity, with(`"arn:aws:S3:::b"`), []string{"invalid-arn-service-case /Resource arn:aws:S3:::b (S3)"}},
		"a wildcard in the service":              {identity, with(`"arn:aws:s*:::b"`), []string{"wildcard-in-service-name /Resource arn:aws:s*:::b (s*)"}},
		"no Region code":                         {identity, with(`"arn:aws:sqs:ireland:111122223333:q"`), []string{"invalid-arn-region /Resource arn:aws:sqs:ireland:111122223333:q (ireland)"}},
		"an account of eleven digits":            {identity, with(`"arn:aws:sqs:eu-west-1:11112222333:q"`), []string{"invalid-arn-account /Resource arn:aws:sqs:eu-west-1:11112222333:q (11112222333)"}},
		"nothing after the account":              {identity, with(`"arn:aws:s3:::"`), []string{"invalid-arn-resource /Resource arn:aws:s3:::"}},
		"a symbol after the account":             {identity, with(`"arn:aws:s3:::<B>"`), nil},
		"a queue without a Region":               {identity, with(`"arn:aws:sqs::111122223333:q"`), []string{"missing-arn-region /Resource arn:aws:sqs::111122223333:q (sqs)"}},
		"a queue without an account":             {identity, with(`"arn:aws:sqs:eu-west-1::q"`), []string{"missing-arn-account /Resource arn:aws:sqs:eu-west-1::q (sqs)"}},
		"a queue of a symbolic account":          {identity, with(`"arn:aws:sqs:<R>:<A>:q"`), nil},
		"a global table":                         {identity, with(`"arn:aws:dynamodb::111122223333:global-table/t"`), nil},
		"a role in a Region":                     {identity, with(`"arn:aws:iam:eu-west-1:111122223333:role/r"`), []string{"arn-region-not-allowed /Resource arn:aws:iam:eu-west-1:111122223333:role/r (eu-west-1)"}},
		"a bucket in a Region and an account":    {identity, with(`"arn:aws:s3:eu-west-1:111122223333:b"`), []string{"arn-region-not-allowed /Resource arn:aws:s3:eu-west-1:111122223333:b (eu-west-1)", "arn-account-not-allowed /Resource arn:aws:s3:eu-west-1:111122223333:b (111122223333)"}},
		"an access point":                        {identity, with(`"arn:aws:s3:eu-west-1:111122223333:accesspoint/a"`), nil},
		"a hosted zone with an account":          {identity, with(`"arn:aws:route53::111122223333:hostedzone/Z1"`), []string{"arn-account-not-allowed /Resource arn:aws:route53::111122223333:hostedzone/Z1 (111122223333)"}},
		"parts that are symbolic":                {identity, with(`"arn:<P>:S3:::<B>/*"`), []string{"invalid-arn-service-case /Resource arn:${P}:S3:::${B}/* (S3)"}},
		"another service in a bucket's":          {bucket, with(`["arn:aws:s3:::b", "arn:aws:sqs:eu-west-1:111122223333:q"], "Principal": "*"`), []string{"unsupported-resource-arn-in-policy /Resource/1 arn:aws:sqs:eu-west-1:111122223333:q (s3)"}},
		"what is not known":                      {identity, with(`["<R>", "<R>/*", "<!Gone.Arn>"]`), nil},
		"placeholders":                           {file, with(`["{{ bucket }}/*", "arn:aws:s3:::<bucket>", "arn:${partition}:s3:::b", "arn:aws:sqs:{{ region }}:[ACCOUNT]:q"]`), nil},
		"methods of an API, in its policy":       {api, with(`["execute-api:/*", "execute-api:/prod/GET/pets"], "Principal": "*"`), []string{"redundant-resource /Resource/1 execute-api:/prod/GET/pets (execute-api:/*)"}},
		"methods of an API, in a file":           {validation.Use{Kind: validation.Resource, Service: "execute-api", File: true}, with(`"execute-api:/*", "Principal": "*"`), nil},
		"methods of an API, elsewhere":           {identity, with(`"execute-api:/*"`), []string{"invalid-arn-prefix /Resource execute-api:/*"}},
		"no methods in the policy of an API":     {api, with(`"api:/*", "Principal": "*"`), []string{"invalid-arn-prefix /Resource api:/*"}},
		"a resource that another covers":         {identity, with(`["arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::B"]`), []string{"redundant-resource /Resource/0 arn:aws:s3:::b (arn:aws:s3:::b*)"}},
		"a resource that everything covers":      {identity, with(`["arn:aws:s3:::b", "*"]`), []string{"redundant-resource /Resource/0 arn:aws:s3:::b (*)"}},
		"a resource in NotResource of no prefix": {identity, `"Effect": "Deny", "Action": "*", "NotResource": "b"`, []string{"invalid-arn-prefix /NotResource b"}},
	})
}
