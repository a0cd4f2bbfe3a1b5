import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { RunOutline } from '../../src/web/api/runs.ts';
import { createApp } from '../../src/web/server/app.ts';
import { whenTestEnds } from './endings.ts';
import { tempFolder } from './files.ts';
import { servicesOver } from './services.ts';

/** The server over a ledger, without a port; what it starts are real commands. */
export interface ServedApp {
  /** Asks for an address below `/api`. */
  ask(address: string, options?: RequestInit): Promise<Response>;
  /** Posts JSON. */
  post(address: string, body?: unknown): Promise<Response>;
  /** Says as a person that tickets may go to a server. */
  confirm(server: string, sendsKey?: boolean): Promise<void>;
  children: ChildProcess[];
  location: string;
  /** Ends it in order, as Ctrl-C does. */
  close(): Promise<void>;
}

export async function serveApp(location: string): Promise<ServedApp> {
  const ledger = await openLedger(location);
  const children: ChildProcess[] = [];
  const folder = ledger.engine === 'sqlite' ? path.dirname(location) : tempFolder();
  const onStart = (child: ChildProcess) => children.push(child);
  const services = servicesOver(ledger, { folder, location, onStart });
  const { jobs } = services;
  await jobs.goOn();
  const app = createApp(services, { hosts: ['localhost'], token: undefined });
  let isOpen = true;
  async function close() {
    if (!isOpen) return;
    isOpen = false;
    await jobs.close();
    await ledger.close();
  }
  whenTestEnds(close);
  const ask = async (address: string, options: RequestInit = {}) =>
    app.request(`/api${address}`, {
      ...options,
      headers: { host: 'localhost', ...options.headers },
    });
  const post: ServedApp['post'] = (address, body = {}) =>
    ask(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    ask,
    post,
    children,
    close,
    location,
    async confirm(server, sendsKey = false) {
      expect((await post('/servers', { server, sendsKey })).status).toBe(201);
    },
  };
}

/** What an answer says, as JSON. */
export async function bodyOf<Body>(answer: Response | Promise<Response>): Promise<Body> {
  return (await (await answer).json()) as Body;
}

export function outlineOf(app: ServedApp, run: string): Promise<RunOutline> {
  return bodyOf(app.ask(`/runs/${run}`));
}

/** Waits until a run stands so. */
export async function untilStatus(
  app: ServedApp,
  run: string,
  status: string,
): Promise<RunOutline> {
  for (;;) {
    const outline = await outlineOf(app, run);
    if (outline.status === status) return outline;
    await sleep(50);
  }
}
