import { randomUUID } from 'node:crypto';
import { type Change, type Flip, replay } from '../../diagnosis/replay.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import { nearest, UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { readCase } from '../read-cases.ts';
import { findTickets } from './find-tickets.ts';

export interface Replay {
  run: string;
  ticket: string;
  row: number;
  before: Decision;
  after: Decision;
  /** Themes that came and went. */
  gained: string[];
  lost: string[];
  /** The aggregator had ruled on other verdicts, so its ruling was left out. */
  isRulingLeftOut: boolean;
  /** A run would ask the aggregator about this, and what it would say is not known. */
  asksAggregator: boolean;
}

/**
 * Decides tickets of that id anew from the ledger, with something changed and no model asked. The run
 * stays as it was; what was tried is recorded.
 * @throws UserMistake for an unknown ticket or theme, or a ticket that has no decision
 */
export async function replayTicket(
  ledger: Ledger,
  ticketId: string,
  runId: string | undefined,
  change: Change,
): Promise<Replay[]> {
  const { run, rows } = await findTickets(ledger, ticketId, runId);
  const replays: Replay[] = [];
  for (const { row } of rows) {
    const replayed = await replayRow(ledger, run, row, change);
    if (replayed !== undefined) replays.push(replayed);
  }
  if (replays.length === 0)
    throw new UserMistake(
      `ticket ${ticketId} has no decision in run ${run.id} that could be replayed`,
    );
  await recordReplays(ledger, replays, change);
  return replays;
}

/**
 * Decides one ticket anew and records nothing; nothing where the row has no decision.
 * @throws UserMistake for an unknown theme
 */
export async function replayRow(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  row: number,
  change: Change,
): Promise<Replay | undefined> {
  for (const theme of change.flips?.keys() ?? []) checkTheme(theme, run.id, run.parsed.themes);
  const known = await readCase(ledger, run, row);
  if (known === undefined) return undefined;
  const { decision, ruling, ticket } = known;
  const after = replay(known, change);
  const isRulingLeftOut =
    ruling !== undefined && after.justification !== ruling.justification && !change.withoutRuling;
  return {
    run: run.id,
    ticket: ticket.id,
    row,
    before: decision,
    after,
    isRulingLeftOut,
    asksAggregator:
      !change.withoutRuling &&
      (ruling === undefined || isRulingLeftOut) &&
      needsRuling(after, run.parsed.aggregate),
    gained: after.themes.filter((theme) => !decision.themes.includes(theme)),
    lost: decision.themes.filter((theme) => !after.themes.includes(theme)),
  };
}

/** Whether a run would put that before the aggregator, who gave no answer to it yet. */
function needsRuling(
  { outcomes, conflicts, rules }: Decision,
  aggregate: RunSettings['aggregate'],
): boolean {
  const isWanted = aggregate === 'always' || (aggregate === 'conflicts' && conflicts.length > 0);
  const hasFailed = rules.some(({ rule }) => rule === 'aggregator_failed');
  return isWanted && !hasFailed && outcomes.some(({ kind }) => kind === 'verdict');
}

/** Keeps what was tried, and what came of it, with the tickets. */
export async function recordReplays(
  ledger: Ledger,
  replays: readonly Replay[],
  change: Change,
): Promise<void> {
  await ledger.write({
    replays: replays.map(({ run, row, after }) => ({
      id: randomUUID(),
      run,
      row,
      kind: 'replay',
      at: Date.now(),
      body: JSON.stringify({ change: plain(change), status: after.status, themes: after.themes }),
    })),
  });
}

export function checkTheme(theme: string, run: string, themes: readonly { id: string }[]): void {
  const ids = themes.map(({ id }) => id);
  if (ids.includes(theme)) return;
  const near = nearest(theme, ids);
  throw new UserMistake(
    `run ${run} has no theme "${theme}"${near === undefined ? `; it has: ${ids.slice(0, 20).join(', ')}` : `; did you mean "${near}"?`}`,
  );
}

function plain({ flips, rules, withoutRuling }: Change) {
  const flipped: Record<string, Flip> = Object.fromEntries(flips ?? []);
  return { flips: flipped, rules: rules ?? {}, withoutRuling: withoutRuling ?? false };
}
