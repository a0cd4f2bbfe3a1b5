// A real HTTP server on the loopback that stands in for a tool that takes traces.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { whenTestEnds } from './endings.ts';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What it answers; `stall` answers nothing. */
export type Answer =
  | 'stall'
  | { status?: number; body?: string | Uint8Array; headers?: Record<string, string> };

export interface Receiver {
  /** `http://127.0.0.1:PORT` */
  url: string;
  requests: Received[];
}

/** A receiver that ends with the test. */
export async function startReceiver(
  answer: (request: Received, index: number) => Answer = () => ({}),
): Promise<Receiver> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const sent = Buffer.concat(pieces);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const received = { path: request.url ?? '', headers: request.headers, body };
    requests.push(received);
    const said = answer(received, requests.length - 1);
    if (said === 'stall') return;
    response.writeHead(said.status ?? 200, said.headers).end(said.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenTestEnds(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A port on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
