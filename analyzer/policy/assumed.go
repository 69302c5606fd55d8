package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// Assumed returns what a value was taken from that another deployment may set otherwise: the default
// of a parameter, or the value that a scenario gives it. There is none for a value that is certain.
func Assumed(v *value.Value) (step value.Step, is bool) {
	if v == nil {
		return value.Step{}, false
	}
	for _, via := range v.Via {
		if via.Assumed {
			return via, true
		}
	}
	for _, part := range v.Parts {
		if via, assumed := Assumed(part); assumed {
			return via, true
		}
	}
	return value.Step{}, false
}
