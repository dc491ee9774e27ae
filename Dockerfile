# The service in a container: `docker build -t ipgraph .`; docs/how-to/deploy.md says how to run it.

FROM python:3.11-slim-trixie AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src

# What rarely changes comes first: layers are kept as long as nothing before them changes.
COPY requirements-build.lock requirements-runtime.lock ./
RUN python -m venv /build && \
    /build/bin/pip install --require-hashes --requirement requirements-build.lock && \
    /build/bin/pip wheel --no-build-isolation --require-hashes --requirement requirements-runtime.lock --wheel-dir /wheels

COPY . .
RUN /build/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheels . && \
    python -m venv --without-pip /opt/ipgraph && \
    /build/bin/pip --python /opt/ipgraph/bin/python install --no-index --no-deps /wheels/*.whl

FROM python:3.11-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin ipgraph && \
    install --directory --owner ipgraph --group ipgraph --mode 0750 /data
COPY --from=build /opt/ipgraph /opt/ipgraph

# Nothing is written but the store, and large results on their way, in /tmp.
ENV PATH=/opt/ipgraph/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    IPGRAPH_STORE=/data \
    IPGRAPH_HOST=0.0.0.0 \
    IPGRAPH_PORT=8000 \
    IPGRAPH_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"IPGRAPH_PORT\"]}/health', timeout=2)"]
ENTRYPOINT ["ipgraph"]
CMD ["serve"]
