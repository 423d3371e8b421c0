# One image for every process; the command chooses which: dist/apps/<app>/src/main.js.

# The Node that the tests run on: the version of the package `node` in package-lock.json.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY tools tools
RUN npm run build

# Without what only building and testing need, and without the optional Postgres that all-in-one embeds: in containers
# Postgres is one of its own.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

# What a volume for recorded requests begins with.
FROM node:24.21.0-bookworm-slim AS folders
RUN mkdir --mode=700 /request-spool

FROM node:24.21.0-bookworm-slim
WORKDIR /keyledger
# Owned by root and never written to: the file system may be read-only, with /tmp in memory and a volume on the spool.
COPY --from=packages /packages/node_modules node_modules
COPY --from=build /build/dist/apps dist/apps
COPY --from=build /build/dist/libs dist/libs
COPY --from=build /build/dist/console dist/console
COPY package.json LICENSE ./
COPY --from=folders --chown=node:node /request-spool /var/spool/keyledger
# The warning is the Kafka client's, which nothing here can mend. In a container, all addresses are its own network's.
ENV NODE_ENV=production NODE_OPTIONS=--disable-warning=TimeoutNegativeWarning HOST=0.0.0.0 PORT=8080
USER node
EXPOSE 8080
CMD ["node", "dist/apps/all-in-one/src/main.js"]
