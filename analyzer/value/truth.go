package value

import (
	"fmt"
	"strconv"
)

// Truth is the answer to a question about a template: yes, no, or not to be decided offline.
type Truth uint8

// The answers. The zero Truth is Undecided, so that a forgotten answer proves nothing.
const (
	Undecided Truth = iota
	No
	Yes
)

// TruthOf returns Yes for true and No for false.
func TruthOf(holds bool) Truth { //nolint:revive // holds is the value to convert, not a switch
	if holds {
		return Yes
	}
	return No
}

// And is Yes when both are, No when one is, else Undecided.
func (t Truth) And(other Truth) Truth {
	switch {
	case t == No || other == No:
		return No
	case t == Yes && other == Yes:
		return Yes
	default:
		return Undecided
	}
}

// Or is Yes when one is, No when both are, else Undecided.
func (t Truth) Or(other Truth) Truth {
	return t.Not().And(other.Not()).Not()
}

// Not turns Yes into No and No into Yes, and leaves Undecided as it is.
func (t Truth) Not() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	case Undecided:
		return Undecided
	default:
		return Undecided
	}
}

// String returns "yes", "no" or "undecided".
func (t Truth) String() string {
	switch t {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Undecided:
		return "undecided"
	default:
		return fmt.Sprintf("Truth(%d)", uint8(t))
	}
}

// MarshalText writes the answer as String does.
func (t Truth) MarshalText() ([]byte, error) {
	return []byte(t.String()), nil
}

func parseInt(text string) (number int, ok bool) {
	number, err := strconv.Atoi(text)
	return number, err == nil
}
