package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// parameter returns the value of a declared parameter: the one given, else its default, else
// unresolved. The declaration is the parameter's node. What a NoEcho parameter holds is for conditions
// only: elsewhere it could end up in a message.
func (r *reader) parameter(name string, declaration *syntax.Node) *value.Value {
	v := r.parameterValue(name, declaration)
	if r.comparing == 0 && isSecret(declaration) && (v.Text != "" || len(v.Items)+len(v.Parts) > 0) {
		return r.unknownParameter(name, "the value of parameter "+name+" is not shown")
	}
	if !r.spend(len(v.Items), len(v.Text)) {
		return unresolved(tooMuch)
	}
	return v
}

// isSecret reports whether a parameter is declared with NoEcho.
func isSecret(declaration *syntax.Node) bool {
	return strings.EqualFold(scalarText(declaration.Get("NoEcho")), "true")
}

// parameterValue returns the value of a parameter in the scenario, which callers do not change.
func (r *reader) parameterValue(name string, declaration *syntax.Node) *value.Value {
	choice, isChosen := r.choice(name)
	v, known := r.values[name]
	if !known {
		v = r.newParameterValue(name, declaration, choice, isChosen)
		r.values[name] = v
	}
	return v
}

func (r *reader) newParameterValue(
	name string, declaration *syntax.Node, choice Choice, isChosen bool,
) *value.Value {
	at := source.NewAt(r.file, "Parameters", name)
	kind := scalarText(declaration.Get("Type"))
	if argument, ok := r.env.Arguments[name]; ok {
		v := r.listed(name, kind, argument)
		v.Via = append(slices.Clip(v.Via), value.Step{At: at, Message: "argument for parameter " + name})
		v.Via = slices.Clip(v.Via) // callers add steps of their own
		return v
	}
	if given, ok := r.env.Parameters[name]; ok && !isSSMType(kind) {
		v := typed(kind, given)
		v.Via = []value.Step{{At: at, Message: "value given for parameter " + name}}
		return v
	}
	byDefault := declaration.Get("Default")
	switch {
	case isSSMType(kind):
		return r.unknownParameter(name, "parameter "+name+" is read from Parameter Store at deployment")
	case isChosen && !choice.Other && (byDefault == nil || literalText(byDefault) != choice.Text):
		v := typed(kind, choice.Text)
		message := "parameter " + name + " is " + choice.Text + " in this scenario"
		v.Via = []value.Step{{At: at, Message: message, Assumed: true}}
		return v
	case byDefault == nil && len(orEmptyList(declaration.Get("AllowedValues"))) == 1:
		v := typed(kind, literalText(declaration.Get("AllowedValues").Items[0]))
		v.Via = []value.Step{{At: at.Child("AllowedValues"), Message: "only allowed value of parameter " + name}}
		return v
	case byDefault == nil || byDefault.IsNull():
		return r.unknownParameter(name, "parameter "+name+" has no default")
	case byDefault.Kind != syntax.Scalar:
		return r.unknownParameter(name, "the default of parameter "+name+" is not a scalar")
	}
	v := typed(kind, literalText(byDefault))
	v.Via = []value.Step{{At: at.Child("Default"), Message: "default of parameter " + name, Assumed: true}}
	return v
}

// orEmptyList returns the items of a sequence; none for what is no sequence.
func orEmptyList(node *syntax.Node) []*syntax.Node {
	if node == nil {
		return nil
	}
	return node.Items
}

// isGiven reports whether the user or a parent stack gave the parameter a value.
func (r *reader) isGiven(name string) bool {
	_, given := r.env.Parameters[name]
	_, passed := r.env.Arguments[name]
	return given || passed
}

func (r *reader) unknownParameter(name, reason string) *value.Value {
	return &value.Value{
		Kind: value.Unresolved, Symbol: "parameter " + r.id(name), Reason: reason,
		Alphabet: alphabetOfType(scalarText(r.parameters[name].Get("Type"))),
	}
}

// isSSMType reports whether a parameter's Default is the name of an entry in Parameter Store, not a
// value.
func isSSMType(kind string) bool {
	return strings.HasPrefix(kind, "AWS::SSM::Parameter::Value<")
}

// listed returns an argument as the parameter's type has it: a text for a list is split.
func (r *reader) listed(name, kind string, argument *value.Value) *value.Value {
	v := *argument
	text, isLiteral := argument.Literal()
	pieces, ok := value.Split(argument, ",")
	switch {
	case isLiteral:
		v = *typed(kind, text)
	case !isListType(kind):
	case ok:
		v = value.Value{Kind: value.List}
		for _, piece := range pieces {
			v.Items = append(v.Items, value.TrimSpace(piece))
		}
	case argument.Kind == value.Text:
		v = *unresolved("the items of parameter " + name + " can't be told apart")
		if identity := value.Identity(argument); identity != "" {
			v.Symbol = "list " + identity
		}
	}
	v.Via = argument.Via
	return &v
}

// typed turns the text of a parameter into its value. Lists are split at commas and each item is
// trimmed, as the parameter type CommaDelimitedList documents.
func typed(kind, text string) *value.Value {
	if !isListType(kind) {
		return value.OfText(text)
	}
	list := &value.Value{Kind: value.List}
	if strings.TrimSpace(text) == "" {
		return list
	}
	for item := range strings.SplitSeq(text, ",") {
		list.Items = append(list.Items, value.OfText(strings.TrimSpace(item)))
	}
	return list
}
