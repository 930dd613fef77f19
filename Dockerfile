# vethbook in a container:
#   docker build -t vethbook .
#   docker run --rm -p 8888:8888 --privileged vethbook
# The image is Debian bookworm with Node 20. --privileged lets the sandbox make network namespaces of its own inside.
FROM docker.io/library/node:20-bookworm-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends bridge-utils ca-certificates curl iproute2 iptables iputils-ping nftables \
      procps python3 python3-venv tcpdump tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /vethbook
COPY . .

# Where the network needs certificates of its own: docker build --secret id=ca,src=FILE. Nothing of it stays in the image.
# What only tests and the build need goes again; the package links to itself, so that lessons import it by its name.
RUN --mount=type=secret,id=ca,required=false \
    if [ -s /run/secrets/ca ]; then \
      export PIP_CERT=/run/secrets/ca NODE_EXTRA_CA_CERTS=/run/secrets/ca NPM_CONFIG_CAFILE=/run/secrets/ca; \
    fi \
 && PIP_NO_CACHE_DIR=1 npm run setup \
 && npm prune --omit=dev \
 && ln -sfn .. node_modules/vethbook \
 && rm -rf /root/.npm .cache \
 && node dist/cli/main.js install --prefix .venv

EXPOSE 8888
# tini reaps what lessons leave behind and passes Ctrl+C on.
ENTRYPOINT ["tini", "--"]
CMD ["node", "scripts/container.mjs"]
