package catalogue

import (
	"iter"
	"strings"
)

// NearestService returns the prefix of the service that is spelled most like the given one; false when
// none is near.
func NearestService(prefix string) (string, bool) {
	return nearest(prefix, func(yield func(string) bool) {
		for _, candidate := range theIndex().services {
			if !yield(candidate.service.Prefix) {
				return
			}
		}
	})
}

// NearestAction returns the name of the action that is spelled most like the given one; false when none
// is near.
func (s Service) NearestAction(name string) (string, bool) {
	return nearest(name, func(yield func(string) bool) {
		for _, action := range s.contents().actions {
			if !yield(action.Name) {
				return
			}
		}
	})
}

// NearestKey returns the condition key that is spelled most like the given one, among the global keys
// and those of the service it is named after; false when none is near.
func NearestKey(name string) (string, bool) {
	prefix, _, _ := strings.Cut(name, ":")
	service, _ := Lookup(prefix)
	return nearest(name, func(yield func(string) bool) {
		for _, keys := range [][]Key{globals[:], service.contents().keys} {
			for _, key := range keys {
				if !yield(key.Name) {
					return
				}
			}
		}
	})
}

// farthest bounds the distance of a suggestion. A quarter of the letters may be wrong, at least one.
const farthest = 3

// nearest returns the first of the candidates with the smallest distance to the name. Case does not
// matter. A name that is among them needs none.
func nearest(name string, candidates iter.Seq[string]) (string, bool) {
	best, bound := "", min(farthest, max(1, len(name)/4))+1
	for candidate := range candidates {
		switch off := distance(name, candidate, bound); {
		case off == 0:
			return "", false
		case off < bound:
			best, bound = candidate, off
		}
	}
	return best, best != ""
}

// longest is the length of the longest name that is compared: no name at AWS comes near.
const longest = 128

// distance returns how many letters have to be added, left out, replaced or swapped with the next to
// turn a into b without regard to case; bound when it is that or more.
func distance(a, b string, bound int) int {
	if len(b) > longest || max(len(a), len(b))-min(len(a), len(b)) >= bound {
		return bound
	}
	var rows [3][longest + 1]int
	beforeLast, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := 1
			if lower(a[i]) == lower(b[j]) {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && lower(a[i]) == lower(b[j-1]) && lower(a[i-1]) == lower(b[j]) {
				row[j+1] = min(row[j+1], beforeLast[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least >= bound {
			return bound
		}
		beforeLast, last, row = last, row, beforeLast
	}
	return min(last[len(b)], bound)
}
