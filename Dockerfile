FROM node:20-slim
WORKDIR /tribunal
COPY package.json package-lock.json ./
# Without the page: its packages are for building it.
RUN npm ci --omit=dev --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY agents agents
COPY workflows workflows
COPY data data
RUN node src/cli/bundle.mjs
USER node
WORKDIR /home/node
ENTRYPOINT ["node", "/tribunal/src/cli/bin.mjs"]
