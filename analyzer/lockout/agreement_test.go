package lockout_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
)

// statements are building blocks for every sort of policy. Those with a symbol may or may not deny
// something.
var statements = []string{
	"* s3:PutBucketPolicy @bucket",
	"@owner s3:DeleteBucketPolicy @bucket",
	"!@root s3:*BucketPolicy @bucket",
	"!@root,@iam:role/A,@session s3:* @bucket",
	"@session s3:* @bucket",
	"444455556666 s3:* @bucket",
	"* s3:GetObject @bucket/*",
	"* s3:Put* @bucket* if-role",
	"* s3:Delete<X> @bucket",
	"<Y> s3:* @bucket,@bucket/*",
}

// certain is what a statement comes to when all that is unknown about it turns out to deny.
var certain = strings.NewReplacer("s3:Delete<X>", "s3:Delete*", "<Y>", "@owner")

// TestVerdictsOfAllSubsets goes through every policy made of the building blocks.
func TestVerdictsOfAllSubsets(t *testing.T) {
	t.Parallel()

	for set := 1; set < 1<<len(statements); set++ {
		var chosen, sure, most []string
		for i, statement := range statements {
			if set&(1<<i) == 0 {
				continue
			}
			chosen = append(chosen, statement)
			most = append(most, certain.Replace(statement))
			if statement == certain.Replace(statement) {
				sure = append(sure, statement)
			}
		}
		got := decide(t, bucket(), strings.Join(chosen, "; "))
		checkStands(t, got, chosen, sure, most)
		checkCore(t, got, chosen)
		checkClosed(t, got, chosen)
	}
}

// checkStands checks that a proven verdict is the one both with all that is unknown denied and with
// none of it.
func checkStands(t *testing.T, got lockout.Verdict, chosen, sure, most []string) {
	t.Helper()
	if got.Level == lockout.Undecided {
		if len(sure) == len(chosen) {
			t.Errorf("%q is undecided, though all of it is known", chosen)
		}
		return
	}
	// The data is decided apart: a policy that is open may still be one or the other.
	low, high := levelOf(t, sure), levelOf(t, most)
	if plain(low) != plain(got.Level) || plain(high) != plain(got.Level) {
		t.Errorf("%q is %s, but may be %s or %s", chosen, got.Level, low, high)
	}
}

func plain(level lockout.Level) lockout.Level {
	if level == lockout.DataPlane || level == lockout.PrincipalOnly {
		return lockout.None
	}
	return level
}

func levelOf(t *testing.T, chosen []string) lockout.Level {
	t.Helper()
	if len(chosen) == 0 {
		return lockout.None
	}
	return decide(t, bucket(), strings.Join(chosen, "; ")).Level
}

// checkClosed checks that every statement of the core is said to close something.
func checkClosed(t *testing.T, got lockout.Verdict, chosen []string) {
	t.Helper()
	if len(got.Closed) != len(got.Core) {
		t.Errorf("%q has %d statements in the core and says of %d what they close", chosen, len(got.Core), len(got.Closed))
	}
	for _, closure := range got.Closed {
		if len(closure.Actions) == 0 {
			t.Errorf("%q: nothing is said to be closed by %s", chosen, closure.At)
		}
	}
}

// checkCore checks that the core makes the verdict by itself, and that no part of it can be spared.
func checkCore(t *testing.T, got lockout.Verdict, chosen []string) {
	t.Helper()
	var core []string
	for i, statement := range chosen {
		if slices.Contains(got.Core, statementAt(i)) {
			core = append(core, statement)
		}
	}
	if len(core) == 0 {
		return
	}
	if level := levelOf(t, core); level != got.Level {
		t.Errorf("%q is %s, its core %q is %s", chosen, got.Level, core, level)
	}
	for i := range core {
		without := slices.Delete(slices.Clone(core), i, i+1)
		if level := levelOf(t, without); level == got.Level {
			t.Errorf("%q does not need %q", core, core[i])
		}
	}
}
