FROM busybox AS first
ARG ONE
ARG SPACED
ARG FROM_ENV
ARG UNSET=default
RUN echo "$ONE|$SPACED|$FROM_ENV|$UNSET" >/seen
FROM first AS second
RUN grep -h somewhere /etc/hosts >>/seen; ulimit -n >>/seen; ls /sys/class/net >>/seen
FROM second AS third
RUN echo too far >>/seen
