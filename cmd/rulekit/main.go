// Command rulekit is the rule developer's tool: it starts new rules and derives rules/index.json, rules/texts.json and
// docs/rules from the rules there are.
package main

import "os"

func main() {
	command := Command{Stdout: os.Stdout, Stderr: os.Stderr, Dir: "."}
	os.Exit(command.Main(os.Args[1:]))
}
