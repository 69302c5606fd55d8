package discover

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// patternCases are patterns with paths that are interesting for them. Git itself is the judge.
var patternCases = map[string][]string{
	"a":                    {"a", "b", "x/a", "a/b", "ab", "x/a/y"},
	"/a":                   {"a", "x/a", "a/b"},
	"a/":                   {"a", "x/a/y", "a/b"},
	"a/b":                  {"a/b", "x/a/b", "a/b/c"},
	"/a/b/":                {"a/b", "a/b/c"},
	"*.yaml":               {"a.yaml", "x/a.yaml", ".yaml", "a.yaml.txt", "a.yamlx"},
	"/*.yaml":              {"a.yaml", "x/a.yaml"},
	"*":                    {"a", "x/y"},
	"a*c":                  {"ac", "abc", "a/c", "abcd", "x/abbc"},
	"a*b*c":                {"abc", "aXbXc", "acb", "abcabc"},
	"x/*":                  {"x/a", "x/a/b", "y/x/a"},
	"x/*/b":                {"x/a/b", "x/b", "x/a/c/b"},
	"a?c":                  {"abc", "ac", "a/c", "abbc"},
	"**":                   {"a", "x/y"},
	"**/a":                 {"a", "x/a", "x/y/a", "ba", "x/ab"},
	"a/**":                 {"a", "a/b", "a/b/c", "x/a/b"},
	"a/**/b":               {"a/b", "a/x/b", "a/x/y/b", "ab", "a/xb"},
	"**/a/**":              {"a/b", "x/a/b", "a"},
	"a**/b":                {"a/b", "ax/b", "a/x/b", "axy/b"},
	"a/x**":                {"a/x", "a/xy", "a/x/y"},
	"a/x**y":               {"a/xy", "a/xzy", "a/x/y"},
	"a/***/b":              {"a/b", "a/x/b", "a/x/y/b"},
	"**/**/a":              {"a", "x/a", "x/y/a"},
	"a/**/**/b":            {"a/b", "a/x/b"},
	"?**/b":                {"a/b", "ab/b", "a/x/b"},
	"[ab]":                 {"a", "b", "c", "ab"},
	"[!ab]":                {"a", "b", "c"},
	"[^ab]":                {"a", "c"},
	"[a-c]x":               {"ax", "bx", "dx"},
	"[a-]":                 {"a", "-", "b"},
	"[]a]":                 {"]", "a", "b"},
	"[!]a]":                {"]", "a", "b"},
	`[\]]`:                 {"]", "a"},
	`[a\-c]`:               {"a", "-", "b", "c"},
	`[+--]`:                {"+", ",", "-", "0"},
	"x[.-0]y":              {"x/y", "x.y", "x0y"},
	"x/[!a]":               {"x/a", "x/b", "x/b/c"},
	"[[:digit:]]x":         {"1x", "ax"},
	"[[:alpha:]_]":         {"a", "_", "1"},
	"[[:nonsense:]]":       {"n", "a"},
	"[[:digit]":            {"[", "d", "1"},
	"[[:upper:][:punct:]]": {"A", "!", "a"},
	"[a":                   {"a", "[a"},
	"[":                    {"["},
	`a\`:                   {"a", `a\`},
	`\*`:                   {"*", "a"},
	`a\?c`:                 {"a?c", "abc"},
	`\#a`:                  {"#a"},
	`\!a`:                  {"!a"},
	"#a":                   {"#a", "a"},
	"a ":                   {"a", "a "},
	`a\ `:                  {"a", "a "},
	`a\  `:                 {"a", "a ", "a  "},
	"a b":                  {"a b"},
	"a\t":                  {"a", "a\t"},
	"a\r":                  {"a"},
	"//a":                  {"a", "x/a"},
	"a//":                  {"a/b"},
	"/":                    {"a"},
	"!":                    {"a", "!"},
	"é":                    {"é"},
	"é?":                   {"éa", "éé"},
	"a\n!a":                {"a", "x/a"},
	"*\n!*.yaml":           {"a.yaml", "b", "x/a.yaml"},
	"*\n!*/\n!*.yaml":      {"a.yaml", "b", "x/a.yaml", "x/b"},
	"x/\n!x/a":             {"x/a"},
	"x/*\n!x/a":            {"x/a", "x/b"},
	"\ufeffa":              {"a"},
	"a\r\nb\r\n":           {"a", "b"},
	"{a,b}":                {"a", "{a,b}"},
}

// TestPatternsAgreeWithGit asks git about each pattern and path.
func TestPatternsAgreeWithGit(t *testing.T) {
	t.Parallel()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	for patterns, paths := range patternCases {
		t.Run(patterns, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			runGit(t, git, dir, "", "init", "--quiet")
			write(t, filepath.Join(dir, ".gitignore"), patterns+"\n")
			parsed := (*ignores)(nil).with(filepath.ToSlash(dir), parsePatterns([]byte(patterns+"\n")))
			for _, path := range paths {
				write(t, filepath.Join(dir, path), "")
				want := runGit(t, git, dir, path+"\x00", "check-ignore", "--stdin", "-z") != ""
				if got := isIgnored(parsed, filepath.ToSlash(dir), path); got != want {
					t.Errorf("pattern %q, path %q: ignored = %v, git says %v", patterns, path, got, want)
				}
				if err := os.RemoveAll(filepath.Join(dir, strings.Split(path, "/")[0])); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// isIgnored walks down to the path as a walk does.
func isIgnored(patterns *ignores, dir, path string) bool {
	parts := strings.Split(path, "/")
	for i := range parts[:len(parts)-1] {
		if patterns.match(dir + "/" + strings.Join(parts[:i+1], "/") + "/") {
			return true
		}
	}
	return patterns.match(dir + "/" + path)
}

// runGit runs git without the configuration and the environment of whoever runs the test.
func runGit(t *testing.T, git, dir, input string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), git, args...)
	command.Dir = dir
	command.Stdin = strings.NewReader(input)
	command.Env = []string{"HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1", "PATH=" + os.Getenv("PATH")}
	output, err := command.Output()
	if err != nil && command.ProcessState.ExitCode() != 1 {
		t.Fatalf("git %v: %v", args, err)
	}
	return string(output)
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// FuzzWildcard compares the matcher with a regular expression, for patterns that git reads without
// its special treatment of brackets and escapes.
func FuzzWildcard(f *testing.F) {
	for patterns, paths := range patternCases {
		f.Add(patterns, strings.Join(paths, "/"))
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		got := compile(pattern).match(text)
		if strings.ContainsAny(pattern, `[\`) || !isASCII(pattern+text) {
			return
		}
		if want := reference(pattern).MatchString(text); got != want {
			t.Errorf("compile(%q).match(%q) = %v, want %v", pattern, text, got, want)
		}
	})
}

var starRuns = regexp.MustCompile(`\*+/?|\?|[^*?]+`)

// reference translates a pattern to a regular expression.
func reference(pattern string) *regexp.Regexp {
	special := strings.IndexAny(pattern, "*?")
	if special < 0 {
		return regexp.MustCompile("^" + regexp.QuoteMeta(pattern) + "$")
	}
	translated := regexp.QuoteMeta(pattern[:special])
	rest := pattern[special:]
	for _, at := range starRuns.FindAllStringIndex(rest, -1) {
		part := rest[at[0]:at[1]]
		bounded := at[0] == 0 || rest[at[0]-1] == '/'
		switch {
		case part == "?":
			translated += "[^/]"
		case part[0] != '*':
			translated += regexp.QuoteMeta(part)
		case strings.HasPrefix(part, "**") && bounded && part[len(part)-1] == '/':
			translated += "(?:.*/)?"
		case strings.HasPrefix(part, "**") && bounded && at[1] == len(rest):
			translated += ".*"
		default:
			translated += "[^/]*" + strings.TrimLeft(part, "*")
		}
	}
	return regexp.MustCompile("(?s)^" + translated + "$")
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(char rune) bool { return char > 127 || char == '\uFFFD' }) < 0
}
