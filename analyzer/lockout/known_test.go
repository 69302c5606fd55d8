package lockout_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

// TestFactsDecide decides one policy without and with a fact: what hung on it is decided, what hangs on something else
// stays as it was, and what the fact refutes is a lockout.
func TestFactsDecide(t *testing.T) {
	t.Parallel()
	glass := func(patterns ...string) lockout.Known { return lockout.Known{BreakGlass: patterns} }
	in := func(organization string) lockout.Known { return lockout.Known{Organization: organization} }
	from := func(networks ...string) (known lockout.Known) {
		for _, network := range networks {
			known.OnPremises = append(known.OnPremises, netip.MustParsePrefix(network))
		}
		return known
	}
	const role = `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/BreakGlass"}`
	const roles = `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/BreakGlass-*"}`
	const organization = `"StringNotEquals": {"aws:PrincipalOrgID": "o-mine"}`
	const office = `"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}`
	tests := map[string]struct {
		conditions    []string // of one denial each
		known         lockout.Known
		before, after lockout.Level
		needs         string // what the way back still needs
	}{
		"a break-glass role exists":                  {[]string{role}, glass("arn:aws:iam::111122223333:role/BreakGlass"), conditional, none, ""},
		"one of every account":                       {[]string{role}, glass("arn:*:iam::*:role/BreakGlass"), conditional, none, ""},
		"one of another account is none of ours":     {[]string{role}, glass("arn:aws:iam::999999999999:role/BreakGlass"), conditional, conditional, "the role exists"},
		"one of another partition neither":           {[]string{role}, glass("arn:aws-cn:iam::*:role/BreakGlass"), conditional, conditional, "the role exists"},
		"another role says nothing of this one":      {[]string{role}, glass("arn:aws:iam::*:role/Admin"), conditional, conditional, "the role exists"},
		"a user is no role":                          {[]string{role}, glass("arn:aws:iam::*:user/BreakGlass"), conditional, conditional, "the role exists"},
		"all that fit the pattern are spared":        {[]string{roles}, glass("arn:aws:iam::*:role/BreakGlass-*"), conditional, none, ""},
		"more than fit the pattern are spared":       {[]string{roles}, glass("arn:aws:iam::*:role/BreakGlass-Prod-*"), conditional, none, ""},
		"fewer than fit the pattern are spared":      {[]string{role}, glass("arn:aws:iam::*:role/BreakGlass*"), conditional, conditional, "the role exists"},
		"one that fits the pattern is denied":        {[]string{roles, `"ArnLike": {"aws:PrincipalArn": "@iam:role/BreakGlass-A"}`}, glass("arn:aws:iam::*:role/BreakGlass-*"), conditional, conditional, "such a role exists"},
		"the pattern may be met by nothing more":     {[]string{`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/BreakGlass?*"}`}, glass("arn:aws:iam::*:role/BreakGlass*"), conditional, conditional, "such a role exists"},
		"a denial of all closes the break-glass":     {[]string{role, `"Null": {"aws:PrincipalArn": "false"}`}, glass("arn:aws:iam::*:role/BreakGlass"), rootOnly, rootOnly, ""},
		"others are not spared by it":                {[]string{`"ArnLike": {"aws:PrincipalArn": "@iam:*"}`}, glass("arn:aws:iam::*:role/BreakGlass"), conditional, conditional, "the session is that of a federated user"},
		"it needs MFA besides":                       {[]string{role, `"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`, `"Null": {"aws:MultiFactorAuthPresent": "true"}`}, glass("arn:aws:iam::*:role/BreakGlass"), conditional, conditional, "the session begins with MFA"},
		"a role of Identity Center":                  {[]string{`"ArnNotLike": {"aws:PrincipalArn": "@iam:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Glass_*"}`}, glass("arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Glass_*"), conditional, none, ""},
		"a session's ARN spares nobody all the same": {[]string{`"ArnNotLike": {"aws:PrincipalArn": "@sts:assumed-role/BreakGlass/*"}`}, glass("arn:aws:iam::*:role/BreakGlass"), rootOnly, rootOnly, ""},

		"the account is in the organization":       {[]string{organization}, in("o-mine"), conditional, none, ""},
		"it is in another one":                     {[]string{organization}, in("o-other"), conditional, rootOnly, ""},
		"it is in one at all":                      {[]string{`"Null": {"aws:PrincipalOrgID": "true"}`}, in("o-mine"), conditional, none, ""},
		"it is not outside of one":                 {[]string{`"Null": {"aws:PrincipalOrgID": "false"}`}, in("o-mine"), conditional, rootOnly, ""},
		"so is the resource":                       {[]string{`"StringNotEquals": {"aws:ResourceOrgID": "o-mine"}`}, in("o-mine"), conditional, none, ""},
		"its unit is not known":                    {[]string{`"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-mine/r-1/ou-1/*"}`}, in("o-mine"), conditional, conditional, "the account is in the organizational unit o-mine/r-1/ou-1/*"},
		"that it is in no such unit is not known":  {[]string{`"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-mine/r-1/ou-1/*"}`}, in("o-mine"), conditional, conditional, "the account is not in the organizational unit o-mine/r-1/ou-1/*"},
		"units of other organizations are not its": {[]string{`"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-mine/r-1/ou-1/*"}`}, in("o-other"), conditional, rootOnly, ""},
		"all units are spared":                     {[]string{`"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-mine/*"}`}, in("o-mine"), conditional, none, ""},

		"requests come from the office":               {[]string{office}, from("198.51.100.0/24"), conditional, none, ""},
		"from a part of what is spared":               {[]string{office}, from("198.51.100.16/28"), conditional, none, ""},
		"from somewhere in more than is spared":       {[]string{office}, from("198.51.0.0/16"), conditional, conditional, "the request comes from 198.51.100.0/24"},
		"from elsewhere":                              {[]string{office}, from("203.0.113.0/24"), conditional, conditional, "the request comes from 198.51.100.0/24"},
		"private addresses are never on the internet": {[]string{`"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}`}, from("10.0.0.0/8"), rootOnly, rootOnly, ""},
		"what is compared as text stays":              {[]string{`"StringNotLike": {"aws:SourceIp": "198.51.100.*"}`}, from("198.51.100.0/24"), conditional, conditional, "the request comes from 198.51.100.*"},
		"by IPv6":                                     {[]string{`"NotIpAddress": {"aws:SourceIp": "2001:db8::/32"}`}, from("2001:db8:1::/48"), conditional, none, ""},

		"several facts together": {
			[]string{role, organization, office},
			lockout.Known{BreakGlass: []string{"arn:aws:iam::*:role/BreakGlass"}, Organization: "o-mine", OnPremises: from("198.51.100.0/24").OnPremises},
			conditional, none, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := bucket()
			before := under(t, target, test.conditions...)
			target.Known = test.known
			after := under(t, target, test.conditions...)
			if diff := cmp.Diff([]lockout.Level{test.before, test.after}, []lockout.Level{before.Level, after.Level}); diff != "" {
				t.Errorf("verdicts before and after differ (-want +got):\n%s%+v", diff, after.Escape)
			}
			if after.Level == conditional && after.Escape.Context != test.needs {
				t.Errorf("it needs that %s, want %s", after.Escape.Context, test.needs)
			}
		})
	}
}

// TestAFactLeavesTheAccount where nothing says which one owns the resource: a finding stays one, and names what is left.
func TestAFactLeavesTheAccount(t *testing.T) {
	t.Parallel()
	const spared = `"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/BreakGlass"}`
	const owned = "account 111122223333 owns the resource"
	for name, test := range map[string]struct {
		condition, pattern, needs string
	}{
		"nothing is known":              {spared, "", owned + " and the role exists"},
		"the role of the account":       {spared, "arn:aws:iam::111122223333:role/BreakGlass", owned},
		"the role of every account":     {spared, "arn:aws:iam::*:role/BreakGlass", owned},
		"some role of every account":    {spared, "arn:aws:iam::*:role/Break*", owned + " and the role exists"},
		"another role of every account": {spared, "arn:aws:iam::*:role/Other", owned + " and the role exists"},
		"one of those that are spared": {
			`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Break*"}`, "arn:aws:iam::*:role/BreakGlass", owned,
		},
		"the role of one account": {
			`"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}`, "arn:aws:iam::999999999999:role/BreakGlass",
			"account 999999999999 owns the resource",
		},
	} {
		target := bucket()
		target.Account, target.Known.BreakGlass = nil, []string{test.pattern}
		verdict := under(t, target, test.condition)
		if verdict.Level != conditional || verdict.Escape.Context != test.needs {
			t.Errorf("%s: %s, %+v, want %s if %s", name, verdict.Level, verdict.Escape, conditional, test.needs)
		}
	}
}

// TestAPatternIsNotDeniedWhereOneThatFitsItIsSpared tells the principals that two denials spare from those that one does.
func TestAPatternIsNotDeniedWhereOneThatFitsItIsSpared(t *testing.T) {
	t.Parallel()
	const ends, begins = `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/*Glass"}`, `"ArnNotLike": {"aws:PrincipalArn": "@iam:role/Break*"}`
	target := bucket()
	target.Known.BreakGlass = []string{"arn:aws:iam::*:role/BreakGlass"}
	if verdict := under(t, target, ends, begins); verdict.Level != none {
		t.Errorf("verdict is %s and denies %v, want %s", verdict.Level, verdict.Denied, none)
	}
	only := under(t, target, ends, begins, `"ArnLike": {"aws:PrincipalArn": "@iam:user/x*"}`)
	if diff := cmp.Diff([]string{"arn:aws:iam::111122223333:user/x*"}, only.Denied); diff != "" {
		t.Errorf("denied principals differ (-want +got):\n%s", diff)
	}
}

// TestABreakGlassUserIsSparedByNotPrincipal since it is known to have no permissions boundary.
func TestABreakGlassUserIsSparedByNotPrincipal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pattern string
		want    lockout.Level
	}{
		"the user":    {"arn:aws:iam::*:user/glass", none},
		"another one": {"arn:aws:iam::*:user/other", conditional},
	} {
		target := bucket()
		target.Known.BreakGlass = []string{test.pattern}
		if got := decide(t, target, "!@iam:user/glass,@root s3:* @bucket").Level; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestAKeyThatOnlyTheBreakGlassAdministersIsOpen where the service asks for an Allow.
func TestAKeyThatOnlyTheBreakGlassAdministersIsOpen(t *testing.T) {
	t.Parallel()
	key := target("kms", "k")
	for name, test := range map[string]struct {
		pattern string
		want    lockout.Level
	}{
		"nothing is known":        {"", conditional},
		"the role exists":         {"arn:aws:iam::*:role/BreakGlass", none},
		"some such role exists":   {"arn:aws:iam::*:role/BreakGlass*", conditional},
		"another one is no admin": {"arn:aws:iam::*:role/Other", conditional},
	} {
		key.Known.BreakGlass = []string{test.pattern}
		if got := decide(t, key, "Effect=Allow @iam:role/BreakGlass kms:* *").Level; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestANamedDenialMayBeAboutTheBreakGlass keeps a pattern from counting where one of those that fit it is denied.
func TestANamedDenialMayBeAboutTheBreakGlass(t *testing.T) {
	t.Parallel()
	target := bucket()
	target.Known.BreakGlass = []string{"arn:aws:iam::*:user/glass*"}
	document := `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "@bucket", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "@iam:user/glass*"}}},
		{"Effect": "Deny", "Principal": {"AWS": "@iam:user/glass1"}, "Action": "s3:*", "Resource": "@bucket"}]}`
	if got := lockout.Decide(parse(t, arns.Replace(document)), target).Level; got != conditional {
		t.Errorf("verdict is %s, want %s", got, conditional)
	}
}

// TestTheOfficeIsNotCloudFormation keeps deployer lockouts where only a known network has a way back.
func TestTheOfficeIsNotCloudFormation(t *testing.T) {
	t.Parallel()
	conditions := []string{`"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}`, `"Bool": {"aws:ViaAWSService": "true"}`}
	target := bucket()
	if verdict := under(t, target, conditions...); verdict.Level != conditional || !verdict.Deployer {
		t.Fatalf("%s: deployer lockout %t, want %s with one", verdict.Level, verdict.Deployer, conditional)
	}
	target.Known.OnPremises = []netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")}
	if verdict := under(t, target, conditions...); verdict.Level != none || !verdict.Deployer {
		t.Errorf("%s: deployer lockout %t, want none with one", verdict.Level, verdict.Deployer)
	}
}
