package main

import (
	"fmt"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// threshold is the severity from which on findings make the run fail; 0 stands for "none".
type threshold rule.Severity

// UnmarshalText reads the name of a severity, or "none".
func (t *threshold) UnmarshalText(text []byte) error {
	if string(text) == "none" {
		*t = 0
		return nil
	}
	if err := (*rule.Severity)(t).UnmarshalText(text); err != nil {
		return fmt.Errorf("%w, or none", err)
	}
	return nil
}

// MarshalText writes the name.
func (t *threshold) MarshalText() ([]byte, error) {
	if *t == 0 {
		return []byte("none"), nil
	}
	return []byte(rule.Severity(*t).String()), nil
}

// reached reports whether a run with this worst finding fails. A run without findings has 0.
func (t *threshold) reached(worst rule.Severity) bool {
	return *t != 0 && worst >= rule.Severity(*t)
}
