package model

import (
	"slices"
	"strings"
)

// Places returns where policies stand, sorted: a resource type, a space, and the property, with "[]" for the
// items of a list, as in "AWS::IAM::User Policies[].PolicyDocument".
func Places() []string {
	var places []string
	for resourceType, each := range holders {
		for _, place := range each {
			path := strings.Join(place.path, ".")
			if place.items != "" {
				path = place.items + "[]." + path
			}
			places = append(places, strings.TrimSpace(resourceType+" "+path))
		}
	}
	slices.Sort(places)
	return places
}
