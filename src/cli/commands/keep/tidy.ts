import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { renameRun as rename } from '../../../runs/upkeep/rename-run.ts';
import {
  type Deletion,
  deleteBodies,
  deleteRuns as drop,
  planDeletion,
  planPruning,
  type Tidied,
} from '../../../runs/upkeep/tidy-ledger.ts';
import { readRun } from '../../../settings/read-run.ts';
import { formatBytes } from '../../drawing/numbers.ts';
import { printable, say } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';
import { confirm } from '../confirm.ts';
import { withLedger } from '../with-ledger.ts';

interface TidyFlags {
  ledger: string;
  yes?: boolean;
  json?: boolean;
}

export async function deleteRuns(ids: readonly string[], flags: TidyFlags): Promise<number> {
  return withLedger(flags.ledger, async (ledger) => {
    const runs = [];
    for (const id of ids) runs.push(await readRun(ledger, id));
    const deletion = await planDeletion(ledger, runs);
    return carryOut(ledger, deletion, flags, {
      question: `Delete ${describe(deletion)}, with all answers that no other run uses?`,
      work: drop,
      done: 'Deleted',
    });
  });
}

export async function pruneLedger(
  flags: TidyFlags & { olderThan: string; bodiesOnly?: boolean; dryRun?: boolean },
): Promise<number> {
  const olderThan = readTime('--older-than', flags.olderThan);
  return withLedger(flags.ledger, async (ledger) => {
    const deletion = await planPruning(ledger, olderThan);
    if (flags.dryRun) return show(deletion, flags);
    const { bodiesOnly } = flags;
    const what = describe(deletion);
    return carryOut(ledger, deletion, flags, {
      question: bodiesOnly
        ? `Delete what was said in the calls of ${what}? Results and verdicts stay.`
        : `Delete ${what}, with all answers that no other run uses?`,
      work: bodiesOnly ? deleteBodies : drop,
      done: bodiesOnly ? "Deleted the calls' texts of" : 'Deleted',
    });
  });
}

export async function renameRun(
  id: string,
  name: string | undefined,
  { note, ledger: place }: { note?: string; ledger: string },
): Promise<number> {
  if (name === undefined && note === undefined)
    throw new UserMistake('say what it is to be called, or what to note: runs rename RUN "NAME"');
  return withLedger(place, async (ledger) => {
    const run = await readRun(ledger, id);
    const change = await rename(ledger, run.id, {
      name: name && printable(name),
      note: note && printable(note),
    });
    const known = { ...run, ...change };
    say(`Run ${run.id}: ${[known.name ?? 'no name', known.note].filter(Boolean).join(', ')}`);
    return 0;
  });
}

async function carryOut(
  ledger: Ledger,
  deletion: Deletion,
  { yes, json }: TidyFlags,
  { question, work, done }: { question: string; work: typeof drop; done: string },
): Promise<number> {
  const isSure = deletion.runs.length === 0 || (await confirm(question, yes));
  if (!isSure) {
    say('Nothing was deleted');
    return 0;
  }
  const tidied = await work(ledger, deletion);
  if (json) process.stdout.write(`${JSON.stringify(tidied, null, 2)}\n`);
  else process.stdout.write(`${done} ${describe(deletion)}\n`);
  sayWhatIsLeft(ledger, tidied);
  return 0;
}

function sayWhatIsLeft({ location }: Ledger, { waitsFor, space }: Tidied): void {
  if (waitsFor !== null)
    say(
      `Run ${waitsFor} is at work and may use their answers: those are kept until it has ended and something is deleted again`,
    );
  switch (space.kind) {
    case 'to the disk':
      say(`${location} is ${formatBytes(space.bytes)} smaller now`);
      break;
    case 'not yet':
      say(`The space is free for new runs, and not given back to the disk yet (${space.reason})`);
      break;
    case 'by VACUUM FULL':
      say('The space is free for new runs; to give it back to the disk call VACUUM FULL there');
  }
}

function show(deletion: Deletion, { json }: TidyFlags): number {
  const runs = deletion.runs.map(({ id, file, ended_at, started_at }) => ({
    id,
    file,
    endedAt: new Date(ended_at ?? started_at).toISOString(),
  }));
  if (json) process.stdout.write(`${JSON.stringify({ ...deletion, runs }, null, 2)}\n`);
  else
    process.stdout.write(
      `${table(
        [{ title: 'run' }, { title: 'ended' }, { title: 'file', fills: true }],
        runs.map(({ id, file, endedAt }) => [id, endedAt.slice(0, 10), file]),
      )}\n\n${describe(deletion)} would be deleted\n`,
    );
  return 0;
}

function describe({ runs, tickets, bytes }: Deletion): string {
  if (runs.length === 0) return 'no run';
  const which = runs.length === 1 ? `run ${runs[0]?.id}` : plural(runs.length, 'run');
  return `${which} (${plural(tickets, 'ticket')}, about ${formatBytes(bytes)})`;
}

const hours: Record<string, number> = { h: 1, d: 24, w: 7 * 24 };

/** `30d`, in milliseconds. @throws UserMistake */
function readTime(option: string, text: string): number {
  const [, number, unit = ''] = /^(\d{1,5})\s*([hdw])$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new UserMistake(`${option} takes a time, as in 30d, 12w or 24h, got "${text}"`);
  return Number(number) * (hours[unit] ?? 0) * 3_600_000;
}
