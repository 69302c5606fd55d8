package validation

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about the policies of organizations. Service control policies take the whole language but
// principals since September 2025, so that the other codes about their syntax are out of date.
const (
	ControlPrincipal         Code = "scp-syntax-error-principal"
	ResourceControlPrincipal Code = "rcp-syntax-error-principal"
	ResourceControlAllow     Code = "rcp-syntax-error-allow"
	ResourceControlNotAction Code = "rcp-syntax-error-notaction"
	ResourceControlAction    Code = "rcp-syntax-error-action"
)

// checkControl finds what resource control policies do not support. A file that looks like one may be the
// policy of a resource.
func (c *checker) checkControl(s *statement) {
	if c.use.Kind != ResourceControl || c.use.File {
		return
	}
	c.checkControlPrincipal(s)
	if not := s.source.Get("NotAction"); not != nil {
		c.add(ResourceControlNotAction, not.At.Key(), "NotAction")
	}
	for _, action := range c.literals(s.source.Get("Action")) {
		c.checkControlAction(s, action)
	}
	if s.Effect != "Allow" {
		return
	}
	if resource := s.source.Get("Resource"); resource != nil && c.allLiteral(resource) && !c.isStar(resource) {
		c.add(ResourceControlAllow, resource.At.Key(), "Resource")
	}
	for _, name := range []string{"NotResource", "Condition"} {
		if element := s.source.Get(name); element != nil {
			c.add(ResourceControlAllow, element.At.Key(), name)
		}
	}
}

func (c *checker) checkControlPrincipal(s *statement) {
	if not := s.source.Get("NotPrincipal"); not != nil {
		c.add(ResourceControlPrincipal, not.At.Key(), "NotPrincipal")
	}
	principal := s.source.Get("Principal")
	if principal == nil || !principal.Known() {
		return
	}
	if principal.Is(value.Map) && len(principal.Fields) == 1 && principal.Get("AWS") != nil {
		principal = principal.Get("AWS") // {"AWS": "*"} stands for "*"
	}
	if !c.isStar(principal) {
		c.add(ResourceControlPrincipal, s.source.Get("Principal").At.Key(), "Principal")
	}
}

// isStar reports whether the one item is "*".
func (c *checker) isStar(v *value.Value) bool {
	items := c.literals(v)
	return len(items) == 1 && items[0].text == "*"
}

// checkControlAction finds actions of services whose resources such policies do not reach. The one that
// AWS attaches itself, which allows everything, is as it has to be.
func (c *checker) checkControlAction(s *statement, action literal) {
	prefix, _, found := strings.Cut(action.text, ":")
	if !found || hasWildcard(prefix) || s.Effect == "Allow" {
		return
	}
	if _, known := catalogue.Lookup(prefix); known && !catalogue.RCPSupported(prefix) {
		issue := c.add(ResourceControlAction, action.At, action.text)
		issue.Detail, issue.Variant = prefix, Unlisted
	}
}
