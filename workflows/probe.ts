import { judgeDigest, judgeSpec, type ThemeAgent } from '../agents/judge.ts';
import { orderQuestion, plainQuestion } from '../agents/order-questions.ts';
import { ticketLine } from '../src/agent/docket.ts';
import { type Ask, askSuspect, callsFor, type Probed } from '../src/cases/probe/ask-suspect.ts';
import { chooseSuspects } from '../src/cases/probe/choose-suspects.ts';
import type { Suspect } from '../src/cases/probe/suspect.ts';
import type { Case } from '../src/diagnosis/case.ts';
import { addressOf, ticketAddress, verdictAddress } from '../src/domain/address.ts';
import type { Verdict } from '../src/domain/decision/outcome.ts';
import { UserMistake } from '../src/domain/mistake.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Costs } from '../src/ledger/rows/costs.ts';
import { type Endpoint, identityOf } from '../src/model/endpoint.ts';
import { takeUpTrial } from '../src/runs/take-up-run.ts';
import type { HearingOptions } from '../src/settings/options.ts';
import type { readRun } from '../src/settings/read-run.ts';
import { checkLedgersPlace, loadThemes } from '../src/themes/load-themes.ts';
import { type EarlyEnd, noEarlyEnd, readEnd } from '../src/tribunal/early-end.ts';
import { openHearing } from '../src/tribunal/open-hearing.ts';
import type { Reply } from '../src/tribunal/queue/question.ts';
import { Desk } from '../src/tribunal/queue/question-queue.ts';

type Run = Awaited<ReturnType<typeof readRun>>;

/** Which tickets are asked again, by whom. */
export interface ProbeChoice {
  suspects: Suspect[];
  themes: ThemeAgent[];
  /** Model calls that the ledger has no answers for, at most. */
  calls: number;
}

export interface ProbeReport extends EarlyEnd {
  status: 'finished' | 'interrupted';
  /** The run that the calls are booked under. */
  run: string;
  spent: Costs;
  /** In the order of their suspicion. */
  probed: Probed[];
}

/**
 * Chooses the tickets of a run that are likeliest to hold an order that a judge followed, and counts the calls that it
 * would take to know. Asks no model.
 * @throws UserMistake for themes that can't be found or read
 */
export async function chooseProbes(
  ledger: Ledger,
  run: Run,
  read: () => AsyncIterable<Case>,
  options: { most: number; themes: string | undefined; endpoint: Endpoint },
): Promise<ProbeChoice> {
  const { most, endpoint } = options;
  const place = options.themes ?? (await checkLedgersPlace(run.parsed.place ?? ''));
  if (place === '')
    throw new UserMistake(
      `the themes of run ${run.id} are in no file; name some with --themes (search writes its theme with --save-as)`,
    );
  const themes = await loadThemes(place, () => {});
  const judged = new Set(run.parsed.themes.map(({ id }) => id));
  const known = themes.filter(({ id }) => judged.has(id));
  const suspects = await chooseSuspects(read, known, most);
  const open = await Promise.all(
    suspects.map((suspect) => countOpen(ledger, suspect, themes, endpoint)),
  );
  return { suspects, themes, calls: open.reduce((sum, calls) => sum + calls, 0) };
}

/**
 * Asks the judges about these tickets again: without the suspected sentences, and, to compare with, without others. The
 * run and its answers stay as they were; the calls are booked under a run of their own.
 */
export async function probe(
  ledger: Ledger,
  run: Run,
  { suspects, themes }: ProbeChoice,
  options: Omit<HearingOptions, 'docket'>,
): Promise<ProbeReport> {
  const { endpoint } = options;
  // 1. A run of its own, for the books.
  const trial = await takeUpTrial(ledger, {
    workflow: 'rejudge',
    key: addressOf('probe', run.id, endpoint.model, ...suspects.map(keyOf)),
    file: run.file,
    endpoint,
    settings: { ...run.parsed, fresh: false },
  });
  const hearing = await openHearing(ledger, themes, { ...options, docket: 1 }, trial);
  await trial.begin();
  // 2. Each suspect by itself: what is asked next follows from the answers.
  const { court, window } = hearing;
  const desks = new Map<string, Desk<Verdict>>();
  const deskOf = (theme: ThemeAgent) => {
    const desk =
      desks.get(theme.id) ??
      new Desk(court, 'judges', judgeSpec(theme), window.model(theme.judge?.model));
    desks.set(theme.id, desk);
    return desk;
  };
  court.flow.end();
  const probing = suspects.map((suspect) => {
    const ask: Ask = (id, ticket, time) => {
      const theme = themeOf(id, themes);
      const address = questionOf(window.identity(theme.judge?.model), theme, ticket, time);
      const line = ticketLine(ticket);
      return deskOf(theme).ask({ address, row: suspect.ticket.row, line, reason: 'probed' });
    };
    return askSuspect(suspect, ask, endpoint.api === 'embedded');
  });
  const settled = await Promise.allSettled(probing);
  // 3. What came of it, also where a limit ended it early.
  const failure = settled.find((one) => one.status === 'rejected')?.reason as unknown;
  const status = failure === undefined ? 'finished' : 'interrupted';
  await ledger.runs.update(trial.id, { status, ended_at: Date.now() });
  await hearing.recorder.forceFlush();
  const end = failure === undefined ? noEarlyEnd : readEnd(failure);
  if (end === undefined) throw failure;
  return {
    ...end,
    status,
    run: trial.id,
    spent: await ledger.records.countCalls(trial.id),
    probed: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
  };
}

function keyOf({ ticket, theme, passage }: Suspect): string {
  return addressOf(ticketAddress(ticket), theme, passage.words);
}

function themeOf(id: string, themes: readonly ThemeAgent[]): ThemeAgent {
  const found = [...themes, orderQuestion, plainQuestion].find((theme) => theme.id === id);
  if (found === undefined) throw new Error(`no theme ${id} to probe`);
  return found;
}

/** Where an answer is found: by what determines it, or, asked another time, as `rejudge` keeps it. */
function questionOf(identity: string, theme: ThemeAgent, ticket: Ticket, time: number): string {
  const question = verdictAddress(identity, judgeDigest(theme), ticketAddress(ticket));
  return time === 0 ? question : addressOf('rejudge', String(time), question);
}

/** Calls that one suspect takes at most, beside the answers that the ledger has. */
async function countOpen(
  ledger: Ledger,
  suspect: Suspect,
  themes: readonly ThemeAgent[],
  endpoint: Endpoint,
): Promise<number> {
  if (endpoint.api === 'embedded') return 0;
  let known = 0;
  let isOpen = false;
  const look: Ask = async (id, ticket, time): Promise<Reply<Verdict>> => {
    const theme = themeOf(id, themes);
    const { model = endpoint.model } = theme.judge ?? {};
    const address = questionOf(identityOf({ ...endpoint, model }), theme, ticket, time);
    const stored = (await ledger.answers([address])).get(address);
    if (stored === undefined) {
      isOpen = true;
      return { ok: false, cause: 'interrupted', detail: 'not asked yet' };
    }
    known += 1;
    return { ok: true, answer: JSON.parse(stored.body) as Verdict, reused: true };
  };
  await askSuspect(suspect, look, false);
  return isOpen ? callsFor.most - known : 0;
}
