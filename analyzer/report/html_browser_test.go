package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/latchkey-dev/latchkey/analyzer/browsertest"
	"github.com/latchkey-dev/latchkey/analyzer/report"
)

//nolint:paralleltest // a browser at a time is enough
func TestHTMLFiltersByItsAddress(t *testing.T) {
	of := rich(t)
	root := parse(t, browsertest.Open(t, write(t, "html", of, drawn(of)), "#filter&severity=critical,low&text=ICMP", "--dump-dom"))
	var shown []string
	for _, article := range elements(root, "article") {
		if !isHidden(article) {
			shown = append(shown, attribute(article, "id"))
		}
	}
	if diff := cmp.Diff([]string{"f-f4"}, shown); diff != "" {
		t.Error(diff)
	}
	if got := textOf(elements(root, "output")[0]); got != "1 of 6 findings shown" {
		t.Errorf("the page says %q", got)
	}
	if isHidden(elements(root, "form")[0]) {
		t.Error("the controls are hidden")
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestHTMLFollowsItsAddress(t *testing.T) {
	const all = "f-f0 f-f1 f-f2 f-f3 f-f5 f-f4"
	tests := []struct{ name, fragment, want string }{
		{"severities", "#filter&severity=critical,low", "f-f3 f-f4"},
		{"a rule", "#filter&rule=lockout/root-only-recovery", "f-f2 f-f3"},
		{"a file", "#filter&file=stacks%2Fbucket+policy.yaml&severity=high", "f-f2"},
		{"words", "#filter&text=ICMP+internet", "f-f4"},
		{"the file as a word", "#filter&text=queue.json", "f-f1"},
		{"none that fits", "#filter&severity=low&rule=syntax/duplicate-key", ""},
		{"a finding that is hidden", "#f-f3", all},
		{"what is not there", "#filter&rule=no/such&severity=low", "f-f4"},
		{"no filter", "#filter", all},
	}
	var fragments []string
	for _, test := range tests {
		fragments = append(fragments, `"`+test.fragment+`"`)
	}
	script := "const fragments = [" + strings.Join(fragments, ",") + `];
(async () => {
  for (const [i, fragment] of fragments.entries()) {
    location.hash = fragment;
    await new Promise((done) => setTimeout(done, 20));
    const seen = [...document.querySelectorAll(".finding")].filter((f) => f.checkVisibility()).map((f) => f.id).join(" ");
    document.body.setAttribute("data-" + i, seen + "; " + document.getElementById("shown").textContent);
  }
})();`
	body := bodyOf(t, browsertest.Open(t, browsertest.WithScript(t, write(t, "html", rich(t), report.Options{}), script), "", "--dump-dom"))
	for i, test := range tests {
		want := fmt.Sprintf("%s; %d of 6 findings shown", test.want, len(strings.Fields(test.want)))
		if got := attribute(body, fmt.Sprint("data-", i)); got != want {
			t.Errorf("%s: the page shows %q, want %q", test.name, got, want)
		}
	}
}

// bodyOf returns the body of a page.
func bodyOf(t *testing.T, page string) *html.Node {
	t.Helper()
	return elements(parse(t, page), "body")[0]
}

func isHidden(node *html.Node) bool {
	for _, each := range node.Attr {
		if each.Key == "hidden" {
			return true
		}
	}
	return false
}

//nolint:paralleltest // a browser at a time is enough
func TestHTMLFiltersByItsControls(t *testing.T) {
	script := `
const form = document.getElementById("filter"), said = document.body.dataset;
const visible = () => [...document.querySelectorAll(".finding")].filter((f) => f.checkVisibility()).map((f) => f.id).join(" ");
const sections = () => [...document.querySelectorAll("section.file")].filter((s) => s.checkVisibility()).length;
form.querySelector("[value=high]").click();
said.click = visible() + "; " + sections() + "; " + location.hash;
form.elements.text.value = "BELL";
form.elements.text.dispatchEvent(new Event("input", {bubbles: true}));
said.text = visible() + "; " + sections() + "; " + location.hash;
location.hash = "#f-f2";
setTimeout(() => {
  said.link = visible() + "; " + form.elements.text.value + location.hash;
  form.querySelector("[value=low]").click();
  form.querySelector("button").click();
  setTimeout(() => {
    said.reset = visible() + "; " + location.hash;
    location.hash = "#network-1";
    setTimeout(() => { said.open = [...document.querySelectorAll("details[id]")].map((d) => d.open).join(" "); }, 50);
  }, 50);
}, 50);`
	of := rich(t)
	options := drawn(of)
	options.Pictures.Drawn = append(options.Pictures.Drawn, options.Pictures.Drawn[1])
	options.Pictures.Drawn[2].SVG = ""
	page := browsertest.WithScript(t, write(t, "html", of, options), script)
	body := bodyOf(t, browsertest.Open(t, page, "", "--dump-dom"))
	all := "f-f0 f-f1 f-f2 f-f3 f-f5 f-f4"
	for name, want := range map[string]string{
		"data-click": "f-f1 f-f3 f-f5 f-f4; 3; #filter&severity=critical%2Cmedium%2Clow",
		"data-text":  "f-f5; 1; #filter&severity=critical%2Cmedium%2Clow&text=BELL",
		"data-link":  all + "; #f-f2",
		"data-reset": all + "; #filter",
		"data-open":  "false true false",
	} {
		if got := attribute(body, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestHTMLRunsNothingFromATemplate(t *testing.T) {
	of, options := attacked(func(text string) string { return text })
	root := parse(t, browsertest.Open(t, write(t, "html", of, options), "", "--dump-dom"))
	if got := textOf(elements(root, "title")[0]); got != "4 findings - latchkey" {
		t.Errorf("the title is %q", got)
	}
	if got := textOf(elements(root, "output")[0]); got != "4 of 4 findings shown" {
		t.Errorf("the script says %q", got)
	}
}

// TestHTMLIsReadWithoutScripts takes the page's own script away and looks at what is left, on a narrow screen and a wide
// one.
//
//nolint:paralleltest // a browser at a time is enough
func TestHTMLIsReadWithoutScripts(t *testing.T) {
	of := rich(t)
	page := regexp.MustCompile("(?s)<script>.*</script>").ReplaceAllString(write(t, "html", of, drawn(of)), "")
	script := `
document.body.dataset.seen = [...document.querySelectorAll("article")].filter((f) => f.checkVisibility()).length;
document.body.dataset.form = document.querySelector("form").checkVisibility();
document.body.dataset.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;`
	for _, size := range []string{"400,800", "1400,800"} {
		body := bodyOf(t, browsertest.Open(t, browsertest.WithScript(t, page, script), "", "--dump-dom", "--window-size="+size))
		for name, want := range map[string]string{"data-seen": "6", "data-form": "false", "data-wide": "false"} {
			if got := attribute(body, name); got != want {
				t.Errorf("%s: %s is %q, want %q", size, name, got, want)
			}
		}
	}
}

// TestHTMLHasContrast measures text against what it stands on, by WCAG 2.2, 1.4.3: 4.5 to 1 at least.
//
//nolint:paralleltest // a browser at a time is enough
func TestHTMLHasContrast(t *testing.T) {
	script := `
const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const numbers = (c) => c.match(/[\d.]+/g).map(Number);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const c = numbers(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) { return c; }
  }
  return [255, 255, 255];
};
const wrong = new Set();
let checked = 0;
document.querySelectorAll("main *:not(svg, svg *, option)").forEach((e) => {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) { return; }
  const a = light(numbers(getComputedStyle(e).color)), b = light(behind(e));
  checked++;
  if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) { wrong.add(e.localName + "." + e.className); }
});
document.body.dataset.wrong = [...wrong].join(" ");
document.body.dataset.checked = checked > 100;
document.body.dataset.dark = matchMedia("(prefers-color-scheme: dark)").matches;`
	of := rich(t)
	page := browsertest.WithScript(t, write(t, "html", of, drawn(of)), script)
	for dark, args := range map[string][]string{
		"false": nil, "true": {"--blink-settings=preferredColorScheme=0", "--force-dark-mode"},
	} {
		body := bodyOf(t, browsertest.Open(t, page, "", append(args, "--dump-dom")...))
		for name, want := range map[string]string{"data-wrong": "", "data-checked": "true", "data-dark": dark} {
			if got := attribute(body, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestHTMLIsLightOrDark(t *testing.T) {
	page := write(t, "html", rich(t), report.Options{})
	for _, wantsDark := range []bool{false, true} {
		if got := browsertest.IsDark(t, page, wantsDark); got != wantsDark {
			t.Errorf("the page is dark: %t, though the reader wants that: %t", got, wantsDark)
		}
	}
}
