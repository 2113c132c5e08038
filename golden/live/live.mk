# The live machine. Needs root, debootstrap, systemd-container and an overlayfs; says so when one is missing.
.PHONY: live live-shell

# live proves on a real Debian that the units are the same as docker compose, at every moment of life.
live:
	$(GO) test -tags live ./golden/live/... -v -count=1 -timeout 60m

# live-shell boots the machine and opens a shell in it. STUB=-stub makes every image "work".
live-shell:
	$(GO) run -tags live ./golden/live/shell $(STUB)
