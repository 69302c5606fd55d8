package catalogue

import (
	"slices"
	"strings"
)

// Action is what a service lets callers do.
type Action struct {
	// Name is the action without its service, as in "PutObject".
	Name  string
	Level Level
	// Resources are the names of the resource types that a policy can limit the action to, sorted;
	// see [Service.Resource]. An action without any takes "*" alone.
	Resources []string
	// Keys are the condition keys of the service that the action carries itself, sorted, as in
	// "s3:x-amz-acl" or "aws:RequestTag/${TagKey}". Those of its resources and most global ones come
	// on top; see [Service.Carries].
	Keys []string
}

// Level is the set of access levels that an action has: AWS calls an action that tags something
// Tagging, and it writes all the same.
type Level uint8

// The access levels; see "Access levels in policy summaries" in the IAM User Guide.
const (
	List Level = 1 << iota
	Read
	Write
	Tagging
	PermissionsManagement
)

var levelNames = [...]string{"List", "Read", "Write", "Tagging", "Permissions management"}

// Has reports whether all the given levels are in the set.
func (l Level) Has(levels Level) bool {
	return l&levels == levels
}

// String returns the levels as AWS names them, joined by ", ".
func (l Level) String() string {
	var names []string
	for i, name := range levelNames {
		if l.Has(1 << i) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Action returns the action of that name. Case does not matter.
func (s Service) Action(name string) (Action, bool) {
	at, found := slices.BinarySearchFunc(s.contents().actions, name, func(action Action, wanted string) int {
		return compareFold(action.Name, wanted)
	})
	if !found {
		return Action{}, false
	}
	return s.contents().actions[at], true
}

// Actions returns all actions, sorted by name without regard to case. The slice is shared: do not
// write to it.
func (s Service) Actions() []Action {
	return s.contents().actions
}

// Matching returns the actions that a pattern matches, in the order of [Service.Actions]: "*" stands
// for any text, "?" for one character. Case does not matter. The pattern has no service prefix.
func (s Service) Matching(pattern string) []Action {
	var matching []Action
	for _, action := range s.contents().actions {
		if wildcard(pattern, action.Name) {
			matching = append(matching, action)
		}
	}
	return matching
}
