import { setTimeout as sleep } from 'node:timers/promises';
import { Decision } from '../../domain/decision/decision.ts';
import { UserMistake } from '../../domain/mistake.ts';
import { ownCommand } from '../../installation.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import type { followRun } from '../../trace/follow-traces.ts';
import type { EarlyEnd } from '../../tribunal/early-end.ts';
import type { BatchOptions } from '../batch-options.ts';
import { type Ending, endIfOver, refusalOf, stopRun } from './end-run.ts';
import type { Submitted } from './submit.ts';

/** How often it is looked how far workers have come, in milliseconds. */
const lookEveryMs = 500;
/** Decided tickets that are read together. */
const pageSize = 200;
/** Looks without a living worker before that is said. */
const patientLooks = 4;

type Following = Pick<BatchOptions, 'stop' | 'say' | 'onDecision'> & {
  follower: Awaited<ReturnType<typeof followRun>>;
};

/**
 * Watches workers until a run is over, and stops it for all of them where the user stops. Returns why it ended early.
 * @throws UserMistake where workers found one that no call gets past
 */
export async function follow(
  run: Submitted,
  { stop, say, onDecision, follower }: Following,
): Promise<{ isFinished: boolean; end: EarlyEnd }> {
  const { id, ledger, queue, settings } = run;
  const seen = new Set<number>();
  let lonely = 0;
  let told: string | undefined;
  let mark = await ledger.progress.mark();

  // What was decided before is none of this command's news.
  for await (const rows of ledger.outlines.decided(id)) for (const row of rows) seen.add(row);

  async function tell(rows: readonly number[]): Promise<void> {
    const fresh = [...new Set(rows)].filter((row) => !seen.has(row));
    for (let start = 0; start < fresh.length; start += pageSize)
      for (const stored of await ledger.outlines.tickets(
        id,
        fresh.slice(start, start + pageSize),
      )) {
        seen.add(stored.row);
        follower.add(stored.row);
        await onDecision(ticketOf(stored, settings), Decision.parse(JSON.parse(stored.body)));
      }
  }

  async function tellNewest(): Promise<void> {
    for (;;) {
      const next = await ledger.progress.since(id, mark, pageSize);
      const isMore = next.mark > mark;
      mark = next.mark;
      await tell(next.rows);
      if (!isMore) return;
    }
  }

  for (;;) {
    if (stop.aborted) await stopRun(ledger, queue, id);
    const isOver = stop.aborted || (await endIfOver(ledger, queue, id));
    await tellNewest();
    if (isOver) break;
    lonely = (await ledger.workers()).length > 0 ? 0 : lonely + 1;
    if (lonely === patientLooks)
      say?.(
        `No worker is at work on ${ledger.location}; start one, here or on any machine: ${ownCommand()} worker --ledger ${ledger.location}`,
      );
    const refusal = refusalOf(await ledger.runs.find(id));
    if (refusal !== undefined && refusal !== told) say?.(`A worker won't judge it: ${refusal}`);
    told = refusal;
    await sleep(lookEveryMs, undefined, { signal: stop }).catch(() => {});
  }
  for await (const rows of ledger.outlines.decided(id)) await tell(rows);
  const ended = await ledger.runs.find(id);
  const {
    stoppedBecause = null,
    stoppedBy = null,
    useless = null,
    isMistake,
  }: Ending = JSON.parse(ended?.summary ?? '{}');
  if (isMistake === true && stoppedBecause !== null) throw new UserMistake(stoppedBecause);
  return { isFinished: ended?.status === 'finished', end: { stoppedBecause, stoppedBy, useless } };
}
