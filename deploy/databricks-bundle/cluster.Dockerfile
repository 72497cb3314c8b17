# A cluster image for Databricks Container Services: Databricks' own base, and the executable of an image
# built from Dockerfile.native. Databricks starts clusters as root and needs its base's tools and shell.
#
#   docker build -f cluster.Dockerfile --build-arg REPLICATOR_IMAGE=registry.example.com/data-replicator:0.1.0 .
ARG REPLICATOR_IMAGE=data-replicator:0.1.0
FROM ${REPLICATOR_IMAGE} AS replicator

FROM databricksruntime/standard:16.4-LTS
COPY --from=replicator /usr/local/bin/data-replicator /usr/local/bin/data-replicator
