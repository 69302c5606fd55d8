package lockout

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// view is one way to see the document: which denials count, and which duties are taken for done where something
// unresolved stands against it.
type view struct {
	left    []bool
	lenient set
}

// weakest takes the document for as weak as it may be, strongest for as strong.
func (p *proof) weakest() view {
	v := p.strongest()
	for duty := range p.duties {
		v.lenient.add(duty)
	}
	return v
}

func (p *proof) strongest() view {
	return view{left: make([]bool, len(p.statements)), lenient: newSet(p.duties)}
}

// without returns the view in which a statement does not count.
func (v view) without(s int) view {
	left := slices.Clone(v.left)
	left[s] = true
	return view{left: left, lenient: v.lenient}
}

// judging returns the view in which what is unresolved about some duties counts in favour of escapes, or does
// not.
func (v view) judging(duties []int, inFavour value.Truth) view {
	lenient := v.lenient.clone()
	for _, duty := range duties {
		if inFavour == value.Yes {
			lenient.add(duty)
		} else {
			lenient.remove(duty)
		}
	}
	return view{left: v.left, lenient: lenient}
}

// find returns the cheapest escape of a view, among the options that are allowed.
func (p *proof) find(v view, allowed func(*option) bool) way {
	required := newSet(p.duties)
	for s := range p.statements {
		if !p.rules[s].grants && !v.left[s] {
			required.add(p.rules[s].covering)
		}
	}
	if !p.row.NeedsAllow {
		return p.seek(required, v, allowed)
	}
	var best way
	for s := range p.statements {
		if !p.rules[s].grants {
			continue
		}
		granted := required.clone()
		for _, duty := range p.rules[s].own {
			granted.add(duty)
		}
		found := p.seek(granted, v, allowed)
		found.grant = s
		if found.found && (!best.found || found.price < best.price) {
			found.exhausted = found.exhausted || best.exhausted
			best = found
		}
		best.exhausted = best.exhausted || found.exhausted
	}
	return best
}

func (p *proof) seek(required set, v view, allowed func(*option) bool) way {
	found := seek(p.groups, required, v.lenient, allowed)
	// Values that were not looked at can't make a way back dearer, and none that needs nothing is among them.
	found.exhausted = found.exhausted || p.exhausted && (!found.found || found.price.overPlainHTTP()) ||
		p.cut && (!found.found || found.price > 0)
	return found
}

func everything(*option) bool {
	return true
}
