package lockout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
	"github.com/latchkey-dev/latchkey/analyzer/value/valuetest"
)

// under returns the verdict on a bucket policy of one denial of everything for each of the conditions.
func under(tb testing.TB, target lockout.Target, conditions ...string) lockout.Verdict {
	tb.Helper()
	written := make([]string, len(conditions))
	for i, condition := range conditions {
		written[i] = `{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "@bucket", "Condition": {` + condition + "}}"
	}
	document := `{"Version": "2012-10-17", "Statement": [` + strings.Join(written, ", ") + "]}"
	return lockout.Decide(parse(tb, arns.Replace(document)), target)
}

// TestConditions goes through the keys that requests have, and those that they lack.
func TestConditions(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		condition string
		want      lockout.Level
		context   string // what the way back needs
	}{
		// the caller
		"one role is spared":                   {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}`, conditional, "the role exists"},
		"one user is spared":                   {`"ArnNotEquals": {"aws:PrincipalArn": "@iam:user/u"}`, conditional, "the user exists"},
		"some roles are spared":                {`"StringNotLike": {"aws:PrincipalArn": "@iam:role/A*"}`, conditional, "such a role exists"},
		"a federated user is spared":           {`"ArnNotLike": {"aws:PrincipalArn": "@sts:federated-user/f"}`, conditional, "the federated user exists"},
		"all roles are spared":                 {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/*"}`, none, ""},
		"everyone of the account is spared":    {`"ArnNotLike": {"aws:PrincipalArn": "@iam:*"}`, none, ""},
		"a session's ARN spares nobody":        {`"ArnNotLike": {"aws:PrincipalArn": "@sts:assumed-role/A/*"}`, rootOnly, ""},
		"a foreign role spares nobody":         {`"ArnNotLike": {"aws:PrincipalArn": "@their:role/A"}`, rootOnly, ""},
		"a role of any account may be ours":    {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/A"}`, conditional, "such a role exists"},
		"the root user is nobody else":         {`"ArnNotLike": {"aws:PrincipalArn": "@root"}`, rootOnly, ""},
		"another partition spares nobody":      {`"StringNotLike": {"aws:PrincipalArn": "arn:aws-cn:iam::@owner:role/A"}`, rootOnly, ""},
		"a literal star spares nobody":         {`"StringNotEquals": {"aws:PrincipalArn": "@iam:role/*"}`, rootOnly, ""},
		"an SSO role without a path":           {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/AWSReservedSSO_Admin_*"}`, rootOnly, ""},
		"an SSO role with any path":            {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/*/AWSReservedSSO_Admin_*"}`, conditional, "such a role exists"},
		"an SSO role with its path":            {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/aws-reserved/sso.amazonaws.com/*"}`, conditional, "such a role exists"},
		"an SSO role somewhere":                {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/*AWSReservedSSO_Admin_*"}`, conditional, "such a role exists"},
		"a place holder may be our account":    {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::{{ACCOUNT}}:role/A"}`, conditional, "{{ACCOUNT}} is the account that owns the resource and the role exists"},
		"one role is denied":                   {`"ArnLike": {"aws:PrincipalArn": "@iam:role/A"}`, principalOnly, ""},
		"roles are denied, users are not":      {`"StringLike": {"aws:PrincipalArn": "@iam:role/*"}`, principalOnly, ""},
		"users are denied":                     {`"StringEquals": {"aws:PrincipalType": "User"}`, none, ""},
		"all kinds of principals are denied":   {`"StringEquals": {"aws:PrincipalType": ["User", "AssumedRole", "FederatedUser"]}`, rootOnly, ""},
		"only federated users are left":        {`"StringEquals": {"aws:PrincipalType": ["User", "AssumedRole"]}`, conditional, "the session is that of a federated user"},
		"one user name is spared":              {`"StringNotEquals": {"aws:username": "u"}`, conditional, "the user exists"},
		"a role has no user name":              {`"Null": {"aws:username": "true"}`, none, ""},
		"users have a user name":               {`"Null": {"aws:username": "false"}`, none, ""},
		"a role's id with its sessions":        {`"StringNotLike": {"aws:userid": "AROAEXAMPLE:*"}`, conditional, "a principal with the id AROAEXAMPLE:* exists"},
		"a role's id without a session":        {`"StringNotLike": {"aws:userid": "AROAEXAMPLE"}`, rootOnly, ""},
		"a user's id":                          {`"StringNotEquals": {"aws:userid": "AIDAEXAMPLE"}`, conditional, "a principal with the id AIDAEXAMPLE exists"},
		"the account's id is the root user's":  {`"StringNotLike": {"aws:userid": "@owner"}`, rootOnly, ""},
		"a session name for any role":          {`"StringNotLike": {"aws:userid": "*:s"}`, conditional, "the session of the role is named s"},
		"the account is spared":                {`"StringNotEquals": {"aws:PrincipalAccount": "@owner"}`, none, ""},
		"another account is spared":            {`"StringNotEquals": {"aws:PrincipalAccount": "@other"}`, rootOnly, ""},
		"services alone are spared":            {`"Bool": {"aws:PrincipalIsAWSService": "false"}`, rootOnly, ""},
		"services alone are denied":            {`"Bool": {"aws:PrincipalIsAWSService": "true"}`, none, ""},
		"assumed root alone is spared":         {`"Null": {"aws:AssumedRoot": "true"}`, rootOnly, ""},
		"a tag is spared":                      {`"StringNotEquals": {"aws:PrincipalTag/team": "sec"}`, conditional, "the principal has the tag team=sec"},
		"whoever has a tag is spared":          {`"Null": {"aws:PrincipalTag/team": "true"}`, conditional, "the principal has the tag team"},
		"a tag is denied":                      {`"StringEquals": {"aws:PrincipalTag/team": "dev"}`, none, ""},
		"a tag that is the user's name":        {`"StringNotEquals": {"aws:PrincipalTag/owner": "${aws:username}"}`, conditional, "the principal has the tag owner"},
		"a source identity is spared":          {`"StringNotEquals": {"aws:SourceIdentity": "ann"}`, conditional, "the session has the source identity ann"},
		"an identity provider is spared":       {`"StringNotEquals": {"aws:FederatedProvider": "x"}`, conditional, "the session comes from the provider x"},
		"a key of an identity provider":        {`"StringNotEquals": {"accounts.google.com:sub": "x"}`, conditional, "the session has accounts.google.com:sub x"},
		"an instance is spared":                {`"StringNotEquals": {"aws:Ec2InstanceSourceVpc": "vpc-1"}`, conditional, "the credentials are those of an instance in vpc-1"},
		"a key that nobody knows":              {`"StringNotEquals": {"aws:SomethingNew": "x"}`, conditional, "aws:somethingnew is x"},
		"a member of an organization":          {`"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}`, conditional, "the account is in organization o-1"},
		"an organization is denied":            {`"StringEquals": {"aws:PrincipalOrgID": "o-1"}`, conditional, "the account is not in organization o-1"},
		"an organization is demanded":          {`"Null": {"aws:PrincipalOrgID": "true"}`, conditional, "the account is in an organization"},
		"an organization, but not that one":    {`"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}`, conditional, "the account is in an organization, but not in organization o-1"},
		"an organizational unit is denied":     {`"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}`, conditional, "the account is not in the organizational unit o-1/*"},
		"the organization of the resource":     {`"StringNotEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}`, none, ""},
		"the same, if there is one":            {`"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}`, none, ""},
		"the organization of the caller":       {`"StringNotEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}`, none, ""},
		"what a short pattern matches":         {`"ArnNotLike": {"aws:PrincipalArn": "*"}`, undecided, ""},
		"a list without a qualifier":           {`"StringNotLike": {"aws:PrincipalOrgPaths": "o-1/*"}`, undecided, ""},
		"an instant as a text":                 {`"StringNotLike": {"aws:CurrentTime": "2027-*"}`, undecided, ""},
		"the resource's, if there is one":      {`"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}, "Null": {"aws:PrincipalOrgID": "false"}`, none, ""},
		"an organizational unit":               {`"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-1/r-1/ou-1/*"}`, conditional, "the account is in the organizational unit o-1/r-1/ou-1/*"},
		"accounts in no organization":          {`"Null": {"aws:PrincipalOrgID": "false"}`, conditional, "the account is in no organization"},
		"the organization of a path agrees":    {`"StringNotEquals": {"aws:PrincipalOrgID": "o-2"}, "ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-2/*"}`, conditional, "the account is in organization o-2"},
		"a long list of accounts has our own":  {`"StringNotEquals": {"aws:PrincipalAccount": ["@other", "@owner"]}`, none, ""},
		"a symbolic role may be ours":          {`"ArnNotEquals": {"aws:PrincipalArn": "<AdminArn>"}`, conditional, "the principal exists"},
		"a symbolic account may be ours":       {`"StringNotEquals": {"aws:PrincipalAccount": "<Account>"}`, conditional, "the condition on aws:PrincipalAccount lets it through"},
		"a symbolic role may be denied":        {`"ArnEquals": {"aws:PrincipalArn": "@iam:role/<Role>"}`, principalOnly, ""},
		"a symbolic tag may be there":          {`"StringNotEquals": {"aws:PrincipalTag/team": "<Team>"}`, conditional, "the principal has the tag team=${Team}"},
		"symbolic TLS may be demanded":         {`"Bool": {"aws:SecureTransport": "<Flag>"}`, conditional, "the condition on aws:SecureTransport lets it through"},
		"a policy variable in an ARN":          {`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/A"}`, conditional, "the role exists"},
		"a source that is no principal's":      {`"StringNotEquals": {"aws:SourceAccount": "@owner"}`, rootOnly, ""},
		"a source that is not denied":          {`"StringNotEqualsIfExists": {"aws:SourceAccount": "@owner"}, "Null": {"aws:SourceAccount": "false"}`, none, ""},
		"tags of the request are not there":    {`"ForAllValues:StringNotEquals": {"aws:TagKeys": "x"}`, rootOnly, ""},
		"a tag of the request is not there":    {`"StringNotEquals": {"aws:RequestTag/x": "y"}`, rootOnly, ""},
		"a service principal is not there":     {`"ForAnyValue:StringNotEquals": {"aws:PrincipalServiceNamesList": "x"}`, none, ""},
		"the region of the bucket is spared":   {`"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}`, none, ""},
		"another region is spared":             {`"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}`, rootOnly, ""},
		"a key of objects is never there":      {`"StringNotEquals": {"s3:x-amz-acl": "private"}`, rootOnly, ""},
		"a key of another service, too":        {`"StringNotEquals": {"kms:ViaService": "x"}`, rootOnly, ""},
		"a tag of the bucket may be set":       {`"StringNotEquals": {"aws:ResourceTag/lock": "off"}`, conditional, "the resource has the tag lock=off"},
		"a tag of the bucket in S3's own form": {`"StringEquals": {"s3:BucketTag/lock": "on"}`, none, ""},
		"the account of the bucket is spared":  {`"StringNotEquals": {"s3:ResourceAccount": "@owner"}`, none, ""},

		// the way
		"one endpoint is spared":             {`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`, conditional, "the request comes from vpce-1"},
		"one VPC is spared":                  {`"StringNotEquals": {"aws:SourceVpc": "vpc-1"}`, conditional, "the request comes from vpc-1"},
		"any endpoint is spared":             {`"Null": {"aws:SourceVpce": "true"}`, conditional, "the request comes through a VPC endpoint"},
		"a VPC is no endpoint":               {`"StringNotEquals": {"aws:SourceVpce": "vpc-1"}`, rootOnly, ""},
		"one endpoint is denied":             {`"StringEquals": {"aws:SourceVpce": "vpce-1"}`, none, ""},
		"a symbolic endpoint is spared":      {`"StringNotEquals": {"aws:SourceVpce": "<Endpoint>"}`, conditional, "the request comes from ${Endpoint}"},
		"one network is spared":              {`"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}`, conditional, "the request comes from 203.0.113.0/24"},
		"one network is denied":              {`"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}`, none, ""},
		"a private network spares nobody":    {`"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.1.1"]}`, rootOnly, ""},
		"the internet is spared":             {`"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}`, none, ""},
		"the internet in two halves":         {`"NotIpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}`, none, ""},
		"the internet is denied":             {`"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}`, conditional, "the service is called through a VPC endpoint"},
		"IPv6 is left":                       {`"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}`, conditional, "the request comes over IPv6"},
		"part of a network is spared":        {`"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "IpAddress": {"aws:SourceIp": "0.0.0.0/0"}`, conditional, "the request comes from 203.0.113.0/24"},
		"an address in a VPC is spared":      {`"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}`, conditional, "the request comes from 10.0.0.0/8 through a VPC endpoint"},
		"an address or an endpoint":          {`"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "StringNotEquals": {"aws:SourceVpce": "vpce-1"}`, conditional, "the request comes from 203.0.113.0/24"},
		"a forwarded request is spared":      {`"Bool": {"aws:ViaAWSService": "false"}`, none, ""},
		"an absent list holds of all values": {`"ForAllValues:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}`, none, ""},
		"another service is spared":          {`"ForAllValues:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"}`, conditional, "athena.amazonaws.com makes the request"},
		"one account's endpoints are spared": {`"StringNotEquals": {"aws:VpceAccount": "@owner"}`, conditional, "the request comes through a VPC endpoint"},
		"plain HTTP is denied":               {`"Bool": {"aws:SecureTransport": "false"}`, none, ""},
		"plain HTTP is all that is left":     {`"Bool": {"aws:SecureTransport": "true"}`, rootOnly, "the request is made over plain HTTP"},
		"old TLS is denied":                  {`"NumericLessThan": {"s3:TlsVersion": "1.2"}`, none, ""},
		"TLS that there is not is demanded":  {`"NumericLessThan": {"s3:TlsVersion": "1.4"}`, rootOnly, "the request is made over plain HTTP"},
		"a referer is demanded":              {`"StringNotLike": {"aws:Referer": "https://example.com/*"}`, conditional, "the client sends the referer https://example.com/*"},
		"a client is demanded":               {`"StringNotLike": {"aws:UserAgent": "*secret*"}`, conditional, "the client calls itself *secret*"},
		"a client is denied":                 {`"StringLike": {"aws:UserAgent": "curl*"}`, none, ""},
		"presigned requests are denied":      {`"StringNotEquals": {"s3:authType": "REST-HEADER"}`, none, ""},
		"old signatures are denied":          {`"NumericGreaterThan": {"s3:signatureAge": "600000"}`, none, ""},
		"one address as a text":              {`"StringNotEquals": {"aws:SourceIp": "203.0.113.5"}`, conditional, "the request comes from 203.0.113.5"},
		"one address, if there is any":       {`"StringNotEqualsIfExists": {"aws:SourceIp": "203.0.113.5"}`, conditional, "the request comes from 203.0.113.5"},
		"one address in any case":            {`"StringNotEqualsIgnoreCase": {"aws:SourceIp": "2001:DB8::1"}`, conditional, "the request comes from 2001:DB8::1"},
		"one address of all":                 {`"ForAllValues:StringNotEquals": {"aws:SourceIp": "203.0.113.5"}`, conditional, "the request comes from 203.0.113.5"},
		"addresses by their beginning":       {`"StringNotLike": {"aws:SourceIp": "203.0.113.*"}`, conditional, "the request comes from 203.0.113.*"},
		"addresses by their end":             {`"StringNotLike": {"aws:SourceIp": "203.*.7"}`, conditional, "the request comes from 203.*.7"},
		"addresses by one digit":             {`"StringNotLike": {"aws:SourceIp": "203.0.113.?"}`, conditional, "the request comes from 203.0.113.?"},
		"IPv6 addresses by their beginning":  {`"StringNotLike": {"aws:SourceIp": "2001:db8:*"}`, conditional, "the request comes from 2001:db8:*"},
		"a network as a text is no address":  {`"StringNotEquals": {"aws:SourceIp": "203.0.113.0/24"}`, rootOnly, ""},
		"private addresses as a text":        {`"StringNotLike": {"aws:SourceIp": "10.*"}`, rootOnly, ""},
		"any address as a text":              {`"StringNotLike": {"aws:SourceIp": "*"}`, none, ""},
		"addresses as a text are denied":     {`"StringLike": {"aws:SourceIp": "1.*"}`, none, ""},
		"an address in a VPC as a text":      {`"StringNotLike": {"aws:VpcSourceIp": "10.1.*"}`, conditional, "the request comes from 10.1.* through a VPC endpoint"},
		"an endpoint in any case":            {`"StringNotEqualsIgnoreCase": {"aws:SourceVpce": "VPCE-0A"}`, conditional, "the request comes from VPCE-0A"},
		"a VPC in any case":                  {`"StringNotEqualsIgnoreCase": {"aws:SourceVpc": "VPC-0A"}`, conditional, "the request comes from VPC-0A"},
		"a VPC's ARN in any case":            {`"StringNotEqualsIgnoreCase": {"aws:SourceVpcArn": "ARN:AWS:EC2:US-EAST-1:@owner:VPC/VPC-0A"}`, conditional, "the request comes from ARN:AWS:EC2:US-EAST-1:111122223333:VPC/VPC-0A"},
		"endpoints of an organization":       {`"StringNotEqualsIgnoreCase": {"aws:VpceOrgID": "O-A"}`, conditional, "the request comes from O-A"},
		"an old signature is demanded":       {`"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}`, conditional, "the client signs with AWS"},
		"a presigned request is demanded":    {`"StringEquals": {"s3:authType": "REST-HEADER"}`, conditional, "the client authenticates by REST-QUERY-STRING"},

		// texts in any case
		"an organization in any case":         {`"StringNotEqualsIgnoreCase": {"aws:PrincipalOrgID": "O-A"}`, conditional, "the account is in organization O-A"},
		"the resource's in any case":          {`"StringNotEqualsIgnoreCase": {"aws:ResourceOrgID": "O-A"}`, conditional, "the account is in organization O-A"},
		"a role in capitals":                  {`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "ARN:AWS:IAM::@owner:ROLE/ADMIN"}`, conditional, "the role exists"},
		"a role in another case":              {`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "arn:aws:IAM::@owner:Role/Admin"}`, conditional, "the role exists"},
		"a user's id in any case":             {`"StringNotEqualsIgnoreCase": {"aws:userid": "aidaexample"}`, conditional, "a principal with the id aidaexample exists"},
		"a session's id in any case":          {`"StringNotEqualsIgnoreCase": {"aws:userid": "aroaexample:S"}`, conditional, "a principal with the id aroaexample:S exists"},
		"another role in any case":            {`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "@their:role/A"}`, rootOnly, ""},
		"a role in any case is denied":        {`"StringEqualsIgnoreCase": {"aws:PrincipalArn": "@iam:role/a"}`, principalOnly, ""},
		"what goes before it in another case": {`"StringNotEqualsIgnoreCase": {"aws:SourceVpce": "VPC-0A"}`, rootOnly, ""},

		// what AWS puts into the requests of a session
		"an instance":                    {`"StringNotEquals": {"ec2:SourceInstanceARN": "arn:aws:ec2:us-east-1:@owner:instance/i-0a"}`, conditional, "the credentials are those of the instance arn:aws:ec2:us-east-1:111122223333:instance/i-0a"},
		"any instance":                   {`"Null": {"ec2:SourceInstanceARN": "true"}`, conditional, "the credentials are those of an instance"},
		"newer credentials of instances": {`"NumericLessThan": {"ec2:RoleDelivery": "2.0"}`, none, ""},
		"a managed node":                 {`"ArnNotLike": {"ssm:SourceInstanceARN": "arn:aws:ec2:us-east-1:@owner:instance/i-0a"}`, conditional, "the credentials are those of the managed node arn:aws:ec2:us-east-1:111122223333:instance/i-0a"},
		"a function":                     {`"ArnNotLike": {"lambda:SourceFunctionArn": "arn:aws:lambda:us-east-1:@owner:function:*"}`, conditional, "the request comes from the function arn:aws:lambda:us-east-1:111122223333:function:*"},
		"a build":                        {`"ArnNotEquals": {"codebuild:ProjectArn": "arn:aws:codebuild:us-east-1:@owner:project/p"}`, conditional, "the request comes from a build of arn:aws:codebuild:us-east-1:111122223333:project/p"},
		"a user of Identity Center":      {`"StringNotEquals": {"identitystore:UserId": "x"}`, conditional, "the session is that of the Identity Center user x"},
		"a session of AWS Glue":          {`"StringNotEquals": {"glue:RoleAssumedBy": "glue.amazonaws.com"}`, conditional, "the session was begun by glue.amazonaws.com"},
		"a function is denied":           {`"ArnEquals": {"lambda:SourceFunctionArn": "arn:aws:lambda:us-east-1:@owner:function:f"}`, none, ""},
		"a service that nobody knows":    {`"StringNotEquals": {"brandnew:Key": "x"}`, conditional, "brandnew:key is x"},
		"an address of an instance":      {`"NotIpAddress": {"aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.0/8"}`, conditional, "the credentials are those of an instance in 10.0.0.0/8"},
		"other addresses of an instance": {`"Null": {"aws:Ec2InstanceSourcePrivateIPv4": "true"}, "IpAddress": {"aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.0/8"}`, none, ""},

		// the session and the time
		"MFA is demanded":                      {`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`, conditional, "the session begins with MFA"},
		"MFA is demanded of sessions":          {`"Bool": {"aws:MultiFactorAuthPresent": "false"}`, none, ""},
		"recent MFA is demanded":               {`"NumericGreaterThanIfExists": {"aws:MultiFactorAuthAge": "3600"}`, conditional, "the session begins with MFA"},
		"a session is demanded":                {`"Null": {"aws:TokenIssueTime": "true"}`, none, ""},
		"access keys are demanded":             {`"Null": {"aws:TokenIssueTime": "false"}`, none, ""},
		"old sessions are revoked":             {`"DateLessThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}`, none, ""},
		"it is closed from a day on":           {`"DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`, conditional, "it is before 2027-01-01T00:00:00Z"},
		"it is closed until a day":             {`"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`, conditional, "it is after 2027-01-01T00:00:00Z"},
		"it was closed until a day":            {`"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}`, none, ""},
		"it has been closed since a day":       {`"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}`, rootOnly, ""},
		"it is closed for a year":              {`"DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}, "DateLessThan": {"aws:CurrentTime": "2028-01-01T00:00:00Z"}`, conditional, "it is before 2027-01-01T00:00:00Z"},
		"it is open for a year":                {`"DateNotEquals": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`, conditional, "it is exactly 2027-01-01T00:00:00Z"},
		"it is closed from a second on":        {`"NumericGreaterThan": {"aws:EpochTime": "1798761600"}`, conditional, "it is before 2027-01-01T00:00:00Z"},
		"a condition of two keys has two ways": {`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}, "ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}`, conditional, "the role exists"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := under(t, bucket(), test.condition)

			context := ""
			if got.Escape != nil {
				context = got.Escape.Context
			}
			if got.Level != test.want || context != test.context {
				t.Errorf("got %s if %q, want %s if %q", got.Level, context, test.want, test.context)
			}
		})
	}
}

func TestConditionsTogether(t *testing.T) {
	t.Parallel()

	const spareA, spareB = `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A*"}`, `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/*B"}`
	cases := map[string]struct {
		conditions []string
		want       lockout.Level
		principal  string
	}{
		"a role may fit two patterns": {
			[]string{spareA, spareB},
			conditional,
			"arn:aws:iam::111122223333:role/A* and arn:aws:iam::111122223333:role/*B",
		},
		"an address may fit two patterns": {
			[]string{`"StringNotLike": {"aws:SourceIp": "203.*"}`, `"StringNotLike": {"aws:SourceIp": "*.?7"}`},
			conditional, "any IAM principal of the account",
		},
		"no address fits these two": {
			[]string{`"StringNotLike": {"aws:SourceIp": "203.*"}`, `"StringNotLike": {"aws:SourceIp": "20?.1.*"}`, `"StringNotLike": {"aws:SourceIp": "*.2.*.*.9"}`},
			rootOnly, "",
		},
		"an address may fit a pattern and a network": {
			[]string{`"StringNotLike": {"aws:SourceIp": "*.77"}`, `"NotIpAddress": {"aws:SourceIp": "203.0.113.64/26"}`},
			conditional, "any IAM principal of the account",
		},
		"a spelling of a role that is not denied": {
			[]string{`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "@iam:role/ab"}`, `"StringEquals": {"aws:PrincipalArn": ["@iam:role/ab", "@iam:role/AB", "@iam:role/aB"]}`},
			conditional, "arn:aws:iam::111122223333:role/ab",
		},
		"a tag that is the name of a user": {
			[]string{`"StringNotEquals": {"aws:PrincipalTag/owner": "${aws:username}"}`, `"StringNotEquals": {"aws:username": "u"}`},
			conditional, "u",
		},
		"many texts in any case are searched": {
			[]string{`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": [` + list(`"@iam:role/R%d"`, 60) + `]}`},
			conditional, "arn:aws:iam::111122223333:role/R0",
		},
		"a pattern and a text in another case": {
			[]string{`"StringNotEqualsIgnoreCase": {"aws:PrincipalArn": "@iam:role/AB"}`, `"StringNotLike": {"aws:PrincipalArn": "@iam:role/a*"}`},
			conditional, "arn:aws:iam::111122223333:role/AB",
		},
		"no role fits these two": {
			[]string{spareA, `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/B*"}`}, rootOnly, "",
		},
		"a role that is spared and denied is not": {
			[]string{spareA, `"ArnLike": {"aws:PrincipalArn": "@iam:role/A*"}`}, rootOnly, "",
		},
		"one of the roles that are spared may not be denied": {
			[]string{spareA, `"ArnLike": {"aws:PrincipalArn": "@iam:role/Ab*"}`},
			conditional,
			"arn:aws:iam::111122223333:role/A*",
		},
		"present and absent are all there is": {
			[]string{`"Null": {"aws:SourceVpce": "true"}`, `"Null": {"aws:SourceVpce": "false"}`}, rootOnly, "",
		},
		"an endpoint has no address of the internet": {
			[]string{`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`, `"Null": {"aws:SourceIp": "true"}`}, rootOnly, "",
		},
		"an address and an endpoint can't be had together": {
			[]string{`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`, `"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}`}, rootOnly, "",
		},
		"what is forwarded has no endpoint": {
			[]string{`"Bool": {"aws:ViaAWSService": "false"}`, `"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`}, rootOnly, "",
		},
		"an access key has no MFA": {
			[]string{`"Null": {"aws:TokenIssueTime": "false"}`, `"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`}, rootOnly, "",
		},
		"a role has no user name": {
			[]string{`"StringNotEquals": {"aws:PrincipalType": "AssumedRole"}`, `"Null": {"aws:username": "true"}`}, rootOnly, "",
		},
		"two organizations are one too many": {
			[]string{`"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}`, `"StringNotEquals": {"aws:PrincipalOrgID": "o-2"}`}, rootOnly, "",
		},
		"two times without an instant in common": {
			[]string{
				`"DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`, `"DateLessThan": {"aws:CurrentTime": "2028-01-01T00:00:00Z"}`,
			}, rootOnly, "",
		},
		"each way is one for another part": {
			[]string{`"StringNotEquals": {"aws:PrincipalTag/a": "1"}`, `"StringNotEquals": {"aws:PrincipalTag/b": "2"}`},
			conditional,
			"any IAM principal of the account",
		},
		"roles and users have ways of their own": {
			[]string{`"StringEquals": {"aws:PrincipalType": "User"}`, `"StringEquals": {"aws:PrincipalType": "FederatedUser"}`},
			none,
			"any role of the account",
		},
		"a deny without a condition wins": {
			[]string{spareA, ""}, rootOnly, "",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := under(t, bucket(), test.conditions...)

			principal := ""
			if got.Escape != nil {
				principal = got.Escape.Principal
			}
			if got.Level != test.want || principal != test.principal {
				t.Errorf("got %s for %q, want %s for %q", got.Level, principal, test.want, test.principal)
			}
		})
	}
}

func TestVariablesNeedAVersion(t *testing.T) {
	t.Parallel()

	const statement = `"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b",
		"Condition": {"StringNotEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}}`
	cases := map[string]struct {
		version string
		want    lockout.Level
	}{
		"a variable is looked up":                     {`"Version": "2012-10-17", `, none},
		"in an old policy it is text":                 {`"Version": "2008-10-17", `, rootOnly},
		"a version that there never was is refused":   {`"Version": "2013-01-01", `, rejected},
		"a policy without a version is an old policy": {"", rootOnly},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := lockout.Decide(parse(t, "{"+test.version+statement+"}"), bucket())

			if got.Level != test.want {
				t.Errorf("got %s, want %s", got.Level, test.want)
			}
		})
	}
}

func TestWhatIsDeclaredExists(t *testing.T) {
	t.Parallel()

	declared := []lockout.Declared{
		{Resource: "t.json#Admin", Kind: policy.Role, Exists: value.Yes, Bounded: value.No},
		{Resource: "t.json#Maybe", Kind: policy.Role, Bounded: value.No},
		{Resource: "t.json#Ann", Kind: policy.User, Exists: value.Yes, Name: valuetest.Symbolic("ops/ann")},
	}
	cases := map[string]struct {
		condition string
		want      lockout.Level
	}{
		"a role by its ARN":                  {`"ArnNotEquals": {"aws:PrincipalArn": "<!Admin.Arn>"}`, none},
		"a role by its name within an ARN":   {`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/<!Admin>"}`, none},
		"a role by its id":                   {`"StringNotLike": {"aws:userid": "<!Admin.RoleId>:*"}`, none},
		"a session has more than the id":     {`"StringNotEquals": {"aws:userid": "<!Admin.RoleId>"}`, rootOnly},
		"so it has under a pattern":          {`"StringNotLike": {"aws:userid": ["<!Admin.RoleId>", "@owner"]}`, rootOnly},
		"a session is not called *":          {`"StringNotEquals": {"aws:userid": "<!Admin.RoleId>:*"}`, rootOnly},
		"a session by its name":              {`"StringNotEquals": {"aws:userid": "<!Admin.RoleId>:ci"}`, conditional},
		"a role that may not be there":       {`"ArnNotEquals": {"aws:PrincipalArn": "<!Maybe.Arn>"}`, conditional},
		"a role that is not declared":        {`"ArnNotEquals": {"aws:PrincipalArn": "<!Other.Arn>"}`, conditional},
		"a user by the name that it has":     {`"ArnNotEquals": {"aws:PrincipalArn": "@iam:user/ops/ann"}`, none},
		"a user by reference":                {`"ArnNotEquals": {"aws:PrincipalArn": "<!Ann.Arn>"}`, none},
		"a user by a pattern":                {`"ArnNotLike": {"aws:PrincipalArn": "@iam:user/ops/*"}`, none},
		"a user by its user name":            {`"StringNotEquals": {"aws:username": "ann"}`, none},
		"a user without the path":            {`"ArnNotEquals": {"aws:PrincipalArn": "@iam:user/ann"}`, rootOnly},
		"a user with another path":           {`"ArnNotEquals": {"aws:PrincipalArn": "@iam:user/dev/ann"}`, rootOnly},
		"a user with any path":               {`"ArnNotLike": {"aws:PrincipalArn": "@iam:user/*/ann"}`, none},
		"a role of the same name":            {`"ArnNotEquals": {"aws:PrincipalArn": "@iam:role/ann"}`, conditional},
		"one of two ways is that of a role":  {`"ArnNotEquals": {"aws:PrincipalArn": ["@iam:role/x", "<!Admin.Arn>"]}`, none},
		"a role that is denied leaves all":   {`"ArnEquals": {"aws:PrincipalArn": "<!Admin.Arn>"}`, principalOnly},
		"what is declared may be shut out":   {`"ArnNotLike": {"aws:PrincipalArn": "@their:role/*"}`, rootOnly},
		"an unlisted role is of no use here": {`"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`, conditional},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := bucket()
			target.Declared = declared

			got := under(t, target, test.condition)

			if got.Level != test.want {
				t.Errorf("got %s with %+v, want %s", got.Level, got.Escape, test.want)
			}
		})
	}
}

func TestFactsAreListed(t *testing.T) {
	t.Parallel()

	got := under(t, bucket(), `"StringNotEquals": {"aws:PrincipalTag/team": "sec"}`,
		`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}`, `"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`)

	want := map[lockout.FactKind]string{
		lockout.Existing: "arn:aws:iam::111122223333:role/A", lockout.Tagged: "team=sec", lockout.Network: "vpce-1",
	}
	facts := map[lockout.FactKind]string{}
	for _, fact := range got.Escape.Facts {
		facts[fact.Kind] = fact.Value
	}
	if diff := cmp.Diff(want, facts); diff != "" {
		t.Error(diff)
	}
}

// TestTheEasiestWayIsNamed checks the order of facts: each condition may be met in two ways.
func TestTheEasiestWayIsNamed(t *testing.T) {
	t.Parallel()

	ways := []string{
		`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/A"}`,
		`"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}`,
		`"StringNotEqualsIgnoreCase": {"aws:PrincipalTag/team": "sec"}`,
		`"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-1"}`,
		`"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`,
		`"DateGreaterThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`,
		`"StringNotLike": {"aws:UserAgent": "x"}`,
	}
	kinds := []lockout.FactKind{
		lockout.Existing, lockout.Member, lockout.Tagged, lockout.Network, lockout.MFA, lockout.Time, lockout.Header,
	}
	for easier := range ways {
		for harder := easier + 1; harder < len(ways); harder++ {
			got := under(t, bucket(), ways[easier]+", "+ways[harder])
			if len(got.Escape.Facts) != 1 || got.Escape.Facts[0].Kind != kinds[easier] {
				t.Errorf("%s or %s: got %+v", ways[easier], ways[harder], got.Escape.Facts)
			}
		}
	}
}

func TestExemptionsWithoutThePathOfADeclaredRoleAreNamed(t *testing.T) {
	t.Parallel()
	target := bucket()
	target.Declared = []lockout.Declared{
		{Resource: "t.json#Ops", Kind: policy.Role, Exists: value.Yes, Name: valuetest.Symbolic("team/ops")},
		{Resource: "t.json#Maybe", Kind: policy.Role, Name: valuetest.Symbolic("team/maybe")},
	}

	got := under(t, target, `"ArnNotLike": {"aws:PrincipalArn": ["@iam:role/ops", "@their:role/ops", "@sts:assumed-role/maybe/s"]}`)

	want := []string{"matches nobody: the role ops has the path /team/"}
	var said []string
	for _, closure := range got.Closed {
		for _, hop := range closure.Misplaced {
			said = append(said, hop.Message)
		}
	}
	if diff := cmp.Diff(want, said); diff != "" || got.Level != rootOnly {
		t.Errorf("got %s, messages mismatch (-want +got):\n%s", got.Level, diff)
	}
}
