package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// arnFields is the number of parts of an ARN.
const arnFields = 6

// place is where a resource lives, as far as it is known.
type place struct {
	partition, region, account *value.Value
}

// attribute returns another attribute of the resource that a reference is to.
func attribute(reference *value.Value, name string) *value.Value {
	return &value.Value{Kind: value.Reference, Resource: reference.Resource, Attribute: name}
}

func isARN(v *value.Value) bool {
	if v.Kind == value.Text {
		v = v.Parts[0]
	}
	text, ok := v.Literal()
	return ok && strings.HasPrefix(text, "arn:")
}

// arns returns the ARN for each form of a resource's name.
func (s service) arns(where place, name Name) []*value.Value {
	arns := make([]*value.Value, 0, len(name))
	for _, form := range name {
		arns = append(arns, s.read(where, form))
	}
	return arns
}

// read returns the ARN of the resource that a property or a pattern refers to, with symbolic parts. What
// it does not know how to read it returns as it is.
func (s service) read(where place, v *value.Value) *value.Value {
	switch {
	case s.arn != nil:
		return s.arn(where, v)
	case isARN(v), v.Kind == value.Unresolved:
		return v
	case v.Kind != value.Reference:
		return s.fill(where, v)
	case s.refIsARN && (v.Attribute == "" || givesARN(v)):
		return attribute(v, "")
	case v.Attribute == "" || givesARN(v):
		return s.fill(where, attribute(v, ""))
	default:
		return s.fill(where, v)
	}
}

// givesARN reports whether the attribute of a reference is an ARN, as in "Arn" and "DomainArn".
func givesARN(reference *value.Value) bool {
	return strings.HasSuffix(reference.Attribute, "Arn")
}

// fill puts a name and what is known of the deployment into the form of the ARN.
func (s service) fill(where place, name *value.Value) *value.Value {
	known := map[string]*value.Value{
		"partition": where.partition, "region": where.region, "account": where.account, "name": name,
	}
	var parts []*value.Value
	rest := s.ARN
	for {
		before, after, found := strings.Cut(rest, "{")
		parts = append(parts, value.OfText(before))
		if !found {
			return value.Join(parts...)
		}
		part, remaining, _ := strings.Cut(after, "}")
		if known[part] == nil {
			known[part] = symbolFor(part)
		}
		parts = append(parts, known[part])
		rest = remaining
	}
}

// pattern returns the ARN pattern of a Resource element with references to whole ARNs spelled out, so that
// it compares with the ARN of the resource part by part.
func (s service) pattern(where place, v *value.Value) *value.Value {
	if v.Kind == value.Reference && s.standsForARN(v) {
		return s.read(where, v)
	}
	if v.Kind != value.Text || v.Parts[0].Kind != value.Reference || !s.standsForARN(v.Parts[0]) {
		return v
	}
	return value.Join(append([]*value.Value{s.read(where, v.Parts[0])}, v.Parts[1:]...)...)
}

// anySuffix matches just what Secrets Manager puts behind the name of a secret and a hyphen, which is six characters
// (Secrets Manager User Guide, Determine who has permissions to your secrets).
const anySuffix = "??????"

// withoutSuffix returns a pattern and an ARN without the suffix of a secret, and whether both end in all of it.
func withoutSuffix(pattern, arn *value.Value) (shorter, prefix *value.Value, both bool) {
	wanted, given := pattern.Pieces(), arn.Pieces()
	text, _ := wanted[len(wanted)-1].Literal()
	rest, ends := strings.CutSuffix(text, anySuffix)
	if last := given[len(given)-1]; !ends || last.Kind != value.Unresolved || last.Symbol != suffix {
		return nil, nil, false
	}
	shorter = value.Join(append(slices.Clone(wanted[:len(wanted)-1]), value.OfText(rest))...)
	return shorter, value.Join(given[:len(given)-1]...), true
}

// suffix is the part of a secret's ARN that is made up at deployment.
const suffix = "suffix"

func (s service) standsForARN(reference *value.Value) bool {
	return givesARN(reference) || s.refIsARN && reference.Attribute == ""
}

// bucketARN reads a bucket's name, its ARN or a reference to it.
func bucketARN(where place, v *value.Value) *value.Value {
	switch {
	case isARN(v):
		return v
	case v.Kind == value.Reference && v.Attribute == "Arn":
		v = attribute(v, "")
	}
	return value.Join(value.OfText("arn:"), where.partition, value.OfText(":s3:::"), v)
}

// queueARN reads a queue's URL, its name, its ARN or a reference to it.
func queueARN(where place, v *value.Value) *value.Value {
	if isARN(v) {
		return v
	}
	name := v
	if v.Kind == value.Reference && (v.Attribute == "" || v.Attribute == "Arn" || v.Attribute == "QueueUrl") {
		name = attribute(v, "QueueName")
	} else if v.Kind == value.Unresolved {
		return v
	}
	if segments := policy.Split(v, "/", queueURLSegments); len(segments) == queueURLSegments {
		name = segments[queueURLSegments-1]
		where.account = segments[queueURLSegments-2]
		if region := hostRegion(segments[2]); region != "" {
			where.region = value.OfText(region)
		}
	}
	return value.Join(value.OfText("arn:"), where.partition, value.OfText(":sqs:"), where.region, value.OfText(":"),
		where.account, value.OfText(":"), name)
}

// queueURLSegments counts what lies between the slashes of https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.
const queueURLSegments = 5

// hostRegion returns the Region in the host name of a queue's URL, "" where it can't be told.
func hostRegion(host *value.Value) string {
	text, _ := host.Literal()
	if labels := strings.Split(text, "."); len(labels) > 2 && labels[0] == "sqs" {
		return labels[1]
	}
	return ""
}

// onEverything is the resource of requests that name none.
func onEverything(place, *value.Value) *value.Value {
	return value.OfText("*")
}
