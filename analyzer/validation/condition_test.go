package validation_test

import "testing"

func TestConditions(t *testing.T) {
	t.Parallel()
	at := "/Condition/"
	checkStatements(t, map[string]test{
		"a sound condition":                 {identity, under(`"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "bool": {"AWS:securetransport": true}`), nil},
		"an unknown operator":               {identity, under(`"StringEqual": {"aws:username": "ada"}`), []string{"invalid-condition-operator " + at + "StringEqual~2 StringEqual"}},
		"Null with IfExists":                {identity, under(`"NullIfExists": {"aws:username": "true"}`), []string{"null-with-if-exists " + at + "NullIfExists~2 NullIfExists"}},
		"Null with a qualifier":             {identity, under(`"ForAnyValue:Null": {"aws:TagKeys": "true"}`), []string{"null-with-qualifier " + at + "ForAnyValue:Null~2 ForAnyValue:Null"}},
		"nothing at all":                    {identity, under(``), []string{"empty-object-condition /Condition Condition"}},
		"an operator without keys":          {identity, under(`"Null": {}`), []string{"empty-object-condition " + at + "Null " + "Null"}},
		"an operator with a text":           {identity, under(`"Null": "true"`), []string{"data-type-mismatch " + at + "Null " + "Null (an object)"}},
		"an operator that is not known":     {identity, under(`"Bool": "<C>"`), nil},
		"a key without a service":           {identity, under(`"StringEquals": {"username": "ada"}`), []string{"invalid-condition-key-format " + at + "StringEquals/username~2 username"}},
		"a key in two spellings":            {identity, under(`"StringEquals": {"aws:UserName": "ada", "aws:username": "grace"}`), []string{"duplicate-keys-with-different-case " + at + "StringEquals/aws:username~2 aws:username (aws:UserName)"}},
		"a tag without its key":             {identity, under(`"StringEquals": {"aws:RequestTag/": "a", "s3:ExistingObjectTag": "b"}`), []string{"missing-tag-key-in-condition " + at + "StringEquals/aws:RequestTag~1~2 aws:RequestTag/ (aws:RequestTag)", "missing-tag-key-in-condition " + at + "StringEquals/s3:ExistingObjectTag~2 s3:ExistingObjectTag (s3:ExistingObjectTag)"}},
		"an old key":                        {identity, under(`"ArnLike": {"aws:Arn": "*"}`), []string{"deprecated-global-condition-key " + at + "ArnLike/aws:Arn~2 aws:Arn (aws:PrincipalArn)"}},
		"an old key in a bucket's":          {bucket, under(`"ArnLike": {"aws:ARN": "*"}`) + `, "Principal": "*"`, []string{"unsupported-global-condition-key " + at + "ArnLike/aws:ARN~2 aws:ARN (aws:PrincipalArn)"}},
		"an unknown global key":             {identity, under(`"StringEquals": {"aws:PrincipalOrgIDs": "o-a1b2c3d4e5"}`), []string{"invalid-global-condition-key " + at + "StringEquals/aws:PrincipalOrgIDs~2 aws:PrincipalOrgIDs (aws:PrincipalOrgID) [unlisted]"}},
		"an unknown key of a service":       {identity, under(`"StringEquals": {"s3:prefixx": "a"}`), []string{"invalid-service-condition-key " + at + "StringEquals/s3:prefixx~2 s3:prefixx (s3:prefix) [unlisted]"}},
		"a key of an unknown service":       {identity, under(`"StringEquals": {"lamda:FunctionArn": "a"}`), []string{"invalid-service " + at + "StringEquals/lamda:FunctionArn~2 lamda:FunctionArn (lambda) [unlisted]"}},
		"keys of identity providers":        {identity, under(`"StringEquals": {"login.example.com:sub": "a", "oidc.eks.eu-west-1.amazonaws.com/id/A1:aud": "b", "saml:aud": "c"}`), nil},
		"a list without a qualifier":        {identity, under(`"StringEquals": {"aws:TagKeys": "team"}`), []string{"missing-qualifier " + at + "StringEquals/aws:TagKeys~2 aws:TagKeys (StringEquals)"}},
		"Null on a list":                    {identity, under(`"Null": {"aws:TagKeys": "true"}`), nil},
		"ForAllValues on one value":         {identity, under(`"ForAllValues:StringEquals": {"aws:username": "ada"}`), []string{"forallvalues-with-single-valued-key " + at + "ForAllValues:StringEquals/aws:username~2 aws:username (ForAllValues:StringEquals)"}},
		"ForAllValues on one value, denied": {identity, `"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"aws:username": "ada"}}`, nil},
		"a private address alone":           {identity, under(`"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}`), []string{"missing-paired-condition-keys " + at + "IpAddress/aws:VpcSourceIp~2 aws:VpcSourceIp (aws:SourceVpc or aws:SourceVpce)"}},
		"a private address in a network":    {identity, under(`"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:sourcevpc": "<V>"}`), nil},
		"the owner of the bucket":           {bucket, under(`"StringEquals": {"s3:ResourceAccount": "111122223333"}`) + `, "Principal": "*"`, []string{"irrelevant-condition-key-in-policy " + at + "StringEquals/s3:ResourceAccount~2 s3:ResourceAccount (bucket policy)"}},
		"keys without values":               {identity, under(`"Bool": {"aws:SecureTransport": []}, "ForAllValues:StringLike": {"aws:TagKeys": []}, "ForAnyValue:StringLike": {"aws:TagKeys": []}, "StringLikeIfExists": {"aws:username": []}`), []string{"empty-array-condition " + at + "Bool/aws:SecureTransport aws:SecureTransport (Bool)", "empty-array-condition-forallvalues " + at + "ForAllValues:StringLike/aws:TagKeys aws:TagKeys (ForAllValues:StringLike)", "empty-array-condition-foranyvalue " + at + "ForAnyValue:StringLike/aws:TagKeys aws:TagKeys (ForAnyValue:StringLike)", "empty-array-condition-ifexists " + at + "StringLikeIfExists/aws:username aws:username (StringLikeIfExists)"}},
		"several bounds":                    {identity, under(`"NumericLessThan": {"aws:MultiFactorAuthAge": [1, 2]}`), []string{"redundant-condition-value-num " + at + "NumericLessThan/aws:MultiFactorAuthAge aws:MultiFactorAuthAge (NumericLessThan)"}},
		"several numbers":                   {identity, under(`"NumericEquals": {"aws:MultiFactorAuthAge": [1, 2]}`), nil},
		"an action without the key":         {identity, `"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject", "s3:*"], "Resource": "arn:aws:s3:::b", "Condition": {"StringLike": {"s3:prefix": "a/*"}}`, []string{"unsupported-action-for-condition-key /Action/1 s3:GetObject (s3:prefix)", "redundant-action /Action/0 s3:ListBucket (s3:*)"}},
		"an action that may go without":     {identity, `"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*", "Condition": {"StringLikeIfExists": {"s3:prefix": "a/*"}}`, nil},
		"tags that the request lacks":       {identity, `"Effect": "Deny", "Action": ["ec2:TerminateInstances", "ec2:DescribeInstances"], "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}`, []string{"deny-with-unsupported-tag-condition-key-for-service /Action/1 ec2:DescribeInstances (aws:ResourceTag/team)"}},
		"tags for all other actions":        {identity, `"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}`, []string{"allow-notaction-with-unsupported-tag-condition-key-for-service " + at + "StringEquals/aws:ResourceTag~1team~2 aws:ResourceTag/team"}},
	})
}

func TestConditionValues(t *testing.T) {
	t.Parallel()
	at := "/Condition/"
	checkStatements(t, map[string]test{
		"an object":                       {identity, under(`"StringEquals": {"aws:username": {"a": "b"}}`), []string{"invalid-condition-data-type " + at + "StringEquals/aws:username aws:username"}},
		"two truths":                      {identity, under(`"Bool": {"aws:SecureTransport": [true, false]}`), []string{"invalid-condition-multiple-boolean " + at + "Bool/aws:SecureTransport aws:SecureTransport (Bool)"}},
		"a text for a truth":              {identity, under(`"StringEquals": {"aws:SecureTransport": "true"}`), []string{"type-mismatch " + at + "StringEquals/aws:SecureTransport~2 aws:SecureTransport (StringEquals, and Bool is the operator for its type)"}},
		"a truth that is none":            {identity, under(`"Bool": {"aws:SecureTransport": "yes"}, "Null": {"aws:username": "no"}`), []string{"type-mismatch-boolean " + at + "Bool/aws:SecureTransport yes (Bool)", "type-mismatch-boolean " + at + "Null/aws:username no (Null)"}},
		"a number that is none":           {identity, under(`"NumericLessThan": {"aws:MultiFactorAuthAge": ["1h"]}`), []string{"type-mismatch-number " + at + "NumericLessThan/aws:MultiFactorAuthAge/0 1h (NumericLessThan)"}},
		"dates":                           {identity, under(`"DateLessThan": {"aws:CurrentTime": ["2030", "2030-01-31", "2030-01-31T12:00:00Z", "2030-01-31T12:00:00.5+01:00"]}`), nil},
		"a date that is none":             {identity, under(`"DateLessThan": {"aws:CurrentTime": "tomorrow"}`), []string{"type-mismatch-date " + at + "DateLessThan/aws:CurrentTime tomorrow (DateLessThan)"}},
		"a date in seconds":               {identity, under(`"DateLessThan": {"aws:CurrentTime": 1893456000, "aws:EpochTime": 1893456000}`), []string{"invalid-date-value " + at + "DateLessThan/aws:CurrentTime 1893456000 (DateLessThan)"}},
		"bytes that are none":             {identity, under(`"BinaryEquals": {"saml:doc": "!"}`), []string{"type-mismatch-string " + at + "BinaryEquals/saml:doc ! (BinaryEquals)"}},
		"an address that is none":         {identity, under(`"IpAddress": {"aws:SourceIp": ["example.com", "203.0.113.0/33", "203.0.113.1"]}`), []string{"type-mismatch-ip-range " + at + "IpAddress/aws:SourceIp/0 example.com (IpAddress)", "type-mismatch-ip-range " + at + "IpAddress/aws:SourceIp/1 203.0.113.0/33 (IpAddress)"}},
		"a wildcard beside a reference":   {identity, under(`"StringEquals": {"aws:SourceArn": "arn:<AWS::Partition>:s3:::<!B>/*"}, "ArnEquals": {"aws:SourceArn": "arn:<AWS::Partition>:s3:::<!B>/*"}, "StringLike": {"aws:SourceArn": "arn:aws:s3:::<!B>/*"}`), []string{"wildcard-without-like-operator " + at + "StringEquals/aws:SourceArn arn:${AWS::Partition}:s3:::${B}/* (StringEquals)"}},
		"a wildcard beside a variable":    {identity, under(`"StringNotEquals": {"aws:username": "${aws:PrincipalTag/x, '*'}-*", "aws:PrincipalArn": "${aws:PrincipalTag/x, '*'}"}`), []string{"wildcard-without-like-operator " + at + "StringNotEquals/aws:username ${aws:PrincipalTag/x, '*'}-* (StringNotEquals)"}},
		"a wildcard in what is filled in": {file, under(`"StringEquals": {"aws:username": ["{{name}}*", "${Name*}"]}`), nil},
		"a wildcard that AWS prescribes":  {identity, under(`"StringEquals": {"aws:SourceArn": ["arn:aws:cur:us-east-1:111122223333:definition/*", "arn:<AWS::Partition>:cur:<AWS::Region>:111122223333:definition/*"]}`), nil},
		"a wildcard without Like":         {identity, under(`"StringEquals": {"aws:username": "a*"}, "ArnEquals": {"aws:PrincipalArn": "arn:*"}`), []string{"wildcard-without-like-operator " + at + "StringEquals/aws:username a* (StringEquals)"}},
		"a star that is none":             {identity, under(`"StringEquals": {"aws:username": "a${*}"}`), nil},
		"a wildcard for accounts":         {identity, under(`"StringLike": {"aws:SourceAccount": "1111*"}`), []string{"wildcard-usage-too-permissive " + at + "StringLike/aws:SourceAccount 1111* (aws:SourceAccount)"}},
		"a variable for accounts":         {identity, under(`"StringEquals": {"aws:SourceAccount": "${aws:PrincipalTag/a}", "aws:ResourceAccount": "${aws:PrincipalAccount}"}`), []string{"variable-usage-too-permissive " + at + "StringEquals/aws:SourceAccount ${aws:PrincipalTag/a} (aws:SourceAccount)"}},
		"a Region that is none":           {identity, under(`"StringEquals": {"aws:RequestedRegion": "ireland"}, "StringLike": {"aws:RequestedRegion": "eu-*"}`), []string{"invalid-region " + at + "StringEquals/aws:RequestedRegion ireland (aws:RequestedRegion)"}},
		"ids of the wrong kind":           {identity, under(`"StringEquals": {"aws:SourceVpc": "vpce-12345678", "aws:SourceVpce": "vpce-123"}`), []string{"invalid-vpc-format " + at + "StringEquals/aws:SourceVpc vpce-12345678 (aws:SourceVpc)", "invalid-vpce-format " + at + "StringEquals/aws:SourceVpce vpce-123 (aws:SourceVpce)"}},
		"ids of both lengths":             {identity, under(`"StringEquals": {"aws:SourceVpc": ["vpc-12345678", "vpc-0123456789abcdef0"]}`), nil},
		"an alias of a key":               {identity, `"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": {"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/a"}}`, []string{"invalid-kms-key-value " + at + "StringEquals/s3:x-amz-server-side-encryption-aws-kms-key-id alias/a (s3:x-amz-server-side-encryption-aws-kms-key-id)"}},
		"a service that is none":          {identity, `"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "lambda"}}`, []string{"invalid-service-principal-format " + at + "StringEquals/iam:PassedToService lambda (SERVICE.amazonaws.com)"}},
		"private addresses":               {identity, under(`"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "fd00::/8"]}`), []string{"private-ip-address " + at + "IpAddress/aws:SourceIp/0 10.1.0.0/16, fd00::/8 (IpAddress)"}},
		"private addresses, not":          {identity, under(`"NotIpAddress": {"aws:SourceIp": "192.168.1.1"}`), []string{"private-not-ip-address " + at + "NotIpAddress/aws:SourceIp 192.168.1.1 (NotIpAddress)"}},
		"private addresses among others":  {identity, under(`"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "172.16.0.0/12"]}`), []string{"private-ip-address-subset " + at + "IpAddress/aws:SourceIp/1 172.16.0.0/12 (IpAddress)"}},
		"private addresses among unknown": {identity, under(`"NotIpAddress": {"aws:SourceIp": ["<I>", "172.16.0.0/12"]}`), []string{"private-not-ip-address-subset " + at + "NotIpAddress/aws:SourceIp/1 172.16.0.0/12 (NotIpAddress)"}},
		"a range wider than private":      {identity, under(`"IpAddress": {"aws:SourceIp": "10.0.0.0/7"}`), nil},
		"private addresses of a network":  {identity, under(`"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpc": "<V>"}`), nil},
		"a range with bits after it":      {identity, under(`"IpAddress": {"aws:SourceIp": ["203.0.113.9/24", "2001:db8::1/32"]}`), []string{"improve-ip-range " + at + "IpAddress/aws:SourceIp/0 203.0.113.9/24 (203.0.113.0/24)", "improve-ip-range " + at + "IpAddress/aws:SourceIp/1 2001:db8::1/32 (2001:db8::/32)"}},
		"what is not known":               {identity, under(`"IpAddress": {"aws:SourceIp": "<I>"}, "Bool": {"aws:SecureTransport": "<B>"}, "StringEquals": {"aws:SourceVpc": "<V>", "aws:SourceVpce": "vpce-<V>"}`), nil},
		"placeholders":                    {file, under(`"IpAddress": {"aws:SourceIp": "{{ ip }}"}, "StringEquals": {"aws:SourceVpc": "[VPC]", "aws:RequestedRegion": "{region}", "aws:SourceVpce": "${endpoint}"}`), nil},
	})
}

func TestVariables(t *testing.T) {
	t.Parallel()
	with := func(text string) string {
		return `"Effect": "Allow", "Action": "s3:GetObject", "Resource": "` + text + `"`
	}
	checkStatements(t, map[string]test{
		"variables as they have to be":     {identity, with("arn:aws:s3:::b/${aws:username}/${aws:PrincipalTag/my team, 'no ne'}/${*}"), nil},
		"no brace":                         {identity, with("arn:aws:s3:::b/${aws:username"), []string{"missing-brace-in-variable /Resource ${aws:username"}},
		"no brace before another":          {identity, with("arn:aws:s3:::b/${aws:username/${aws:userid}"), []string{"missing-brace-in-variable /Resource ${aws:username/"}},
		"no quotes":                        {identity, with("arn:aws:s3:::b/${aws:username, none}"), []string{"missing-quote-in-variable /Resource ${aws:username, none}"}},
		"a space":                          {identity, with("arn:aws:s3:::b/${aws: username}"), []string{"unsupported-space-in-variable /Resource ${aws: username}"}},
		"nothing":                          {identity, with("arn:aws:s3:::b/${}"), []string{"empty-variable /Resource ${}"}},
		"nothing, in a file":               {file, with("arn:aws:s3:::b/${ }"), []string{"empty-variable /Resource ${ }"}},
		"what is to be filled in":          {file, with("arn:aws:s3:::b/${bucket name}/${bucket"), nil},
		"a pseudo parameter without a Sub": {identity, with("arn:aws:s3:::b-${AWS::Region}"), nil},
		"in an action":                     {identity, `"Effect": "Allow", "Action": "s3:${aws:PrincipalTag/action}", "Resource": "*"`, []string{"variable-unsupported-in-element /Action ${aws:PrincipalTag/action} (Action)"}},
		"in a principal":                   {bucket, allow(`"Principal": {"AWS": "arn:aws:iam::111122223333:user/${aws:username}"}`), []string{"variable-unsupported-in-element /Principal/AWS ${aws:username} (Principal)"}},
		"under a number":                   {identity, under(`"NumericLessThan": {"aws:MultiFactorAuthAge": "${aws:PrincipalTag/age}"}`), []string{"invalid-variable-for-operator /Condition/NumericLessThan/aws:MultiFactorAuthAge ${aws:PrincipalTag/age} (NumericLessThan)"}},
		"under a text":                     {identity, under(`"StringEquals": {"aws:username": "${aws:PrincipalTag/name}"}`), nil},
	})
	check(t, map[string]test{
		"in a policy of 2008":           {identity, `{"Version": "2008-10-17", "Statement": {` + with("arn:aws:s3:::b/${aws:username}") + `}}`, []string{"variable-unsupported-in-version /Statement/Resource ${aws:username}"}},
		"in a policy without a version": {identity, `{"Statement": {` + with("arn:aws:s3:::b/${aws:username}") + `}}`, []string{"missing-version", "variable-unsupported-in-version /Statement/Resource ${aws:username}"}},
		"in a policy of some version":   {identity, `{"Version": "<V>", "Statement": {` + with("arn:aws:s3:::b/${aws: username}") + `}}`, nil},
	})
}
