/** What pages that look on cost a run: the same run in turns with nobody and with a crowd looking. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, withTempFolder } from './measured-run.ts';
import { writeTickets } from './throughput.ts';

const tickets = 6000;

export interface CrowdRounds {
  /** Seconds of the run, a round each. */
  alone: number[];
  watched: number[];
}

export async function measureCrowd(pages: number, rounds: number): Promise<CrowdRounds> {
  const measured: CrowdRounds = { alone: [], watched: [] };
  // The first warms the disk's cache for all.
  await hearOnce(0);
  for (let round = 0; round < rounds; round++) {
    measured.alone.push(await hearOnce(0));
    measured.watched.push(await hearOnce(pages));
  }
  return measured;
}

/** Has a server hear a file, with so many pages open on the run. Returns the run's seconds. */
async function hearOnce(pages: number): Promise<number> {
  return withTempFolder(async (folder) => {
    const server = spawn(
      process.execPath,
      [
        ...[path.join(root, 'dist/command/tribunal.js'), 'serve', '--port', '0'],
        ...['--ledger', path.join(folder, 'ledger.db')],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const address = await new Promise<string>((resolve) =>
      server.stdout?.once('data', (line: Buffer) => resolve(String(line).trim())),
    );
    const leave = new AbortController();
    try {
      const file = path.join(folder, 'tickets.csv');
      writeTickets(file, tickets);
      const run = await startRun(address, file);
      const looking = Array.from({ length: pages }, () => look(address, run, leave.signal));
      const seconds = await waitForEnd(address, run);
      leave.abort();
      await Promise.all(looking);
      return seconds;
    } finally {
      server.kill();
    }
  });
}

async function startRun(address: string, file: string): Promise<string> {
  const uploaded = await ask<{ id: string }>(`${address}api/uploads?name=tickets.csv`, {
    method: 'POST',
    body: readFileSync(file),
  });
  const { run } = await ask<{ run: string }>(`${address}api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ file: uploaded.id, model: 'embedded' }),
  });
  return run;
}

/** Follows a run as a page does: its live messages, until it has ended. */
async function look(address: string, run: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${address}api/runs/${run}/live`, { signal });
  await response.text().catch(() => {});
}

async function waitForEnd(address: string, run: string): Promise<number> {
  for (;;) {
    const { status, startedAt, endedAt } = await ask<{
      status: string;
      startedAt: number;
      endedAt: number | null;
    }>(`${address}api/runs/${run}`);
    if (status === 'finished' && endedAt !== null) return (endedAt - startedAt) / 1000;
    await sleep(250);
  }
}

async function ask<Answer>(address: string, options?: RequestInit): Promise<Answer> {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
