import { setTimeout as sleep } from 'node:timers/promises';
import { UserMistake } from '../../domain/mistake.ts';
import { GivenUp } from '../../ledger/group-commit.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openLedger } from '../../ledger/open-ledger.ts';
import { Queue } from '../../ledger/postgres/queue.ts';
import { retireSilentWorkers } from '../../ledger/postgres/retire-workers.ts';
import type { RunRow } from '../../ledger/schema.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { hopeless, ModelFault } from '../../model/faults/fault.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { takeThemes } from '../../themes/load-themes.ts';
import { stopRun } from './end-run.ts';
import { type Bench, hearRun } from './hear-run.ts';

export interface WorkOptions
  extends Pick<Bench, 'maySend' | 'headers' | 'concurrency' | 'stop' | 'abort' | 'say'> {
  ledger: string;
  /** Where this machine's themes are: their judges' tools are code. */
  themes: string;
  /** It ends when nothing is left to be heard. */
  drain: boolean;
  /** Says what a fault means that no call of a run can get past. */
  explain(error: ModelFault, endpoint: Endpoint): Promise<unknown>;
}

/** How often an idle worker looks for work, and all of them for others that fell silent; milliseconds. */
const lookEveryMs = 500;
const retireEveryMs = 5000;

/** Hears what others submit to a shared ledger, run after run, until it is stopped or all is heard. */
export async function work(options: WorkOptions): Promise<void> {
  const ledger = await openLedger(options.ledger);
  ledger.tellTrouble(options.say);
  try {
    const { themes, notes } = await takeThemes(options.themes);
    const queue = await Queue.open(ledger);
    for (const note of notes) options.say(note);
    while (await shift(options, { ledger, queue, themes }))
      options.say('The others took this worker for dead; it begins anew');
  } finally {
    await ledger.close();
  }
}

/** Works under one presence. Returns whether it was given up, and has to begin anew. */
async function shift(
  options: WorkOptions,
  shared: Pick<Bench, 'ledger' | 'queue' | 'themes'>,
): Promise<boolean> {
  const { ledger } = shared;
  const { stop, say, drain } = options;
  const standing = { run: null as string | null, open: 0, calls: 0 };
  let callsBefore = 0;
  const { presence, claims } = await ledger.enter(() => standing);
  const bench: Bench = {
    ...shared,
    ...options,
    themes: shared.themes,
    ledger,
    presence,
    claims,
    tell({ open, calls }) {
      standing.open = open;
      standing.calls = callsBefore + calls;
    },
  };
  const retiring = setInterval(() => {
    if (presence.isSteady) void retire(bench);
  }, retireEveryMs);
  const unable = new Set<string>();
  try {
    while (!stop.aborted && !presence.givenUp.aborted) {
      const run = await nextRun(shared, unable);
      if (run === undefined) {
        if (drain && (await isAllHeard(ledger, unable))) return false;
        await sleep(lookEveryMs, undefined, { signal: stop }).catch(() => {});
        continue;
      }
      standing.run = run.id;
      say(`Run ${run.id}: ${run.file}, model ${run.model}`);
      await hear(bench, run, unable, options);
      callsBefore = standing.calls;
      Object.assign(standing, { run: null, open: 0 });
    }
    return presence.givenUp.aborted && !stop.aborted;
  } finally {
    clearInterval(retiring);
    await presence.leave();
  }
}

async function hear(
  bench: Bench,
  run: RunRow,
  unable: Set<string>,
  { explain, say }: WorkOptions,
): Promise<void> {
  try {
    await hearRun(bench, run);
  } catch (error) {
    if (error instanceof GivenUp || bench.presence.givenUp.aborted) return;
    if (error instanceof ModelFault && hopeless.has(error.failure)) {
      const { shared } = JSON.parse(run.settings) as RunSettings;
      const endpoint = { model: run.model, baseURL: run.base_url, api: shared?.api ?? 'chat' };
      const explained = await explain(error, endpoint);
      // Another machine may have the key that this one lacks.
      if (error.failure === 'unauthorized') throw explained;
      const why = explained instanceof Error ? explained.message : error.message;
      say(`Run ${run.id} is stopped: ${why}`);
      await stopRun(bench.ledger, bench.queue, run.id, { stoppedBecause: why, isMistake: true });
      return;
    }
    if (!(error instanceof UserMistake)) throw error;
    say(`${error.message}; it is left to other workers`);
    unable.add(run.id);
    await bench.ledger.runs.noteRefusal(run, error.message);
  }
}

/** The oldest run of which something waits. */
async function nextRun(
  { ledger, queue }: Pick<Bench, 'ledger' | 'queue'>,
  unable: ReadonlySet<string>,
): Promise<RunRow | undefined> {
  for (const run of await ledger.runs.shared()) {
    if (unable.has(run.id)) continue;
    if (await queue.isWaiting(run.id)) return run;
  }
  return undefined;
}

async function isAllHeard(ledger: Ledger, unable: ReadonlySet<string>): Promise<boolean> {
  for (const run of await ledger.runs.shared()) {
    if (unable.has(run.id) || run.rows !== null) continue;
    // Who submits it will bring more, as long as it lives.
    if ((await ledger.runs.processOf(run)) !== undefined) return false;
  }
  return true;
}

async function retire({ ledger, queue, say }: Bench): Promise<void> {
  const retired = await retireSilentWorkers(ledger, queue).catch(() => []);
  for (const { host, pid, portions, unknownCalls } of retired)
    say(
      `Worker ${pid} on ${host} fell silent: its work goes to others (${portions} portions)${unknownCalls === 0 ? '' : `; ${unknownCalls} calls of it may have been billed, and are asked again`}`,
    );
}
