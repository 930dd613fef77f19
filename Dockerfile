# vethbook in a container (README, "Container"):
#   docker build -t vethbook .
#   docker run --rm -it --privileged -p 8888:8888 vethbook
# BASE is any Debian bookworm with Node 20.19 or newer.
ARG BASE=docker.io/library/node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0

# What lessons and sandboxes run, and the user who does.
FROM ${BASE} AS system
# Binder's names for it, and its defaults.
ARG NB_USER=jovyan
ARG NB_UID=1000
ENV NB_USER=${NB_USER} NB_UID=${NB_UID}
RUN apt-get update \
 && apt-get install -y --no-install-recommends bridge-utils ca-certificates curl hostname iperf3 iproute2 iptables iputils-ping \
      mount nftables procps python3 python3-venv tcpdump tini uidmap \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt/* \
# A copy has no file capability: with one, a container without that capability may not even start the program.
 && cp /usr/bin/ping /usr/bin/ping-plain && mv /usr/bin/ping-plain /usr/bin/ping
# The official image has a user of that number. The further ids are for sandboxes, in which tcpdump becomes a user of its own.
RUN if id node >/dev/null 2>&1; then userdel --remove node; fi \
 && useradd --create-home --uid "${NB_UID}" --shell /bin/bash "${NB_USER}" \
 && echo "${NB_USER}:100000:65536" | tee /etc/subuid > /etc/subgid

# As `npm run setup` does it. What only tests and the build need goes again.
FROM system AS build
WORKDIR /vethbook
COPY . .
# Where the network needs certificates of its own: docker build --secret id=ca,src=FILE. Nothing of it stays in the image.
RUN --mount=type=secret,id=ca,required=false \
    if [ -s /run/secrets/ca ]; then \
      export PIP_CERT=/run/secrets/ca NODE_EXTRA_CA_CERTS=/run/secrets/ca NPM_CONFIG_CAFILE=/run/secrets/ca; \
    fi \
 && PIP_NO_CACHE_DIR=1 npm run setup
RUN node scripts/container/slim.mjs

FROM system AS jupyter
COPY --from=build /vethbook /vethbook
# The lessons are the user's to change, also where the container's root has no right over other users' files.
RUN chown -R "${NB_USER}" /vethbook/notebooks \
 && chmod +x /vethbook/dist/cli/main.js /vethbook/scripts/container/*.mjs \
 && ln -s /vethbook/scripts/container/start.mjs /usr/local/bin/vethbook-start \
 && ln -s /vethbook/scripts/container/address.mjs /usr/local/bin/vethbook-address \
 && ln -s /vethbook/dist/cli/main.js /usr/local/bin/vethbook
ENV PATH=/vethbook/.venv/bin:$PATH
USER ${NB_UID}
WORKDIR /vethbook/notebooks
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD curl --fail --silent --output /dev/null http://127.0.0.1:8888/api
# tini reaps what lessons leave behind and passes Ctrl+C on.
ENTRYPOINT ["tini", "--"]
CMD ["vethbook-start"]

# For hosts that allow no namespaces at all: the small Linux that the engine `qemu` boots, and the emulator.
FROM build AS emulator
RUN apt-get update \
 && apt-get install -y --no-install-recommends qemu-system-x86 \
 && node dist/cli/main.js emulator

FROM jupyter AS qemu
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends qemu-system-x86 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt/*
COPY --from=emulator /vethbook/.cache/emulator /vethbook/.cache/emulator
USER ${NB_UID}

# The image of `docker build .`; the one above is that of `docker build --target qemu .`
FROM jupyter AS lab
