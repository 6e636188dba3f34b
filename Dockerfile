# The bot in a container. Mount a configuration at /etc/dockwise/dockwise.yml and keep /var/lib/dockwise.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.txt pyproject.toml README.md ./
RUN python -m venv /opt/dockwise && /opt/dockwise/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY bot bot
COPY commands commands
RUN /opt/dockwise/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/dockwise dockwise
COPY --from=build /opt/dockwise /opt/dockwise
COPY manifest.yml /var/lib/dockwise/manifest.yml
ENV PATH=/opt/dockwise/bin:$PATH \
    DOCKWISE_CONFIG=/etc/dockwise/dockwise.yml \
    DOCKWISE_STORAGE=sqlite:////var/lib/dockwise/dockwise.db
WORKDIR /var/lib/dockwise
USER dockwise
VOLUME ["/var/lib/dockwise"]
HEALTHCHECK --interval=60s --timeout=20s CMD ["dockwise", "doctor", "--quiet"]
CMD ["dockwise", "serve"]
