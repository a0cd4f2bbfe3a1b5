import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openLedger } from '../../ledger/open-ledger.ts';
import { Queue } from '../../ledger/postgres/queue.ts';
import { inPages } from '../../ledger/rows/in-pages.ts';
import { checkModels } from '../../model/check-models.ts';
import { listModels } from '../../model/list-models.ts';
import { takeThemes } from '../../themes/load-themes.ts';
import { openTickets } from '../../tickets/read-tickets.ts';
import { refill } from '../../tribunal/open-gate.ts';
import type { BatchOptions } from '../batch-options.ts';
import { enterRun, settleOptions } from '../prepare-run.ts';
import { storeFile } from '../store-tickets.ts';
import { summaryOfWritten, takeUpRun } from '../take-up-run.ts';
import { termsOf } from './terms.ts';

/** A run that workers hear, from the side of who submitted it. */
export type Submitted = Awaited<ReturnType<typeof submit>>;

/**
 * Enters a run into a shared ledger, or takes up the one of the same command. Nothing is heard here; `fill` brings the
 * file's tickets to the queue.
 * @throws UserMistake as `prepareRun` does, and for what can't be shared
 */
export async function submit(given: BatchOptions) {
  if (given.triage !== undefined)
    throw new UserMistake(
      '--triage learned learns in one process, and workers are many; leave it out, or use a ledger of your own: --ledger FILE',
    );
  const from = await takeThemes(given.themes);
  const { themes } = from;
  const opened = await openTickets(given.file, given.columns);
  if (given.endpoint.api !== 'embedded')
    checkModels(given, themes, await listModels(given.endpoint, process.env));
  const ledger = await openLedger(given.ledger);
  ledger.tellTrouble(given.say ?? (() => {}));
  try {
    const settled = await settleOptions(ledger, from, opened, 'batch', given);
    const { file, options, settings, notes } = settled;
    settings.shared = termsOf(themes, options);
    const queue = await Queue.open(ledger);
    const { presence } = await ledger.enter();
    const taken = await takeUpRun('batch', file, options, settings, ledger, presence);
    const { unfinished, living, written } = taken;
    const known = unfinished ?? living;
    const id = known?.id ?? taken.id;

    // Workers may have heard all that is in the queue before the rest is: it is over only with all rows known.
    const isAllSubmitted = known?.status === 'running' && known.rows !== null;
    const entered = enter();

    async function enter(): Promise<void> {
      if (living !== undefined) return;
      if (unfinished === undefined)
        return enterRun(ledger, 'batch', file, options, settings, {
          ...taken,
          process: presence.id,
        });
      if (isAllSubmitted) return;
      const changed = JSON.stringify({ ...settings, fresh: taken.fresh });
      await ledger.runs.update(id, {
        status: 'running',
        ended_at: null,
        rows: null,
        settings: changed,
        summary: summaryOfWritten(written),
      });
    }

    /** Stores what is not stored yet, and hands all that is undecided to the workers. */
    async function fill(stop: AbortSignal): Promise<void> {
      await entered;
      if (living !== undefined) return;
      if (isAllSubmitted) return ledger.runs.update(id, { process: null });
      await refill(options, ledger, id);
      await queue.begin(id);
      for await (const portions of portionsLeft(stop)) {
        if (stop.aborted || (await ledger.runs.find(id))?.status !== 'running')
          return queue.end(id);
        await queue.submit(id, portions).catch(async (error: unknown) => {
          // Nothing can be brought to the queue of a run that was stopped meanwhile.
          if ((await ledger.runs.find(id))?.status === 'running') throw error;
        });
      }
      const rows = known?.rows ?? (await ledger.records.lastRow(id));
      await ledger.runs.update(id, { process: null, rows });
    }

    async function* portionsLeft(stop: AbortSignal) {
      yield* undecided(ledger, id, settings.docket);
      if (known !== undefined && known.rows !== null) return;
      const after = await ledger.records.lastRow(id);
      for await (const stored of storeFile({ id, file, ledger }, after, () => stop.aborted))
        yield portionsOf(stored, settings.docket);
    }

    return {
      id,
      ledger,
      queue,
      settings,
      notes,
      file,
      themes,
      written,
      entered,
      fill,
      resumed: known !== undefined,
    };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

/** Rows that are looked through together. */
const pageSize = 500;

async function* undecided(ledger: Ledger, run: string, size: number) {
  const pages = inPages(pageSize, (after, most) => ledger.records.undecided(run, after, most));
  for await (const page of pages) {
    const portions = [];
    for (let start = 0; start < page.length; start += size) {
      const part = page.slice(start, start + size);
      portions.push({ first: part[0]?.row ?? 0, last: part.at(-1)?.row ?? 0 });
    }
    yield portions;
  }
}

function portionsOf({ first, last }: { first: number; last: number }, size: number) {
  return Array.from({ length: Math.ceil((last - first + 1) / size) }, (_, index) => ({
    first: first + index * size,
    last: Math.min(last, first + (index + 1) * size - 1),
  }));
}
