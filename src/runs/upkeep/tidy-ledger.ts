import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { GivenBack } from '../../ledger/ledger-file.ts';
import { ledgerFolder } from '../../ledger/ledger-place.ts';
import { isShared } from '../../ledger/rows/run-rows.ts';
import type { RunRow } from '../../ledger/schema.ts';

/** What is to be deleted, and about how much that is. */
export interface Deletion {
  runs: RunRow[];
  tickets: number;
  bytes: number;
}

export interface Tidied {
  /** Ids. */
  runs: string[];
  /** Another run is at work, and may be about to rest on answers of these: those stay until a later call. */
  waitsFor: string | null;
  space: GivenBack;
}

/** Says what deleting some runs would take away. @throws UserMistake for a run that is at work */
export async function planDeletion(ledger: Ledger, runs: readonly RunRow[]): Promise<Deletion> {
  const different = [...new Map(runs.map((run) => [run.id, run])).values()];
  for (const run of different)
    if (await isAtWork(ledger, run))
      throw new UserMistake(`run ${run.id} is at work; wait for it, or stop it first`);
  return weigh(ledger, different);
}

/** The runs that ended so long ago. */
export async function planPruning(ledger: Ledger, olderThanMs: number): Promise<Deletion> {
  const before = Date.now() - olderThanMs;
  const old = (await ledger.runs.all()).filter((run) => (run.ended_at ?? run.started_at) < before);
  const idle = [];
  for (const run of old) if (!(await isAtWork(ledger, run))) idle.push(run);
  return weigh(ledger, idle);
}

/**
 * Deletes runs, with their own files of results, and whatever else is left of deleted runs. Answers that decisions of other
 * runs rest on stay, and so do people's labels: they count again where the same ticket comes again.
 */
export async function deleteRuns(ledger: Ledger, { runs }: Deletion): Promise<Tidied> {
  const deleted: string[] = [];
  for (const run of await withTrials(ledger, runs)) {
    if (!(await ledger.runs.delete(run))) continue;
    deleted.push(run.id);
    const folder = ledgerFolder(ledger.location);
    await rm(path.join(folder, 'results', `${run.id}.csv`), { force: true });
    await rm(path.join(folder, 'searched', run.id), { recursive: true, force: true });
  }
  return { runs: deleted, ...(await freeSpace(ledger, () => ledger.space.sweep())) };
}

/** Deletes what was said in the calls of runs, word for word; their results, verdicts and costs stay. */
export async function deleteBodies(ledger: Ledger, { runs }: Deletion): Promise<Tidied> {
  const ids = runs.map(({ id }) => id);
  return { runs: ids, ...(await freeSpace(ledger, () => ledger.space.sweepBodies(ids))) };
}

async function weigh(ledger: Ledger, runs: RunRow[]): Promise<Deletion> {
  const deletion: Deletion = { runs, tickets: 0, bytes: 0 };
  for (const { id } of runs) {
    deletion.tickets += await ledger.records.lastRow(id);
    deletion.bytes += (await ledger.space.of(id)) ?? 0;
  }
  return deletion;
}

/** With the runs in which their tickets were judged again. */
async function withTrials(ledger: Ledger, runs: readonly RunRow[]): Promise<RunRow[]> {
  const trials = await Promise.all(runs.map(({ id }) => ledger.runs.trialsOf(id)));
  return [...runs, ...trials.flat()];
}

async function freeSpace(ledger: Ledger, sweep: () => Promise<void>) {
  const others = [];
  for (const run of await ledger.runs.all()) if (await isAtWork(ledger, run)) others.push(run.id);
  const [waitsFor = null] = others;
  if (waitsFor === null) await sweep();
  return { waitsFor, space: ledger.space.giveBack() };
}

async function isAtWork(ledger: Ledger, run: RunRow): Promise<boolean> {
  if (run.status !== 'running') return false;
  return isShared(run) || (await ledger.runs.processOf(run)) !== undefined;
}
