FROM busybox
COPY --from=more file /seen
