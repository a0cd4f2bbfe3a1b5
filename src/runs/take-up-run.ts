import { randomInt } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { addressOf } from '../domain/address.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Presence } from '../ledger/processes/presence.ts';
import type { RunRow } from '../ledger/schema.ts';
import type { RunOptions } from '../settings/options.ts';
import { shortRun } from '../settings/read-run.ts';
import type { RunSettings } from '../settings/settings.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';

/** The run that a command goes on with, or the name of a new one. */
interface TakenUp {
  id: string;
  key: string;
  unfinished: RunRow | undefined;
  /** Of the command, or of the run that it goes on with. */
  fresh: boolean;
  /** That of the same command that is heard at this moment, and is none of ours. */
  living: RunRow | undefined;
  /** Results of the same command that nobody has changed since: they may be written again. */
  written: string[];
}

/**
 * Takes up the run of the same command that was cut off, unless `--fresh` asks for a new one. A run
 * that another process hears at this moment stays its own: the two share what they pay for.
 */
export async function takeUpRun(
  workflow: string,
  file: TicketFile,
  options: RunOptions,
  settings: RunSettings,
  ledger: Ledger,
  presence: Presence,
): Promise<TakenUp> {
  return takeUp(keyOf(workflow, file, options, settings), options.fresh, ledger, presence);
}

async function takeUp(
  key: string,
  fresh: boolean,
  ledger: Ledger,
  presence: Presence,
): Promise<TakenUp> {
  const newest = await ledger.runs.newest(key);
  const written = newest === undefined ? [] : await writtenBy(newest);
  const cutOff = fresh || newest?.status === 'finished' ? undefined : newest;
  if (cutOff === undefined || !(await ledger.runs.takeOver(cutOff, presence)))
    return {
      id: await newRunId(ledger),
      key,
      unfinished: undefined,
      living: cutOff,
      fresh,
      written,
    };
  const settings = JSON.parse(cutOff.settings) as Partial<RunSettings>;
  const isFresh = settings.fresh ?? false;
  return { id: cutOff.id, key, unfinished: cutOff, living: undefined, fresh: isFresh, written };
}

/** What a command pays for that decides no tickets. */
export interface Trial {
  workflow: 'calibrate' | 'discover' | 'rejudge' | 'sharpen';
  key: string;
  file: string;
  endpoint: RunOptions['endpoint'];
  settings: RunSettings;
}

/**
 * A run for such a command's calls. What was paid before it was cut off counts against the limits of
 * the same command.
 */
export async function takeUpTrial(
  ledger: Ledger,
  { workflow, key, file, endpoint, settings }: Trial,
) {
  const { presence, claims } = await ledger.enter();
  const taken = await takeUp(key, settings.fresh, ledger, presence);
  const { id, unfinished, fresh } = taken;
  async function begin(): Promise<void> {
    if (unfinished === undefined)
      return ledger.runs.start({
        id,
        key,
        workflow,
        file,
        model: endpoint.model,
        base_url: endpoint.baseURL,
        status: 'running',
        started_at: Date.now(),
        ended_at: null,
        summary: null,
        rows: 0,
        settings: JSON.stringify(settings),
        process: presence.id,
      });
    await ledger.runs.update(id, { status: 'running', ended_at: null });
    await ledger.runs.markUnknownCalls(id);
  }
  return { id, fresh, presence, claims, begin };
}

/** What a run that begins keeps of them: it may be cut off before it writes its own. */
export function summaryOfWritten(written: readonly string[]): string | null {
  return written.length === 0 ? null : JSON.stringify({ written, unchangedSince: Date.now() });
}

/** The results that a run wrote, was about to write when it was killed, or was allowed to write again. */
async function writtenBy({ summary, ended_at }: RunRow): Promise<string[]> {
  const { written = [], unchangedSince } = JSON.parse(summary ?? '{}') as {
    written?: string[];
    unchangedSince?: number;
  };
  const latest = unchangedSince ?? ended_at ?? Number.POSITIVE_INFINITY;
  const unchanged: string[] = [];
  for (const file of written) {
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && found.mtimeMs <= latest) unchanged.push(file);
  }
  return unchanged;
}

/** What makes two commands the same: the file as it is now, the questions, and who answers them. */
export function keyOf(
  workflow: string,
  file: TicketFile,
  options: Pick<RunOptions, 'endpoint'>,
  settings: RunSettings,
): string {
  // JSON leaves out what is undefined.
  const asked = {
    ...settings,
    docket: undefined,
    stack: undefined,
    alone: undefined,
    concurrency: undefined,
    limits: undefined,
    fresh: undefined,
    place: undefined,
    command: undefined,
    shared: undefined,
    // One that is mended continues what it began.
    script: settings.script && { ...settings.script, digest: undefined },
  };
  return addressOf(workflow, ...file.identity, options.endpoint.model, JSON.stringify(asked));
}

/** The time, to the second, and letters that no other run here has: sorts by age, and can be read over a telephone. */
async function newRunId(ledger: Ledger): Promise<string> {
  const time = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const taken = new Set((await ledger.runs.ids()).map(shortRun));
  for (let tries = 0; ; tries++) {
    const length = 4 + Math.floor(tries / 8);
    const letters = Array.from({ length }, () => 'bcdfghjkmnpqrstvwxz'[randomInt(19)]).join('');
    if (!taken.has(letters)) return `${time}-${letters}`;
  }
}
