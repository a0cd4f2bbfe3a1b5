FROM node:20-slim AS package
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm pack

FROM node:20-slim
COPY --from=package /source/ticket-tribunal-*.tgz /tmp/
RUN npm install --global /tmp/ticket-tribunal-*.tgz && rm /tmp/ticket-tribunal-*.tgz
USER node
WORKDIR /home/node
ENTRYPOINT ["tribunal"]
