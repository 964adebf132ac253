# syntax=docker/dockerfile:1

# Builds dist/ with everything that development needs.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

# What is left: Node.js, Git for `assay diff` and `assay ci`, the program and its parsers.
FROM node:24-bookworm-slim
# A mounted repository belongs to another user as a rule. Assay asks Git for objects only, with hooks, filters, helpers and fetching off.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*' \
    && ln -s /opt/assay/bin/assay.js /usr/local/bin/assay
WORKDIR /opt/assay
COPY --from=build /build/package.json ./
COPY --from=build /build/bin ./bin
COPY --from=build /build/dist ./dist
COPY --from=build /build/node_modules ./node_modules
# Neither root nor the owner of the program: what is scanned is hostile.
USER node
WORKDIR /work
ENTRYPOINT ["assay"]
CMD ["scan", "."]
