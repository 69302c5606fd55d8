package picture_test

import (
	"strings"
	"testing"

	"github.com/latchkey-dev/latchkey/analyzer/browsertest"
	"github.com/latchkey-dev/latchkey/analyzer/picture"
)

//nolint:paralleltest // a browser at a time is enough
func TestThePageWorksUnderItsPolicy(t *testing.T) {
	dom := browsertest.Open(t, draw(t, picture.HTML, hostile, hostileIssue()), "", "--dump-dom")
	if !strings.Contains(dom, `data-ready="yes"`) {
		t.Error("the page's own script did not run: does its hash fit?")
	}
	if !strings.Contains(dom, "<title>Network of net.yaml</title>") {
		t.Error("text of the template ran as a script")
	}
	if strings.Count(dom, "<script") != 1 || strings.Contains(dom, "<img") {
		t.Error("text of the template became an element")
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestTextFitsItsBoxInABrowser(t *testing.T) {
	script := `
var wrong = [];
document.querySelectorAll("svg.net .node").forEach(function (node) {
  var box = node.querySelector(":scope > .box").getBBox();
  node.querySelectorAll(":scope > text").forEach(function (text) {
    var place = text.getBBox();
    if (place.x < box.x || place.x + place.width > box.x + box.width || place.y < box.y - 1 || place.y + place.height > box.y + box.height + 3)
      wrong.push(text.textContent);
  });
});
document.body.dataset.wrong = wrong.join("|");
document.body.dataset.nodes = document.querySelectorAll("svg.net .node").length > 5;`
	page := strings.ReplaceAll(house, "Server:", "ServerWMWMWMWMWMWMWMWMWMWMWMWMWMWMWMWMWMWMWMWM:")
	dom := browsertest.Open(t, browsertest.WithScript(t, draw(t, picture.HTML, page), script), "", "--dump-dom")
	if !strings.Contains(dom, `data-wrong=""`) || !strings.Contains(dom, `data-nodes="true"`) {
		_, rest, _ := strings.Cut(dom, "data-wrong=")
		t.Errorf("text leaves its box: %.200s", rest)
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestWaysStandOutAtTheFocus(t *testing.T) {
	script := `
var node = document.querySelector(".node.private");
node.focus();
node.dispatchEvent(new FocusEvent("focusin", {bubbles: true})); // which a window in the background does not send
document.body.dataset.focus = document.activeElement === node;
document.body.dataset.lit = document.querySelectorAll(".way.lit").length;
document.body.dataset.dim = document.querySelectorAll(".way.dim").length;
var order = [].map.call(document.querySelectorAll("svg.net [tabindex]"), function (n) { return n.getAttribute("aria-label").split(";")[0]; });
document.body.dataset.order = order.join(" ");`
	dom := browsertest.Open(t, browsertest.WithScript(t, draw(t, picture.HTML, house), script), "", "--dump-dom")
	for _, want := range []string{
		`data-focus="true"`, `data-lit="1"`, `data-dim="2"`, `data-order="Internet Vpc Igw Front Nat Back Server"`,
	} {
		if !strings.Contains(dom, want) {
			_, rest, _ := strings.Cut(dom, "<body")
			t.Errorf("the page lacks %s: %.200s", want, rest)
		}
	}
}

//nolint:paralleltest // a browser at a time is enough
func TestThePageIsLightOrDark(t *testing.T) {
	page := draw(t, picture.HTML, house)
	for _, wantsDark := range []bool{false, true} {
		if got := browsertest.IsDark(t, page, wantsDark); got != wantsDark {
			t.Errorf("the page is dark: %t, though the reader wants that: %t", got, wantsDark)
		}
	}
}
