import {
  discovererDigest,
  discovererSpec,
  groupLine,
  type Proposal,
} from '../../agents/discoverer.ts';
import type { ThemeAgent } from '../../agents/judge.ts';
import { addressOf } from '../domain/address.ts';
import { standsInTicket } from '../domain/text/quote.ts';
import { themeIdOf } from '../domain/theme.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import type { Costs } from '../ledger/rows/costs.ts';
import { keyOf, takeUpTrial } from '../runs/take-up-run.ts';
import type { RunOptions } from '../settings/options.ts';
import type { RunSettings } from '../settings/settings.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import { type EarlyEnd, noEarlyEnd, readEnd } from '../tribunal/early-end.ts';
import { openHearing } from '../tribunal/open-hearing.ts';
import type { Reply } from '../tribunal/queue/question.ts';
import { Desk } from '../tribunal/queue/question-queue.ts';
import type { Coverage, Example } from './cover-tickets.ts';
import type { Naming } from './name-by-words.ts';

/** Groups shown in one call, which is how the model sees that two are one theme. */
export const mostTogether = 24;

export interface Named extends EarlyEnd {
  namings: Naming[];
  run: string | null;
  status: 'finished' | 'interrupted';
  spent: Costs;
  /** Groups that got no usable answer and keep the name of their words, by cause. */
  failures: Record<string, number>;
}

/** Asks the discoverer about all groups, in a run of their own. */
export async function nameByModel(
  byWords: readonly Naming[],
  { nearest }: Coverage,
  existing: ThemeAgent[],
  file: TicketFile,
  options: Omit<RunOptions, 'route' | 'aggregate'>,
): Promise<Named> {
  const ledger = await openLedger(options.ledger);
  try {
    // 1. A run of its own, for the books.
    const docket = Math.max(1, Math.min(mostTogether, byWords.length));
    const settings = settingsOf(file, docket, options);
    const run = await takeUpTrial(ledger, {
      workflow: 'discover',
      key: keyOf('discover', file, options, settings),
      file: file.place,
      endpoint: options.endpoint,
      settings,
    });
    const { id } = run;
    const hearing = await openHearing(ledger, existing, { ...options, docket }, run);
    await run.begin();
    // 2. All groups go to the discoverer's desk: what was answered before is not asked again.
    const { court, window, recorder } = hearing;
    const desk = new Desk(court, 'triage', discovererSpec(existing), window.model());
    const lines = byWords.map(({ words }, group) =>
      groupLine(
        words,
        (nearest[group] ?? []).map(({ quote }) => quote),
      ),
    );
    // What is said of a group depends on its company: groups of one name are joined.
    const company = addressOf(...lines.map((line) => JSON.stringify(line)));
    const asked = lines.map((line, group) =>
      desk.ask({
        address: addressOf(
          ...['proposal', window.identity(), discovererDigest(existing)],
          ...[company, String(group)],
        ),
        row: group + 1,
        line,
        reason: '',
      }),
    );
    court.flow.end();
    const settled = await Promise.allSettled(asked);
    await recorder.forceFlush();
    // 3. What can be taken of the answers.
    const stop = settled.find((one) => one.status === 'rejected')?.reason as unknown;
    const end = stop === undefined ? undefined : readEnd(stop);
    await endRun(ledger, id, stop === undefined ? 'finished' : 'interrupted');
    if (stop !== undefined && end === undefined) throw stop;
    const replies = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    return {
      run: id,
      ...(end ?? noEarlyEnd),
      spent: await ledger.records.countCalls(id),
      ...(end === undefined
        ? { namings: joinSame(byWords, replies), failures: countFailures(replies) }
        : { namings: [], failures: {} }),
      status: end === undefined ? 'finished' : 'interrupted',
    };
  } finally {
    await ledger.close();
  }
}

/** Groups of one name become one theme; those that are none are left out. */
function joinSame(byWords: readonly Naming[], replies: readonly Reply<Proposal>[]): Naming[] {
  const byId = new Map<string, Naming>();
  for (const [group, own] of byWords.entries()) {
    const reply = replies[group];
    if (reply?.ok && !reply.answer.isTheme) continue;
    const naming = reply?.ok ? named(own, reply.answer) : own;
    const id = themeIdOf(naming.name);
    const same = byId.get(id);
    byId.set(id, same === undefined ? naming : join(same, naming));
  }
  return [...byId.values()];
}

function named(own: Naming, { name, definition, counts, quotes }: Proposal): Naming {
  const quoted = quotes.flatMap((quote): Example[] => {
    const source = own.examples.find((shown) =>
      standsInTicket(quote, { text: shown.quote, context: {} }),
    );
    return source === undefined ? [] : [{ ticket: source.ticket, quote }];
  });
  return { ...own, name, definition, counts, examples: quoted };
}

function join(one: Naming, other: Naming): Naming {
  return {
    ...one,
    clusters: [...one.clusters, ...other.clusters],
    counts: [...new Set([...one.counts, ...other.counts])],
    examples: [...one.examples, ...other.examples],
    words: [...new Set([...one.words, ...other.words])],
  };
}

function countFailures(replies: readonly Reply<Proposal>[]): Record<string, number> {
  const failures: Record<string, number> = {};
  for (const reply of replies)
    if (!reply.ok) failures[reply.cause] = (failures[reply.cause] ?? 0) + 1;
  return failures;
}

function endRun(ledger: Ledger, id: string, status: Named['status']): Promise<void> {
  return ledger.runs.update(id, { status, ended_at: Date.now() });
}

function settingsOf(
  file: TicketFile,
  docket: number,
  options: Omit<RunOptions, 'route' | 'aggregate'>,
): RunSettings {
  return {
    columns: file.columns,
    header: file.header,
    roles: file.roles,
    themes: [],
    route: 'all',
    aggregate: 'never',
    docket,
    concurrency: options.concurrency.most,
    limits: options.limits ?? {},
    fresh: options.fresh,
    place: '',
    ...(options.redact ? { redact: true } : {}),
    command: options.command,
  };
}
