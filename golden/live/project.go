//go:build live

package live

import (
	"bufio"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// project is one Compose project to bring up twice.
type project struct {
	// Name is the origin of the project and the name of its folder.
	Name string
	// Dir is the folder on the host, Work the same folder in the machine.
	Dir, Work string
	// Inputs and EnvFiles are relative to Dir. Without EnvFiles the .env next to the first input is used.
	Inputs, EnvFiles []string
	// Foreign projects were not written for the machine: whatever they need that it does not have is stubbed.
	Foreign bool

	// compose is the reference: which docker compose to run.
	compose string
	plan    *plan
}

// corpusDir holds public projects, if someone has put them next to the checkout. They are not ours to commit.
const corpusDir = "../../../shared/corpus"

// ours returns the committed projects: the samples and one small project for each family of attributes.
func ours() []project { return projectsIn("../project/*/compose.y*ml", "testdata/equal/*/compose.yml") }

// ofDocker returns those that podman's socket refuses, or loses.
func ofDocker() []project { return projectsIn("testdata/equal-docker/*/compose.yml") }

// ofDocker28 returns those that use what the docker of Debian 13 does not support.
func ofDocker28() []project { return projectsIn("testdata/equal-docker-28/*/compose.yml") }

func projectsIn(patterns ...string) []project {
	var list []project
	for _, pattern := range patterns {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			dir := filepath.Dir(file)
			name := filepath.Base(filepath.Dir(dir)) + "-" + filepath.Base(dir)
			list = append(list, project{Name: name, Dir: dir, Work: "/srv/equal/" + filepath.Base(dir), Inputs: []string{filepath.Base(file)}})
		}
	}
	return list
}

// corpus reads the index of public projects: folder, file, inputs, env files, verdict, licence, role.
func corpus() ([]project, error) {
	index, err := os.Open(filepath.Join(corpusDir, "INDEX.tsv"))
	if err != nil {
		return nil, err
	}
	defer index.Close()
	var list []project
	for lines := bufio.NewScanner(index); lines.Scan(); {
		field := strings.Split(lines.Text(), "\t")
		if len(field) < 5 || field[4] != "loads" {
			continue
		}
		p := project{Name: field[0], Dir: filepath.Join(corpusDir, field[0]), Work: "/srv/corpus/" + field[0], Foreign: true}
		p.Inputs = strings.Split(field[2], "+")
		if field[3] != "-" {
			p.EnvFiles = strings.Split(field[3], "+")
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b project) int { return cmp.Compare(a.Name, b.Name) })
	return list, nil
}

// The references: the current Compose, and the one that Debian has.
const (
	referenceCompose = "/usr/local/bin/compose-reference"
	debianCompose    = "/usr/bin/docker-compose"
)

// composeArgs returns the arguments that name the project to Compose.
func (p *project) composeArgs() []string {
	args := []string{cmp.Or(p.compose, "docker-compose")}
	for _, file := range p.Inputs {
		args = append(args, "--file", file)
	}
	for _, file := range p.EnvFiles {
		args = append(args, "--env-file", file)
	}
	return args
}
