import type { Reading, Route } from '../agents/triage.ts';
import { diagnoseCase } from '../src/diagnose/diagnose-case.ts';
import type { Finding } from '../src/diagnose/finding.ts';
import { Decision } from '../src/domain/decision.ts';
import type { Outcome } from '../src/domain/outcome.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { CallRow, DocketRow, ReplayRow, TicketRow } from '../src/ledger/schema.ts';
import { findTickets } from './find-tickets.ts';
import { readCase } from './read-cases.ts';
import type { RunSettings } from './run-settings.ts';
import { ticketOf } from './write-run.ts';

type StoredSpan = Awaited<ReturnType<Ledger['records']['spans']>>[number];

/** The docket that an answer came from: of this run, or of an earlier one that paid for it. */
interface Step {
  agent: string;
  docket: DocketRow | undefined;
  reused: boolean;
}

/** All that is known of one ticket in one run. */
export interface Story {
  run: string;
  ticket: Ticket;
  /** Nothing where the run ended before the ticket was decided. */
  decision: Decision | undefined;
  /** Triage's reading; nothing where triage wasn't asked or failed. */
  reading: Reading | undefined;
  routes: Route[];
  outcomes: Outcome[];
  steps: Step[];
  /** Dockets that brought this ticket no answer. */
  faults: DocketRow[];
  spans: StoredSpan[];
  /** The calls of all these dockets, in the order in which they left. */
  calls: CallRow[];
  gold: { themes: string; author: string; at: number }[];
  /** What went wrong, as far as it shows in this ticket alone. */
  findings: Finding[];
  /** What was tried on it since. */
  replays: ReplayRow[];
  /** The run's themes: the questions that its judges are asked. */
  themes: RunSettings['themes'];
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
  return Promise.all(rows.map((row) => tellStory(ledger, row, run.parsed)));
}

async function tellStory(ledger: Ledger, row: TicketRow, settings: RunSettings): Promise<Story> {
  const stored = await ledger.records.decision(row.run, row.row);
  const body = stored === undefined ? undefined : JSON.parse(stored.body);
  const decision = body === undefined ? undefined : Decision.parse(body);
  const sources = (body?.sources ?? {}) as Record<string, string>;
  const answers = await ledger.answers(Object.values(sources));
  const faults = await ledger.records.faultsOf(row.run, row.row);
  const steps = await Promise.all(
    Object.entries(sources).map(async ([agent, address]): Promise<Step> => {
      const id = answers.get(address)?.docket;
      const docket = id === undefined ? undefined : await ledger.records.docket(id);
      return { agent, docket, reused: docket !== undefined && docket.run !== row.run };
    }),
  );
  const dockets = new Set(
    [...faults, ...steps.flatMap(({ docket }) => docket ?? [])].map(({ id }) => id),
  );
  const known = await readCase(ledger, { id: row.run, parsed: settings }, row.row);
  const triaged = answers.get(sources.triage ?? '');
  const reading = triaged === undefined ? undefined : (JSON.parse(triaged.body) as Reading);
  return {
    run: row.run,
    ticket: ticketOf(row, settings),
    decision,
    reading,
    routes: reading?.routes ?? [],
    outcomes: decision?.outcomes ?? [],
    steps,
    faults,
    spans: dockets.size === 0 ? [] : await ledger.records.spans([...dockets]),
    calls: await ledger.cases.calls([...dockets]),
    gold: await ledger.records.gold(row.address),
    findings: known === undefined ? [] : diagnoseCase(known).findings,
    replays: await ledger.cases.replays(row.run, row.row),
    themes: settings.themes,
  };
}
