package lockout

// set is a set of small numbers, which stand for the duties of a request: see [proof]. All sets of one
// proof have the same length.
type set []uint64

const wordSize = 64

func newSet(size int) set {
	return make(set, (size+wordSize-1)/wordSize)
}

func (s set) add(number int) {
	s[number/wordSize] |= 1 << (number % wordSize)
}

func (s set) remove(number int) {
	s[number/wordSize] &^= 1 << (number % wordSize)
}

func (s set) has(number int) bool {
	return s[number/wordSize]&(1<<(number%wordSize)) != 0
}

func (s set) clone() set {
	return append(set(nil), s...)
}

// join adds what the other set holds.
func (s set) join(other set) {
	for i := range s {
		s[i] |= other[i]
	}
}

// keep removes what the other set lacks.
func (s set) keep(other set) {
	for i := range s {
		s[i] &= other[i]
	}
}

// without returns what only this set holds.
func (s set) without(other set) set {
	rest := s.clone()
	for i := range rest {
		rest[i] &^= other[i]
	}
	return rest
}

// within reports whether the other set holds all that this one does.
func (s set) within(other set) bool {
	for i := range s {
		if s[i]&^other[i] != 0 {
			return false
		}
	}
	return true
}
