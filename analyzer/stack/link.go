package stack

// Standing says how a container relates to the templates.
type Standing string

// The standings of containers.
const (
	// Declared containers are resources of the templates: what they hold is known.
	Declared Standing = "declared"
	// Default containers exist without a declaration, such as a VPC's main route table or the
	// default VPC.
	Default Standing = "default"
	// External containers come from a parameter, an import, another stack or a literal id: they may
	// hold more than the templates say.
	External Standing = "external"
)

// Link is what a resource says about a container it stands in, such as its VPC.
type Link struct {
	// Standing is "declared", "default" or "external".
	Standing Standing `json:"standing"`
	// ID is the handle of a declared resource ("net.yaml#Vpc"), or what is known of another one: a
	// literal id or a symbol that is equal for equal containers. Empty when nothing is known.
	ID string `json:"id,omitempty"`
	// Name is the logical id of a declared resource.
	Name string `json:"name,omitempty"`
	// Reason says why the container is not declared, in a phrase without a full stop.
	Reason string `json:"reason,omitempty"`
}
