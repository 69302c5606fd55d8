package repair

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// narrowing proposes to deny all that is denied but the actions that manage the policy.
func (f *finder) narrowing(accepts func(lockout.Verdict) bool) *change {
	edits := f.improve(accepts, f.narrow)
	if edits == nil {
		return nil
	}
	return &change{title: narrowTitle, edits: edits}
}

const narrowTitle = "leave the actions that manage the policy out of the Deny"

// narrow returns edits after which the statement denies what it denies now but the actions that manage the
// policy. None where that can't be written down, and where nothing would be left.
func (f *finder) narrow(statement place) []edit {
	if listed := statement.child("NotAction"); listed.value != nil {
		return f.widen(listed)
	}
	actions := statement.child("Action")
	var named []place
	for _, item := range actions.members() {
		text, isLiteral := item.value.Literal()
		switch {
		case !isLiteral:
			return nil
		case f.isEverything(text):
			return []edit{remove(actions), add(statement.child("NotAction"), list(f.managing()...))}
		case f.isManaging(text):
			named = append(named, item)
		case f.mayManage(item.value):
			return nil // a pattern, and nothing says what else it is for
		}
	}
	if len(named) == len(actions.members()) {
		return nil
	}
	var edits []edit
	for _, item := range slices.Backward(named) {
		edits = append(edits, remove(item))
	}
	return edits
}

// widen adds the managing actions to those that a statement does not deny.
func (f *finder) widen(listed place) []edit {
	var missing []term
	for _, action := range f.managing() {
		isListed := slices.ContainsFunc(listed.members(), func(item place) bool {
			return policy.MatchAction(item.value, action.means.Text) == value.Yes
		})
		if !isListed {
			missing = append(missing, action)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if text, isLiteral := listed.value.Literal(); isLiteral {
		return []edit{replace(listed, list(append([]term{literal(text)}, missing...)...))}
	}
	if !listed.value.Is(value.List) {
		return nil
	}
	var edits []edit
	for i, action := range missing {
		edits = append(edits, add(listed.item(len(listed.value.Items)+i), action))
	}
	return edits
}

// managing returns the actions that edit or remove the policy.
func (f *finder) managing() []term {
	var all []term
	for _, action := range slices.Concat(f.row.Edit, f.row.Remove) {
		all = append(all, literal(action))
	}
	return all
}

// isEverything reports whether a pattern stands for all actions of the service.
func (f *finder) isEverything(pattern string) bool {
	prefix, _, _ := strings.Cut(f.row.Edit[0], ":")
	return pattern == "*" || strings.EqualFold(pattern, prefix+":*")
}

func (f *finder) isManaging(action string) bool {
	return slices.ContainsFunc(slices.Concat(f.row.Edit, f.row.Remove), func(managing string) bool {
		return strings.EqualFold(action, managing)
	})
}

func (f *finder) mayManage(pattern *value.Value) bool {
	return slices.ContainsFunc(slices.Concat(f.row.Edit, f.row.Remove), func(managing string) bool {
		return policy.MatchAction(pattern, managing) != value.No
	})
}
