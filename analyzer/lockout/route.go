package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// stackService is the service principal of CloudFormation.
const stackService = "cloudformation.amazonaws.com"

// routes are the ways that a request can take: from the internet, through CloudFormation or another service
// that forwards the caller's access, and through a VPC endpoint. Only the last has the keys of endpoints,
// and it has no aws:SourceIp. What a service forwards has those of the first request that went over the
// internet (IAM User Guide, Forward access sessions).
func (p *proof) routes() []alternative {
	direct := alternative{context: policy.Context{keyViaService: policy.PresentText("false")}}
	internet, known := p.publicAddresses(), p.fromKnownNetworks()
	all := p.product([]alternative{direct}, internet)
	for i := range all {
		all[i].manual = len(all[i].facts) > 0 // a service role of CloudFormation calls from no network of ours
	}
	for _, one := range p.product([]alternative{direct}, known) {
		one.manual = true
		all = append(all, one)
	}
	all = append(all, p.product(p.forwarded(), append(internet, known...))...)
	inside := alternative{}
	if p.knows(keySourceIP) {
		inside.facts = []Fact{{Kind: Network, Text: "the service is called through a VPC endpoint"}}
		all = append(all, p.product(p.forwarded(), []alternative{inside})...)
	}
	return append(all, p.product([]alternative{direct}, p.endpoints())...)
}

// publicAddresses are those of the internet.
func (p *proof) publicAddresses() []alternative {
	if !p.knows(keySourceIP) {
		return []alternative{{context: policy.Context{keySourceIP: policy.PresentText("1.2.3.4")}}}
	}
	var all, versionSix []alternative
	for _, found := range p.addresses(keySourceIP, isPublic) {
		from := alternative{}.with(keySourceIP, present(found.value))
		text, _ := found.value.Literal()
		switch {
		case found.shown != "":
			from.facts = []Fact{{Kind: Network, Value: found.shown, Text: "the request comes from " + found.shown}}
		case isVersionSix(text):
			from.facts = []Fact{{Kind: Network, Value: "::/0", Text: "the request comes over IPv6"}}
			versionSix = append(versionSix, from)
			continue
		}
		all = append(all, from)
	}
	return append(all, versionSix...)
}

func isVersionSix(address string) bool {
	for _, char := range address {
		if char == ':' {
			return true
		}
	}
	return false
}

// forwarded are the services that may make the request with the access of the caller.
func (p *proof) forwarded() []alternative {
	services := []sample{{value.OfText(stackService), stackService}}
	for _, key := range []string{keyCalledVia, keyCalledFirst, keyCalledLast} {
		services = append(services, p.samples(key)...)
	}
	services = append(services, sample{value.OfText(fresh), "another AWS service"})
	var all []alternative
	for i, service := range distinctSamples(services) {
		via := alternative{context: policy.Context{
			keyViaService:  policy.PresentText("true"),
			keyCalledVia:   {Values: []*value.Value{service.value}, Multivalued: true, Presence: value.Yes},
			keyCalledFirst: present(service.value), keyCalledLast: present(service.value),
		}}
		if i == 0 && len(p.row.Types) > 0 {
			via.phrase = "through CloudFormation"
		} else {
			via.facts = []Fact{{Kind: Calling, Value: service.shown, Text: service.shown + " makes the request"}}
			via.manual = true
		}
		all = append(all, via)
	}
	return all
}

// endpoints are the VPC endpoints that a request may come through.
func (p *proof) endpoints() []alternative {
	account := policy.Present(p.resource.place.account)
	lists := [][]alternative{{{context: policy.Context{keyVPCEAccount: account}, manual: true}}}
	for _, part := range []struct{ key, shape, any string }{
		{keySourceVPCE, "vpce-*", ""},
		{keySourceVPC, "vpc-*", ""},
		{keySourceVPCARN, "arn:*:ec2:*:*:vpc/vpc-*", ""},
		{keyVPCEAccount, "", "through a VPC endpoint of another account"},
		{keyVPCEOrganization, "o-*", "through a VPC endpoint of an organization"},
		{keyVPCEPaths, "o-*/*", "through a VPC endpoint of an organization"},
	} {
		if p.knows(part.key) || part.key == keySourceVPCE {
			lists = append(lists, p.reduced(p.endpointPart(part.key, part.shape, part.any)))
		}
	}
	if p.knows(keyVPCSourceIP) {
		lists = append(lists, p.reduced(p.privateAddresses()))
	}
	all := p.product(lists...)
	for i := range all {
		if len(all[i].facts) == 0 {
			all[i].facts = []Fact{{Kind: Network, Text: "the request comes through a VPC endpoint"}}
		}
	}
	return all
}

func (p *proof) endpointPart(key, shape, text string) []alternative {
	entry := func(v *value.Value) policy.Entry {
		entry := present(v)
		entry.Multivalued = key == keyVPCEPaths
		return entry
	}
	all := []alternative{alternative{}.with(key, entry(value.OfText(fresh)))}
	if text != "" {
		all[0].facts = []Fact{{Kind: Network, Text: "the request comes " + text}}
	}
	if key == keyVPCEAccount {
		own := alternative{}.with(key, entry(p.resource.place.account))
		all = append([]alternative{own}, all...)
	}
	shapes := []*value.Value{}
	if shape != "" {
		shapes = append(shapes, value.OfText(shape))
	}
	for _, found := range p.samples(key, shapes...) {
		fact := Fact{Kind: Network, Value: found.shown, Text: "the request comes from " + found.shown}
		all = append(all, alternative{}.with(key, entry(found.value), fact))
	}
	return all
}

func (p *proof) privateAddresses() []alternative {
	var all []alternative
	for _, found := range p.addresses(keyVPCSourceIP, isAnyAddress) {
		from := alternative{}.with(keyVPCSourceIP, present(found.value))
		if found.shown != "" {
			text := "the request comes from " + found.shown + " through a VPC endpoint"
			from.facts = []Fact{{Kind: Network, Value: found.shown, Text: text}}
		}
		all = append(all, from)
	}
	return all
}
