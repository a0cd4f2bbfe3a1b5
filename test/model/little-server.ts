// An HTTP server on the loopback that does whatever one test needs and `chat-server.ts` would never do.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ChatServerOptions, startChatServer } from '../support/chat-server.ts';
import { chatCompletion } from '../support/chat-shapes.ts';

type Body = Record<string, unknown>;

export interface LittleServer {
  baseURL: string;
  /** The bodies of the requests, in order of arrival. */
  bodies: Body[];
}

/** Answers every request through `respond`; closes with the test. */
export async function startLittleServer(
  respond: (response: ServerResponse, request: IncomingMessage, body: Body) => void,
): Promise<LittleServer> {
  const bodies: Body[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body: Body = text === '' ? {} : JSON.parse(text);
      bodies.push(body);
      respond(response, request, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, bodies };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A chat completion that is nothing but text. */
export function completionOf(text: string): object {
  return chatCompletion({ text, calls: [], finish: 'stop' }, 'mock', 1, 100);
}

/** A chat completion that calls the judge's tool. */
export function callCompletion(content: unknown): object {
  const call = { id: 'c1', name: 'submit_verdicts', arguments: JSON.stringify(content) };
  return chatCompletion({ text: null, calls: [call], finish: 'tool_calls' }, 'mock', 1, 100);
}

/** The stand-in for real servers; closes with the test. */
export async function startServer(options: ChatServerOptions = {}) {
  const server = await startChatServer(options);
  onTestFinished(() => server.close());
  return server;
}
