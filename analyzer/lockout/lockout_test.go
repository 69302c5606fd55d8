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

const (
	owner = "111122223333"

	none          = lockout.None
	principalOnly = lockout.PrincipalOnly
	total         = lockout.Total
	dataPlane     = lockout.DataPlane
	undecided     = lockout.Undecided
	partial       = lockout.Partial
	conditional   = lockout.Conditional
	rootOnly      = lockout.RootOnly
	rejected      = lockout.Rejected
)

// decide returns the verdict on a document of denials in a short form: statements are separated by
// "; " and consist of PRINCIPAL ACTION RESOURCE, with commas between the items of a list, "!" in
// front for NotPrincipal and the like, "-" for an absent element, and a type as in "Service=x" for a
// principal that is not of AWS. "if" at the end adds a condition, "sid=X" a Sid, "Effect=Allow" in front
// changes the effect. @bucket, @queue, @root, @iam, @sts and @session (of role A) stand for ARNs. A text in angle
// brackets is symbolic.
func decide(tb testing.TB, target lockout.Target, statements string) lockout.Verdict {
	tb.Helper()
	written := []string{}
	for statement := range strings.SplitSeq(statements, "; ") {
		written = append(written, long(statement))
	}
	document := parse(tb, `{"Version": "2012-10-17", "Statement": [`+strings.Join(written, ", ")+`]}`)
	return lockout.Decide(document, target)
}

func long(statement string) string {
	parts := strings.Fields(statement)
	effect := "Deny"
	if given, found := strings.CutPrefix(parts[0], "Effect="); found {
		effect, parts = given, parts[1:]
	}
	if len(parts) < 3 {
		return `"` + statement + `"` // a statement that is one symbol
	}
	members := []string{`"Effect": "` + effect + `"`}
	for i, name := range []string{"Principal", "Action", "Resource"} {
		if items, isNot := strings.CutPrefix(parts[i], "!"); isNot {
			members = append(members, `"Not`+name+`": `+element(name, items))
		} else if items != "-" {
			members = append(members, `"`+name+`": `+element(name, items))
		}
	}
	for _, extra := range parts[3:] {
		if sid, found := strings.CutPrefix(extra, "sid="); found {
			members = append(members, `"Sid": "`+sid+`"`)
		} else {
			members = append(members, condition[extra])
		}
	}
	return arns.Replace("{" + strings.Join(members, ", ") + "}")
}

func element(name, items string) string {
	if name == "Principal" && items != "*" {
		kind, rest, found := strings.Cut(items, "=")
		if !found {
			kind, rest = "AWS", items
		}
		return `{"` + kind + `": ` + element("", rest) + `}`
	}
	if items == "," {
		return "[]"
	}
	if !strings.Contains(items, ",") {
		return `"` + items + `"`
	}
	return `["` + strings.ReplaceAll(strings.Trim(items, ","), ",", `", "`) + `"]`
}

var condition = map[string]string{
	"if-role-only":  `"Condition": {"ArnLike": {"aws:PrincipalArn": "@iam:role/B"}}`,
	"if-role":       `"Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:role/B"}}`,
	"if":            `"Condition": {"Bool": {"aws:SecureTransport": "false"}}`,
	"if-empty":      `"Condition": {}`,
	"if-unresolved": `"Condition": "<X>"`,
}

var arns = strings.NewReplacer(
	"@root", "arn:aws:iam::"+owner+":root", "@iam", "arn:aws:iam::"+owner, "@sts", "arn:aws:sts::"+owner,
	"@session", "arn:aws:sts::"+owner+":assumed-role/A/s",
	"@bucket", "arn:aws:s3:::b", "@queue", "arn:aws:sqs:us-east-1:"+owner+":q", "@owner", owner,
	"@other", "444455556666", "@their", "arn:aws:iam::444455556666",
)

func bucket() lockout.Target {
	return target("s3", "b")
}

func queue() lockout.Target {
	return lockout.Target{Service: "sqs"}
}

func TestBucketVerdicts(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statements string
		want       lockout.Level
	}{
		"denying everyone everything leaves the root user":      {"* s3:* @bucket,@bucket/*", rootOnly},
		"the bucket alone is enough":                            {"* s3:* @bucket", rootOnly},
		"a pattern without a slash covers the bucket":           {"* * @bucket*", rootOnly},
		"a star covers the bucket":                              {"* * *; * s3:Get* @bucket", rootOnly},
		"actions in any case count":                             {"* S3:PUT*,s3:deletebucketpolicy @bucket", rootOnly},
		"a star of AWS is everyone":                             {"*, s3:* @bucket", rootOnly},
		"two statements together close every way":               {"* s3:Put* @bucket; * s3:Delete* @bucket", rootOnly},
		"an empty condition is no condition":                    {"* s3:* @bucket if-empty", rootOnly},
		"NotAction denies all else":                             {"* !s3:GetObject @bucket", rootOnly},
		"NotResource denies all else":                           {"* s3:* !@bucket/open/*", rootOnly},
		"an editable policy is open":                            {"* s3:DeleteBucketPolicy @bucket", none},
		"a policy that can only be removed is half open":        {"* s3:PutBucketPolicy @bucket", partial},
		"deleting the bucket is another matter":                 {"* s3:DeleteBucket @bucket", none},
		"objects are another matter":                            {"* s3:PutObject @bucket/*", none},
		"NotAction may spare the policy":                        {"* !s3:*BucketPolicy @bucket", none},
		"NotResource may spare the bucket":                      {"* s3:* !@bucket", dataPlane},
		"an Allow denies nothing":                               {"Effect=Allow * s3:* @bucket", none},
		"an effect is spelled exactly":                          {"Effect=deny * s3:* @bucket", rejected},
		"denying objects to everyone leaves the data to no one": {"* s3:* @bucket/*", dataPlane},
		"reads and writes may stand apart":                      {"* s3:G* @bucket/*; * s3:P* @bucket/*", dataPlane},
		"a spared object keeps the data open":                   {"* s3:*Object !@bucket/open/*", none},
		"a prefix is not all data":                              {"* s3:* @bucket/in/*", none},
		"denying the account its data leaves others":            {"@owner s3:* @bucket/*", none},
		"a condition may spare the data":                        {"* s3:* @bucket/* if", none},
		"a condition that everyone can meet is none":            {"* s3:* @bucket if", none},
		"a condition that one role meets hangs on the role":     {"* s3:* @bucket if-role", conditional},
		"a condition that decides nothing is no matter":         {"* s3:* @bucket if; * s3:* @bucket", rootOnly},
		"a condition on half the way counts for the whole": {
			"* s3:Delete* @bucket; * s3:Put* @bucket if-role", conditional,
		},
		"a condition on the other half changes nothing":         {"* s3:DeleteBucketPolicy @bucket if-role", none},
		"an unresolved effect leaves the verdict open":          {"Effect=<X> * s3:* @bucket", undecided},
		"an unresolved action leaves the verdict open":          {"* <X> @bucket", undecided},
		"an unresolved action beside a star is no matter":       {"* <X>,s3:* @bucket", rootOnly},
		"an unresolved name of another service is no matter":    {"* sqs:<X> @bucket", none},
		"an unresolved resource leaves the verdict open":        {"* s3:* <X>,@bucket/x", undecided},
		"objects of an unresolved bucket are no matter":         {"* s3:Put* arn:aws:s3:::<X>/*,@bucket/x", none},
		"an unresolved principal leaves the verdict open":       {"<X> s3:* @bucket", undecided},
		"an unresolved statement leaves the verdict open":       {"<X>", undecided},
		"a statement without a principal leaves the verdict so": {"- s3:* @bucket", undecided},
		"a principal that lists no one covers no one":           {", s3:* @bucket", none},
		"a plain name is refused":                               {"user01 s3:* @bucket", rejected},
		"a plain name is refused in an Allow":                   {"Effect=Allow x s3:* @bucket", rejected},
		"a document of which nothing is known leaves it open":   {"<X>", undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, bucket(), test.statements)

			if got.Level != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestQueueVerdicts(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statements string
		want       lockout.Level
	}{
		"denying everyone everything leaves the root user": {"* SQS:* @queue", rootOnly},
		"the documented three leave the root user":         {"* sqs:*Permission,sqs:Set* @queue", rootOnly},
		"adding permissions is no way back":                {"* sqs:RemovePermission,sqs:Set* @queue", rootOnly},
		"removing a statement is half a way back":          {"* sqs:SetQueueAttributes @queue sid=A", partial},
		"a statement without a Sid may be removed":         {"* sqs:SetQueueAttributes @queue", partial},
		"so may one of several":                            {"* sqs:Set* @queue sid=A; * sqs:Set* @queue", partial},
		"a Sid that is not known may be there":             {"* sqs:SetQueueAttributes @queue sid=<X>", partial},
		"other statements need no Sid":                     {"* sqs:Set* @queue sid=A; * sqs:Send* @queue", partial},
		"setting attributes is a way back":                 {"* sqs:RemovePermission @queue", none},
		"deleting the queue is another matter":             {"* sqs:DeleteQueue @queue", none},
		"sending and receiving are the data":               {"* sqs:SendMessage,sqs:ReceiveMessage @queue", dataPlane},
		"sending alone is not":                             {"* sqs:SendMessage @queue", none},
		"the account in the ARN owns the queue":            {"@owner sqs:* @queue", rootOnly},
		"another account does not":                         {"444455556666 sqs:* @queue", none},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, queue(), test.statements)

			if got.Level != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestPrincipalsOfABucketPolicy(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		principal string
		account   string // as the target knows it
		want      lockout.Level
	}{
		"the owner's id covers its principals":               {"@owner", owner, rootOnly},
		"the owner's root ARN covers its principals":         {"@root", owner, rootOnly},
		"another account covers none of them":                {"@other", owner, none},
		"an account may be an unknown owner":                 {"@other", "", undecided},
		"an account may be a symbolic owner":                 {"@other", "<me>", undecided},
		"the symbolic owner is itself":                       {"<me>", "<me>", rootOnly},
		"the root ARN of the symbolic owner is the owner":    {"arn:aws:iam::<me>:root", "<me>", rootOnly},
		"a named user leaves the others":                     {"@iam:user/alice", owner, principalOnly},
		"a named role leaves the others":                     {"@iam:role/A,@iam:role/B", owner, principalOnly},
		"a named role leaves the others of any owner":        {"@iam:role/A", "", none},
		"a declared role leaves the others":                  {"<!Admin.Arn>", owner, principalOnly},
		"services are no principals of the account":          {"Service=s3.amazonaws.com", owner, none},
		"identity providers are no principals of it":         {"Federated=accounts.google.com", owner, none},
		"a canonical user may be the owner":                  {"CanonicalUser=79a5", owner, undecided},
		"sparing the root user spares no one else":           {"!@root", owner, rootOnly},
		"sparing some root user spares no one else":          {"!@root", "", rootOnly},
		"sparing another account spares no one here":         {"!@other,@their:user/x", owner, rootOnly},
		"sparing a service spares no one here":               {"!Service=s3.amazonaws.com", owner, rootOnly},
		"sparing everyone denies no one":                     {"!*,", owner, none},
		"sparing a role without its session is in vain":      {"!@root,@iam:role/A", owner, rootOnly},
		"sparing a session without its role is in vain":      {"!@root,@session", owner, rootOnly},
		"sparing a session of another role is in vain":       {"!@root,@iam:role/B,@session", owner, rootOnly},
		"sparing a session without its account is in vain":   {"!@iam:role/A,@session", owner, rootOnly},
		"sparing a session, its role and account leaves it":  {"!@root,@iam:role/A,@session", owner, conditional},
		"a role's path is not in the session's ARN":          {"!@root,@iam:role/ops/A,@session", owner, conditional},
		"a spared session of an unknown owner is a way back": {"!@root,@iam:role/A,@session", "", conditional},
		"a spared user of an unknown owner is a way back":    {"!@owner,@iam:user/alice", "", conditional},
		"a spared user of two accounts is in vain":           {"!@other,@iam:user/alice", "", rootOnly},
		"sparing a user and its account leaves the user":     {"!@owner,@iam:user/alice", owner, conditional},
		"sparing a user without its account is in vain":      {"!@iam:user/alice", owner, rootOnly},
		"sparing a declared user is enough":                  {"!@root,<!Alice.Arn>", owner, none},
		"sparing a declared role is in vain":                 {"!@root,<!Admin.Arn>", owner, rootOnly},
		"sparing a session of a declared role": {
			"!@root,<!Admin.Arn>,@sts:assumed-role/<!Admin>/s", owner, conditional,
		},
		"sparing a user with a declared name is enough":    {"!@root,@iam:user/ops/ann", owner, none},
		"a declared name has its path":                     {"!@root,@iam:user/ann", owner, conditional},
		"a declared name of another account is no matter":  {"!@other,@their:user/ops/ann", owner, rootOnly},
		"a declared user may not be there":                 {"!@root,@iam:user/maybe", owner, conditional},
		"a permissions boundary makes sparing vain":        {"!@root,<!Bound.Arn>", owner, rootOnly},
		"a boundary does so to a declared name":            {"!@root,@iam:user/bound", owner, rootOnly},
		"sparing a role beside the symbolic owner is vain": {"!<me>,<!Admin.Arn>", "<me>", rootOnly},
		"a role's name is refused":                         {"<!Admin>", owner, rejected},
		"a role's name is refused as an exemption":         {"!@root,<!Admin>", owner, rejected},
		"a group is refused":                               {"<!Staff.Arn>", owner, rejected},
		"the name of what is not declared may be anything": {"<!Thing>", owner, undecided},
		"what else is spared may be a user":                {"!@root,<!Other.Arn>", owner, undecided},
		"an unresolved exemption may spare anyone":         {"!@root,<X>", owner, undecided},
		"sparing the symbolic owner spares no one else":    {"!<me>", "<me>", rootOnly},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			target := lockout.Target{Service: "s3", Declared: []lockout.Declared{
				{Resource: "t.json#Alice", Kind: policy.User, Exists: value.Yes, Bounded: value.No},
				{Resource: "t.json#Admin", Kind: policy.Role, Exists: value.Yes, Bounded: value.No},
				{Resource: "t.json#Named", Kind: policy.User, Exists: value.Yes, Bounded: value.No, Name: valuetest.Symbolic("ops/ann")},
				{Resource: "t.json#Maybe", Kind: policy.User, Name: valuetest.Symbolic("maybe"), Bounded: value.No},
				{Resource: "t.json#Bound", Kind: policy.User, Name: valuetest.Symbolic("bound"), Exists: value.Yes, Bounded: value.Yes},
				{Resource: "t.json#Staff", Kind: lockout.Group, Exists: value.Yes, Bounded: value.No},
			}}
			if test.account != "" {
				target.Account = valuetest.Symbolic(test.account)
			}

			got := decide(t, target, test.principal+" s3:* @bucket")

			if got.Level != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func TestWhatThePolicyIsAttachedTo(t *testing.T) {
	t.Parallel()

	s3 := func(forms ...string) lockout.Target { return target("s3", forms...) }
	sqs := func(forms ...string) lockout.Target { return target("sqs", forms...) }
	const ref, url = "<!Jobs>", "https://sqs.us-east-1.amazonaws.com/" + owner + "/jobs"
	cases := map[string]struct {
		target    lockout.Target
		statement string
		want      lockout.Level
	}{
		"a bucket by its name":                        {s3("b"), "* s3:* @bucket", rootOnly},
		"an ARN of another partition is the bucket's": {s3("b"), "* s3:* arn:aws-cn:s3:::b", rootOnly},
		"an ARN of another partition is not refused":  {s3("b"), "* s3:X arn:aws-us-gov:s3:::b/*", none},
		"a given partition is compared":               {inAWS(s3("b")), "* s3:* arn:aws-cn:s3:::b", none},
		"a bucket by reference":                       {s3("<!Data>"), "* s3:* <!Data.Arn>", rootOnly},
		"a bucket's name within an ARN":               {s3("<!Data>"), "* s3:* arn:aws:s3:::<!Data>", rootOnly},
		"a declared bucket with a literal name":       {s3("<!Data>", "b"), "* s3:* @bucket", rootOnly},
		"a star after the reference":                  {s3("<!Data>"), "* s3:* <!Data.Arn>*", rootOnly},
		"the objects of a declared bucket":            {s3("<!Data>"), "* s3:Put* <!Data.Arn>/*", none},
		"a literal name may be the declared bucket":   {s3("<!Data>"), "* s3:* @bucket", undecided},
		"an imported bucket":                          {s3("<import:b>"), "* s3:* arn:aws:s3:::<import:b>", rootOnly},
		"another imported bucket may be it":           {s3("<import:b>"), "* s3:* arn:aws:s3:::<import:c>", undecided},
		"an ARN of another bucket is refused":         {s3("a"), "* s3:* @bucket/*", rejected},
		"an ARN of a declared bucket is not refused":  {s3("a"), "* s3:* arn:aws:s3:::<!Data>/*", none},
		"a queue by reference":                        {sqs(ref), "* sqs:* <!Jobs.Arn>", rootOnly},
		"a queue's ARN written out": {
			sqs(ref), "* sqs:* arn:aws:sqs:*:@owner:<!Jobs.QueueName>", rootOnly,
		},
		"a queue by its URL":      {sqs(url), "* sqs:* arn:aws:sqs:us-east-1:@owner:jobs", rootOnly},
		"any resource":            {sqs("<import:q>"), "* sqs:* *", rootOnly},
		"another declared queue":  {sqs(ref), "* sqs:* <!Dead.Arn>", none},
		"a service without a row": {target("lambda", "t"), "* lambda:* *", undecided},
		"no resource at all":      {lockout.Target{Service: "s3"}, "* s3:* *", undecided},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got := decide(t, test.target, test.statement)

			if got.Level != test.want {
				t.Errorf("got %+v, want %s", got, test.want)
			}
		})
	}
}

func inAWS(target lockout.Target) lockout.Target {
	target.Partition = "aws"
	return target
}

// target is a resource of the owner in us-east-1 under all its forms.
func target(service string, forms ...string) lockout.Target {
	name := lockout.Name{}
	for _, form := range forms {
		name = append(name, valuetest.Symbolic(form))
	}
	return lockout.Target{
		Service: service, Resources: []lockout.Name{name}, Account: valuetest.Symbolic(owner), Region: valuetest.Symbolic("us-east-1"),
	}
}

func TestTheWorstOfSeveralResourcesCounts(t *testing.T) {
	t.Parallel()

	cases := map[string]struct {
		statement string
		want      lockout.Level
		affected  []string
	}{
		"one is locked":  {"* sqs:* <!Dead.Arn>", rootOnly, []string{"Dead"}},
		"both are":       {"* sqs:* *", rootOnly, []string{}},
		"neither is":     {"* sqs:Send* *", none, []string{}},
		"one is half so": {"* sqs:Set* <!Jobs.Arn> sid=A", partial, []string{"Jobs"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shared := target("sqs", "<!Jobs>")
			shared.Resources = append(shared.Resources, lockout.Name{valuetest.Symbolic("<!Dead>")})

			got := decide(t, shared, test.statement)

			if got.Level != test.want {
				t.Errorf("got %s, want %s", got.Level, test.want)
			}
			if diff := cmp.Diff(test.affected, got.Affected); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestADocumentTooLargeToSearchIsUndecided(t *testing.T) {
	t.Parallel()

	got := decide(t, bucket(), strings.Repeat("* s3:* @bucket; ", 5000)+"* s3:* @bucket")

	if got.Level != lockout.Undecided || got.Reasons[0].Cause != lockout.Budget {
		t.Errorf("got %s for %+v", got.Level, got.Reasons)
	}
}

func TestUnreadableDocumentsAreUndecided(t *testing.T) {
	t.Parallel()

	got := lockout.Decide(policy.Parse(&value.Value{Kind: value.String, Text: "{}"}), target("s3", "b"))

	if got.Level != lockout.Undecided || got.Reasons[0].Cause != lockout.Unreadable {
		t.Errorf("got %s for %+v", got.Level, got.Reasons)
	}
}
