# syntax=docker/dockerfile:1
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY crm-core/package.json crm-core/
COPY agents/package.json agents/
COPY jobs/package.json jobs/
COPY bot/package.json bot/
COPY admin-web/package.json admin-web/
COPY tests/package.json tests/
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY . .
# the programs are bundles: of the workspaces only their packages are needed at run time
RUN npm run build -w admin-web && node scripts/build-programs.mjs && npm prune --omit=dev && rm -rf node_modules/@clianta

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
# owned by root: the process cannot change its own program
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/admin-web/dist ./admin-web/dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/start.mjs"]
