package catalogue

import (
	"slices"
	"sync"
)

// Service is what the table holds about one service prefix. The zero Service holds nothing.
type Service struct {
	// Prefix is what its actions begin with, in lower case, as in "s3".
	Prefix string
	// Title is its name, as in "Amazon S3".
	Title string
	// RCPSupported says that resource control policies apply to its resources; see [RCPSupported].
	RCPSupported bool
	entry        *entry
}

// Lookup returns the service with the prefix. Case does not matter. It reads nothing but the index: the
// actions, resource types and keys of a service are decoded once, when they are first asked for.
func Lookup(prefix string) (Service, bool) {
	services := theIndex().services
	at, found := slices.BinarySearchFunc(services, prefix, func(candidate *entry, wanted string) int {
		return compareFold(candidate.service.Prefix, wanted)
	})
	if !found {
		return Service{}, false
	}
	return services[at].service, true
}

// Services returns all services, sorted by prefix.
func Services() []Service {
	services := make([]Service, 0, len(theIndex().services))
	for _, candidate := range theIndex().services {
		services = append(services, candidate.service)
	}
	return services
}

// RCPSupported reports whether resource control policies apply to resources of the service; false for
// an unknown one.
//
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
func RCPSupported(prefix string) bool {
	service, _ := Lookup(prefix)
	return service.RCPSupported
}

// Date returns the day of the table's data, as in "2026-09-26".
func Date() string {
	return theIndex().date
}

// Source returns the npm package that the table was made from, with its version.
func Source() string {
	return theIndex().source
}

// entry is a service in the index, with what is decoded once.
type entry struct {
	service Service
	block   block
	once    sync.Once
	decoded contents
}

// contents is what a block holds. All its lists are sorted by name without regard to case.
type contents struct {
	keys      []Key
	resources []Resource
	actions   []Action
}

// contents decodes the block of the service, once.
func (s Service) contents() *contents {
	if s.entry == nil {
		return &contents{}
	}
	s.entry.once.Do(func() { s.entry.decoded = s.entry.block.decode() })
	return &s.entry.decoded
}
