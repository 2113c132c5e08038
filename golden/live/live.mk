# The live machine. It needs root, debootstrap, systemd-container and overlayfs, and reports when one is missing.
.PHONY: live live-quick live-shell bench-live bench-generator

# gotestsum prints what failed tests said once more at the end, which is thousands of lines away from where they said it.
GOTESTSUM ?= gotest.tools/gotestsum@v1.13.0
LIVE = $(GO) run $(GOTESTSUM) --format standard-verbose -- -tags live -count=1 -parallel $$((2 * $$(nproc)))

# Two tests at a time for each CPU: while one waits, the other runs.
live: ## tests on booted Debian machines: the same as docker compose, at every event; writes docs/parity.md
	$(GO) test -tags live -count=1 ./golden/live/machine ./golden/live/compare
	$(LIVE) -timeout 85m ./golden/live -args -parity $(CURDIR)/docs/parity.md

# For daily work: one column (COLUMN=docker, podman, quadlet, docker-forky …), half of the projects, the main events.
COLUMN ?= docker
live-quick: ## the core of it in a few minutes: COLUMN=docker only, half of the projects, the main events
	$(LIVE) -timeout 20m ./golden/live -args -quick $(COLUMN)

live-shell: ## a shell in the live machine; STUB=-stub makes every image "work"
	$(GO) run -tags live ./golden/live/shell $(STUB)

# What the events of a project's life cost, units beside docker compose. SERVICES, ROUNDS, SHAPES and COLUMNS make it shorter.
SERVICES ?= 50
ROUNDS ?= 3
SHAPES ?= independent,star,chains
COLUMNS ?= docker,podman
bench-live: bench-generator ## units beside docker compose: time, CPU, calls and memory of a project's life (docs/performance.md); an hour or less
	$(GO) test -tags live -run '^$$' -bench '^BenchmarkLife$$' -benchtime 1x -timeout 120m ./golden/live \
	  -args -services $(SERVICES) -rounds $(ROUNDS) -shapes $(SHAPES) -columns $(COLUMNS)

# What projects in /etc/compose add to a reload and a boot. PROJECTS and ROUNDS make it shorter.
PROJECTS ?= 0,1,20,200
bench-generator: ## projects in /etc/compose: what they add to a reload and to a boot (docs/performance.md); some minutes
	$(GO) test -tags live -run '^$$' -bench '^BenchmarkGenerator$$' -benchtime 1x -timeout 60m ./golden/live \
	  -args -projects $(PROJECTS) -rounds $(ROUNDS)
