// Package browsertest opens pages in a browser without a screen, for the tests of what we write as HTML.
package browsertest

import (
	"bytes"
	"context"
	"image"
	_ "image/png" // screenshots are PNG
	"os"
	"os/exec" //nolint:depguard // for tests alone, which start a browser
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Open opens a page at a fragment, which may be empty, with further arguments, and returns what the browser prints. The
// test is skipped where there is no browser, and fails when the page logs anything: an error of its script, or what its
// policy refused.
func Open(t *testing.T, page, fragment string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	all := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--hide-scrollbars", "--window-size=1000,1200",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--virtual-time-budget=3000", "--enable-logging=stderr",
	}
	if os.Geteuid() == 0 {
		all = append(all, "--no-sandbox") // Chromium wants it for root
	}
	//nolint:gosec // tests choose the program and its arguments
	command := exec.CommandContext(ctx, find(t), append(append(all, args...), "file://"+file+fragment)...)
	var said bytes.Buffer
	command.Stderr = &said
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	for line := range strings.Lines(said.String()) {
		if strings.Contains(line, ":CONSOLE:") || strings.Contains(line, ":CONSOLE(") {
			t.Errorf("the page logs: %s", line)
		}
	}
	return string(printed)
}

// IsDark reports whether the corner of a page is dark, for a reader who wants it light or dark.
//
//nolint:revive // the flag is what the reader wants
func IsDark(t *testing.T, page string, wantsDark bool) bool {
	t.Helper()
	shot := filepath.Join(t.TempDir(), "shot.png")
	args := []string{"--screenshot=" + shot}
	if wantsDark {
		args = append(args, "--blink-settings=preferredColorScheme=0", "--force-dark-mode")
	}
	Open(t, page, "", args...)
	file, err := os.Open(shot) //nolint:gosec // the screenshot is our own
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	shown, _, err := image.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	red, green, blue, _ := shown.At(2, 2).RGBA()
	return red+green+blue < 3*0x8000
}

// find returns the path of a browser.
func find(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no browser: install Chromium or Chrome to see the pages drawn")
	return ""
}

// WithScript adds a script to a page, which its policy would not let in.
func WithScript(t *testing.T, page, script string) string {
	t.Helper()
	start := strings.Index(page, `<meta http-equiv="Content-Security-Policy"`)
	if start < 0 {
		t.Fatal("the page has no content security policy")
	}
	end := start + strings.Index(page[start:], "\n")
	return strings.Replace(page[:start]+page[end:], "</body>", "<script>"+script+"</script></body>", 1)
}
