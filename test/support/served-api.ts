import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createApp } from '../../src/web/server/app.ts';
import type { Services } from '../../src/web/server/services.ts';
import { whenFileEnds } from './endings.ts';
import { tempFolder } from './files.ts';
import { servicesOver } from './services.ts';

export interface ServedApi {
  ledger: Ledger;
  services: Services;
  folder: string;
  /** The ledger's path. */
  location: string;
  get(address: string): Promise<Answer>;
  post(address: string, body: unknown): Promise<Answer>;
  remove(address: string): Promise<Answer>;
  /** Asks until the answer is no longer 202. */
  settled(address: string): Promise<Answer>;
}

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects is what it says of it
  body: any;
}

/** What a page asks for, without a port, over a ledger in a temporary folder; commands are real processes. */
export async function serveApi(): Promise<ServedApi> {
  const folder = tempFolder();
  const location = path.join(folder, 'ledger.db');
  const ledger = await openLedger(location);
  whenFileEnds(() => ledger.close());
  const onStart = (child: ChildProcess) => whenFileEnds(() => child.kill('SIGKILL'));
  const services = servicesOver(ledger, { folder, location, onStart });
  whenFileEnds(() => services.jobs.close());
  const app = createApp(services, { hosts: ['localhost'], token: undefined });
  const ask = async (address: string, more: RequestInit = {}): Promise<Answer> => {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    const response = await app.request(`/api${address}`, { headers, ...more });
    return { status: response.status, body: await response.json() };
  };
  return {
    ledger,
    services,
    folder,
    location,
    get: (address) => ask(address),
    post: (address, body) => ask(address, { method: 'POST', body: JSON.stringify(body) }),
    remove: (address) => ask(address, { method: 'DELETE' }),
    async settled(address) {
      for (;;) {
        const answer = await ask(address);
        if (answer.status !== 202) return answer;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}
