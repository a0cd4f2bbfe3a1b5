import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chatCompletion } from '../support/chat-shapes.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const key = 'sk-Nobody+may/see=1';
const header = 'tok-of-the-gateway-7';
type Echo = (response: ServerResponse, said: string, request: IncomingMessage) => void;

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function call(text: string, toolArguments: unknown): object {
  const calls = [{ id: 'c1', name: 'submit_verdicts', arguments: JSON.stringify(toolArguments) }];
  return chatCompletion({ text, calls, finish: 'tool_calls' }, 'mock', 1, 100);
}

/** Servers that say what they were sent, each in another place. */
const echoes: Record<string, Echo> = {
  'an error': (response, said) => send(response, 401, { error: { message: `no: ${said}` } }),
  'an error of the whole body': (response, said) => send(response, 422, `no: ${said}`),
  'a page': (response, said) => response.end(`<p>${said}</p>`),
  'a text': (response, said) => send(response, 200, call(said, { verdicts: said })),
  'a verdict': (response, said) => {
    const verdict = { verdict: 'yes', confidence: 0.9, quote: said, rationale: said };
    send(response, 200, call('', { verdicts: [{ ticket: 'q1', ...verdict }] }));
  },
  'a header': (response, said) => {
    response.setHeader('x-request-id', said.replace(/[^\x20-\x7e]/g, ' '));
    send(response, 400, { error: { message: 'no' } });
  },
  'a redirect': (response, said) =>
    response.writeHead(302, { location: `/login?token=${encodeURIComponent(said)}` }).end(),
  'a status line and a broken answer': (response, said) => response.end(`{"choices":[{"${said}`),
};

async function startEcho(echo: Echo): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const said = [request.headers.authorization, request.headers['x-gateway']].join(' and ');
      echo(response, `${said} ${encodeURIComponent(said)}`, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function allBytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

describe('a key, and the value of a header', () => {
  it.each(Object.keys(echoes))(
    'stand on no screen and in no file, where the server says them back in %s',
    async (place) => {
      const baseURL = await startEcho(echoes[place] as Echo);
      const folder = tempFolder();
      const { stdout, stderr } = await runCli(
        [
          ...['batch', ticketsFile(folder, ['late', 'lost']), '--themes', themesFile(folder)],
          ...['--model', 'mock', '--base-url', baseURL, '--api', 'chat', '--max-calls', '3'],
          ...['--ledger', path.join(folder, 'ledger.db'), '--out', path.join(folder, 'out.csv')],
          ...['--header', `X-Gateway: ${header}`, '--route', 'all', '--rpm', '60000'],
        ],
        { OPENAI_API_KEY: `  ${key}\r\n` },
      );
      const all = `${stdout}\n${stderr}\n${allBytesIn(folder)}`;
      expect(all).toContain('mock');
      for (const secret of [key, encodeURIComponent(key), header])
        expect(all).not.toContain(secret);
    },
  );
});
