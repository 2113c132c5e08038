# Everything that is done to this project is done by a target of this file; .ci/run calls them.
GO ?= go
# The newest staticcheck that reads the Go this project is built with.
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
# What makes .deb and .rpm; later ones link much that only other kinds of packages need.
NFPM ?= github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.44.2
# The bundler of the playground's modules.
ESBUILD ?= github.com/evanw/esbuild/cmd/esbuild@v0.28.2
# Who answers for the packages, "Name <mail>"; empty is DEBFULLNAME and DEBEMAIL, or git's user.
MAINTAINER ?=
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
FUZZTIME ?= 60s
# Each figure is a whole process; with 3000 services it takes some 15 s of CPU.
BENCHTIME ?= 3x
# A file system in memory, so that the disk is not what is measured.
BENCHDIR ?= $(firstword $(wildcard /dev/shm) /tmp)

.PHONY: help build test golden docs oracle fuzz bench check fmt lint regenerated dist dist-check playground playground-check clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

build: ## ./compose2unit
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-X main.release=$(VERSION)' -o compose2unit ./cmd/compose2unit

test: ## all tests; needs only Go, and uses systemd's own parser where there is one
	$(GO) test -timeout 30m ./...

golden: ## rewrite the goldens
	$(GO) test -timeout 30m ./golden -update
	$(GO) test ./cmd/compose2unit -update

docs: ## rewrite the generated documentation, with the man page and the shells' completions
	$(GO) generate ./docs/... ./cmd/docgen/...

oracle: ## ask systemd itself about every unit of every golden project, and podman about every flag
	$(GO) test -count=1 -v -run "Oracle|Verify|PodmanAccepts" ./golden/...

fuzz: ## every fuzz target for FUZZTIME
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    echo "$$package $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

bench: ## what the program adds to compose-go's bare load (docs/performance.md)
	TMPDIR=$(BENCHDIR) $(GO) test -run '^$$' -bench . -benchtime $(BENCHTIME) -timeout 60m ./golden/bench

check: fmt lint test regenerated ## all that must hold before a change goes in

fmt:
	@out=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	  [ -z "$$out" ] || { echo "gofmt would change:"; echo "$$out"; exit 1; }

lint:
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) vet -tags live,dist ./golden/live/... ./packaging/...
	$(GO) vet -tags browser ./cmd/playground
	GOOS=js GOARCH=wasm $(GO) vet ./cmd/compose2unit
	$(GO) run $(STATICCHECK) ./...
	$(GO) run $(STATICCHECK) -tags live,dist ./golden/live/... ./packaging/...
	$(GO) run $(STATICCHECK) -tags browser ./cmd/playground

# Goldens and docs are generated and committed: whoever changes what they come from commits them as well.
regenerated: golden docs
	@out=$$(git status --porcelain -- golden docs cmd packaging); \
	  [ -z "$$out" ] || { echo "not committed as generated (?? is new: git add -N it, and the diff shows it):"; echo "$$out"; git --no-pager diff -- golden docs cmd packaging; exit 1; }

dist: ## packages of compose2unit itself in dist/: static binaries, tarballs, .deb, .rpm, SHA256SUMS
	@rm -rf dist && mkdir dist
	@GO='$(GO)' NFPM='$(NFPM)' MAINTAINER='$(MAINTAINER)' packaging/dist/build dist '$(VERSION)'
	@cd dist && ls

dist-check: ## make them twice, byte-equal, install one and build the sample's packages with what is installed; needs root
	GO='$(GO)' NFPM='$(NFPM)' $(GO) test -tags dist -count=1 -v -timeout 30m ./packaging/dist

playground: ## the web page that runs compose2unit in a browser, in playground/; needs npm
	@GO='$(GO)' ESBUILD='$(ESBUILD)' cmd/playground/build playground '$(VERSION)'

playground-check: playground ## tests and benchmark of the playground, in a headless Chromium
	GO='$(GO)' ESBUILD='$(ESBUILD)' $(GO) test -tags browser -count=1 -v -timeout 20m -bench . -benchtime 20x ./cmd/playground

clean:
	rm -rf compose2unit dist playground cmd/playground/node_modules

# The booted machine: live, live-shell.
-include golden/live/live.mk
