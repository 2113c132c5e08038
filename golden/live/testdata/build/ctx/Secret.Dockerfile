FROM busybox
RUN --mount=type=secret,id=one --mount=type=secret,id=other sha256sum /run/secrets/one /run/secrets/other >/seen
