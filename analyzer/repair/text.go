package repair

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// text is a text of the document as Fn::Sub writes it, so that it can be changed and written again.
type text struct {
	written string
	// parts are what the names in "${NAME}" stand for; none in a literal text, which is written as it is.
	parts map[string]*value.Value
	// partition is what the document has in an ARN for AWS::Partition; empty where it has the partition itself.
	partition string
}

// shapeOf returns the text of a value. It reports false for one that can't be written in this file: for a
// part that is unresolved, or that another file gives.
func (f *finder) shapeOf(v *value.Value) (shape text, isWritable bool) {
	if written, isLiteral := v.Literal(); isLiteral {
		return text{written: written, partition: partitionOf(v, written)}, true
	}
	parts := []*value.Value{v}
	if v.Is(value.Text) {
		parts = v.Parts
	}
	shape.parts = map[string]*value.Value{}
	for _, part := range parts {
		if written, isLiteral := part.Literal(); isLiteral {
			if strings.Contains(written, "${") {
				return shape, false
			}
			shape.written += written
			continue
		}
		name := f.nameOf(part)
		if name == "" {
			return shape, false
		}
		shape.written += "${" + name + "}"
		shape.parts[name] = part
	}
	shape.partition = partitionOf(v, shape.written)
	return shape, f.Template
}

// partitionOf returns the partition of an ARN for which Fn::Sub has AWS::Partition; empty for none.
func partitionOf(v *value.Value, written string) string {
	fields := strings.SplitN(written, ":", 3)
	if v.Origin.Node == nil || len(fields) < 3 || fields[0] != "arn" {
		return ""
	}
	given := argumentOf(v.Origin.Node, "Fn::Sub")
	if given == nil || !strings.HasPrefix(given.Value, "arn:${AWS::Partition}:") {
		return ""
	}
	return fields[1]
}

// nameOf returns the name that Fn::Sub knows a value by, "" for none.
func (f *finder) nameOf(v *value.Value) string {
	switch {
	case v.Is(value.Unresolved) && strings.HasPrefix(v.Symbol, "AWS::"):
		return v.Symbol
	case v.Is(value.Reference):
		name, isHere := strings.CutPrefix(v.Resource, f.root.at.File()+"#")
		switch {
		case !isHere:
			return ""
		case v.Attribute == "":
			return name
		}
		return name + "." + v.Attribute
	default:
		return ""
	}
}

// as returns the term for a text with the same names.
func (t text) as(written string) term {
	if t.parts == nil {
		one := literal(written)
		if t.partition != "" {
			one.written = t.function(written)
		}
		return one
	}
	var parts []*value.Value
	for i, piece := range strings.Split(written, "${") {
		name, rest, isName := strings.Cut(piece, "}")
		if i == 0 || !isName {
			parts = append(parts, literal(piece).means)
			continue
		}
		parts = append(parts, t.parts[name], literal(rest).means)
	}
	return term{written: t.function(written), means: value.Join(parts...)}
}

// function returns the intrinsic function for a text: the plain one where it is a name and nothing else.
func (t text) function(written string) map[string]any {
	if rest, isSame := strings.CutPrefix(written, "arn:"+t.partition+":"); isSame && t.partition != "" {
		written = "arn:${AWS::Partition}:" + rest
	}
	name := strings.TrimSuffix(strings.TrimPrefix(written, "${"), "}")
	if _, isName := t.parts[name]; !isName || len(written) != len(name)+len("${}") {
		return map[string]any{"Fn::Sub": written}
	}
	if resource, attribute, has := strings.Cut(name, "."); has {
		return map[string]any{"Fn::GetAtt": []any{resource, attribute}}
	}
	return map[string]any{"Ref": name}
}
