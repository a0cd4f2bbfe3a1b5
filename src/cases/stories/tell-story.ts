import type { Reading } from '../../../agents/triage.ts';
import { diagnoseCase } from '../../diagnosis/diagnose-case.ts';
import type { Finding } from '../../diagnosis/finding.ts';
import type { Ruling } from '../../domain/decision/decide.ts';
import { Decision } from '../../domain/decision/decision.ts';
import { type Outcome, Verdict } from '../../domain/decision/outcome.ts';
import { themeOfJudge } from '../../domain/theme.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { CallRow, DocketRow, GoldRow, ReplayRow, TicketRow } from '../../ledger/schema.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import type { Gold } from '../../tickets/read-gold.ts';
import { type Choice, choiceOf } from '../../tribunal/routing-choice.ts';
import { weighFindings } from '../doubts/weigh-findings.ts';
import { readCase } from '../read-cases.ts';
import { findMates, type Mate } from './find-mates.ts';
import { findTickets } from './find-tickets.ts';

/** Reads labels that stand in the place of the ledger's. */
export type LabelReader = (themes: RunSettings['themes']) => Promise<Gold | undefined>;

type StoredSpan = Awaited<ReturnType<Ledger['stories']['spans']>>[number];

/** The docket that an answer came from: of this run, or of an earlier one that paid for it. */
interface Step {
  agent: string;
  docket: DocketRow | undefined;
  reused: boolean;
  /** One vote of several on a judge's question. */
  vote?: { who: string; verdict: Verdict | undefined };
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
  /** By agent, where the ticket stood in its docket, from 1, where that is known. */
  places: Record<string, number>;
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
  /** By agent, the other tickets of its call, as far as they stand near this one in the file. */
  mates: Record<string, Mate[]>;
}

/**
 * The stories of all tickets of that id in a run: ids are not always unique.
 * @throws UserMistake that names the nearest ticket where there is none
 */
export async function tellStories(
  ledger: Ledger,
  ticketId: string,
  runId: string | undefined,
  readLabels: LabelReader = async () => undefined,
): Promise<Story[]> {
  const { run, rows } = await findTickets(ledger, ticketId, runId);
  const labels = await readLabels(run.parsed.themes);
  return Promise.all(
    rows.map(async (row) => {
      const account = await giveAccount(ledger, row, run.parsed, labels);
      const dockets = docketsOf(account);
      const spans = dockets.length === 0 ? [] : await ledger.stories.spans(dockets);
      const asked = account.steps.flatMap(({ agent, docket }) =>
        docket === undefined || docket.size === 1 ? [] : [[agent, docket.id] as const],
      );
      const mates = await findMates(ledger, run, row.row, new Map(asked));
      const findings = await weighFindings(ledger, run, account, labels);
      return { ...account, findings, spans, mates };
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
  labels?: Gold,
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
      const reused = docket !== undefined && docket.run !== row.run;
      return { agent, docket, reused, ...voteOf(agent, answers.get(address)?.body, settings) };
    }),
  );
  const goldOf = labels && (({ id }: { id: string }) => labels.labels.get(id));
  const known = await readCase(ledger, { id: row.run, parsed: settings }, row.row, goldOf);
  const routing = (await ledger.routings.of(row.run, [row.row])).get(row.row);
  return {
    run: row.run,
    ticket: ticketOf(row, settings),
    decision,
    triage: choiceOf(routing, settings.themes) ?? readingOf(answers.get(sources.triage ?? '')),
    outcomes: decision?.outcomes ?? [],
    ruling: known?.ruling,
    steps,
    places: Object.fromEntries(
      [...(known?.dockets ?? [])].flatMap(([agent, { place }]) =>
        place === undefined ? [] : [[agent, place + 1]],
      ),
    ),
    faults,
    calls: await ledger.cases.calls(docketsOf({ steps, faults })),
    gold: labels === undefined ? await ledger.labels.of(row.address) : labelIn(labels, row),
    findings: known === undefined ? [] : diagnoseCase(known).findings,
    replays: await ledger.cases.replays(row.run, row.row),
    themes: settings.themes,
  };
}

/** A label of a file, as one in the ledger would be. */
function labelIn({ path, labels }: Gold, { id, run, row, address }: TicketRow): GoldRow[] {
  const themes = labels.get(id)?.join('|');
  if (themes === undefined) return [];
  return [{ run, row, address, themes, author: path, at: 0, reason: '', undone_at: null }];
}

/** Whose vote an answer is, where a judge's question was put more than once. */
function voteOf(
  agent: string,
  body: string | undefined,
  { votes = 1, panel }: RunSettings,
): Pick<Step, 'vote'> {
  if (themeOfJudge(agent) === undefined || (votes === 1 && panel === undefined)) return {};
  const index = Number(/#(\d+)$/.exec(agent)?.[1] ?? 0);
  const verdict = body === undefined ? undefined : Verdict.parse(JSON.parse(body));
  return { vote: { who: panel?.[index] ?? `vote ${index + 1}`, verdict } };
}

function readingOf(answer: { body: string } | undefined): Choice | undefined {
  if (answer === undefined) return undefined;
  const { sentiment, routes } = JSON.parse(answer.body) as Reading;
  return { sentiment, routes, leftOut: [] };
}
