// Package docker is the Docker engine: the flags of `docker create`, `docker network create`, `docker volume create`
// and `docker build` for every attribute of the Compose schema, the body of the Engine API's create call for what no
// flag can say, and the scripts that follow a container. It writes no files and no unit directives.
//
// Flags are those of the docker client 20.10 (Debian 12); what later clients learned goes through the API.
package docker

import (
	"embed"

	"github.com/compose2unit/compose2unit/runtime/cli"
)

//go:embed scripts
var scripts embed.FS

// Runtime is plain units for Docker.
var Runtime = cli.Form{Engine: &cli.Engine{
	Name:       "docker",
	Unit:       "docker.service",
	Containers: containerRules(),
	Networks:   networkRules,
	Volumes:    volumeRules,
	Builds:     buildRules,
	Unsaid:     cli.Unsaid,
	Rows:       rows(),
	Connect:    connect,
	Body:       Body,
	Killed:     "The client died or the engine stopped, not the container: follow the container again.",
	UserClient: "DOCKER_HOST=unix://" + userSocket(),
	ForUser:    forUser,
	Scripts:    cli.ReadScripts(scripts),
}}
