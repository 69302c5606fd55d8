package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// files are the members of the npm package by name, as in "data/services.json".
type files map[string][]byte

func unpack(archive io.Reader) (files, error) {
	text, err := gzip.NewReader(archive)
	if err != nil {
		return nil, fmt.Errorf("unpack the archive: %w", err)
	}
	unpacked := files{}
	for members := tar.NewReader(text); ; {
		header, err := members.Next()
		if errors.Is(err, io.EOF) {
			return unpacked, nil
		}
		if err != nil {
			return nil, fmt.Errorf("unpack the archive: %w", err)
		}
		content, err := io.ReadAll(members)
		if err != nil {
			return nil, fmt.Errorf("unpack %s: %w", header.Name, err)
		}
		unpacked[strings.TrimPrefix(header.Name, "package/")] = content
	}
}

// decode reads a JSON file of the package.
func decode[T any](from files, name string) (T, error) {
	var read T
	content, found := from[name]
	if !found {
		return read, fmt.Errorf("the package has no %s", name)
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return read, fmt.Errorf("read %s: %w", name, err)
	}
	return read, nil
}

// manifest is the package.json.
type manifest struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	UpdatedAt string `json:"updatedAt"` // RFC 3339
}

func (f files) catalogue() (catalogue, error) {
	about, aboutErr := decode[manifest](f, "package.json")
	prefixes, prefixesErr := decode[[]string](f, "data/services.json")
	titles, titlesErr := decode[map[string]string](f, "data/serviceNames.json")
	supported, supportedErr := decode[[]string](f, "data/rcpSupportedServices.json")
	if err := errors.Join(aboutErr, prefixesErr, titlesErr, supportedErr); err != nil {
		return catalogue{}, err
	}
	date, _, dated := strings.Cut(about.UpdatedAt, "T")
	if !dated {
		return catalogue{}, fmt.Errorf("package.json is updated at %q, want a time", about.UpdatedAt)
	}
	read := catalogue{source: about.Name + " " + about.Version, date: date}
	slices.Sort(prefixes)
	for _, prefix := range prefixes {
		next := service{prefix: prefix, title: titles[prefix], rcpSupported: slices.Contains(supported, prefix)}
		if err := f.fill(&next); err != nil {
			return catalogue{}, err
		}
		read.services = append(read.services, next)
	}
	return read, nil
}

// The members of the files about one service, by name in lower case.
type (
	jsonKey struct {
		Key  string `json:"key"`
		Type string `json:"type"`
	}
	jsonResource struct {
		Key           string   `json:"key"`
		ARN           string   `json:"arn"`
		ConditionKeys []string `json:"conditionKeys"`
	}
	jsonAction struct {
		Name          string   `json:"name"`
		AccessLevel   string   `json:"accessLevel"`
		ConditionKeys []string `json:"conditionKeys"`
		ResourceTypes []struct {
			Name          string   `json:"name"`
			ConditionKeys []string `json:"conditionKeys"`
		} `json:"resourceTypes"`
	}
)

// fill reads what the package holds about the service.
func (f files) fill(into *service) error {
	keys, keysErr := decode[map[string]jsonKey](f, "data/conditionKeys/"+into.prefix+".json")
	resources, resourcesErr := decode[map[string]jsonResource](f, "data/resourceTypes/"+into.prefix+".json")
	actions, actionsErr := decode[map[string]jsonAction](f, "data/actions/"+into.prefix+".json")
	if err := errors.Join(keysErr, resourcesErr, actionsErr); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		into.keys = append(into.keys, key{name: keys[name].Key, kind: keys[name].Type})
	}
	for _, name := range slices.Sorted(maps.Keys(resources)) {
		from := resources[name]
		into.resources = append(into.resources, resource{name: from.Key, arn: from.ARN, keys: set(from.ConditionKeys)})
	}
	for _, name := range slices.Sorted(maps.Keys(actions)) {
		from := actions[name]
		carried, kinds := from.ConditionKeys, []string(nil)
		for _, kind := range from.ResourceTypes {
			kinds = append(kinds, kind.Name)
			carried = append(carried, kind.ConditionKeys...)
		}
		into.actions = append(into.actions, action{
			name: from.Name, level: from.AccessLevel, resources: set(kinds), keys: set(carried),
		})
	}
	return nil
}

// set sorts names without regard to case and leaves out repeated ones.
func set(names []string) []string {
	names = slices.Clone(names)
	slices.SortFunc(names, compareFold)
	return slices.CompactFunc(names, strings.EqualFold)
}

func compareFold(a, b string) int {
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}
