import type { Reading } from '../../agents/triage.ts';
import { diagnoseCase } from '../diagnosis/diagnose-case.ts';
import type { Finding } from '../diagnosis/finding.ts';
import type { Ruling } from '../domain/decide.ts';
import { Decision } from '../domain/decision.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CallRow, DocketRow, GoldRow, ReplayRow, TicketRow } from '../ledger/schema.ts';
import type { RunSettings } from '../settings/settings.ts';
import { ticketOf } from '../settings/stored-ticket.ts';
import { type Choice, choiceOf } from '../tribunal/routing-choice.ts';
import { findTickets } from './find-tickets.ts';
import { readCase } from './read-cases.ts';

type StoredSpan = Awaited<ReturnType<Ledger['stories']['spans']>>[number];

/** The docket that an answer came from: of this run, or of an earlier one that paid for it. */
interface Step {
  agent: string;
  docket: DocketRow | undefined;
  reused: boolean;
}

/** All that is known of one ticket in one run, but for its spans. */
export interface Account {
  run: string;
  ticket: Ticket;
  /** Nothing where the run ended before the ticket was decided. */
  decision: Decision | undefined;
  /** Nothing where triage wasn't asked or failed. */
  triage: Choice | undefined;
  outcomes: Outcome[];
  /** What the aggregator said; nothing where it wasn't asked or failed. */
  ruling: Ruling | undefined;
  steps: Step[];
  /** Dockets that brought this ticket no answer. */
  faults: DocketRow[];
  /** The calls of all these dockets, in the order in which they left. */
  calls: CallRow[];
  /** Labels that nobody undid, newest first. */
  gold: GoldRow[];
  /** What went wrong, as far as it shows in this ticket alone. */
  findings: Finding[];
  /** What was tried on it since. */
  replays: ReplayRow[];
  /** The run's themes: the questions that its judges are asked. */
  themes: RunSettings['themes'];
}

/** A ticket's account with what was said in its dockets. */
export interface Story extends Account {
  spans: StoredSpan[];
}

/**
 * The stories of all tickets of that id in a run: ids are not always unique.
 * @throws UserMistake that names the nearest ticket where there is none
 */
export async function tellStories(
  ledger: Ledger,
  ticketId: string,
  runId: string | undefined,
): Promise<Story[]> {
  const { run, rows } = await findTickets(ledger, ticketId, runId);
  return Promise.all(
    rows.map(async (row) => {
      const account = await giveAccount(ledger, row, run.parsed);
      const dockets = docketsOf(account);
      const spans = dockets.length === 0 ? [] : await ledger.stories.spans(dockets);
      return { ...account, spans };
    }),
  );
}

/** The dockets that an account tells of. */
export function docketsOf({ steps, faults }: Pick<Account, 'steps' | 'faults'>): string[] {
  return [...new Set([...faults, ...steps.flatMap(({ docket }) => docket ?? [])])].map(
    ({ id }) => id,
  );
}

/** What is known of a stored ticket. */
export async function giveAccount(
  ledger: Ledger,
  row: TicketRow,
  settings: RunSettings,
): Promise<Account> {
  const stored = await ledger.stories.decision(row.run, row.row);
  const body = stored === undefined ? undefined : JSON.parse(stored.body);
  const decision = body === undefined ? undefined : Decision.parse(body);
  const sources = (body?.sources ?? {}) as Record<string, string>;
  const answers = await ledger.answers(Object.values(sources));
  const faults = await ledger.stories.faultsOf(row.run, row.row);
  const steps = await Promise.all(
    Object.entries(sources).map(async ([agent, address]): Promise<Step> => {
      const id = answers.get(address)?.docket;
      const docket = id === undefined ? undefined : await ledger.stories.docket(id);
      return { agent, docket, reused: docket !== undefined && docket.run !== row.run };
    }),
  );
  const known = await readCase(ledger, { id: row.run, parsed: settings }, row.row);
  const routing = (await ledger.routings.of(row.run, [row.row])).get(row.row);
  return {
    run: row.run,
    ticket: ticketOf(row, settings),
    decision,
    triage: choiceOf(routing, settings.themes) ?? readingOf(answers.get(sources.triage ?? '')),
    outcomes: decision?.outcomes ?? [],
    ruling: known?.ruling,
    steps,
    faults,
    calls: await ledger.cases.calls(docketsOf({ steps, faults })),
    gold: await ledger.gold.of(row.address),
    findings: known === undefined ? [] : diagnoseCase(known).findings,
    replays: await ledger.cases.replays(row.run, row.row),
    themes: settings.themes,
  };
}

function readingOf(answer: { body: string } | undefined): Choice | undefined {
  if (answer === undefined) return undefined;
  const { sentiment, routes } = JSON.parse(answer.body) as Reading;
  return { sentiment, routes, leftOut: [] };
}
