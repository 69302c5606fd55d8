package main

import (
	"strings"
	"testing"
)

func TestDocsFillInTheTableOfServices(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	write(t, root, lockoutPage, "# Lockout\n\n"+tableStart+"old\n"+tableEnd+"\nThe end.\n")

	status, _, stderr := run(t, root, "docs", "-check")
	if want := "docs/lockout.md is out of date"; status != statusStale || !strings.Contains(stderr, want) {
		t.Errorf("got status %d and errors %q, want %q", status, stderr, want)
	}

	must(t, root, "docs")
	must(t, root, "docs", "-check")
	page := read(t, root, lockoutPage)
	for _, part := range []string{
		"# Lockout\n\n" + tableStart + "| policy of |",
		"| bucket (`s3`) | `AWS::S3::BucketPolicy` | `arn:{partition}:s3:::{name}` | `s3:PutBucketPolicy` | " +
			"`s3:DeleteBucketPolicy` | `s3:GetObject`<br>`s3:PutObject` | " +
			"`s3:PutBucketPolicy`<br>`s3:DeleteBucketPolicy`, with `S3UnlockBucketPolicy` |  |\n",
		"| role (`sts`) | `AWS::IAM::Role` | `arn:{partition}:iam::{account}:role/{name}` | " +
			"identity policies decide | identity policies decide | ",
		" | unless `BypassPolicyLockoutSafetyCheck` |\n",
		" | always |\n",
		tableEnd + "\nThe end.\n",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q:\n%s", part, page)
		}
	}
}

func TestDocsNeedTheMarksAroundTheTable(t *testing.T) {
	t.Parallel()
	root := repository(t)
	must(t, root, "new", "sqs/open-queue")
	write(t, root, lockoutPage, "# Lockout\n\n"+tableStart)

	status, _, stderr := run(t, root, "docs")
	want := "rulekit: read page: docs/lockout.md lacks the marks around its table of services\n"
	if status != statusError || stderr != want {
		t.Errorf("got status %d and errors %q", status, stderr)
	}
}
