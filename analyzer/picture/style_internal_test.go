package picture

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	value, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(shift uint) float64 {
		part := float64(value>>shift&0xff) / 255
		if part <= 0.04045 {
			return part / 12.92
		}
		return math.Pow((part+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestColoursCanBeToldApart(t *testing.T) {
	t.Parallel()
	light, dark := map[string]paint{}, map[string]paint{}
	for _, p := range paints {
		light[p.selector] = p
		dark[p.selector] = paint{fill: p.darkFill, stroke: p.darkLine}
	}
	for name, sheet := range map[string]map[string]paint{"light": light, "dark": dark} {
		grounds := []string{".back", ".vpc>.box", ".public>.box", ".private>.box", ".isolated>.box", ".undecided>.box", ".chip>.box"}
		for _, ground := range grounds {
			for _, text := range []string{"text", ".t3", ".bad"} {
				if found := contrast(t, sheet[text].fill, sheet[ground].fill); found < 4.5 {
					t.Errorf("%s: text %s on %s has a contrast of %.1f", name, text, ground, found)
				}
			}
		}
		if found := contrast(t, sheet[".badge text"].fill, sheet[".badge circle"].fill); found < 4.5 {
			t.Errorf("%s: numbers have a contrast of %.1f", name, found)
		}
		for selector, p := range sheet {
			if p.stroke == "" || p.stroke == "none" || strings.HasPrefix(selector, ".zone") {
				continue
			}
			for _, ground := range []string{".back", ".vpc>.box"} {
				if found := contrast(t, p.stroke, sheet[ground].fill); found < 3 {
					t.Errorf("%s: line %s on %s has a contrast of %.1f", name, selector, ground, found)
				}
			}
		}
	}
}
