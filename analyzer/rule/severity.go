package rule

import "fmt"

// Severity grades the damage that a finding stands for. Larger is worse.
type Severity uint8

// The severities, mildest first.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
)

// Severities lists all severities, worst first.
func Severities() []Severity {
	return []Severity{Critical, High, Medium, Low}
}

// ParseSeverity returns the severity with the given name: "critical", "high", "medium" or "low".
func ParseSeverity(name string) (Severity, error) {
	for _, severity := range Severities() {
		if severity.String() == name {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("parse severity %q: want critical, high, medium or low", name)
}

// String returns the severity's name in lower case.
func (s Severity) String() string {
	switch s {
	case Low:
		return "low"
	case Medium:
		return "medium"
	case High:
		return "high"
	case Critical:
		return "critical"
	default:
		return fmt.Sprintf("Severity(%d)", uint8(s))
	}
}

// MarshalText writes the severity's name.
func (s Severity) MarshalText() ([]byte, error) {
	return []byte(s.String()), nil
}

// UnmarshalText reads a severity's name.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Confidence says how sure a rule is of its findings.
type Confidence uint8

// The confidences, weakest first.
const (
	LowConfidence Confidence = iota + 1
	MediumConfidence
	HighConfidence
)

// ParseConfidence returns the confidence with the given name: "high", "medium" or "low".
func ParseConfidence(name string) (Confidence, error) {
	for _, confidence := range []Confidence{LowConfidence, MediumConfidence, HighConfidence} {
		if confidence.String() == name {
			return confidence, nil
		}
	}
	return 0, fmt.Errorf("parse confidence %q: want high, medium or low", name)
}

// String returns the confidence's name in lower case.
func (c Confidence) String() string {
	switch c {
	case LowConfidence:
		return "low"
	case MediumConfidence:
		return "medium"
	case HighConfidence:
		return "high"
	default:
		return fmt.Sprintf("Confidence(%d)", uint8(c))
	}
}

// MarshalText writes the confidence's name.
func (c Confidence) MarshalText() ([]byte, error) {
	return []byte(c.String()), nil
}

// UnmarshalText reads a confidence's name.
func (c *Confidence) UnmarshalText(text []byte) error {
	parsed, err := ParseConfidence(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
