package picture

import (
	"fmt"
	"strings"
)

// pen collects text.
type pen struct{ strings.Builder }

func (p *pen) add(text string) {
	_, _ = p.WriteString(text) // it never fails
}

func (p *pen) put(format string, values ...any) {
	fmt.Fprintf(&p.Builder, format, values...)
}
