package finding

import (
	"cmp"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/source"
)

// Sort puts findings in the order of the text they are about: by file, place and rule, then by what they
// say. Findings that are alike in all of these keep their order.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			compareLocations(a.Location, b.Location),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Label, b.Label),
			slices.CompareFunc(a.Related, b.Related, compareSteps),
			slices.CompareFunc(a.Flow, b.Flow, compareSteps),
		)
	})
}

// SortUndecided orders undecided questions as Sort does findings.
func SortUndecided(undecided []Undecided) {
	slices.SortFunc(undecided, func(a, b Undecided) int {
		return cmp.Or(
			compareLocations(a.Location, b.Location),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Reason, b.Reason),
		)
	})
}

// SortInputs orders files by their names.
func SortInputs(inputs []Input) {
	slices.SortFunc(inputs, func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
}

func compareSteps(a, b Step) int {
	return cmp.Or(compareLocations(a.Location, b.Location), cmp.Compare(a.Message, b.Message))
}

func compareLocations(a, b Location) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		comparePositions(a.Span.Start, b.Span.Start),
		comparePositions(a.Span.End, b.Span.End),
		cmp.Compare(a.Path, b.Path),
	)
}

func comparePositions(a, b source.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
