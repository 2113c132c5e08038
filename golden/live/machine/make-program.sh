#!/bin/sh
# Builds a Go program from its source: a current docker compose, as Debian's is years old, and podman's newest generator.
#
#   make-program.sh MODULE VERSION PACKAGE TAGS LDFLAGS FILE
#
# `go install …@version` refuses, because the module's go.mod has directives of its own, or because the proxy has no list of
# its versions; so its source is the main module of a build. Needs Go and a module proxy; about two minutes, once.
set -eu
module=$1 version=$2 package=$3 tags=$4 ldflags=$5
final=$6
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
export CGO_ENABLED=0 GOFLAGS=-mod=mod
go mod init build >/dev/null 2>&1
source=$(go mod download -json "$module@$version" | sed -n 's/^\t"Dir": "\(.*\)",*$/\1/p')
cp -r "$source" source
chmod -R u+w source
cd source
GOFLAGS='' go build -buildvcs=false -trimpath -tags "$tags" -ldflags "-s -w $ldflags" -o "$final.part" "$package"
mv "$final.part" "$final"
