package loadbalancer

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// scalingGroups finds Auto Scaling groups that are targets of a load balancer and ask EC2 alone, as they do by
// default, whether an instance is healthy: one whose server does not answer stays (Amazon EC2 Auto Scaling API
// reference, CreateAutoScalingGroup, HealthCheckType).
func (a *survey) scalingGroups() {
	const kind = "load-balancer/group-without-elb-health-check"
	for _, group := range a.OfType(scalingType) {
		targets := registered(group)
		checked := stack.Property(group, "HealthCheckType")
		asksBalancer := strings.Contains(strings.ToUpper(text(checked)), "ELB")
		if len(targets) == 0 || asksBalancer {
			continue
		}
		place := stack.PropertyAt(group, "HealthCheckType")
		switch _, known := checked.Literal(); {
		case checked != nil && !known:
			a.diagnosis.Doubt(kind, place, "the health check of "+group.Name+" is not known: "+checked.Reason)
		case group.Exists != value.Yes:
			a.diagnosis.Doubt(kind, place, perhaps(group.Name))
		default:
			uses := hop(targets[0].At, group.Name+" registers its instances here")
			a.diagnosis.Report(network.Issue{
				Kind: kind, Name: group.Name, At: place, Edits: healthEdits(group),
				Related: append([]fact.Hop{uses}, fact.Steps(checked)...),
			})
		}
	}
}

// registered returns what an Auto Scaling group surely registers its instances with.
func registered(group *template.Resource) []*value.Value {
	var all []*value.Value
	for _, key := range []string{"TargetGroupARNs", "LoadBalancerNames", "TrafficSources"} {
		list := stack.Property(group, key)
		if list.Is(value.Unresolved) {
			continue // it may be empty
		}
		for _, item := range list.List() {
			if !item.Is(value.Unresolved) || item.Symbol != "" {
				all = append(all, item)
			}
		}
	}
	return all
}

// healthEdits ask the load balancer, and give instances time to start: without HealthCheckGracePeriod there is
// none, and a group would replace instances before they answer.
func healthEdits(group *template.Resource) []fact.Edit {
	edits := stack.Set(group, "ELB", "HealthCheckType")
	if len(edits) > 0 && stack.Property(group, "HealthCheckGracePeriod") == nil {
		edits = append(edits, stack.Set(group, 300, "HealthCheckGracePeriod")...)
	}
	return edits
}

// certificates finds private keys that anybody who may read the template, or the parameters of its stack, can read.
func (a *survey) certificates() {
	const kind = "load-balancer/private-key-in-template"
	for _, certificate := range a.OfType(certificateType) {
		key := stack.Property(certificate, "PrivateKey")
		if certificate.Exists == value.No || key == nil {
			continue
		}
		issue := network.Issue{Kind: kind, Name: certificate.Name, At: stack.PropertyAt(certificate, "PrivateKey")}
		if name, at, isOpen := openParameter(key); name != "" {
			if !isOpen {
				continue
			}
			issue.Variant, issue.Words = "parameter", map[string]string{"parameter": name}
			issue.Related = []fact.Hop{hop(at, "parameter "+name+" has no NoEcho")}
			a.diagnosis.Report(issue)
			continue
		}
		if written := text(key); written != "" {
			a.diagnosis.Report(issue)
		}
	}
}

// openParameter returns the parameter that a value holds or is made of, and whether the stack shows what is given
// for it: it does without NoEcho.
func openParameter(v *value.Value) (name string, at source.At, isOpen bool) {
	tree := v.Origin.Tree
	if tree == nil || tree.Root == nil {
		return "", "", false
	}
	for _, candidate := range parametersOf(v) {
		declared := tree.Root.Get("Parameters").Get(candidate)
		if declared == nil {
			continue
		}
		name, at = candidate, source.NewAt(v.At.File(), "Parameters", candidate)
		noEcho, kind := declared.Get("NoEcho"), declared.Get("Type")
		isHidden := noEcho != nil && strings.EqualFold(noEcho.Value, "true")
		isStored := kind != nil && strings.HasPrefix(kind.Value, "AWS::SSM::Parameter::")
		if !isHidden && !isStored {
			return name, at, true
		}
	}
	return name, at, false
}

// parametersOf returns the names of the parameters that a value comes from.
func parametersOf(v *value.Value) []string {
	var names []string
	stack.Walk(v, func(part *value.Value) {
		if symbol, ok := strings.CutPrefix(part.Symbol, "parameter "); ok {
			names = append(names, symbol[strings.LastIndex(symbol, "#")+1:])
		}
		for _, step := range part.Via {
			if steps := step.At.Steps(); len(steps) > 1 && steps[0] == "Parameters" && step.At.File() == v.At.File() {
				names = append(names, steps[1])
			}
		}
	})
	return names
}
