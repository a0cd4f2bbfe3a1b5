import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type GoldOf, readCases } from '../cases/read-cases.ts';
import type { Case } from '../diagnosis/case.ts';
import { diagnoseRun } from '../diagnosis/diagnose-run.ts';
import type { Finding } from '../diagnosis/finding.ts';
import { isRight } from '../diagnosis/replay.ts';
import { prepareRun } from '../runs/prepare-run.ts';
import { takeIn } from '../runs/store-tickets.ts';
import { hearTickets } from '../tribunal/hear-tickets.ts';
import { tamperedWindow } from './boundary.ts';
import type { Fault } from './faults.ts';
import { Oracle } from './oracle.ts';
import type { TrialTicket } from './trial-tickets.ts';

export interface TrialOptions {
  /** Where its files and its ledger go. */
  folder: string;
  /** A number of its own: no answer is taken from another trial. */
  number: number;
  batch: readonly TrialTicket[];
  themes: readonly { id: string; name: string; definition: string }[];
  /** The labels, by ticket id. */
  labels: ReadonlyMap<string, readonly string[]>;
  fault?: Fault;
  docket: number;
}

/** What a diagnosis makes of a run, with labels and without. */
export interface Trial {
  withGold: Finding[];
  withoutGold: Finding[];
  /** Tickets whose decision isn't what the label says, or is left open. */
  changed: Set<string>;
}

/** Hears a small batch with the real tribunal, a ledger and a model that is right but for the fault. */
export async function runTrial(options: TrialOptions): Promise<Trial> {
  const { folder, number, batch, labels, fault, docket } = options;
  const file = path.join(folder, `${number}.jsonl`);
  const themes = path.join(folder, `${number}.themes.json`);
  const [excluding, excluded] = fault?.excludes ?? [];
  await writeFile(
    themes,
    JSON.stringify(
      options.themes.map(({ id, name, definition }) => ({
        id,
        name,
        definition,
        excludes: id === excluding ? [excluded] : [],
      })),
    ),
  );
  await writeFile(
    file,
    batch.map(({ id, text, context }) => `${JSON.stringify({ id, text, ...context })}\n`).join(''),
  );
  const oracle = new Oracle(
    batch,
    options.themes.map(({ id }) => id),
    number,
  );
  const signal = new AbortController().signal;
  const run = await prepareRun('self-test', {
    file,
    themes,
    docket,
    ledger: path.join(folder, 'ledger.db'),
    columns: { id: 'id', text: 'text', context: ['problem', 'resolution'] },
    endpoint: { model: `trial ${number}`, baseURL: '', api: 'embedded' },
    window: () => tamperedWindow(oracle, `trial ${number}`, fault?.tampering ?? {}),
    route: 'triage',
    aggregate: fault?.aggregate ?? 'conflicts',
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
    const read = (goldOf: GoldOf) =>
      readCases(run.ledger, { id: run.id, parsed: run.settings }, { goldOf });
    const changed = new Set<string>();
    for await (const known of read(({ id }) => labels.get(id)))
      if (isChanged(known)) changed.add(known.ticket.id);
    const withGold = await diagnoseRun(read(({ id }) => labels.get(id)));
    const withoutGold = await diagnoseRun(read(() => undefined));
    return { withGold: withGold.findings, withoutGold: withoutGold.findings, changed };
  } finally {
    await run.ledger.close();
  }
}

function isChanged({ decision, gold }: Case): boolean {
  return decision.status !== 'decided' || !isRight(decision.themes, gold ?? []);
}
