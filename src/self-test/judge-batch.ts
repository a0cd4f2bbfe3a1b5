import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type GoldOf, readCases } from '../cases/read-cases.ts';
import type { Case } from '../diagnosis/case.ts';
import { prepareRun } from '../runs/prepare-run.ts';
import { takeIn } from '../runs/store-tickets.ts';
import type { RunSettings } from '../settings/settings.ts';
import { hearTickets } from '../tribunal/hear-tickets.ts';
import { type Tampering, tamperedWindow } from './boundary.ts';
import { Oracle } from './oracle.ts';
import type { TrialTicket } from './trial-tickets.ts';

/** A batch, and how it is judged. */
export interface JudgedBatch {
  /** Where its files and its ledger go. */
  folder: string;
  /** A name of its own: no answer is taken from another trial. */
  name: string;
  batch: readonly TrialTicket[];
  themes: readonly { id: string; name: string; definition: string }[];
  tampering: Tampering;
  /** Tickets in a call. */
  docket: number;
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  /** A pair of themes of which the first excludes the other. */
  excludes?: [string, string] | undefined;
}

/** A judged batch, as the ledger has it. */
export interface JudgedRun {
  settings: RunSettings;
  read(goldOf: GoldOf): AsyncGenerator<Case>;
}

/** Judges a batch with the real tribunal, a ledger and a model that is right but for what is tampered with. */
export async function judgeBatch<Result>(
  judged: JudgedBatch,
  work: (run: JudgedRun) => Promise<Result>,
): Promise<Result> {
  const { folder, name: trial, batch, docket, route, aggregate, tampering } = judged;
  const file = path.join(folder, `${trial}.jsonl`);
  const themes = path.join(folder, `${trial}.themes.json`);
  const [excluding, excluded] = judged.excludes ?? [];
  await writeFile(
    themes,
    JSON.stringify(
      judged.themes.map(({ id, name, definition }) => ({
        id,
        name,
        definition,
        excludes: id === excluding ? [excluded] : [],
      })),
    ),
  );
  await writeFile(
    file,
    batch
      .map(
        ({ id, text, context, columns }) =>
          `${JSON.stringify({ id, text, ...context, ...columns })}\n`,
      )
      .join(''),
  );
  const oracle = new Oracle(
    batch,
    judged.themes.map(({ id }) => id),
    trial,
  );
  const signal = new AbortController().signal;
  const run = await prepareRun('self-test', {
    file,
    themes,
    docket,
    ledger: path.join(folder, 'ledger.db'),
    columns: { id: 'id', text: 'text', context: Object.keys(batch[0]?.context ?? {}) },
    endpoint: { model: `trial ${trial}`, baseURL: '', api: 'embedded' },
    window: () => tamperedWindow(oracle, `trial ${trial}`, tampering),
    route,
    aggregate,
    fresh: true,
    redact: false,
    concurrency: { start: 8, most: 8 },
    timeoutMs: 60_000,
    stop: signal,
    abort: signal,
  });
  try {
    await run.begin();
    await hearTickets(run, takeIn(run), { inFlight: () => 64, stop: signal, onDecision() {} });
    return await work({
      settings: run.settings,
      read: (goldOf) => readCases(run.ledger, { id: run.id, parsed: run.settings }, { goldOf }),
    });
  } finally {
    await run.ledger.close();
  }
}
