package lockout

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// sample is a value of a key that the document tells from others.
type sample struct {
	value *value.Value
	// shown is what the document writes, as in "vpce-0a1b" or a pattern.
	shown string
}

// mostSamples bounds the values of one key that are looked at: far more than people write.
const mostSamples = 512

// samples returns a value of the key for everything that the clauses about it tell apart, as far as it fits
// one of the shapes; no shape means that every text does. Patterns that have a text in common are met
// together as well. What is left out is noted in the proof.
func (p *proof) samples(key string, shapes ...*value.Value) []sample {
	if len(shapes) == 0 {
		shapes = []*value.Value{value.OfText("*")}
	}
	found := p.comparedWith(key)
	for _, shape := range shapes {
		found = append(found, p.texts(key, shapeOf(shape))...)
	}
	found = slices.DeleteFunc(distinctSamples(found), func(met sample) bool { return !mayHold(key, met.value) })
	if len(found) > mostSamples {
		p.exhausted = true
		found = found[:mostSamples]
	}
	return found
}

// ofNames are keys of which no value has a wildcard in it: ids of organizations and of their units (Organizations
// API Reference, Organization and OrganizationalUnit), of VPCs and their endpoints, which are letters and digits
// (EC2 User Guide, Resource IDs), and the tags of principals (IAM and STS API References, Tag). A "/" at the end
// stands for all keys that begin so.
var ofNames = []string{
	keyOrganization, keyOwnOrganization, keyPaths, keyOwnPaths, keySourceVPC, keySourceVPCE, keySourceVPCARN,
	keyVPCEAccount, keyVPCEOrganization, keyVPCEPaths, "aws:principaltag/",
}

// mayHold reports whether a request can have the value under the key. A policy may write what it can't have, such as
// a wildcard under an operator that takes it literally.
func mayHold(key string, v *value.Value) bool {
	return !isListed(ofNames, key) || len(variables(v)) > 0 || !holdsAny(v, "*?")
}

// comparedWith returns the samples for clauses that compare by other means than as texts.
func (p *proof) comparedWith(key string) []sample {
	var found []sample
	var borders []float64
	for _, about := range p.about(key) {
		base := about.operator.Base
		for _, text := range about.condition.Values {
			switch {
			case base == "Bool":
				found = append(found, sample{value.OfText("true"), "true"}, sample{value.OfText("false"), "false"})
			case strings.HasPrefix(base, "Numeric"):
				found = append(found, numbersAround(text)...)
				borders = append(borders, numberOf(text)...)
			case base == "BinaryEquals":
				found = append(found, sample{text.Source, shown(text)})
			}
		}
	}
	if !wholeNumbers[key] {
		found = append(found, numbersBetween(borders)...)
	}
	return found
}

// numbersAround returns a number and those next to it.
func numbersAround(text policy.Text) []sample {
	numbers := numberOf(text)
	if len(numbers) == 0 {
		return []sample{{text.Source, shown(text)}}
	}
	number := numbers[0]
	return []sample{numbered(number), numbered(number - 1), numbered(number + 1)}
}

// numberOf returns the number that a text spells, if it does.
func numberOf(text policy.Text) []float64 {
	literalText, isLiteral := text.Source.Literal()
	number, err := strconv.ParseFloat(literalText, 64)
	if !isLiteral || err != nil {
		return nil
	}
	return []float64{number}
}

func numbered(number float64) sample {
	written := strconv.FormatFloat(number, 'f', -1, 64)
	return sample{value.OfText(written), written}
}

// wholeNumbers are the keys that hold seconds and milliseconds. Others, such as tags, may hold any number.
var wholeNumbers = map[string]bool{keyMFAAge: true, "s3:signatureage": true}

// numbersBetween returns a number between every two that follow each other.
func numbersBetween(borders []float64) []sample {
	slices.Sort(borders)
	var found []sample
	for i := 1; i < len(borders); i++ {
		if middle := borders[i-1] + (borders[i]-borders[i-1])/2; borders[i-1] < middle && middle < borders[i] {
			found = append(found, numbered(middle))
		}
	}
	return found
}

// texts returns the samples for clauses that compare texts.
func (p *proof) texts(key string, shape glob) []sample {
	var patterns []pattern
	var found []sample
	for _, about := range p.about(key) {
		if !comparesTexts(about.operator) {
			continue
		}
		for _, text := range about.condition.Values {
			read := p.patternOf(text, about.operator)
			if read.isFolded() {
				found = append(found, p.respelled(key, shape, read)...)
			}
			if read.hasWildcard() || read.isFolded() {
				patterns = append(patterns, read)
			} else if met, is := p.meet(shape, []glob{read.glob}); is {
				found = append(found, sample{met, read.shown})
			}
		}
	}
	return append(found, p.together(shape, distinctPatterns(patterns), "", nil)...)
}

type pattern struct {
	glob
	shown string
}

func (p *proof) patternOf(text policy.Text, operator policy.Operator) pattern {
	source := text.Source
	if p.document.HasVariables() && len(variables(source)) > 0 {
		if expanded, complete := (policy.Text{Source: source}).Expand(p.settled()); complete == value.Yes {
			source = expanded
		}
	}
	read := textOf(source)
	if operator.Wildcards() {
		read = globOf(source)
	}
	if ignoresCase(operator.Base) {
		read = read.folded()
	}
	return pattern{glob: read, shown: shown(text)}
}

// longestMeetings bounds the steps that are taken for all sets of several patterns together.
const longestMeetings = 1 << 16

// together returns a sample for every set of patterns that have a text in common, as far as the bound goes.
func (p *proof) together(shape glob, patterns []pattern, written string, chosen []glob) []sample {
	var found []sample
	for i, next := range patterns {
		if next.isText() && slices.ContainsFunc(chosen, glob.isText) {
			continue // it is a sample by itself
		}
		globs := append(slices.Clone(chosen), next.glob)
		if len(chosen) > 0 && p.meetings > longestMeetings {
			p.exhausted = true
			break
		}
		met, is := p.meet(shape, globs)
		if !is {
			continue
		}
		shownTogether := next.shown
		if written != "" {
			shownTogether = written + " and " + next.shown
		}
		found = append(found, sample{met, shownTogether})
		if len(found) > mostSamples {
			break
		}
		found = append(found, p.together(shape, patterns[i+1:], shownTogether, globs)...)
	}
	return found
}

// meet is the function of the same name, with a note of what could not be told within bounds. What a symbol
// stands for may have the shape, as far as the text around it does.
func (p *proof) meet(shape glob, globs []glob) (*value.Value, bool) {
	steps := longestMeeting
	met, is, isSure := meetWithin(&steps, append([]glob{shape}, globs...)...)
	if len(globs) > 1 {
		p.meetings += longestMeeting - steps
	}
	p.exhausted = p.exhausted || !isSure
	if is || !slices.ContainsFunc(globs, glob.hasSymbol) {
		return met, is
	}
	loose := []glob{shape.loosened()}
	for _, each := range globs {
		loose = append(loose, each.loosened())
	}
	if _, may, isSure := meet(loose...); isSure && !may {
		return nil, false
	}
	met, is, _ = meet(globs...)
	return met, is
}

func comparesTexts(operator policy.Operator) bool {
	return strings.HasPrefix(operator.Base, "String") || strings.HasPrefix(operator.Base, "Arn")
}

// shown is what a text of the document looks like to a reader.
func shown(text policy.Text) string {
	switch {
	case text.Value != "":
		return text.Value
	case text.Written != "":
		return text.Written
	default:
		return policy.Show(text.Source)
	}
}

func distinctSamples(all []sample) []sample {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(w sample) bool {
		id := value.Identity(w.value)
		isSeen := id != "" && seen[id]
		seen[id] = true
		return isSeen
	})
}

func distinctPatterns(all []pattern) []pattern {
	type id struct {
		shown string
		folds bool
	}
	seen := map[id]bool{}
	return slices.DeleteFunc(all, func(read pattern) bool {
		own := id{read.shown, read.isFolded()}
		isSeen := seen[own]
		seen[own] = true
		return isSeen
	})
}
