package catalogue

import "slices"

// Resource is a type of resource that a policy can name.
type Resource struct {
	// Name is the type without its service, as in "bucket".
	Name string
	// ARN is the form of its ARNs, as in "arn:${Partition}:s3:::${BucketName}"; "${...}" stands for
	// one part or more.
	ARN string
	// Keys are the condition keys that every action on such a resource carries, sorted.
	Keys []string
}

// Resource returns the resource type of that name. Case does not matter.
func (s Service) Resource(name string) (Resource, bool) {
	at, found := slices.BinarySearchFunc(s.contents().resources, name, func(resource Resource, wanted string) int {
		return compareFold(resource.Name, wanted)
	})
	if !found {
		return Resource{}, false
	}
	return s.contents().resources[at], true
}

// Resources returns all resource types, sorted by name without regard to case. The slice is shared: do
// not write to it.
func (s Service) Resources() []Resource {
	return s.contents().resources
}
