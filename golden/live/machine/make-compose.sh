#!/bin/sh
# Builds the current docker compose from its source, as Debian's is years old.
#
#   make-compose.sh VERSION FILE
#
# `go install …@version` refuses, because the module's go.mod has directives of its own; so its source is the main
# module of a build. Needs Go and a module proxy; about two minutes, once.
set -eu
version=$1
final=$2
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
export CGO_ENABLED=0 GOFLAGS=-mod=mod
go mod init build >/dev/null 2>&1
source=$(go mod download -json "github.com/docker/compose/v5@$version" | sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p')
cp -r "$source" source
chmod -R u+w source
cd source
GOFLAGS='' go build -trimpath -ldflags "-s -w -X github.com/docker/compose/v5/internal.Version=$version" -o "$final.part" ./cmd
mv "$final.part" "$final"
