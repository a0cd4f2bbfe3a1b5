// The servers of the shared cases, each in a thread of its own.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { whenTestEnds } from './endings.ts';
import { tempFolder } from './files.ts';

export const casesFolder = path.resolve('../shared/cases/servers');
export const hasCases = existsSync(casesFolder);

export interface CaseServer {
  baseURL: string;
  /** The bodies of the model requests so far, in order of arrival. */
  requests(): Record<string, unknown>[];
}

/** Starts a server of the cases in a mode; it ends with the test. */
export async function startCaseServer(mode: string, script = 'srv.mjs'): Promise<CaseServer> {
  const port = await freePort();
  const log = path.join(tempFolder(), 'requests.jsonl');
  const worker = new Worker(path.join(casesFolder, script), {
    argv: [String(port), mode],
    env: { ...process.env, LOG: log },
  });
  whenTestEnds(() => worker.terminate());
  const baseURL = `http://127.0.0.1:${port}/v1`;
  while (!(await listens(port))) await new Promise((resolve) => setTimeout(resolve, 5));
  return {
    baseURL,
    requests: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
        .filter(({ m }) => m === 'POST')
        .map(({ body }) => body),
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
