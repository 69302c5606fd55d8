package policy

import "slices"

// Unfilled reports whether a text of a document in a file of its own holds a placeholder, which is to be
// filled in before the document is used. Policy variables are none.
func Unfilled(text string) bool {
	return slices.ContainsFunc(placeholder.FindAllString(text, -1), func(found string) bool {
		return !variable.MatchString(found)
	})
}
