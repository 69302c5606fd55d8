package value

// Distinct returns the items in their order, without those that repeat an earlier one.
func Distinct[T comparable](items []T) []T {
	seen := make(map[T]bool, len(items))
	var kept []T
	for _, item := range items {
		if !seen[item] {
			seen[item] = true
			kept = append(kept, item)
		}
	}
	return kept
}
