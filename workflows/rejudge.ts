import { randomUUID } from 'node:crypto';
import { judgeDigest, judgeSpec, type ThemeAgent } from '../agents/judge.ts';
import { ticketLine } from '../src/agent/docket.ts';
import { readCase } from '../src/cases/read-cases.ts';
import { findTicket } from '../src/cases/stories/find-tickets.ts';
import { addressOf, ticketAddress, verdictAddress } from '../src/domain/address.ts';
import type { Verdict } from '../src/domain/decision/outcome.ts';
import { nearest, UserMistake } from '../src/domain/mistake.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Costs } from '../src/ledger/rows/costs.ts';
import { identityOf } from '../src/model/endpoint.ts';
import { takeUpTrial } from '../src/runs/take-up-run.ts';
import type { HearingOptions } from '../src/settings/options.ts';
import { ticketOf } from '../src/settings/stored-ticket.ts';
import { checkLedgersPlace, loadThemes } from '../src/themes/load-themes.ts';
import { type EarlyEnd, noEarlyEnd, readEnd } from '../src/tribunal/early-end.ts';
import { openHearing } from '../src/tribunal/open-hearing.ts';
import type { Reply } from '../src/tribunal/queue/question.ts';
import { Desk } from '../src/tribunal/queue/question-queue.ts';

export interface RejudgeOptions extends Omit<HearingOptions, 'docket'> {
  ticket: string | undefined;
  /** The ticket by its row: ids are not always unique. */
  row: number | undefined;
  run: string | undefined;
  theme: string;
  times: number;
  /** Asks also what the same command has answers to. */
  fresh: boolean;
  /** Where the themes are; the place that the run took them from where left out. */
  themes: string | undefined;
}

export interface Rejudgement extends EarlyEnd {
  status: 'finished' | 'interrupted';
  spent: Costs;
  run: string;
  ticket: string;
  row: number;
  theme: string;
  /** What the run has; nothing where the theme's judge was not asked or gave no verdict. */
  before: Verdict['verdict'] | undefined;
  replies: Reply<Verdict>[];
  /** The theme, the model or its settings are not those of the run any more. */
  hasChanged: boolean;
}

/**
 * Has the judge of one theme judge one ticket again, alone, so many times. The run and its answers stay
 * as they were; the calls are booked under a run of their own, and the outcome is recorded.
 * @throws UserMistake for an unknown ticket or theme
 */
export async function rejudge(ledger: Ledger, options: RejudgeOptions): Promise<Rejudgement> {
  // 1. The ticket as the run read it, and the theme as it is now.
  const { run, row, ticket, themes, theme } = await findQuestion(ledger, options);
  // 2. A run of its own, for the books.
  const trial = await takeUpTrial(ledger, {
    workflow: 'rejudge',
    key: addressOf(
      ...(['rejudge', run.id, String(row.row)] as const),
      questionOf(identityOf(options.endpoint), theme, ticket),
    ),
    file: run.file,
    endpoint: options.endpoint,
    settings: { ...run.parsed, fresh: options.fresh },
  });
  const { id } = trial;
  const hearing = await openHearing(ledger, themes, { ...options, docket: 1 }, trial);
  await trial.begin();
  // 3. The same question, again and again: what was answered before is not paid for again.
  const { court, window } = hearing;
  const desk = new Desk(court, 'judges', judgeSpec(theme), window.model(theme.judge?.model));
  const question = questionOf(window.identity(theme.judge?.model), theme, ticket);
  const replying = timesOf(question, options.times).map((address) =>
    desk.ask({ address, row: ticket.row, line: ticketLine(ticket), reason: 'asked again' }),
  );
  court.flow.end();
  const settled = await Promise.allSettled(replying);
  const failure = settled.find((one) => one.status === 'rejected')?.reason as unknown;
  const status = failure === undefined ? 'finished' : 'interrupted';
  await ledger.runs.update(id, { status, ended_at: Date.now() });
  await hearing.recorder.forceFlush();
  const end = failure === undefined ? noEarlyEnd : readEnd(failure);
  if (end === undefined) throw failure;
  const replies = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  // 4. What came of it, beside what the run has.
  const known = await readCase(ledger, run, row.row);
  const outcome = known?.decision.outcomes.find((candidate) => candidate.theme === theme.id);
  const before = outcome?.kind === 'verdict' ? outcome.verdict : undefined;
  const stored = (await ledger.answers([question])).get(question);
  const docket = known?.dockets.get(`judge:${theme.id}`)?.id;
  await ledger.write({
    replays: [
      {
        id: randomUUID(),
        run: run.id,
        row: row.row,
        kind: 'rejudge',
        at: Date.now(),
        body: JSON.stringify({ theme: theme.id, before, in: id, replies: replies.map(shorten) }),
      },
    ],
  });
  return {
    run: run.id,
    ticket: ticket.id,
    row: row.row,
    theme: theme.id,
    before,
    replies,
    ...end,
    status,
    spent: await ledger.records.countCalls(id),
    hasChanged: docket !== undefined && stored?.docket !== docket,
  };
}

/** What is asked again. @throws UserMistake for an unknown ticket or theme */
export async function findQuestion(
  ledger: Ledger,
  options: Pick<RejudgeOptions, 'ticket' | 'row' | 'run' | 'theme' | 'themes' | 'say'>,
) {
  const { run, row } = await findTicket(
    ledger,
    { id: options.ticket, row: options.row },
    options.run,
  );
  const ticket = ticketOf(row, run.parsed);
  if (ticket.defect !== undefined)
    throw new UserMistake(`ticket ${ticket.id} can't be judged: ${ticket.defect}`);
  const place = options.themes ?? (await checkLedgersPlace(run.parsed.place ?? ''));
  if (place === '')
    throw new UserMistake(
      `the themes of run ${run.id} are in no file; name some with --themes (search writes its theme with --save-as)`,
    );
  // Of the run's own themes the run has said all.
  const themes = await loadThemes(place, options.themes === undefined ? () => {} : options.say);
  const theme = themes.find(({ id }) => id === options.theme);
  if (theme === undefined) {
    const near = nearest(
      options.theme,
      themes.map(({ id }) => id),
    );
    throw new UserMistake(
      `there is no theme "${options.theme}" in ${place}${near === undefined ? '' : `; did you mean "${near}"?`}`,
      { next: ['themes', 'check', '--themes', place] },
    );
  }
  return { run, row, ticket, themes, theme };
}

/** How many of so many answers the ledger has already. */
export async function countRejudged(
  ledger: Ledger,
  { times, endpoint }: Pick<RejudgeOptions, 'times' | 'endpoint'>,
  theme: ThemeAgent,
  ticket: Ticket,
): Promise<number> {
  const model = theme.judge?.model ?? endpoint.model;
  const question = questionOf(identityOf({ ...endpoint, model }), theme, ticket);
  return (await ledger.answers(timesOf(question, times))).size;
}

function questionOf(identity: string, theme: ThemeAgent, ticket: Ticket): string {
  return verdictAddress(identity, judgeDigest(theme), ticketAddress(ticket));
}

/** Addresses that nothing else has: the run's own answer stays. */
function timesOf(question: string, times: number): string[] {
  return Array.from({ length: times }, (_, time) => addressOf('rejudge', String(time), question));
}

function shorten(reply: Reply<Verdict>) {
  return reply.ok
    ? { verdict: reply.answer.verdict, confidence: reply.answer.confidence }
    : { cause: reply.cause };
}
