package reachability

import (
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// serves returns the place of user data, or of metadata for cfn-init, that install a web server and start it; empty
// where none do. Without user data of its own an instance has those of its launch template.
func (a *survey) serves(instance *template.Resource) source.At {
	user := stack.Property(instance, "UserData")
	if user == nil {
		launch := a.Declared(stack.Property(instance, "LaunchTemplate", "LaunchTemplateId"), "AWS::EC2::LaunchTemplate")
		if launch != nil {
			user = stack.Property(launch, "LaunchTemplateData", "UserData")
		}
	}
	script := textOf(user)
	ran := run{installed: map[string]bool{}, started: map[string]bool{}}
	init := stack.Dig(instance.Metadata, "AWS::CloudFormation::Init")
	if init != nil && strings.Contains(script, "cfn-init") {
		ran.cfnInit(init)
		if ran.serves() {
			return init.At
		}
	}
	ran.script(script)
	if ran.serves() {
		return user.At
	}
	return ""
}

// textOf returns the text of a value, with a word in place of what is not known.
func textOf(v *value.Value) string {
	switch {
	case v.Is(value.Text):
		var text strings.Builder
		for _, part := range v.Parts {
			text.WriteString(textOf(part))
		}
		return text.String()
	case v.Is(value.Reference), v.Is(value.Unresolved):
		return "unknown"
	}
	text, _ := v.Literal()
	return text
}

// run is what the commands of a script leave behind: web servers by the names of their services.
type run struct{ installed, started map[string]bool }

func (r run) serves() bool {
	for name, is := range r.installed {
		if is && r.started[name] {
			return true
		}
	}
	return false
}

// packages matches what package managers call web servers, with their service as the group. Packages such as
// httpd-tools hold clients only.
var packages = regexp.MustCompile(
	`^(httpd|nginx|apache2)(?:24|1|1\.\d+|-core|-full|-light|-extras)?(?:[-=]\d.*)?(?:\.x86_64|\.aarch64)?$`)

func serviceOf(name string) string {
	found := packages.FindStringSubmatch(strings.TrimSuffix(name, ".service"))
	if found == nil {
		return ""
	}
	return found[1]
}

// cfnInit reads the packages and services of configurations of cfn-init.
func (r run) cfnInit(init *value.Value) {
	stack.Walk(init, func(v *value.Value) {
		for _, manager := range fieldsOf(stack.Dig(v, "packages")) {
			for _, field := range fieldsOf(manager.Value) {
				r.installed[serviceOf(field.Key)] = true
			}
		}
		for _, manager := range fieldsOf(stack.Dig(v, "services")) {
			for _, field := range fieldsOf(manager.Value) {
				running, _ := stack.Dig(field.Value, "ensureRunning").Literal()
				r.started[serviceOf(field.Key)] = strings.EqualFold(running, "true")
			}
		}
		command, _ := stack.Dig(v, "command").Literal()
		r.script(command)
	})
	delete(r.installed, "")
}

func fieldsOf(v *value.Value) []value.Field {
	if v == nil {
		return nil
	}
	return v.Fields
}

var (
	continued = regexp.MustCompile(`\\\r?\n`)
	comment   = regexp.MustCompile(`(^|\s)#.*`)
	separator = regexp.MustCompile(`&&|\|\||[;|&\n]`)
	// document matches the start of a here document, with its delimiter as the group.
	document = regexp.MustCompile(`<<-?\s*["'\\]?(\w+)`)
)

// script follows the commands of a script, in order. Those inside of a branch may not run.
func (r run) script(text string) {
	depth, delimiter := 0, ""
	isPackages := false
	for line := range strings.SplitSeq(continued.ReplaceAllString(text, " "), "\n") {
		line = strings.TrimSpace(line)
		if delimiter != "" {
			if line == delimiter {
				delimiter = ""
			}
			continue
		}
		if found := document.FindStringSubmatch(line); found != nil {
			delimiter = found[1]
		}
		line = comment.ReplaceAllString(line, "")
		item, isItem := strings.CutPrefix(line, "- ") // of cloud-config
		if isPackages = isItem && isPackages || line == "packages:"; isPackages && isItem {
			r.command([]string{"yum", "install", item})
			continue
		}
		for _, command := range separator.Split(item, -1) {
			words := strings.FieldsFunc(command, isBlank)
			depth += nesting(words)
			if depth == 0 {
				r.command(words)
			}
		}
	}
}

// isBlank reports whether a character stands between words, or is one of the quotes and brackets around them.
func isBlank(char rune) bool { return strings.ContainsRune(" \t\"'[],", char) }

// nesting is 1 where a command opens a branch of a script, and -1 where it closes one.
func nesting(words []string) int {
	if len(words) == 0 {
		return 0
	}
	return map[string]int{"if": 1, "case": 1, "fi": -1, "esac": -1}[words[0]]
}

// command notes what one command does.
func (r run) command(words []string) {
	for len(words) > 0 && (words[0] == "sudo" || words[0] == "exec" || words[0] == "env" ||
		strings.HasPrefix(words[0], "-") || strings.Contains(words[0], "=")) {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	isOption := func(word string) bool { return strings.HasPrefix(word, "-") }
	arguments := slices.DeleteFunc(slices.Clone(words[1:]), isOption)
	name := words[0][strings.LastIndex(words[0], "/")+1:]
	switch name {
	case "yum", "dnf", "microdnf", "amazon-linux-extras":
		r.manage(arguments, false)
	case "apt", "apt-get":
		r.manage(arguments, true) // packages of Debian start what they install
	case "systemctl":
		if len(arguments) > 0 {
			verb := arguments[0]
			if slices.Contains(words, "--now") {
				verb += " --now"
			}
			r.control(verb, arguments[1:])
		}
	case "service":
		if len(arguments) > 1 {
			r.control(arguments[1], arguments[:1])
		}
	case "httpd", "nginx", "apache2", "apachectl", "apache2ctl":
		r.direct(name, words[1:], arguments)
	}
}

// direct notes a command that is the server itself, or a script of /etc/init.d.
func (r run) direct(name string, words, arguments []string) {
	service := map[string]string{"apachectl": "httpd", "apache2ctl": "apache2"}[name]
	if service == "" {
		service = name
	}
	switch {
	case len(words) == 0 && service == name:
		r.started[service] = true
	case len(arguments) > 0:
		r.control(arguments[len(arguments)-1], []string{service})
	}
}

// manage notes what a package manager installs or removes.
func (r run) manage(arguments []string, starts bool) {
	if len(arguments) == 0 {
		return
	}
	for _, argument := range arguments[1:] {
		service := serviceOf(argument)
		switch {
		case service == "":
		case arguments[0] == "install":
			r.installed[service] = true
			r.started[service] = r.started[service] || starts
		case slices.Contains([]string{"remove", "erase", "purge", "autoremove"}, arguments[0]):
			r.installed[service] = false
		}
	}
}

// control notes what becomes of services.
func (r run) control(verb string, services []string) {
	for _, each := range services {
		service := serviceOf(each)
		switch verb {
		case "start", "restart", "reload-or-restart", "enable --now":
			r.started[service] = true
		case "stop", "mask", "disable --now", "mask --now":
			r.started[service] = false
		}
	}
}
