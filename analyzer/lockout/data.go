package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// unnamedAction stands for all actions that no statement names.
const unnamedAction = "\ue000:\ue000"

// addData adds to the verdict whether everyone is denied the core data actions, whatever the verdict
// on the policy itself.
func (p *proof) addData(verdict *Verdict) {
	if len(p.row.Data) == 0 {
		return
	}
	document := p.document
	total, core := p.deniesData(document)
	switch total.truth {
	case value.No:
		return
	case value.Undecided:
		verdict.DataReasons = distinct(total.reasons)
		return
	case value.Yes:
	}
	verdict.Data, verdict.DataCore, verdict.DataActions = true, inOrder(document, core), p.row.Data
	if verdict.Level == None || verdict.Level == PrincipalOnly {
		verdict.Level = DataPlane
	}
}

// deniesData answers whether everyone is denied the data actions on all things, and returns the
// statements that surely do so. One thing that is open settles it; else the work is bounded.
func (p *proof) deniesData(document *policy.Document) (answer, []source.At) {
	total, core, left := yes, []source.At(nil), largestData
	things, each := p.things(document), elements(document)
	for _, action := range p.row.Data {
		for _, arns := range things {
			p.comparisons += each
			if left -= each; left < 0 {
				return doubt(tooLarge(document)), nil
			}
			denied, by := p.deniedToEveryone(document, action, arns)
			if denied.truth == value.No {
				return no, nil
			}
			total = total.and(denied)
			core = append(core, by...)
		}
	}
	return total, core
}

// largestData bounds the work on the data actions: the elements of all statements times the objects
// they name times the actions. That is some two hundred objects in one NotResource of a policy that has
// little else.
const largestData = 1 << 17

// elements counts what has to be looked at to tell whether one action on one thing is denied.
func elements(document *policy.Document) int {
	count := 0
	for i := range document.Statements {
		statement := &document.Statements[i]
		count += 1 + len(statement.Principals) + len(statement.Actions) + len(statement.NotActions) +
			len(statement.Resources) + len(statement.NotResources)
	}
	return count
}

// things returns the names of what the data actions are on: the resource itself, or one object that
// no statement names and those that a NotResource spares.
func (p *proof) things(document *policy.Document) [][]*value.Value {
	if p.row.objects == "" {
		return [][]*value.Value{p.resource.arns}
	}
	things := [][]*value.Value{p.object(value.OfText(fresh))}
	for i := range document.Statements {
		for _, spared := range document.Statements[i].NotResources {
			if parts := policy.Split(spared.Source, p.row.objects, 2); len(parts) == 2 {
				things = append(things, p.object(parts[1]))
			}
		}
	}
	return things
}

func (p *proof) object(key *value.Value) []*value.Value {
	arns := make([]*value.Value, 0, len(p.resource.arns))
	for _, arn := range p.resource.arns {
		arns = append(arns, value.Join(arn, value.OfText(p.row.objects), key))
	}
	return arns
}

// deniedToEveryone returns whether the document denies the action on the thing to every caller, and
// the first statement that surely does.
func (p *proof) deniedToEveryone(document *policy.Document, action string, arns []*value.Value) (answer, []source.At) {
	result := no
	for i := range document.Statements {
		statement := &document.Statements[i]
		if !sparesNobody(statement) {
			continue // it does not deny everyone everything
		}
		denied := denies(statement)
		if denied.truth != value.No {
			denied = denied.and(isAbout(statement, action)).and(p.isOn(statement, arns)).and(coversEveryone(statement))
		}
		if denied.truth == value.Yes {
			return yes, []source.At{statement.At}
		}
		result = result.or(denied)
	}
	return result, nil
}

// inOrder returns the statements among the given ones, each once, in the order of the file.
func inOrder(document *policy.Document, chosen []source.At) []source.At {
	isChosen := map[source.At]bool{}
	for _, at := range chosen {
		isChosen[at] = true
	}
	var ordered []source.At
	for i := range document.Statements {
		if at := document.Statements[i].At; isChosen[at] {
			ordered = append(ordered, at)
			isChosen[at] = false
		}
	}
	return ordered
}
