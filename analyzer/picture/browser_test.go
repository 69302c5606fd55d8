package picture_test

import (
	"bytes"
	"context"
	"image"
	_ "image/png" // screenshots are PNG
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/latchkey-dev/latchkey/analyzer/picture"
)

// browser returns the path of a browser that can run without a screen.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no browser: install Chromium or Chrome to see the pages drawn")
	return ""
}

// browse opens a page without a screen, with further arguments, and returns what the browser prints.
func browse(t *testing.T, page string, args ...string) string {
	t.Helper()
	path := browser(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	all := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--window-size=1000,1200",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--virtual-time-budget=3000",
	}
	if os.Geteuid() == 0 {
		all = append(all, "--no-sandbox") // Chromium wants it for root
	}
	command := exec.CommandContext(ctx, path, append(append(all, args...), "file://"+file)...)
	var said bytes.Buffer
	command.Stderr = &said
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	return string(printed)
}

// withScript adds a script to a page, which its policy would not let in.
func withScript(t *testing.T, page, script string) string {
	t.Helper()
	start := strings.Index(page, `<meta http-equiv="Content-Security-Policy"`)
	if start < 0 {
		t.Fatal("the page has no content security policy")
	}
	end := start + strings.Index(page[start:], "\n")
	return strings.Replace(page[:start]+page[end:], "</body>", "<script>"+script+"</script></body>", 1)
}

//nolint:paralleltest // a browser at a time is enough
func TestThePageWorksUnderItsPolicy(t *testing.T) {
	dom := browse(t, draw(t, picture.HTML, hostile, hostileIssue()), "--dump-dom")
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
	dom := browse(t, withScript(t, draw(t, picture.HTML, page), script), "--dump-dom")
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
	dom := browse(t, withScript(t, draw(t, picture.HTML, house), script), "--dump-dom")
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
	for name, test := range map[string]struct {
		args   []string
		isDark bool
	}{
		"light": {nil, false},
		"dark":  {[]string{"--blink-settings=preferredColorScheme=0", "--force-dark-mode"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			shot := filepath.Join(t.TempDir(), "shot.png")
			browse(t, page, append(test.args, "--screenshot="+shot)...)
			file, err := os.Open(shot)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			drawn, _, err := image.Decode(file)
			if err != nil {
				t.Fatal(err)
			}
			red, green, blue, _ := drawn.At(2, 2).RGBA()
			if isDark := red+green+blue < 3*0x8000; isDark != test.isDark {
				t.Errorf("the page's corner has the colour %v", drawn.At(2, 2))
			}
		})
	}
}
